"""What was laid out once, kept in ``build/.cache`` of the conference.

Rules of this module:

- A name says everything that the value depends on (see :mod:`antragstool.render.pages.keys`), so
  nothing in here can be out of date. It can be deleted at any time, and no method ever fails.
- The folder lies beside files that anybody may have put into the repository. So each file is
  sealed with a secret of this clone; what is not sealed by it is not read, and what is damaged
  is not either. Nothing that is read can run.
- A file appears whole or not at all, and the oldest go when there are more than *limit* bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import stat
import tempfile
from pathlib import Path

LIMIT = 256_000_000  # bytes
_SEAL = 32  # bytes
_NAME = re.compile(r"[0-9a-f]{64}\.(part|list|book)")


class PartCache:
    """Values by kind ("part", "list", "book") and key (64 hexadecimal digits).

    *folder* is made when something is put there; *secret* seals. Without one nothing is kept.
    """

    def __init__(self, folder: Path, secret: bytes = b"", limit: int = LIMIT) -> None:
        self._folder = folder
        self._secret = secret
        self._limit = limit

    @classmethod
    def of(cls, root: Path, secret: bytes) -> PartCache:
        """Return the cache of the conference in the folder *root*."""
        return cls(root / "build" / ".cache", secret)

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, None if nothing was or it is damaged."""
        if not self._secret:
            return None
        path = self._path(kind, key)
        try:
            data = _read_own(path)
        except (OSError, ValueError):
            return None
        seal, value = data[:_SEAL], data[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(path.name, value)):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used is young
        return value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep *value* for *key*; a folder that cannot be written to is no error."""
        if not self._secret:
            return
        path = self._path(kind, key)
        with contextlib.suppress(OSError):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            if not _is_own_folder(self._folder.parent):
                return
            self._folder.mkdir(exist_ok=True)
            if not self._is_own():
                return
            handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self._seal(path.name, value))
                    file.write(value)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def tidy(self) -> None:
        """Delete the oldest files until the rest is small enough, and what a crash left behind."""
        if not self._secret or not self._is_own():
            return
        found: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._folder):
                status = entry.stat(follow_symlinks=False)
                if not stat.S_ISREG(status.st_mode):
                    continue
                if entry.name.endswith(".tmp") or _NAME.fullmatch(entry.name):
                    found.append((status.st_mtime, status.st_size, Path(entry.path)))
        newest = max((moment for moment, _size, _path in found), default=0.0)
        kept = 0
        for moment, size, path in sorted(found, reverse=True):
            kept += size
            left_over = path.suffix == ".tmp" and moment < newest - 3600
            if kept > self._limit or left_over:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _is_own(self) -> bool:
        return _is_own_folder(self._folder.parent) and _is_own_folder(self._folder)

    def _path(self, kind: str, key: str) -> Path:
        name = f"{key}.{kind}"
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self._folder / name

    def _seal(self, name: str, value: bytes) -> bytes:
        # The name is sealed too: a file under another name is another value.
        digest = hashlib.sha256(name.encode() + b"\0" + value).digest()
        return hmac.digest(self._secret, digest, "sha256")


def _read_own(path: Path) -> bytes:
    """Return the bytes of a regular file; raises OSError or ValueError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > LIMIT:
            raise ValueError(path)
        return file.read()


def _is_own_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
