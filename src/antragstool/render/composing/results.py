"""What became of an item or of its parts, in the words and bars that the book prints.

Only the result that stands is printed; what a later ballot replaced is in the record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from antragstool.i18n import _
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS, Outcome, Vote
from antragstool.model.documents import Amendment, Resolution
from antragstool.render.composing.typography import no_break, no_break_counts
from antragstool.render.composing.view import Bar, Decision, PartView
from antragstool.workflow.labels import (
    clash_decision_text,
    outcome_label,
    parts_text,
    recommendation_text,
    verdict_label,
    vote_text,
)
from antragstool.workflow.parts import part_names

_ADOPTED = AS_HANDED_IN | IN_OTHER_WORDS | {Outcome.ADOPTED_AS_MATERIAL}
_REJECTED = {Outcome.REJECTED, Outcome.QUORUM_MISSED}


def decision_of(item: Resolution | Amendment, still_open: Sequence[int] = ()) -> Decision:
    """Return recommendation, outcome and vote of *item*; *still_open* are its undecided parts."""
    advised = item.recommendation
    parts = item.parts if isinstance(item, Amendment) else ()
    return _decision(
        item.outcome,
        item.vote,
        advice=no_break(verdict_label(advised.verdict)) if advised else "",
        recommendation=no_break(recommendation_text(advised)) if advised else "",
        outcome_words=_outcome(item),
        parts=no_break(parts_text(parts, still_open)) if parts else "",
    )


def state_of(outcome: Outcome | None) -> str:
    """Return "open", "adopted", "rejected" or "other"."""
    if outcome is None:
        return "open"
    if outcome in _ADOPTED:
        return "adopted"
    return "rejected" if outcome in _REJECTED else "other"


def part_results(
    amendment: Amendment, still_open: Sequence[int], among: Collection[int] | None = None
) -> tuple[PartView, ...]:
    """Return what became of the parts, or of those *among* them; () without votes on parts."""
    return tuple(_part_results(amendment, still_open, among)) if amendment.parts else ()


def names_of(item_id: str, numbers: Sequence[int]) -> tuple[str, ...]:
    """Return the names of parts, one by one, so that no line ends inside of one."""
    return tuple(part_names(item_id, (number,)) for number in numbers)


def _part_results(
    amendment: Amendment, still_open: Sequence[int], among: Collection[int] | None
) -> Iterator[PartView]:
    with_result = {number for part in amendment.parts for number in part.numbers}
    waiting = tuple(number for number in still_open if number not in with_result)
    rows = [(part.numbers, part.outcome, part.vote) for part in amendment.parts]
    for numbers, outcome, vote in (*rows, (waiting, None, None)):
        shown = [number for number in numbers if among is None or number in among]
        if shown:
            yield PartView(names_of(amendment.id, shown), _decision(outcome, vote))


def _outcome(item: Resolution | Amendment) -> str:
    if item.outcome is None:
        partly = isinstance(item, Amendment) and item.parts
        return _("open") if partly else _("not voted on yet")
    words = outcome_label(item.outcome)
    settled_by = item.disposed_by if isinstance(item, Amendment) else ""
    if settled_by and not (item.vote and settled_by in item.vote.wording):
        return no_break(_("%(outcome)s by %(id)s") % {"outcome": words, "id": settled_by})
    decided = clash_decision_text(item) if isinstance(item, Amendment) else ""
    return f"{words}, {decided}" if decided else words


def _decision(
    outcome: Outcome | None,
    vote: Vote | None,
    *,
    advice: str = "",
    recommendation: str = "",
    outcome_words: str = "",
    parts: str = "",
) -> Decision:
    words = outcome_words or (outcome_label(outcome) if outcome else _("not voted on yet"))
    return Decision(
        advice=advice,
        recommendation=recommendation,
        outcome=words,
        state=state_of(outcome),
        parts=parts,
        vote=no_break_counts(vote_text(vote)) if vote else "",
        bars=_bars(vote),
    )


def _bars(vote: Vote | None) -> tuple[Bar, ...]:
    if vote is None or not vote.counted:
        return ()
    counts = (("yes", vote.yes or 0), ("no", vote.no or 0), ("abstain", vote.abstain or 0))
    total = sum(count for _kind, count in counts)
    return tuple(Bar(kind, int(count * 10_000 / total) / 100) for kind, count in counts if count)
