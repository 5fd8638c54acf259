"""The book of decisions as its template sees it: every word chosen, every number written."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.render.composing.text_tree import Node
from antragstool.render.composing.view import Head


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Words that were deleted and those that stand there instead; one of them may be ""."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AdoptedRow:
    """What an amendment, or several together, brought into the text.

    *places* are the lines that it was written for. *more* says how many further changes there are.
    """

    names: tuple[str, ...]
    submitters: str
    title: str
    places: str
    changes: tuple[ChangeView, ...]
    more: str
    outcome: str
    vote: str


@dataclass(frozen=True, slots=True)
class OtherChange:
    """A change that was not voted on; *label* says what it is and when it was made."""

    label: str
    changes: tuple[ChangeView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class History:
    """How a text came about; *not_adopted* are pairs of an outcome and all amendments with it."""

    origin: str
    adopted: tuple[AdoptedRow, ...]
    not_adopted: tuple[tuple[str, str], ...]
    others: tuple[OtherChange, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A resolution that was adopted, or handed on, in its final words.

    *kind* says above the title what it is ("Decision A1"). With *problems* there are no words.
    *pending* says which amendments are still to be decided.
    """

    head: Head
    submitter: str
    kind: str
    foot: str
    facts: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]
    reasons: tuple[Node, ...]
    pending: str
    problems: tuple[str, ...]
    history: History


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """A resolution of which the book prints no text."""

    anchor: str
    id: str
    title: str
    submitter: str
    outcome: str
    state: str
    vote: str
