"""The new words of an instruction: one line of Markdown, or whole blocks, as typed."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from antragstool.text.blocks import Block
from antragstool.text.markdown import read_markdown

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Payload:
    """New words as they stand in the file, and the file's line on which they begin."""

    raw: str
    line: int

    @property
    def words(self) -> str:
        """The words on one line, with single spaces; no-break spaces stay."""
        return re.sub(r"[ \t\r\n]+", " ", self.raw).strip()

    @property
    def has_paragraphs(self) -> bool:
        """Whether an empty line parts the words into several blocks."""
        return _PARAGRAPHS.search(self.raw.strip()) is not None

    def blocks(self) -> tuple[Block, ...] | None:
        """Read the words as Markdown blocks; None if they hold a heading that opens reasons."""
        first, _, rest = self.raw.strip().partition("\n")
        read = read_markdown(first + "\n" + textwrap.dedent(rest))
        if read.reasons_line is not None or any(
            Block.from_flat(block.flat) != block for block in read.text.blocks
        ):
            return None
        return read.text.blocks
