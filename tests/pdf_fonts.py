"""Whether a PDF has all that is needed of its faces: outlines, widths, and the text of each glyph."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

from tests.pdf_reading import Font
from tests.pdf_structure import Key, Structure, key, within


def font_problems(structure: Structure) -> Iterator[str]:
    """Yield what is missing of the faces that show words: all is embedded, and every glyph has a text."""
    faces: dict[Key, tuple[Any, set[int]]] = {}
    for number, page in enumerate(structure.pages):
        fonts = within(structure.pdf.pages[number].Resources, "/Font")
        for each in page.words:
            font = fonts[each.font]
            faces.setdefault(key(font), (font, set()))[1].update(each.codes)
    for font, codes in faces.values():
        shown = f"the face {font.get('/BaseFont', '')}"
        for problem in _face(font, codes):
            yield f"{shown} {problem}"


def _face(font: Any, codes: set[int]) -> Iterator[str]:
    face = Font(font)
    bad = [code for code in codes if face.texts.get(code, "\0") in ("\0", "\ufeff", "\ufffe", "")]
    if bad:
        yield f"has glyphs without a text: {sorted(bad)[:5]}"
    descriptor = within(font.DescendantFonts[0] if face.wide else font, "/FontDescriptor")
    files = [name for name in ("/FontFile", "/FontFile2", "/FontFile3") if name in descriptor]
    if not files and font.get("/Subtype") != "/Type3":
        yield "is not embedded"
    if not face.wide:
        return
    if 0 in codes:
        yield "shows a sign that it does not have (.notdef)"
    if codes - set(face.widths):
        yield "has glyphs without a width"
    if "/FontFile2" in files:
        yield from _glyphs(descriptor.FontFile2.read_bytes(), face, codes)


def _glyphs(program: bytes, face: Font, codes: set[int]) -> Iterator[str]:
    """Compare what the PDF says of glyphs with the face itself: a glyph number is its code."""
    with TTFont(io.BytesIO(program), lazy=True) as opened:
        unit, order = opened["head"].unitsPerEm, opened.getGlyphOrder()
        for code in sorted(codes):
            text = face.texts.get(code, "")
            if code >= len(order):
                yield f"does not hold the glyph of “{text}”"
                continue
            name = order[code]
            if text.strip() and opened["glyf"][name].numberOfContours == 0:
                yield f"holds no outline of “{text}”"
            width = opened["hmtx"][name][0] * 1000 / unit
            if abs(width - face.widths.get(code, 1000)) > 1:
                yield f"has another width of “{text}” than the PDF says"
