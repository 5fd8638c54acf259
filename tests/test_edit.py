import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.model.edit import Edit, EditMismatchError, apply_edits


@given(
    st.lists(
        st.tuples(st.text(max_size=5), st.text(min_size=1, max_size=5), st.text(max_size=5)),
        max_size=5,
    )
)
def test_edits_change_what_they_name_and_nothing_else(parts: list[tuple[str, str, str]]) -> None:
    edits, before, after = [], "", ""
    for same, old, new in parts:
        before, after = before + same, after + same
        if old != new:
            edits.append(Edit(len(before), old, new))
        before, after = before + old, after + new
    assert apply_edits(before, edits) == after


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(1, "x", "")], [Edit(9, "", "x")], [Edit(2, "cde", "")], [Edit(0, "ab", ""), Edit(1, "b", "")],
        [Edit(2, "c", ""), Edit(0, "a", "")], [Edit(1, "", "x"), Edit(1, "", "y")], [Edit(0, "a", "x"), Edit(0, "", "y")],
    ],
)  # fmt: skip
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(EditMismatchError):
        apply_edits("abcd", edits)


def test_neighbours_are_no_overlap() -> None:
    assert apply_edits("abcd", [Edit(0, "ab", "x"), Edit(2, "", "y"), Edit(2, "c", "z")]) == "xyzd"
    assert apply_edits("ab", [Edit(2, "", "c")]) == "abc"


@pytest.mark.parametrize(("start", "old", "new"), [(-1, "a", "b"), (0, "a", "a"), (0, "", "")])
def test_an_edit_without_effect_is_none(start: int, old: str, new: str) -> None:
    with pytest.raises(ValueError, match="Edit"):
        Edit(start, old, new)
