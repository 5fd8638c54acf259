"""The name of everything that a book says about a resolution, so that it need not be gathered again.

It is a digest of the files of the resolution and of all amendments to it, of the configuration, and
of what else a kind of book looks at. Older bases are named in these files by their object ids, and
what has an object id never changes. But it can be lost, with a squashed history, or be fetched again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment, Resolution
from antragstool.render.options import BookKind
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.config import CONFIG_FILE

# These also tell the history, which the repository knows and no file, and name other resolutions.
_WITH_HISTORY = {BookKind.MINUTES, BookKind.DECISIONS}


class BookKeys:
    """Keys of the resolutions of a *conference*, for one kind of book."""

    def __init__(self, conference: OpenConference, kind: BookKind) -> None:
        self._conference = conference
        self._kind = kind
        self._held: dict[str, bool] = {}

    def key(self, resolution: Resolution, amendments: Sequence[Amendment]) -> str:
        """Return the key of *resolution* with these of its *amendments*."""
        digest = hashlib.sha256(self._shared.encode())
        digest.update(f"{self._conference.first_line(resolution)}\n".encode())
        digest.update("\n".join(each.id for each in amendments).encode())
        under = self._conference.files.amendments_under(resolution.id)
        digest.update("".join(f"\n- {blob}" for blob in self._lost(under)).encode())
        stems = {_stem(each.path) for each in under}
        paths = [resolution.path, *(f"{AMENDMENTS}/{name}" for name in self._names(stems))]
        for path in paths:
            data = self._read(path)
            digest.update(f"\n{path} {len(data)}\n".encode())
            digest.update(data)
        return digest.hexdigest()

    def _lost(self, amendments: Iterable[Amendment]) -> list[str]:
        """Return the bases of *amendments* that the repository does not hold any more."""
        bases = {blob for each in amendments for blob in (each.base, *each.carried)}
        for blob in bases - self._held.keys():
            self._held[blob] = self._conference.repository.holds(blob)
        return sorted(blob for blob in bases if not self._held[blob])

    def _names(self, stems: Iterable[str]) -> list[str]:
        return sorted(name for stem in stems for name in self._by_stem.get(stem, ()))

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The names of all files of amendments, by the stem of their amendment's id."""
        folder = self._conference.root / AMENDMENTS
        found: dict[str, list[str]] = {}
        if folder.is_dir():
            for path in folder.iterdir():
                found.setdefault(_stem(path.name), []).append(path.name)
        return found

    @cached_property
    def _shared(self) -> str:
        head = ""
        if self._kind in _WITH_HISTORY:
            repository = self._conference.repository
            others = " ".join(each.blob for each in self._conference.files.resolutions)
            head = f"{repository.head()} {repository.shallow()} {others}"
        config = self._read(CONFIG_FILE)
        return f"{self._kind} {head} {hashlib.sha256(config).hexdigest()}\n"

    def _read(self, path: str) -> bytes:
        return Path(self._conference.root / path).read_bytes()


def _stem(path: str) -> str:
    """Return what all files of one amendment have in common: "A1-Ae4" of "A1-Ae4.committee.md"."""
    return Path(path).name.partition(".")[0]
