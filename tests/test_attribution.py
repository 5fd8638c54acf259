from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.tokens import flat_tokens
from antragstool.workflow.attribution import Attribution, Removed, attribute, by_word
from antragstool.workflow.narrowing import difference, narrowed
from tests.texts import changed_texts, texts

Steps = list[list[tuple[Edit, str]]]
LONG = "Das Land trägt alle Kosten dafür."
OTHER = "Die Busse fahren jede Stunde."
LAST = "Der Landtag hört davon einmal im Jahr."


def chain(versions: Sequence[str]) -> Steps:
    """Return a step for each version, labelled "1", "2" …"""
    return [
        [(edit, str(number)) for edit in difference(old, new)]
        for number, (old, new) in enumerate(pairwise(versions), start=1)
    ]


def characters(found: Attribution[str]) -> list[tuple[str, str | None]]:
    return [(character, span.label) for span in found.spans for character in span.text]


def slowly(original: str, steps: Steps) -> list[tuple[str, str | None]]:
    """Give every character of the newest text its label, one character after the other."""
    text: list[tuple[str, str | None]] = [(character, None) for character in original]
    for step in steps:
        for edit, label in reversed(step):
            text[edit.start : edit.end] = [(character, label) for character in edit.new]
    return text


short_words = st.sampled_from(["Wir", "fordern", "Busse", "26,2 %", "Jede/r", "nicht"])
short_lines = st.lists(short_words, min_size=1, max_size=2).map(" ".join)
short_texts = st.lists(short_lines, min_size=1, max_size=6).map("\n".join)
versions_without_moves = st.lists(short_texts, min_size=1, max_size=6)


@st.composite
def versions(draw: st.DrawFn) -> list[str]:
    first, second = draw(changed_texts())
    return [first.flat, second.flat, *(text.flat for text in draw(st.lists(texts, max_size=3)))]


@given(versions_without_moves)
def test_each_steps_words_are_its_own_and_nothing_else_is(texts_of: list[str]) -> None:
    steps = chain(texts_of)
    assert characters(attribute(texts_of[0], steps)) == slowly(texts_of[0], steps)


@given(versions())
def test_the_spans_are_the_newest_text(texts_of: list[str]) -> None:
    found = attribute(texts_of[0], chain(texts_of))
    assert "".join(span.text for span in found.spans) == texts_of[-1]
    assert all(span.text for span in found.spans)
    assert "".join(span.text for span in by_word(found).spans) == texts_of[-1]
    places = [each.position for each in found.removed]
    assert places == sorted(places)
    assert all(0 <= place <= len(texts_of[-1]) for place in places)


@given(versions_without_moves, st.integers(0, 5))
def test_steps_can_be_taken_in_two_parts(texts_of: list[str], at: int) -> None:
    steps = chain(texts_of)
    at = min(at, len(steps))
    whole = characters(attribute(texts_of[0], steps))
    early = characters(attribute(texts_of[0], steps[:at]))
    late = characters(attribute(texts_of[at], steps[at:]))
    mine = {str(number) for number in range(1, at + 1)} | {None}
    assert [(c, label if label not in mine else None) for c, label in whole] == late
    kept = iter(early)
    assert all(entry in kept for entry in whole if entry[1] in mine)


@given(versions())
def test_a_word_has_one_source_only(texts_of: list[str]) -> None:
    found = by_word(attribute(texts_of[0], chain(texts_of)))
    borders, position = {0}, 0
    for token in flat_tokens(texts_of[-1]):
        position += len(token)
        borders.add(position)
    position = 0
    for span in found.spans:
        position += len(span.text)
        assert position in borders
    for one, other in pairwise(found.spans):
        assert (one.step, one.label, one.mover) != (other.step, other.label, other.mover)


def test_a_moved_line_stays_with_its_author_and_names_who_moved_it() -> None:
    start = f"{LONG}\n{OTHER}\n{LAST}"
    written = f"{LONG}\nEin ganz neuer Absatz dazu.\n{OTHER}\n{LAST}"
    moved = f"{LONG}\n{OTHER}\n{LAST}\nEin ganz neuer Absatz dazu."
    found = attribute(start, chain([start, written, moved]))
    (span,) = [each for each in found.spans if "neuer" in each.text]
    assert (span.text.strip(), span.label, span.mover) == ("Ein ganz neuer Absatz dazu.", "1", "2")
    assert [each for each in found.removed if each.text.strip()] == []


def test_an_original_line_that_is_moved_has_a_mover_and_no_label() -> None:
    start, moved = (
        f"{LONG}\n{OTHER}\nUnd noch mehr davon.",
        f"{OTHER}\nUnd noch mehr davon.\n{LONG}",
    )
    found = attribute(start, chain([start, moved]))
    assert [(s.text, s.label, s.mover) for s in found.spans if LONG in s.text] == [
        (LONG, None, "1")
    ]


def test_a_line_that_comes_back_in_a_later_step_was_not_moved() -> None:
    start = f"{LONG}\n{OTHER}"
    found = attribute(start, chain([start, LONG, start]))
    assert [(s.label, s.mover) for s in found.spans if OTHER in s.text] == [("2", None)]
    assert [each.text.strip() for each in found.removed] == [OTHER]


def test_deleted_words_stay_known_at_their_place() -> None:
    steps = [[(Edit(4, "alte ", ""), "1")], [(Edit(0, "", "Nur "), "2")]]
    found = attribute("Der alte Bus", steps)
    assert found.removed == (Removed(8, "alte ", "1"),)
    gone = attribute("Der alte Bus", [*steps, [(Edit(0, "Nur Der Bus", "Ein Zug"), "3")]])
    assert [(each.text, each.label) for each in gone.removed] == [
        ("alte ", "1"),
        ("Nur Der Bus", "3"),
    ]


def test_a_changed_ending_makes_a_whole_new_word() -> None:
    ((edit,),) = narrowed("Die Kinder lachen.", [Edit(10, "", "n")])
    assert edit == Edit(4, "Kinder", "Kindern")
    ((edit,),) = narrowed("Die Kindern lachen.", [Edit(10, "n", "")])
    assert edit == Edit(4, "Kindern", "Kinder")


def test_who_replaces_a_sentence_to_change_a_number_brings_in_the_number() -> None:
    old, new = "Das kostet im Jahr 365 Euro.", "Das kostet im Jahr 300 Euro."
    assert narrowed(old, [Edit(0, old, new)]) == ((Edit(19, "365", "300"),),)


def test_a_paragraph_with_other_words_is_wholly_new() -> None:
    edit = Edit(0, LONG, OTHER)
    assert narrowed(LONG, [edit]) == ((edit,),)


@given(changed_texts(), st.data())
def test_narrowed_edits_do_the_same(pair: tuple[Text, Text], data: st.DataObject) -> None:
    flat = pair[0].flat
    ends = sorted(data.draw(st.sets(st.integers(0, len(flat)), min_size=2, max_size=6)))
    words = st.sampled_from(["", "n", " neu", "alle Busse", "\n- Punkt"])
    edits = []
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        new = data.draw(words)
        if flat[start:end] != new:
            edits.append(Edit(start, flat[start:end], new))
    groups = narrowed(flat, edits)
    assert len(groups) == len(edits)
    every = [edit for group in groups for edit in group]
    assert apply_edits(flat, every) == apply_edits(flat, edits)


def test_thousands_of_steps_on_a_long_text_are_a_matter_of_a_second() -> None:
    import time

    text = "\n".join(f"Absatz {number} steht hier im langen Text." for number in range(10_000))
    steps: Steps = []
    for number in range(3_000):
        place = (number * 7919 * 31) % len(text)
        steps.append([(Edit(place, "", f" neu{number}"), str(number))])
    before = time.process_time()
    found = attribute(text, steps)
    assert time.process_time() - before < 5
    assert len({span.label for span in found.spans}) == 3_001
