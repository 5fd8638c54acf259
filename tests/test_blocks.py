import pytest
from hypothesis import given

from antragstool.text.blocks import Block, Text, to_markdown
from tests.texts import texts


@given(texts)
def test_positions_of_blocks(text: Text) -> None:
    for index, block in enumerate(text.blocks):
        start, end = text.starts[index], text.end_of(index)
        assert text.flat[start:end] == block.flat
        assert text.flat[text.content_start(index) : end] == block.content
        assert text.block_at(start) == text.block_at(end) == index


@pytest.mark.parametrize(
    ("line", "prefix", "level", "marker", "depth"),
    [
        ("Text", "", 0, "", 0), ("## T", "## ", 2, "", 0), ("- a", "- ", 0, "-", 1), ("  3. a", "  3. ", 0, "3.", 2),
        ("> a", "> ", 0, "", 1), ("> - a", "> - ", 0, "-", 2), ("- # T", "- # ", 1, "-", 1), ("#T", "", 0, "", 0),
        ("1986 war", "", 0, "", 0), ("-a", "", 0, "", 0), ("1234567890. a", "", 0, "", 0), ("####### a", "", 0, "", 0),
    ],
)  # fmt: skip
def test_a_line_of_the_flat_form(
    line: str, prefix: str, level: int, marker: str, depth: int
) -> None:
    block = Block.from_flat(line)
    assert (block.prefix, block.level, block.marker, block.depth) == (prefix, level, marker, depth)
    assert block.flat == line


def test_lines_without_words_are_no_blocks() -> None:
    assert Text.from_flat("\n  \n- \n## \n> \nA. \n") == Text((Block("", "A."),))
    assert Text.from_flat("") == Text(())
    assert Text(()).block_at(0) == 0


@pytest.mark.parametrize(
    ("flat", "source"),
    [
        ("A.\nB.", "A.\n\nB."),
        ("- a\n- b\n  - c\n- d", "- a\n- b\n  - c\n- d"),
        ("1. a\n  - b\n    - c\n2. d", "1. a\n   - b\n     - c\n2. d"),
        ("- a\n  b", "- a\n\n  b"),
        ("  - a\n  - b", "- - a\n  - b"),
        ("> a\n> b", "> a\n>\n> b"),
        ("> 1. a\n>   - b", "> 1. a\n>    - b"),
        ("- a\nText", "- a\n\nText"),
    ],
)
def test_blocks_written_as_markdown(flat: str, source: str) -> None:
    assert to_markdown(Text.from_flat(flat).blocks) == source
