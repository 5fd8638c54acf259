"""What an HTML book is made of, without a browser: one file, safe, the same each time."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.errors import InputError, MachineError
from antragstool.render.composing.view import ContentsEntry
from antragstool.render.options import BookKind, BookOptions
from antragstool.render.pages.fetching import Folders
from antragstool.render.templates import package_templates
from antragstool.render.web.embedding import Embedder
from antragstool.render.web.headings import with_levels
from antragstool.render.web.page import branches, render_web, web_page
from tests.book_samples import book

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(8)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


@pytest.fixture
def embedder(own: Path) -> Embedder:
    return Embedder(Folders(own.parent, package_templates()), "ABC abc", 10.0)


def _style(embedder: Embedder, own: Path, source: str) -> str:
    (own / "book.css").write_text(source, encoding="utf-8")
    return embedder.style("book.css")


# ---- styles -----------------------------------------------------------------------------------


def test_lengths_of_paper_grow_with_the_readers_size(embedder: Embedder, own: Path) -> None:
    style = _style(embedder, own, "p { margin: 5pt 25.4mm 1rem 3px; font: 20pt/1.5 serif }")
    assert "margin: 0.5000rem 7.2000rem 1rem 3px" in style
    assert "font: 2.0000rem/1.5 serif" in style


def test_on_paper_a_point_stays_a_point(embedder: Embedder, own: Path) -> None:
    style = _style(
        embedder,
        own,
        "@page { margin: 27mm; @top-left { font: 8pt serif } } @media print { p { margin: 5pt } }"
        " @media (min-width: 100mm) { p { margin: 5pt } }",
    )
    assert "margin: 27mm" in style
    assert "font: 8pt" in style
    assert style.count("margin: 5pt") == 1
    assert "(min-width: 100mm)" in style


def test_pictures_and_further_styles_get_into_the_style(embedder: Embedder, own: Path) -> None:
    (own / "logo.png").write_bytes(PICTURE)
    (own / "more").mkdir()
    (own / "more" / "more.css").write_text(".more { background: url( '../logo.png' ) }")
    style = _style(
        embedder, own, '@import "more/more.css" print; .a { background: URL(logo.png) no-repeat }'
    )
    picture = base64.b64encode(PICTURE).decode()
    assert style.count(f'url("data:image/png;base64,{picture}")') == 2
    assert "@media print" in style
    assert embedder.problems == []


def test_a_style_cannot_end_its_element(embedder: Embedder, own: Path) -> None:
    style = _style(embedder, own, 'p::after { content: "</style><script>alert(1)</script>" }')
    assert "</" not in style


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.org/x.png",
        "//example.org/x.png",
        "../../outside.png",
        "/etc/passwd",
        "../antragstool.toml",
        "../.git/logo.png",
        "missing.png",
        "http://[x/y.png",
    ],
)
def test_what_must_not_be_read_is_named(embedder: Embedder, own: Path, reference: str) -> None:
    (own.parent / "antragstool.toml").write_text("")
    _style(embedder, own, f'p {{ background: url("{reference}") }}')
    embedder.pictures(f'<img src="{reference}">')
    assert len(embedder.problems) == 2
    assert len(set(embedder.problems)) == 1


def test_an_import_that_is_no_address_is_named(embedder: Embedder, own: Path) -> None:
    _style(embedder, own, '@import "http://[x"; p { color: red }')
    assert len(embedder.problems) == 1


def test_styles_that_import_each_other_come_to_an_end(embedder: Embedder, own: Path) -> None:
    (own / "a.css").write_text('@import "book.css"; a { color: red }')
    style = _style(embedder, own, '@import "a.css"; b { color: red }')
    assert style.count("color: red") < 20
    assert embedder.problems


def test_a_font_keeps_only_the_signs_of_the_page() -> None:
    page = web_page(book(), Path("/nonexistent"))
    fonts = [base64.b64decode(each) for each in re.findall(r"font/woff2;base64,([^\"]+)", page)]
    whole = sum(path.stat().st_size for path in (package_templates() / "fonts").glob("*.ttf"))
    assert len(fonts) == 8
    assert all(each.startswith(b"wOF2") for each in fonts)
    assert sum(map(len, fonts)) < whole / 5


def test_a_broken_font_is_named(embedder: Embedder, own: Path) -> None:
    (own / "ours.ttf").write_bytes(b"no font")
    _style(embedder, own, "@font-face { font-family: X; src: url(ours.ttf) }")
    (problem,) = embedder.problems
    assert problem.file == "templates/ours.ttf"


# ---- pictures in templates --------------------------------------------------------------------


def test_a_picture_of_a_template_gets_into_the_page(embedder: Embedder, own: Path) -> None:
    (own / "logo.png").write_bytes(PICTURE)
    html = embedder.pictures(
        '<p>&lt;img src="logo.png"&gt;</p><img alt="a &quot;b&quot; > c" srcset="x 2x" src=logo.png />'
    )
    assert html.startswith('<p>&lt;img src="logo.png"&gt;</p><img alt="a &quot;b&quot; &gt; c"')
    assert 'src="data:image/png;base64,' in html
    assert "srcset" not in html


def test_a_book_with_a_picture_that_is_not_there_is_refused(own: Path) -> None:
    (own / "_cover.html").write_text('<h1>Wir</h1><img alt="" src="logo.png">')
    with pytest.raises(InputError, match=r"logo\.png"):
        web_page(book(), own.parent)


# ---- headings and contents --------------------------------------------------------------------


@given(st.lists(st.integers(1, 6)))
def test_no_heading_is_told_to_be_more_than_one_level_deeper(levels: list[int]) -> None:
    html = with_levels("".join(f'<h{level} class="x">a</h{level}>' for level in levels))
    told = [
        int(match[2] or match[1])
        for match in re.finditer(r'<h([1-6])(?: aria-level="(\d)")? class', html)
    ]
    assert len(told) == len(levels)
    before = 0
    for level, written in zip(told, levels, strict=True):
        assert 1 <= level <= min(written, before + 1)
        before = level
    assert re.sub(r' aria-level="\d"', "", html) == "".join(
        f'<h{level} class="x">a</h{level}>' for level in levels
    )


def test_headings_side_by_side_stay_side_by_side() -> None:
    html = with_levels("<h1>a</h1><h4>b</h4><h4>c</h4><h2>d</h2>")
    assert html == '<h1>a</h1><h4 aria-level="2">b</h4><h4 aria-level="2">c</h4><h2>d</h2>'


@given(st.lists(st.integers(0, 2)))
def test_the_contents_hang_below_each_other_and_none_is_lost(levels: list[int]) -> None:
    entries = [ContentsEntry(str(index), "", "", "", level=n) for index, n in enumerate(levels)]
    found: list[ContentsEntry] = []
    stack = list(reversed(branches(entries)))
    while stack:
        branch = stack.pop()
        found.append(branch.entry)
        assert all(below.entry.level > branch.entry.level for below in branch.below)
        stack += reversed(branch.below)
    assert found == entries


# ---- the file ---------------------------------------------------------------------------------


def test_the_same_book_is_the_same_bytes(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("one", "two"))
    for folder in (first, second):
        folder.mkdir()
        render_web(book(), folder / "book.html", folder, "2012-05-07T00:00:00Z")
    assert (first / "book.html").read_bytes() == (second / "book.html").read_bytes()


def test_an_older_book_is_replaced_and_another_file_is_not(tmp_path: Path) -> None:
    output = tmp_path / "book.html"
    render_web(book(), output, tmp_path)
    older = output.read_bytes()
    render_web(book(amended=False), output, tmp_path)
    assert output.read_bytes() != older
    output.write_text("<!DOCTYPE html><title>Meine Seite</title>")
    with pytest.raises(InputError) as raised:
        render_web(book(), output, tmp_path)
    assert raised.value.problems[0].hint
    assert "Meine Seite" in output.read_text()


def test_a_book_that_cannot_be_written_leaves_the_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "book.html"
    render_web(book(), output, tmp_path)
    older = output.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError, match="No space left"):
        render_web(book(amended=False), output, tmp_path)
    assert output.read_bytes() == older
    assert list(tmp_path.iterdir()) == [output]


def test_the_page_refers_to_nothing_outside(tmp_path: Path) -> None:
    page = web_page(book(), tmp_path)
    assert "default-src 'none'" in page
    references = re.findall(r"""(?:\bsrc|href|url)\s*[=(]\s*["']?([^"'\s>)]+)""", page)
    assert references
    assert all(each.startswith(("#", "data:")) for each in references)
    assert len(re.findall(r'(?<= id=")[^"]+', page)) == len(
        set(re.findall(r'(?<= id=")[^"]+', page))
    )


def test_a_wide_line_or_two_columns_change_nothing_in_the_browser(tmp_path: Path) -> None:
    sample = book()
    columns = replace(sample, options=replace(sample.options, columns=2))
    assert web_page(columns, tmp_path) == web_page(sample, tmp_path)


@pytest.mark.parametrize("kind", [BookKind.BALLOTS, BookKind.PROJECTOR])
def test_the_forms_are_refused(tmp_path: Path, kind: BookKind) -> None:
    with pytest.raises(InputError, match=r"no HTML"):
        render_web(book(options=BookOptions(kind)), tmp_path / "book.html", tmp_path)
