"""The order in which a resolution's amendments were, or will be, voted on."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.diff.passages import Citation


@dataclass(frozen=True, slots=True)
class MinutesTurn:
    """The amendments *ids* that were called up together: those behind the first ask for the same.

    Turns of one *group* compete with each other. *reason* says why the turn has its place in the
    group, "" where it stands alone. *changes* is the amendment that these change, "" for the resolution.
    """

    ids: tuple[str, ...]
    group: int
    reason: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """Which lines each edit of the amendment *id* concerns, as it was handed in; *first* is line one."""

    id: str
    citations: tuple[Citation, ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class BookMinutes:
    """All that was called up, in its order, and those amendments that were settled without a vote.

    *cited* holds the lines as they were called up. *quorums* holds how many ballots were needed, for
    the items that missed them.
    """

    turns: tuple[MinutesTurn, ...] = ()
    unvoted: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    quorums: tuple[tuple[str, int], ...] = ()
