"""The insides of WeasyPrint that the books need, as they are in version 70. All of them are here.

- ``Document.pages``, ``.fonts``, ``.copy(pages)``, ``.make_bookmark_tree``, ``.metadata``,
  ``.write_pdf(finisher=…)``, ``Page.paint``, ``.anchors``, ``.links``, ``.width``, ``.height``,
  ``.bleed``: documented.
- ``Page._page_box`` and the boxes below it: ``children``, ``element``, ``is_column``,
  ``content_box_x()``, ``position_x``, ``position_y``, ``width``, ``baseline``, ``style``,
  ``text``; the classes ``LineBox``, ``TextBox``, ``MarginBox`` (``at_keyword``).
- ``pdf.stream.Stream``: ``_tags`` (the number of each marked text box), ``_fonts``, ``stacked``,
  ``transform``, ``set_font_size``, ``set_text_matrix``, ``show_text``, ``set_color_rgb``.
- ``pdf.tags._get_pdf_tag``: which structure element an HTML element becomes.
- ``pdf.fonts.Font``: ``hash``, ``family``, ``weight``, ``style``, ``file_content``, ``index``,
  ``to_unicode``, ``widths``, ``missing``, ``bitmap``.
- pydyf's ``zlib``, which its streams call ``compressobj(level=…)`` of.

tests/test_weasyprint_insides.py says which of them changed when a new version does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from antragstool.render.pages.laid_out import PAGE_NUMBER, FontUse, Stamp
from antragstool.render.pages.line_numbers import GREY, LaidLine, PlacedNumber, first_number
from antragstool.render.pages.lists import LABEL, MARKER
from antragstool.render.pages.structure import DELETED, INSERTED

SCALE = 0.75  # points in a CSS pixel
ANCHOR = "antragstool:"  # an address that stands for an anchor of the book, in another part maybe
PLACEHOLDER = "0000"
_ALIGN = {"left": "left", "center": "center", "right": "right"}


@contextmanager
def own_tags() -> Iterator[None]:
    """Let WeasyPrint tell inserted and deleted words, and markers of lists, from others."""
    from weasyprint.pdf import tags

    usual = tags._get_pdf_tag
    own = {"ins": INSERTED, "del": DELETED}

    def tag_of(tag: str | None) -> str:
        marker = MARKER.fullmatch(tag or "")
        found: str = LABEL + marker[1] if marker else own.get(tag or "") or usual(tag)
        return found

    tags._get_pdf_tag = tag_of
    try:
        yield
    finally:
        tags._get_pdf_tag = usual


def laid_lines(page: Any) -> Iterator[LaidLine]:
    """Yield every line inside an element with ``data-first``, in the order of the page."""
    from weasyprint.formatting_structure.boxes import LineBox

    left = page._page_box.content_box_x()
    stack: list[tuple[Any, Any, float]] = [(page._page_box, None, left)]
    while stack:
        box, numbered, left = stack.pop()
        element = getattr(box, "element", None)
        if element is not None and hasattr(element, "get") and first_number(element):
            numbered = element
        if isinstance(box, LineBox):
            if numbered is not None:
                yield LaidLine(numbered, left, box.position_y + box.baseline, _words_size(box))
            continue
        if getattr(box, "is_column", False):
            left = box.content_box_x()
        children = getattr(box, "children", None) or ()
        stack.extend((child, numbered, left) for child in reversed(children))


def _words_size(line: Any) -> float:
    """Return the type size of a line's first words: a heading, or a line set smaller to fit, has its own."""
    from weasyprint.formatting_structure.boxes import TextBox

    for box in line.descendants():
        if isinstance(box, TextBox) and box.text.strip():
            return float(box.style["font_size"])
    return float(line.style["font_size"])


class CapturedPage:
    """A WeasyPrint page that paints itself, then its line numbers, and remembers what it painted.

    *texts* are the words of each marked content, *stamps* the places of numbers that are painted
    after joining, *blank* the marked contents that stand there now, *links* all lead to an address. After the page that is *last* has been painted
    the *fonts* of the document are taken out, or each part would embed them.
    """

    def __init__(self, page: Any, numbers: tuple[PlacedNumber, ...], *, last: bool) -> None:
        self._page = page
        self._numbers = numbers
        self._last = last
        self.texts: dict[int, str] = {}
        self.stamps: tuple[Stamp, ...] = ()
        self.blank: set[int] = set()
        self.fonts: tuple[FontUse, ...] = ()
        self.links = [
            ("external", ANCHOR + target, box, source) if kind == "internal" else link
            for link in page.links
            for kind, target, box, source in (link,)
            if kind != "attachment"  # files of the conference are attached, and no others
        ]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page and its line numbers."""
        self._page.paint(stream, scale)
        marked = {box: tag["mcid"] for box, tag in stream._tags.items()}
        self.texts = {number: getattr(box, "text", "") for box, number in marked.items()}
        found = tuple(_stamps(self._page, marked))
        self.stamps = tuple(stamp for stamp, _number in found)
        self.blank = {number for _stamp, number in found}
        if self._numbers:
            _paint_numbers(stream, scale, self._numbers)
        if self._last:
            self.fonts = tuple(_use_of(font) for font in stream._fonts.values())
            stream._fonts.clear()


def _stamps(page: Any, marked: dict[Any, int]) -> Iterator[tuple[Stamp, int]]:
    """Yield the stamps of *page*, each with the marked content that stands in its place."""
    from weasyprint.formatting_structure.boxes import MarginBox, TextBox

    for child in page._page_box.children:
        if isinstance(child, MarginBox) and _has_placeholder(child):
            for box in child.descendants():
                if isinstance(box, TextBox) and PLACEHOLDER in box.text:
                    align = _ALIGN.get(child.at_keyword.rsplit("-", 1)[-1], "left")
                    yield _stamp(page, box, child, PAGE_NUMBER, align, -1), marked[box]
    for box, number in marked.items():
        element = getattr(box, "element", None)
        target = element.get("data-page-of") if element is not None else None
        if target and PLACEHOLDER in getattr(box, "text", ""):
            yield _stamp(page, box, box, target, "right", number), number


def _has_placeholder(box: Any) -> bool:
    """Tell whether the style writes the placeholder into a margin box; a title with zeros does not count."""
    content = box.style["content"]
    return not isinstance(content, str) and any(
        kind == "string" and PLACEHOLDER in value for kind, value in content
    )


def _stamp(page: Any, box: Any, edges: Any, target: str, align: str, mcid: int) -> Stamp:
    left = box.position_x if edges is box else edges.content_box_x()
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    return Stamp(
        target,
        box.text,
        (left + edges.width * share) * SCALE,
        (page.height - box.position_y - box.baseline) * SCALE,
        align,
        box.style["font_size"] * SCALE,
        _rgb(box.style["color"]),
        mcid,
    )


def _rgb(color: Any) -> tuple[float, float, float]:
    red, green, blue = (round(float(part), 4) for part in color.to("srgb").coordinates)
    return red, green, blue


def _paint_numbers(stream: Any, scale: float, numbers: tuple[PlacedNumber, ...]) -> None:
    """Paint line numbers as an artifact with an empty text: no reader copies or speaks them."""
    font, digits = face_with("0123456789", stream._fonts)
    with stream.stacked():
        stream.transform(a=scale, d=scale)
        stream.begin_marked_content("Artifact", b"<</Type /Layout>>")
        stream.begin_marked_content("Span", b"<</ActualText <FEFF>>>")
        stream.set_color_rgb(*GREY)
        stream.begin_text()
        for placed in numbers:
            stream.set_font_size(font.hash, placed.size)
            glyphs = [digits[digit] for digit in str(placed.number)]
            length = sum(width for _glyph, width in glyphs) * placed.size / 1000
            stream.set_text_matrix(1, 0, 0, -1, placed.x - length, placed.y)
            stream.show_text("<" + "".join(f"{glyph:04x}" for glyph, _width in glyphs) + ">")
        stream.end_text()
        stream.end_marked_content()
        stream.end_marked_content()


def face_with(signs: str, fonts: dict[Any, Any]) -> tuple[Any, dict[str, tuple[int, int]]]:
    """Return an upright face of *fonts* that has all *signs*, and their glyphs and widths (1/1000 em).

    The signs become part of what is embedded of the face.
    """
    faces = [font for font in fonts.values() if not font.bitmap]
    faces.sort(
        key=lambda face: (
            "Sans" not in face.family,
            face.weight != 400,
            bool(face.style),
            face.hash,
        )
    )
    for face in faces:
        found = _read_signs(face, signs)
        if found:
            return face, found
    raise ValueError(f"no font of the book has all of {signs!r}")


def _read_signs(face: Any, signs: str) -> dict[str, tuple[int, int]]:
    from fontTools.ttLib import TTFont

    known: dict[str, tuple[int, int]] = getattr(face, "antragstool_signs", {})
    if not all(sign in known for sign in signs):
        with TTFont(io.BytesIO(face.file_content), fontNumber=face.index, lazy=True) as opened:
            characters = opened.getBestCmap()
            if any(ord(sign) not in characters for sign in signs):
                return {}
            unit = opened["head"].unitsPerEm
            for sign in signs:
                name = characters[ord(sign)]
                width = round(opened["hmtx"][name][0] * 1000 / unit)
                known[sign] = (opened.getGlyphID(name), width)
        face.antragstool_signs = known
    for sign in signs:
        glyph, width = known[sign]
        face.to_unicode.setdefault(glyph, sign)
        face.widths.setdefault(glyph, width)
    return known


def _use_of(font: Any) -> FontUse:
    return FontUse(
        font.hash,
        font.family,
        font.weight,
        font.style,
        tuple(font.to_unicode.items()),
        tuple(font.widths.items()),
        tuple(font.missing.items()),
    )


def paint_into(document: Any, fonts: dict[Any, Any]) -> None:
    """Paint *document* nowhere, so that *fonts* get its faces."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    names = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in names})
    for page in document.pages:
        area = (0, 0, page.width, page.height)
        page.paint(Stream(fonts, area, resources, {}, None, {}, None), SCALE)


@contextmanager
def quick_writing() -> Iterator[None]:
    """Let pydyf deflate its one large stream of objects at zlib's usual level, not at the highest.

    That takes a quarter of the time and makes it a few percent larger.
    """
    import pydyf

    usual = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compressobj=lambda level: usual.compressobj(min(level, 6)))
    try:
        yield
    finally:
        pydyf.zlib = usual


def use_only(fonts: dict[Any, Any], uses: Mapping[str, FontUse]) -> None:
    """Make each face of *fonts* embed what *uses* says, and nothing if it is not in there.

    Raises RuntimeError for a use whose face is not among *fonts*.
    """
    known = {font.hash for font in fonts.values()}
    lost = sorted(uses.keys() - known)
    if lost:
        names = ", ".join(f"{uses[each].family} {uses[each].weight}" for each in lost)
        raise RuntimeError(f"faces of the book were not found again: {names}")
    for font in fonts.values():
        use = uses.get(font.hash)
        font.to_unicode = dict(use.glyphs) if use else {}
        font.widths = dict(use.widths) if use else {}
        font.missing = dict(use.missing) if use else {}
