"""Real PDFs: their text, outline, links, bytes, and what must not get into them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from antragstool.i18n import activate
from antragstool.render.book import Book
from antragstool.render.composing.measure import COLUMN
from antragstool.render.composing.motions import book_view
from antragstool.render.html import book_html
from antragstool.render.pages.fetching import Folders
from antragstool.render.pages.line_numbers import PlacedNumber, _line_boxes, number_pages
from antragstool.render.pages.pdf import RenderedBook, render_book
from antragstool.render.templates import package_templates
from tests.book_samples import BODY, book
from tests.commands import Clerk

EPOCH = {"SOURCE_DATE_EPOCH": "1336348800"}


def _render(sample: Book, folder: Path, name: str = "book.pdf") -> tuple[Path, RenderedBook]:
    output = folder / "build" / name
    return output, render_book(sample, output, folder, EPOCH)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RenderedBook]:
    """One book for all tests that only look."""
    activate("en")
    return _render(book(), tmp_path_factory.mktemp("book"))


def _text(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(path), "-"]
    try:
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    except FileNotFoundError:
        pytest.skip("pdftotext (poppler-utils) is not there")
    return done.stdout


def _document(sample: Book, folder: Path) -> tuple[Any, tuple[tuple[PlacedNumber, ...], ...], Any]:
    """Lay a book out; return the unnumbered document, its numbers, and the numbered document."""
    from antragstool.render.pages.fetching import fetcher
    from antragstool.render.pages.fonts import use_only

    use_only(package_templates() / "fonts")
    from weasyprint import HTML

    html = book_html(book_view(sample), folder)
    folders = Folders(folder.resolve(), package_templates())
    refused: list[Any] = []
    base = (folder.resolve() / "templates").as_uri() + "/"
    source = HTML(string=html, base_url=base, url_fetcher=fetcher(folders, refused.append))
    document = source.render()
    numbered, placed = number_pages(document)
    return document, placed, numbered


def test_a_book_is_rendered_without_a_single_warning(rendered: tuple[Path, RenderedBook]) -> None:
    path, result = rendered
    assert result.warnings == ()
    with pikepdf.open(path) as opened:
        assert len(opened.pages) == result.pages


def test_every_official_line_is_in_the_text(rendered: tuple[Path, RenderedBook]) -> None:
    printed = [line.strip() for line in _text(rendered[0], "-layout").split("\n")]
    for line in book().resolutions[0].lines:
        assert any(found.endswith(line.shown) for found in printed), line


def test_line_numbers_are_not_between_the_copied_text(tmp_path: Path) -> None:
    path, _result = _render(book(first=9001, amended=False), tmp_path)
    for options in ((), ("-raw",), ("-layout",)):
        assert not re.search(r"\b90\d\d\b", _text(path, *options)), options


@pytest.mark.slow
@pytest.mark.parametrize("length", [20, 80, 95, 200])
def test_numbers_stand_beside_their_lines_and_no_line_wraps(tmp_path: Path, length: int) -> None:
    sample = book(BODY, length, 995, amended=False)
    document, placed, _numbered = _document(sample, tmp_path)
    expected = sample.resolutions[0].lines
    assert [n.number for page in placed for n in page] == [line.number for line in expected]
    lefts = {round(number.x, 3) for page in placed for number in page}
    assert len(lefts) == 1
    right = 0.0
    for page in document.pages:
        box = page._page_box
        for _element, line in _line_boxes(box):
            right = max(right, line.position_x + line.width - box.content_box_x())
    assert right * 0.75 <= COLUMN + 0.01


def test_the_insides_of_weasyprint_are_as_line_numbers_knows_them(tmp_path: Path) -> None:
    document, placed, numbered = _document(book(amended=False), tmp_path)
    import weasyprint
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

    assert weasyprint.__version__.split(".")[0] == "70"
    for name in ("stacked", "transform", "begin_marked_content", "end_marked_content"):
        assert callable(getattr(Stream, name))
    for name in ("set_font_size", "set_text_matrix", "show_text", "set_color_rgb"):
        assert callable(getattr(Stream, name))
    assert Font is not None
    lines = [line for page in document.pages for _e, line in _line_boxes(page._page_box)]
    assert len(lines) == sum(len(page) for page in placed) > 10
    assert all(isinstance(line, LineBox) and line.baseline > 0 for line in lines)
    with_numbers = numbered.write_pdf(uncompressed_pdf=True)
    assert b"/ActualText <FEFF>" in with_numbers
    assert b"ActualText" not in document.write_pdf(uncompressed_pdf=True)


def _outline(items: Any) -> list[Any]:
    return [
        (item.title, _outline(item.children)) if item.children else item.title for item in items
    ]


def test_bookmarks_are_nested(rendered: tuple[Path, RenderedBook]) -> None:
    with pikepdf.open(rendered[0]) as opened, opened.open_outline() as outline:
        titles = _outline(outline.root)
    assert titles == [
        "Contents",
        (
            "A1 Wahlrecht für alle",
            [
                "Text",
                "Reasons",
                "A1-Ä1 Sechs Monate",
                "A1-Ä2 KV Musterstadt",
                "A1-Ä3 Ersetzung",
                "A1-Ä4 KV Musterstadt",
                "Synopsis",
            ],
        ),
    ]


def test_contents_and_synopsis_link_to_what_they_name(rendered: tuple[Path, RenderedBook]) -> None:
    with pikepdf.open(rendered[0]) as opened:
        names = [
            str(annotation.Dest)
            for page in opened.pages
            for annotation in page.get("/Annots", [])
            if "/Dest" in annotation
        ]
        targets = {str(name) for name in list(opened.Root.Names.Dests.Names)[::2]}
    assert set(names) <= targets
    # Contents: number, title and page; the synopsis: number.
    assert names.count("A1-Ae1") >= 4
    assert names.count("A1") >= 3
    assert "A1--synopsis" in names


def test_the_document_says_its_language_title_and_author(
    rendered: tuple[Path, RenderedBook],
) -> None:
    with pikepdf.open(rendered[0]) as opened:
        assert str(opened.Root.Lang) == "de"
        assert str(opened.docinfo["/Title"]) == "Book of motions – Landeskonferenz 2012"
        assert str(opened.docinfo["/Author"]) == "Jugendverband Musterland"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20120507000000")


def test_only_the_fonts_of_the_program_are_used(rendered: tuple[Path, RenderedBook]) -> None:
    with pikepdf.open(rendered[0]) as opened:
        fonts = {
            str(item.get("/BaseFont"))
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert fonts
    assert all("Source" in font for font in fonts), fonts


def test_recommendation_and_outcome_and_votes_are_printed(
    rendered: tuple[Path, RenderedBook],
) -> None:
    text = _text(rendered[0], "-layout").replace("\u00a0", " ")
    assert "Adoption as amended (ohne Satz 2)" in text
    assert "1,204 yes, 78 no, 6 abstentions; two-thirds majority required" in text
    assert "mit großer Mehrheit" in text
    assert "not voted on yet" in text
    assert f"Page 3 of {rendered[1].pages}" in text


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    first, _result = _render(book(), tmp_path, "one.pdf")
    second, _result = _render(book(), tmp_path, "two.pdf")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("environ", [{}, {"SOURCE_DATE_EPOCH": "soon"}])
def test_the_date_is_the_given_one_if_the_environment_names_none(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    sample = replace(book(amended=False), as_of=datetime(2012, 5, 7, 12, 30, tzinfo=UTC))
    render_book(sample, tmp_path / "x.pdf", tmp_path, environ)
    with pikepdf.open(tmp_path / "x.pdf") as opened:
        assert str(opened.docinfo["/ModDate"]).startswith("D:20120507123000")


def test_a_book_without_resolutions_or_words_is_a_book_all_the_same(tmp_path: Path) -> None:
    empty = replace(book("", amended=False))
    _path, result = _render(empty, tmp_path)
    assert result.pages == 3
    none = replace(empty, resolutions=())
    assert _render(none, tmp_path)[1].warnings == ()


def test_a_list_of_supporters_and_a_long_title_stay_in_their_box(tmp_path: Path) -> None:
    sample = book(amended=False)
    item = sample.resolutions[0]
    crowded = replace(
        item.resolution,
        title="Eine Überschrift, die über drei Zeilen läuft und läuft, " * 4,
        supporters=tuple(f"Vorname Nachname {number}" for number in range(40)),
    )
    sample = replace(sample, resolutions=(replace(item, resolution=crowded),))
    path, result = _render(sample, tmp_path)
    assert result.warnings == ()
    text = _text(path, "-layout", "-f", "3", "-l", "3").replace("\u00a0", " ")
    assert "Vorname Nachname 39" in text
    assert text.split("\n")[0].strip().endswith("…")


def test_parts_versions_and_amendments_to_amendments_are_set_without_a_warning(
    clerk: Clerk,
) -> None:
    clerk.submit(
        "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\nZeile 4: Ersetze „365“ durch „300“.\n"
    )
    clerk.submit("Nach Zeile 2 einfügen: „Und auch nachts.“\n", subject="Nachts")
    nested = "---\nresolution: A1-Ä2\nsubmitter: OV\n---\nZeile 3: Streiche „auch“.\n"
    clerk.run("submit", clerk.write("nested.md", nested))
    clerk.submit("Streiche „barrierefrei“.\n")
    clerk.run("vote", "A1-Ä1", "rejected", "--parts", "2", "--yes", "20", "--no", "50")
    words = clerk.write("t.md", "Streiche „sollen barrierefrei“.\n")
    clerk.run("vote", "A1-Ä3", "adopted-as-amended", "--text", words)
    answer = clerk.run("render")
    assert (answer.code, answer.err) == (0, "")
    path = clerk.folder / "build" / "antragsbuch.pdf"
    with pikepdf.open(path) as opened, opened.open_outline() as outline:
        titles = _outline(outline.root)
    assert ("A1-Ä2 Nachts", ["A1-Ä2-Ä1 OV"]) in titles[1][1]
    text = " ".join(_text(path).replace("\u00a0", " ").split())
    assert "rejected · 20 yes, 50 no" in text
    assert "open · rejected: 2; open: 1" in text
    assert text.count("In the version that was adopted") == 2
