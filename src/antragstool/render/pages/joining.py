"""Laid-out parts become one PDF: pages, links, outline, tags and fonts as if made in one piece.

WeasyPrint writes a document without pages, with the fonts of all parts, the attachments and the
metadata; its *finisher* puts the pages in. Then "Page 3 of 24" and the page numbers of the
contents are painted, for only now are they known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from antragstool.render.pages import weasy
from antragstool.render.pages.laid_out import (
    DOCUMENT,
    FONTS,
    PAGE_NUMBER,
    PARENT,
    LaidOut,
    Link,
    Sheet,
    Stamp,
)
from antragstool.render.pages.outline import add_outline
from antragstool.render.pages.pieces import Raw, plain, reference


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor is: the page's index in the book, and the point on it."""

    page: int
    x: float
    y: float


class Joined:
    """Parts in the order of the book, with what is known once all of them are there."""

    def __init__(self, parts: Sequence[LaidOut]) -> None:
        self.parts = parts
        self.firsts: list[int] = []
        self.pages = 0
        self.anchors: dict[str, Place] = {}
        for part in parts:
            self.firsts.append(self.pages)
            for name, sheet, x, y in part.anchors:
                self.anchors.setdefault(name, Place(self.pages + sheet, x, y))
            self.pages += len(part.sheets)

    def words_of(self, stamp: Stamp, page: int) -> str:
        """Return the words of a stamp on the page with this index, "" if its anchor is nowhere."""
        if stamp.target != PAGE_NUMBER:
            place = self.anchors.get(stamp.target)
            if place is None:
                return ""
            page = place.page
        before, mark, after = stamp.words.strip().partition(weasy.PLACEHOLDER)
        number = str(page + 1) if mark else ""  # page 10000 is no placeholder again
        after = after.replace(weasy.PLACEHOLDER, str(self.pages))
        return f"{before}{number}{after}".replace("\u00a0", " ")

    def signs(self) -> str:
        """Return all characters that stamps are painted with."""
        words = (
            self.words_of(stamp, first + index)
            for part, first in zip(self.parts, self.firsts, strict=True)
            for index, sheet in enumerate(part.sheets)
            for stamp in sheet.stamps
        )
        return "".join(sorted({sign for each in words for sign in each}))


class Writer:
    """Puts the parts into a PDF that WeasyPrint is about to write.

    *face* is the face of the stamps and *signs* its glyphs and widths.
    """

    def __init__(self, joined: Joined, face: Any, signs: dict[str, tuple[int, int]]) -> None:
        self._joined = joined
        self._face, self._signs = face, signs

    def finish(self, _document: Any, pdf: Any) -> None:
        """Add everything to *pdf*. It is WeasyPrint's finisher."""
        root = pdf.objects[reference(pdf.catalog["StructTreeRoot"]) or 0]
        document = pdf.objects[reference(root["K"][0]) or 0]
        parents = pdf.objects[reference(root["ParentTree"]) or 0]
        shared = {
            DOCUMENT: document.number,
            FONTS: reference(_resources(pdf)["Font"]) or 0,
            PARENT: pdf.pages.number,
        }
        pages: list[int] = []
        links: list[tuple[Raw, Link, int, int]] = []
        for part, first in zip(self._joined.parts, self._joined.firsts, strict=True):
            base = len(pdf.objects)
            _reserve(pdf, part)
            pages += range(base, base + len(part.sheets))
            numbers = _Numbers(base, shared)
            for index, sheet in enumerate(part.sheets):
                self._page(pdf, sheet, len(part.sheets), numbers, base + index, first + index)
                owners = [b"%d 0 R" % numbers(o) if o >= 0 else b"null" for o in sheet.owners]
                parents["Nums"] += [first + index, pydyf.Array(owners)]
            for index, link in enumerate(part.links):
                annotation = pdf.objects[base + len(part.sheets) + index]
                links.append((annotation, link, numbers(link.sheet), numbers(link.owner)))
            at = base + len(part.sheets) + len(part.links)
            for index, piece in enumerate(part.pieces):
                pdf.objects[at + index].fill(piece, numbers)
            document["K"] += [b"%d 0 R" % numbers(each) for each in part.roots]
        for key, (annotation, link, page, owner) in enumerate(links, start=len(pages)):
            annotation.written = self._annotation(link, key, page)
            parents["Nums"] += [key, b"%d 0 R" % owner]
        root["ParentTreeNextKey"] = len(pages) + len(links)
        self._destinations(pdf, pages)
        add_outline(pdf, self._joined, pages)

    def _page(
        self, pdf: Any, sheet: Sheet, sheets: int, numbers: _Numbers, own: int, page: int
    ) -> None:
        contents = [_added(pdf, Raw.stream(sheet.content, "/Filter/FlateDecode"))]
        if sheet.stamps:
            painted = (self._painted(stamp, page, sheet.height) for stamp in sheet.stamps)
            contents.append(_added(pdf, Raw.stream(b"\n".join(painted))))
        box = f"[0 0 {_points(sheet.width)} {_points(sheet.height)}]"
        annotations = " ".join(f"{numbers(sheets + link)} 0 R" for link in sheet.links)
        pdf.objects[own].written = (
            f"<</Type/Page/Parent {numbers(PARENT)} 0 R/MediaBox{box}/TrimBox{box}/BleedBox{box}"
            f"/Contents[{' '.join(f'{number} 0 R' for number in contents)}]"
            f"/Resources {numbers(sheet.resources)} 0 R/Tabs/S/StructParents {page}"
            + (f"/Annots[{annotations}]" if annotations else "")
            + ">>"
        ).encode()

    def _painted(self, stamp: Stamp, page: int, height: float) -> bytes:
        words = self._joined.words_of(stamp, page)
        glyphs = "".join(f"{self._signs[sign][0]:04x}" for sign in words)
        length = sum(self._signs[sign][1] for sign in words) * stamp.size / 1000
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[stamp.align]
        red, green, blue = (_points(part) for part in stamp.color)
        mark = "/Artifact <</Type /Pagination>> BDC"
        if stamp.mcid >= 0:
            mark = f"/Span <</MCID {stamp.mcid}>> BDC"
        # WeasyPrint leaves the page upside down, with y growing downwards.
        return (
            f"q 1 0 0 -1 0 {_points(height)} cm\n{mark}\n{red} {green} {blue} rg\nBT "
            f"/{self._face.hash} {_points(stamp.size)} Tf "
            f"1 0 0 1 {_points(stamp.x - length * share)} {_points(stamp.y)} Tm <{glyphs}> Tj ET\n"
            "EMC\nQ"
        ).encode()

    def _annotation(self, link: Link, key: int, page: int) -> bytes:
        box = " ".join(_points(each) for each in link.box)
        # What is not in this book is not to be seen; then the link stays where it is.
        to = b"/Dest[%d 0 R/Fit]" % page
        if link.anchor and link.anchor in self._joined.anchors:
            to = b"/Dest" + plain(pydyf.String(link.anchor))
        elif link.uri:
            to = b"/A<</Type/Action/S/URI/URI" + plain(pydyf.String(link.uri)) + b">>"
        words = plain(pydyf.String(link.words))
        head = f"<</Type/Annot/Subtype/Link/F 4/BS<</W 0>>/Rect[{box}]/StructParent {key}"
        return head.encode() + b"/Contents" + words + to + b">>"

    def _destinations(self, pdf: Any, pages: Sequence[int]) -> None:
        names = pydyf.Array()
        for name, place in sorted(self._joined.anchors.items()):
            names.append(pydyf.String(name))
            target = [b"%d 0 R" % pages[place.page], "/XYZ", place.x, place.y, 0]
            names.append(pydyf.Array(target))
        if names:
            pdf.catalog.setdefault("Names", pydyf.Dictionary())
            pdf.catalog["Names"]["Dests"] = pydyf.Dictionary({"Names": names})


class _Numbers:
    """The number in the book of a part's local number."""

    def __init__(self, base: int, shared: dict[int, int]) -> None:
        self._base, self._shared = base, shared

    def __call__(self, local: int) -> int:
        return self._base + local if local >= 0 else self._shared[local]


def _reserve(pdf: Any, part: LaidOut) -> None:
    """Add an empty object for each of a part's local numbers, in their order."""
    for _sheet in part.sheets:
        pdf.add_page(Raw())
    for _other in range(len(part.links) + len(part.pieces)):
        pdf.add_object(Raw())


def _added(pdf: Any, value: Raw) -> int:
    pdf.add_object(value)
    number: int = value.number
    return number


def _resources(pdf: Any) -> Any:
    """Return the resources of all pages of the PDF, were there any: they name the fonts."""
    return next(
        each
        for each in pdf.objects
        if isinstance(each, dict) and "Font" in each and "Shading" in each
    )


def _points(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
