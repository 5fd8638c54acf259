"""How the text of an older base became the text of now.

Through the recorded edits of what was put into the text, as far as their record leads from one to
the other; what lies between was edited freely and is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antragstool.actions.merged import merged_records
from antragstool.actions.opened import OpenConference
from antragstool.merge.carry import Carried, Fate, carry_along, without_doubt
from antragstool.merge.compose import compose
from antragstool.merge.transition import Transition
from antragstool.model.documents import Amendment, Concern
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.patch.record import PatchRecord, result_hash
from antragstool.text.blocks import Text


class Ways:
    """The ways from older texts to the one of now, found once for each text that is asked for."""

    def __init__(self, conference: OpenConference) -> None:
        self._conference = conference
        self._ways: dict[tuple[str, Concern, str], tuple[Transition, ...]] = {}
        self._records: dict[tuple[str, Concern], tuple[PatchRecord, ...]] = {}

    def carry(self, amendment: Amendment, edits: Sequence[Edit], blob: str = "") -> Carried:
        """Carry *edits* on the base *blob* of an amendment (default: its own) over to the text of now."""
        steps = self.to_now(amendment, blob)
        carried = carry_along(edits, steps)
        if len(steps) > 1 and any(each.fate is Fate.CONTAINED for each in carried.landings):
            # A later step may have undone what an earlier one had brought in.
            direct = carry_along(edits, (self._direct(amendment, blob),))
            return without_doubt(carried, direct)
        return carried

    def _direct(self, amendment: Amendment, blob: str) -> Transition:
        base = self._conference.base_of(amendment, blob).text.text
        return Transition(base, self._conference.base_now(amendment).text.text)

    def to_now(self, amendment: Amendment, blob: str = "") -> tuple[Transition, ...]:
        """Return the steps from a base of *amendment* (default: its own) to what it changes now."""
        key = (amendment.resolution, amendment.concerns, blob or amendment.current_base)
        if key not in self._ways:
            base = self._conference.base_of(amendment, blob).text.text
            now = self._conference.base_now(amendment).text.text
            records = self.records(amendment.resolution, amendment.concerns)
            self._ways[key] = _steps(base, now, records)
        return self._ways[key]

    def records(self, resolution: str, concern: Concern) -> tuple[PatchRecord, ...]:
        """Return the patches of what amendments put into this part of a resolution, in no order."""
        key = (resolution, concern)
        if key not in self._records:
            self._records[key] = tuple(
                record
                for amendment in self._conference.files.amendments_to(resolution)
                if amendment.concerns is concern
                for record in merged_records(self._conference, amendment)
            )
        return self._records[key]


def _steps(base: Text, now: Text, records: Sequence[PatchRecord]) -> tuple[Transition, ...]:
    """Return recorded steps from both ends, and a compared one for what lies between."""
    if base == now:
        return ()
    first, reached = _forward(base, {record.before: record for record in records}, now)
    if reached == now:
        return first
    last, start = _backward(now, {record.result: record for record in records}, reached)
    between = () if reached == start else (Transition(reached, start),)
    return (*first, *between, *last)


def _forward(
    base: Text, by_before: Mapping[str, PatchRecord], now: Text
) -> tuple[tuple[Transition, ...], Text]:
    flat, seen = base.flat, set[str]()
    goal, steps = result_hash(now.flat), list[Sequence[Edit]]()
    at = result_hash(flat)
    while at != goal and at not in seen and (record := by_before.get(at)) is not None:
        seen.add(at)
        try:
            after = apply_edits(flat, record.edits)
        except EditMismatchError:
            break
        flat, at = after, record.result
        steps.append(record.edits)
    return _recorded(base, flat, steps)


def _backward(
    now: Text, by_result: Mapping[str, PatchRecord], reached: Text
) -> tuple[tuple[Transition, ...], Text]:
    flat, seen = now.flat, set[str]()
    goal, steps = result_hash(reached.flat), list[Sequence[Edit]]()
    at = result_hash(flat)
    while at != goal and at not in seen and (record := by_result.get(at)) is not None:
        seen.add(at)
        try:
            flat = apply_edits(flat, _undone(record.edits))
        except EditMismatchError:
            break
        at = record.before
        steps.insert(0, record.edits)
    start = Text.from_flat(flat)
    return _recorded(start, now.flat, steps)[0], start


def _undone(edits: Sequence[Edit]) -> list[Edit]:
    out: list[Edit] = []
    shift = 0
    for edit in edits:
        out.append(Edit(edit.start + shift, edit.new, edit.old))
        shift += len(edit.new) - len(edit.old)
    return out


def _recorded(
    base: Text, flat: str, steps: Sequence[Sequence[Edit]]
) -> tuple[tuple[Transition, ...], Text]:
    if not steps:
        return (), base
    reached = Text.from_flat(flat)
    return (Transition(base, reached, _together(steps)),), reached


def _together(steps: Sequence[Sequence[Edit]]) -> Sequence[Edit]:
    """Put many steps into one, in pairs, so that the work does not grow with their square."""
    while len(steps) > 1:
        pairs = [compose(*steps[at : at + 2]) for at in range(0, len(steps) - 1, 2)]
        steps = [*pairs, *steps[len(pairs) * 2 :]]
    return steps[0]
