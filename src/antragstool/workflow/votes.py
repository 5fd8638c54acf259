"""From counts to an outcome, in integers.

simple: yes > no · absolute: 2 yes > yes + no + abstentions · two thirds: yes >= 2 no and yes > 0 ·
three quarters: yes >= 3 no and yes > 0 · members: 2 yes > entitled. A tie rejects, 0 : 0 is never
adopted, a missed quorum is a result of its own.
"""

from __future__ import annotations

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.decision import IN_OTHER_WORDS, Majority, Outcome, Vote
from antragstool.workflow.labels import outcome_label

ADOPTED = IN_OTHER_WORDS | {Outcome.ADOPTED, Outcome.ADOPTED_AS_MATERIAL}
BY_BALLOT = ADOPTED | {Outcome.REJECTED, Outcome.QUORUM_MISSED}


def reached(vote: Vote, majority: Majority) -> bool | None:
    """Tell whether the counts reach *majority*; None where a count that it needs is missing."""
    if vote.yes is None:
        return None
    if majority is Majority.MEMBERS:
        return None if vote.entitled is None else 2 * vote.yes > vote.entitled
    if vote.no is None:
        return None
    yes, no = vote.yes, vote.no
    match majority:
        case Majority.ABSOLUTE:
            # Abstentions can only make it fewer, so without them it may still be known to be missed.
            if yes > no and vote.abstain is None:
                return None
            return yes > no + (vote.abstain or 0)
        case Majority.TWO_THIRDS:
            return yes >= 2 * no and yes > 0
        case Majority.THREE_QUARTERS:
            return yes >= 3 * no and yes > 0
        case _:
            return yes > no


def ballots(vote: Vote) -> int | None:
    """Return the ballots cast: as stated, else the sum of what was counted; None if nothing was."""
    if vote.cast is not None:
        return vote.cast
    counts = [vote.yes, vote.no, vote.abstain, vote.invalid]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def decide(vote: Vote, majority: Majority, quorum: int = 0) -> Outcome | None:
    """Return the outcome that follows from the counts, or None where they do not decide it.

    *quorum* is the least number of ballots cast, 0 for none.
    """
    cast = ballots(vote)
    known = vote.counted or vote.cast is not None
    if quorum and known and cast is not None and cast < quorum:
        return Outcome.QUORUM_MISSED
    result = reached(vote, majority)
    if result is None:
        return None
    return Outcome.ADOPTED if result else Outcome.REJECTED


def contradictions(
    vote: Vote, outcome: Outcome | None, majority: Majority, quorum: int = 0
) -> tuple[Problem, ...]:
    """Return what in a vote cannot be right; such a vote is recorded only if it is confirmed."""
    found: list[Problem] = []
    counts = [c for c in (vote.yes, vote.no, vote.abstain, vote.invalid) if c is not None]
    if vote.cast is not None and sum(counts) > vote.cast:
        found.append(
            Problem(
                _("%(sum)d votes were counted, but only %(cast)d ballots were cast.")
                % {"sum": sum(counts), "cast": vote.cast}
            )
        )
    cast = ballots(vote)
    if vote.entitled is not None and cast is not None and cast > vote.entitled:
        found.append(
            Problem(
                _(
                    "%(cast)d ballots were cast, but only %(entitled)d delegates are entitled to vote."
                )
                % {"cast": cast, "entitled": vote.entitled}
            )
        )
    decided = decide(vote, majority, quorum)
    if decided is not None and outcome is not None and _contradicts(outcome, decided):
        found.append(
            Problem(
                _('The outcome "%(outcome)s" contradicts the counts, which make it "%(decided)s".')
                % {"outcome": outcome_label(outcome), "decided": outcome_label(decided)}
            )
        )
    return tuple(found)


def _contradicts(outcome: Outcome, decided: Outcome) -> bool:
    if outcome not in BY_BALLOT:
        return False
    if outcome in ADOPTED:
        return decided is not Outcome.ADOPTED
    return outcome is not decided


def doubts(vote: Vote) -> tuple[str, ...]:
    """Return what is odd in a vote but no reason to refuse it: counts that do not add up to the ballots."""
    counts = [vote.yes, vote.no, vote.abstain]
    known = [count for count in (*counts, vote.invalid) if count is not None]
    if vote.cast is None or None in counts or sum(known) >= vote.cast:
        return ()
    message = _("%(sum)d votes were counted of %(cast)d ballots cast; %(rest)d are missing.")
    return (message % {"sum": sum(known), "cast": vote.cast, "rest": vote.cast - sum(known)},)
