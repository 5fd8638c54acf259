"""What a submission changes, and where it is refused because it could mean two things."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.errors import Problem
from antragstool.model.documents import Form
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text, to_markdown
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_markdown
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Change, Handed
from tests.texts import changed_texts

BLOCKS = [
    "## Bildung für alle",
    "Wir fordern kostenfreie Kitas in jedem Ort des Landes.",
    "Schulen brauchen mehr Geld, damit Lehrkräfte bleiben und Gebäude saniert werden.",
    "Der öffentliche Nahverkehr fährt künftig auch nachts und am Wochenende.",
    "Junge Menschen wählen ab sechzehn Jahren bei jeder Wahl mit.",
    "Wohnungen sollen bezahlbar sein, gerade in den großen Städten.",
    "Krankenhäuser auf dem Land bleiben erhalten und werden besser ausgestattet.",
    "Zum Schluss danken wir allen, die an diesem Antrag gearbeitet haben.",
]
BASE = Text.from_flat("\n".join(BLOCKS))


def read(
    body: str, base: Text = BASE, form: Form | None = None
) -> tuple[Change | None, tuple[Problem, ...]]:
    return read_change(Handed(body, form, "ae.md", 5), base, number_lines(base))


def changed(body: str, base: Text = BASE, form: Form | None = None) -> tuple[Form, list[str]]:
    change, problems = read(body, base, form)
    assert change is not None, problems
    assert not problems
    return change.form, apply_edits(base.flat, change.edits).split("\n")


def refused(body: str, base: Text = BASE, form: Form | None = None) -> str:
    change, problems = read(body, base, form)
    assert change is None
    for problem in problems:
        assert problem.file == "ae.md"
        assert problem.hint
    return "\n".join(problem.message for problem in problems)


def with_block(index: int, old: str, new: str) -> list[str]:
    assert old in BLOCKS[index]
    return [*BLOCKS[:index], BLOCKS[index].replace(old, new), *BLOCKS[index + 1 :]]


def test_a_whole_changed_copy() -> None:
    wanted = with_block(4, "sechzehn", "vierzehn")
    assert changed("\n\n".join(wanted)) == (Form.COPY, wanted)


def test_a_whole_copy_in_which_a_block_is_missing_deletes_it() -> None:
    wanted = [*BLOCKS[:3], *BLOCKS[4:]]
    assert changed("\n\n".join(wanted)) == (Form.COPY, wanted)


@pytest.mark.parametrize("index", range(1, 8))
def test_one_changed_block_changes_only_that(index: int) -> None:
    words = BLOCKS[index].split(" ")
    wanted = with_block(index, words[3], "GANZ")
    assert changed(wanted[index]) == (Form.BLOCKS, wanted)


def test_neighbouring_blocks_with_a_new_one_between_them() -> None:
    handed = [
        BLOCKS[2].replace("mehr", "viel"),
        "Ein neuer Absatz steht nun dazwischen.",
        BLOCKS[3],
    ]
    assert changed("\n\n".join(handed)) == (Form.BLOCKS, [*BLOCKS[:2], *handed, *BLOCKS[4:]])


@pytest.mark.parametrize("handed", [BLOCKS[1:], BLOCKS[:-1], BLOCKS[1:-1], BLOCKS[2:]])
def test_most_of_the_text_is_neither_taken_as_the_whole_nor_as_a_part(handed: list[str]) -> None:
    words = [line.replace("jeder", "aller") for line in handed]
    assert "not clear whether this is the whole text" in refused("\n\n".join(words))


def test_the_header_says_what_it_is() -> None:
    handed = [line.replace("jeder", "aller") for line in BLOCKS[1:]]
    assert changed("\n\n".join(handed), form=Form.COPY) == (Form.COPY, handed)
    assert changed("\n\n".join(handed), form=Form.BLOCKS) == (Form.BLOCKS, [BLOCKS[0], *handed])


def test_blocks_far_apart_leave_what_stands_between_them() -> None:
    handed = [BLOCKS[1].replace("jedem", "jeglichem"), BLOCKS[5].replace("großen", "kleinen")]
    wanted = [BLOCKS[0], handed[0], *BLOCKS[2:5], handed[1], *BLOCKS[6:]]
    assert changed("\n\n".join(handed), form=Form.BLOCKS) == (Form.BLOCKS, wanted)


def test_a_new_block_between_blocks_far_apart_has_no_place() -> None:
    handed = [BLOCKS[1], "Etwas ganz Neues ohne Platz.", BLOCKS[5].replace("großen", "kleinen")]
    assert "not clear where" in refused("\n\n".join(handed), form=Form.BLOCKS)


def test_a_copy_that_says_the_same_changes_nothing() -> None:
    assert "changes nothing" in refused("\n\n".join(BLOCKS))
    assert "changes nothing" in refused("\r\n\r\n".join(BLOCKS))
    assert "changes nothing" in refused(BLOCKS[3])
    assert "changes nothing" in refused(BLOCKS[3].replace(" auch ", "\nauch "))
    assert "changes nothing" in refused("\n\n".join(BLOCKS), form=Form.SUBSTITUTE)


def test_words_of_another_text_are_neither() -> None:
    assert "neither an instruction" in refused("Lorem ipsum dolor sit amet.")
    assert "neither an instruction" in refused("Lorem ipsum dolor sit amet.", form=Form.BLOCKS)


def test_nothing_but_reasons_says_nothing() -> None:
    assert "says nothing" in refused("# Begründung\n\nWeil es so ist.")
    assert "says nothing" in refused("")


def test_a_substitute_replaces_everything_as_one_edit() -> None:
    change, _problems = read("Ein ganz neuer Text.\n\n# Begründung\n\nWeil.", form=Form.SUBSTITUTE)
    assert change == Change(Form.SUBSTITUTE, (Edit(0, BASE.flat, "Ein ganz neuer Text."),))


def test_an_instruction_is_known_as_one() -> None:
    form, lines = changed("Zeile 2: Ersetze „kostenfreie“ durch „gute“.")
    assert form is Form.INSTRUCTIONS
    assert lines == with_block(1, "kostenfreie", "gute")


def test_reasons_are_no_part_of_the_change() -> None:
    wanted = with_block(4, "sechzehn", "vierzehn")
    assert changed(f"{wanted[4]}\n\n# Begründung\n\n{BLOCKS[5]} Und mehr.") == (Form.BLOCKS, wanted)


@pytest.mark.parametrize("number", range(1, 10))
def test_a_changed_item_of_near_duplicates_belongs_nowhere_for_sure(number: int) -> None:
    base = Text.from_flat("\n".join(f"- Punkt {n} fordert das Land auf." for n in range(1, 10)))
    assert "several places" in refused("- Punkt fordert das Land dringend auf.", base)
    change, problems = read(f"- Punkt {number} fordert den Bund auf.", base)
    if change is None:
        assert problems
    else:
        lines = apply_edits(base.flat, change.edits).split("\n")
        assert lines[number - 1] == f"- Punkt {number} fordert den Bund auf."


def test_one_of_two_equal_blocks_belongs_nowhere_for_sure() -> None:
    base = Text.from_flat("\n".join([BLOCKS[1], BLOCKS[2], BLOCKS[1], *BLOCKS[3:]]))
    assert "several places" in refused(BLOCKS[1].replace("jedem", "keinem"), base)


def test_unsafe_characters_are_named_with_their_line() -> None:
    change, problems = read("Eins.\n\nZwei\u202e.\nDrei\u200b.")
    assert change is None
    assert [problem.line for problem in problems] == [7, 8]
    assert "U+202E" in problems[0].message


@given(changed_texts())
@settings(max_examples=100, deadline=None)
def test_a_copy_makes_exactly_what_was_handed_in(pair: tuple[Text, Text]) -> None:
    old, new = pair
    source = to_markdown(new.blocks)
    wanted = read_markdown(source).text
    change, _problems = read(source, old, Form.COPY)
    if change is None:
        assert wanted == old or not wanted.blocks
    else:
        assert apply_edits(old.flat, change.edits) == wanted.flat


@given(changed_texts(), st.data())
@settings(max_examples=150, deadline=None)
def test_blocks_never_delete_what_they_do_not_mention(
    pair: tuple[Text, Text], data: st.DataObject
) -> None:
    old, new = pair
    if not new.blocks:
        return
    first = data.draw(st.integers(0, len(new.blocks) - 1))
    last = data.draw(st.integers(first + 1, len(new.blocks)))
    change, _problems = read(to_markdown(new.blocks[first:last]), old, Form.BLOCKS)
    if change is None:
        return
    result = Text.from_flat(apply_edits(old.flat, change.edits))
    assert len(result.blocks) >= len(old.blocks)
    left = list(result.blocks)
    handed = read_markdown(to_markdown(new.blocks[first:last])).text.blocks
    for block in handed:
        assert block in left
        left.remove(block)
    gone = [block for block in old.blocks if block not in left and block not in handed]
    assert len(gone) <= len(handed)
