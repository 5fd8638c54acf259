"""What clashes in one text, as people discuss it: amendment against amendment.

Nothing here knows what became of an amendment, when it came or how long a line is; ids only say in
which order things are told. Each pair of edits that clashes is a conflict; against a substitute, all
edits of the other amendment are one conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from antragstool.merge.clashes import Meeting, Placed, meetings, stands_inside
from antragstool.merge.relation import Relation
from antragstool.model.edit import Edit
from antragstool.model.ids import natural_key


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two amendments that cannot both be carried out as they are written, and the edits that say so.

    *items* are in the natural order of their ids, *edits* in the same order. In a containment,
    *outer* is the one that leaves the other nothing to change; "" if neither is.
    """

    kind: Relation
    items: tuple[str, str]
    edits: tuple[Placed, ...]
    outer: str = ""

    @property
    def has_substitute(self) -> bool:
        """Whether one of the two is a new text for the whole."""
        return any(each.form.substitute for each in self.edits)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One edit that several amendments ask for; *whole* if they are the same in everything."""

    edits: tuple[Placed, ...]
    whole: bool

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of the amendments, in natural order."""
        return tuple(each.item for each in self.edits)

    @property
    def edit(self) -> Edit:
        """The edit that they have in common, in its canonical form."""
        return self.edits[0].form.edit


@dataclass(frozen=True, slots=True)
class Touching:
    """Two edits side by side: no conflict, but a passage to read once more."""

    items: tuple[str, str]
    edits: tuple[Placed, Placed]


@dataclass(frozen=True, slots=True)
class Report:
    """All that is to be said about the amendments to one text, in order of place."""

    conflicts: tuple[Conflict, ...]
    agreements: tuple[Agreement, ...]
    touching: tuple[Touching, ...]


def report(edits: Iterable[Placed]) -> Report:
    """Find all conflicts, agreements and neighbours among *edits* of one text."""
    every = sorted(edits, key=lambda each: (natural_key(each.item), each.number))
    found = meetings(every)
    against: dict[tuple[str, str], list[Placed]] = {}
    conflicts: list[Conflict] = []
    for meeting in found:
        if not meeting.clashes:
            continue
        pair = _in_order(meeting)
        if meeting.one.form.substitute or meeting.other.form.substitute:
            met = against.setdefault((pair[0].item, pair[1].item), [])
            met += [each for each in pair if each not in met]
        else:
            conflicts.append(_conflict(meeting.relation, pair))
    substituted = [_conflict(Relation.CONTAINMENT, met) for met in against.values()]
    return Report(
        (*sorted(conflicts, key=_place), *sorted(substituted, key=_place)),
        _agreements(every),
        tuple(
            Touching((pair[0].item, pair[1].item), pair)
            for pair in sorted(_pairs(found, Relation.TOUCHING), key=_place_of)
        ),
    )


def groups(pairs: Iterable[tuple[Placed, Placed]], key: Callable[[Placed], str]) -> dict[str, str]:
    """Join the two of each pair; return the first name of its group for each name that *key* gives."""
    joined: dict[str, str] = {}

    def head(name: str) -> str:
        joined.setdefault(name, name)
        while joined[name] != name:
            joined[name] = joined[joined[name]]
            name = joined[name]
        return name

    for one, other in pairs:
        first, second = sorted((head(key(one)), head(key(other))))
        joined[second] = first
    return {name: head(name) for name in joined}


def _in_order(meeting: Meeting) -> tuple[Placed, Placed]:
    one, other = meeting.one, meeting.other
    return (one, other) if natural_key(one.item) <= natural_key(other.item) else (other, one)


def _pairs(found: Iterable[Meeting], relation: Relation) -> Iterable[tuple[Placed, Placed]]:
    return (_in_order(meeting) for meeting in found if meeting.relation is relation)


def _conflict(kind: Relation, edits: Sequence[Placed]) -> Conflict:
    edits = sorted(edits, key=lambda each: (natural_key(each.item), each.number))
    one, other = edits[0].item, edits[-1].item
    outer = ""
    if kind is Relation.CONTAINMENT:
        if stands_inside(edits[-1].form, edits[0].form):
            outer = one
        elif stands_inside(edits[0].form, edits[-1].form):
            outer = other
    return Conflict(kind, (one, other), tuple(edits), outer)


def _agreements(edits: Iterable[Placed]) -> tuple[Agreement, ...]:
    shared: dict[Edit, list[Placed]] = {}
    wanted: dict[str, set[Edit]] = {}
    for each in edits:
        shared.setdefault(each.form.edit, []).append(each)
        wanted.setdefault(each.item, set()).add(each.form.edit)
    found = [
        Agreement(tuple(same), all(wanted[each.item] == wanted[same[0].item] for each in same))
        for same in shared.values()
        if len(same) > 1
    ]
    return tuple(sorted(found, key=lambda each: _place_of(each.edits)))


def _place(conflict: Conflict) -> tuple[object, ...]:
    return _place_of(conflict.edits)


def _place_of(edits: Sequence[Placed]) -> tuple[object, ...]:
    start = min(each.form.edit.start for each in edits)
    return start, [(natural_key(each.item), each.number) for each in edits]
