"""The book as a PDF: its parts laid out one by one, joined, and written.

The same book gives the same bytes: dates and identifier are given, the fonts are ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.render.book import Book
from antragstool.render.composing.frame import cover_of, frame_of
from antragstool.render.composing.kinds import parts_of
from antragstool.render.composing.view import Cover, Frame, Part
from antragstool.render.html import Templates
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.metadata import Metadata
from antragstool.render.pages.writing import Face, appearing, write_joined

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RenderedBook:
    """What was written: the number of pages, and what is not as it should be."""

    pages: int
    warnings: tuple[Problem, ...]


def render_book(
    book: Book,
    output: Path,
    root: Path,
    environ: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> RenderedBook:
    """Write *book* as a PDF to *output*; *root* is the folder of the conference.

    The date inside the PDF is ``SOURCE_DATE_EPOCH`` of *environ* (by default the process's),
    else ``book.as_of``, else none. *progress* is told how many parts of how many are ready, and
    the name of the last one. Raises InputError for templates that cannot be used
    or that refer to what must not be read, MachineError for a missing library or if the file
    cannot be written; an older *output* is then as it was.
    """
    check_output(output, root, b"%PDF-")
    created = created_at(book.as_of, os.environ if environ is None else environ)
    frame, cover = frame_of(book), cover_of(book, created)
    templates, press = Templates(root), Press(root)
    composed = [part for item in book.items for part in parts_of(item.gather(), frame)]
    contents = tuple(chain.from_iterable(part.contents for part in composed))
    documents = [templates.front(frame, cover, contents)]
    documents += [templates.part(frame, part) for part in composed]
    parts = [press.lay_out(document) for document in documents]
    identifier = hashlib.sha256("".join(documents).encode()).hexdigest()[:32]
    with appearing(output) as file:
        pages = write_joined(
            file,
            parts,
            _metadata(frame, cover),
            press,
            lambda faces: _sample(templates, frame, faces),
            book.sources(),
            identifier,
        )
    warnings = dict.fromkeys(chain.from_iterable(part.warnings for part in parts))
    return RenderedBook(pages, tuple(warnings))


def _sample(templates: Templates, frame: Frame, faces: Sequence[Face]) -> str:
    return templates.part(frame, Part("", "_sample.html", faces))


def _metadata(frame: Frame, cover: Cover) -> Metadata:
    return Metadata(
        title=" – ".join(part for part in (frame.title, cover.name) if part),
        author=cover.organisation,
        description=cover.place_and_date,
        created=cover.created,
        language=frame.language,
    )


def check_output(output: Path, root: Path, magic: bytes) -> None:
    """Raise InputError if a book written to *output* would destroy something else than an older book.

    *magic* is how a file of this format begins.
    """
    message = hint = ""
    if output.is_dir():
        message = _("This is a folder, not a file.")
        hint = _("Name the file: -o %(file)s") % {"file": output / "antragsbuch.pdf"}
    elif output.exists() and not _begins_with(output, magic):
        message = _(
            "There is another file with this name, and it is no PDF; it is not overwritten."
        )
        hint = _("Choose another name for the book.")
    elif output == root / "build" / output.name and not output.parent.resolve().is_relative_to(
        root.resolve()
    ):
        message = _("The folder build is a link that leads out of the conference.")
        hint = _("Remove the link, or name the file with -o.")
    if message:
        raise InputError(Problem(message, str(output), hint=hint))


def _begins_with(path: Path, magic: bytes) -> bool:
    if not path.is_file():  # a device or a pipe: reading it may never end
        return False
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def created_at(as_of: date | None, environ: Mapping[str, str]) -> str:
    """Return the date for the book's own data as an ISO time in UTC, or ""."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        with contextlib.suppress(OverflowError, OSError, ValueError):
            return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if as_of is None:
        return ""
    if isinstance(as_of, datetime):
        moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return as_of.strftime("%Y-%m-%dT00:00:00Z")
