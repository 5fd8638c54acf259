"""What a book is made of, before anything is known of pages: plain values.

The caller reads the repository and numbers the lines (through the whole book, if the
conference wants that); this module holds what it found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from antragstool.diff.passages import Passage
from antragstool.model.conference import Conference
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import root_id
from antragstool.model.versions import VersionKind
from antragstool.render.decisions import BookDecision
from antragstool.render.merged_text import MergedText
from antragstool.render.minutes import BookMinutes
from antragstool.render.options import BookOptions
from antragstool.render.voting import BookVoting
from antragstool.text.blocks import Text
from antragstool.text.lines import Line


@dataclass(frozen=True, slots=True)
class BookVersion:
    """A changed version of an amendment: the committee's, or the one that was adopted."""

    kind: VersionKind
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class BookAmendment:
    """An amendment with its passages, its reasons and its changed versions.

    *older_base* says that it was written against an older version of the resolution than
    the one that the book prints, so that its line numbers are not the ones in the margin.
    *numbers* are those of its edits as parts, () where it has only one part; *still_open* are the
    parts that are not decided, where it is voted on in parts.
    """

    amendment: Amendment
    passages: tuple[Passage, ...]
    reasons: Text
    older_base: bool = False
    versions: tuple[BookVersion, ...] = ()
    numbers: tuple[int, ...] = ()
    still_open: tuple[int, ...] = ()

    @property
    def changes_amendment(self) -> bool:
        """Whether it wants to change another amendment."""
        return root_id(self.amendment.resolution) != self.amendment.resolution

    def parts_of(self, passage: Passage) -> tuple[int, ...]:
        """Return the numbers of the parts that *passage* shows, () where there is only one part."""
        if not self.numbers:
            return ()
        return tuple(dict.fromkeys(self.numbers[index] for index in passage.edits))


@dataclass(frozen=True, slots=True)
class BookResolution:
    """A resolution with its text, official lines, reasons and amendments.

    *amendments* are in the order of their numbers. *numbering* is "resolution" or "book": where
    the line numbers begin at 1. *voting* is the order of voting, *minutes* how the votes
    were called up, *decision* the final text, *merged* the text with all amendments marked in it;
    each is there only for the books that print it.
    """

    resolution: Resolution
    text: Text
    lines: tuple[Line, ...]
    reasons: Text
    amendments: tuple[BookAmendment, ...] = ()
    numbering: str = "resolution"
    voting: BookVoting | None = None
    minutes: BookMinutes | None = None
    decision: BookDecision | None = None
    merged: MergedText | None = None

    @property
    def first(self) -> int:
        """The number of the text's first official line."""
        return self.lines[0].number if self.lines else 1


@dataclass(frozen=True, slots=True)
class BookItem:
    """A resolution of a book, gathered only if it has to be laid out.

    *key* changes with everything that *gather* would find; "" if nobody knows, then it is
    gathered for each print. *amendments* is how many of its amendments are printed.
    """

    id: str
    amendments: int
    gather: Callable[[], BookResolution]
    key: str = ""

    @classmethod
    def ready(cls, resolution: BookResolution) -> BookItem:
        """Return the item of a resolution that was gathered already."""
        return cls(resolution.resolution.id, len(resolution.amendments), lambda: resolution)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is attached to the PDF: its name there and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that one book shows.

    *language* is "de" or "en"; *as_of* is the day (or the moment) whose state is printed,
    None where it shall not be said. *selection* says in words what was picked out, "" for all.
    *sources* reads the files that are attached.
    """

    conference: Conference
    items: tuple[BookItem, ...]
    language: str
    as_of: date | None = None
    options: BookOptions = field(default_factory=BookOptions)
    selection: str = ""
    sources: Callable[[], tuple[Source, ...]] = tuple
