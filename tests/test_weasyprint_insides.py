"""The insides of WeasyPrint that render/pages uses: a new version that changes them fails here, by name.

What breaks has to be mended in ``render/pages/weasy.py`` and ``capturing.py``; see the list there.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pydyf
import pytest

from antragstool.render.pages import fonts
from antragstool.render.templates import package_templates

HTML = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>T</title><style>
@page { size: 300px 400px; margin: 40px; @bottom-right { content: "Seite 0000"; width: 100% } }
html { font: 10px "Source Sans 3" } body, h1 { margin: 0; font-weight: 400 } .two { columns: 2; column-gap: 20px }
</style></head><body><h1 id="top" style="bookmark-level: 1; bookmark-label: 'Oben'">Oben</h1>
<p class="lines" data-first="7" style="white-space: pre">eins
zwei</p><p><ins>neu</ins> <del>alt</del> <a href="#top">hinauf</a> <a href="https://example.org/">hinaus</a></p>
<div class="two"><p data-first="9">links</p><p data-first="10">rechts</p></div></body></html>"""


@pytest.fixture(scope="module")
def document() -> Any:
    """A page with a margin box, lines, columns and links."""
    fonts.use_only(package_templates() / "fonts")
    import weasyprint

    return weasyprint.HTML(string=HTML).render()


@pytest.fixture(scope="module")
def written(document: Any) -> Any:
    """The PDF of that page as WeasyPrint hands it to its finisher."""
    found: list[Any] = []
    document.write_pdf(finisher=lambda _document, pdf: found.append(pdf), pdf_variant="pdf/ua-1")
    return found[0]


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def test_the_version_is_the_one_whose_insides_are_known() -> None:
    import weasyprint

    assert weasyprint.__version__.split(".")[0] == "70"


def test_a_document_has_pages_fonts_bookmarks_and_can_be_copied(document: Any) -> None:
    (page,) = document.pages
    assert (page.width, page.height, page.bleed["top"]) == (300, 400, 0)
    assert page.anchors["top"][:2] == pytest.approx((40, page.anchors["top"][1]))
    assert sorted(link[0] for link in page.links) == ["external", "internal"]
    kind, target, box, source = next(link for link in page.links if link[0] == "internal")
    assert (kind, target, len(box), source.element.tag) == ("internal", "top", 4, "a")
    ((label, (sheet, x, y), inner, state),) = document.make_bookmark_tree(0.75, True)
    assert (label, sheet, inner, state) == ("Oben", 0, [], "open")
    assert y > x > 0
    assert hasattr(document, "fonts")
    assert hasattr(document, "metadata")
    assert document.copy([]).pages == []


def test_boxes_say_where_they_are_and_which_element_they_are_of(document: Any) -> None:
    from weasyprint.formatting_structure.boxes import LineBox, MarginBox, TextBox

    page = document.pages[0]._page_box
    assert page.content_box_x() == 40
    found = list(_boxes(page))
    numbered = [box for box in found if getattr(box.element, "get", lambda _n: None)("data-first")]
    lines = [each for box in numbered for each in _boxes(box) if isinstance(each, LineBox)]
    assert all(line.baseline > 0 and line.position_y > 40 for line in lines)
    assert len({id(line) for line in lines}) == 4
    (margin,) = [box for box in found if isinstance(box, MarginBox) and box.children]
    assert margin.at_keyword == "@bottom-right"
    (words,) = [box for box in _boxes(margin) if isinstance(box, TextBox)]
    assert (words.text, words.style["font_size"]) == ("Seite 0000", 10)
    assert words.style["color"].to("srgb").coordinates[0] == 0
    assert words.position_x > 0 < words.width
    columns = [box for box in found if getattr(box, "is_column", False)]
    assert [box.content_box_x() for box in columns] == [40, 160]


def test_painting_marks_words_and_gathers_faces(document: Any) -> None:
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.pdf.stream import Stream

    resources = pydyf.Dictionary(
        {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")}
    )
    faces: dict[Any, Any] = {}
    page = document.pages[0]
    stream = Stream(faces, (0, 0, 300, 400), resources, {}, {}, {}, None)
    page.paint(stream, 0.75)
    assert stream._fonts is faces
    marked = {box.text: tag for box, tag in stream._tags.items() if isinstance(box, TextBox)}
    assert {"neu", "alt", "eins", "Seite 0000"} <= set(marked)
    numbers = [tag["mcid"] for tag in stream._tags.values()]
    assert sorted(numbers) == list(range(len(numbers)))
    (face,) = [face for face in faces.values() if face.weight == 400]
    assert "Source Sans 3" in face.family
    assert face.file_content[:4] in (b"\0\1\0\0", b"OTTO", b"true")
    assert any(face.hash.encode() in each for each in stream.stream if isinstance(each, bytes))
    assert set("Seite0") <= set("".join(face.to_unicode.values()))
    assert set(face.to_unicode) <= set(face.widths)
    assert (face.style, face.bitmap, face.index, dict(face.missing)) == (0, False, 0, {})


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("stacked", []),
        ("transform", ["a", "b", "c", "d", "e", "f"]),
        ("set_font_size", ["font", "size"]),
        ("set_text_matrix", ["a", "b", "c", "d", "e", "f"]),
        ("show_text", ["text"]),
        ("set_color_rgb", ["r", "g", "b", "stroke"]),
        ("begin_marked_content", ["tag", "property_list"]),
        ("end_marked_content", []),
        ("begin_text", []),
        ("end_text", []),
    ],
)
def test_a_stream_can_be_painted_into(name: str, arguments: list[str]) -> None:
    from weasyprint.pdf.stream import Stream

    found = list(inspect.signature(getattr(Stream, name)).parameters)
    assert found[1:] == arguments


def test_the_tag_of_an_element_is_asked_for_in_one_place() -> None:
    from weasyprint.pdf import tags

    usual = [tags._get_pdf_tag(name) for name in ("p", "ins", "del", None)]
    assert usual == ["P", "NonStruct", "NonStruct", "NonStruct"]
    assert "_get_pdf_tag(" in inspect.getsource(tags._build_box_tree)


def test_the_finisher_gets_pages_content_and_structure(written: Any) -> None:
    kids = written.pages["Kids"]
    page = written.objects[kids[0]]
    assert page["Type"] == "/Page"
    stream = _object(written, page["Contents"])
    assert any(b"BDC" in bytes(item) for item in stream.stream if isinstance(item, bytes))
    assert "Font" in _object(written, page["Resources"])
    annotations = [_object(written, each) for each in page["Annots"]]
    assert len(annotations) == 2
    assert all(len(each["Rect"]) == 4 for each in annotations)
    root = _object(written, written.catalog["StructTreeRoot"])
    document = _object(written, root["K"][0])
    assert (document["S"], bool(document["K"])) == ("/Document", True)
    assert "Nums" in _object(written, root["ParentTree"])
    first = _object(written, document["K"][0])
    assert {"S", "K", "Pg", "P"} <= set(first)
