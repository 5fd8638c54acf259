"""The book: everything that it shows, gathered from the conference."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from antragstool.actions.books.kinds import gather_for
from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _, active
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import root_id
from antragstool.render.book import Book, BookItem
from antragstool.render.options import BookKind, BookOptions

OUTPUT = Path("build") / "antragsbuch.pdf"


@dataclass(frozen=True, slots=True)
class Written:
    """A book that was written: where, how many pages, and what was odd."""

    path: Path
    pages: int
    warnings: tuple[Problem, ...]


def render(
    conference: OpenConference,
    ids: Collection[str],
    options: BookOptions,
    output: Path | None,
) -> Written:
    """Write the book of all resolutions, or of the resolutions and amendments with these ids."""
    from antragstool.render.pages.pdf import render_book

    conference.demand_no_problems()
    conference.demand_committed(*conference.files.amendments, *conference.files.versions.values())
    book = gather_book(conference, ids, options)
    path = output or conference.root / OUTPUT
    rendered = render_book(book, path, conference.root)
    return Written(path, rendered.pages, rendered.warnings)


def gather_book(conference: OpenConference, ids: Collection[str], options: BookOptions) -> Book:
    """Return what the book shows.

    An amendment that is named alone stands below its resolution, without the others.
    """
    wanted = [conference.find(each) for each in ids]
    items = tuple(
        _item(options.kind, conference, resolution, wanted)
        for resolution in conference.files.resolutions
        if _is_wanted(resolution, wanted)
    )
    if not items:
        raise InputError(
            Problem(
                _("There is nothing to print: the conference has no resolutions yet."),
                "resolutions",
                hint=_("Put the first resolution into the folder resolutions."),
            )
        )
    return Book(
        conference.files.conference,
        items,
        active(),
        conference.repository.last_commit_date(),
        options,
    )


def _item(
    kind: BookKind,
    conference: OpenConference,
    resolution: Resolution,
    wanted: Collection[Resolution | Amendment],
) -> BookItem:
    whole = not wanted or resolution in wanted
    amendments = tuple(
        amendment
        for amendment in conference.files.amendments_under(resolution.id)
        if whole or amendment in wanted
    )
    return BookItem(
        resolution.id,
        len(amendments),
        lambda: gather_for(kind, conference, resolution, amendments),
    )


def _is_wanted(resolution: Resolution, wanted: Collection[Resolution | Amendment]) -> bool:
    if not wanted or resolution in wanted:
        return True
    return any(isinstance(each, Amendment) and root_id(each.id) == resolution.id for each in wanted)
