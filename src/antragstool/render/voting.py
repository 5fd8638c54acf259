"""The order of voting on a resolution, as the ballot sheet and the minutes print it."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.diff.passages import Citation


@dataclass(frozen=True, slots=True)
class BookTurn:
    """One vote that is still to be held, on all of *ids*: those behind the first ask for the same.

    Turns of one *group* compete: where one of them is adopted, the next may have nothing left to
    change. *citation* is on the text as it is now, None where only :class:`BookAmendment` knows it.
    *reason* says why the vote has its place. *numbers* are the parts that are still open, () for the
    whole amendment; *changes* is the amendment that this one changes, "" for the resolution.
    """

    ids: tuple[str, ...]
    group: int
    reason: str
    citation: Citation | None = None
    numbers: tuple[int, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class BookUnvoted:
    """An amendment that is not voted on, and why ("withdrawn", "disposed of by A1-Ä2")."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class BookVoting:
    """All that is still to be voted on, in its order, and what needs no vote.

    *stuck* are open amendments that have no place in the text as it is now; a person has to look at
    them before they can be voted on.
    """

    turns: tuple[BookTurn, ...] = ()
    unvoted: tuple[BookUnvoted, ...] = ()
    stuck: tuple[str, ...] = ()
