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
    for folder in (
        Path(antragstool.__file__).parent,
        package_templates(),
        conference_templates(root),
    ):
        for line in _contents(folder):
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


def _contents(folder: Path) -> Iterator[bytes]:
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        yield f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in *folder*, and in the folders that are linked there, each folder once."""
    seen = set()
    for name, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(name)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for file in files:
            path = Path(name, file)
            if path.suffix not in {".pyc", ".po"} and path.is_file():
                yield path
