"""A laid-out part as bytes and back: JSON and the contents of pages, nothing that could run.

What cannot be read gives None: it is laid out again.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from antragstool.errors import Problem
from antragstool.render.pages.laid_out import (
    Bookmark,
    FontUse,
    LaidOut,
    Link,
    Piece,
    Sheet,
    Stamp,
)

_HEAD = struct.Struct(">I")


def pack(part: LaidOut) -> bytes:
    """Return *part* as bytes."""
    streams: list[bytes] = []

    def stream(content: bytes | None) -> int:
        if content is None:
            return -1
        streams.append(content)
        return len(content)

    value = {
        "sheets": [
            [
                each.width,
                each.height,
                stream(each.content),
                each.resources,
                each.owners,
                each.links,
                [
                    [s.target, s.words, s.x, s.y, s.align, s.size, s.color, s.mcid]
                    for s in each.stamps
                ],
            ]
            for each in part.sheets
        ],
        "links": [[k.sheet, k.box, k.anchor, k.uri, k.words, k.owner] for k in part.links],
        "pieces": [[p.pattern, p.references, stream(p.stream)] for p in part.pieces],
        "roots": part.roots,
        "anchors": part.anchors,
        "bookmarks": _bookmarks_out(part.bookmarks),
        "fonts": [
            [f.hash, f.family, f.weight, f.style, f.glyphs, f.widths, f.missing] for f in part.fonts
        ],
        "warnings": [[w.message, w.file, w.line, w.hint] for w in part.warnings],
        "pictures": part.pictures,
    }
    text = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)
    return b"".join([_HEAD.pack(len(text)), text, *streams])


def unpack(data: bytes) -> LaidOut | None:
    """Return the part that :func:`pack` made *data* of, None if it cannot have."""
    try:
        (length,) = _HEAD.unpack_from(data)
        start = _HEAD.size
        value = json.loads(zlib.decompress(data[start : start + length]))
        return _Reader(memoryview(data)[start + length :]).part(value)
    except (ValueError, TypeError, KeyError, IndexError, struct.error, zlib.error, RecursionError):
        return None


class _Reader:
    """Reads a part, taking the streams one after another, in the order in which they were put."""

    def __init__(self, streams: memoryview) -> None:
        self._streams = streams
        self._place = 0

    def part(self, value: dict[str, Any]) -> LaidOut:
        return LaidOut(
            sheets=tuple(self._sheet(*each) for each in value["sheets"]),
            links=tuple(
                Link(sheet, _tuple(box), anchor, uri, words, owner)
                for sheet, box, anchor, uri, words, owner in value["links"]
            ),
            pieces=tuple(
                Piece(pattern, tuple(references), self._stream(length))
                for pattern, references, length in value["pieces"]
            ),
            roots=tuple(value["roots"]),
            anchors=tuple((name, sheet, x, y) for name, sheet, x, y in value["anchors"]),
            bookmarks=tuple(_bookmarks_in(value["bookmarks"])),
            fonts=tuple(
                FontUse(name, family, weight, style, *(_pairs(each) for each in maps))
                for name, family, weight, style, *maps in value["fonts"]
            ),
            warnings=tuple(Problem(*each) for each in value["warnings"]),
            pictures=_pairs(value["pictures"]),
        )

    def _sheet(
        self,
        width: float,
        height: float,
        length: int,
        resources: int,
        owners: list[int],
        links: list[int],
        stamps: list[list[Any]],
    ) -> Sheet:
        return Sheet(
            width,
            height,
            self._stream(length) or b"",
            resources,
            tuple(owners),
            tuple(links),
            tuple(
                Stamp(target, words, x, y, align, size, _tuple(color), mcid)
                for target, words, x, y, align, size, color, mcid in stamps
            ),
        )

    def _stream(self, length: int) -> bytes | None:
        if length < 0:
            return None
        end = self._place + length
        if end > len(self._streams):
            raise ValueError(length)
        content = bytes(self._streams[self._place : end])
        self._place = end
        return content


def _tuple(values: Sequence[Any]) -> Any:
    return tuple(values)


def _pairs(values: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple((one, other) for one, other in values)


def _bookmarks_out(marks: Sequence[Bookmark]) -> list[Any]:
    return [[m.label, m.sheet, m.x, m.y, m.is_open, _bookmarks_out(m.inner)] for m in marks]


def _bookmarks_in(values: Sequence[Sequence[Any]]) -> Iterator[Bookmark]:
    for label, sheet, x, y, is_open, inner in values:
        yield Bookmark(label, sheet, x, y, is_open, tuple(_bookmarks_in(inner)))
