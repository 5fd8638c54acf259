"""Adopting: the adopted amendments become the text, one commit for each; or it says what is to be decided.

All commits of a run are recorded together, so an interrupted run leaves nothing half done and can
be run again; run again after more votes, it goes on with what is new.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from antragstool.actions.bases import part_of
from antragstool.actions.carrying import CarriedOver
from antragstool.actions.carrying_open import Way, carry_open, commit_carried
from antragstool.actions.clash_decisions import Choices, record_choices
from antragstool.actions.contributing import Contribution, contributions, settled_now
from antragstool.actions.guards import demand_committed_text, resolution_named
from antragstool.actions.merging import Merger, Step
from antragstool.actions.opened import OpenConference
from antragstool.actions.series import Series
from antragstool.actions.standing import concerns
from antragstool.actions.ways import Ways
from antragstool.diff.kinds import cite
from antragstool.errors import Problem
from antragstool.merge.clashes import Meeting
from antragstool.merge.combine import opened
from antragstool.model.decision import Outcome
from antragstool.model.documents import Concern, Resolution
from antragstool.workflow.final import ConflictError, clash_problem
from antragstool.workflow.labels import citation_text
from antragstool.workflow.settling import Displaced, Settled
from antragstool.workflow.tracking import Base


@dataclass(slots=True)
class Adoption:
    """What was put into a text, and what became of the amendments that are still open.

    *steps* and *commits* belong together.
    """

    resolution: Resolution
    steps: list[Step] = field(default_factory=list)
    commits: tuple[str, ...] = ()
    displaced: list[Displaced] = field(default_factory=list)
    touching: list[Meeting] = field(default_factory=list)
    reopened: tuple[str, ...] = ()
    carried_over: list[CarriedOver] = field(default_factory=list)


def decide(conference: OpenConference, resolution_id: str, choices: Choices, now: datetime) -> str:
    """Record what the assembly has decided about clashes; return the id of the agreed wording, or ""."""
    with conference.repository.locked():
        conference.read_again()
        resolution = resolution_named(conference, resolution_id)
        conference.demand_no_problems()
        demand_committed_text(conference, resolution)
        return record_choices(conference, resolution, choices, now)


def adopt(conference: OpenConference, resolution_id: str, now: datetime) -> Adoption:
    """Put the adopted amendments of a resolution into its text, and carry the open ones over.

    Raises ConflictError with everything that the assembly still has to decide.
    """
    with conference.repository.locked():
        conference.read_again()
        resolution = resolution_named(conference, resolution_id)
        conference.demand_no_problems()
        demand_committed_text(conference, resolution)
        done = Adoption(resolution)
        parts = _settled(conference, resolution)
        series = Series(conference)
        merger = Merger(
            conference, series, conference.base(resolution), email.utils.format_datetime(now)
        )
        for concern, (found, settled) in parts.items():
            merger.merge(concern, found, settled)
            done.displaced += settled.displaced
            done.touching += settled.touching
        done.steps = merger.steps
        done.reopened = _reopen(conference, series, done.displaced)
        for concern in concerns(conference, resolution):
            settled = parts[concern][1] if concern in parts else Settled((), ())
            way = _new_text(conference, resolution, concern, merger.version, settled)
            done.carried_over += carry_open(conference, series, way, done.reopened)
        commit_carried(series, resolution, done.carried_over)
        recorded = series.record()
        done.commits = tuple(recorded[step.at] for step in done.steps)
        if recorded:
            conference.read_again()  # who reports on the open ones shows them in the new text
        return done


def _new_text(
    conference: OpenConference,
    resolution: Resolution,
    concern: Concern,
    version: Base,
    settled: Settled,
) -> Way:
    """Return the way from the text of now to *version*, by what was *settled*."""
    flat = part_of(conference.base(resolution), concern).text.text.flat
    recorded = opened([each.edit for each in settled.shared], flat)
    owners = {each.edit: each.names for each in settled.shared}
    return Way(resolution, concern, version, recorded, owners)


def _reopen(
    conference: OpenConference, series: Series, displaced: Sequence[Displaced]
) -> tuple[str, ...]:
    """Open again what was disposed of by an amendment that has given way to another one."""
    losers = {each.edit.item for each in displaced}
    reopened = []
    for amendment in conference.files.amendments:
        if amendment.disposed_by in losers and amendment.outcome is Outcome.DISPOSED_OF:
            fields = dict.fromkeys(("outcome", "vote", "disposed-by"))
            series.set_fields(amendment, fields)
            reopened.append(amendment.id)
    trailers = [("Antragstool-Action", "settle"), *(("Reopened", each) for each in reopened)]
    series.commit(f"Open again: {', '.join(reopened)}", trailers)
    return tuple(reopened)


def _settled(
    conference: OpenConference, resolution: Resolution
) -> Mapping[Concern, tuple[tuple[Contribution, ...], Settled]]:
    """Return what is to be put into each part; raises ConflictError with all that is to be decided."""
    ways = Ways(conference)
    parts: dict[Concern, tuple[tuple[Contribution, ...], Settled]] = {}
    problems: list[Problem] = []
    for concern in concerns(conference, resolution):
        found, in_the_way = contributions(conference, resolution, concern, ways)
        problems += in_the_way
        if found:
            settled = settled_now(conference, resolution, concern, found)
            problems += clash_problems(conference, resolution, concern, settled)
            parts[concern] = (found, settled)
    if problems:
        raise ConflictError(problems)
    return parts


def clash_problems(
    conference: OpenConference, resolution: Resolution, concern: Concern, settled: Settled
) -> Iterator[Problem]:
    """Yield what is to be decided about each clash, with its lines."""
    base = part_of(conference.base(resolution), concern)
    lines = conference.lines(resolution, base) if concern is Concern.TEXT else ()
    for meeting in settled.clashes:
        place = ""
        if lines:
            first = opened([meeting.one.form.edit], base.text.text.flat)
            place = citation_text(cite(base.text.text, first[0], lines), lines[0].number)
        yield clash_problem(meeting, place, resolution.path, resolution.id)
