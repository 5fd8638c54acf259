"""How two edits of one base stand to each other; never dependent on lines, ids or order."""

from __future__ import annotations

from enum import StrEnum

from antragstool.merge.canonical import CanonicalEdit


class Relation(StrEnum):
    """The kinds of engine rules; see docs/architecture.md."""

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
        return Relation.AGREEMENT
    if one.last < other.first or other.last < one.first:
        return Relation.FREE
    if not one.edit.old and not other.edit.old:
        return Relation.SAME_PLACE
    if not one.edit.old or not other.edit.old:
        insertion, changed = (one, other) if not one.edit.old else (other, one)
        inside = changed.edit.start < insertion.last and insertion.first < changed.edit.end
        return Relation.CONTAINMENT if inside else Relation.TOUCHING
    return _ranges(one, other)


def _ranges(one: CanonicalEdit, other: CanonicalEdit) -> Relation:
    first, second = (one.edit.start, one.edit.end), (other.edit.start, other.edit.end)
    if first[1] <= second[0] or second[1] <= first[0]:
        return Relation.TOUCHING
    if first == second:
        return Relation.OVERLAP
    holds = first[0] <= second[0] and second[1] <= first[1]
    held = second[0] <= first[0] and first[1] <= second[1]
    return Relation.CONTAINMENT if holds or held else Relation.OVERLAP
