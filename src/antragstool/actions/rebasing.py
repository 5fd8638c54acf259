"""Rebasing: amendments whose base is older than the text are carried over to it, or wait for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.actions.adopted_words import is_adopted
from antragstool.actions.bases import part_of
from antragstool.actions.carrying import CarriedOver, Settlers, put_carried
from antragstool.actions.carrying_open import carry_nested, commit_carried
from antragstool.actions.guards import demand_committed_text, resolution_named
from antragstool.actions.opened import OpenConference
from antragstool.actions.series import Series
from antragstool.actions.standing import Standing, concerns, is_open, standings
from antragstool.actions.ways import Ways
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Fate
from antragstool.model.documents import Amendment, Resolution


@dataclass(frozen=True, slots=True)
class Rebased:
    """What became of each amendment whose base is older than the text; *commit* is "" if nothing was recorded."""

    resolution: Resolution
    found: tuple[CarriedOver, ...]
    commit: str


def rebase(conference: OpenConference, resolution_id: str, accept: Sequence[str]) -> Rebased:
    """Carry the amendments to a resolution over to its text of now, as one commit.

    *accept* names proposed ones that a person has looked at. Raises InputError for one that is not
    proposed; then nothing is recorded.
    """
    with conference.repository.locked():
        conference.read_again()
        resolution = resolution_named(conference, resolution_id)
        conference.demand_no_problems()
        demand_committed_text(conference, resolution)
        wanted = {_accepted(conference, each).id for each in accept}
        series = Series(conference)
        found = tuple(_rebased(conference, series, resolution, wanted))
        proposed = {each.amendment.id for each in found if each.accepted}
        problems = [_not_proposed(each, found) for each in sorted(wanted - proposed)]
        if problems:
            raise InputError(problems)
        recorded = [each for each in found if each.fate in {Fate.CARRIED, Fate.CONTAINED}]
        conference.demand_committed(*(each.amendment for each in recorded))
        commit_carried(series, resolution, recorded)
        return Rebased(resolution, found, "".join(series.record()))


def _accepted(conference: OpenConference, item_id: str) -> Amendment:
    item = conference.find(item_id)
    if isinstance(item, Amendment):
        return item
    raise InputError(Problem(_("%(id)s is a resolution, not an amendment.") % {"id": item.id}))


def _rebased(
    conference: OpenConference, series: Series, resolution: Resolution, wanted: set[str]
) -> Iterator[CarriedOver]:
    ways, settlers = Ways(conference), Settlers(conference)
    for concern in concerns(conference, resolution):
        for standing in standings(conference, resolution, concern, ways):
            if not _waits(standing):
                continue
            if not conference.is_older(standing.amendment):
                yield from _nested(conference, series, standing.amendment, wanted, ways)
                continue
            now = part_of(conference.base(resolution), concern)
            found = CarriedOver(
                standing,
                accepted=standing.fate is Fate.PROPOSED and standing.amendment.id in wanted,
                by=settlers.of(standing),
            )
            if is_open(standing.amendment) or found.fate is not Fate.CONTAINED:
                put_carried(series, found, now)
                yield found
                yield from carry_nested(conference, series, found, now, ways)


def _nested(
    conference: OpenConference, series: Series, target: Amendment, wanted: set[str], ways: Ways
) -> Iterator[CarriedOver]:
    """Carry what was handed in to an earlier text of the amendment *target*, which itself has its place."""
    for standing in standings(conference, target, target.concerns, ways):
        amendment = standing.amendment
        if is_open(amendment) and conference.is_older(amendment):
            now = conference.base_now(amendment)
            accepted = standing.fate is Fate.PROPOSED and amendment.id in wanted
            found = CarriedOver(standing, accepted=accepted, base=now)
            put_carried(series, found, now)
            yield found


def _waits(standing: Standing) -> bool:
    """Tell whether an amendment is still to be voted on, or adopted and not in the text yet."""
    return is_open(standing.amendment) or is_adopted(standing.amendment)


def _not_proposed(item_id: str, found: Sequence[CarriedOver]) -> Problem:
    fate = next((each.fate for each in found if each.amendment.id == item_id), None)
    names = {"id": item_id}
    if fate is Fate.STUCK:
        message = _("%(id)s is stuck: the words that it changes are no longer there.")
        hint = _("Agree on a wording, or hand it in anew for the text of now.")
    else:
        message = _("%(id)s needs no confirmation; it is not proposed.")
        hint = _("Leave it out of --accept.")
    return Problem(message % names, hint=hint)
