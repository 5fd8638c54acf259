"""What a book of decisions says of a resolution besides its vote: the final text and how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antragstool.errors import Problem
from antragstool.model.documents import Resolution
from antragstool.text.blocks import Text


class EventKind(StrEnum):
    """How a text was changed: by an amendment, in a marked editorial change, or by hand."""

    ADOPTED = "adopted"
    EDITORIAL = "editorial"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Change:
    """Words *old* that were replaced by *new* ones; one of them may be ""."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    """One change of the text.

    *amendments* are those that asked for it, the first one is in whose name it was made. *date* is
    an ISO time, "" where the change does not stand in a committed text yet. *changes* are () where
    only the title or the reasons were changed.
    """

    kind: EventKind
    amendments: tuple[str, ...] = ()
    date: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class BookDecision:
    """The final text of a resolution with its title and its reasons, and what changed them.

    *events* are in the order in which they were made; adopted amendments that are not in the
    resolution's file yet come last. *conference* is its name, date and place. With *problems* nobody knows the final text: *text* and
    *reasons* are empty then. *touching* are pairs of amendments that stand side by side, so that
    the passage should be read once more. *listed* are the resolutions without a text in the book, if
    their list stands behind this one.
    """

    title: str
    text: Text
    reasons: Text
    conference: tuple[str, str, str] = ("", "", "")
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    touching: tuple[tuple[str, str], ...] = ()
    listed: tuple[Resolution, ...] = ()
