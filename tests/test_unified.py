import difflib

from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.patch.line_changes import LineChange
from antragstool.patch.unified import unified_diff
from tests.texts import changed_by


@st.composite
def lines_with_changes(draw: st.DrawFn) -> tuple[list[str], list[LineChange]]:
    """Return lines of which each is another, and changes to them that do not touch each other."""
    lines = [f"Zeile {number}\n" for number in range(draw(st.integers(1, 40)))]
    if draw(st.booleans()):
        lines[-1] = lines[-1].rstrip("\n")
    changes = []
    position = 0
    while position < len(lines):
        first = position + draw(st.integers(0, 15))
        last = first + draw(st.integers(0, 2))
        if last >= len(lines):
            break
        count = draw(st.integers(0 if last > first else 1, 2))
        changes.append(LineChange(first, last, tuple(f"neu {first}.{n}\n" for n in range(count))))
        position = last + 1
    return lines, changes


@given(lines_with_changes())
@settings(max_examples=150, deadline=None)
def test_the_diff_is_the_one_that_a_search_would_find(
    case: tuple[list[str], list[LineChange]],
) -> None:
    lines, changes = case
    if not changes:
        return
    new = changed_by("".join(lines), changes).splitlines(keepends=True)
    found = unified_diff("a.md", lines, changes, ("1", "2"))
    searched = "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(lines, new, "a/a.md", "b/a.md")
    )
    head, _line_end, hunks = found.partition("\n--- ")
    assert head == "diff --git a/a.md b/a.md\nindex 1..2 100644"
    assert "--- " + hunks == searched


def test_a_path_with_a_blank_ends_with_a_tab() -> None:
    diff = unified_diff("a b.md", ["x\n"], [LineChange(0, 1, ("y\n",))], ("1", "2"))
    assert "--- a/a b.md\t\n+++ b/a b.md\t\n" in diff
