"""What was worked out once from a file's bytes, kept in ``.git/antragstool/`` until they change.

Rules of this module:

- A key is the object id of the bytes, so nothing here can be out of date. It can be deleted
  at any time; without it everything is only slower, and never is there an error.
- What is damaged, was written by another version of this program, for another folder or
  by another user is not read. Whoever takes a value out still checks its types.
- It is JSON: reading it can make texts, numbers and lists, and run nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import antragstool
from antragstool.store.files import stage

Json = str | int | bool | None | list[Any] | dict[str, Any]

FOLDER = "antragstool"
_FORMAT = 1
_MAX_BYTES = 64_000_000
_MOST = 20_000  # values of one kind; beyond them those that were not asked for are dropped
_KIND = re.compile(r"[a-z][a-z-]{0,30}")


class Cache:
    """Values by kind and key; :meth:`save` writes what was put, and no method ever fails.

    *git_dir* is the repository's own ``.git``; None keeps everything in memory alone.
    """

    def __init__(self, git_dir: Path | None) -> None:
        self._folder = git_dir / FOLDER if git_dir is not None else None
        self._kinds: dict[str, dict[str, Json]] = {}
        self._used: dict[str, set[str]] = {}
        self._changed: set[str] = set()

    @classmethod
    def of(cls, root: Path) -> Cache:
        """Return the cache of the repository with the work tree *root*.

        Where ``.git`` is no folder of its own (a linked work tree) nothing is kept.
        """
        git_dir = root / ".git"
        return cls(git_dir if _is_real_folder(git_dir) else None)

    def get(self, kind: str, key: str) -> Json:
        """Return what was put for *key*, None if nothing was."""
        value = self._values(kind).get(key)
        if value is not None:
            self._used[kind].add(key)
        return value

    def put(self, kind: str, key: str, value: Json) -> None:
        """Keep *value*, which must be what JSON can say, for *key*."""
        self._values(kind)[key] = value
        self._used[kind].add(key)
        self._changed.add(kind)

    def save(self) -> None:
        """Write what was put since the last time; a folder that cannot be written to is no error."""
        for kind in sorted(self._changed):
            values = self._kinds[kind]
            if len(values) > _MOST:
                values = self._kinds[kind] = {key: values[key] for key in self._used[kind]}
            with contextlib.suppress(OSError):
                self._write(kind, values)
        self._changed.clear()

    def _values(self, kind: str) -> dict[str, Json]:
        if kind not in self._kinds:
            if not _KIND.fullmatch(kind):
                raise ValueError(kind)
            self._kinds[kind] = self._read(kind)
            self._used[kind] = set()
        return self._kinds[kind]

    def _read(self, kind: str) -> dict[str, Json]:
        if self._folder is None:
            return {}
        try:
            head, _end, body = _read_own(self._folder, f"{kind}.json").partition(b"\n")
            if json.loads(head) != self._head(self._folder, kind, body):
                return {}
            values = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, kind: str, values: Mapping[str, Json]) -> None:
        if self._folder is None:
            return
        body = json.dumps(values, separators=(",", ":")).encode()
        if len(body) > _MAX_BYTES:
            return
        self._folder.mkdir(exist_ok=True)
        if not _is_real_folder(self._folder):
            return
        place = self._folder / f"{kind}.json"
        head = json.dumps(self._head(self._folder, kind, body)).encode()
        staged = stage(place, head + b"\n" + body, synced=False)
        try:
            staged.chmod(0o600)  # what others may write is not read
            staged.replace(place)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise

    @staticmethod
    def _head(folder: Path, kind: str, body: bytes) -> dict[str, Json]:
        """Return what the first line says: for what, by what and where the rest was written."""
        return {
            "format": _FORMAT,
            "kind": kind,
            "program": _program(),
            "folder": f"{folder.stat().st_ino} {folder.absolute()}",
            "sha256": hashlib.sha256(body).hexdigest(),
        }


def _read_own(folder: Path, name: str) -> bytes:
    """Return the bytes of a file that this user wrote; raises OSError or ValueError."""
    if not _is_real_folder(folder):
        raise ValueError(folder)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
    with os.fdopen(os.open(folder / name, flags), "rb") as file:
        status = os.fstat(file.fileno())
        own = status.st_uid == os.geteuid() and not status.st_mode & stat.S_IWOTH
        if not stat.S_ISREG(status.st_mode) or not own or status.st_size > 2 * _MAX_BYTES:
            raise ValueError(name)
        return file.read()


def _is_real_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


@cache
def _program() -> str:
    """Return what changes with every change of this program: its version and its modules."""
    digest = hashlib.sha256(antragstool.__version__.encode())
    folder = Path(antragstool.__file__).parent
    for module in sorted(folder.rglob("*.py")):
        with contextlib.suppress(OSError):
            status = module.stat()
            name = module.relative_to(folder).as_posix()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
