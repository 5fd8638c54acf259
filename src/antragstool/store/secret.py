"""A secret of this clone, in ``.git/antragstool/``: it never travels with the repository.

What it seals was written by this program here; a file that came with the repository cannot be.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from antragstool.store.cache import FOLDER

_NAME = "secret"
_LENGTH = 32  # bytes


def secret_of(root: Path) -> bytes:
    """Return the secret of the repository with the work tree *root*, making it the first time.

    b"" where there can be none: ``.git`` is no folder of its own, or it cannot be written to.
    """
    folder = root / ".git" / FOLDER
    with contextlib.suppress(OSError):
        if not _is_folder(folder.parent):
            return b""
        folder.mkdir(exist_ok=True)
        if not _is_folder(folder):
            return b""
        _make(folder / _NAME)
        return _read(folder / _NAME)
    return b""


def _make(path: Path) -> None:
    """Write a new secret, unless there is one; two processes at once agree on one of them."""
    if path.exists():
        return
    beside = path.with_name(f".{_NAME}.{os.getpid()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(beside)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        own = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        if not stat.S_ISREG(status.st_mode) or not own:
            return b""
        data = file.read(_LENGTH + 1)
    return data if len(data) == _LENGTH else b""


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)
