"""What a new result makes of an item: nothing that was voted is ever lost.

A later result replaces an earlier one, which goes to the item's earlier votes. A result for parts
replaces a result for the whole and the other way round. When all parts of an amendment are decided,
its outcome follows from them; until then it is open. A part that was adjourned, or for which too few
votes were cast, is not decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.model.decision import (
    AS_HANDED_IN,
    IN_OTHER_WORDS,
    STILL_OPEN,
    Ballot,
    Outcome,
    PartResult,
    Vote,
)
from antragstool.model.documents import Amendment, Resolution

# Of parts that came to different ends, none of which changes the text, this one says most.
_WEIGHT = (
    Outcome.REFERRED,
    Outcome.ADOPTED_AS_MATERIAL,
    Outcome.REJECTED,
)


def with_result(
    item: Resolution | Amendment, outcome: Outcome, vote: Vote | None, *, reworded: bool = False
) -> Resolution | Amendment:
    """Return *item* with a result for the whole; exactly the same result again changes nothing.

    *reworded* says that it adopts other words than the earlier one, so that it is not the same.
    """
    if isinstance(item, Resolution):
        if (item.outcome, item.vote) == (outcome, vote):
            return item
        return replace(item, outcome=outcome, vote=vote, ballots=(*item.ballots, *results_of(item)))
    same = (item.outcome, item.vote) == (outcome, vote) and not reworded
    if same and not item.parts:
        return item
    earlier = (*item.ballots, *results_of(item))
    after = replace(item, outcome=outcome, vote=vote, ballots=earlier, parts=(), disposed_by="")
    return _waiting_again(item, after)


def with_part_result(
    item: Amendment, numbers: Sequence[int], outcome: Outcome, vote: Vote | None, count: int
) -> Amendment:
    """Return *item*, which has *count* parts, with a result for those with *numbers*."""
    result = (outcome, vote)
    now = {n: (part.outcome, part.vote) for part in item.parts for n in part.numbers}
    fresh = tuple(number for number in numbers if now.get(number) != result)
    replaced = list(_whole_result(item, count))
    if not fresh and not replaced:
        return item
    parts = [PartResult(fresh, outcome, vote)] if fresh else []
    for part in item.parts:
        hit = tuple(number for number in part.numbers if number in fresh)
        rest = tuple(number for number in part.numbers if number not in fresh)
        if hit:
            replaced.append(Ballot(part.outcome, part.vote, hit))
        if rest:
            parts.append(replace(part, numbers=rest))
    parts.sort(key=lambda part: part.numbers)
    after = replace(
        item,
        outcome=combined(parts, count),
        vote=None,
        parts=tuple(parts),
        ballots=(*item.ballots, *replaced),
        disposed_by="",
    )
    return _waiting_again(item, after)


def _waiting_again(before: Amendment, after: Amendment) -> Amendment:
    """Let an amendment of which more is adopted than before wait once more to be put into the text."""
    whole = before.outcome in AS_HANDED_IN | IN_OTHER_WORDS
    more = _adopted(after) - _adopted(before)
    newly = after.outcome in AS_HANDED_IN or bool(more)
    return replace(after, merged="") if before.merged and newly and not whole else after


def _adopted(amendment: Amendment) -> set[int]:
    return {n for each in amendment.parts if each.outcome in AS_HANDED_IN for n in each.numbers}


def results_of(item: Resolution | Amendment) -> tuple[Ballot, ...]:
    """Return the results that stand for *item* now, the parts one by one."""
    parts = item.parts if isinstance(item, Amendment) else ()
    found = [Ballot(part.outcome, part.vote, part.numbers) for part in parts]
    if item.outcome and (not parts or item.vote is not None):
        found.append(Ballot(item.outcome, item.vote))
    return tuple(found)


def _whole_result(item: Amendment, count: int) -> tuple[Ballot, ...]:
    """Return the result for the whole, unless it only says what the parts say."""
    if item.outcome is None or (item.vote is None and item.outcome is combined(item.parts, count)):
        return ()
    return (Ballot(item.outcome, item.vote),)


def combined(parts: Sequence[PartResult], count: int) -> Outcome | None:
    """Return the outcome of an amendment with *count* parts, None while one of them is open."""
    if not parts or open_parts(parts, count):
        return None
    outcomes = {part.outcome for part in parts}
    if len(outcomes) == 1:
        return next(iter(outcomes))
    if outcomes <= AS_HANDED_IN:
        return Outcome.ADOPTED
    if outcomes & AS_HANDED_IN:
        return Outcome.ADOPTED_IN_PART
    return next((each for each in _WEIGHT if each in outcomes), Outcome.NOT_CONSIDERED)


def open_parts(parts: Sequence[PartResult], count: int) -> tuple[int, ...]:
    """Return the numbers of the parts that are not decided, or not for good."""
    decided = {n for part in parts if part.outcome not in STILL_OPEN for n in part.numbers}
    return tuple(number for number in range(1, count + 1) if number not in decided)
