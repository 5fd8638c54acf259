"""What an instruction changes, once it is tied to its words: values between reading and edits.

Positions are those of the flat text. Each change knows the file's line it was asked for on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deletion:
    """Words to delete: ranges inside blocks, without the spaces around them."""

    line: int
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A range that is replaced by new flat text."""

    line: int
    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Insertion:
    """New words inside a block, with the spaces they need."""

    line: int
    position: int
    new: str


@dataclass(frozen=True, slots=True)
class NewBlocks:
    """New blocks (flat) before the block with index *before*; the number of blocks means the end."""

    line: int
    before: int
    new: str


Change = Deletion | Replacement | Insertion | NewBlocks
