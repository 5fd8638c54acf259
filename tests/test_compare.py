import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.diff.compare import compare
from antragstool.diff.reading import passages
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from antragstool.text.tokens import tokens
from tests.marks import marked
from tests.texts import changed_texts, texts


def redline(old: str, new: str) -> str:
    base = Text.from_flat(old)
    edits = compare(base, Text.from_flat(new))
    return marked(passages(base, edits, number_lines(base), context=0))


@given(changed_texts())
@settings(max_examples=150, deadline=None)
def test_the_edits_of_two_texts_make_the_second_of_the_first(pair: tuple[Text, Text]) -> None:
    old, new = pair
    assert apply_edits(old.flat, compare(old, new)) == new.flat


@given(texts)
def test_equal_texts_have_no_edits(text: Text) -> None:
    assert compare(text, text) == ()


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_texts_with_nothing_in_common_are_compared_too(old: Text, new: Text) -> None:
    assert apply_edits(old.flat, compare(old, new)) == new.flat


@given(changed_texts())
@settings(max_examples=150, deadline=None)
def test_no_edit_begins_or_ends_inside_a_token(pair: tuple[Text, Text]) -> None:
    old, new = pair
    borders = {0}
    position = 0
    for index, block in enumerate(old.blocks):
        position = old.starts[index]
        borders |= {position, old.content_start(index)}
        position = old.content_start(index)
        for token in tokens(block.content):
            position += len(token)
            borders.add(position)
    for edit in compare(old, new):
        assert edit.start in borders
        assert edit.end in borders or edit.end in old.starts


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Es gibt 1.000.000 Euro.", "Es gibt 1.500.000 Euro.", "[-1.000.000-]{+1.500.000+}"),
        ("Es kostet 1.000 Euro.", "Es kostet 1.500 Euro.", "[-1.000-]{+1.500+}"),
        ("Bis zum 31.12.2026 gilt das.", "Bis zum 30.11.2026 gilt das.", "[-31.12.2026-]{+30.11.2026+}"),
        ("Die Bundesregierung soll handeln.", "Die Landesregierung soll handeln.",
         "[-Bundesregierung-]{+Landesregierung+}"),
        ("Alle Schüler/in gehen hin.", "Alle Schüler/innen gehen hin.", "[-Schüler/in-]{+Schüler/innen+}"),
        ("Alle Schüler gehen hin.", "Alle Schüler*innen gehen hin.", "[-Schüler-]{+Schüler*innen+}"),
        ("Die Zahl stieg um 26,2 % an.", "Die Zahl stieg um 27,3 % an.", "[-26,2 %-]{+27,3 %+}"),
        ("Das regelt § 25 a gut.", "Das regelt § 25 b gut.", "[-§ 25 a-]{+§ 25 b+}"),
        ("Wir wollen das - und mehr.", "Wir wollen das – und mehr.", "[---]{+–+}"),
        ("Sie sagt \"Ja\" dazu gern.", "Sie sagt „Ja“ dazu gern.", "[-\"-]{+„+}Ja[-\"-]{+“+}"),
        ("Mit zwei  Leerzeichen ist es so.", "Mit zwei Leerzeichen ist es so.", "[-··-]{+·+}"),
        ("Ein Wort mit festem Raum hier.", "Ein Wort mit festem\u00a0Raum hier.", "[-·-]{+°+}"),
        ("Das soll gut werden.", "Das soll sehr gut werden.", "{+sehr +}"),
        ("Das soll sehr gut werden.", "Das soll gut werden.", "[-sehr -]"),
    ],
)  # fmt: skip
def test_marks_never_cut_a_word_or_a_number(old: str, new: str, shown: str) -> None:
    assert shown in redline(old, new)


def test_a_split_paragraph_is_shown_as_split() -> None:
    one = "Erster Satz mit einigen Worten. Zweiter Satz mit ganz anderen Dingen."
    two = "Erster Satz mit einigen Worten.\nZweiter Satz mit ganz anderen Dingen."
    assert redline(one, two).startswith("lines 1-1 split\n")
    assert "{+¶+}" in redline(one, two)
    assert "[-" not in redline(one, two)


def test_joined_paragraphs_are_shown_as_joined() -> None:
    two = "Erster Satz mit einigen Worten.\nZweiter Satz mit ganz anderen Dingen."
    one = "Erster Satz mit einigen Worten. Zweiter Satz mit ganz anderen Dingen."
    assert redline(two, one).startswith("lines 1-1 join\n")
    assert "[-¶-]" in redline(two, one)


def test_a_moved_paragraph_is_shown_as_moved() -> None:
    blocks = [
        f"Absatz {word} steht hier mit genug eigenen Worten." for word in ("eins", "zwei", "drei")
    ]
    shown = redline("\n".join(blocks), "\n".join([blocks[1], blocks[2], blocks[0]]))
    assert "move-from" in shown
    assert "move-to" in shown


def test_an_inserted_sentence_is_marked_from_its_start() -> None:
    old = "Wir fordern mehr Geld. Wir fordern mehr Zeit."
    new = "Wir fordern mehr Geld. Wir fordern mehr Platz. Wir fordern mehr Zeit."
    assert "{+Wir fordern mehr Platz. +}" in redline(old, new)


def test_a_paragraph_of_which_most_words_changed_is_shown_whole() -> None:
    old = "Wir wollen heute alle gemeinsam über die Schulen im Land reden."
    new = "Wir lehnen morgen jede weitere Debatte zu den Straßen im Land ab."
    shown = redline(old, new)
    assert f"[-{old}-]" in shown
    assert f"{{+{new}+}}" in shown


def test_paragraphs_changed_and_inserted_in_a_row_delete_nothing_that_stays() -> None:
    rng = random.Random(7)
    pool = [f"Wort{number}" for number in range(400)]
    old = [" ".join(rng.choices(pool, k=60)) + "." for _count in range(16)]
    new: list[str] = []
    for index, line in enumerate(old):
        words = line.split(" ")
        words[30] = "GEÄNDERT"
        new.append(" ".join(words))
        if index % 2 == 0 and index < 14:
            new.append("Eingefügt " + " ".join(rng.choices(pool, k=50)) + ".")
    base = Text.from_flat("\n".join(old))
    edits = compare(base, Text.from_flat("\n".join(new)))
    assert sum(len(edit.old.split()) for edit in edits) == 16
    assert len(edits) == 16 + 7


def test_a_text_of_which_every_word_is_new_is_shown_as_replaced() -> None:
    old = Text.from_flat("\n".join(" ".join(f"alt{i}x{j}" for j in range(60)) for i in range(40)))
    new = Text.from_flat("\n".join(" ".join(f"neu{i}x{j}" for j in range(60)) for i in range(40)))
    assert compare(old, new) == (Edit(0, old.flat, new.flat),)


@given(changed_texts(), st.integers(20, 120))
@settings(max_examples=60)
def test_passages_show_every_deleted_and_inserted_word(
    pair: tuple[Text, Text], length: int
) -> None:
    old, new = pair
    edits = compare(old, new)
    shown = passages(old, edits, number_lines(old, length))
    assert [index for passage in shown for index in passage.edits] == list(range(len(edits)))
    numbers = [
        line.number for passage in shown for line in passage.lines if line.number is not None
    ]
    context = [line.number for passage in shown for line in passage.lines if line.context]
    assert len(set(numbers) - set(context)) == len([n for n in numbers if n not in context])


def test_blocks_deleted_before_the_last_block_go_as_one() -> None:
    old = Text.from_flat("Punkt 1 fordert das Land auf.\nWir Wir.\n## Wir.")
    new = Text.from_flat("Wir Wir Punkt 1 fordert das Land auf.")
    assert apply_edits(old.flat, compare(old, new)) == new.flat


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(EditMismatchError):
        apply_edits("Das ist so.", [Edit(4, "war", "ist")])
    with pytest.raises(EditMismatchError):
        apply_edits("Das ist so.", [Edit(4, "ist", "war"), Edit(6, "t so", "x")])
    with pytest.raises(EditMismatchError):
        apply_edits("Das ist so.", [Edit(4, "", "a "), Edit(4, "", "b ")])
    with pytest.raises(ValueError, match="Edit"):
        Edit(3, "gleich", "gleich")


def test_the_first_block_of_an_empty_text_comes_alone() -> None:
    empty, text = Text(()), Text.from_flat("Wir.")
    assert apply_edits("", compare(empty, text)) == "Wir."
    assert compare(empty, empty) == ()
