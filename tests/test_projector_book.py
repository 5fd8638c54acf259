"""The projector view: large type, one amendment a page, nothing that runs out of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.diff.passages import Mark, Run
from antragstool.render.composing import slides
from antragstool.render.composing.printed import FlowingBlock, Setting
from antragstool.render.composing.projector import SlideShow
from antragstool.render.composing.slides import Screen, SlideText, lines_of, screens
from antragstool.render.options import BookKind
from antragstool.render.pages.laying_out import Press
from antragstool.render.templates import package_templates
from tests.book_parts import first_view, pages, words
from tests.commands import Clerk

SENTENCE = "Wir fordern Busse und Bahnen in allen Kreisen, auch am Abend und am Wochenende. "


def show(clerk: Clerk) -> SlideShow:
    return first_view(clerk.folder, BookKind.PROJECTOR, SlideShow, "A1")


def text_of(found: tuple[Screen, ...]) -> str:
    runs = (
        run.text
        for screen in found
        for text in screen.texts
        for block in text.blocks
        for run in block.runs
    )
    return "".join("".join(runs).split())


def block(words_: str) -> FlowingBlock:
    return FlowingBlock(Setting(), (Run(Mark.INSERTED, words_),))


def test_there_is_a_page_for_the_motion_and_one_for_each_amendment_as_it_is_called_up(
    clerk: Clerk,
) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n", subject="Billiger")
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    found = show(clerk).slides
    assert [(slide.number, slide.title) for slide in found] == [
        ("A1", "Gute Busse für alle"),
        ("A1-Ä2", "Replacement"),
        ("A1-Ä1", "Billiger"),
    ]
    assert [slide.screen.texts[0].heading for slide in found[1:]] == [
        "Line\u00a01",
        "Line\u00a04",
    ]


def test_recommendation_outcome_and_votes_stand_at_the_foot(clerk: Clerk) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    clerk.run("recommend", "A1-Ä1", "reject", "--note", "zu billig")
    clerk.run("vote", "A1-Ä1", "adopted", "--yes", "80", "--no", "20", "--abstain", "3")
    (html,) = pages(clerk.folder, BookKind.PROJECTOR)
    said = words(html)
    assert "Rejection (zu billig)" in said
    assert "adopted 80 yes, 20 no, 3 abstentions" in said
    assert html.count('class="bar-') == 3


def test_the_numbers_stay_beside_the_bar_where_the_words_of_a_vote_are_too_long(
    clerk: Clerk,
) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    counts = ("--yes", "80", "--no", "20", "--abstain", "3", "--wording", SENTENCE * 2)
    assert clerk.run("vote", "A1-Ä1", "adopted", *counts).code == 0
    decision = show(clerk).slides[1].decision
    assert decision.vote.replace("\u00a0", " ") == "80 yes, 20 no, 3 abstentions"
    assert len(decision.bars) == 3


def test_nothing_on_the_screen_is_smaller_than_18_points() -> None:
    style = (package_templates() / "projector.css").read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)pt", style)]
    assert len(sizes) > 15
    assert [size for size in sizes if size < 18 and size != 1.0] == []  # 1.0: the bar has no words
    assert min(*slides.SIZES, slides.SMALLEST) >= 18


def test_short_words_are_set_larger_than_long_ones() -> None:
    short = (SlideText("Line 1", "", moved=False, blocks=(block(SENTENCE),)),)
    longer = (SlideText("Line 1", "", moved=False, blocks=(block(SENTENCE * 7),)),)
    (one,) = screens(short, short, 872, 280, 280)
    (other,) = screens(longer, longer, 872, 280, 280)
    assert one.size == slides.SIZES[0] > other.size


@given(
    st.lists(
        st.lists(st.text("abc öW-", min_size=1, max_size=300), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([150.0, 280.0]),
)
def test_no_word_is_lost_or_said_twice_where_a_text_goes_on(
    written: list[list[str]], height: float
) -> None:
    texts = tuple(
        SlideText("Line 1", "", moved=False, blocks=tuple(block(each) for each in blocks))
        for blocks in written
    )
    found = screens(texts, texts, 872, height, height)
    everything = "".join("".join(each.split()) for blocks in written for each in blocks)
    assert text_of(found) == everything
    assert all(screen.texts for screen in found)


def test_a_very_long_amendment_ends_with_a_hint_to_the_book(clerk: Clerk) -> None:
    body = "Ersetze den gesamten Text durch:\n\n" + "\n\n".join([SENTENCE * 8] * 30)
    assert clerk.submit(body).code == 0
    found = show(clerk).slides
    assert [slide.page for slide in found[1:]] == [f"{number}/8" for number in range(1, 9)]
    assert found[-1].screen.texts[-1].remark == "It goes on in the book of motions."


HOSTILE = (
    "Zeile 4: Ersetze „365“ durch „" + "W" * 400 + "“.\n",
    "Zeile 1: Ersetze „mehr Busse“ durch „" + SENTENCE * 6 + "“.\n",
    "Nach Zeile 2 einfügen: „" + "MEHR BUSSE FÜR ALLE! " * 60 + "“\n",
    "Ersetze den gesamten Text durch:\n\n" + "\n".join(f"- Punkt {n}" for n in range(40)),
)


@pytest.mark.parametrize("body", HOSTILE)
def test_the_words_stay_above_the_foot_and_each_slide_on_one_page(clerk: Clerk, body: str) -> None:
    title = "Ein Titel von zweihundert Zeichen, der nicht enden will und läuft und läuft; " * 3
    assert clerk.submit(body, subject=title, submitter="KV mit langem Namen " * 30).code == 0
    clerk.run("recommend", "A1-Ä1", "reject", "--note", SENTENCE * 5)
    (html,) = pages(clerk.folder, BookKind.PROJECTOR)
    document = _laid_out(clerk.folder, html)
    assert len(document.pages) == len(show(clerk).slides)
    for page in document.pages:
        (foot,) = [box for box in _boxes(page._page_box) if _has_class(box, "p-foot")]
        for box in _boxes(page._page_box):
            if _has_class(box, "p-change"):
                assert box.position_y + box.height <= foot.position_y
        assert all(
            box.position_x + box.width <= page.width for box in _boxes(page._page_box) if box.width
        )


def _laid_out(folder: Path, html: str) -> Any:
    document, _every = Press(folder).document(html)
    return document


def _has_class(box: Any, name: str) -> bool:
    element = getattr(box, "element", None)
    return element is not None and name in (element.get("class") or "").split()


def _boxes(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import BlockBox

    for each in getattr(box, "children", ()):
        child = getattr(each, "_box", each)  # what is placed absolutely
        if isinstance(child, BlockBox):
            yield child
        yield from _boxes(child)


def test_lines_are_counted_as_they_are_wrapped() -> None:
    assert lines_of("kurz", 800, 20) == 1
    assert lines_of(SENTENCE * 10, 800, 20) > lines_of(SENTENCE * 10, 800, 10) > 1
    assert lines_of("W" * 500, 400, 20) > 10
