"""Carrying an amendment over to a later text: by position, never by likeness.

An edit lands only where its old words stand, at the place to which unchanged words around it were
moved by known changes. Where a change comes near, a person looks; where it takes the words, the
edit is stuck. Nothing is ever tried elsewhere because it looks alike there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.combine import opened
from antragstool.merge.forms import forms
from antragstool.merge.relation import Relation, relate
from antragstool.merge.transition import Transition
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Block
from antragstool.text.tokens import words

CONTEXT = 20
# "am 8. Mai" is no end
_SENTENCE_END = re.compile(r"(?:(?<!\b\d)(?<!\b\d\d)\.|[!?…])[\"“”»«)]*(?=\s|$)")


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
    whole = len(together) == len(pairs)
    numbers = [number for _edit, number in pairs] if whole else range(1, len(together) + 1)
    return Carried(fate, landings, together, tuple(numbers))


def _land(number: int, edit: Edit, form: CanonicalEdit, way: Transition) -> Landing:
    met = sorted(way.meeting(form.first, form.last), key=lambda change: change.edit.start)
    changes = tuple(change.edit for change in met)
    relations = {change: relate(form, change) for change in met}
    if Relation.AGREEMENT in relations.values() or _is_gone(form, met):
        return Landing(number, edit, Fate.CONTAINED, changes=changes)
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
    untouched = edit.end < len(way.old_flat) and not any(way.meeting(edit.start, edit.end))
    wanted = edit if untouched else form.edit
    landed = _at(way.landed(wanted.start, wanted.end), wanted, way)
    if landed is None:
        return Landing(number, edit, Fate.STUCK)
    fate = Fate.CARRIED
    if not way.known and (
        not (_context_holds(wanted, landed, way) and _sentence_holds(form, way))
        or _may_be_a_twin(form, landed, way)
    ):
        fate = Fate.PROPOSED
    return Landing(number, edit, fate, landed)


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


def _context_holds(edit: Edit, landed: Edit, way: Transition) -> bool:
    """Tell whether the signs on either side stand beside the edit where it lands, too."""
    old, new = way.old_flat, way.new_flat
    before = old[max(0, edit.start - CONTEXT) : edit.start]
    behind = old[edit.end : edit.end + CONTEXT]
    at = landed.start - len(before)
    return new[max(0, at) : landed.start] == before and new.startswith(behind, landed.end)


def _sentence_holds(form: CanonicalEdit, way: Transition) -> bool:
    """Tell whether at least half of the other words of the edit's sentence are unchanged."""
    start, end = _sentence(form.edit, way.old_flat)
    others = gone = 0
    for low, high in ((start, form.edit.start), (form.edit.end, end)):
        others += len(words(way.old_flat[low:high])) if low < high else 0
        for change in way.meeting(low, high) if low < high else ():
            cut = way.old_flat[max(low, change.edit.start) : min(high, change.edit.end)]
            gone += len(words(cut))
    return 2 * (others - gone) >= others


def _may_be_a_twin(form: CanonicalEdit, landed: Edit, way: Transition) -> bool:
    """Tell whether the sentence of an edit stands, or stood, elsewhere too, and came, went or moved.

    Then nobody can tell from the two texts whether the one at its place now is not another one. Nor
    where it was changed among sentences much like it.
    """
    old = _passages(form.edit, form.structural and form.opens_line, way.old_flat)
    new = _passages(landed, form.structural and form.opens_line, way.new_flat)
    before, after, changed = way.unbroken
    if any(each in after for each in old - new) or any(each in before for each in new - old):
        return True
    if any(way.has_likeness(each) for each in old ^ new):
        return True
    for passage in old | new:
        counts = before.count(passage), after.count(passage)
        if (max(counts) > 1 and counts[0] != counts[1]) or passage in changed:
            return True
    return False


def _passages(edit: Edit, between_blocks: bool, flat: str) -> set[str]:
    """Return what identifies an edit's place: its sentence, or the blocks around a new block."""
    start, end = _sentence(edit, flat)
    if between_blocks and start:
        start = flat.rfind("\n", 0, start - 1) + 1
    return {Block.from_flat(line).content for line in flat[start:end].split("\n")} - {""}


def _sentence(edit: Edit, flat: str) -> tuple[int, int]:
    """Return the sentence in which an edit stands; the one before it for a new sentence."""
    block = flat.rfind("\n", 0, edit.start) + 1
    close = flat.find("\n", edit.end)
    close = len(flat) if close < 0 else close
    ends = [found.end() for found in _SENTENCE_END.finditer(flat, block, edit.start)]
    start = max((end + 1 for end in ends if end + 1 < edit.start), default=block)
    found = _SENTENCE_END.search(flat, max(edit.end - 1, block), close)
    return start, max(edit.end, found.end() if found else close)
