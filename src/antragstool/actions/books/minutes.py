"""What the minutes say besides the results: in which order the amendments were called up.

It is the order that ``antragstool order`` shows while they are open, of all of them at once and on
the text that each was written against; what was taken over or withdrawn was not called up. Where the
chair recorded a place, that place counts. An amendment to an amendment comes before the one it changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from antragstool.actions.opened import OpenConference
from antragstool.diff.kinds import cite
from antragstool.diff.passages import Citation
from antragstool.merge.clashes import placed
from antragstool.merge.forms import forms
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.model.ids import root_id
from antragstool.render.minutes import BookMinutes, Cited, MinutesTurn
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.workflow.order_reasons import reason_text
from antragstool.workflow.rules import rules_for
from antragstool.workflow.votes import ballots
from antragstool.workflow.voting_order import Candidate, voting_order

_NOT_CALLED_UP = frozenset({Outcome.TAKEN_OVER, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class _HandedIn:
    """An amendment with its edits as it was handed in, on its first base."""

    amendment: Amendment
    edits: tuple[Edit, ...]


def minutes_of(
    conference: OpenConference, resolution: Resolution, amendments: Sequence[Amendment]
) -> BookMinutes:
    """Return in which order these *amendments* to *resolution* were, or will be, voted on."""
    handed_in = [_HandedIn(each, conference.proposal(each)) for each in amendments]
    called = [each for each in handed_in if not _is_unvoted(each.amendment)]
    found: dict[str, list[MinutesTurn]] = {}
    groups = 0
    for those in _by_text(conference, called):
        turns = list(_turns(conference, those, groups))
        groups = turns[-1].group if turns else groups
        found.setdefault(those[0].amendment.resolution, []).extend(turns)
    return BookMinutes(
        tuple(_in_order(found)),
        tuple(each.id for each in amendments if _is_unvoted(each)),
        tuple(_cited(conference, handed_in)),
        tuple(_quorums(conference, (resolution, *amendments))),
    )


def _is_unvoted(amendment: Amendment) -> bool:
    return amendment.outcome in _NOT_CALLED_UP and not amendment.parts


def _by_text(conference: OpenConference, called: Sequence[_HandedIn]) -> list[list[_HandedIn]]:
    """Group amendments by the text that they were written against.

    The text of the resolution comes first, then its title and its reasons, then other amendments.
    """
    by_version: dict[tuple[str, Concern, str], list[_HandedIn]] = {}
    for each in called:
        amendment = each.amendment
        key = (amendment.resolution, amendment.concerns, amendment.base)
        by_version.setdefault(key, []).append(each)
    found: dict[tuple[str, Concern, Text], list[_HandedIn]] = {}
    for (target, concern, _blob), those in by_version.items():  # a new header is no new text
        text = conference.base_of(those[0].amendment, those[0].amendment.base).text.text
        found.setdefault((target, concern, text), []).extend(those)
    order = list(Concern)

    def rank(target: tuple[str, Concern, Text]) -> tuple[bool, int]:
        return target[0] != root_id(target[0]), order.index(target[1])

    return [found[target] for target in sorted(found, key=rank)]


def _turns(
    conference: OpenConference, those: Sequence[_HandedIn], groups: int
) -> Iterator[MinutesTurn]:
    """Yield the votes on one text; *groups* are the groups of the texts before it."""
    first = those[0].amendment
    text = conference.base_of(first, first.base).text.text
    places = voting_order(
        Candidate(name, tuple(placed(name, forms(text, each.edits))), each.amendment.order)
        for each in those
        for name in (each.amendment.id,)
    )
    sizes = Counter(place.group for place in places)
    for place in places:
        yield MinutesTurn(
            (place.id, *place.others),
            groups + place.group,
            reason_text(place) if sizes[place.group] > 1 else "",
            "" if first.resolution == root_id(first.resolution) else first.resolution,
        )


def _in_order(found: Mapping[str, Sequence[MinutesTurn]]) -> Iterator[MinutesTurn]:
    """Yield all votes, each behind the votes on amendments to what it is on."""
    called = {name for turns in found.values() for turn in turns for name in turn.ids}
    for item_id, turns in found.items():
        if item_id not in called:
            for turn in turns:
                yield from _with_those_before(found, turn)


def _with_those_before(
    found: Mapping[str, Sequence[MinutesTurn]], turn: MinutesTurn
) -> Iterator[MinutesTurn]:
    for name in turn.ids:
        for inner in found.get(name, ()):
            yield from _with_those_before(found, inner)
    yield turn


def _cited(conference: OpenConference, handed_in: Sequence[_HandedIn]) -> Iterator[Cited]:
    """Yield the lines that people heard when an amendment was called up: those of its first base."""
    numbered: dict[tuple[str, str, int, int], Sequence[Line]] = {}
    for each in handed_in:
        amendment = each.amendment
        if amendment.concerns is not Concern.TEXT:
            place = Citation(0, 0, part=amendment.concerns)
            yield Cited(amendment.id, (place,) * len(each.edits))
            continue
        base = conference.base_of(amendment, amendment.base)
        key = (amendment.resolution, amendment.base, amendment.line_length, amendment.first_line)
        if key not in numbered:
            numbered[key] = conference.lines_as_handed_in(amendment, base)
        lines = numbered[key]
        found = tuple(cite(base.text.text, edit, lines) for edit in each.edits)
        yield Cited(amendment.id, found, lines[0].number if lines else 1)


def _quorums(
    conference: OpenConference, items: Sequence[Resolution | Amendment]
) -> Iterator[tuple[str, int]]:
    """Yield the least number of ballots for each item that missed it by the rules as they are now."""
    for item in items:
        if item.outcome is Outcome.QUORUM_MISSED and item.vote is not None:
            quorum = rules_for(conference.files.conference, item.id, item.vote.body).quorum
            cast = ballots(item.vote)
            if cast is not None and cast < quorum:
                yield item.id, quorum
