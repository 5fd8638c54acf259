"""What all parts of a book share, and what its cover says."""

from __future__ import annotations

from datetime import date, datetime

from antragstool.errors import Problem
from antragstool.i18n import _, ngettext
from antragstool.render.book import Book
from antragstool.render.composing import measure
from antragstool.render.composing.measure import Column
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import Cover, Frame
from antragstool.render.options import BookKind, BookOptions, Paper
from antragstool.workflow.labels import date_text, number_text

# The running head in points: how wide the name may be, and its type size.
_NAME_POINTS = 155.0
HEAD_SIZE = 8.5
# The width of a column in points; see @page in book.css, paper-a5.css, two-columns.css, a5-landscape.css.
_WIDTHS = {(Paper.A4, 1): 462.0, (Paper.A4, 2): 346.0, (Paper.A5, 1): 332.0, (Paper.A5, 2): 238.0}
_LARGE_WIDTHS = {Paper.A4: 715.0, Paper.A5: 505.0}  # landscape, in one column; see large.css
_READABLE = 7.0  # points
_LARGEST = {False: 11.5, True: 16.0}


def frame_of(book: Book) -> Frame:
    """Return what all parts of *book* have in common."""
    conference, options = book.conference, book.options
    width = _WIDTHS[options.paper, options.columns]
    if options.large:
        width = _LARGE_WIDTHS[options.paper]
    column = Column.of(width, conference.line_length, _LARGEST[options.large])
    return Frame(
        language=book.language,
        options=options,
        title=title_of(options.kind),
        notes=_notes(options.kind),
        short_name=measure.shorten(conference.name.strip(), _NAME_POINTS, HEAD_SIZE),
        organisation=no_break(conference.organisation.strip()),
        committee=no_break(conference.committee.strip()),
        column=column,
        reasons_size=_reasons_size(column, options),
    )


def small_type(frame: Frame) -> tuple[Problem, ...]:
    """Return what is said of lines that are set too small to be read with ease."""
    if frame.column.size >= _READABLE:
        return ()
    size = round(frame.column.size)
    message = _("The lines are set in %(size)s points, too small for most readers.")
    hint = _("Choose a larger paper, one column, or a shorter line-length in antragstool.toml.")
    return (Problem(message % {"size": size}, hint=hint),)


def cover_of(book: Book, created: str = "") -> Cover:
    """Return what the first page of *book* says; *created* is an ISO time for the PDF's own data."""
    conference = book.conference
    place_and_date = ", ".join(
        part for part in (conference.place.strip(), date_text(conference.date.strip())) if part
    )
    return Cover(
        name=no_break(conference.name.strip()),
        organisation=no_break(conference.organisation.strip()),
        place_and_date=no_break(place_and_date),
        deadline=no_break(date_text(conference.deadline.strip())),
        as_of=no_break(_as_of(book.as_of)),
        summary=no_break(_summary(book)),
        selection=no_break(book.selection),
        created=created,
    )


def title_of(kind: BookKind) -> str:
    """Return what a book is called."""
    return {
        BookKind.MOTIONS: _("Book of motions"),
        BookKind.SYNOPSIS: _("Synopsis of the amendments"),
        BookKind.MINUTES: _("Minutes of the decisions"),
        BookKind.DECISIONS: _("Book of decisions"),
        BookKind.BALLOTS: _("Ballot sheets"),
        BookKind.PROJECTOR: _("Projector view"),
    }[kind]


def amendments_text(count: int) -> str:
    """Return "12 amendments"."""
    words = ngettext("%(count)s amendment", "%(count)s amendments", count)
    return words % {"count": number_text(count)}


def _notes(kind: BookKind) -> str:
    return _("Recommendation / Outcome") if kind is BookKind.MOTIONS else _("Outcome")


def _reasons_size(column: Column, options: BookOptions) -> float:
    largest = 14.0 if options.large else 10.5
    return max(8.5, min(largest, round(column.size * 0.92, 1)))


def _summary(book: Book) -> str:
    """Return "2 motions, 12 amendments"."""
    motions = len(book.items)
    words = ngettext("%(count)s motion", "%(count)s motions", motions)
    parts = [words % {"count": number_text(motions)}]
    amendments = sum(item.amendments for item in book.items)
    if amendments:
        parts.append(amendments_text(amendments))
    return ", ".join(parts)


def _as_of(day: date | None) -> str:
    if day is None:
        return ""
    day = day.date() if isinstance(day, datetime) else day
    return date_text(day.isoformat())
