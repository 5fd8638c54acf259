"""What the minutes say besides the results: in which order the amendments were called up.

It is the order that ``antragstool order`` shows while they are open, of all of them at once and on
the text that each was written against; what was taken over or withdrawn was not called up. Where the
chair recorded a place, that place counts. An amendment to an amendment comes before the one it changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from antragstool.actions.opened import OpenConference
from antragstool.diff.kinds import cite
from antragstool.diff.passages import Citation
from antragstool.merge.clashes import placed
from antragstool.merge.forms import forms
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.ids import root_id
from antragstool.render.minutes import BookMinutes, Cited, MinutesTurn
from antragstool.text.blocks import Text
from antragstool.workflow.order_reasons import reason_text
from antragstool.workflow.rules import rules_for
from antragstool.workflow.votes import ballots
from antragstool.workflow.voting_order import Candidate, voting_order

_NOT_CALLED_UP = frozenset({Outcome.TAKEN_OVER, Outcome.WITHDRAWN})

_Target = tuple[str, Concern, Text]


def minutes_of(
    conference: OpenConference, resolution: Resolution, amendments: Sequence[Amendment]
) -> BookMinutes:
    """Return in which order these *amendments* to *resolution* were, or will be, voted on."""
    called = [each for each in amendments if not _is_unvoted(each)]
    found: dict[str, list[MinutesTurn]] = {}
    groups = 0
    for target, those in _by_text(conference, called).items():
        turns = list(_turns(conference, target, those, groups))
        groups = turns[-1].group if turns else groups
        found.setdefault(target[0], []).extend(turns)
    return BookMinutes(
        tuple(_in_order(found)),
        tuple(each.id for each in amendments if _is_unvoted(each)),
        tuple(_cited(conference, each) for each in amendments),
        tuple(_quorums(conference, (resolution, *amendments))),
    )


def _is_unvoted(amendment: Amendment) -> bool:
    return amendment.outcome in _NOT_CALLED_UP and not amendment.parts


def _by_text(
    conference: OpenConference, amendments: Sequence[Amendment]
) -> dict[_Target, list[Amendment]]:
    """Group amendments by the text that they were written against.

    The text of the resolution comes first, then its title and its reasons, then other amendments.
    """
    found: dict[_Target, list[Amendment]] = {}
    for each in amendments:
        base = conference.base_of(each, each.base).text.text
        found.setdefault((each.resolution, each.concerns, base), []).append(each)
    order = list(Concern)

    def rank(target: _Target) -> tuple[bool, int]:
        return target[0] != root_id(target[0]), order.index(target[1])

    return {target: found[target] for target in sorted(found, key=rank)}


def _turns(
    conference: OpenConference, target: _Target, amendments: Sequence[Amendment], groups: int
) -> Iterator[MinutesTurn]:
    """Yield the votes on one text; *groups* are the groups of the texts before it."""
    changed, _concern, text = target
    places = voting_order(
        Candidate(
            each.id, tuple(placed(each.id, forms(text, conference.proposal(each)))), each.order
        )
        for each in amendments
    )
    sizes = Counter(place.group for place in places)
    for place in places:
        yield MinutesTurn(
            (place.id, *place.others),
            groups + place.group,
            reason_text(place) if sizes[place.group] > 1 else "",
            "" if changed == root_id(changed) else changed,
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


def _cited(conference: OpenConference, amendment: Amendment) -> Cited:
    """Return the lines that people heard when the amendment was called up: those of its first base."""
    base = conference.base_of(amendment, amendment.base)
    edits = conference.proposal(amendment)
    if amendment.concerns is not Concern.TEXT:
        return Cited(amendment.id, (Citation(0, 0, part=amendment.concerns),) * len(edits))
    lines = conference.lines_as_handed_in(amendment, base)
    found = tuple(cite(base.text.text, edit, lines) for edit in edits)
    return Cited(amendment.id, found, lines[0].number if lines else 1)


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
