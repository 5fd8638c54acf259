"""All amendments in one marked text: nothing is lost, nothing is merged silently, every line is there once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from antragstool.diff.passages import Mark
from antragstool.merge.canonical import closed
from antragstool.merge.clashes import Placed, meetings, placed
from antragstool.merge.combine import carried_out, combine
from antragstool.merge.forms import forms
from antragstool.merge.marked_lines import MarkedLine, marked_lines
from antragstool.merge.marking import Place, pieces, places, reading_pieces
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from tests.test_engine_properties import is_substitute, small_edits, small_texts
from tests.texts import changed_texts

Named = tuple[str, tuple[Edit, ...]]


def marked_by(text: Text, amendments: Sequence[Named]) -> list[Placed]:
    return [each for name, edits in amendments for each in placed(name, forms(text, edits))]


@st.composite
def texts_with_amendments(draw: st.DrawFn) -> tuple[Text, list[Named]]:
    """Return a text and up to five amendments to it, each with one edit or several."""
    text = draw(small_texts)
    named: list[Named] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        edits = sorted(
            draw(st.lists(small_edits(text), min_size=1, max_size=3)),
            key=lambda edit: (edit.start, edit.end),
        )
        kept: list[Edit] = []
        for edit in edits:
            apart = not kept or edit.start > kept[-1].end
            if apart and not is_substitute(edit, text):
                kept.append(edit)
        assume(kept)
        named.append((f"A1-Ä{number}", tuple(kept)))
    return text, named


def in_clashes(found: Sequence[Place]) -> set[str]:
    return {
        claim.item
        for place in found
        if place.clashes
        for reading in place.readings
        for claim in reading.claims
    }


@given(texts_with_amendments())
@settings(max_examples=150)
def test_unmarked_and_deleted_words_are_the_base(case: tuple[Text, list[Named]]) -> None:
    text, named = case
    flat = closed(text.flat)

    found = list(pieces(flat, places(marked_by(text, named))))

    assert "".join(each.text for each in found if each.mark is not Mark.INSERTED) == flat


@given(texts_with_amendments())
@settings(max_examples=150)
def test_what_does_not_clash_reads_as_its_result(case: tuple[Text, list[Named]]) -> None:
    text, named = case
    flat = closed(text.flat)
    found = places(marked_by(text, named))
    clashing = in_clashes(found)

    for name, edits in named:
        if name in clashing:
            continue
        words = ""
        for piece in pieces(flat, found):
            mine = name in {claim.item for claim in piece.claims}
            if piece.mark is Mark.SAME or mine is (piece.mark is Mark.INSERTED):
                words += piece.text
        assert Text.from_flat(words) == Text.from_flat(apply_edits(text.flat, edits))


@given(texts_with_amendments())
@settings(max_examples=150)
def test_all_that_do_not_clash_read_together_as_if_carried_out(
    case: tuple[Text, list[Named]],
) -> None:
    text, named = case
    edits = marked_by(text, named)
    clashing = in_clashes(places(edits))
    kept = [each for each in edits if each.item not in clashing]

    found = pieces(closed(text.flat), places(kept))
    words = "".join(each.text for each in found if each.mark is not Mark.DELETED)

    assert words == carried_out(text, combine(kept))


@given(texts_with_amendments())
@settings(max_examples=150)
def test_every_edit_stands_at_one_place_and_no_two_that_clash_in_one_reading(
    case: tuple[Text, list[Named]],
) -> None:
    text, named = case
    edits = marked_by(text, named)

    found = places(edits)

    claims = [
        (claim.item, claim.number)
        for place in found
        for reading in place.readings
        for claim in reading.claims
    ]
    assert sorted(claims) == sorted((each.item, each.number) for each in edits)
    at = {claim: place for place in found for reading in place.readings for claim in reading.claims}
    where = {(claim.item, claim.number): place for claim, place in at.items()}
    for meeting in meetings(edits):
        if meeting.clashes:
            one = where[meeting.one.item, meeting.one.number]
            assert one is where[meeting.other.item, meeting.other.number]
            assert one.clashes
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start


@given(texts_with_amendments())
@settings(max_examples=200)
def test_a_reading_of_a_clash_reads_as_its_amendment_wants(case: tuple[Text, list[Named]]) -> None:
    text, named = case
    flat = closed(text.flat)

    for place in places(marked_by(text, named)):
        for reading in place.readings if place.clashes else ():
            words = list(reading_pieces(flat, place, reading))
            base = "".join(each.text for each in words if each.mark is not Mark.INSERTED)
            result = "".join(each.text for each in words if each.mark is not Mark.DELETED)
            wanted = apply_edits(flat, [change.edit for change in reading.changes])
            assert base == flat[place.start : place.end]
            assert flat[: place.start] + result + flat[place.end :] == wanted


def of_base(line: MarkedLine) -> str:
    return "".join(run.text for run in line.runs if run.mark is not Mark.INSERTED and not run.sign)


def lines_of(text: Text, named: Sequence[Named], length: int) -> tuple[MarkedLine, ...]:
    found = places(marked_by(text, named))
    return marked_lines(text, number_lines(text, length), pieces(closed(text.flat), found))


def test_two_that_move_a_paragraph_to_different_places_clash() -> None:
    text = Text.from_flat("Eins ist da.\nZwei folgt dann.\nDrei kommt noch.\nVier ist das Ende.")
    taken = Edit(13, "Zwei folgt dann.\n", "")
    up, down = Edit(0, "", "Zwei folgt dann.\n"), Edit(47, "", "Zwei folgt dann.\n")
    named = [("A1-Ä1", (up, taken)), ("A1-Ä2", (taken, down)), ("A1-Ä3", (taken, down))]

    (clash,) = [place for place in places(marked_by(text, named)) if place.clashes]

    assert [{claim.item for claim in reading.claims} for reading in clash.readings] == [
        {"A1-Ä1"},
        {"A1-Ä2", "A1-Ä3"},
    ]


@given(texts_with_amendments(), st.sampled_from([10, 14, 80]))
@settings(max_examples=200)
def test_every_official_line_stands_there_once_with_all_its_words(
    case: tuple[Text, list[Named]], length: int
) -> None:
    text, named = case
    lines = number_lines(text, length)

    marked = lines_of(text, named, length)

    assert [line.number for line in marked if line.number is not None] == [
        line.number for line in lines
    ]
    words: dict[int, str] = {}
    number = 0
    for line in marked:
        if line.number is not None:
            number = line.number
        if line.number is not None or line.source >= 0:
            words[number] = words.get(number, "") + of_base(line)
        else:
            assert not of_base(line)
    for official in lines:
        shown = words[official.number]
        for sign, space in (("·", " "), ("°", "\u00a0")):
            shown = shown.replace(sign, space)
        assert shown.rstrip() == official.shown.rstrip(), (official, marked)


@given(texts_with_amendments(), st.sampled_from([10, 80]))
@settings(max_examples=150)
def test_every_mark_is_seen_and_ends_with_its_numbers(
    case: tuple[Text, list[Named]], length: int
) -> None:
    text, named = case
    found = places(marked_by(text, named))

    marked = lines_of(text, named, length)

    runs = [run for line in marked for run in line.runs]
    for place in found:
        if not place.clashes:
            claims = place.readings[0].claims
            assert any(run.last and run.claims == claims for run in runs), (place, marked)
    boxes = [number for line in marked for number in line.clashes]
    assert boxes == list(range(1, sum(place.clashes for place in found) + 1))
    signs = [run.clash for run in runs if run.clash and run.last]
    assert sorted(set(signs)) == boxes


@given(changed_texts())
@settings(max_examples=100)
def test_a_changed_copy_marks_the_same_base(case: tuple[Text, Text]) -> None:
    from antragstool.diff.compare import compare

    old, new = case
    edits = compare(old, new)
    assume(edits and not any(is_substitute(edit, old) for edit in edits))
    found = list(pieces(closed(old.flat), places(marked_by(old, [("A1-Ä1", edits)]))))

    result = "".join(each.text for each in found if each.mark is not Mark.DELETED)

    assert Text.from_flat(result) == new
