"""A text as a list of blocks, and its one-line-a-block *flat* form.

The flat form is what edits count in: every block is one line, a canonical prefix
("## ", "- ", "  3. ", "> ") followed by the block's inline Markdown; the lines are
joined by "\\n". So the flat form says the same as the blocks, a replaced word is a
replaced substring, and a split, a join, a new block or another heading level are
substrings too. Positions never depend on how the file is wrapped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_PREFIX = re.compile(r"(?P<nest>(?:> |  )*)(?P<marker>[-*+] |\d{1,9}[.)] )?(?P<heading>#{1,6} )?")


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or quotation.

    *prefix* is canonical (see the module's head), *content* the inline Markdown on one line.
    """

    prefix: str
    content: str

    @property
    def flat(self) -> str:
        """The block's line in the flat form."""
        return self.prefix + self.content

    @property
    def level(self) -> int:
        """The heading level 1 to 6, or 0."""
        return self.prefix.count("#")

    @property
    def marker(self) -> str:
        """The bullet ("-") or number ("3.") of a list item, or ""."""
        match = _PREFIX.fullmatch(self.prefix)
        return (match["marker"] or "").strip() if match else ""

    @property
    def depth(self) -> int:
        """How many lists and quotations the block stands in."""
        match = _PREFIX.fullmatch(self.prefix)
        return len(match["nest"]) // 2 + bool(match["marker"]) if match else 0

    @property
    def kind(self) -> Kind:
        """What the block is."""
        if self.level:
            return Kind.HEADING
        if self.marker:
            return Kind.ITEM
        return Kind.QUOTATION if ">" in self.prefix else Kind.PARAGRAPH

    @classmethod
    def from_flat(cls, line: str) -> Block:
        """Read a block from its line in the flat form."""
        match = _PREFIX.match(line)
        cut = match.end() if match else 0
        return cls(line[:cut], line[cut:])


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its blocks, its flat form, and the position in it at which each block starts."""

    blocks: tuple[Block, ...]
    flat: str = field(init=False)
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "flat", "\n".join(block.flat for block in self.blocks))
        starts: list[int] = []
        position = 0
        for block in self.blocks:
            starts.append(position)
            position += len(block.flat) + 1
        object.__setattr__(self, "starts", tuple(starts))

    @classmethod
    def from_flat(cls, flat: str) -> Text:
        """Read a text from its flat form; empty lines are no blocks."""
        return cls(tuple(Block.from_flat(line) for line in flat.split("\n") if line.strip()))

    def block_at(self, position: int) -> int:
        """Return the index of the block in which *position* of the flat form lies."""
        return max(0, bisect_right(self.starts, position) - 1)

    def end_of(self, index: int) -> int:
        """Return the position after the last character of block *index*."""
        return self.starts[index] + len(self.blocks[index].flat)

    def content_start(self, index: int) -> int:
        """Return the position of the first character of block *index* after its prefix."""
        return self.starts[index] + len(self.blocks[index].prefix)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown: parted by a blank line, items of one list by a line end.

    An item's children are indented as CommonMark wants it (two spaces under "- ",
    three under "1. "), so that reading the result gives the same blocks.
    """
    pieces: list[str] = []
    widths: list[int] = []
    previous: Block | None = None
    for block in blocks:
        if previous is not None:
            pieces.append("\n" if previous.marker and block.marker else "\n\n")
        pieces.append(_indented(block, widths))
        previous = block
    return "".join(pieces)


def _indented(block: Block, widths: list[int]) -> str:
    """Return the block's source line; *widths* holds the indentation of the open lists."""
    match = _PREFIX.fullmatch(block.prefix)
    if match is None or ">" in block.prefix:
        widths.clear()
        return block.flat
    depth = len(match["nest"]) // 2
    del widths[depth:]
    while len(widths) < depth:
        widths.append(2)
    marker = match["marker"] or ""
    line = " " * sum(widths) + marker + (match["heading"] or "") + block.content
    if marker:
        widths.append(len(marker))
    return line
