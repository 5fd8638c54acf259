"""A resolution and an amendment, as they stand in their files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antragstool.model.decision import Outcome, Recommendation, Vote


class Form(StrEnum):
    """The way in which an amendment says what it changes."""

    INSTRUCTIONS = "instructions"
    COPY = "copy"
    BLOCKS = "blocks"
    PATCH = "patch"
    SUBSTITUTE = "substitute"


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


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment's header and body; the fields as in :class:`Resolution`.

    *base* is the object id of the resolution's file that it was written against.
    *received* is an ISO 8601 time with offset. *example* marks made-up content. *line_length* and
    *first_line* say which line numbers its instructions mean, whatever the configuration says
    later; 0 where the file does not say it.
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
