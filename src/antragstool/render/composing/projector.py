"""The projector view: one amendment a page, in large type, and a page for each resolution.

A page is 960 by 540 points (16:9). What does not fit in large type goes on to the next page. Reasons
and supporters are not shown; nobody reads them from the last row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from antragstool.diff.passages import Mark, Passage, PassageLine, Run
from antragstool.i18n import _
from antragstool.model.ids import file_stem
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.ballots import kinds_text
from antragstool.render.composing.chunks import chunks
from antragstool.render.composing.frame import amendments_text
from antragstool.render.composing.printed import FlowingBlock, Setting, bullet
from antragstool.render.composing.remarks import is_move, printed_lines, remark
from antragstool.render.composing.results import decision_of, names_of
from antragstool.render.composing.slides import (
    HEADING,
    LINE,
    Screen,
    SlideText,
    lines_of,
    screens,
)
from antragstool.render.composing.synopsis_words import line_ends
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import ContentsEntry, Decision, Frame, Part
from antragstool.workflow.labels import citation_text, version_label

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
    """Return the pages of a resolution and of its amendments in the order of their numbers."""
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
        decision=_shortened(decision_of(resolution), frame),
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
        decision=_shortened(decision_of(amendment, one.still_open), frame),
        nested=one.changes_amendment,
    )
    further = _HEIGHT - fixed - _TITLE[True] * LINE - HEADING
    found = screens(
        tuple(_texts(item, one, bare=False)),
        tuple(_texts(item, one, bare=True)),
        WIDTH,
        _HEIGHT - fixed - title_height,
        further,
    )
    found = _limited(found)
    yield replace(first, screen=found[0], page=_page(0, len(found)))
    again = replace(first, anchor="", bookmark="", long=True, title=_one_line(title, 22.0, WIDTH))
    for index, screen in enumerate(found[1:], 1):
        yield replace(again, screen=screen, page=_page(index, len(found)))


def _shortened(decision: Decision, frame: Frame) -> Decision:
    """Return *decision* in words of which two lines are enough for each half of the foot."""
    label = measure.width(frame.committee or _("Recommendation"), measure.SANS) * 20.0
    vote = "; ".join(part for part in (decision.vote, decision.parts) if part)
    room = _HALF - measure.width(decision.outcome, measure.SANS) * 20.0
    return replace(
        decision,
        recommendation=measure.shorten(decision.recommendation, max(200.0, _HALF - label), 20.0),
        vote=measure.shorten(vote, max(room, 200.0), 20.0) if vote else "",
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


def _texts(item: BookResolution, one: BookAmendment, *, bare: bool) -> Iterator[SlideText]:
    earlier = one.older_base or one.changes_amendment
    ends = {} if earlier else line_ends(item)
    for passage in one.passages:
        parts = one.parts_of(passage) if one.amendment.parts else ()
        names = names_of(one.amendment.id, parts)
        cited = citation_text(passage.citation, item.first)
        heading = f"{', '.join(names)} · {cited}" if names else cited
        if one.older_base and not one.changes_amendment and passage.lines:
            heading = f"{heading} ({_('earlier version')})"
        yield _text(passage, one.passages, heading, ends, item.first, bare=bare)
    for version in one.versions:
        for passage in version.passages:
            cited = citation_text(passage.citation, item.first)
            heading = f"{version_label(version.kind)} · {cited}"
            yield _text(passage, version.passages, heading, ends, item.first, bare=bare)


def _text(
    passage: Passage,
    others: Sequence[Passage],
    heading: str,
    ends: Mapping[int | None, str],
    first: int,
    *,
    bare: bool,
) -> SlideText:
    lines = [line for line in printed_lines(passage) if not (bare and line.context)]
    if len(lines) > 1 and lines[-1].context and lines[-1].opens_block:
        lines.pop()  # the next paragraph has nothing to do with it
    if len(lines) > 1 and lines[0].context and lines[1].opens_block and not _is_new(lines[1]):
        del lines[0]  # nor has the one before, unless it says where new words stand
    return SlideText(
        no_break(heading),
        no_break(remark(passage, others, first)),
        is_move(passage),
        tuple(_flow(lines, ends)),
    )


def _is_new(line: PassageLine) -> bool:
    return line.number is None


def _flow(lines: Sequence[PassageLine], ends: Mapping[int | None, str]) -> Iterator[FlowingBlock]:
    """Yield the lines of a passage as blocks that flow, with the words of the context around them."""
    runs: list[Run] = []
    setting = Setting()
    for index, line in enumerate(lines):
        if line.opens_block or index == 0:
            if runs:
                yield FlowingBlock(setting, tuple(runs))
            marker = bullet(line.marker, line.depth) if line.opens_block else ""
            setting, runs = Setting(line.level, line.depth, marker, line.quotation), []
            if not line.opens_block:
                runs.append(Run(Mark.SAME, "… "))
        goes_on = index + 1 < len(lines) and not lines[index + 1].opens_block
        runs += _line(line.runs, ends.get(line.number)) if goes_on else line.runs
    if runs:
        if lines[-1].context and not runs[-1].text.rstrip().endswith((".", ":", "!", "?")):
            runs.append(Run(Mark.SAME, " …"))
        yield FlowingBlock(setting, tuple(runs))


def _line(runs: Sequence[Run], end: str | None) -> list[Run]:
    """Return the runs of a line and what stands between it and the next one."""
    out = list(runs)
    if not out:
        return out
    if end == "-":
        return out[:-1] if out[-1].text == "-" else out
    if end is None:
        end = "" if out[-1].text.endswith("-") else " "
    if end and not out[-1].text.endswith(" "):
        out[-1] = replace(out[-1], text=out[-1].text + end)
    return out
