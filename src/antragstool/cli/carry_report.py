"""How it is told what became of amendments when their text changed: in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from antragstool.i18n import _

if TYPE_CHECKING:
    from antragstool.actions.carrying import CarriedOver
    from antragstool.actions.opened import OpenConference


def as_json(conference: OpenConference, found: Sequence[CarriedOver]) -> dict[str, Any]:
    """Return the amendments by their fate; the proposed with their edits, the stuck with what changed."""
    from antragstool.merge.carry import Fate

    by_fate = {fate: [each for each in found if each.fate is fate] for fate in Fate}
    contained = [
        {"id": each.amendment.id, "disposed_by": list(each.by)} for each in by_fate[Fate.CONTAINED]
    ]
    return {
        "carried": [each.amendment.id for each in by_fate[Fate.CARRIED]],
        "contained": contained,
        "proposed": [_proposed(conference, each) for each in by_fate[Fate.PROPOSED]],
        "stuck": [_stuck(conference, each) for each in by_fate[Fate.STUCK]],
    }


def _proposed(conference: OpenConference, found: CarriedOver) -> dict[str, Any]:
    from antragstool.cli.formats import edits_as_json

    amendment = found.amendment
    base = found.base or conference.base_now(amendment)
    lines = conference.lines(conference.resolution_of(amendment), base)
    edits = edits_as_json(base.text.text, found.standing.edits, lines)
    return {"id": amendment.id, "edits": edits, "changes": _changes(found)}


def _stuck(conference: OpenConference, found: CarriedOver) -> dict[str, Any]:
    from antragstool.cli.formats import edits_as_json

    amendment = found.amendment
    base = conference.base_of(amendment)
    lines = conference.lines(conference.resolution_of(amendment), base)
    edits = edits_as_json(base.text.text, conference.edits(amendment), lines)
    return {"id": amendment.id, "edits": edits, "changes": _changes(found)}


def _changes(found: CarriedOver) -> list[dict[str, str]]:
    """Return the changes of the text that the amendment meets."""
    landings = found.standing.carried.landings
    edits = dict.fromkeys(edit for landing in landings for edit in landing.changes)
    return [{"old": edit.old, "new": edit.new} for edit in edits]


def show(conference: OpenConference, found: Sequence[CarriedOver], *, first: bool = False) -> None:
    """Print what became of the amendments, and for each that waits, what a person has to see.

    An empty line stands before each that waits, but not where this is the *first* that is printed.
    """
    from antragstool.merge.carry import Fate

    names = {fate: [each.amendment.id for each in found if each.fate is fate] for fate in Fate}
    if names[Fate.CARRIED]:
        click.echo(_("Carried over: %(ids)s.") % {"ids": ", ".join(names[Fate.CARRIED])})
    for each in found:
        if each.fate is Fate.CONTAINED:
            click.echo(_contained(each))
    first = first and not names[Fate.CARRIED] and not names[Fate.CONTAINED]
    for each in found:
        if each.fate in {Fate.PROPOSED, Fate.STUCK}:
            click.echo("" if first else "\n", nl=False)
            click.echo(_waiting(conference, each), nl=False)
            first = False


def _contained(found: CarriedOver) -> str:
    values = {"id": found.amendment.id, "by": ", ".join(found.by)}
    if found.by:
        return _("%(id)s: the text has this change already, by %(by)s; disposed of.") % values
    return _("%(id)s: the text has this change already; disposed of.") % values


def _waiting(conference: OpenConference, found: CarriedOver) -> str:
    from antragstool.cli.terminal import redline, wants_colour
    from antragstool.diff.reading import passages
    from antragstool.merge.carry import Fate

    amendment = found.amendment
    resolution = conference.resolution_of(amendment)
    proposed = found.fate is Fate.PROPOSED
    now = found.base or conference.base_now(amendment)
    base = now if proposed else conference.base_of(amendment)
    edits = found.standing.edits if proposed else conference.edits(amendment)
    lines = conference.lines(resolution, base)
    names = {"id": amendment.id, "resolution": resolution.id}
    if proposed:
        head = _("%(id)s is proposed here; something changed beside its words:") % names
        todo = _("If that is right: antragstool rebase %(resolution)s --accept %(id)s") % names
    else:
        head = _("%(id)s is stuck. It was written for this text:") % names
        todo = _("Its words are no longer there. Hand it in anew, or agree on other words.")
    first = lines[0].number if lines else 1
    shown = passages(base.text.text, edits, lines)
    text = redline(amendment, resolution, shown, colour=wants_colour(), first=first)
    return f"{head}\n\n{text}\n{_changed_since(conference, found)}{todo}\n"


def _changed_since(conference: OpenConference, found: CarriedOver) -> str:
    from antragstool.cli.terminal import passages_text, wants_colour
    from antragstool.diff.reading import passages
    from antragstool.merge.combine import opened
    from antragstool.model.edit import EditMismatchError, apply_edits

    landings = found.standing.carried.landings
    met = dict.fromkeys(edit for landing in landings for edit in landing.changes)
    base = conference.base_of(found.amendment)
    edits = opened(sorted(met, key=lambda edit: (edit.start, edit.end)), base.text.text.flat)
    try:
        apply_edits(base.text.text.flat, edits)
    except EditMismatchError:
        return ""  # a change of a later step, whose lines are not those of its own base
    lines = conference.lines(conference.resolution_of(found.amendment), base)
    first = lines[0].number if lines else 1
    shown = passages_text(
        passages(base.text.text, edits, lines), colour=wants_colour(), first=first
    )
    return _("What has changed there since:") + f"\n\n{shown}\n" if edits else ""
