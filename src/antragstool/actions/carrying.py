"""Carrying open amendments over to a later text of their resolution, on the record.

A carried amendment gets a new tracked patch, for the new text; its earlier bases and its edits there
stay in that patch. One whose change the text has already is disposed of. One beside whose words
something changed waits for a person, and a stuck one keeps the text that it was written for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from antragstool.actions.opened import OpenConference
from antragstool.actions.series import ADDRESS, Series
from antragstool.actions.standing import Standing
from antragstool.i18n import _
from antragstool.merge.carry import Fate, continued
from antragstool.merge.transition import Transition
from antragstool.model.decision import Outcome, Vote
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit
from antragstool.patch.edit_lines import Earlier
from antragstool.patch.record import PatchRecord, write_patch
from antragstool.store.amendment_files import patch_beside
from antragstool.store.header_decision import result_fields, vote_fields
from antragstool.store.header_yaml import Value
from antragstool.workflow.ballots import results_of
from antragstool.workflow.tracking import Base, Sender, demand_second_opinion, tracked


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of one amendment; *accepted* says that a person has confirmed the proposed place.

    *by* are the amendments by whose adoption a contained one was settled. *base* is the text on which
    it stands now, if that is not the resolution's.
    """

    standing: Standing
    accepted: bool = False
    by: tuple[str, ...] = ()
    base: Base | None = None

    @property
    def amendment(self) -> Amendment:
        """The amendment as it was before."""
        return self.standing.amendment

    @property
    def fate(self) -> Fate:
        """What became of it; what was accepted is carried."""
        return Fate.CARRIED if self.accepted else self.standing.fate


def put_carried(series: Series, found: CarriedOver, base: Base) -> None:
    """Let the next commit of *series* say what became of an amendment on the new text *base*."""
    amendment, standing = found.amendment, found.standing
    if found.fate is Fate.CARRIED:
        record = carried_record(standing, base)
        series.put(patch_beside(amendment.path), write_patch(record, base.text.text.flat))
        series.set_fields(amendment, {"carried": (*amendment.carried, base.blob)})
    elif found.fate is Fate.CONTAINED:
        series.set_fields(amendment, _disposed(found))


def carried_record(standing: Standing, base: Base) -> PatchRecord:
    """Return the record of an amendment on the new text, with its earlier bases."""
    old, amendment = standing.record, standing.amendment
    sender = Sender(amendment.submitter, ADDRESS, old.date)
    demand_second_opinion(base, standing.edits, amendment.id)
    new = tracked(
        base, standing.edits, amendment.id, amendment.resolution, amendment.subject, sender
    )
    parts = standing.numbers
    everything = parts == tuple(range(1, len(old.written_for.edits) + 1))
    earlier = (*old.earlier, Earlier(old.base, old.edits))
    return replace(new, earlier=earlier, numbers=() if everything else parts)


def _disposed(found: CarriedOver) -> Mapping[str, Value | None]:
    names = ", ".join(found.by)
    wording = (
        _("by the adoption of %(id)s") % {"id": names} if names else _("the text has it already")
    )
    amendment = found.amendment
    earlier = () if amendment.parts else results_of(amendment)
    return {
        "earlier-votes": tuple(map(result_fields, (*amendment.ballots, *earlier))) or None,
        "vote": vote_fields(Vote(wording=wording)),
        "outcome": Outcome.DISPOSED_OF.value,
        "disposed-by": found.by[0] if found.by else None,
    }


class Settlers:
    """Who has brought in what contained amendments ask for; each patch is read once.

    *owners* says whose the changes of the text were, if that is known; else it is looked for among
    those that were put into the text and were written for the same base in the same words.
    """

    def __init__(
        self, conference: OpenConference, owners: Mapping[Edit, tuple[str, ...]] | None = None
    ) -> None:
        self._conference = conference
        self._owners = owners or {}
        self._merged: dict[tuple[str, str], tuple[tuple[str, frozenset[Edit]], ...]] = {}

    def of(self, standing: Standing) -> tuple[str, ...]:
        """Return the ids of those by which an amendment was settled; none unless it is contained."""
        if standing.fate is not Fate.CONTAINED:
            return ()
        met = [edit for landing in standing.carried.landings for edit in landing.changes]
        names = dict.fromkeys(name for edit in met for name in self._owners.get(edit, ()))
        if names:
            return tuple(names)
        wanted = standing.record.written_for
        those = self._written_for(standing.amendment.resolution, wanted.base)
        return tuple(name for name, had in those if had.issuperset(wanted.edits))

    def _written_for(self, target: str, base: str) -> tuple[tuple[str, frozenset[Edit]], ...]:
        """Return those in the text that were written for this base, with what they asked for."""
        if (target, base) not in self._merged:
            self._merged[target, base] = tuple(
                (other.id, frozenset(self._conference.patch(other).written_for.edits))
                for other in self._conference.files.amendments_to(target)
                if other.merged and other.base == base
            )
        return self._merged[target, base]


def waiting(found: Iterable[CarriedOver]) -> tuple[CarriedOver, ...]:
    """Return those for which a person has to do something: the proposed and the stuck ones."""
    return tuple(each for each in found if each.fate in {Fate.PROPOSED, Fate.STUCK})


def further(standing: Standing, way: Transition) -> Standing:
    """Return a standing that is carried on from the text of now to a later one."""
    return replace(standing, carried=continued(standing.carried, way))
