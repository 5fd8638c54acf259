"""The projector view: one amendment a page, in large type, and a page for each resolution.

A page is 960 by 540 points (16:9). What does not fit in large type goes on to the next page. Reasons
and supporters are not shown; nobody reads them from the last row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from antragstool.i18n import _
from antragstool.model.decision import Vote
from antragstool.model.ids import file_stem
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.ballots import kinds_text
from antragstool.render.composing.chunks import chunks
from antragstool.render.composing.frame import amendments_text
from antragstool.render.composing.results import decision_of
from antragstool.render.composing.slide_words import slide_texts
from antragstool.render.composing.slides import (
    HEADING,
    LINE,
    Screen,
    SlideText,
    lines_of,
    screens,
)
from antragstool.render.composing.typography import no_break, no_break_counts
from antragstool.render.composing.view import ContentsEntry, Decision, Frame, Part
from antragstool.workflow.labels import counts_text

_MOST_AMENDMENTS = 60  # in one part
_MOST_PAGES = 8  # for one amendment
WIDTH = 872.0  # of the text; projector.css has the same
_HEIGHT = 494.0
_NUMBER = 50.0  # the line of the number
_MOVER = 27.0
_FOOT = 86.0
_GAP = 16.0
_TITLE = {False: 30.0, True: 22.0}
_HALF = 760.0  # two lines of half the foot: the recommendation, or the outcome
_LONG_TITLE = 2  # lines; a longer title is set smaller


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: *number* in large type, and below it what the amendment says.

    *anchor* and *bookmark* are "" on the pages that go on with the one before; *page* is "2/3".
    *beside* stands beside the number: what is changed. *motion* marks the page of a resolution.
    """

    number: str
    anchor: str
    bookmark: str
    page: str
    beside: str
    title: str
    long: bool
    mover: str
    facts: tuple[tuple[str, str], ...]
    screen: Screen
    decision: Decision
    motion: bool = False
    nested: bool = False


@dataclass(frozen=True, slots=True)
class SlideShow:
    """The pages of one resolution, or a piece of them."""

    slides: tuple[Slide, ...]


def projector_parts(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the pages of a resolution and of its amendments in the order of *item*."""
    opening = _opening(item, frame)
    pieces = chunks(item.amendments, _MOST_AMENDMENTS) or ((),)
    parts: list[Part] = []
    for index, piece in enumerate(pieces):
        slides = tuple(slide for each in piece for slide in _slides(item, each, frame))
        name = item.resolution.id if index == 0 else f"{piece[0].amendment.id}"
        show = SlideShow((opening, *slides) if index == 0 else slides)
        parts.append(
            Part(name, "projector.html", show, _contents(item, opening) if index == 0 else ())
        )
    return tuple(parts)


def _contents(item: BookResolution, opening: Slide) -> tuple[ContentsEntry, ...]:
    outcome = opening.decision.outcome if opening.decision.state != "open" else ""
    entries = [ContentsEntry(opening.anchor, opening.number, opening.title, "", outcome)]
    for each in item.amendments:
        amendment, decision = each.amendment, decision_of(each.amendment, each.still_open)
        title = no_break(amendment.subject or amendment.submitter)
        words = decision.outcome if decision.state != "open" else ""
        level = 2 if each.changes_amendment else 1
        entries.append(
            ContentsEntry(file_stem(amendment.id), amendment.id, title, "", words, level)
        )
    return tuple(entries)


def _opening(item: BookResolution, frame: Frame) -> Slide:
    resolution = item.resolution
    count = len(item.amendments)
    facts = (
        (_("Submitted by"), _one_line(resolution.submitter, 24.0, 640.0)),
        (_("Addressed to"), _one_line(resolution.addressee, 24.0, 640.0)),
        (_("Amendments"), no_break(amendments_text(count)) if count else ""),
    )
    return Slide(
        number=resolution.id,
        anchor=file_stem(resolution.id),
        bookmark=f"{resolution.id} {resolution.title}".strip(),
        page="",
        beside="",
        title=no_break(resolution.title),
        long=lines_of(resolution.title, WIDTH, 44.0, measure.SANS) > _LONG_TITLE,
        mover="",
        facts=tuple(fact for fact in facts if fact[1]),
        screen=Screen(30.0, ()),
        decision=_shortened(decision_of(resolution), resolution.vote, frame),
        motion=True,
    )


def _slides(item: BookResolution, one: BookAmendment, frame: Frame) -> Iterator[Slide]:
    amendment = one.amendment
    title = no_break(amendment.subject or kinds_text(one))
    long = lines_of(title, WIDTH, _TITLE[False], measure.SANS) > _LONG_TITLE
    size = _TITLE[long]
    title_height = lines_of(title, WIDTH, size, measure.SANS) * size * LINE
    fixed = _NUMBER + _MOVER + _FOOT + _GAP
    first = Slide(
        number=amendment.id,
        anchor=file_stem(amendment.id),
        bookmark=f"{amendment.id} {amendment.subject or amendment.submitter}",
        page="",
        beside=_beside(item, one),
        title=title,
        long=long,
        mover=_one_line(amendment.submitter, 20.0, WIDTH),
        facts=(),
        screen=Screen(30.0, ()),
        decision=_shortened(decision_of(amendment, one.still_open), amendment.vote, frame),
        nested=one.changes_amendment,
    )
    further = _HEIGHT - fixed - _TITLE[True] * LINE - HEADING
    found = screens(
        tuple(slide_texts(item, one, bare=False)),
        tuple(slide_texts(item, one, bare=True)),
        WIDTH,
        _HEIGHT - fixed - title_height,
        further,
    )
    found = _limited(found)
    yield replace(first, screen=found[0], page=_page(0, len(found)))
    again = replace(first, anchor="", bookmark="", long=True, title=_one_line(title, 22.0, WIDTH))
    for index, screen in enumerate(found[1:], 1):
        yield replace(again, screen=screen, page=_page(index, len(found)))


def _shortened(decision: Decision, counted: Vote | None, frame: Frame) -> Decision:
    """Return *decision* in words of which two lines are enough for each half of the foot.

    Where the vote is too long for that, what was *counted* stays: the bar needs its numbers.
    """
    label = measure.width(frame.committee or _("Recommendation"), measure.SANS) * 20.0
    vote = "; ".join(part for part in (decision.vote, decision.parts) if part)
    room = max(200.0, _HALF - measure.width(decision.outcome, measure.SANS) * 20.0)
    if counted is not None and counted.counted and measure.width(vote, measure.SANS) * 20.0 > room:
        vote = no_break_counts(counts_text(counted))
    return replace(
        decision,
        recommendation=measure.shorten(decision.recommendation, max(200.0, _HALF - label), 20.0),
        vote=measure.shorten(vote, room, 20.0) if vote else "",
        parts="",
    )


def _limited(found: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """Return no more pages than an assembly looks at; the last one says where the words go on."""
    if len(found) <= _MOST_PAGES:
        return found
    last = found[_MOST_PAGES - 1]
    words = _("It goes on in the book of motions.")
    note = SlideText("", no_break(words), moved=False, blocks=())
    return (*found[: _MOST_PAGES - 1], replace(last, texts=(*last.texts, note)))


def _page(index: int, count: int) -> str:
    return f"{index + 1}/{count}" if count > 1 else ""


def _beside(item: BookResolution, one: BookAmendment) -> str:
    changed = one.amendment.resolution
    if one.changes_amendment:
        return _("changes %(id)s") % {"id": changed}
    name = f"{item.resolution.id} {item.resolution.title}".strip()
    return no_break(_one_line(name, 20.0, 520.0))


def _one_line(text: str, size: float, width: float) -> str:
    return no_break(measure.shorten(text.strip(), width * 0.97, size))
