"""The joined parts as the bytes of a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from antragstool.render.book import Source
from antragstool.render.pages import weasy
from antragstool.render.pages.joining import Joined, Writer
from antragstool.render.pages.laid_out import FontUse, LaidOut
from antragstool.render.pages.laying_out import Press, collected_once
from antragstool.render.pages.metadata import Metadata, claim_both, describe
from antragstool.render.pages.pieces import deflate_once


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the book with some of its signs, for the template that shows one paragraph of each."""

    family: str
    weight: int
    style: str
    words: str


def write_joined(
    parts: list[LaidOut],
    metadata: Metadata,
    press: Press,
    sample: Callable[[Sequence[Face]], str],
    sources: Sequence[Source],
    identifier: str,
) -> tuple[bytes, int]:
    """Return *parts* as one PDF, and the number of its pages; the list is empty then.

    *sample* makes a document that uses all given faces; *sources* are attached. *identifier* are
    32 hexadecimal digits.
    """
    joined = Joined(parts)
    uses = _all_uses(parts)
    signs = joined.signs()
    # The stamps need a face even where no part has used one yet.
    stamps = Face("Source Sans 3", 400, "normal", "0")
    document, _every = press.document(sample([*map(_face, uses.values()), stamps]))
    fonts: dict[object, object] = {}
    weasy.paint_into(document, fonts)
    weasy.use_only(fonts, uses)
    face, glyphs = weasy.face_with(signs or "0", fonts)
    blank = document.copy([])
    blank.fonts = {key: font for key, font in fonts.items() if font.to_unicode}  # type: ignore[attr-defined]
    describe(blank, metadata)
    writer = Writer(joined, face, glyphs)

    def finish(found: object, pdf: object) -> None:
        writer.finish(found, pdf)
        parts.clear()  # what was put in is not needed twice; writing takes memory too
        claim_both(pdf)
        deflate_once(pdf)

    target = io.BytesIO()
    with weasy.quick_writing(), collected_once():
        blank.write_pdf(
            target,
            finisher=finish,
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            pdf_identifier=False,
            attachments=[_attachment(each, metadata.created, press.fetcher) for each in sources],
        )
    return _identified(target.getvalue(), identifier), joined.pages


def _identified(pdf: bytes, identifier: str) -> bytes:
    """Return *pdf* with its identifier, in the last object's dictionary, which nothing points behind.

    WeasyPrint could write one, but would deflate everything a second time for it.
    """
    place = pdf.rindex(b"/Type /XRef")
    return pdf[:place] + f"/ID [<{identifier}> <{identifier}>]".encode() + pdf[place:]


def _all_uses(parts: Sequence[LaidOut]) -> dict[str, FontUse]:
    """Return each face with all that any part uses of it."""
    glyphs: dict[str, dict[int, str]] = {}
    widths: dict[str, dict[int, int]] = {}
    missing: dict[str, dict[int, int]] = {}
    first: dict[str, FontUse] = {}
    for part in parts:
        for use in part.fonts:
            first.setdefault(use.hash, use)
            for into, found in ((glyphs, use.glyphs), (widths, use.widths), (missing, use.missing)):
                mine = into.setdefault(use.hash, {})
                for key, value in found:
                    mine.setdefault(key, value)  # type: ignore[arg-type]
    return {
        name: FontUse(
            name,
            use.family,
            use.weight,
            use.style,
            tuple(glyphs[name].items()),
            tuple(widths[name].items()),
            tuple(missing[name].items()),
        )
        for name, use in sorted(first.items())
    }


def _face(use: FontUse) -> Face:
    absent = {number for _code, number in use.missing}
    words = "".join(text for glyph, text in use.glyphs if glyph not in absent)
    style = {1: "oblique", 2: "italic"}.get(use.style, "normal")
    return Face(use.family, use.weight, style, words[:40] or "0")


def _attachment(source: Source, created: str, fetcher: object) -> object:
    from weasyprint import Attachment

    moment = datetime.fromisoformat(created) if created else datetime(1970, 1, 1, tzinfo=UTC)
    # Without a fetcher each would make one of its own, which takes longer than all the rest.
    return Attachment(
        string=source.data,
        url_fetcher=fetcher,
        name=source.name,
        created=moment,
        modified=moment,
        relationship="Source",
    )
