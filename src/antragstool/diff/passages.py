"""Passages: an amendment as people read it, on the official lines of its base.

A passage gathers the edits that stand close together, with one line of context before
and after. Each official line is a :class:`PassageLine` of runs that are the same, deleted
or inserted; what is inserted as a new block has no number. The terminal, the PDF and the
synopsis all print passages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from antragstool.model.documents import Concern


class Mark(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


class PassageKind(StrEnum):
    """What a passage does, for its heading and for readers of the JSON."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    INSERT_BLOCK = "insert-block"
    DELETE_BLOCK = "delete-block"
    REPLACE_BLOCK = "replace-block"
    SPLIT = "split"
    JOIN = "join"
    LEVEL = "level"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True)
class Run:
    """Visible words with one mark and one way of setting them."""

    mark: Mark
    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One line of a passage.

    *number* is the official number, None for what is inserted as a block of its own.
    *opens_block* says that a block begins here; *level*, *depth* and *marker* are that
    block's. *context* marks a line that is shown for orientation only.
    """

    number: int | None
    runs: tuple[Run, ...]
    opens_block: bool
    level: int = 0
    depth: int = 0
    marker: str = ""
    quotation: bool = False
    context: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Which lines a change concerns: lines *first* to *last*, or after line *first* (0: before the first).

    The title and the reasons are a *part* without lines.
    """

    first: int
    last: int
    after: bool = False
    part: Concern = Concern.TEXT


@dataclass(frozen=True, slots=True)
class Passage:
    """Edits that are shown together. *edits* are indices into the amendment's edits."""

    citation: Citation
    kinds: tuple[PassageKind, ...]
    lines: tuple[PassageLine, ...]
    edits: tuple[int, ...]


def in_part(passages: Iterable[Passage], part: Concern) -> tuple[Passage, ...]:
    """Return the passages of an amendment to *part*: the title and the reasons have no line numbers."""
    if part is Concern.TEXT:
        return tuple(passages)
    return tuple(
        replace(
            passage,
            citation=replace(passage.citation, part=part),
            lines=tuple(replace(line, number=None) for line in passage.lines),
        )
        for passage in passages
    )
