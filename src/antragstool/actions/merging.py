"""Putting settled amendments into the text: one commit for each, its author the submitter.

Each step is a tracked patch of its own: exactly the edits that were carried out, on the version
before. Through these others are carried over, and they say later who put which words in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from antragstool.actions.adopted_words import AdoptedEdit
from antragstool.actions.bases import part_of, whole_of
from antragstool.actions.contributing import Contribution
from antragstool.actions.merged import next_merged_path
from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Trailer, counts_of
from antragstool.actions.series import ADDRESS, Series
from antragstool.diff.compare import compare
from antragstool.merge.canonical import closed
from antragstool.merge.combine import Shared, opened
from antragstool.merge.forms import forms
from antragstool.model.documents import Amendment, Concern
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.patch.record import result_hash, write_patch
from antragstool.text.blocks import Text
from antragstool.workflow.settling import Settled
from antragstool.workflow.tracking import Base, Sender, demand_second_opinion, tracked


@dataclass(frozen=True, slots=True)
class Step:
    """One amendment that was put into the text: *names* are all who asked for it.

    *edits* are those on *base*, the text before all steps; *at* is the index of its commit in the series.
    """

    amendment: Amendment
    names: tuple[str, ...]
    base: Base
    edits: tuple[Edit, ...]
    at: int


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
        self._adopted: dict[str, dict[Edit, AdoptedEdit]] = {}

    def merge(self, concern: Concern, found: Sequence[Contribution], settled: Settled) -> None:
        """Make a commit for each contribution to one part, in order, and mark what is in the text then."""
        self._concern = concern
        before = part_of(self.version, concern)
        known = {each.amendment.id: each for each in found}
        self._adopted = {name: _by_form(before.text.text, each) for name, each in known.items()}
        left = {
            name: {at for at, each in enumerate(settled.shared) if name in each.names}
            for name in known
        }
        raw, applied = closed(before.text.text.flat), [False] * len(settled.shared)
        for contribution in found:
            own = sorted(at for at in left[contribution.amendment.id] if not applied[at])
            if not own:
                continue
            moved = [_moved(settled.shared, at, applied) for at in own]
            raw = _raw_after(raw, moved)
            for at in own:
                applied[at] = True
            together = [known[name] for name in left if not left[name].isdisjoint(own)]
            together.sort(key=lambda each: each is not contribution)
            for remaining in left.values():
                remaining.difference_update(own)
            shared = [settled.shared[at] for at in own]
            complete = [each for each in together if not left[each.amendment.id]]
            self._step(together, shared, self._edits(moved, raw), before, complete)
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
        together: Sequence[Contribution],
        shared: Sequence[Shared],
        edits: tuple[Edit, ...],
        before: Base,
        complete: Sequence[Contribution],
    ) -> None:
        """Make one commit: *edits* carry *shared* out, which all *together* ask for, the first one foremost."""
        amendment = together[0].amendment
        part = part_of(self.version, self._concern)
        flat = part.text.text.flat
        sender = Sender(amendment.submitter, ADDRESS, self._date)
        demand_second_opinion(part, edits, amendment.id)
        own = [self._adopted[amendment.id][each.edit] for each in shared]
        owners = [self._owners(each, together) for each in shared]
        if len(edits) != len(shared):
            owners = [tuple(dict.fromkeys(name for each in owners for name in each))] * len(edits)
        proposal = len(self._conference.proposal(amendment))
        single = len(edits) == len(shared) and all(len(each.numbers) == 1 for each in own)
        record = replace(
            tracked(part, edits, amendment.id, amendment.resolution, amendment.subject, sender),
            before=result_hash(flat),
            numbers=tuple(n for each in own for n in each.numbers)
            if single and proposal > 1
            else (),
            owners=tuple(owners) if any(each != (amendment.id,) for each in owners) else (),
        )
        after, _changes = part.advanced(edits)
        self.version = after if self._concern is Concern.TEXT else whole_of(after)
        self._series.put(self.version.path, self.version.source)
        self._series.put(next_merged_path(self._conference, amendment), write_patch(record, flat))
        for each in complete:
            self._mark(each)
        subject = f": {amendment.subject}" if amendment.subject else ""
        numbers = sorted({number for each in own for number in each.numbers})
        names = tuple(dict.fromkeys(name for each in owners for name in each))
        parts = numbers if len(numbers) < proposal else ()
        trailers = _trailers(together, parts, names)
        self._series.commit(f"Adopt {amendment.id}{subject}", trailers, amendment.submitter)
        changed = opened([each.edit for each in shared], before.text.text.flat)
        at = len(self._series.commits) - 1
        self.steps.append(Step(amendment, names, before, changed, at))

    def _owners(self, shared: Shared, together: Sequence[Contribution]) -> tuple[str, ...]:
        """Return whose an edit is, the foremost amendment first."""
        names = (
            name
            for each in together
            if (adopted := self._adopted[each.amendment.id].get(shared.edit)) is not None
            for name in adopted.owners
        )
        return tuple(dict.fromkeys(names))

    def _mark_the_rest(self, found: Iterable[Contribution]) -> None:
        """Mark what is settled without a step: its words are in the text, or it yields to another."""
        names = [each.amendment.id for each in found if self._mark(each)]
        trailers = [("Antragstool-Action", "settle"), *(("Amendment", name) for name in names)]
        self._series.commit(f"Record as settled: {', '.join(names)}", trailers)

    def _mark(self, contribution: Contribution) -> bool:
        """Mark an amendment as put into the text, unless a part of it is still open; tell whether it was.

        The amendments to it that are settled with it are marked too.
        """
        for nested in contribution.nested:
            item = self._conference.find(nested)
            if item.outcome is not None:
                self._series.set_fields(item, {"merged": self.version.blob})
        amendment = contribution.amendment
        if amendment.outcome is None or amendment.id in self._marked:
            return False
        self._marked.add(amendment.id)
        self._series.set_fields(amendment, {"merged": self.version.blob})
        return True


def _moved(shared: Sequence[Shared], at: int, applied: Sequence[bool]) -> Edit:
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


def _by_form(text: Text, found: Contribution) -> dict[Edit, AdoptedEdit]:
    """Return the edits of a contribution by their canonical forms."""
    plain = tuple(each.edit for each in found.edits)
    return {form.edit: each for form, each in zip(forms(text, plain), found.edits, strict=True)}


def _trailers(
    together: Sequence[Contribution], parts: Sequence[int], names: Sequence[str]
) -> list[Trailer]:
    first = together[0].amendment
    out: list[Trailer] = [("Antragstool-Action", "adopt"), ("Resolution", first.resolution)]
    for each in together:
        amendment = each.amendment
        out.append(("Amendment", amendment.id))
        out += [("Amendment", name) for name in each.names[1:] if name in names]
        if amendment is first and parts:
            out.append(("Parts", ", ".join(map(str, parts))))
        if amendment.outcome is not None:
            out.append(("Outcome", amendment.outcome.value))
        out += counts_of(amendment.vote)
    for submitter in dict.fromkeys(each.amendment.submitter for each in together[1:]):
        if submitter != first.submitter:
            out.append(("Co-authored-by", f"{submitter} <{ADDRESS}>"))
    return out
