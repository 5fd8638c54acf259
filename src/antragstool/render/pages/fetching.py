"""What a book may be made of: the templates, and pictures inside the conference's folder.

Templates and styles come out of a repository that anybody may have written to. So nothing
is fetched from a network, no file outside, no hidden file (``.git`` holds secrets), nothing
through a symbolic link that leads out, and only files of kinds that a page is made of.
"""

from __future__ import annotations

import mimetypes
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antragstool.errors import Problem
from antragstool.i18n import _

_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


class RefusedReferenceError(ValueError):
    """A reference that must not be followed, or leads to nothing."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where references may lead: *root* is the conference, *package* the program's templates.

    Both are resolved. A file that is missing in the conference's ``templates/`` is looked
    for in *package*.
    """

    root: Path
    package: Path

    def find(self, url: str) -> Path:
        """Return the file that a ``file:`` URL may mean.

        Raises RefusedReferenceError for everything else.
        """
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
            raise RefusedReferenceError(url)
        name = urllib.request.url2pathname(parts.path)
        path = Path(name)
        if path.suffix.lower() not in _TYPES or "\0" in name:
            raise RefusedReferenceError(url)
        own = self.root / "templates"
        candidates = [path]
        if path.is_relative_to(own):
            candidates.append(self.package / path.relative_to(own))
        for candidate in candidates:
            real = candidate.resolve()
            if self._allowed(real) and real.is_file():
                return real
        raise RefusedReferenceError(url)

    def _allowed(self, real: Path) -> bool:
        for folder in (self.package, self.root):
            if real.is_relative_to(folder):
                return not any(part.startswith(".") for part in real.relative_to(folder).parts)
        return False


def fetcher(
    folders: Folders, report: Callable[[Problem], None], found: Callable[[Path, bytes], None]
) -> Any:
    """Return a fetcher for WeasyPrint that follows *folders*.

    It reports what it refuses, and tells which files were *found* with what in them.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class _Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url.startswith("data:image/"):
                # urllib reads data URLs without opening anything.
                return super().fetch(url, headers)
            try:
                file = folders.find(url)
            except (RefusedReferenceError, OSError, ValueError):
                report(refused(url))
                raise
            data = file.read_bytes()
            found(file, data)
            return URLFetcherResponse(url, data, {"Content-Type": media_type(file)})

    return _Fetcher(allowed_protocols=["data"], allow_redirects=False)


def media_type(path: Path) -> str:
    """Return the media type of a file that :class:`Folders` found."""
    return _TYPES.get(path.suffix.lower()) or str(mimetypes.guess_type(path.name)[0])


def refused(url: str) -> Problem:
    """Return the problem that a book refers to *url*, which it must not or which is not there."""
    shown = url if len(url) <= 120 else url[:119] + "…"
    return Problem(
        _("The book refers to “%(reference)s”, which cannot be used.") % {"reference": shown},
        hint=_(
            "Put the file into the folder templates/ of the conference and name it relative "
            "to that folder; nothing is fetched from a network or from outside the conference."
        ),
    )
