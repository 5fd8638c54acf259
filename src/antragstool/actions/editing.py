"""The editorial change after the vote: its own, marked commit, never mixed with what was voted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from antragstool.actions.bases import part_of, whole_of
from antragstool.actions.carrying import CarriedOver
from antragstool.actions.carrying_open import Way, carry_open, commit_carried
from antragstool.actions.contributing import contributions
from antragstool.actions.guards import demand_committed_text, resolution_named
from antragstool.actions.opened import OpenConference
from antragstool.actions.planning import Wishes, plan_submission
from antragstool.actions.series import Series
from antragstool.actions.standing import concerns
from antragstool.actions.ways import Ways
from antragstool.diff.passages import Passage
from antragstool.diff.reading import passages
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.forms import forms
from antragstool.model.documents import Resolution


@dataclass(frozen=True, slots=True)
class Edited:
    """An editorial change: its redline, its commit, and what became of the open amendments."""

    resolution: Resolution
    passages: tuple[Passage, ...]
    commit: str
    carried_over: tuple[CarriedOver, ...]


def edit(conference: OpenConference, resolution_id: str, path: Path, note: str = "") -> Edited:
    """Change the text of a resolution as the file *path* says (in any form of an amendment), and say so.

    Raises InputError while adopted amendments are not in the text, and for what cannot be read.
    """
    with conference.repository.locked():
        conference.read_again()
        resolution = resolution_named(conference, resolution_id)
        conference.demand_no_problems()
        demand_committed_text(conference, resolution)
        _demand_adopted(conference, resolution)
        plan = plan_submission(conference, path, Wishes(to=resolution.id, submitter="–"))
        concern, edits = plan.part.concerns, plan.change.edits
        after, _changes = plan.base.advanced(edits)
        version = whole_of(after)
        series = Series(conference)
        series.put(version.path, version.source)
        trailers = [
            ("Antragstool-Action", "edit"),
            ("Editorial", "yes"),
            ("Resolution", resolution.id),
        ]
        series.commit(f"Editorial change to {resolution.id}", trailers, body=note)
        found: list[CarriedOver] = []
        for each in concerns(conference, resolution):
            own = edits if each is concern else ()
            changed = (
                forms(part_of(conference.base(resolution), each).text.text, own) if own else ()
            )
            owners = {form.edit: () for form in changed}
            found += carry_open(conference, series, Way(resolution, each, version, own, owners))
        commit_carried(series, resolution, found)
        redline = passages(plan.base.text.text, edits, plan.lines)
        commit = series.record()[0]
        conference.read_again()  # who reports on the open ones shows them in the new text
        return Edited(resolution, redline, commit, tuple(found))


def _demand_adopted(conference: OpenConference, resolution: Resolution) -> None:
    """Raise InputError while something that was adopted is not in the text."""
    ways = Ways(conference)
    waiting: list[str] = []
    for concern in concerns(conference, resolution):
        found, problems = contributions(conference, resolution, concern, ways)
        if problems:
            raise InputError(problems)
        waiting += [each.amendment.id for each in found if each.edits]
    if waiting:
        raise InputError(
            Problem(
                _("Adopted amendments are not in the text yet: %(ids)s.")
                % {"ids": ", ".join(waiting)},
                resolution.path,
                hint=_("Put them in first: antragstool adopt %(id)s") % {"id": resolution.id},
            )
        )
