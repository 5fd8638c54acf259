"""Reading only the lines around a change: the same answers as reading everything, at the cost of the change."""

import random
import time
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from antragstool.errors import InputError
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch import source as source_module
from antragstool.patch import windows
from antragstool.patch.blob import blob_id
from antragstool.patch.line_changes import LineChange
from antragstool.patch.source import advance, change_source
from antragstool.patch.windows import windows_of
from antragstool.text.markdown import MarkdownText, read_blocks, read_markdown, split_lines
from antragstool.workflow.tracking import Base
from tests.test_markdown import PIECES
from tests.test_markdown import sources as nasty_sources
from tests.test_source_change import sources_with_edits
from tests.texts import changed_by

NEW = st.one_of(
    PIECES,
    st.sampled_from(
        [
            "", " ", "\n", "Neu.", "\nNeu.", "Neu.\n", "\n- neu", "- neu\n", "\n  - tief\n", "\n# Begründung",
            "# Begründung\n", "# Reasons", "\n> neu", "> ", "- ", "  ", "\n## Titel\n", "#", "\n\n", "\t", "\n1. neu\n",
            "=====", "---", "\r", "\x0b", "  \n   Text",
        ]
    ),
)  # fmt: skip
REASONS = ["", "", "\n", "\n\n# Begründung\n\nWeil.\n- a\n", "\n# Reasons\nx", "\n# Begründung"]


@st.composite
def nasty_cases(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    """Return a source of any Markdown, and edits that need not keep to words or blocks."""
    parts = draw(st.lists(nasty_sources, min_size=1, max_size=4))
    newline = "\r\n" if any("\r\n" in part for part in parts) else "\n"
    source = (newline * draw(st.integers(1, 3))).join(parts) + draw(st.sampled_from(REASONS))
    flat = read_markdown(source).text.flat
    edits: list[Edit] = []
    position = 0
    for _count in range(draw(st.integers(1, 3))):
        start = draw(st.integers(position, min(len(flat), position + 40)))
        old = flat[start : start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 60]))]
        new = draw(NEW)
        if old != new:
            edits.append(Edit(start, old, new))
            position = start + len(old) + 1
        if position > len(flat):
            break
    return source, tuple(edits)


cases = st.one_of(nasty_cases(), sources_with_edits())


def locally(base: MarkdownText, edits: tuple[Edit, ...]) -> tuple[LineChange, ...] | None:
    try:
        return change_source(base, edits)
    except InputError:
        return None


def wholly(base: MarkdownText, edits: tuple[Edit, ...]) -> tuple[LineChange, ...] | None:
    """Do the same, but read the whole changed source again each time."""
    with mock.patch.object(source_module, "windows_of", return_value=None):
        return locally(base, edits)


@given(cases)
@settings(max_examples=600, deadline=None)
@example(("Eins.\n\nZwei.\n", (Edit(5, "", "\n# Begründung"),)))
@example(("Eins.\n\na# Begründung\n\nZwei.\n", (Edit(6, "a", ""),)))
@example(("- a\n\n  b\n\nc\n", (Edit(0, "- a\n", ""),)))
@example(("- a\n\nb\n\nc\n", (Edit(4, "b", "  - b"),)))
@example(("- a\n\nb", (Edit(5, "", "\nc"),)))
def test_reading_the_lines_around_a_change_finds_what_reading_everything_finds(
    case: tuple[str, tuple[Edit, ...]],
) -> None:
    source, edits = case
    base = read_markdown(source)
    assert locally(base, edits) == wholly(base, edits)


@given(cases)
@settings(max_examples=600, deadline=None)
def test_the_text_after_a_change_is_what_reading_the_changed_source_gives(
    case: tuple[str, tuple[Edit, ...]],
) -> None:
    source, edits = case
    base = read_markdown(source)
    try:
        after, changes = advance(base, edits)
    except InputError:
        return
    assert changes == change_source(base, edits)
    assert after == read_markdown(changed_by(source, changes))


@given(nasty_cases(), st.data())
@settings(max_examples=400, deadline=None)
def test_a_window_reads_as_the_whole_whatever_the_new_lines(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    base = read_markdown(case[0])
    changes: list[LineChange] = []
    position = 0
    for _count in range(data.draw(st.integers(1, 3))):
        if position > base.end:
            break
        first = data.draw(st.integers(position, base.end))
        last = data.draw(st.integers(first, min(base.end, first + 3)))
        new = data.draw(nasty_sources) + data.draw(st.sampled_from(["", "\n", "\n\n"]))
        changes.append(LineChange(first, last, tuple(split_lines(new))))
        position = last + 1
    found = windows_of(base, changes)
    if found is not None:
        whole = read_markdown(changed_by(case[0], changes))
        assert windows.text_after(base, found) == whole
        assert windows.flat_after(base, found) == whole.text.flat


def test_what_is_put_before_an_indented_first_line_takes_it_in() -> None:
    source = "   - unter eins"
    base, change = read_markdown(source), LineChange(0, 0, ("1. Mai ist frei\n", "\n"))
    found = windows_of(base, [change])
    assert found is not None
    assert windows.text_after(base, found) == read_markdown(changed_by(source, [change]))


@given(nasty_cases())
@settings(max_examples=300, deadline=None)
def test_what_stands_above_and_below_a_boundary_is_read_alike_alone_and_together(
    case: tuple[str, tuple[Edit, ...]],
) -> None:
    base = read_markdown(case[0])
    for index in range(base.end):
        if windows._is_boundary(base, index) and base.nested:
            above = read_blocks(base.lines[:index])
            below = read_blocks(base.lines[index : base.end])
            assert above.blocks + below.blocks == base.text.blocks


def long_text(blocks: int) -> str:
    chance = random.Random(7)

    def paragraph() -> Iterator[str]:
        for _sentence in range(chance.randint(3, 8)):
            yield " ".join(chance.choices(["Wir", "fordern", "das", "Land", "Punkt"], k=14)) + "."

    return "".join(
        "\n".join(("- " if number % 5 == 0 else "") + line for line in paragraph()) + "\n\n"
        for number in range(blocks)
    )


def test_one_version_after_the_other_is_what_each_file_says_when_it_is_read() -> None:
    header = "---\nid: A1\n---\n"
    source = header + long_text(60) + "# Begründung\n\nWeil.\n"
    base = Base.of("a.md", blob_id(source.encode()), source, 4)
    chance = random.Random(3)
    for step in range(60):
        text = base.text.text
        index = chance.randrange(len(text.blocks) - 1)
        edits: tuple[Edit, ...]
        match step % 4:
            case 0:
                edits = (Edit(text.starts[index], "", f"Neuer Absatz {step}.\n"),)
            case 1:
                old = text.flat[text.starts[index] : text.starts[index + 1]]
                edits = (Edit(text.starts[index], old, ""),)
            case 2:
                edits = (Edit(text.content_start(index), "", f"Wort{step} "),)
            case _:
                place = text.flat.index(" ", text.content_start(index))
                far = text.flat.rindex(" ")
                edits = (Edit(place, " ", "  neu "), Edit(far, " ", " auch "))
        wanted, changes = base.changed(edits)
        after, same = base.advanced(edits)
        assert same == changes
        assert after == Base.of("a.md", blob_id(wanted.encode()), wanted, 4)
        assert after.lines == tuple(split_lines(wanted))
        assert apply_edits(text.flat, edits).split() == after.text.text.flat.split()
        base = after


def test_a_small_edit_of_a_long_text_reads_a_few_lines_only() -> None:
    base = read_markdown(long_text(400))
    middle = base.text.content_start(200)
    with mock.patch.object(windows, "read_blocks", wraps=read_blocks) as read:
        advance(base, (Edit(middle, "", "Neu "),))
    assert [len(call.args[0]) < 40 for call in read.call_args_list] == [True, True]
    start = time.perf_counter()
    for _run in range(20):
        change_source(base, (Edit(middle, "", "Neu "),))
    assert (time.perf_counter() - start) / 20 < 0.05  # reading everything takes longer


@pytest.mark.parametrize("source", ["> " * 200 + "a\n\nb\n", "a\n\n" + "> " * 200 + "b\n"])
def test_a_text_that_is_nested_too_deeply_is_read_as_a_whole(source: str) -> None:
    base = read_markdown(source)
    assert not base.nested
    assert windows_of(base, [LineChange(0, 0, ("c\n", "\n"))]) is None


def test_nesting_that_becomes_too_deep_is_noticed() -> None:
    base = read_markdown("a\n\n> b\n")
    assert windows_of(base, [LineChange(0, 0, ("> " * 200 + "c\n", "\n"))]) is None


def test_a_heading_that_would_open_reasons_has_the_whole_source_read() -> None:
    base = read_markdown("a\n\nb\n")
    assert windows_of(base, [LineChange(0, 0, ("# Begründung\n", "\n"))]) is None


@pytest.mark.parametrize("source", ["a\n\n  ", "a\n\nb", "a\n\n", "a\n\n- b\n \t"])
def test_lines_that_are_added_at_the_end_go_on_where_the_last_line_has_no_end(source: str) -> None:
    base = read_markdown(source)
    added = [LineChange(base.end, base.end, ("c\n",))]
    found = windows_of(base, added)
    assert found is not None
    assert windows.text_after(base, found) == read_markdown(source + "c\n")
