"""Carrying an amendment over to a later text: by position, never by likeness.

An edit lands only where its old words stand, at the place to which unchanged words around it were
moved by known changes. Where a change comes near, a person looks; where it takes the words, the
edit is stuck. Nothing is ever tried elsewhere because it looks alike there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.combine import opened
from antragstool.merge.forms import forms
from antragstool.merge.relation import Relation, relate
from antragstool.merge.transition import Transition
from antragstool.merge.trust import is_trusted, stands_once
from antragstool.model.edit import Edit, EditMismatchError, apply_edits


class Fate(StrEnum):
    """What becomes of an edit, or of an amendment, when the text below it changes.

    It is carried where nothing came near, contained if the new text has the change already,
    proposed where a person has to look, and stuck where its words are no longer there.
    """

    CARRIED = "carried"
    CONTAINED = "contained"
    PROPOSED = "proposed"
    STUCK = "stuck"


_WORST = (Fate.STUCK, Fate.PROPOSED, Fate.CARRIED, Fate.CONTAINED)


@dataclass(frozen=True, slots=True)
class Landing:
    """One edit of an amendment and its fate.

    *edit* is the edit on the old base, *landed* on the new one (None if it is contained or stuck);
    *changes* are those of the text that it meets, as edits of the old base. *moved* says that its
    block was moved.
    """

    number: int
    edit: Edit
    fate: Fate
    landed: Edit | None = None
    changes: tuple[Edit, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of an amendment: its *landings*, and its *edits* on the new text, in order.

    *edits* is empty where it is stuck or contained; *numbers* are those of the landings that they
    come from.
    """

    fate: Fate
    landings: tuple[Landing, ...]
    edits: tuple[Edit, ...]
    numbers: tuple[int, ...] = ()


def carry_along(edits: Sequence[Edit], ways: Sequence[Transition]) -> Carried:
    """Carry the *edits* of an amendment over to the end of *ways*, one step after the other."""
    carried = _untouched(edits)
    for way in ways:
        carried = continued(carried, way)
    return carried


def _untouched(edits: Sequence[Edit]) -> Carried:
    still = tuple(Landing(number, edit, Fate.CARRIED, edit) for number, edit in enumerate(edits, 1))
    return Carried(Fate.CARRIED, still, tuple(edits), tuple(range(1, len(edits) + 1)))


def continued(carried: Carried, way: Transition) -> Carried:
    """Carry on what was carried to ``way.base``; the worst fate counts.

    Where an edit stops on the way, the changes named are those of that step.
    """
    if not carried.edits:
        return carried
    step = carry(carried.edits, way)
    landings = {landing.number: landing for landing in carried.landings}
    for landing in step.landings:
        number = carried.numbers[landing.number - 1]
        landings[number] = _worse(landings[number], replace(landing, number=number))
    numbers = tuple(carried.numbers[number - 1] for number in step.numbers)
    found = tuple(landings.values())
    fates = {landing.fate for landing in found}
    return Carried(_worst(fates), found, step.edits, numbers)


def without_doubt(carried: Carried, direct: Carried) -> Carried:
    """Return *carried*, stuck where an edit is contained on the way, but not in the end.

    *direct* says what became of the same edits from the first text to the last.
    """
    still = {each.number for each in direct.landings if each.fate is Fate.CONTAINED}
    found = tuple(
        replace(each, fate=Fate.STUCK)
        if each.fate is Fate.CONTAINED and each.number not in still
        else each
        for each in carried.landings
    )
    fate = _worst({each.fate for each in found})
    return carried if fate is carried.fate else Carried(fate, found, ())


def _worst(fates: Collection[Fate]) -> Fate:
    return next(each for each in _WORST if each in fates)


def _worse(before: Landing, now: Landing) -> Landing:
    """Return the landing to be reported: the later place, the worse fate with its changes."""
    if before.fate is Fate.PROPOSED and now.fate is Fate.CARRIED:
        return replace(before, landed=now.landed)
    return now


def carry(edits: Sequence[Edit], way: Transition) -> Carried:
    """Carry the *edits* of an amendment to ``way.base`` over to ``way.new``.

    Raises EditMismatchError if an edit does not fit its own base.
    """
    if way.is_none:
        return _untouched(edits)
    found = forms(way.base, edits)
    landings = tuple(
        _land(number, edit, form, way)
        for number, (edit, form) in enumerate(zip(edits, found, strict=True), 1)
    )
    fate = _worst({landing.fate for landing in landings})
    if fate in {Fate.STUCK, Fate.CONTAINED}:
        return Carried(fate, landings, ())
    pairs = [(each.landed, each.number) for each in landings if each.landed is not None]
    pairs.sort(key=lambda pair: (pair[0].start, pair[0].end))
    together = opened([edit for edit, _number in pairs], way.new.flat)
    try:
        apply_edits(way.new.flat, together)
    except EditMismatchError:
        return Carried(Fate.STUCK, landings, ())
    if len(together) != len(pairs):  # two of its parts would become one
        return Carried(Fate.STUCK, landings, ())
    return Carried(fate, landings, together, tuple(number for _edit, number in pairs))


def _land(number: int, edit: Edit, form: CanonicalEdit, way: Transition) -> Landing:
    met = sorted(way.meeting(form.first, form.last), key=lambda change: change.edit.start)
    changes = tuple(change.edit for change in met)
    relations = {change: relate(form, change) for change in met}
    if Relation.AGREEMENT in relations.values() or _is_gone(form, met):
        if way.has_moved(form.edit):
            return _moved(number, edit, form, way, changes)
        sure = way.known or stands_once(form, way)
        return Landing(number, edit, Fate.CONTAINED if sure else Fate.STUCK, changes=changes)
    kinds = set(relations.values()) - {Relation.FREE}
    if not kinds:
        return _landed(number, edit, form, way)
    if kinds <= {Relation.TOUCHING, Relation.SAME_PLACE}:
        return _beside(number, edit, form, way, changes)
    return _moved(number, edit, form, way, changes)


def _is_gone(form: CanonicalEdit, met: Sequence[CanonicalEdit]) -> bool:
    """Tell whether the edit only deletes words that a change has deleted with others."""
    if form.edit.new or form.substitute:
        return False
    return any(
        not change.edit.new
        and not change.repeated  # the words may be those that stayed
        and change.edit.start <= form.edit.start
        and form.edit.end <= change.edit.end
        for change in met
    )


def _landed(number: int, edit: Edit, form: CanonicalEdit, way: Transition) -> Landing:
    """Land an edit from whose hull every change is apart."""
    # As it was written, if nothing touched these words either; else in its shorter, canonical form.
    near = tuple(way.meeting(edit.start, edit.end))
    wanted = form.edit if near or edit.end >= len(way.old_flat) else edit
    quoted = tuple(change.edit for change in near if form.quotes(change))
    landed = _at(way.landed(wanted.start, wanted.end), wanted, way)
    if landed is None:
        return Landing(number, edit, Fate.STUCK)
    sure = way.known or is_trusted(wanted, form, landed, way)
    if quoted or not sure:
        return Landing(number, edit, Fate.PROPOSED, landed, quoted)
    return Landing(number, edit, Fate.CARRIED, landed)


def _beside(
    number: int, edit: Edit, form: CanonicalEdit, way: Transition, changes: tuple[Edit, ...]
) -> Landing:
    """Land an edit that a change touches; behind what was inserted at its place."""
    wanted = form.edit
    start = way.landed(wanted.start, wanted.end) if wanted.old else way.landed_behind(wanted.start)
    landed = _at(start, wanted, way)
    if landed is None:
        return Landing(number, edit, Fate.STUCK, changes=changes)
    return Landing(number, edit, Fate.PROPOSED, landed, changes)


def _moved(
    number: int, edit: Edit, form: CanonicalEdit, way: Transition, changes: tuple[Edit, ...]
) -> Landing:
    """Propose the place to which the block was moved, if it stood and stands there exactly once."""
    stuck = Landing(number, edit, Fate.STUCK, changes=changes)
    index = way.base.block_at(min(form.edit.start, len(way.base.flat)))
    block, start = way.base.blocks[index], way.base.starts[index]
    inside = start <= form.edit.start and form.edit.end <= way.base.end_of(index)
    if not inside or (form.edit.start, form.edit.end) == (start, start):
        return stuck
    if way.base.blocks.count(block) != 1 or way.new.blocks.count(block) != 1:
        return stuck
    to = way.new.starts[way.new.blocks.index(block)]
    landed = _at(to + form.edit.start - start, form.edit, way)
    if landed is None:
        return stuck
    return Landing(number, edit, Fate.PROPOSED, landed, changes, moved=True)


def _at(start: int, edit: Edit, way: Transition) -> Edit | None:
    """Return *edit* at *start* of the new text, None if its old words do not stand there."""
    if start < 0 or start + len(edit.old) > len(way.new_flat):
        return None
    if way.new_flat[start : start + len(edit.old)] != edit.old:
        return None
    return Edit(start, edit.old, edit.new)
