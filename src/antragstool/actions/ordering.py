"""What is to be voted on in which order, what needs no vote, and the chair's word on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from antragstool.actions.competing import Competition, competitions
from antragstool.actions.opened import OpenConference
from antragstool.actions.standing import Standing, is_open
from antragstool.diff.passages import Citation
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Fate
from antragstool.merge.clashes import Placed
from antragstool.model.decision import STILL_OPEN, Outcome
from antragstool.model.documents import Amendment, Resolution
from antragstool.store.git.values import Commit
from antragstool.store.header_write import set_fields
from antragstool.workflow.labels import outcome_label
from antragstool.workflow.order_reasons import reason_text
from antragstool.workflow.voting_order import Candidate, Place, voting_order

WITHOUT_VOTE = frozenset(
    {
        Outcome.TAKEN_OVER,
        Outcome.WITHDRAWN,
        Outcome.DISPOSED_OF,
        Outcome.REFERRED,
        Outcome.NOT_CONSIDERED,
    }
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One vote of the agenda.

    *numbers* are the parts that are still open, () for the whole amendment. *changes* is the
    amendment that this one changes, "" if it changes the resolution.
    """

    place: Place
    reason: str
    competition: Competition
    citation: Citation
    numbers: tuple[int, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Unvoted:
    """An amendment that needs no vote, and why; *outcome* is None where nobody has said so yet."""

    id: str
    outcome: Outcome | None
    reason: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be voted on in its order, what needs no vote, what is decided, what has no place now."""

    turns: tuple[Turn, ...]
    unvoted: tuple[Unvoted, ...]
    decided: tuple[Amendment, ...]
    stuck: tuple[Standing, ...]


def agenda(conference: OpenConference, item: Resolution | Amendment) -> Agenda:
    """Return the order of voting on all amendments to an item, and on amendments to these."""
    files = conference.files
    found = competitions(conference, item)
    turns: list[Turn] = []
    for competition in found:
        turns += _turns(competition, turns[-1].place.group if turns else 0)
    amendments = files.amendments_to(item.id)
    if isinstance(item, Resolution):
        voted = {name for turn in turns for name in (turn.place.id, *turn.place.others)}
        changed = {each.resolution for each in files.amendments}
        below = {each.id: agenda(conference, each) for each in amendments if each.id in changed}
        turns = list(_with_those_before(turns, below))
        inner = [(each.id in voted, below[each.id]) for each in amendments if each.id in below]
    else:
        inner = []
    unvoted = [*_unvoted(amendments, found)]
    for to_be_voted, each in inner:
        unvoted += [*each.unvoted, *(() if to_be_voted else _idle(each))]
    decided = [each for each in amendments if _is_decided(each)]
    stuck = [s for c in found for s in c.standings.values() if _is_stuck(s)]
    return Agenda(
        tuple(turns),
        tuple(unvoted),
        (*decided, *(each for _voted, below in inner for each in below.decided)),
        (*stuck, *(each for _voted, below in inner for each in below.stuck)),
    )


def set_place(conference: OpenConference, item_id: str, place: int) -> tuple[Amendment, bool]:
    """Record the chair's *place* for an amendment in its group, 0 for none.

    Return the amendment, and whether anything changed.
    """
    with conference.repository.locked():
        conference.read_again()
        item = conference.find(item_id)
        if not isinstance(item, Amendment):
            message = _("%(id)s is no amendment; only amendments have a place in the order.")
            raise InputError(Problem(message % {"id": item.id}))
        conference.demand_sound(item)
        source = set_fields(item.source, {"order": place or None}, item.path)
        if source != item.source:
            subject = f"Set the place of {item.id} in the order of voting: {place or 'none'}"
            trailers = (("Antragstool-Action", "order"), ("Amendment", item.id))
            conference.repository.commit(
                Commit(files={item.path: source.encode()}, subject=subject, trailers=trailers)
            )
    return replace(item, order=place), source != item.source


def _turns(competition: Competition, groups: int) -> Iterator[Turn]:
    """Yield the votes on one text; *groups* are the groups of the texts before it."""
    edits: dict[str, list[Placed]] = {}
    for placed in competition.written:
        standing = competition.standings[placed.item]
        if is_open(standing.amendment) and placed.number not in _decided_parts(standing.amendment):
            edits.setdefault(placed.item, []).append(placed)
    candidates = (
        Candidate(name, tuple(those), competition.standings[name].amendment.order)
        for name, those in edits.items()
    )
    for place in voting_order(candidates):
        those = edits[place.id]
        partly = bool(_decided_parts(competition.standings[place.id].amendment))
        yield Turn(
            replace(place, group=groups + place.group),
            reason_text(place),
            competition,
            competition.cite(competition.written[each] for each in those),
            tuple(dict.fromkeys(each.number for each in those)) if partly else (),
        )


def _decided_parts(amendment: Amendment) -> frozenset[int]:
    return frozenset(
        number
        for part in amendment.parts
        if part.outcome not in STILL_OPEN
        for number in part.numbers
    )


def _with_those_before(turns: list[Turn], below: dict[str, Agenda]) -> Iterator[Turn]:
    """Put the votes on amendments to an amendment before the vote on it."""
    for turn in turns:
        for name in (turn.place.id, *turn.place.others):
            for inner in below[name].turns if name in below else ():
                reason = _("is voted on before %(id)s, which it changes; %(reason)s") % {
                    "id": name,
                    "reason": inner.reason,
                }
                place = replace(inner.place, group=turn.place.group)
                yield replace(inner, place=place, reason=reason, changes=name)
        yield turn


def _idle(agenda_below: Agenda) -> Iterator[Unvoted]:
    """Yield open amendments to an amendment that is itself no longer voted on."""
    for turn in agenda_below.turns:
        for name in (turn.place.id, *turn.place.others):
            amendment = turn.competition.standings[name].amendment
            reason = _("%(id)s, which it changes, is not voted on any more")
            yield Unvoted(name, amendment.outcome, reason % {"id": amendment.resolution})


def _is_stuck(standing: Standing) -> bool:
    return is_open(standing.amendment) and standing.fate is Fate.STUCK


def _is_decided(amendment: Amendment) -> bool:
    return not is_open(amendment) and amendment.outcome not in WITHOUT_VOTE


def _unvoted(
    amendments: tuple[Amendment, ...], found: tuple[Competition, ...]
) -> Iterator[Unvoted]:
    contained = {
        name
        for competition in found
        for name, standing in competition.standings.items()
        if standing.fate is Fate.CONTAINED
    }
    for amendment in amendments:
        if is_open(amendment) and amendment.id in contained:
            yield Unvoted(amendment.id, amendment.outcome, _("the text has this change already"))
        elif amendment.outcome in WITHOUT_VOTE:
            reason = outcome_label(amendment.outcome)
            if amendment.disposed_by:
                values = {"outcome": reason, "id": amendment.disposed_by}
                reason = _("%(outcome)s by %(id)s") % values
            yield Unvoted(amendment.id, amendment.outcome, reason)
