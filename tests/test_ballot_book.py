"""The ballot sheet: one row a vote that is still to be held, in its order, with boxes to tick."""

from __future__ import annotations

from antragstool.render.composing.ballots import BallotSheet
from antragstool.render.options import BookKind, BookOptions
from antragstool.render.pages.laying_out import Press
from tests.book_parts import first_view, pages, parts, words
from tests.commands import Clerk

PRICE = "Zeile 4: Ersetze „365“ durch „{}“.\n"
FREE = "Zeile 4: Ersetze „kostet höchstens 365 Euro im Jahr“ durch „ist für alle frei“.\n"


def sheet(clerk: Clerk) -> BallotSheet:
    return first_view(clerk.folder, BookKind.BALLOTS, BallotSheet, "A1")


def rows(clerk: Clerk) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.place, row.names) for group in sheet(clerk).groups for row in group.rows]


def vote(clerk: Clerk, *arguments: str) -> None:
    answer = clerk.run("vote", *arguments)
    assert answer.code == 0, answer.err


def test_the_rows_stand_in_the_order_of_voting_and_those_that_compete_under_a_hint(
    clerk: Clerk,
) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(FREE)
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    assert rows(clerk) == [("1", ("A1-Ä3",)), ("2", ("A1-Ä2",)), ("3", ("A1-Ä1",))]
    assert [(bool(group.hint), len(group.rows)) for group in sheet(clerk).groups] == [
        (False, 1),
        (True, 2),
    ]


def test_what_is_decided_has_no_row_and_what_needs_no_vote_is_named(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    clerk.submit("Zeile 8: Ersetze „Das Land“ durch „Der Bund“.\n")
    vote(clerk, "A1-Ä1", "adopted")
    vote(clerk, "A1-Ä2", "withdrawn")
    assert rows(clerk) == [("1", ("A1-Ä3",))]
    assert sheet(clerk).notes == ("Not voted on: A1-Ä2 (withdrawn).",)


def test_those_that_ask_for_the_same_share_a_row(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"), submitter="KV Nord", subject="Billiger")
    clerk.submit(PRICE.format("200"), submitter="KV Süd")
    (group,) = sheet(clerk).groups
    (row,) = group.rows
    assert (row.names, row.title, row.submitter) == (
        ("A1-Ä1", "A1-Ä2"),
        "Billiger",
        "KV Nord; KV Süd",
    )


def test_an_amendment_to_an_amendment_says_which_one_it_changes(clerk: Clerk) -> None:
    clerk.submit("Nach Zeile 2 einfügen: „Und auch nachts.“\n")
    nested = "---\nresolution: A1-Ä1\nsubmitter: OV\n---\nZeile 3: Streiche „auch“.\n"
    assert clerk.run("submit", clerk.write("nested.md", nested)).code == 0
    found = sheet(clerk)
    assert [row.aside for group in found.groups for row in group.rows] == ["changes A1-Ä1", ""]
    assert not any(group.hint for group in found.groups)


def test_only_the_parts_that_are_open_are_voted_on(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("300") + "\nZeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    vote(clerk, "A1-Ä1", "adopted", "--parts", "1")
    assert rows(clerk) == [("1", ("A1-Ä1.2",))]


def test_the_vote_on_the_whole_motion_comes_last_until_it_was_held(clerk: Clerk) -> None:
    assert sheet(clerk).groups == ()
    assert sheet(clerk).final is not None
    clerk.submit(PRICE.format("300"))
    final = sheet(clerk).final
    assert final is not None
    assert (final.place, final.names) == ("2", ("A1",))
    vote(clerk, "A1-Ä1", "rejected")
    vote(clerk, "A1", "adopted")
    assert parts(clerk.folder, BookOptions(BookKind.BALLOTS)) == []


def test_each_vote_has_three_boxes_and_the_sheet_a_line_to_sign(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("300"))
    assert clerk.run("recommend", "A1-Ä1", "reject", "--note", "zu billig").code == 0
    (html,) = pages(clerk.folder, BookKind.BALLOTS)
    assert html.count('class="box"') == 3 * 2
    said = words(html)
    for expected in ("Yes", "No", "Abstention", "Rejection (zu billig)", "Signature", "Line 4"):
        assert expected in said


def test_a_long_sheet_goes_over_pages_and_repeats_its_head_without_breaking_a_row(
    clerk: Clerk,
) -> None:
    for number in range(14):
        clerk.submit(PRICE.format(200 + number), submitter="KV mit einem langen Namen " * 20)
    (html,) = pages(clerk.folder, BookKind.BALLOTS)
    document, _every = Press(clerk.folder).document(html)
    assert len(document.pages) > 1
    found = [_ids(page._page_box) for page in document.pages]
    names = [name for page in found for name in page]
    assert len(names) == len(set(names)) == 15


def _ids(box: object) -> list[str]:
    """Return the numbers in the rows that begin or go on below *box*."""
    element = getattr(box, "element", None)
    if element is not None and element.tag == "th" and element.get("class") == "b-id":
        if element.get("scope") == "row":
            return ["".join(element.itertext()).strip()]
        return []
    return [name for child in getattr(box, "children", ()) for name in _ids(child)]
