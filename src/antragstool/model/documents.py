"""A resolution and an amendment, as they stand in their files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antragstool.model.decision import Ballot, Outcome, PartResult, Recommendation, Vote


class Form(StrEnum):
    """The way in which an amendment says what it changes."""

    INSTRUCTIONS = "instructions"
    COPY = "copy"
    BLOCKS = "blocks"
    PATCH = "patch"
    SUBSTITUTE = "substitute"


class Concern(StrEnum):
    """The part of a resolution that an amendment changes."""

    TEXT = "text"
    TITLE = "title"
    REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution's header and body.

    *path* is relative to the repository, with ``/``. *body* is the source after the header,
    byte for byte; *body_line* the line of the file on which it begins, counted from 1.
    *blob* is the git object id of the whole file as it was read.
    """

    id: str
    title: str
    path: str
    body: str
    body_line: int
    source: str
    blob: str
    submitter: str = ""
    supporters: tuple[str, ...] = ()
    addressee: str = ""
    status: str = ""
    event: str = ""
    date: str = ""
    place: str = ""
    recommendation: Recommendation | None = None
    vote: Vote | None = None
    outcome: Outcome | None = None
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment's header and body; the fields as in :class:`Resolution`.

    *base* is the object id of the resolution's file that it was written against.
    *received* is an ISO 8601 time with offset. *example* marks made-up content. *line_length* and
    *first_line* say which line numbers its instructions mean, whatever the configuration says
    later; 0 where the file does not say it.

    *resolution* may be the id of another amendment, which this one changes. *carried* are the later
    bases to which it was carried over, the last one its base now. *merged* is the version of the
    resolution's file that first contains it. *yields_to* are the amendments that prevail where they
    clash with it, *follows* those behind whose new words its own stand at one place, *wording_for*
    those of which it is the agreed wording, *disposed_by* the one by whose adoption it was settled.
    *order* is the chair's place for it in the order of voting, 0 for none.
    """

    id: str
    resolution: str
    base: str
    path: str
    body: str
    body_line: int
    source: str
    form: Form
    submitter: str = ""
    supporters: tuple[str, ...] = ()
    subject: str = ""
    received: str = ""
    line_length: int = 0
    first_line: int = 0
    example: bool = False
    recommendation: Recommendation | None = None
    vote: Vote | None = None
    outcome: Outcome | None = None
    ballots: tuple[Ballot, ...] = ()
    parts: tuple[PartResult, ...] = ()
    concerns: Concern = Concern.TEXT
    carried: tuple[str, ...] = ()
    merged: str = ""
    yields_to: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    wording_for: tuple[str, ...] = ()
    disposed_by: str = ""
    order: int = 0

    @property
    def current_base(self) -> str:
        """The object id of the version that its tracked patch fits: the last one it was carried to."""
        return self.carried[-1] if self.carried else self.base
