"""Several amendments in one text: who brings which edit in, and in which order they stand.

What two of them say is one edit with both names. Edits that clash are not combined; whoever asks
has decided before which of them are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from antragstool.merge.canonical import closed
from antragstool.merge.clashes import Meeting, Placed
from antragstool.merge.relation import Relation
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text

Order = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Shared:
    """One edit of the combined change, in :func:`closed` positions, and all who ask for it."""

    edit: Edit
    names: tuple[str, ...]


def is_ordered(meeting: Meeting, follows: Order) -> bool:
    """Tell whether a person has said which of two insertions at one place stands first.

    *follows* maps an amendment to those behind whose words its own stand. It can only be done where
    both insertions begin at the same place.
    """
    one, other = meeting.one, meeting.other
    if meeting.relation is not Relation.SAME_PLACE or one.form.edit.start != other.form.edit.start:
        return False
    return (one.item in follows.get(other.item, ())) != (other.item in follows.get(one.item, ()))


def combine(edits: Sequence[Placed], follows: Order | None = None) -> tuple[Shared, ...]:
    """Return the edits that carry all of *edits* out, in order of place, each once.

    None of them may clash with another, except for insertions that *follows* puts in order.
    """
    names: dict[Edit, list[str]] = {}
    for each in edits:
        found = names.setdefault(each.form.edit, [])
        if each.item not in found:
            found.append(each.item)
    shared = [Shared(edit, tuple(found)) for edit, found in names.items()]
    rank = _ranks(shared, follows or {})
    return tuple(sorted(shared, key=lambda each: (each.edit.start, each.edit.end, rank[each.edit])))


def _ranks(shared: Sequence[Shared], follows: Order) -> dict[Edit, int]:
    """Return the place of each insertion among those at its start: behind all that it follows."""
    owner = {(name, each.edit.start): each.edit for each in shared for name in each.names}
    rank: dict[Edit, int] = {}

    def rank_of(edit: Edit, names: Sequence[str], seen: frozenset[str]) -> int:
        if edit not in rank:
            before = [
                rank_of(owner[other, edit.start], (other,), seen | {other})
                for name in names
                for other in follows.get(name, ())
                if (other, edit.start) in owner and other not in seen
            ]
            rank[edit] = 1 + max(before, default=-1)
        return rank[edit]

    for each in shared:
        rank_of(each.edit, each.names, frozenset(each.names))
    return rank


def carried_out(base: Text, shared: Sequence[Shared]) -> str:
    """Return the closed text that *shared* make of *base*; raises EditMismatchError where they do not fit."""
    return apply_edits(closed(base.flat), _one_at_a_place([each.edit for each in shared]))


def _one_at_a_place(edits: Sequence[Edit]) -> list[Edit]:
    """Put insertions at one place, whose order is known, into one edit."""
    out: list[Edit] = []
    for edit in edits:
        last = out[-1] if out else None
        if last is not None and not (last.old or edit.old) and last.start == edit.start:
            out[-1] = Edit(last.start, "", last.new + edit.new)
        else:
            out.append(edit)
    return out


def opened(edits: Sequence[Edit], flat: str) -> tuple[Edit, ...]:
    """Return edits in closed positions, in order, as edits of *flat* itself.

    *flat* has no line end behind its last block; so what adds or takes a block at the end takes
    the line end before it.
    """
    out: list[Edit] = []
    for edit in _one_at_a_place(edits):
        if edit.end <= len(flat):
            out.append(edit)
            continue
        start, old, new = edit.start, edit.old, edit.new
        while out and out[-1].end == start and not new:
            last = out.pop()
            start, old, new = last.start, last.old + old, last.new
        if start > len(flat):  # a new last block
            start, old, new = len(flat), "", "\n" + new.removesuffix("\n")
        elif not new and start:  # the last block goes
            start, old = start - 1, "\n" + old[:-1]
        else:
            old, new = old[:-1], new.removesuffix("\n")
        if old != new:
            out.append(Edit(start, old, new))
    return tuple(out)
