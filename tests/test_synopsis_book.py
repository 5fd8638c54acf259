"""The synopsis: all changes in the order of the text, and all of them in one marked text."""

from __future__ import annotations

from collections.abc import Iterator

from antragstool.actions.books.kinds import gather_for
from antragstool.actions.opened import open_conference
from antragstool.diff.passages import Mark
from antragstool.diff.reading import passages
from antragstool.model.documents import Resolution
from antragstool.model.edit import Edit
from antragstool.render.book import BookResolution
from antragstool.render.composing.chunks import near_headings
from antragstool.render.composing.merged_views import (
    BlockView,
    ClashView,
    LineView,
    MarkedPartView,
    WordsView,
)
from antragstool.render.composing.synopsis_book import SynopsisView, sections
from antragstool.render.composing.synopsis_words import side
from antragstool.render.merged_text import Absence
from antragstool.render.options import BookKind, BookOptions
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_markdown
from tests.book_parts import first_view, pages, words
from tests.book_parts import parts as book_parts
from tests.commands import RESOLUTION, TEXT, Clerk

PRICE = "Zeile 4: Ersetze „365“ durch „{}“.\n"
NEW_ITEM = "Nach Zeile 7 einfügen:\n> - Punkt 3: {}\n"


def view(clerk: Clerk) -> SynopsisView:
    return first_view(clerk.folder, BookKind.SYNOPSIS, SynopsisView, "A1")


def gathered(clerk: Clerk) -> BookResolution:
    with open_conference(clerk.folder) as conference:
        item = conference.find("A1")
        assert isinstance(item, Resolution)
        amendments = conference.files.amendments_under("A1")
        return gather_for(BookKind.SYNOPSIS, conference, item, amendments)


def absent(clerk: Clerk) -> dict[str, Absence]:
    merged = gathered(clerk).merged
    assert merged is not None
    return {each.item: each.why for each in merged.absent}


def lines(found: SynopsisView) -> Iterator[LineView]:
    for part in found.marked:
        for block in part.blocks:
            for piece in block.pieces:
                if piece.line is not None:
                    yield piece.line


def clashes(found: SynopsisView) -> list[ClashView]:
    return [
        clash
        for part in found.marked
        for block in part.blocks
        for piece in block.pieces
        for clash in piece.clashes
    ]


def marks(found: SynopsisView) -> list[tuple[str, str, str]]:
    """Return mark, words and numbers of all that is marked, in order."""
    return [
        (each.mark, each.text, ", ".join(name.text for name in each.names))
        for line in lines(found)
        for each in line.words
        if each.mark != "same"
    ]


def page(clerk: Clerk) -> str:
    return words("".join(pages(clerk.folder, BookKind.SYNOPSIS, "A1")))


# The table


def test_rows_stand_in_the_order_of_the_text_and_only_the_first_of_each_has_the_anchor(
    clerk: Clerk,
) -> None:
    clerk.submit("Zeile 8: Ersetze „Das Land“ durch „Der Bund“.\n" + PRICE.format("200"))
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")

    rows = view(clerk).rows

    assert [(each.row.lines, each.row.names[0], each.anchor) for each in rows] == [
        ("Line\u00a01", "A1-Ä2", "A1-Ae2"),
        ("Line\u00a04", "A1-Ä1", "A1-Ae1"),
        ("Line\u00a08", "A1-Ä1", ""),
    ]


def test_a_motion_that_nobody_wants_to_change_has_no_part(clerk: Clerk) -> None:
    assert book_parts(clerk.folder, BookOptions(BookKind.SYNOPSIS)) == []


def test_a_row_cites_the_printed_lines_and_says_for_which_it_was_handed_in(clerk: Clerk) -> None:
    clerk.submit("Zeile 8: Ersetze „Das Land“ durch „Der Bund“.\n")
    path = clerk.folder / RESOLUTION
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("## Bezahlbar", "Ein neuer Absatz.\n\n## Bezahlbar"), "utf-8")
    clerk.git("commit", "-qam", "Absatz")

    (row,) = view(clerk).rows

    assert row.row.lines == "Line\u00a09"
    assert row.row.where == "handed in for an earlier version: Line\u00a08"


def test_lines_of_an_earlier_version_without_a_place_today_are_named_as_such(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    path = clerk.folder / RESOLUTION
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Das Ticket kostet höchstens 365 Euro im Jahr.\n", ""), "utf-8")
    clerk.git("commit", "-qam", "Kein Preis")

    (row,) = view(clerk).rows

    assert (row.row.lines, row.row.where) == ("Line\u00a04", "of an earlier version")
    assert absent(clerk) == {"A1-Ä1": Absence.STUCK}
    assert "no longer there: A1-Ä1" in page(clerk)


def test_a_long_table_begins_anew_at_a_heading_if_one_is_near() -> None:
    rows = list(range(20))
    opens = [number in {3, 7, 15} for number in rows]

    found = near_headings(rows, 8, opens)

    assert [(group[0], group[-1]) for group in found] == [(0, 6), (7, 14), (15, 19)]
    assert near_headings(rows, 20, opens) == (tuple(rows),)
    assert [len(group) for group in near_headings(rows, 8, [False] * 20)] == [8, 8, 4]


# The marked text


def test_a_heading_of_its_own_never_stands_alone_at_the_end_of_a_piece() -> None:
    block = BlockView(heading=False, pieces=(), weight=1_400)
    text, reasons = MarkedPartView("", (block,)), MarkedPartView("Reasons", (block,) * 2)

    found = list(sections([text, reasons]))

    assert [[(part.title, len(part.blocks)) for part in piece] for piece in found] == [
        [("", 1)],
        [("Reasons", 1)],
        [("", 1)],
    ]


def test_each_mark_has_the_number_of_its_amendment(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")

    assert marks(view(clerk)) == [
        ("deleted", "mehr Busse", ""),
        ("inserted", "Bahnen", "Ä2"),
        ("deleted", "365", ""),
        ("inserted", "200", "Ä1"),
    ]


def test_who_asks_for_the_same_shares_one_mark(clerk: Clerk) -> None:
    for _count in range(3):
        clerk.submit(PRICE.format("200"))

    found = view(clerk)

    assert [mark[1:] for mark in marks(found)] == [("365", ""), ("200", "Ä1, Ä2, Ä3")]
    assert not clashes(found)


def test_what_clashes_is_framed_and_boxed_with_every_reading(clerk: Clerk) -> None:
    for price in ("200", "100", "200"):
        clerk.submit(PRICE.format(price))

    found = view(clerk)

    (clash,) = clashes(found)
    assert clash.words == "365"
    assert [
        ([name.text for name in each.names], [word.text for word in each.words])
        for each in clash.readings
    ] == [(["Ä1", "Ä3"], ["200"]), (["Ä2"], ["100"])]
    contested = [each for line in lines(found) for each in line.words if each.contested]
    assert [(each.text, each.sign, each.clash) for each in contested] == [
        ("365", clash.sign, clash.anchor)
    ]
    assert not marks(found)


def test_two_insertions_at_one_place_are_never_put_in_an_order(clerk: Clerk) -> None:
    clerk.submit(NEW_ITEM.format("Züge"))
    clerk.submit(NEW_ITEM.format("Schiffe"))

    (clash,) = clashes(view(clerk))

    assert clash.citation == "After line 7"
    assert [[word.text for word in each.words] for each in clash.readings] == [
        ["Punkt 3: Züge"],
        ["Punkt 3: Schiffe"],
    ]


def test_who_deletes_it_all_leaves_nothing_and_who_changes_a_word_shows_where(
    clerk: Clerk,
) -> None:
    clerk.submit("Zeile 8: Streichen.\n")
    clerk.submit("Zeile 8: Ersetze „dem Landtag“ durch „allen“.\n")

    (clash,) = clashes(view(clerk))

    all_of_it, word = clash.readings
    assert all_of_it.nothing
    assert not word.nothing
    assert [(each.mark, each.text) for each in word.words if each.mark != "same"] == [
        ("deleted", "dem Landtag"),
        ("inserted", "allen"),
    ]


def test_a_new_block_has_no_number_and_all_official_lines_keep_theirs(clerk: Clerk) -> None:
    clerk.submit(NEW_ITEM.format("Züge"))
    clerk.submit(PRICE.format("200"))

    found = view(clerk)

    numbers: list[int] = []
    for part in found.marked:
        for block in part.blocks:
            for piece in block.pieces:
                if piece.plain is not None:
                    first = piece.plain.first
                    numbers += range(first, first + len(piece.plain.lines))
                elif piece.line is not None and piece.line.number is not None:
                    numbers.append(piece.line.number)
    assert numbers == list(range(1, 9))
    (new,) = [line for line in lines(found) if line.number is None]
    assert "".join(each.text for each in new.words) == "Punkt 3: Züge"


def test_a_moved_paragraph_is_shown_as_moved(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    base = path.read_text(encoding="utf-8").partition("---\n")[2].partition("---\n")[2]
    last = "Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.\n\n"
    body = last + base.partition("# Begründung")[0].replace(last, "")
    header = "---\nresolution: A1\nsubmitter: KV Dort\nform: copy\n---\n"
    answer = clerk.run("submit", clerk.write("moved.md", header + body))
    assert answer.code == 0, answer.err

    moved = [each for line in lines(view(clerk)) for each in line.words if each.moved]

    assert sorted((each.mark, each.text) for each in moved) == [
        ("deleted", last.strip()),
        ("inserted", last.strip()),
    ]


# What is not marked


def test_a_clash_tells_who_moves_a_paragraph_from_who_deletes_it(clerk: Clerk) -> None:
    body = TEXT.split("\n---\n", 1)[1].split("# Begründung")[0]
    last = "Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.\n"
    rest = body.replace(last, "")
    header = "---\nresolution: A1\nsubmitter: KV Musterstadt\nform: copy\n---\n"
    for copy in (f"{last}\n{rest}", rest.replace("- Punkt 1", f"{last}\n- Punkt 1"), rest):
        assert clerk.run("submit", clerk.write("copy.md", header + copy)).code == 0

    (box,) = clashes(view(clerk))

    found = {each.names[0].text: (each.nothing, each.moved) for each in box.readings}
    assert found == {"Ä1": (True, True), "Ä2": (True, True), "Ä3": (True, False)}
    assert page(clerk).endswith("Ä1 Is moved. Ä2 Is moved. Ä3 deleted")


def test_what_is_settled_or_not_to_be_marked_is_named_with_the_reason(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit("Ersetze den gesamten Text durch:\n> Busse für alle.\n>\n> Sofort.\n")
    clerk.submit(PRICE.format("100"))
    assert clerk.run("vote", "A1-Ä3", "rejected").code == 0
    nested = clerk.write(
        "nested.md",
        "---\nresolution: A1-Ä1\nsubmitter: KV Dort\n---\n"
        + PRICE.format("150").replace("365", "200"),
    )
    assert clerk.run("submit", nested).code == 0, clerk.run("submit", nested).err

    assert absent(clerk) == {
        "A1-Ä2": Absence.SUBSTITUTE,
        "A1-Ä3": Absence.SETTLED,
        "A1-Ä1-Ä1": Absence.NESTED,
    }
    printed = page(clerk)
    assert "A1-Ä3 (rejected)" in printed
    assert "Changes another amendment: A1-Ä1-Ä1" in printed
    assert printed.count("Sofort.") == 2  # in short in the table, and as a whole behind the text


def test_adopted_words_stand_in_the_text_until_they_are_put_into_it(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    assert clerk.run("vote", "A1-Ä1", "adopted").code == 0
    assert ("inserted", "200", "Ä1") in marks(view(clerk))

    assert clerk.run("adopt", "A1").code == 0

    assert absent(clerk) == {"A1-Ä1": Absence.MERGED}
    assert not marks(view(clerk))


def test_words_that_were_adopted_instead_are_marked_and_named(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    other = clerk.write("other.md", PRICE.format("250"))
    answer = clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", other)
    assert answer.code == 0, answer.err

    found = view(clerk)

    assert ("inserted", "250", "Ä1") in marks(found)
    assert any("A1-Ä1" in remark for remark in found.remarks)


def test_title_and_reasons_are_marked_under_headings_of_their_own(clerk: Clerk) -> None:
    title = clerk.write(
        "title.md",
        "---\nresolution: A1\nconcerns: title\nsubmitter: KV Dort\n---\nErsetze „Gute Busse“ durch „Bessere Busse“.\n",
    )
    answer = clerk.run("submit", title)
    assert answer.code == 0, answer.err

    found = view(clerk)

    assert [part.title for part in found.marked] == ["Title"]
    assert ("inserted", "Bessere", "Ä1") in marks(found)
    assert all(line.number is None for line in lines(found))


# The page


def test_links_lead_from_marks_to_rows_and_from_signs_to_boxes(clerk: Clerk) -> None:
    for price in ("200", "100"):
        clerk.submit(PRICE.format(price))
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „<b>Bahnen</b>“.\n")

    (html,) = pages(clerk.folder, BookKind.SYNOPSIS, "A1")

    assert '<a class="m-name" href="#A1-Ae3">Ä3</a>' in html
    for anchor in ("A1-Ae1", "A1-Ae2", "A1-Ae3", "A1--clash-1"):
        assert html.count(f'id="{anchor}"') == 1
    assert 'href="#A1--clash-1"' in html
    assert "<b>Bahnen" not in html


def test_a_very_long_motion_is_parted_and_nothing_is_said_twice(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    head = path.read_text(encoding="utf-8").partition("Wir fordern")[0]
    many = "\n\n".join(f"Absatz {number} sagt etwas." for number in range(1600))
    path.write_text(f"{head}{many}\n", encoding="utf-8")
    clerk.git("commit", "-qam", "Lang")
    clerk.submit("Zeile 1500: Ersetze „sagt“ durch „will“.\n")
    item = gathered(clerk)

    with_parts = book_parts(clerk.folder, BookOptions(BookKind.SYNOPSIS))

    assert len(with_parts) == 3
    shown = [part.item for part in with_parts]
    assert all(isinstance(each, SynopsisView) for each in shown)
    numbers = [
        number
        for each in shown
        if isinstance(each, SynopsisView)
        for part in each.marked
        for block in part.blocks
        for piece in block.pieces
        for number in (
            range(piece.plain.first, piece.plain.first + len(piece.plain.lines))
            if piece.plain
            else (piece.line.number,)
            if piece.line
            else ()
        )
    ]
    assert numbers == [line.number for line in item.lines]
    assert [bool(part.contents) for part in with_parts] == [True, False, False]


def test_a_very_long_new_text_is_parted_and_printed_once(clerk: Clerk) -> None:
    new = "\n>\n".join(f"> Neuer Absatz {number}." for number in range(2000))
    clerk.submit(f"Ersetze den gesamten Text durch:\n{new}\n")

    shown = [part.item for part in book_parts(clerk.folder, BookOptions(BookKind.SYNOPSIS))]

    new_texts = [each.substitutes for each in shown if isinstance(each, SynopsisView)]
    printed = [
        "".join(run.text for run in block.runs)
        for texts in new_texts
        for text in texts
        for block in text.words
    ]
    assert printed == [f"Neuer Absatz {number}." for number in range(2000)]
    assert [[text.opens for text in texts] for texts in new_texts] == [[], [], [True], [False]]


def test_a_word_view_keeps_the_space_behind_the_numbers(clerk: Clerk) -> None:
    clerk.submit("Zeile 4: Streiche „höchstens “.\n")

    found = [each for line in lines(view(clerk)) for each in line.words if each.names]

    assert [type(each) for each in found] == [WordsView]
    assert found[0].text == found[0].text.rstrip()


def test_a_blank_at_a_lines_end_goes_with_the_words_around_it() -> None:
    body = (
        "Des Weiteren fordern wir eine Abkehr von der sogenannten Regelung bei Staatsbürgern. Ende."
    )
    text = read_markdown(body).text
    lines = number_lines(text, 30)
    gone = " eine Abkehr von der sogenannten Regelung bei Staatsbürgern"
    edits = (Edit(text.flat.index(gone), gone, ", die Regelung zu streichen"),)
    (passage,) = passages(text, edits, lines)
    ends: dict[int | None, str] = {line.number: " " for line in lines}
    for mark, said in ((Mark.DELETED, body), (Mark.INSERTED, body.replace(gone, edits[0].new))):
        (block,) = side(passage.lines, mark, ends)
        assert said.startswith("".join(run.text for run in block.runs).strip(" …"))
