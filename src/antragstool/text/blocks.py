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
        """Read a text from its flat form; a line without words is no block, spaces at its ends are none."""
        blocks = (Block.from_flat(line) for line in flat.split("\n"))
        return cls(
            tuple(
                block if block.content == content else Block(block.prefix, content)
                for block in blocks
                if (content := block.content.strip(" \t"))
            )
        )

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

    Reading the result gives the same blocks, whatever their nesting.
    """
    writer = MarkdownWriter()
    return "".join(part for block in blocks for part in writer.write(block))


class MarkdownWriter:
    """Writes one block after the other, each in the lists and quotations that are open.

    An item's children are indented as CommonMark wants it: two spaces under "- ", three under
    "1. ". Where the item is missing in which a block stands, a bullet opens it.
    """

    def __init__(self) -> None:
        self._open: list[str] = []  # how each open list or quotation is continued on a line
        self._previous: Block | None = None

    def write(self, block: Block) -> tuple[str, str]:
        """Return what parts *block* from the one before it, and its source line without a line end."""
        nest, marker = _containers(block)
        common = 0
        while common < min(len(nest), len(self._open)) and (
            (nest[common] == "> ") == (self._open[common] == "> ")
        ):
            common += 1
        parting = self._parting(block, common)
        line = "".join(self._open[:common])
        del self._open[common:]
        for container in nest[common:]:
            line += container if container == "> " else "- "
            self._open.append(container)
        if marker:
            line += marker
            self._open.append(" " * len(marker))
        self._previous = block
        return parting, line + block.prefix[len("".join(nest)) + len(marker) :] + block.content

    def _parting(self, block: Block, common: int) -> str:
        if self._previous is None:
            return ""
        one, other = self._previous, block
        # Inside an item only a bullet or "1." may follow on words without a blank line.
        inside = common == len(self._open) and other.marker[:-1] not in {"", "1"}
        same_quotation = one.prefix.count(">") == other.prefix.count(">")
        if one.marker and other.marker and same_quotation and not inside:
            return "\n"
        return "\n" + "".join(self._open[:common]).rstrip() + "\n"


def _containers(block: Block) -> tuple[list[str], str]:
    match = _PREFIX.fullmatch(block.prefix)
    nest = match["nest"] if match else ""
    marker = match["marker"] if match else ""
    return [nest[at : at + 2] for at in range(0, len(nest), 2)], marker or ""
