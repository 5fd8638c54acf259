"""The book as a PDF: its parts laid out one by one, joined, and written.

The same book gives the same bytes: dates and identifier are given, the fonts are ours, and a part
from the cache is the part as it would be laid out now.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.render.book import Book
from antragstool.render.composing.frame import cover_of, frame_of, small_type
from antragstool.render.composing.view import Cover, Frame, Part
from antragstool.render.options import Medium
from antragstool.render.output import check_output, created_text, written_whole
from antragstool.render.pages.blaming import templates_blamed
from antragstool.render.pages.building import Builder, Progress
from antragstool.render.pages.keys import key_of, pictures_are_as_they_were, surroundings
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.metadata import Metadata
from antragstool.render.pages.part_cache import PartCache
from antragstool.render.pages.writing import Face, write_joined


@dataclass(frozen=True, slots=True)
class RenderedBook:
    """What was written: the number of pages, what is odd, and what could not be printed."""

    pages: int
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished book: its bytes, and the pictures that it was made with."""

    pdf: bytes
    rendered: RenderedBook
    pictures: tuple[tuple[str, str], ...]


def render_book(
    book: Book,
    output: Path,
    root: Path,
    environ: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    secret: bytes = b"",
    processes: int | None = None,
) -> RenderedBook:
    """Write *book* as a PDF to *output*; *root* is the folder of the conference.

    The date inside the PDF is ``SOURCE_DATE_EPOCH`` of *environ* (by default the process's),
    else ``book.as_of``, else none. *progress* is told how many parts of how many are ready, and
    the name of the last one. With a *secret* of this clone, what was laid out is kept in
    ``build/.cache``. *processes* may lay out at the same time (None: one for each core).
    Raises InputError for templates that cannot be used or that refer to what must not be
    read, MachineError for a missing library or if the file cannot be written; an older *output*
    is then as it was.
    """
    check_output(output, root, Medium.PDF)
    epoch = (os.environ if environ is None else environ).get("SOURCE_DATE_EPOCH", "")
    frame, cover = frame_of(book), cover_of(book, created_text(book.as_of, epoch))
    cache = PartCache.of(root, secret)
    around = surroundings(root)
    keys = [item.key for item in book.items]
    whole = key_of(around, repr(frame), repr(cover), *keys)
    made = _read(cache.get("book", whole)) if all(keys) else None
    if made is None or not pictures_are_as_they_were(root, made.pictures):
        builder = Builder(book, frame, root, cache, around, progress, processes)
        made = _make(book, frame, cover, builder)
        if all(keys):
            cache.put("book", whole, _write(made))
        cache.tidy()
    with written_whole(output) as file:
        file.write(made.pdf)
    return replace(made.rendered, warnings=(*small_type(frame), *made.rendered.warnings))


def _make(book: Book, frame: Frame, cover: Cover, builder: Builder) -> _Made:
    parts = builder.parts(cover)
    if not any(part.sheets for part in parts):
        raise InputError(
            Problem(_("There is nothing to print."), hint=_("Choose another book, or other items."))
        )
    warnings = tuple(dict.fromkeys(warning for part in parts for warning in part.warnings))
    pictures = tuple(sorted({picture for part in parts for picture in part.pictures}))
    sources = book.sources()
    with templates_blamed(builder.root):
        pdf, pages = write_joined(
            parts,
            _metadata(frame, cover),
            builder.press,
            lambda faces: _sample(builder, frame, faces),
            sources,
            _identifier(parts),
        )
    return _Made(pdf, RenderedBook(pages, warnings, builder.problems), pictures)


def _sample(builder: Builder, frame: Frame, faces: Sequence[Face]) -> str:
    return builder.templates.part(frame, Part("", "_sample.html", faces))


def _metadata(frame: Frame, cover: Cover) -> Metadata:
    return Metadata(
        title=" – ".join(part for part in (frame.title, cover.name) if part),
        author=cover.organisation,
        description=cover.place_and_date,
        created=cover.created,
        language=frame.language,
    )


def _identifier(parts: Sequence[LaidOut]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for sheet in part.sheets:
            digest.update(sheet.content)
    return digest.hexdigest()[:32]


def _write(made: _Made) -> bytes:
    rendered = made.rendered
    head = {
        "pages": rendered.pages,
        "warnings": [astuple(each) for each in rendered.warnings],
        "problems": [astuple(each) for each in rendered.problems],
        "pictures": made.pictures,
    }
    return json.dumps(head).encode() + b"\n" + made.pdf


def _read(data: bytes | None) -> _Made | None:
    if data is None:
        return None
    head, _end, pdf = data.partition(b"\n")
    try:
        value = json.loads(head)
        warnings = tuple(Problem(*each) for each in value["warnings"])
        pictures = tuple((name, digest) for name, digest in value["pictures"])
        problems = tuple(Problem(*each) for each in value["problems"])
        return _Made(pdf, RenderedBook(int(value["pages"]), warnings, problems), pictures)
    except (ValueError, TypeError, KeyError):
        return None
