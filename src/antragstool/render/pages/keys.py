"""The names of what is kept: a digest of everything that a laid-out part depends on.

That is its words (the HTML), the templates, styles, pictures and fonts of the conference and of
the program, this program itself, and the libraries that set and write a page. Any change of
one of them makes another name, so no page is ever printed from before the change.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import antragstool
from antragstool.render.libraries import library_versions
from antragstool.render.templates import conference_templates, package_templates

_LIBRARIES = (
    "weasyprint", "pydyf", "fonttools", "jinja2", "tinycss2", "cssselect2", "tinyhtml5", "pyphen",
    "pillow", "babel",
)  # fmt: skip
_FORMAT = 1  # of what is kept


def surroundings(root: Path) -> str:
    """Return a digest of everything but the words of a part, for the conference in *root*."""
    digest = hashlib.sha256(f"{_FORMAT} {sys.version}".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update("\n".join(library_versions()).encode())
    for folder, limit in (
        (Path(antragstool.__file__).parent, Path("/")),
        (package_templates(), Path("/")),
        (conference_templates(root), root),
    ):
        for line in _contents(folder, os.path.realpath(limit)):
            digest.update(line)
        digest.update(b"\0")
    return digest.hexdigest()


def key_of(surroundings: str, *values: str) -> str:
    """Return the key of what depends on *surroundings* and on *values*."""
    digest = hashlib.sha256(surroundings.encode())
    for value in values:
        data = value.encode()
        digest.update(f"\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def pictures_are_as_they_were(root: Path, pictures: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the files that a part shows, outside of templates/, have not changed."""
    for name, digest in pictures:
        try:
            data = (root / name).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(data).hexdigest() != digest:
            return False
    return True


def _contents(folder: Path, limit: str) -> Iterator[bytes]:
    for path in sorted(_files(folder, limit)):
        name = os.fsencode(path.relative_to(folder).as_posix())
        yield b"%s %s\n" % (name, hashlib.sha256(path.read_bytes()).hexdigest().encode())


def _files(folder: Path, limit: str) -> Iterator[Path]:
    """Yield the files in *folder*, and in the folders that are linked there, each folder once.

    What a link finds outside of *limit* is left out: no book is made of it, and it may have no end.
    """
    seen = set()
    for name, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(name)
        if real in seen or not _is_in(real, limit):
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for file in files:
            path = Path(name, file)
            if path.suffix in {".pyc", ".po"} or not path.is_file():
                continue
            if _is_in(os.path.realpath(path), limit):
                yield path


def _is_in(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)
