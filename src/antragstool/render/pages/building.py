"""The parts of a book, laid out or found in the cache.

A resolution that has not changed since the last print is not even gathered: its key names the list
of its parts. One whose key is new is composed, and each of its parts whose words are
new is laid out. So after a vote there is one part to lay out, and the contents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path

from antragstool.errors import Problem
from antragstool.render.book import Book, BookItem
from antragstool.render.composing.chunks import contents_chunks
from antragstool.render.composing.kinds import parts_of, together
from antragstool.render.composing.view import ContentsEntry, Cover, Frame, Part
from antragstool.render.html import Templates
from antragstool.render.options import BookKind
from antragstool.render.pages.keys import key_of, pictures_are_as_they_were
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.packing import unpack
from antragstool.render.pages.part_cache import PartCache
from antragstool.render.pages.presses import Presses

Progress = Callable[[int, int, str], None]

_MOST_LINES = 150  # of the contents that are laid out in one piece
# How many resolutions stand one below the other; elsewhere each begins on a new page.
_TOGETHER = {BookKind.MINUTES: 8}
_WITHOUT_FRONT = {BookKind.BALLOTS, BookKind.PROJECTOR}


@dataclass(slots=True)
class _Slot:
    """A place in the book, of one resolution or of several that stand together.

    The keys of its parts, its lines of the contents, and its problems.
    """

    keys: tuple[str, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Count:
    """How many parts are ready, of how many as far as is known."""

    total: int
    tell: Progress | None
    done: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def ready(self, name: str) -> None:
        self.done += 1
        if self.tell is not None:
            self.tell(self.done, max(self.total, self.done), name)


class Builder:
    """Makes the parts of *book* for the conference in the folder *root*.

    *surroundings* is what they depend on besides their words; *processes* as for
    :class:`Presses`.
    """

    def __init__(
        self,
        book: Book,
        frame: Frame,
        root: Path,
        cache: PartCache,
        surroundings: str,
        progress: Progress | None,
        processes: int | None,
    ) -> None:
        self._book, self._frame, self.root = book, frame, root
        self._cache, self._surroundings = cache, surroundings
        self.templates = Templates(root)
        self.press = Press(root)
        self._processes = processes
        self._count = _Count(len(book.items), progress)
        self._parts: dict[str, LaidOut] = {}
        self.problems: tuple[Problem, ...] = ()

    def parts(self, cover: Cover) -> list[LaidOut]:
        """Return all parts in the order of the book: cover, contents, resolutions.

        *problems* then says what could not be printed.
        """
        with Presses(self.root, self.press, self._ready, self._processes) as presses:
            group = _TOGETHER.get(self._frame.options.kind, 1)
            items = self._book.items
            slots = [
                self._slot(items[index : index + group], presses)
                for index in range(0, len(items), group)
            ]
            front = [self._add(html, presses, "", first=True) for html in self._front(cover, slots)]
            presses.finish()
        self.problems = tuple(problem for slot in slots for problem in slot.problems)
        keys = [*front, *(key for slot in slots for key in slot.keys)]
        parts = [self._parts[key] for key in keys]
        self._parts.clear()
        return parts

    def _front(self, cover: Cover, slots: Sequence[_Slot]) -> list[str]:
        if self._frame.options.kind in _WITHOUT_FRONT:
            return []
        entries = [entry for slot in slots for entry in slot.contents]
        groups = contents_chunks(entries, _MOST_LINES) or ((),)
        self._count.total += 1 + len(groups)
        return [
            self.templates.cover(self._frame, cover),
            *(
                self.templates.contents(self._frame, group, opens=index == 0)
                for index, group in enumerate(groups)
            ),
        ]

    def _slot(self, items: Sequence[BookItem], presses: Presses) -> _Slot:
        keys = [item.key for item in items]
        listed = key_of(self._surroundings, repr(self._frame), *keys)
        if all(keys):
            slot = _read_slot(self._cache.get("list", listed))
            if slot is not None and all(self._have(key) for key in slot.keys):
                for item in items:
                    self._count.ready(item.id)
                return slot
        composed = self._composed(items)
        self._count.total += len(composed) - len(items)
        slot = _Slot(
            tuple(
                self._add(self.templates.part(self._frame, part), presses, part.name)
                for part in composed
            ),
            tuple(entry for part in composed for entry in part.contents),
            tuple(problem for part in composed for problem in part.problems),
        )
        if all(keys):
            self._cache.put("list", listed, _write_slot(slot))
        return slot

    def _composed(self, items: Sequence[BookItem]) -> list[Part]:
        """Return the parts of *items*; several short ones are one part, where the kind of book allows it."""
        composed: list[Part] = []
        short: list[Part] = []
        for item in items:
            parts = parts_of(item.gather(), self._frame)
            if len(items) > 1 and len(parts) == 1:
                short += parts
                continue
            composed += [together(short)] if short else []
            composed += parts
            short = []
        return composed + ([together(short)] if short else [])

    def _add(self, html: str, presses: Presses, name: str, *, first: bool = False) -> str:
        """Return the key of a document, and have it laid out if it is not there yet."""
        key = key_of(self._surroundings, html)
        self._count.names[key] = name
        if self._have(key):
            self._count.ready(name)
        else:
            presses.add(key, html, first=first)
        return key

    def _have(self, key: str) -> bool:
        if key not in self._parts:
            packed = self._cache.get("part", key)
            part = unpack(packed) if packed is not None else None
            if part is None or not pictures_are_as_they_were(self.root, part.pictures):
                return False
            self._parts[key] = part
        return True

    def _ready(self, key: str, part: LaidOut, packed: bytes) -> None:
        self._parts[key] = part
        self._cache.put("part", key, packed)
        self._count.ready(self._count.names.get(key, ""))


def _write_slot(slot: _Slot) -> bytes:
    contents = [astuple(entry) for entry in slot.contents]
    problems = [astuple(problem) for problem in slot.problems]
    value = {"keys": slot.keys, "contents": contents, "problems": problems}
    return json.dumps(value).encode()


def _read_slot(data: bytes | None) -> _Slot | None:
    if data is None:
        return None
    try:
        value = json.loads(data)
        contents = tuple(ContentsEntry(*each) for each in value["contents"])
        problems = tuple(Problem(*each) for each in value["problems"])
        return _Slot(tuple(value["keys"]), contents, problems)
    except (ValueError, TypeError, KeyError):
        return None
