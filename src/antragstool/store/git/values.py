"""What goes into a commit and comes out of the history, as plain values.

Names, subjects and trailers are cleaned when a value is made: one line, no control
characters, no direction marks, so that nothing a submitter typed can forge a header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EDGES = " .,:;\"'\\"


def one_line(text: str) -> str:
    """Make one clean line of *text*: blanks for control characters and line ends, NFC."""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in unicodedata.normalize("NFC", text)
        if c not in _DIRECTION
    )
    return "".join(kept).strip()


def is_object_id(text: str) -> bool:
    """Tell whether *text* is a full object id: 40 or 64 hexadecimal digits in lower case."""
    return bool(_OBJECT_ID.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an e-mail address, as git writes them; the address may be "".

    Raises ValueError if nothing is left of the name.
    """

    name: str
    email: str = ""

    def __post_init__(self) -> None:
        name = one_line(self.name.replace("<", "").replace(">", "")).strip(_EDGES)
        email = one_line(self.email.replace("<", "").replace(">", "")).replace(" ", "")
        if not name:
            raise ValueError("a person without a name")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "email", email)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class Commit:
    """One action to be recorded.

    *files* maps a path (relative, with ``/``) to its new bytes, or to None to delete it.
    *author* None is the person whom git would take; *date*, with an offset, is the author's
    date, None for now. Raises ValueError for a date without offset or before 1970, a subject
    that is empty, and a trailer key that is not letters, digits and hyphens.
    """

    files: Mapping[str, bytes | None]
    subject: str
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = field(default=())
    author: Person | None = None
    date: datetime | None = None

    def __post_init__(self) -> None:
        if not one_line(self.subject) or not self.files:
            raise ValueError("a commit without subject or files")
        if self.date and (self.date.tzinfo is None or self.date.timestamp() < 0):
            raise ValueError(self.date)
        for key, _value in self.trailers:
            if not _KEY.fullmatch(key):
                raise ValueError(key)

    @property
    def message(self) -> str:
        """The whole message: subject, body, trailers, parted by blank lines."""
        body = "\n".join(one_line(line) for line in self.body.split("\n")).strip()
        trailers = "\n".join(f"{key}: {one_line(value)}" for key, value in self.trailers)
        parts = (one_line(self.subject), body, trailers)
        return "\n\n".join(part for part in parts if part) + "\n"


@dataclass(frozen=True, slots=True)
class CommitInfo:
    """One commit of the history; *date* is the author's date with its offset.

    The words are as somebody else wrote them: whoever prints them makes them safe.
    """

    id: str
    author: str
    email: str
    date: datetime
    subject: str
    trailers: tuple[tuple[str, str], ...] = ()
