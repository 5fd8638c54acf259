"""The book: everything that it shows, gathered from the conference."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from antragstool.actions.books.closing import with_closing_list
from antragstool.actions.books.keys import BookKeys
from antragstool.actions.books.kinds import gather_for
from antragstool.actions.books.selecting import Picked, pick
from antragstool.actions.books.sources import sources_of
from antragstool.actions.opened import OpenConference
from antragstool.errors import Problem
from antragstool.i18n import _, active
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.selection import Selection
from antragstool.render.book import Book, BookItem
from antragstool.render.options import BookKind, BookOptions, Medium
from antragstool.render.output import created_text
from antragstool.store.secret import secret_of

Progress = Callable[[int, int, str], None]

# What a file is called where nobody says it, in German and in English. The first one has had its
# name from the beginning.
_NAMES = {
    BookKind.MOTIONS: ("antragsbuch", "antragsbuch"),
    BookKind.SYNOPSIS: ("synopse", "synopsis"),
    BookKind.MINUTES: ("beschlussprotokoll", "minutes"),
    BookKind.DECISIONS: ("beschlussbuch", "decisions"),
    BookKind.BALLOTS: ("abstimmungszettel", "ballots"),
    BookKind.PROJECTOR: ("projektion", "projector"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A book that was written: where, how many pages, what was odd, and what it does not show.

    *problems* are why the book is not whole.

    *pages* is 0 for a book that is read in a browser. *selection* says in words what was asked for,
    "" for everything; *left_out* counts the resolutions and the amendments that are not in it.
    """

    path: Path
    pages: int
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()
    selection: str = ""
    left_out: tuple[int, int] = (0, 0)


def render(
    conference: OpenConference,
    selection: Selection,
    options: BookOptions,
    output: Path | None,
    progress: Progress | None = None,
) -> Written:
    """Write the book of everything, or of what *selection* picks.

    *progress* is told how many parts are done, of how many, and the name of the last one.
    """
    conference.demand_no_problems()
    conference.demand_committed(*conference.files.amendments, *conference.files.versions.values())
    picked = pick(conference, selection)
    book = book_of(conference, picked, options)
    path = output or conference.root / default_output(options)
    pages, warnings, problems = _write(conference, book, path, progress)
    warnings = (*_left_over(conference.root), *warnings)
    return Written(path, pages, warnings, problems, picked.words, picked.left_out)


def _left_over(root: Path) -> tuple[Problem, ...]:
    """Return what is said of a template of the conference that no book is made from any more."""
    name = "templates/book.html"
    if not (root / name).is_file():
        return ()
    hint = _("Put its changes into the templates of now: document.html, motions.html and others.")
    return (Problem(_("No book is made from this template any more."), name, hint=hint),)


def _write(
    conference: OpenConference, book: Book, path: Path, progress: Progress | None
) -> tuple[int, tuple[Problem, ...], tuple[Problem, ...]]:
    """Write *book* to *path*; return how many pages (0 for HTML), what is odd, and what is missing."""
    root = conference.root
    if book.options.medium is Medium.HTML:
        from antragstool.render.web.page import render_web

        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        page = render_web(book, path, root, created_text(book.as_of, epoch))
        return 0, page.warnings, page.problems
    from antragstool.render.pages.pdf import render_book

    rendered = render_book(book, path, root, progress=progress, secret=secret_of(root))
    return rendered.pages, rendered.warnings, rendered.problems


def default_output(options: BookOptions) -> Path:
    """Return where a book is written if nobody says it, in the conference's folder."""
    return Path("build") / f"{file_name(options.kind)}.{options.medium.value}"


def file_name(kind: BookKind) -> str:
    """Return what the file of a book is called, without its ending: "synopse", or "synopsis" in English."""
    german, english = _NAMES[kind]
    return german if active() == "de" else english


def gather_book(conference: OpenConference, ids: Sequence[str], options: BookOptions) -> Book:
    """Return what the book of the items with these *ids* shows, of all without *ids*."""
    return book_of(conference, pick(conference, Selection(tuple(ids))), options)


def book_of(conference: OpenConference, picked: Picked, options: BookOptions) -> Book:
    """Return what the book shows.

    An amendment that is picked alone stands below its resolution, without the others.
    """
    keys = BookKeys(conference, options.kind)
    printed: list[Resolution | Amendment] = []
    for resolution in picked.resolutions:
        printed += [resolution, *picked.amendments[resolution.id]]
    items = tuple(
        _item(conference, keys, options.kind, each, picked.amendments[each.id])
        for each in picked.resolutions
    )
    if options.kind is BookKind.DECISIONS:
        items = with_closing_list(items, picked.resolutions)
    return Book(
        conference.files.conference,
        items,
        active(),
        conference.repository.last_commit_date(),
        options,
        _selection_text(picked),
        lambda: sources_of(conference, printed),
    )


def _selection_text(picked: Picked) -> str:
    """Return what the cover says of a selection; nothing where it left nothing out."""
    if not picked.words or not any(picked.left_out):
        return ""
    return _("Selection: %(words)s") % {"words": picked.words}


def _item(
    conference: OpenConference,
    keys: BookKeys,
    kind: BookKind,
    resolution: Resolution,
    amendments: tuple[Amendment, ...],
) -> BookItem:
    return BookItem(
        resolution.id,
        len(amendments),
        lambda: gather_for(kind, conference, resolution, amendments),
        keys.key(resolution, amendments),
    )
