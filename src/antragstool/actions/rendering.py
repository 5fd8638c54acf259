"""The book: everything that it shows, gathered from the conference."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.actions.versions import ChangedVersion, versions_that_count
from antragstool.diff.passages import Passage, PassageKind, in_part
from antragstool.diff.reading import passages
from antragstool.errors import InputError, Problem
from antragstool.i18n import _, active
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.edit import Edit
from antragstool.model.ids import root_id
from antragstool.model.versions import VersionKind
from antragstool.render.book import Book, BookAmendment, BookResolution, BookVersion
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.workflow.ballots import open_parts
from antragstool.workflow.change import own_reasons
from antragstool.workflow.tracking import Base

OUTPUT = Path("build") / "antragsbuch.pdf"
_MOVES = {PassageKind.MOVE_FROM, PassageKind.MOVE_TO}


@dataclass(frozen=True, slots=True)
class Written:
    """A book that was written: where, how many pages, and what was odd."""

    path: Path
    pages: int
    warnings: tuple[Problem, ...]


def render(conference: OpenConference, ids: Collection[str], output: Path | None) -> Written:
    """Write the book of all resolutions, or of the resolutions and amendments with these ids."""
    from antragstool.render.pages.pdf import render_book

    conference.demand_no_problems()
    conference.demand_committed(*conference.files.amendments, *conference.files.versions.values())
    book = gather(conference, ids)
    path = output or conference.root / OUTPUT
    rendered = render_book(book, path, conference.root)
    return Written(path, rendered.pages, rendered.warnings)


def gather(conference: OpenConference, ids: Collection[str] = ()) -> Book:
    """Return what the book shows.

    An amendment that is named alone stands below its resolution, without the others.
    """
    wanted = [conference.find(each) for each in ids]
    resolutions: list[BookResolution] = []
    for resolution in conference.files.resolutions:
        if not _is_wanted(resolution, wanted):
            continue
        base = conference.base(resolution)
        lines = conference.lines(resolution, base)
        whole = not wanted or resolution in wanted
        amendments = tuple(
            _amendment(conference, amendment)
            for amendment in conference.files.amendments_under(resolution.id)
            if whole or amendment in wanted
        )
        resolutions.append(
            BookResolution(resolution, base.text.text, lines, base.text.reasons, amendments)
        )
    if not resolutions:
        raise InputError(
            Problem(
                _("There is nothing to print: the conference has no resolutions yet."),
                "resolutions",
                hint=_("Put the first resolution into the folder resolutions."),
            )
        )
    return Book(
        conference.files.conference,
        tuple(resolutions),
        active(),
        conference.repository.last_commit_date(),
    )


def _is_wanted(resolution: Resolution, wanted: Collection[Resolution | Amendment]) -> bool:
    if not wanted or resolution in wanted:
        return True
    return any(isinstance(each, Amendment) and root_id(each.id) == resolution.id for each in wanted)


def _amendment(conference: OpenConference, amendment: Amendment) -> BookAmendment:
    proposal = _proposal(conference, amendment)
    base = proposal.base
    reasons = own_reasons(amendment.body, amendment.concerns)
    if reasons == base.text.reasons:
        reasons = Text(())  # a copy of the resolution's reasons gives none for the amendment
    return BookAmendment(
        amendment,
        _passages(conference, amendment, base, proposal.edits, apart=bool(amendment.parts)),
        reasons,
        older_base=base.text.text != conference.base_now(amendment).text.text,
        versions=tuple(
            BookVersion(each.kind, _passages(conference, amendment, each.base, each.edits))
            for each in _versions(conference, amendment)
        ),
        numbers=proposal.numbers if proposal.count > 1 else (),
        still_open=open_parts(amendment.parts, proposal.count) if amendment.parts else (),
    )


@dataclass(frozen=True, slots=True)
class _Proposal:
    """The edits of an amendment that are printed, on *base*; *numbers* are its parts, of *count*."""

    base: Base
    edits: tuple[Edit, ...]
    numbers: tuple[int, ...]
    count: int


def _proposal(conference: OpenConference, amendment: Amendment) -> _Proposal:
    """Return *amendment* on its base now, or as it was handed in where parts of it are not there.

    A part that was put into the text changes nothing there any more, but it has a result.
    """
    record = conference.patch(amendment)
    written = record.written_for.edits
    if amendment.parts and len(set(record.parts)) < len(written):
        first = conference.base_of(amendment, amendment.base)
        return _Proposal(first, written, tuple(range(1, len(written) + 1)), len(written))
    base = conference.base_of(amendment)
    return _Proposal(base, record.edits, record.parts, len(written))


def _passages(
    conference: OpenConference,
    amendment: Amendment,
    base: Base,
    edits: tuple[Edit, ...],
    *,
    apart: bool = False,
) -> tuple[Passage, ...]:
    """Return what *edits* do to the lines of *base*; *apart* asks for a passage for each edit."""
    lines = conference.lines(conference.resolution_of(amendment), base)
    found = passages(base.text.text, edits, lines)
    if apart:
        found = tuple(_each_edit(base.text.text, edits, lines, found))
    return in_part(found, amendment.concerns)


def _each_edit(
    text: Text, edits: tuple[Edit, ...], lines: tuple[Line, ...], found: tuple[Passage, ...]
) -> Iterator[Passage]:
    """Take passages with several edits apart, but for moves, which no edit shows alone."""
    for passage in found:
        if len(passage.edits) == 1 or _MOVES & set(passage.kinds):
            yield passage
            continue
        for index in passage.edits:
            (alone,) = passages(text, (edits[index],), lines)
            yield replace(alone, edits=(index,))


def _versions(conference: OpenConference, amendment: Amendment) -> tuple[ChangedVersion, ...]:
    """Return the versions to print: the committee's is not repeated where it was adopted."""
    found = versions_that_count(conference, amendment)
    decided = [each.edits for each in found if each.kind is VersionKind.DECIDED]
    return tuple(
        each for each in found if each.kind is VersionKind.DECIDED or each.edits not in decided
    )
