"""Where the amendments to a resolution stand in its text as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from antragstool.actions.adopted_words import is_adopted
from antragstool.actions.opened import OpenConference
from antragstool.actions.ways import Ways
from antragstool.merge.carry import Carried, Fate
from antragstool.model.decision import AS_HANDED_IN, STILL_OPEN
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.patch.record import PatchRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """An amendment, its tracked patch, and what became of its edits on the way to the text of now.

    *parts* are the numbers of the edits that were carried: those that were not decided against.
    """

    amendment: Amendment
    record: PatchRecord
    carried: Carried
    parts: tuple[int, ...]

    @property
    def fate(self) -> Fate:
        """What became of the amendment."""
        return self.carried.fate

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Its edits on the text of now; none where it is stuck or contained."""
        return self.carried.edits

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of these edits as parts of the amendment."""
        return tuple(self.parts[number - 1] for number in self.carried.numbers)


def concerns(conference: OpenConference, resolution: Resolution) -> tuple[Concern, ...]:
    """Return the parts of a resolution that amendments want to change, or are to change by decision."""
    found = {
        each.concerns
        for each in conference.files.amendments_to(resolution.id)
        if is_open(each) or is_adopted(each)
    }
    return tuple(concern for concern in Concern if concern in found)


def is_open(amendment: Amendment) -> bool:
    """Tell whether an amendment, or a part of it, is still to be decided."""
    return amendment.outcome in STILL_OPEN and not amendment.merged


def standings(
    conference: OpenConference,
    resolution: Resolution | Amendment,
    concern: Concern = Concern.TEXT,
    ways: Ways | None = None,
) -> tuple[Standing, ...]:
    """Return where each amendment to *resolution*, or to this amendment, stands now.

    Those that were put into the text are left out. Raises InputError for a patch that cannot be read.
    """
    return tuple(_standings(conference, resolution.id, concern, ways or Ways(conference)))


def _standings(
    conference: OpenConference, item_id: str, concern: Concern, ways: Ways
) -> Iterator[Standing]:
    for amendment in conference.files.amendments_to(item_id):
        if amendment.concerns is concern and not amendment.merged:
            record = conference.record(amendment)
            kept = _still_meant(amendment, record)
            edits = tuple(edit for _number, edit in kept)
            carried = ways.carry(amendment, edits, record.base)
            yield Standing(amendment, record, carried, tuple(number for number, _edit in kept))


def _still_meant(amendment: Amendment, record: PatchRecord) -> list[tuple[int, Edit]]:
    """Return the parts that were not decided against: what becomes of the others holds nobody up."""
    settled = {
        number
        for part in amendment.parts
        if part.outcome not in AS_HANDED_IN and part.outcome not in STILL_OPEN
        for number in part.numbers
    }
    every = list(zip(record.parts, record.edits, strict=True))
    return [pair for pair in every if pair[0] not in settled] or every
