"""What each kind of book needs besides what every book shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.actions.books.decisions import decision_of
from antragstool.actions.books.gathering import gather_resolution
from antragstool.actions.books.merged_text import merged_text_of
from antragstool.actions.books.minutes import minutes_of
from antragstool.actions.books.voting import voting_on
from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment, Resolution
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.options import BookKind


def gather_for(
    kind: BookKind,
    conference: OpenConference,
    resolution: Resolution,
    amendments: Sequence[Amendment],
) -> BookResolution:
    """Return *resolution* with those of its *amendments* that are printed, and what *kind* adds."""
    found = gather_resolution(conference, resolution, amendments)
    match kind:
        case BookKind.MINUTES:
            return replace(found, minutes=minutes_of(conference, resolution, amendments))
        case BookKind.PROJECTOR:
            return replace(found, amendments=_as_called_up(conference, resolution, found))
        case BookKind.DECISIONS:
            return replace(found, decision=decision_of(conference, resolution))
        case BookKind.BALLOTS:
            return replace(found, voting=voting_on(conference, resolution, amendments))
        case BookKind.SYNOPSIS:
            return replace(found, merged=merged_text_of(conference, resolution, amendments))
        case _:
            return found


def _as_called_up(
    conference: OpenConference, resolution: Resolution, found: BookResolution
) -> tuple[BookAmendment, ...]:
    """Return the amendments in the order of voting; what was decided keeps its place."""
    amendments = [each.amendment for each in found.amendments]
    turns = minutes_of(conference, resolution, amendments).turns
    places = {item_id: place for place, turn in enumerate(turns) for item_id in turn.ids}
    last = len(places)
    return tuple(sorted(found.amendments, key=lambda each: places.get(each.amendment.id, last)))
