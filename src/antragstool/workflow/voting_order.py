"""The order of voting: the most far-reaching first, with the reason for each place.

Amendments that clash form a group. Substitutes come first; they clash with everything and so join
no group but their own. In a group, whoever contains another comes before it; then the one that
changes more words, the one that stands further up, the lower number. The chair may give an
amendment a place in its group. Amendments that are the same in everything are voted on together.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from antragstool.merge.clashes import Meeting, Placed, contained_in, meetings, stands_inside
from antragstool.model.edit import Edit
from antragstool.model.ids import NaturalKey, natural_key
from antragstool.text.tokens import words
from antragstool.workflow.circles import circles
from antragstool.workflow.conflicts import groups


class Reason(StrEnum):
    """Why an amendment has its place."""

    SUBSTITUTE = "substitute"
    CONTAINS = "contains"
    WORDS = "words"
    POSITION = "position"
    NUMBER = "number"
    ALONE = "alone"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An amendment that is to be voted on; *order* is the chair's place for it, 0 for none."""

    id: str
    edits: tuple[Placed, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A vote: on the amendment *id* and on *others*, which are the same as it.

    *group* counts from 1. The *reason* compares it with *than*: those that it contains, or that
    contain it (*inside*), or the neighbour in the order, *before* which or behind which it stands.
    *partly* says that it contains only some edits of them. *words* are deleted and inserted ones.
    """

    id: str
    others: tuple[str, ...]
    group: int
    words: int
    reason: Reason
    than: tuple[str, ...] = ()
    than_words: int = 0
    before: bool = True
    inside: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class _Motion:
    """What is voted on as one: the edits, and everybody who asks for exactly these."""

    ids: tuple[str, ...]
    edits: tuple[Placed, ...]
    order: int
    words: int

    @property
    def id(self) -> str:
        return self.ids[0]

    @property
    def start(self) -> int:
        return min(each.form.edit.start for each in self.edits)

    @property
    def substitutes(self) -> bool:
        return any(each.form.substitute for each in self.edits)

    @property
    def rank(self) -> tuple[int, int, NaturalKey]:
        return -self.words, self.start, natural_key(self.id)


_Over = Mapping[str, set[str]]


def voting_order(candidates: Iterable[Candidate]) -> tuple[Place, ...]:
    """Return all votes in their order."""
    motions = _motions(candidates)
    by_id = {motion.id: motion for motion in motions}
    found = [
        meeting
        for meeting in meetings(edit for motion in motions for edit in motion.edits)
        if meeting.clashes and not _with_substitute(meeting)
    ]
    over = _containments(found)
    places: list[Place] = []
    for number, group in enumerate(_groups(motions, found), 1):
        decisive = _decisive(group, over) if len(group) > 1 else {}
        ranked = _ranked(group, decisive)
        freely = [motion for motion in ranked if not motion.order]
        reasons = {
            motion.id: _place(index, freely, number, decisive, by_id, among=len(group))
            for index, motion in enumerate(freely)
        }
        places += [
            reasons.get(motion.id)
            or Place(motion.id, motion.ids[1:], number, motion.words, Reason.CHAIR)
            for motion in _as_the_chair_says(ranked)
        ]
    return tuple(places)


def _motions(candidates: Iterable[Candidate]) -> list[_Motion]:
    same: dict[frozenset[Edit], list[Candidate]] = {}
    for each in sorted(candidates, key=lambda candidate: natural_key(candidate.id)):
        same.setdefault(frozenset(edit.form.edit for edit in each.edits), []).append(each)
    return [
        _Motion(
            tuple(each.id for each in those),
            those[0].edits,
            min((each.order for each in those if each.order), default=0),
            sum(len(words(edit.old)) + len(words(edit.new)) for edit in edits),
        )
        for edits, those in same.items()
        if edits
    ]


def _with_substitute(meeting: Meeting) -> bool:
    return meeting.one.form.substitute or meeting.other.form.substitute


def _containments(found: Iterable[Meeting]) -> dict[str, set[str]]:
    """Return for each motion those of which an edit stands inside one of its own."""
    over: dict[str, set[str]] = {}
    for meeting in found:
        for outer, inner in ((meeting.one, meeting.other), (meeting.other, meeting.one)):
            if stands_inside(inner.form, outer.form):
                over.setdefault(outer.item, set()).add(inner.item)
    return over


def _groups(motions: Sequence[_Motion], found: Sequence[Meeting]) -> list[list[_Motion]]:
    """Return the groups in order of place; substitutes are the first one."""
    heads = groups(((m.one, m.other) for m in found), key=lambda each: each.item)
    together: dict[str, list[_Motion]] = {}
    for motion in motions:
        head = "" if motion.substitutes else heads.get(motion.id, motion.id)
        together.setdefault(head, []).append(motion)
    return sorted(
        together.values(),
        key=lambda group: (
            not group[0].substitutes,
            min((motion.start, natural_key(motion.id)) for motion in group),
        ),
    )


def _decisive(group: Sequence[_Motion], over: _Over) -> dict[str, set[str]]:
    """Return who contains whom, without those that contain each other, in whatever way."""
    circle = circles([motion.id for motion in group], over)
    return {
        motion.id: {inner for inner in over[motion.id] if circle[inner] != circle[motion.id]}
        for motion in group
        if motion.id in over
    }


def _ranked(group: Sequence[_Motion], over: _Over) -> list[_Motion]:
    """Sort a group: who contains another first, then by rank."""
    waiting = Counter(inner for those in over.values() for inner in those)
    by_id = {motion.id: motion for motion in group}
    ready = [(motion.rank, motion.id) for motion in group if not waiting[motion.id]]
    heapq.heapify(ready)
    out: list[_Motion] = []
    while ready:
        _rank, name = heapq.heappop(ready)
        out.append(by_id[name])
        for inner in over.get(name, ()):
            waiting[inner] -= 1
            if not waiting[inner]:
                heapq.heappush(ready, (by_id[inner].rank, inner))
    return out


def _as_the_chair_says(ranked: Sequence[_Motion]) -> list[_Motion]:
    out = [motion for motion in ranked if not motion.order]
    for motion in sorted((each for each in ranked if each.order), key=lambda each: each.order):
        out.insert(motion.order - 1, motion)
    return out


def _place(
    index: int,
    ranked: Sequence[_Motion],
    group: int,
    over: _Over,
    by_id: Mapping[str, _Motion],
    *,
    among: int,
) -> Place:
    motion = ranked[index]
    plain = Place(motion.id, motion.ids[1:], group, motion.words, Reason.SUBSTITUTE)
    last = index == len(ranked) - 1
    if not motion.substitutes:
        behind = {each.id for each in ranked[index + 1 :]} if over.get(motion.id) else set()
        inner = sorted(over.get(motion.id, set()) & behind, key=natural_key)
        if inner:
            whole = tuple(each for each in inner if _contains(motion, by_id[each]))
            than = tuple(name for each in whole or inner for name in by_id[each].ids)
            return replace(plain, reason=Reason.CONTAINS, than=than, partly=not whole)
    if len(ranked) == 1:
        if motion.substitutes:
            return plain
        return replace(plain, reason=Reason.ALONE if among == 1 else Reason.CHAIR, before=False)
    other = ranked[index - 1] if last else ranked[index + 1]
    plain = replace(plain, than=(other.id,), than_words=other.words, before=not last)
    if motion.substitutes:
        return plain
    if last and motion.id in over.get(other.id, ()):
        partly = not _contains(other, motion)
        return replace(plain, reason=Reason.CONTAINS, inside=True, partly=partly)
    if motion.words != other.words:
        return replace(plain, reason=Reason.WORDS)
    same_start = motion.start == other.start
    return replace(plain, reason=Reason.NUMBER if same_start else Reason.POSITION)


def _contains(outer: _Motion, inner: _Motion) -> bool:
    return contained_in([e.form for e in outer.edits], [e.form for e in inner.edits])
