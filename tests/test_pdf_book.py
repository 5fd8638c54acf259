"""Real PDFs: their text, outline, links, bytes, and what must not get into them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from antragstool.i18n import activate
from antragstool.render.book import Book, Source
from antragstool.render.composing.frame import frame_of
from antragstool.render.options import BookOptions
from antragstool.render.pages.pdf import RenderedBook, render_book
from tests.book_samples import BODY, book, first_of, resolution, with_only
from tests.commands import Clerk
from tests.pdf_reading import Painted, ReadPage, read_page
from tests.pdf_structure import Reference, Structure, key

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


@dataclass(frozen=True, slots=True)
class _Number:
    """A painted line number: where it ends, and the words that stand on its base line."""

    number: int
    right: float
    words: str


def _numbers(page: ReadPage) -> Iterator[_Number]:
    """Yield the line numbers of a page: artifacts that are copied as nothing."""
    for each in page.words:
        if each.artifact and each.marks[-1].actual == "":
            beside = [other for other in page.words if _is_beside(other, each)]
            words = "".join(other.text for other in sorted(beside, key=lambda other: other.x))
            yield _Number(int(each.text), each.x + each.width, words)


def _is_beside(words: Painted, number: Painted) -> bool:
    return not words.artifact and abs(words.y - number.y) < 0.05 and words.x > number.x


def test_a_book_is_rendered_without_a_single_warning(rendered: tuple[Path, RenderedBook]) -> None:
    path, result = rendered
    assert result.warnings == ()
    with pikepdf.open(path) as opened:
        assert len(opened.pages) == result.pages


def test_every_official_line_is_in_the_text(rendered: tuple[Path, RenderedBook]) -> None:
    printed = [line.strip() for line in _text(rendered[0], "-layout").split("\n")]
    for line in first_of(book()).lines:
        assert any(found.endswith(line.shown) for found in printed), line


def test_line_numbers_are_not_between_the_copied_text(tmp_path: Path) -> None:
    path, _result = _render(book(first=9001, amended=False), tmp_path)
    for options in ((), ("-raw",), ("-layout",)):
        assert not re.search(r"\b90\d\d\b", _text(path, *options)), options


@pytest.mark.slow
@pytest.mark.parametrize("length", [20, 80, 95, 200])
def test_numbers_stand_beside_their_lines_and_no_line_wraps(tmp_path: Path, length: int) -> None:
    sample = book(BODY, length, 995, amended=False)
    path, _result = _render(sample, tmp_path)
    with pikepdf.open(path) as opened:
        pages = [read_page(page) for page in opened.pages]
    found = [number for page in pages for number in _numbers(page)]
    expected = first_of(sample).lines
    assert [each.number for each in found] == [line.number for line in expected]
    for each, line in zip(found, expected, strict=True):
        assert _squeezed(each.words).endswith(_squeezed(line.shown)), line
        assert len(_squeezed(each.words)) <= len(_squeezed(line.shown)) + 2  # a bullet or a number
    assert len({round(each.right, 2) for each in found}) == 1
    edge = found[0].right + 4.2 * 72 / 25.4 + frame_of(sample).column.width
    tagged = [each for page in pages[2:] for each in page.words if not each.artifact]
    assert max(each.x + each.width for each in tagged) <= edge + 0.5


def _squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def test_only_every_fifth_number_is_printed_if_that_is_asked_for(tmp_path: Path) -> None:
    sample = book(first=7, amended=False, options=BookOptions(every=5))
    path, _result = _render(sample, tmp_path)
    with pikepdf.open(path) as opened:
        found = [each for page in opened.pages for each in _numbers(read_page(page))]
    lines = {line.number: line.shown for line in first_of(sample).lines}
    assert [each.number for each in found] == [number for number in lines if number % 5 == 0]
    assert all(_squeezed(lines[each.number]) in _squeezed(each.words) for each in found)


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


def test_the_contents_say_the_page_on_which_it_stands(tmp_path: Path) -> None:
    path, result = _render(book("\n\n".join([BODY.split("# Begr")[0]] * 24)), tmp_path)
    assert result.pages > 9
    with pikepdf.open(path) as opened:
        structure = Structure(opened)
        index = {key(page.obj): number for number, page in enumerate(opened.pages, 1)}
        listed = list(opened.Root.Names.Dests.Names)
        pages = {
            str(name): index[key(place[0])]
            for name, place in zip(listed[::2], listed[1::2], strict=True)
        }
        said = [
            (int(structure.text(node)), pages[str(kid.annotation.Dest)])
            for node in structure.root.walk()
            if node.kind == "Link" and structure.text(node).strip().isdecimal()
            for kid in node.kids
            if isinstance(kid, Reference)
        ]
    assert len(said) == 6
    assert all(printed == real for printed, real in said), said
    assert len({real for _printed, real in said}) > 3


def test_every_page_but_the_cover_says_its_number(rendered: tuple[Path, RenderedBook]) -> None:
    with pikepdf.open(rendered[0]) as opened:
        pages = [read_page(page) for page in opened.pages]
    said = [
        [each.text.replace("\u00a0", " ") for each in page.words if "Page " in each.text]
        for page in pages
    ]
    assert said == [
        [],
        *([f"Page {number} of {len(pages)}"] for number in range(2, len(pages) + 1)),
    ]


def test_the_files_of_the_book_are_attached(tmp_path: Path) -> None:
    files = (Source("amendments/A1-Ae1.md", "Über".encode()), Source("votes.json", b"{}\n"))
    path, result = _render(replace(book(amended=False), sources=lambda: files), tmp_path)
    assert result.warnings == ()
    with pikepdf.open(path) as opened:
        found = {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
    assert found == {source.name: source.data for source in files}


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


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    first, _result = _render(book(), tmp_path / "here", "one.pdf")
    second, _result = _render(book(), tmp_path / "there", "two.pdf")
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
    none = replace(empty, items=())
    assert _render(none, tmp_path)[1].warnings == ()


def test_a_list_of_supporters_and_a_long_title_stay_in_their_box(tmp_path: Path) -> None:
    sample = book(amended=False)
    item = first_of(sample)
    crowded = replace(
        item.resolution,
        title="Eine Überschrift, die über drei Zeilen läuft und läuft, " * 4,
        supporters=tuple(f"Vorname Nachname {number}" for number in range(40)),
    )
    sample = with_only(sample, replace(item, resolution=crowded))
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


def test_zeros_in_a_title_are_no_place_for_a_page_number(tmp_path: Path) -> None:
    item = resolution("\n\n".join([BODY] * 3), title="Vision 0000 der 0000 Wege")
    path, _result = _render(with_only(book(), item), tmp_path)
    words = _text(path, "-f", "3")
    assert words.count("Vision 0000 der 0000 Wege") >= 2  # in the head box and in the running head
    assert re.search(r"Page 3 of \d+", words)
