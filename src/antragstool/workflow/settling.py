"""Putting adopted amendments together: what the assembly has decided, and what it still has to.

Where two adopted edits clash, nothing is chosen here: it is a decision of people, recorded in the
amendments' headers, which one prevails, which of two insertions stands first, or how both shall
read instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from antragstool.merge.clashes import Meeting, Placed, meetings
from antragstool.merge.combine import Shared, combine, is_ordered
from antragstool.merge.forms import forms
from antragstool.merge.relation import Relation
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an adopted amendment puts into the text: its edits, with their numbers if some are left out."""

    id: str
    edits: tuple[Edit, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What the assembly has decided about clashes.

    *yields* maps an amendment to those that prevail over it, *follows* to those behind whose words
    its own stand, *wordings* an agreed wording to the amendments that it stands for.
    """

    yields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    follows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wordings: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, amendments: Iterable[Amendment]) -> Decided:
        """Return what the headers of *amendments* say."""
        known = tuple(amendments)
        return cls(
            {each.id: each.yields_to for each in known if each.yields_to},
            {each.id: each.follows for each in known if each.follows},
            {each.id: each.wording_for for each in known if each.wording_for},
        )


@dataclass(frozen=True, slots=True)
class Displaced:
    """An adopted edit that is not carried out, because another amendment prevails over it."""

    edit: Placed
    by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Adopted amendments put together.

    *shared* carry all of them out, if *clashes* (what is still to be decided) is empty; *displaced*
    are left out by decision; *touching* stand side by side.
    """

    shared: tuple[Shared, ...]
    clashes: tuple[Meeting, ...]
    displaced: tuple[Displaced, ...] = ()
    touching: tuple[Meeting, ...] = ()


def settle(base: Text, adopted: Iterable[Adopted], decided: Decided | None = None) -> Settled:
    """Put the edits of all *adopted* amendments to *base* together.

    Raises EditMismatchError if an amendment alone does not fit the base.
    """
    decided = decided or Decided()
    edits = [edit for each in adopted for edit in _placed(base, each)]
    found = meetings(edits)
    displaced = {each.edit: each for each in _displaced(found, decided)}
    left = [edit for edit in edits if edit not in displaced]
    still = [m for m in found if m.one not in displaced and m.other not in displaced]
    clashes = tuple(m for m in still if m.clashes and not is_ordered(m, decided.follows))
    touching = tuple(m for m in still if m.relation is Relation.TOUCHING)
    shared = () if clashes else combine(left, decided.follows)
    return Settled(shared, clashes, tuple(displaced.values()), touching)


def _placed(base: Text, adopted: Adopted) -> Iterator[Placed]:
    numbers = adopted.numbers or range(1, len(adopted.edits) + 1)
    for number, form in zip(numbers, forms(base, adopted.edits), strict=True):
        yield Placed(adopted.id, number, form)


def _displaced(found: Sequence[Meeting], decided: Decided) -> Iterator[Displaced]:
    """Yield the edits that give way to one that stays; what has itself given way displaces nothing."""
    prevailing: dict[Placed, list[Placed]] = {}
    for edit, other in _gives_way(found, decided):
        prevailing.setdefault(edit, []).append(other)
    for edit, others in prevailing.items():
        if _is_gone(edit, prevailing, frozenset()):
            winner = next(one for one in others if _is_gone(one, prevailing, frozenset()) is False)
            yield Displaced(edit, winner.item)


def _is_gone(
    edit: Placed, prevailing: Mapping[Placed, Sequence[Placed]], asked: frozenset[Placed]
) -> bool | None:
    """Tell whether an edit gives way to one that stays; None where they give way in a circle."""
    if edit in asked:
        return None
    fates = [_is_gone(other, prevailing, asked | {edit}) for other in prevailing.get(edit, ())]
    if False in fates:
        return True
    return None if None in fates else False


def _gives_way(found: Sequence[Meeting], decided: Decided) -> Iterator[tuple[Placed, Placed]]:
    """Yield each edit with another one to which it gives way by decision."""
    clashing = {edit for m in found if m.clashes for edit in (m.one, m.other)}
    for meeting in found:
        for edit, other in ((meeting.one, meeting.other), (meeting.other, meeting.one)):
            prevails = other.item in decided.yields.get(edit.item, ())
            if prevails and edit.item in decided.yields.get(other.item, ()):
                continue  # each yields to the other: that decides nothing
            replaced = edit.item in decided.wordings.get(other.item, ())
            beside = replaced and edit in clashing and meeting.relation is Relation.TOUCHING
            if (meeting.clashes and (prevails or replaced)) or beside:
                yield edit, other
