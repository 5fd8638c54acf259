"""What kind of book is made, and how it is set: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BookKind(StrEnum):
    """The four books, and the two forms."""

    MOTIONS = "motions"
    SYNOPSIS = "synopsis"
    MINUTES = "minutes"
    DECISIONS = "decisions"
    BALLOTS = "ballots"
    PROJECTOR = "projector"


class Paper(StrEnum):
    """The paper of a book. The projector view has a screen of its own (16:9)."""

    A4 = "a4"
    A5 = "a5"


class Medium(StrEnum):
    """Where a book is read: on pages, or in a browser."""

    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class BookOptions:
    """How a book is set.

    *columns* is 1 or 2; *every* says which line numbers are printed, 1 for each line or 5 for
    every fifth; *large* asks for large print; *new_page* begins each amendment on a new page.
    """

    kind: BookKind = BookKind.MOTIONS
    medium: Medium = Medium.PDF
    paper: Paper = Paper.A4
    columns: int = 1
    every: int = 1
    reasons: bool = True
    large: bool = False
    new_page: bool = False
