"""Official line numbers, painted into the margin after the layout.

Numbers made by CSS would be copied in between the text and cost most of the time of the
layout. So every line of official text is laid out without a number, and a wrapper of each
page paints the numbers beside the lines where they came to stand. They are marked so that
no reader copies or speaks them (an empty ``/ActualText``).

This is the one module that knows the insides of WeasyPrint, as they are in version 70:

- ``Document.pages``, ``Document.copy(pages)``, ``Page.paint(stream, scale)`` (documented);
- ``Page._page_box``, the tree of boxes below it (``children``, ``element``), and
  ``formatting_structure.boxes.LineBox`` with ``position_y`` and ``baseline`` (CSS pixels);
- ``pdf.stream.Stream``: ``_fonts``, ``stacked``, ``transform``, ``begin_marked_content``,
  ``set_font_size``, ``set_text_matrix``, ``show_text``, ``set_color_rgb``;
- ``pdf.fonts.Font``: ``family``, ``weight``, ``style``, ``hash``, ``file_content``, ``index``,
  ``to_unicode``, ``widths``, ``bitmap``.

An element with ``data-first`` gets that number beside its first line and the following
numbers beside the following lines, across page breaks; with ``data-only`` its first line
alone gets a number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

GAP = 4.2 * 96 / 25.4  # CSS pixels between a number and the left edge of the text
SIZE = 7.8 * 96 / 72
_GREY = (0.42, 0.42, 0.42)


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number, the right end of its base line (CSS pixels from the page's top left)."""

    number: int
    x: float
    y: float


def number_pages(document: Any) -> tuple[Any, tuple[tuple[PlacedNumber, ...], ...]]:
    """Return a copy of a WeasyPrint document with painted line numbers, and those of each page."""
    following: dict[Any, int | None] = {}
    placed = tuple(tuple(_place(page, following)) for page in document.pages)
    pages = [
        _NumberedPage(page, numbers) for page, numbers in zip(document.pages, placed, strict=True)
    ]
    return document.copy(pages), placed


def _place(page: Any, following: dict[Any, int | None]) -> Iterator[PlacedNumber]:
    left = page._page_box.content_box_x()
    for element, line in _line_boxes(page._page_box):
        if element not in following:
            following[element] = int(element.get("data-first"))
        number = following[element]
        if number is None:
            continue
        following[element] = None if element.get("data-only") is not None else number + 1
        yield PlacedNumber(number, left - GAP, line.position_y + line.baseline)


def _line_boxes(page_box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every line box inside an element with ``data-first``, in the order of the page."""
    from weasyprint.formatting_structure.boxes import LineBox

    stack: list[tuple[Any, Any]] = [(page_box, None)]
    while stack:
        box, numbered = stack.pop()
        element = getattr(box, "element", None)
        if element is not None and hasattr(element, "get") and element.get("data-first"):
            numbered = element
        if isinstance(box, LineBox):
            if numbered is not None:
                yield numbered, box
            continue
        children = getattr(box, "children", None) or ()
        stack.extend((child, numbered) for child in reversed(children))


class _NumberedPage:
    """A WeasyPrint page that paints itself, then its numbers."""

    def __init__(self, page: Any, numbers: tuple[PlacedNumber, ...]) -> None:
        self._page = page
        self._numbers = numbers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page and its line numbers."""
        self._page.paint(stream, scale)
        if not self._numbers:
            return
        font, digits = _digits(stream)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            stream.begin_marked_content("Span", "<</ActualText <FEFF>>>")
            stream.set_color_rgb(*_GREY)
            stream.begin_text()
            stream.set_font_size(font.hash, SIZE)
            for placed in self._numbers:
                glyphs = [digits[digit] for digit in str(placed.number)]
                length = sum(width for _glyph, width in glyphs) * SIZE / 1000
                stream.set_text_matrix(1, 0, 0, -1, placed.x - length, placed.y)
                stream.show_text("<" + "".join(f"{glyph:04x}" for glyph, _width in glyphs) + ">")
            stream.end_text()
            stream.end_marked_content()


def _digits(stream: Any) -> tuple[Any, dict[str, tuple[int, int]]]:
    """Return an upright font of the document, and glyph and width (in 1/1000 em) of its digits.

    A page with official lines has painted its running head before, so there is one.
    """
    fonts = [font for font in stream._fonts.values() if not font.bitmap]
    fonts.sort(key=lambda font: ("Sans" not in font.family, font.weight != 400, bool(font.style)))
    for font in fonts:
        found = getattr(font, "antragstool_digits", None) or _read_digits(font)
        if found:
            font.antragstool_digits = found
            return font, found
    raise RuntimeError("no font of the document has digits")


def _read_digits(font: Any) -> dict[str, tuple[int, int]]:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True) as opened:
        characters = opened.getBestCmap()
        if any(ord(digit) not in characters for digit in "0123456789"):
            return {}
        unit = opened["head"].unitsPerEm
        digits: dict[str, tuple[int, int]] = {}
        for digit in "0123456789":
            name = characters[ord(digit)]
            glyph = opened.getGlyphID(name)
            digits[digit] = (glyph, round(opened["hmtx"][name][0] * 1000 / unit))
            font.to_unicode.setdefault(glyph, digit)
            font.widths.setdefault(glyph, digits[digit][1])
    return digits
