"""The file that a book is written to: never another one, and whole or not at all.

A book is written beside its target and then moved there; an older book stays as it was until
then. What is not an older book of the same form is not overwritten.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from antragstool.errors import InputError, MachineError, Problem
from antragstool.i18n import _
from antragstool.render.options import Medium

_HTML_MARK = b'<meta name="generator" content="antragstool">'
_PDF_MARK = b"CreatorTool>antragstool<"  # in the metadata, which are not deflated
_HEAD = 4096  # bytes in which an older book has to show what it is


def check_output(output: Path, root: Path, medium: Medium) -> None:
    """Raise InputError if a book written to *output* would destroy something else than an older book.

    *root* is the folder of the conference.
    """
    message = hint = ""
    if output.is_dir():
        message = _("This is a folder, not a file.")
        name = "antragsbuch.pdf" if medium is Medium.PDF else "antragsbuch.html"
        hint = _("Name the file: -o %(file)s") % {"file": output / name}
    elif output.exists() and not _is_older_book(output, medium, output.parent == root / "build"):
        message = _(
            "There is another file with this name, and it is no book of this program; "
            "it is not overwritten."
        )
        hint = _("Choose another name for the book.")
    elif output == root / "build" / output.name and not output.parent.resolve().is_relative_to(
        root.resolve()
    ):
        message = _("The folder build is a link that leads out of the conference.")
        hint = _("Remove the link, or name the file with -o.")
    if message:
        raise InputError(Problem(message, str(output), hint=hint))


def _is_older_book(path: Path, medium: Medium, in_build: bool) -> bool:
    """Tell whether *path* may be replaced; in the program's own folder *in_build* any PDF may."""
    if not path.is_file():  # a device or a pipe: reading it may never end
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if medium is Medium.HTML:
            return _HTML_MARK in head
        return head.startswith(b"%PDF-") and (in_build or _PDF_MARK in head + file.read())


@contextlib.contextmanager
def written_whole(output: Path) -> Iterator[BinaryIO]:
    """Open a file beside *output* that takes its place when the block ends without an exception.

    Raises MachineError if it cannot be written.
    """
    # A name of its own each time: one of the process's number alone may be left of a killed print.
    beside = output.with_name(f".antragstool-{secrets.token_hex(8)}.tmp")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(output)
    except OSError as error:
        raise MachineError(unwritable(error, output)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def unwritable(error: OSError, output: Path) -> Problem:
    """Return the problem that a book cannot be written to *output*."""
    return Problem(
        _("The book cannot be written: %(reason)s.")
        % {"reason": error.strerror or type(error).__name__},
        str(output),
        hint=_("Make room or allow writing there, or name another file with -o."),
    )


def created_text(as_of: date | None, epoch: str) -> str:
    """Return the date for the book's own data as an ISO time in UTC, or "".

    *epoch* is ``SOURCE_DATE_EPOCH``, or ""; it comes before *as_of*.
    """
    if epoch.isdecimal():
        with contextlib.suppress(OverflowError, OSError, ValueError):
            return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if as_of is None:
        return ""
    if isinstance(as_of, datetime):
        moment = as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return as_of.strftime("%Y-%m-%dT00:00:00Z")
