"""A document that WeasyPrint laid out, as plain data that can be kept and joined.

WeasyPrint's own writer paints the pages and builds the tree of tags; then, before it would write
a file, its *finisher* takes over, reads the objects, and stops it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from antragstool.render.pages import weasy
from antragstool.render.pages.laid_out import FONTS, Bookmark, LaidOut, Link, Piece, Sheet
from antragstool.render.pages.line_numbers import Numbering
from antragstool.render.pages.lists import make_lists
from antragstool.render.pages.pieces import piece_of, plain, reference
from antragstool.render.pages.structure import (
    Element,
    Tree,
    element_pieces,
    level_headings,
    number_elements,
)
from antragstool.render.pages.weasy import ANCHOR, SCALE, CapturedPage

_MARKED = re.compile(rb"<</MCID (\d+)>>")


class _CapturedError(Exception):
    """Everything was read; nothing shall be written."""


def capture(document: Any, every: int = 1) -> LaidOut:
    """Return a WeasyPrint document as data; *every* is 1, or 5 for every fifth line number."""
    numbering = Numbering(every)
    last = len(document.pages) - 1
    pages = [
        CapturedPage(page, tuple(numbering.place(weasy.laid_lines(page))), last=index == last)
        for index, page in enumerate(document.pages)
    ]
    found: list[LaidOut] = []

    def finish(_document: Any, pdf: Any) -> None:
        found.append(_Capture(pages, pdf).laid_out(document.make_bookmark_tree(SCALE, True)))
        raise _CapturedError

    try:
        with weasy.own_tags():
            document.copy(pages).write_pdf(
                target=None, finisher=finish, pdf_variant="pdf/ua-1", uncompressed_pdf=True
            )
    except _CapturedError:
        pass
    return found[0]


class _Capture:
    """Reads the objects of one PDF. Local numbers: sheets, then links, then all other pieces."""

    def __init__(self, pages: Sequence[CapturedPage], pdf: Any) -> None:
        self._pages = pages
        self._objects = pdf.objects
        self._catalog = pdf.catalog
        self._numbers = list(pdf.pages["Kids"][::3])
        self._pieces: list[Piece] = []
        self._local: dict[int, int] = {}
        self._links: list[tuple[int, Any]] = []  # the sheet and the annotation
        for index, number in enumerate(self._numbers):
            for each in self._objects[number].get("Annots", ()):
                self._links.append((index, self._objects[reference(each) or 0]))

    def laid_out(self, bookmarks: Any) -> LaidOut:
        """Return everything as data."""
        tree = Tree(
            self._objects,
            {number: index for index, number in enumerate(self._numbers)},
            {annotation.number: index for index, (_sheet, annotation) in enumerate(self._links)},
            [page.texts for page in self._pages],
        )
        root = self._objects[reference(self._catalog["StructTreeRoot"]) or 0]
        tree.read(self._objects[reference(root["K"][0]) or 0])
        for each in tree.roots:
            make_lists(each)
        elements = number_elements(tree.roots, len(self._pages) + len(self._links))
        level_headings(elements)
        owners, clickers = _owners(elements, len(self._pages), len(self._links))
        self._pieces = element_pieces(
            elements, len(self._pages), lambda value: piece_of(value, self._number).pattern
        )
        sheets = tuple(
            self._sheet(index, page, owners[index]) for index, page in enumerate(self._pages)
        )
        links = tuple(
            self._link(index, clickers[index], tree.words_of(clickers[index]))
            for index in range(len(self._links))
        )
        return LaidOut(
            sheets,
            links,
            tuple(self._pieces),
            tuple(element.number for element in tree.roots),
            tuple(self._anchors()),
            _bookmarks(bookmarks),
            self._pages[-1].fonts,
        )

    def _number(self, number: int) -> int:
        """Return the local number of an object, reading it and what it refers to first."""
        if number not in self._local:
            first = len(self._pages) + len(self._links)
            self._local[number] = first + len(self._pieces)
            self._pieces.append(Piece(""))  # its place; it may refer to itself
            piece = piece_of(self._objects[number], self._number)
            self._pieces[self._local[number] - first] = piece
        return self._local[number]

    def _sheet(self, index: int, page: CapturedPage, owners: dict[int, int]) -> Sheet:
        raw = self._objects[self._numbers[index]]
        stream = self._objects[reference(raw["Contents"]) or 0]
        items = _content(stream.stream, set(owners), page.blank)
        resources = self._objects[reference(raw["Resources"]) or 0]
        font = reference(resources["Font"])
        if font is not None:
            self._local[font] = FONTS
        return Sheet(
            width=page.width * SCALE,
            height=page.height * SCALE,
            content=zlib.compress(b"\n".join(items), 6),
            resources=self._number(resources.number),
            owners=tuple(owners.get(mcid, -1) for mcid in range(max(owners, default=-1) + 1)),
            links=tuple(i for i, (sheet, _link) in enumerate(self._links) if sheet == index),
            stamps=page.stamps,
        )

    def _link(self, index: int, owner: Element, words: str) -> Link:
        sheet, annotation = self._links[index]
        address = annotation["A"]["URI"].string
        anchor = address.removeprefix(ANCHOR) if address.startswith(ANCHOR) else ""
        left, bottom, right, top = (float(each) for each in annotation["Rect"])
        box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        uri = "" if anchor else address
        return Link(sheet, box, anchor, uri, words.strip() or address, owner.number)

    def _anchors(self) -> Iterator[tuple[str, int, float, float]]:
        for index, page in enumerate(self._pages):
            for name, (x, y, *_size) in page.anchors.items():
                yield name, index, x * SCALE, (page.height - y) * SCALE


def _owners(
    elements: Sequence[Element], sheets: int, links: int
) -> tuple[list[dict[int, int]], list[Element]]:
    """Return which element owns each marked content of each sheet, and which owns each link."""
    owners: list[dict[int, int]] = [{} for _sheet in range(sheets)]
    clickers: list[Element] = [elements[0]] * links if elements else []
    for element in elements:
        for kid in element.kids:
            if isinstance(kid, int):
                owners[element.sheet][kid] = element.number
            elif isinstance(kid, tuple):
                clickers[kid[1]] = element
    return owners, clickers


def _content(items: Sequence[Any], owned: set[int], blank: set[int]) -> Iterator[bytes]:
    """Yield a page's content: what no element owns becomes an artifact, *blank* words go.

    Marks inside of words go too: the line through a deleted word is an artifact to WeasyPrint, but
    belongs to the word, and PDF/UA allows no artifact in there.
    """
    out: list[bytes] = []
    open_marks: list[str] = []
    for item in items:
        if item in (b"BMC", b"BDC"):
            properties = out.pop() if item == b"BDC" else b""
            tag = out.pop()
            found = _MARKED.fullmatch(properties)
            number = int(found[1]) if found else -1
            if open_marks and open_marks[-1] != "plain":
                open_marks.append("inner")
            elif number in blank:
                open_marks.append("blank")
                out += [b"/Artifact", b"BMC"]
            elif found:
                open_marks.append("words")
                artifact = (b"/Artifact", b"<</Type /Pagination>>")
                out += [*((tag, properties) if number in owned else artifact), b"BDC"]
            else:
                open_marks.append("plain")
                out += [tag, properties, item] if properties else [tag, item]
        elif item == b"EMC":
            if open_marks.pop() != "inner":
                out.append(item)
        elif not ("blank" in open_marks and _shows_text(item)):
            out.append(plain(item))
    yield from out


def _shows_text(item: Any) -> bool:
    return isinstance(item, bytes) and item.endswith((b" TJ", b" Tj"))


def _bookmarks(tree: Any) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(label, sheet, x, y, state != "closed", _bookmarks(inner))
        for label, (sheet, x, y), inner, state in tree
    )
