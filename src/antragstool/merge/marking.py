"""All amendments in one text: every change at its place, and where they clash, every reading of it.

A *place* is a range of the base that somebody wants to change. Where all who want to change it want
the same, it is a mark with all their names. Where they clash, it holds one *reading* for each way in
which the place may read; what clashes is never put into one. One sweep over the sorted edits finds
all places; no text is merged with another one.

Positions count in :func:`~antragstool.merge.canonical.closed` text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.diff.passages import Mark
from antragstool.merge.clashes import Placed, meetings
from antragstool.model.edit import Edit
from antragstool.model.ids import natural_key

_Key = tuple[Edit, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks for a change: the amendment *item*, and the number of its edit there (from 1)."""

    item: str
    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """One edit in its canonical form; *moved* says that its words go to or come from elsewhere.

    *target* is the position to which the words that it takes away go, -1 if they go for good. Who
    wants them at another one asks for something else.
    """

    edit: Edit
    moved: bool = False
    target: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """How a place reads for all *claims*: its *changes*, in order."""

    claims: tuple[Claim, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The range *start* to *end* that changes; several *readings* clash with each other."""

    start: int
    end: int
    readings: tuple[Reading, ...]

    @property
    def clashes(self) -> bool:
        """Whether more than one reading is asked for."""
        return len(self.readings) > 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the base or of what is inserted into it, at *start*.

    Unchanged and deleted pieces together are the base. *clash* is the number (from 1) of the clash
    that the words are the base of, 0 elsewhere; they count as unchanged. *last* marks the last piece
    of its place.
    """

    mark: Mark
    start: int
    text: str
    claims: tuple[Claim, ...] = ()
    moved: bool = False
    clash: int = 0
    last: bool = False

    @property
    def end(self) -> int:
        """The position behind the piece's words of the base."""
        return self.start if self.mark is Mark.INSERTED else self.start + len(self.text)


def places(edits: Iterable[Placed]) -> tuple[Place, ...]:
    """Return the places that *edits* change, in order, none sharing a character with another.

    A substitute of the whole text has no place among the others: the caller leaves it out.
    """
    every = sorted(edits, key=lambda each: (natural_key(each.item), each.number))
    shared: dict[_Key, list[Placed]] = {}
    for each in every:
        shared.setdefault(_key(each), []).append(each)
    moved = _moves(every)
    found: list[Place] = []
    for start, end, keys in _ranges(every, shared):
        members = [each for key in keys for each in shared[key]]
        readings = _readings(members, moved)
        if len(readings) > 1:
            found.append(Place(start, end, readings))
        else:
            found += _agreed(readings[0])
    return tuple(found)


def pieces(flat: str, found: Sequence[Place], first_clash: int = 1) -> Iterator[Piece]:
    """Yield the closed text *flat* with all places marked in it, from start to end.

    Clashes are numbered from *first_clash*.
    """
    position, clash = 0, first_clash - 1
    for place in found:
        if position < place.start:
            yield Piece(Mark.SAME, position, flat[position : place.start])
        if place.clashes:
            clash += 1
            words = flat[place.start : place.end]
            yield Piece(Mark.SAME, place.start, words, clash=clash, last=True)
        else:
            yield from _marked(place.readings[0])
        position = place.end
    if position < len(flat):
        yield Piece(Mark.SAME, position, flat[position:])


def reading_pieces(flat: str, place: Place, reading: Reading) -> Iterator[Piece]:
    """Yield the words of a clash's *place* as one of its readings has them."""
    position = place.start
    for change in reading.changes:
        if position < change.edit.start:
            yield Piece(Mark.SAME, position, flat[position : change.edit.start])
        yield from _marked(replace(reading, changes=(change,)))
        position = change.edit.end
    if position < place.end:
        yield Piece(Mark.SAME, position, flat[position : place.end])


def _marked(reading: Reading) -> Iterator[Piece]:
    (change,) = reading.changes
    edit, moved = change.edit, change.moved
    if edit.old:
        last = not edit.new
        yield Piece(Mark.DELETED, edit.start, edit.old, reading.claims, moved, last=last)
    if edit.new:
        yield Piece(Mark.INSERTED, edit.end, edit.new, reading.claims, moved, last=True)


def _key(edit: Placed) -> _Key:
    return edit.form.edit, edit.form.moved_to


def _ranges(
    every: Sequence[Placed], shared: Iterable[_Key]
) -> Iterator[tuple[int, int, list[_Key]]]:
    """Yield the ranges of edits that clash or share a character, with these edits."""
    heads = {key: key for key in shared}

    def head(key: _Key) -> _Key:
        while heads[key] != key:
            heads[key] = heads[heads[key]]
            key = heads[key]
        return key

    for meeting in meetings(every):
        if meeting.clashes:
            heads[head(_key(meeting.one))] = head(_key(meeting.other))
    grouped: dict[_Key, list[_Key]] = {}
    for key in heads:
        grouped.setdefault(head(key), []).append(key)
    spans = sorted(
        (min(key[0].start for key in keys), max(key[0].end for key in keys), index)
        for index, keys in enumerate(grouped.values())
    )
    members = list(grouped.values())
    current: tuple[int, int, list[_Key]] | None = None
    for start, end, index in spans:
        if current is not None and (start < current[1] or start == end == current[0] == current[1]):
            current = (current[0], max(end, current[1]), current[2] + members[index])
            continue
        if current is not None:
            yield current
        current = (start, end, list(members[index]))
    if current is not None:
        yield current


def _moves(every: Iterable[Placed]) -> frozenset[tuple[str, Edit]]:
    """Return the edits of each amendment that take a passage away and put it elsewhere."""
    taken: dict[tuple[str, int, str], Edit] = {}
    given: dict[tuple[str, int, str], Edit] = {}
    for each in every:
        edit = each.form.edit
        if each.form.moved_to >= 0:
            taken[each.item, each.form.moved_to, edit.old.strip()] = edit
        if edit.new and not edit.old:
            given[each.item, edit.start, edit.new.strip()] = edit
    both = taken.keys() & given.keys()
    return frozenset((key[0], edits[key]) for key in both for edits in (taken, given))


def _readings(members: Iterable[Placed], moved: frozenset[tuple[str, Edit]]) -> tuple[Reading, ...]:
    """Return what each amendment makes of a place; those that make the same share one reading."""
    own: dict[str, list[Placed]] = {}
    for each in members:
        own.setdefault(each.item, []).append(each)
    readings: dict[tuple[Change, ...], list[Claim]] = {}
    for item in sorted(own, key=natural_key):
        mine = sorted(own[item], key=lambda each: (each.form.edit.start, each.form.edit.end))
        changes = tuple(
            Change(each.form.edit, (item, each.form.edit) in moved, each.form.moved_to)
            for each in mine
        )
        claims = [Claim(item, each.number) for each in mine]
        readings.setdefault(changes, []).extend(claims)
    return tuple(Reading(tuple(claims), changes) for changes, claims in readings.items())


def _agreed(reading: Reading) -> Iterator[Place]:
    """Yield the changes on which all agree as places of their own."""
    count = len(reading.changes)
    for index, change in enumerate(reading.changes):
        claims = reading.claims[index::count]
        one = Reading(claims, (change,))
        yield Place(change.edit.start, change.edit.end, (one,))
