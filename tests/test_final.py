"""The text with all adopted amendments, against amendments carried out one after the other."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from antragstool.diff.compare import compare
from antragstool.merge.canonical import canonical
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError, settled_text
from antragstool.workflow.settling import Adopted, settle
from tests.texts import block, texts, word


def final_text(text: Text, adopted: Sequence[tuple[str, Sequence[Edit]]]) -> Text:
    """Return *text* with all *adopted* amendments (id and edits); ConflictError where they clash."""
    settled = settle(text, [Adopted(name, tuple(edits)) for name, edits in adopted])
    return settled_text(text, settled)


def base(*lines: str) -> Text:
    return Text.from_flat("\n".join(lines))


@st.composite
def texts_with_amendments(draw: st.DrawFn) -> tuple[Text, list[tuple[Edit, ...]]]:
    """Return a text and what changed copies of it change, each in a place or two."""
    text = draw(texts)
    amendments = []
    for _number in range(draw(st.integers(1, 4))):
        lines = text.flat.split("\n")
        for _count in range(draw(st.integers(1, 2))):
            index = draw(st.integers(0, len(lines) - 1))
            match draw(st.integers(0, 4)):
                case 0:
                    lines.insert(index, draw(block))
                case 1 if len(lines) > 1:
                    del lines[index]
                case _:
                    words = lines[index].split(" ")
                    place = draw(st.integers(0, len(words) - 1))
                    words[place : place + draw(st.integers(0, 2))] = draw(
                        st.lists(word, max_size=2)
                    )
                    lines[index] = " ".join(words)
        changed = Text.from_flat("\n".join(line.strip() for line in lines if line.strip("#-> ")))
        amendments.append(compare(text, changed))
    return text, amendments


@given(texts_with_amendments())
@settings(max_examples=150, deadline=None)
def test_the_order_of_adoption_does_not_matter(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    text, amendments = case
    adopted = [(f"A1-Ä{number}", edits) for number, edits in enumerate(amendments, 1)]
    results: list[Text | None] = []
    for order in (adopted, adopted[::-1], adopted[1:] + adopted[:1]):
        try:
            results.append(final_text(text, order))
        except ConflictError:
            results.append(None)
    assert results[0] == results[1] == results[2]


@given(texts_with_amendments())
@example(
    (
        Text.from_flat("Wir. die die Wir.\nWir. die die Wir."),
        [(Edit(0, "", "Wir "), Edit(17, "\nWir. die die Wir.", ""))],
    )
)
@settings(max_examples=150, deadline=None)
def test_one_amendment_alone_gives_exactly_its_own_text(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    text, amendments = case
    for edits in amendments:
        wanted = Text.from_flat(apply_edits(text.flat, edits))
        assert final_text(text, [("A1-Ä1", edits)]) == wanted
        assert final_text(text, [("A1-Ä1", edits), ("A1-Ä2", edits)]) == wanted


@given(texts_with_amendments())
@settings(max_examples=150, deadline=None)
def test_every_new_word_comes_once_and_every_old_word_goes_once(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    """Count letters: what one canonical edit adds and takes is all that the result gains and loses."""
    text, amendments = case
    adopted = [(f"A1-Ä{number}", edits) for number, edits in enumerate(amendments, 1)]
    try:
        final = final_text(text, adopted)
    except ConflictError:
        return
    distinct = {canonical(edit, text.flat).edit for edits in amendments for edit in edits}
    grown = sum(len("".join(e.new.split())) - len("".join(e.old.split())) for e in distinct)
    assert len("".join(final.flat.split())) == len("".join(text.flat.split())) + grown


def test_the_same_word_from_two_amendments_comes_once() -> None:
    text = base("Wir fordern den Lohn.")
    one, other = (Edit(16, "", "netto "),), (Edit(15, "", " netto"),)
    assert final_text(text, [("Ä1", one), ("Ä2", other)]).flat == "Wir fordern den netto Lohn."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Edit(16, "", "netto "), Edit(16, "", "brutto ")),
        (Edit(16, "Lohn", "Sold"), Edit(16, "Lohn", "Gehalt")),
        (Edit(12, "den Lohn", ""), Edit(16, "Lohn", "Sold")),
        (Edit(0, "", "Neu A.\n"), Edit(0, "", "Neu B.\n")),
        (Edit(21, "", "\nNeu A."), Edit(21, "", "\nNeu B.")),
        (Edit(0, "Wir fordern den Lohn.\nEnde.", "Neu."), Edit(16, "Lohn", "Sold")),
    ],
)
def test_a_clash_stops_and_names_both(one: Edit, other: Edit) -> None:
    text = base("Wir fordern den Lohn.", "Ende.")
    with pytest.raises(ConflictError) as caught:
        final_text(text, [("A1-Ä1", (one,)), ("A1-Ä2", (other,))])
    assert "A1-Ä1" in str(caught.value)
    assert "A1-Ä2" in str(caught.value)


def test_all_clashes_are_named_at_once() -> None:
    text = base("Eins zwei drei.", "Vier fünf sechs.")
    first = (Edit(0, "Eins", "A"), Edit(16, "Vier", "A"))
    second = (Edit(0, "Eins", "B"), Edit(16, "Vier", "B"))
    with pytest.raises(ConflictError) as caught:
        final_text(text, [("Ä1", first), ("Ä2", second)])
    assert len(caught.value.problems) == 2


def test_neighbouring_blocks_are_deleted_by_two_amendments() -> None:
    text = base("Eins.", "Zwei.", "Drei.")
    second, third = (Edit(6, "Zwei.\n", ""),), (Edit(11, "\nDrei.", ""),)
    assert final_text(text, [("Ä1", second), ("Ä2", third)]).flat == "Eins."
    assert final_text(text, [("Ä1", third), ("Ä2", second)]).flat == "Eins."


def test_a_new_block_beside_a_deleted_one_stays() -> None:
    text = base("Eins.", "Zwei.", "Drei.")
    gone, new = (Edit(6, "Zwei.\n", ""),), (Edit(5, "", "\nNeu!"),)
    assert final_text(text, [("Ä1", gone), ("Ä2", new)]).flat == "Eins.\nNeu!\nDrei."


def test_a_new_block_between_two_that_are_joined_is_a_clash() -> None:
    text = base("Eins.", "Zwei.")
    with pytest.raises(ConflictError):
        final_text(text, [("Ä1", (Edit(5, "\n", " "),)), ("Ä2", (Edit(6, "", "Neu!\n"),))])


def test_edits_of_one_amendment_that_would_slide_over_each_other_stay_as_written() -> None:
    text = base("ab ab ab ab.")
    edits = (Edit(3, "", "x "), Edit(6, "ab ", ""))
    alone = Text.from_flat(apply_edits(text.flat, edits))
    assert final_text(text, [("Ä1", edits)]) == alone
    touching = (Edit(0, "ab ", ""), Edit(3, "", "x "))
    assert final_text(text, [("Ä1", touching)]).flat == "x ab ab ab."


def test_an_amendment_that_does_not_fit_its_base_is_refused() -> None:
    with pytest.raises(EditMismatchError):
        final_text(base("Das ist so."), [("Ä1", (Edit(4, "war", "wird"),))])


def test_many_amendments_are_no_work() -> None:
    lines = [f"Absatz {number} mit einigen Worten darin." for number in range(1500)]
    text = base(*lines)
    adopted = [
        (f"Ä{number}", (Edit(start + 8 + len(str(number)), "mit", f"ohne{number}"),))
        for number, start in enumerate(text.starts)
    ]
    final = final_text(text, adopted)
    assert final.blocks[1234].content == "Absatz 1234 ohne1234 einigen Worten darin."
