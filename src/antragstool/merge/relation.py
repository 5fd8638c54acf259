"""How two edits of one base stand to each other; never dependent on lines, ids or order."""

from __future__ import annotations

from enum import StrEnum

from antragstool.merge.canonical import CanonicalEdit


class Relation(StrEnum):
    """How two edits stand to each other.

    Free edits are apart. Touching ones meet without sharing a character. An agreement is one edit
    twice. In an overlap both change the same words; in a containment one changes what stands inside
    the other's words. At the same place two insertions meet, and only a person knows their order.
    """

    FREE = "free"
    TOUCHING = "touching"
    AGREEMENT = "agreement"
    OVERLAP = "overlap"
    CONTAINMENT = "containment"
    SAME_PLACE = "same-place"


CONFLICTS = frozenset({Relation.OVERLAP, Relation.CONTAINMENT, Relation.SAME_PLACE})


def relate(one: CanonicalEdit, other: CanonicalEdit) -> Relation:
    """Return how two canonical edits stand to each other."""
    if one.edit == other.edit:
        # Who moves a passage does not want it deleted, nor moved to another place.
        return Relation.AGREEMENT if one.moved_to == other.moved_to else Relation.OVERLAP
    if one.substitute or other.substitute:
        return Relation.CONTAINMENT
    if one.last < other.first or other.last < one.first:
        return Relation.FREE
    if not one.edit.old and not other.edit.old:
        return Relation.SAME_PLACE
    if not one.edit.old or not other.edit.old:
        insertion, changed = (one, other) if not one.edit.old else (other, one)
        low, high = _reach(changed)
        first, last = _reach(insertion)
        doubles = first < high and low < last  # the changed words, or the copy of them?
        if doubles or _unsettles(one, other):
            return Relation.CONTAINMENT
        return Relation.TOUCHING
    return _ranges(one, other)


def _reach(edit: CanonicalEdit) -> tuple[int, int]:
    """Return the range that an edit changes: all that it may change, where its words are repeated."""
    return (edit.first, edit.last) if edit.repeated else (edit.edit.start, edit.edit.end)


def _ranges(one: CanonicalEdit, other: CanonicalEdit) -> Relation:
    first, second = _reach(one), _reach(other)
    if first[1] <= second[0] or second[1] <= first[0]:
        return Relation.OVERLAP if _unsettles(one, other) else Relation.TOUCHING
    if first == second:
        return Relation.OVERLAP
    holds = first[0] <= second[0] and second[1] <= first[1]
    held = second[0] <= first[0] and first[1] <= second[1]
    return Relation.CONTAINMENT if holds or held else Relation.OVERLAP


def _unsettles(one: CanonicalEdit, other: CanonicalEdit) -> bool:
    """Tell whether one of two neighbours joins or splits blocks where the other needs them as they are."""
    left, right = sorted((one, other), key=lambda edit: (edit.edit.start, edit.edit.end))
    if left.edit.end != right.edit.start:
        return False
    was = left.edit.old.endswith("\n") if left.edit.old else left.opens_line
    becomes = left.edit.new.endswith("\n") if left.edit.new else left.opens_line
    return was != becomes and right.structural
