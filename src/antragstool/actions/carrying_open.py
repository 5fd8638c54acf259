"""Carrying all open amendments of a resolution over to a version that is about to be recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from antragstool.actions.bases import amended, part_of
from antragstool.actions.carrying import (
    CarriedOver,
    Settlers,
    carried_record,
    further,
    put_carried,
)
from antragstool.actions.opened import OpenConference
from antragstool.actions.series import Series
from antragstool.actions.standing import is_open, standings
from antragstool.actions.ways import Ways
from antragstool.merge.carry import Fate
from antragstool.merge.transition import Transition
from antragstool.model.documents import Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.patch.record import write_patch
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class Way:
    """From the text of now to *version*: by the *recorded* edits of one part, whose *owners* are known."""

    resolution: Resolution
    concern: Concern
    version: Base
    recorded: Sequence[Edit]
    owners: Mapping[Edit, tuple[str, ...]]


def carry_open(
    conference: OpenConference, series: Series, way: Way, reopened: Collection[str] = ()
) -> Iterator[CarriedOver]:
    """Carry the open amendments to one part over to a new version; yield those that it concerns.

    *reopened* are open as well, though their files do not say so yet.
    """
    ways, settlers = Ways(conference), Settlers(conference, way.owners)
    before = part_of(conference.base(way.resolution), way.concern)
    after = part_of(way.version, way.concern)
    step = Transition(before.text.text, after.text.text, way.recorded)
    for standing in standings(conference, way.resolution, way.concern, ways):
        amendment = standing.amendment
        waits = is_open(amendment) or amendment.id in reopened
        if not waits or conference.base_of(amendment).text.text == after.text.text:
            continue
        moved = further(standing, step)
        found = CarriedOver(moved, by=settlers.of(moved))
        put_carried(series, found, after)
        yield found
        yield from carry_nested(conference, series, found, after, ways)


def carry_nested(
    conference: OpenConference, series: Series, parent: CarriedOver, after: Base, ways: Ways
) -> Iterator[CarriedOver]:
    """Carry the open amendments to a carried amendment over to its text as it reads now.

    As long as the amendment itself waits, its text has not changed, and nothing is to be done.
    """
    if parent.fate is not Fate.CARRIED:
        return
    nested = [
        each
        for each in standings(conference, parent.amendment, parent.amendment.concerns, ways)
        if is_open(each.amendment)
    ]
    if not nested or not parent.standing.edits:
        return
    patch = write_patch(carried_record(parent.standing, after), after.text.text.flat)
    blob = conference.repository.blob_id(patch.encode())
    text = amended(after, parent.standing.edits, blob, parent.amendment.concerns)
    for standing in nested:
        before = conference.base_now(standing.amendment).text.text
        found = CarriedOver(further(standing, Transition(before, text.text.text)), base=text)
        put_carried(series, found, text)
        yield found


def commit_carried(series: Series, resolution: Resolution, found: Sequence[CarriedOver]) -> None:
    """Make the commit that records what was carried over."""
    trailers = [("Antragstool-Action", "carry"), ("Resolution", resolution.id)]
    trailers += [("Amendment", each.amendment.id) for each in found if each.fate is Fate.CARRIED]
    trailers += [
        ("Disposed-Of", each.amendment.id) for each in found if each.fate is Fate.CONTAINED
    ]
    series.commit(f"Carry amendments over to the text of {resolution.id} as it is now", trailers)
