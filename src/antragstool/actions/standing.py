"""Where the amendments to a resolution stand in its text as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    """An amendment, its tracked patch, and what became of its edits on the way to the text of now."""

    amendment: Amendment
    record: PatchRecord
    carried: Carried

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
        parts = self.record.parts
        return tuple(parts[number - 1] for number in self.carried.numbers)


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
            record = _without_rejected(amendment, conference.record(amendment))
            yield Standing(amendment, record, ways.carry(amendment, record.edits, record.base))


def _without_rejected(amendment: Amendment, record: PatchRecord) -> PatchRecord:
    """Leave out the parts that were decided and not adopted: what becomes of them holds nobody up."""
    settled = {
        number
        for part in amendment.parts
        if part.outcome not in AS_HANDED_IN and part.outcome not in STILL_OPEN
        for number in part.numbers
    }
    if settled.isdisjoint(record.parts):
        return record
    kept = [pair for pair in zip(record.parts, record.edits, strict=True) if pair[0] not in settled]
    if not kept:
        return record
    numbers, edits = zip(*kept, strict=True)
    return replace(record, numbers=tuple(numbers), edits=tuple(edits))
