"""Putting settled amendments into the text: one commit for each, its author the submitter.

Each step is a tracked patch of its own: exactly the edits that were carried out, on the version
before. Through these others are carried over, and they say later who put which words in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from antragstool.actions.bases import part_of, whole_of
from antragstool.actions.contributing import Contribution
from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Trailer, counts_of
from antragstool.actions.series import ADDRESS, Series
from antragstool.actions.ways import merged_paths
from antragstool.diff.compare import compare
from antragstool.merge.canonical import closed
from antragstool.merge.combine import Shared, opened
from antragstool.merge.forms import forms
from antragstool.model.documents import Amendment, Concern
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.model.ids import file_stem
from antragstool.patch.record import result_hash, write_patch
from antragstool.store.conference_files import AMENDMENTS
from antragstool.text.blocks import Text
from antragstool.workflow.settling import Settled
from antragstool.workflow.tracking import Base, Sender, tracked


@dataclass(frozen=True, slots=True)
class Step:
    """One amendment that was put into the text: *names* are all who asked for it.

    *edits* are those on *base*, the text before all steps.
    """

    amendment: Amendment
    names: tuple[str, ...]
    base: Base
    edits: tuple[Edit, ...]


class Merger:
    """Puts amendments into *version* of a resolution's file, step by step; *date* is an RFC 5322 date."""

    def __init__(
        self, conference: OpenConference, series: Series, version: Base, date: str
    ) -> None:
        self._conference = conference
        self._series = series
        self._concern = Concern.TEXT
        self._date = date
        self.version = version
        self.steps: list[Step] = []
        self._marked: set[str] = set()

    def merge(self, concern: Concern, found: Sequence[Contribution], settled: Settled) -> None:
        """Make a commit for each contribution to one part, in order, and mark what is in the text then."""
        self._concern = concern
        text = part_of(self.version, self._concern).text.text
        known = {each.amendment.id: each for each in found}
        left = {
            name: {at for at, each in enumerate(settled.shared) if name in each.names}
            for name in known
        }
        before = part_of(self.version, concern)
        raw, applied = closed(text.flat), [0] * len(settled.shared)
        for contribution in found:
            name = contribution.amendment.id
            own = [at for at in sorted(left[name]) if not applied[at]]
            if not own:
                continue
            moved = [_moved(settled.shared, at, applied) for at in own]
            raw = _raw_after(raw, moved)
            for at in own:
                applied[at] = 1
            partners = [
                known[other] for other in known if other != name and not left[other].isdisjoint(own)
            ]
            for remaining in left.values():
                remaining.difference_update(own)
            complete = [known[other] for other, remaining in left.items() if not remaining]
            names = [_names(settled.shared[at], known) for at in own]
            numbers = _numbers(text, contribution, [settled.shared[at] for at in own])
            edits = self._edits(moved, raw)
            changed = opened([settled.shared[at].edit for at in own], text.flat)
            everybody = dict.fromkeys(n for each in (contribution, *partners) for n in each.names)
            self.steps.append(Step(contribution.amendment, tuple(everybody), before, changed))
            whole = len(edits) == len(own)
            self._step(
                contribution,
                partners,
                edits,
                names
                if whole
                else [tuple(dict.fromkeys(n for each in names for n in each))] * len(edits),
                numbers if whole else (),
                [each for each in complete if each is contribution or each in partners],
            )
        self._mark_the_rest(found)

    def _edits(self, moved: Sequence[Edit], raw: str) -> tuple[Edit, ...]:
        """Return the edits of this step on the text before; they must make just the text that is wanted."""
        part = part_of(self.version, self._concern).text.text
        wanted = Text.from_flat(raw)
        try:
            edits = opened(moved, part.flat)
            if apply_edits(part.flat, edits) == wanted.flat:
                return edits
        except EditMismatchError:
            pass
        return compare(part, wanted)

    def _step(
        self,
        contribution: Contribution,
        partners: Sequence[Contribution],
        edits: tuple[Edit, ...],
        names: Sequence[tuple[str, ...]],
        numbers: tuple[int, ...],
        complete: Sequence[Contribution],
    ) -> None:
        amendment = contribution.amendment
        part = part_of(self.version, self._concern)
        flat = part.text.text.flat
        sender = Sender(amendment.submitter, ADDRESS, self._date)
        record = replace(
            tracked(part, edits, amendment.id, amendment.resolution, amendment.subject, sender),
            before=result_hash(flat),
            numbers=numbers,
            owners=tuple(names) if any(each != (amendment.id,) for each in names) else (),
        )
        after, _changes = part.advanced(edits)
        self.version = after if self._concern is Concern.TEXT else whole_of(after)
        self._series.put(self.version.path, self.version.source)
        self._series.put(self._merged_path(amendment), write_patch(record, flat))
        for each in complete:
            self._mark(each.amendment)
        together = [contribution, *partners]
        subject = f": {amendment.subject}" if amendment.subject else ""
        self._series.commit(
            f"Adopt {amendment.id}{subject}",
            _trailers(together, numbers),
            amendment.submitter,
        )

    def _merged_path(self, amendment: Amendment) -> str:
        number = len(merged_paths(self._conference, amendment)) + 1
        name = f"merged-{number}" if number > 1 else "merged"
        return f"{AMENDMENTS}/{file_stem(amendment.id)}.{name}.patch"

    def _mark_the_rest(self, found: Iterable[Contribution]) -> None:
        """Mark what is settled without a step: its words are in the text, or it yields to another."""
        names = [each.amendment.id for each in found if self._mark(each.amendment)]
        trailers = [("Antragstool-Action", "settle"), *(("Amendment", name) for name in names)]
        self._series.commit(f"Record as settled: {', '.join(names)}", trailers)

    def _mark(self, amendment: Amendment) -> bool:
        """Mark an amendment as put into the text, unless a part of it is still open; tell whether it was."""
        if amendment.outcome is None or amendment.id in self._marked:
            return False
        self._marked.add(amendment.id)
        self._series.set_fields(amendment, {"merged": self.version.blob})
        return True


def _moved(shared: Sequence[Shared], at: int, applied: Sequence[int]) -> Edit:
    """Return an edit at its place after those that were applied already."""
    edit = shared[at].edit
    shift = sum(
        len(each.edit.new) - len(each.edit.old)
        for each, done in zip(shared[:at], applied, strict=False)
        if done
    )
    return Edit(edit.start + shift, edit.old, edit.new)


def _raw_after(raw: str, edits: Sequence[Edit]) -> str:
    for edit in reversed(edits):
        if raw[edit.start : edit.end] != edit.old:
            raise EditMismatchError(edit, raw[edit.start : edit.end])
        raw = raw[: edit.start] + edit.new + raw[edit.end :]
    return raw


def _names(shared: Shared, known: dict[str, Contribution]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for owner in shared.names for name in known[owner].names))


def _numbers(text: Text, found: Contribution, own: Sequence[Shared]) -> tuple[int, ...]:
    """Return the numbers of *own* as parts of the amendment; none where it has but one part."""
    if found.numbers == (1,):
        return ()
    pairs = zip(forms(text, found.edits), found.numbers, strict=True)
    number_of = {form.edit: number for form, number in pairs}
    return tuple(number_of[each.edit] for each in own)


def _trailers(together: Sequence[Contribution], numbers: Sequence[int]) -> list[Trailer]:
    first = together[0].amendment
    out: list[Trailer] = [("Antragstool-Action", "adopt"), ("Resolution", first.resolution)]
    for each in together:
        amendment = each.amendment
        out += [("Amendment", name) for name in each.names]
        if amendment is first and numbers:
            out.append(("Parts", ", ".join(map(str, numbers))))
        if amendment.outcome is not None:
            out.append(("Outcome", amendment.outcome.value))
        out += counts_of(amendment.vote)
    for submitter in dict.fromkeys(each.amendment.submitter for each in together[1:]):
        if submitter != first.submitter:
            out.append(("Co-authored-by", f"{submitter} <{ADDRESS}>"))
    return out
