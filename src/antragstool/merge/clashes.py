"""Where amendments meet: one sweep over the sorted hulls of all their edits.

A meeting is a value: it can be counted, printed and decided. Nothing here knows lines, ids'
meaning or what became of an amendment, so none of them can matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.relation import CONFLICTS, Relation, relate
from antragstool.model.edit import Edit


@dataclass(frozen=True, slots=True)
class Placed:
    """One edit of an amendment: whose it is, its number there (from 1), and its canonical form."""

    item: str
    number: int
    form: CanonicalEdit


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two edits of different amendments that are not free of each other; *one* stands first."""

    relation: Relation
    one: Placed
    other: Placed

    @property
    def clashes(self) -> bool:
        """Whether the two cannot both be carried out as they are written."""
        return self.relation in CONFLICTS


def placed(item: str, found: Sequence[CanonicalEdit]) -> list[Placed]:
    """Return the forms of one amendment's edits with its name and their numbers."""
    return [Placed(item, number, form) for number, form in enumerate(found, 1)]


def meetings(edits: Iterable[Placed]) -> list[Meeting]:
    """Return every pair of edits of different amendments that are not free, in order of place.

    The time grows with the number of edits and of pairs whose hulls meet, not with its square. An
    edit that both amendments have is no matter between them: each stands beside it already.
    """
    found: list[Meeting] = []
    active: list[tuple[int, Placed]] = []
    owners: dict[tuple[Edit, int], set[str]] = {}
    in_order = sorted(edits, key=_place)
    for edit in in_order:
        owners.setdefault(_key(edit), set()).add(edit.item)
    for edit in in_order:
        first, own = _low(edit.form), owners[_key(edit)]
        active = [each for each in active if each[0] >= first]
        for _high, other in active:
            if other.item == edit.item:
                continue
            relation = _relation(other.form, edit.form)
            if relation is Relation.FREE:
                continue
            had = other.item in own or edit.item in owners[_key(other)]
            if relation is Relation.AGREEMENT or not had:
                found.append(Meeting(relation, other, edit))
        active.append((max(edit.form.last, edit.form.written[1]), edit))
    found.sort(key=lambda each: (each.other.form.first, each.one.form.first))
    return found


def _relation(one: CanonicalEdit, other: CanonicalEdit) -> Relation:
    """Return how two edits stand; who quotes words that another one changes is beside it, not free of it."""
    relation = relate(one, other)
    if relation is Relation.FREE and (one.quotes(other) or other.quotes(one)):
        return Relation.TOUCHING
    return relation


def _key(edit: Placed) -> tuple[Edit, int]:
    return edit.form.edit, edit.form.moved_to


def _low(form: CanonicalEdit) -> int:
    """Return the first position of the hull and of the words that were quoted."""
    return min(form.first, form.written[0]) if form.written != (0, 0) else form.first


def _place(edit: Placed) -> tuple[int, int, int, int]:
    form = edit.form
    return _low(form), form.last, form.edit.start, form.edit.end


def stands_inside(inner: CanonicalEdit, outer: CanonicalEdit) -> bool:
    """Tell whether *inner* has nothing left to change once *outer* is carried out.

    So it is for everything below a substitute, and for what changes words, or inserts between words,
    that *outer* deletes or replaces. The same range in other words is no containment; nor is a
    deletion of words that stand twice, because nobody knows whether those of *inner* go, or of words
    that the same amendment puts elsewhere.
    """
    if outer.substitute:
        return not inner.substitute
    if inner.substitute or not outer.edit.old or outer.repeated or outer.moved_to >= 0:
        return False
    low, high = outer.edit.start, outer.edit.end
    start, end = inner.edit.start, inner.edit.end
    if not inner.edit.old:
        return low < start < high
    return low <= start and end <= high and (low, high) != (start, end)


def contained_in(outer: Sequence[CanonicalEdit], inner: Sequence[CanonicalEdit]) -> bool:
    """Tell whether every edit of one amendment stands inside an edit of another one."""
    return bool(inner) and all(any(stands_inside(each, over) for over in outer) for each in inner)
