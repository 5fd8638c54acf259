"""From HTML to the PDF file, with WeasyPrint.

The same book gives the same bytes: dates and identifier are given, the fonts are ours. The
file appears whole or not at all: it is written beside the target and then moved.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from antragstool.errors import InputError, MachineError, Problem
from antragstool.i18n import _
from antragstool.render.book import Book
from antragstool.render.composing.frame import cover_of, frame_of
from antragstool.render.composing.kinds import parts_of
from antragstool.render.html import Templates
from antragstool.render.libraries import require_libraries
from antragstool.render.pages import fonts
from antragstool.render.pages.fetching import Folders, fetcher
from antragstool.render.pages.line_numbers import number_pages
from antragstool.render.templates import conference_templates, package_templates


@dataclass(frozen=True, slots=True)
class RenderedBook:
    """What was written: the number of pages, and what is not as it should be."""

    pages: int
    warnings: tuple[Problem, ...]


def render_book(
    book: Book, output: Path, root: Path, environ: Mapping[str, str] | None = None
) -> RenderedBook:
    """Write *book* as a PDF to *output*; *root* is the folder of the conference.

    The date inside the PDF is ``SOURCE_DATE_EPOCH`` of *environ* (by default the process's),
    else ``book.as_of``, else none. Raises InputError for templates that cannot be used or
    that refer to what must not be read, MachineError for a missing library or if the file
    cannot be written; an older *output* is then as it was.
    """
    _check_output(output, root)
    created = _created(book.as_of, os.environ if environ is None else environ)
    html = book_html(book_view(book, created), root)
    return write_pdf(html, output, root)


def _check_output(output: Path, root: Path) -> None:
    """Raise InputError if a book written to *output* would destroy something else than an older book."""
    message = hint = ""
    if output.is_dir():
        message = _("This is a folder, not a file.")
        hint = _("Name the file: -o %(file)s") % {"file": output / "antragsbuch.pdf"}
    elif output.exists() and not _is_pdf(output):
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


def _is_pdf(path: Path) -> bool:
    if not path.is_file():  # a device or a pipe: reading it may never end
        return False
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def write_pdf(html: str, output: Path, root: Path) -> RenderedBook:
    """Lay *html* out and write it to *output*; errors as in :func:`render_book`."""
    require_libraries()
    package = package_templates()
    try:
        fonts.use_only(package / "fonts")
    except OSError as error:
        raise MachineError(_unwritable(error, output)) from error
    folders = Folders(root.resolve(), package)
    refused: list[Problem] = []
    with _log() as warnings:
        document = _lay_out(html, folders, refused)
        _stop_if(refused)
        try:
            _write(document, output, html, refused)
        except OSError as error:
            raise MachineError(_unwritable(error, output)) from error
    return RenderedBook(len(document.pages), tuple(dict.fromkeys(warnings)))


def _lay_out(html: str, folders: Folders, refused: list[Problem]) -> Any:
    from weasyprint import HTML

    base = conference_templates(folders.root).as_uri() + "/"
    source = HTML(
        string=html, base_url=base, url_fetcher=fetcher(folders, refused.append), encoding=None
    )
    # The collector would walk through everything that is already there, again and again.
    gc.freeze()
    try:
        document, _placed = number_pages(source.render(presentational_hints=False))
    finally:
        gc.unfreeze()
    return document


def _stop_if(refused: list[Problem]) -> None:
    if refused:
        raise InputError(dict.fromkeys(refused))


def _write(document: Any, output: Path, html: str, refused: list[Problem]) -> None:
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as file:
            document.write_pdf(file, pdf_identifier=identifier)
            file.flush()
            os.fsync(file.fileno())
        _stop_if(refused)  # attachments are fetched no sooner than here
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)


def _created(as_of: date | None, environ: Mapping[str, str]) -> str:
    """Return the date for the PDF's own data as an ISO time in UTC, or ""."""
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


@contextlib.contextmanager
def _log() -> Iterator[list[Problem]]:
    """Collect what WeasyPrint logs as problems, instead of printing it."""
    found: list[Problem] = []

    class _Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                found.append(_warning(record))

    logger = logging.getLogger("weasyprint")
    handler, propagate = _Collector(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _warning(record: logging.LogRecord) -> Problem:
    arguments = record.args if isinstance(record.args, tuple) else ()
    if record.msg.startswith(".notdef") and len(arguments) == 2:
        character, code = arguments
        name = f"{character} (U+{int(str(code)):04X})"
        return Problem(
            _("The fonts of the book have no sign for %(name)s; a box is printed.")
            % {"name": name},
            hint=_("Write it in other characters, or add a font in templates/book.css."),
        )
    return Problem(
        _("Template or style: %(message)s") % {"message": record.getMessage()},
        hint=_("Correct the template or style of the conference."),
    )


def _unwritable(error: OSError, output: Path) -> Problem:
    return Problem(
        _("The book cannot be written: %(reason)s.")
        % {"reason": error.strerror or type(error).__name__},
        str(error.filename or output),
        hint=_("Make room or allow writing there, or name another file with -o."),
    )
