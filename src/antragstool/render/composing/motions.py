"""From a book to its view: the words, numbers and sizes that the template prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from antragstool.diff.passages import Passage
from antragstool.i18n import _, ngettext
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.ids import file_stem
from antragstool.render.book import Book, BookAmendment, BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.printed import (
    flowing,
    print_passage,
    print_text,
    width_of,
)
from antragstool.render.composing.remarks import is_move, printed_lines, remark
from antragstool.render.composing.results import decision_of, names_of, part_results
from antragstool.render.composing.synopsis import SynopsisEntry, synopsis
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import (
    AmendmentView,
    BookView,
    Head,
    PartView,
    PassageView,
    ResolutionView,
    SynopsisRow,
    SynopsisWords,
    VersionView,
)
from antragstool.workflow.labels import (
    citation_text,
    date_text,
    number_text,
    passage_kind_label,
    version_label,
)

# The running head in points: how wide name and title may be, and their type size.
_NAME_POINTS = 155.0
_HEAD_POINTS = 290.0
_HEAD_SIZE = 8.5
_LONG_TITLE = 70  # characters; longer ones are set smaller
_SHORT_PASSAGE = 12  # lines; a passage of no more is not parted by a page's end
_WHOLE_NAME = 28  # characters; shorter names are not parted by a line's end


def book_view(book: Book, created: str = "") -> BookView:
    """Return what the template prints of *book*; *created* is an ISO time for the PDF's own data."""
    conference = book.conference
    size = _type_size(book)
    place_and_date = ", ".join(
        part for part in (conference.place.strip(), date_text(conference.date.strip())) if part
    )
    return BookView(
        language=book.language,
        name=no_break(conference.name.strip()),
        short_name=measure.shorten(conference.name.strip(), _NAME_POINTS, _HEAD_SIZE),
        organisation=no_break(conference.organisation.strip()),
        place_and_date=no_break(place_and_date),
        deadline=no_break(date_text(conference.deadline.strip())),
        as_of=no_break(_as_of(book.as_of)),
        summary=no_break(_summary(book)),
        created=created,
        committee=no_break(conference.committee.strip()),
        size=size,
        reasons_size=max(8.5, min(10.5, round(size * 0.92, 1))),
        resolutions=tuple(_resolution(item, size) for item in book.resolutions),
    )


def _summary(book: Book) -> str:
    """Return "2 motions, 12 amendments"."""
    motions = len(book.resolutions)
    words = ngettext("%(count)s motion", "%(count)s motions", motions)
    parts = [words % {"count": number_text(motions)}]
    amendments = sum(len(item.amendments) for item in book.resolutions)
    if amendments:
        parts.append(_amendments(amendments))
    return ", ".join(parts)


def _amendments(count: int) -> str:
    words = ngettext("%(count)s amendment", "%(count)s amendments", count)
    return words % {"count": number_text(count)}


def _as_of(day: date | None) -> str:
    if day is None:
        return ""
    day = day.date() if isinstance(day, datetime) else day
    return date_text(day.isoformat())


def _type_size(book: Book) -> float:
    # Without the scale of headings: they are set smaller one by one if they do not fit.
    widths = [
        width_of(line.runs, block.setting)
        for item in book.resolutions
        for block in print_text(item.text, item.lines, 1.0)
        if not block.setting.level
        for line in block.lines
    ]
    return measure.type_size(widths, book.conference.line_length)


def _resolution(item: BookResolution, size: float) -> ResolutionView:
    resolution = item.resolution
    amendments = tuple(_amendment(amendment, size, item.first) for amendment in item.amendments)
    heads = {view.head.id: view for view in amendments}
    rows = tuple(_row(entry, heads[entry.amendment.amendment.id]) for entry in synopsis(item))
    return ResolutionView(
        head=_head(resolution, no_break(resolution.title), _facts(resolution)),
        submitter=no_break(resolution.submitter),
        base=resolution.blob[:8],
        summary=no_break(_amendments(len(amendments))) if amendments else "",
        blocks=print_text(item.text, item.lines, size),
        reasons=flowing(item.reasons),
        amendments=amendments,
        synopsis=rows,
    )


def _row(entry: SynopsisEntry, view: AmendmentView) -> SynopsisRow:
    item = entry.amendment
    parts = item.parts_of(entry.passage) if entry.proposal and item.amendment.parts else ()
    results = part_results(item.amendment, item.still_open, parts) if parts else ()
    return SynopsisRow(
        lines=entry.lines,
        where=_where(item),
        names=names_of(item.amendment.id, parts) or (item.amendment.id,),
        note=no_break(entry.note),
        moved=entry.moved,
        head=view.head,
        submitter=view.submitter,
        original=entry.original,
        proposal=entry.proposal,
        proposed=entry.proposed,
        versions=tuple(
            SynopsisWords(no_break(version_label(each.kind)), no_break(each.note), each.words)
            for each in entry.versions
        ),
        results=results or (PartView((), view.head.decision),),
    )


def _where(item: BookAmendment) -> str:
    """Return which text the lines of an amendment mean, if not the one that the book prints."""
    if item.amendment.concerns is not Concern.TEXT:
        return ""
    if item.changes_amendment:
        return no_break(_("in the text with %(id)s") % {"id": item.amendment.resolution})
    return _("earlier version") if item.older_base else ""


def _amendment(item: BookAmendment, size: float, first: int) -> AmendmentView:
    amendment = item.amendment
    note = _(
        "This amendment was written against an earlier version of the text; "
        "its line numbers mean that version."
    )
    return AmendmentView(
        head=_head(
            amendment, no_break(amendment.subject), _amendment_facts(amendment), item.still_open
        ),
        submitter=no_break(amendment.submitter),
        example=amendment.example,
        nested=item.changes_amendment,
        note=_note(item, note if item.older_base else ""),
        passages=tuple(_with_parts(item, passage, size, first) for passage in item.passages),
        versions=tuple(
            VersionView(
                no_break(version_label(version.kind)), _passages(version.passages, size, first)
            )
            for version in item.versions
        ),
        reasons=flowing(item.reasons),
    )


def _passages(passages: Sequence[Passage], size: float, first: int) -> tuple[PassageView, ...]:
    return tuple(_passage(passage, passages, size, first) for passage in passages)


def _with_parts(item: BookAmendment, passage: Passage, size: float, first: int) -> PassageView:
    amendment, parts = item.amendment, item.parts_of(passage)
    return replace(
        _passage(passage, item.passages, size, first),
        names=names_of(amendment.id, parts),
        parts=part_results(amendment, item.still_open, parts),
    )


def _note(item: BookAmendment, older: str) -> str:
    """Return what has to be known of the lines of an amendment: *older*, or that they are another's."""
    amendment = item.amendment
    if not item.changes_amendment:
        return older
    note = _("This amendment changes %(id)s; its line numbers mean the text with %(id)s.")
    if amendment.concerns is not Concern.TEXT:
        note = _("This amendment changes %(id)s.")
    return no_break(note % {"id": amendment.resolution})


def _passage(passage: Passage, others: Sequence[Passage], size: float, first: int) -> PassageView:
    lines = printed_lines(passage)
    return PassageView(
        citation=no_break(citation_text(passage.citation, first)),
        kind=", ".join(passage_kind_label(kind) for kind in passage.kinds),
        remark=no_break(remark(passage, others, first)),
        moved=is_move(passage),
        short=len(lines) <= _SHORT_PASSAGE,
        lines=print_passage(lines, size),
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(
        name.replace(" ", "\u00a0") if len(name) <= _WHOLE_NAME else name for name in names
    )


def _facts(resolution: Resolution) -> tuple[tuple[str, str], ...]:
    origin = ", ".join(
        part for part in (resolution.event, date_text(resolution.date), resolution.place) if part
    )
    return _filled(
        (_("Submitted by"), resolution.submitter),
        (_("Supported by"), _names(resolution.supporters)),
        (_("Addressed to"), resolution.addressee),
        (_("Conference"), origin),
    )


def _amendment_facts(amendment: Amendment) -> tuple[tuple[str, str], ...]:
    return _filled(
        (_("Submitted by"), amendment.submitter),
        (_("Supported by"), _names(amendment.supporters)),
        (_("Received on"), date_text(amendment.received)),
    )


def _filled(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, no_break(text.strip())) for label, text in facts if text.strip())


def _head(
    item: Resolution | Amendment,
    title: str,
    facts: Sequence[tuple[str, str]],
    still_open: Sequence[int] = (),
) -> Head:
    running = f"{item.id}\u2002{title}" if title else item.id
    return Head(
        id=item.id,
        title=title,
        long=len(title) > _LONG_TITLE,
        anchor=file_stem(item.id),
        running=measure.shorten(running, _HEAD_POINTS, _HEAD_SIZE),
        facts=tuple(facts),
        decision=decision_of(item, still_open),
        parts=part_results(item, still_open) if isinstance(item, Amendment) else (),
    )
