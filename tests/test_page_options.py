"""Paper, columns, large print: what is laid out fits the page, and what belongs together stays so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from antragstool.diff.passages import Mark, PassageLine, Run
from antragstool.render.book import BookResolution
from antragstool.render.composing.frame import frame_of, small_type
from antragstool.render.composing.kinds import parts_of
from antragstool.render.composing.printed import print_passage
from antragstool.render.html import Templates
from antragstool.render.options import BookOptions, Paper
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.logged import logged
from tests.book_samples import BODY, amendments, book, first_of, with_only

OPTIONS = [
    BookOptions(paper=paper, columns=columns, large=large)
    for paper, columns, large in product(Paper, (1, 2), (False, True))
]
SENTENCE = "Wir fordern Busse und Bahnen in allen Kreisen, auch am Abend und am Wochenende. "
LONG = "\n\n".join(
    f"{'#' * (2 + number % 3)} Abschnitt {number}\n\n{SENTENCE * (1 + number % 5)}"
    for number in range(1, 60)
)
_SIZES = {
    (Paper.A4, False): (210, 297),
    (Paper.A4, True): (297, 210),
    (Paper.A5, False): (148, 210),
    (Paper.A5, True): (210, 148),
}


def laid_out(item: BookResolution, options: BookOptions, folder: Path) -> Any:
    """Return WeasyPrint's document of a resolution in the book of motions."""
    sample = with_only(book(options=options), item)
    frame = frame_of(sample)
    (part,) = parts_of(item, frame)
    document, _every = Press(folder).document(Templates(folder).part(frame, part))
    return document


def _name(options: BookOptions) -> str:
    large = "-large" if options.large else ""
    return f"{options.paper}-{options.columns}{large}"


@pytest.mark.parametrize("options", OPTIONS, ids=_name)
def test_no_official_line_wraps_or_leaves_its_column(tmp_path: Path, options: BookOptions) -> None:
    item = replace(first_of(book(BODY, first=995)), amendments=amendments())
    with logged() as warnings:
        document = laid_out(item, options, tmp_path)
    assert warnings == []
    column = frame_of(book(options=options)).column
    found = [line for page in document.pages for line in _lines(page._page_box, "lines")]
    assert len(found) == len(item.lines)
    assert max(right - left for left, right in found) * 0.75 <= column.width + 0.01
    for page in document.pages:
        margin = page._page_box.content_box_x() + page._page_box.width
        assert all(right <= margin + 1 for _left, right in _lines(page._page_box, "lines"))


@pytest.mark.parametrize("options", OPTIONS, ids=_name)
def test_the_paper_is_the_one_that_was_asked_for(tmp_path: Path, options: BookOptions) -> None:
    document = laid_out(first_of(book(amended=False)), options, tmp_path)
    first = document.pages[0]
    size = tuple(round(each * 25.4 / 96) for each in (first.width, first.height))
    assert size == _SIZES[options.paper, options.columns == 2 or options.large]


@pytest.mark.parametrize("options", OPTIONS, ids=_name)
def test_a_heading_never_stands_alone_at_the_end(tmp_path: Path, options: BookOptions) -> None:
    document = laid_out(first_of(book(LONG, amended=False)), options, tmp_path)
    assert len(document.pages) > 2
    for page in document.pages:
        for column in _columns(page._page_box):
            tags = [element.tag for element in _elements(column, "lines")]
            assert not tags or tags[-1] == "p"


def test_in_large_print_the_lines_have_16_points_and_in_two_columns_more_than_8() -> None:
    def size(**options: Any) -> float:
        return frame_of(book(options=BookOptions(**options))).column.size

    assert size(large=True) == 16
    assert size(large=True, paper=Paper.A5) > 12
    assert size(columns=2) > 8
    assert size(paper=Paper.A5) > 8
    assert size() > 11


def test_a_long_head_box_is_not_broken_if_it_fits_on_a_page(tmp_path: Path) -> None:
    item = first_of(book(LONG, amended=False))
    many = tuple(f"Vorname Nachname-Doppelname {number}" for number in range(60))
    crowded = replace(item.resolution, supporters=many, submitter="KV Nord, " * 40)
    document = laid_out(replace(item, resolution=crowded), BookOptions(), tmp_path)
    pages = [
        index
        for index, page in enumerate(document.pages)
        for _e in _elements(page._page_box, "facts")
    ]
    assert pages == [0]


def test_an_amendment_begins_on_a_new_page_only_if_asked(tmp_path: Path) -> None:
    item = replace(first_of(book()), amendments=amendments())

    def most(options: BookOptions) -> int:
        document = laid_out(item, options, tmp_path)
        heads = [len(list(_elements(page._page_box, "head-amendment"))) for page in document.pages]
        return max(heads)

    assert most(BookOptions()) > 1
    assert most(BookOptions(new_page=True)) == 1


def test_a_changed_line_that_is_hardly_too_long_is_set_smaller_instead_of_wrapped() -> None:
    column = frame_of(book()).column
    words = "Wir fordern Busse und Bahnen in allen Kreisen auch am Abend und am Wochenende"

    def percent(inserted: str) -> float:
        runs = (Run(Mark.SAME, words), Run(Mark.INSERTED, inserted))
        (line,) = print_passage([PassageLine(1, runs, opens_block=True)], column)
        return line.percent

    assert percent("") == 100
    assert 89 <= percent(" und Fahrrad") < 100
    assert percent(SENTENCE) == 100


def _lines(box: Any, name: str) -> Iterator[tuple[float, float]]:
    """Yield left and right edge of every line inside an element of this class."""
    from weasyprint.formatting_structure.boxes import LineBox

    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox):
            if _has_class(child, name):
                yield child.position_x, child.position_x + child.width
        else:
            yield from _lines(child, name)


def _has_class(box: Any, name: str) -> bool:
    element = getattr(box, "element", None)
    return element is not None and name in (element.get("class") or "").split()


def _elements(box: Any, name: str) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if _has_class(child, name):
            yield child.element
        else:
            yield from _elements(child, name)


def _columns(box: Any) -> Iterator[Any]:
    """Yield the columns of a page, or the page where it has none."""
    found = list(_column_boxes(box))
    yield from found or [box]


def _column_boxes(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if getattr(child, "is_column", False):
            yield child
        else:
            yield from _column_boxes(child)


def test_lines_that_are_too_small_to_read_are_said() -> None:
    for options, said in (
        (BookOptions(paper=Paper.A5, columns=2), True),
        (BookOptions(), False),
        (BookOptions(large=True), False),
    ):
        assert bool(small_type(frame_of(book(options=options)))) is said
