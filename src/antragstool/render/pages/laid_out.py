"""A part of a book that was laid out: plain data, which another process or a later day can join.

Points are PDF's: 1/72 inch, from the lower left corner of the page. Objects of the PDF refer to
each other by local numbers: first the sheets, then the links, then the *pieces*; the numbers
below zero are what all parts share.
"""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.errors import Problem

# Local numbers of what all parts of a book have in common.
DOCUMENT = -1  # the root of the structure tree's elements
FONTS = -2  # the dictionary of all fonts
PARENT = -3  # the tree of pages

PAGE_NUMBER = ""  # the target of a stamp that says the number of its own page


@dataclass(frozen=True, slots=True)
class Piece:
    """An object of a PDF: *pattern* has ``%d`` for each local number of *references*.

    *stream* is the deflated content, None for an object without one.
    """

    pattern: str
    references: tuple[int, ...] = ()
    stream: bytes | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A place where a number is painted after joining.

    *target* is the anchor whose page is meant, or PAGE_NUMBER; in *words* each "0000" stands for
    the number, and then for how many pages there are. *x* is the edge that *align* ("left",
    "center", "right") means, *y* the base line, *color* three numbers from 0 to 1. *mcid* ties the
    words to their place in the structure, -1 makes them an artifact.
    """

    target: str
    words: str
    x: float
    y: float
    align: str
    size: float
    color: tuple[float, float, float]
    mcid: int = -1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size, its deflated content, and the local number of its resources.

    *owners* are the structure elements (local numbers) that own its marked content, by its number.
    """

    width: float
    height: float
    content: bytes
    resources: int
    owners: tuple[int, ...]
    links: tuple[int, ...]
    stamps: tuple[Stamp, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page: to an *anchor* of the book, or to the address *uri*.

    *words* are those that are clicked, *owner* is its structure element.
    """

    sheet: int
    box: tuple[float, float, float, float]
    anchor: str
    uri: str
    words: str
    owner: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline with its place."""

    label: str
    sheet: int
    x: float
    y: float
    is_open: bool
    inner: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class FontUse:
    """A face that was used: what is needed to find it again, and which of its signs.

    *words* has a sign of the face, *glyphs* the text of each glyph, *widths* its width in 1/1000 em;
    *missing* are glyph numbers of characters that the face does not have, by code point.
    """

    hash: str
    family: str
    weight: int
    style: int
    glyphs: tuple[tuple[int, str], ...]
    widths: tuple[tuple[int, int], ...]
    missing: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A part, laid out. *roots* are the structure elements right below the document.

    *pictures* are files of the conference that were read, with the SHA-256 of what was in them.
    """

    sheets: tuple[Sheet, ...]
    links: tuple[Link, ...]
    pieces: tuple[Piece, ...]
    roots: tuple[int, ...]
    anchors: tuple[tuple[str, int, float, float], ...]
    bookmarks: tuple[Bookmark, ...]
    fonts: tuple[FontUse, ...]
    warnings: tuple[Problem, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
