"""Text files on the disk: read with suspicion, written whole or not at all.

Rules of this module:

- Only a regular file is ever opened; a pipe, a device or a folder is refused, not waited for.
- Text is UTF-8. A byte order mark is dropped, anything else wrong is named with its line.
- A file is replaced by a finished one (temporary file in the same folder, synced, renamed),
  so whatever happens either the old bytes or the new ones stand there, never half of them.
- An ``OSError`` becomes a MachineError that says what failed, where, and what to do.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from antragstool.errors import InputError, MachineError, Problem
from antragstool.i18n import _

MAX_BYTES = 20_000_000
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, name: str = "") -> str:
    """Read the UTF-8 text file *path*; *name* is what messages call it (default: the path).

    Line endings stay as they are, a byte order mark is dropped.
    Raises InputError (missing, no regular file, larger than 20 MB, not UTF-8, a NUL
    character) or MachineError.
    """
    return decode_text(read_bytes(path, name), name or str(path))


def read_bytes(path: Path, name: str = "") -> bytes:
    """Read the regular file *path* of at most 20 MB as it is; errors as in :func:`read_text`."""
    name = name or str(path)
    try:
        _refuse_special(path.stat(), name)
        # Without O_NONBLOCK a pipe put there in between would make the open wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_special(os.fstat(descriptor), name)
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(
            Problem(_("There is no such file."), name, hint=_("Check the spelling and the folder."))
        )
    except ValueError:  # a NUL in the name
        raise InputError(Problem(_("This is not a file name."), ascii(name)))
    except OSError as error:
        raise machine_error(error, name)
    if len(data) > MAX_BYTES:
        raise InputError(_too_large(name))
    return data


def decode_text(data: bytes, name: str) -> str:
    """Decode the bytes of a text file; *name* is what messages call it.

    Raises InputError with the line of the first byte that is not UTF-8, or of a NUL.
    """
    data = data.removeprefix(_UTF8_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf16 = data.startswith(_UTF16_MARKS)
        raise InputError(
            Problem(
                _("The file is UTF-16, not UTF-8.") if utf16 else _("The file is not UTF-8."),
                name,
                1 if utf16 else data.count(b"\n", 0, error.start) + 1,
                _(
                    'Save it again with the encoding "UTF-8", '
                    'or convert it: iconv -f %(encoding)s -t UTF-8 "old" > "new".'
                )
                % {"encoding": "UTF-16" if utf16 else "WINDOWS-1252"},
            )
        )
    nul = text.find("\0")
    if nul >= 0:
        raise InputError(
            Problem(
                _("The file holds a NUL character, so it is no text file."),
                name,
                text.count("\n", 0, nul) + 1,
                _("Hand in plain text; a Word or PDF file has to be exported as text first."),
            )
        )
    return text


def write_atomically(path: Path, data: bytes) -> None:
    """Write *data* to *path*; after any failure the old file is still whole.

    A link at *path* is replaced, not followed. Raises MachineError.
    """
    try:
        staged = stage(path, data)
        try:
            staged.replace(path)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise machine_error(error, str(path))


def stage(path: Path, data: bytes, prefix: str = ".antragstool-", *, synced: bool = True) -> Path:
    """Write *data* into a temporary file beside *path*, ready to be renamed to it.

    It has the permissions of the file that it will replace. Not *synced*, it may be lost by a
    power failure until :func:`sync_all`. Raises OSError, and then leaves nothing behind.
    """
    staged = path.with_name(f"{prefix}{secrets.token_hex(8)}.tmp")
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(FileNotFoundError):
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            if synced:
                os.fsync(descriptor)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def sync_all(paths: Iterable[Path]) -> None:
    """Wait until the disk has the bytes of all *paths*; for many files far faster than one by one.

    Raises OSError.
    """
    if sys.platform == "linux":  # elsewhere sync() may return before it is done
        os.sync()
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def machine_error(error: OSError, name: str) -> MachineError:
    """Say what *error* means for the file or folder *name* and what to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = _("No space is left on the disk.")
        hint = _("Make some room and run the command again; nothing was changed.")
    elif error.errno == errno.EROFS:
        message = _("The disk is mounted read-only.")
        hint = _("Work in a folder on a disk that can be written to; nothing was changed.")
    elif error.errno in (errno.EACCES, errno.EPERM):
        message = _("This may not be read or written by you.")
        hint = _("Correct the permissions of the file and its folder; nothing was changed.")
    else:
        message = _("The file cannot be read or written: %(reason)s.") % {
            "reason": error.strerror or type(error).__name__
        }
        hint = _("Check the disk and the folder, and run the command again.")
    return MachineError(Problem(message, name, hint=hint))


def _refuse_special(status: os.stat_result, name: str) -> None:
    """Raise InputError unless *status* is that of a regular file of bearable size."""
    if stat.S_ISDIR(status.st_mode):
        raise InputError(
            Problem(_("This is a folder, not a file."), name, hint=_("Name the file itself."))
        )
    if not stat.S_ISREG(status.st_mode):
        raise InputError(
            Problem(
                _("This is not a regular file."),
                name,
                hint=_("Pipes and devices are not read; save the text in a file."),
            )
        )
    if status.st_size > MAX_BYTES:
        raise InputError(_too_large(name))


def _too_large(name: str) -> Problem:
    return Problem(
        _("The file is larger than %(size)d MB.") % {"size": MAX_BYTES // 1_000_000},
        name,
        hint=_("A resolution or an amendment is text; check whether this is the right file."),
    )
