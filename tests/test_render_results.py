"""What the book says of votes: parts, adopted words, amendments to amendments."""

from __future__ import annotations

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.diff.passages import Mark
from antragstool.render.composing.printed import FlowingBlock
from antragstool.render.composing.view import ResolutionView, SynopsisRow
from antragstool.render.options import BookOptions
from antragstool.store.header_write import set_fields
from tests.book_samples import documents, view_of
from tests.commands import Answer, Clerk

PARTS = (
    "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n"
    "Zeile 4: Ersetze „365“ durch „300“.\n"
    "Ersetze „Das Land“ durch „Der Bund“.\n"
)


def _view(clerk: Clerk) -> ResolutionView:
    with open_conference(clerk.folder) as conference:
        return view_of(gather_book(conference, (), BookOptions()))


def _html(clerk: Clerk) -> str:
    """Return the book as HTML, every run of blanks as one space."""
    with open_conference(clerk.folder) as conference:
        html = "".join(documents(gather_book(conference, (), BookOptions()), clerk.folder))
    return " ".join(html.replace("\u00a0", " ").split())


def _done(answer: Answer) -> Answer:
    assert answer.code == 0, answer.err
    return answer


def _words(blocks: tuple[FlowingBlock, ...]) -> str:
    return " ".join(run.text for block in blocks for run in block.runs)


def _results(row: SynopsisRow) -> tuple[str, list[tuple[str, str]]]:
    told = [(each.decision.outcome, each.decision.vote) for each in row.results]
    plain = [(outcome, vote.replace("\u00a0", " ")) for outcome, vote in told]
    return ", ".join(row.names), plain


def test_each_part_has_its_own_result_and_counts(clerk: Clerk) -> None:
    _done(clerk.submit(PARTS))
    _done(clerk.run("vote", "A1-Ä1", "adopted", "--parts", "1,2", "--yes", "60", "--no", "12"))
    _done(clerk.run("vote", "A1-Ä1", "--parts", "3", "--yes", "20", "--no", "50"))
    view = _view(clerk)
    assert [_results(row) for row in view.synopsis] == [
        ("A1-Ä1.1", [("adopted", "60 yes, 12 no")]),
        ("A1-Ä1.2", [("adopted", "60 yes, 12 no")]),
        ("A1-Ä1.3", [("rejected", "20 yes, 50 no")]),
    ]
    (head,) = [each.head for each in view.amendments]
    assert head.decision.outcome == "adopted in part"
    assert head.decision.parts == "adopted: 1, 2; rejected: 3"
    assert [(part.names, part.decision.state) for part in head.parts] == [
        (("A1-Ä1.1", "A1-Ä1.2"), "adopted"),
        (("A1-Ä1.3",), "rejected"),
    ]
    assert len(head.parts[0].decision.bars) == 2
    shown = [(passage.names, len(passage.parts)) for passage in view.amendments[0].passages]
    assert shown == [(("A1-Ä1.1",), 1), (("A1-Ä1.2",), 1), (("A1-Ä1.3",), 1)]


def test_parts_that_are_still_open_say_so(clerk: Clerk) -> None:
    _done(clerk.submit(PARTS))
    _done(clerk.run("vote", "A1-Ä1", "adopted", "--parts", "2", "--wording", "einstimmig"))
    view = _view(clerk)
    assert [_results(row) for row in view.synopsis] == [
        ("A1-Ä1.1", [("not voted on yet", "")]),
        ("A1-Ä1.2", [("adopted", "einstimmig")]),
        ("A1-Ä1.3", [("not voted on yet", "")]),
    ]
    head = view.amendments[0].head
    assert (head.decision.outcome, head.decision.parts) == ("open", "adopted: 2; open: 1, 3")
    assert '<tr class="part adopted">' in _html(clerk)


def test_parts_that_are_in_the_text_already_keep_their_row(clerk: Clerk) -> None:
    _done(clerk.submit(PARTS))
    _done(clerk.run("vote", "A1-Ä1", "adopted", "--parts", "2"))
    _done(clerk.run("vote", "A1", "adopted"))
    _done(clerk.run("adopt", "A1"))
    view = _view(clerk)
    assert [(row.names, row.where) for row in view.synopsis] == [
        ((name,), "earlier version") for name in ("A1-Ä1.1", "A1-Ä1.2", "A1-Ä1.3")
    ]
    assert "earlier version" in view.amendments[0].passages[0].kind
    assert view.note.startswith("Where it says earlier version")


def test_parts_in_one_line_are_shown_one_by_one_where_they_are_voted_on(clerk: Clerk) -> None:
    _done(
        clerk.submit(
            "Zeile 4: Ersetze „365“ durch „300“.\nZeile 4: Ersetze „höchstens“ durch „nur“.\n"
        )
    )
    assert [row.names for row in _view(clerk).synopsis] == [("A1-Ä1",)]
    _done(clerk.run("vote", "A1-Ä1", "adopted", "--parts", "1"))
    rows = _view(clerk).synopsis
    assert [row.names for row in rows] == [("A1-Ä1.1",), ("A1-Ä1.2",)]
    marked = [
        [run.text for block in row.proposed for run in block.runs if run.mark is Mark.INSERTED]
        for row in rows
    ]
    assert marked == [["nur"], ["300"]]


def test_earlier_ballots_are_not_printed(clerk: Clerk) -> None:
    _done(clerk.submit(PARTS))
    _done(clerk.run("vote", "A1-Ä1", "--yes", "41", "--no", "40"))
    _done(clerk.run("vote", "A1-Ä1", "--yes", "39", "--no", "42"))
    html = _html(clerk)
    assert "39 yes, 42 no" in html
    assert "41 yes" not in html


def test_adopted_words_stand_beside_the_proposed_ones(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    words = clerk.write("t.md", "Zeile 4: Ersetze „365“ durch „250“.\n")
    _done(clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words))
    (row,) = _view(clerk).synopsis
    assert "300" in _words(row.proposed)
    (version,) = row.versions
    assert version.heading == "In the version that was adopted"
    assert "250" in _words(version.words)
    assert "300" not in _words(version.words)


def test_words_that_were_adopted_for_other_lines_have_rows_of_their_own(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    words = clerk.write("t.md", "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    _done(clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words))
    other, proposal = _view(clerk).synopsis
    assert (other.lines.replace("\u00a0", " "), other.proposal) == ("Line 1", False)
    assert "mehr Busse" in _words(other.original)
    assert "Bahnen" in _words(other.versions[0].words)
    assert proposal.proposal
    assert not proposal.versions


def test_the_committees_words_are_printed_once_where_they_were_adopted(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    words = clerk.write("t.md", "Zeile 4: Ersetze „365“ durch „250“.\n")
    _done(clerk.run("recommend", "A1-Ä1", "adopt-committee-version", "--text", words))
    assert [each.heading for each in _view(clerk).synopsis[0].versions] == [
        "The committee's version"
    ]
    _done(clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words))
    view = _view(clerk)
    assert [each.heading for each in view.synopsis[0].versions] == [
        "In the version that was adopted"
    ]
    assert len(view.amendments[0].versions) == 1


def test_what_is_disposed_of_says_by_what(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    _done(clerk.submit("Zeile 4: Streichen.\n"))
    _done(clerk.run("vote", "A1-Ä2", "adopted"))
    decision = _view(clerk).amendments[0].head.decision
    assert decision.outcome == "disposed of"
    assert decision.vote == "by the adoption of A1-Ä2"
    path = clerk.folder / "amendments/A1-Ae1.md"
    source = path.read_text(encoding="utf-8")
    path.write_text(set_fields(source, {"vote": None}), encoding="utf-8")
    assert _view(clerk).amendments[0].head.decision.outcome == "disposed of by A1-Ä2"


def test_amendments_to_an_amendment_follow_it(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365 Euro“ durch „300 Euro mehr“.\n"))
    _done(clerk.submit("Zeile 5: Streiche „kostenlos“.\n"))
    nested = "---\nresolution: A1-Ä1\nsubmitter: OV\n---\nZeile 4: Ersetze „300“ durch „9“.\n"
    _done(clerk.run("submit", clerk.write("nested.md", nested)))
    view = _view(clerk)
    assert [(each.head.id, each.nested) for each in view.amendments] == [
        ("A1-Ä1", False),
        ("A1-Ä1-Ä1", True),
        ("A1-Ä2", False),
    ]
    assert [(row.names, row.where) for row in view.synopsis] == [
        (("A1-Ä1",), ""),
        (("A1-Ä1-Ä1",), "in the text with A1-Ä1"),
        (("A1-Ä2",), ""),
    ]


def test_amendments_to_title_and_reasons_are_cited_as_such(clerk: Clerk) -> None:
    for concerns, body in (("reasons", "Ohne Bus geht gar nichts.\n"), ("title", "Bus für alle\n")):
        header = f"---\nresolution: A1\nsubmitter: OV\nconcerns: {concerns}\n---\n"
        _done(clerk.run("submit", clerk.write(f"{concerns}.md", header + body)))
    view = _view(clerk)
    assert [row.lines for row in view.synopsis] == ["Title", "Reasons"]
    assert [each.passages[0].citation for each in view.amendments] == ["Reasons", "Title"]
    assert not any(row.where for row in view.synopsis)
