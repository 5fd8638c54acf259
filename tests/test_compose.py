"""Two changes as one: the law that makes carrying over through several adoptions possible."""

from hypothesis import given
from hypothesis import strategies as st

from antragstool.merge.compose import compose
from antragstool.model.edit import Edit, apply_edits

letters = st.text(alphabet="ab \n", max_size=12)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    """Return edits that are in order, apart or touching, never two at one place."""
    edits: list[Edit] = []
    position = 0
    for _number in range(draw(st.integers(0, 3))):
        if position > len(text):
            break
        start = draw(st.integers(position, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        new = draw(st.text(alphabet="xyz \n", max_size=4))
        if text[start:end] != new:
            edits.append(Edit(start, text[start:end], new))
            position = end + (start == end)
    return tuple(edits)


@given(st.data(), letters)
def test_the_composition_does_what_the_two_do_one_after_the_other(
    data: st.DataObject, text: str
) -> None:
    first = data.draw(edits_of(text))
    middle = apply_edits(text, first)
    second = data.draw(edits_of(middle))
    assert apply_edits(text, compose(first, second)) == apply_edits(middle, second)


@given(st.data(), letters)
def test_nothing_composed_with_a_change_is_the_change(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(text))
    assert apply_edits(text, compose(edits, ())) == apply_edits(text, edits)
    assert apply_edits(text, compose((), edits)) == apply_edits(text, edits)


def test_a_change_that_is_taken_back_is_none() -> None:
    assert compose((Edit(3, "alt", "neu"),), (Edit(3, "neu", "alt"),)) == ()


def test_a_change_inside_inserted_words_is_part_of_the_insertion() -> None:
    assert compose((Edit(4, "", "netto mehr "),), (Edit(10, "mehr", "viel"),)) == (
        Edit(4, "", "netto viel "),
    )
