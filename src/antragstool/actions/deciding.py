"""Recording the committee's recommendation and the conference's vote in an item's header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import Majority, Outcome, Recommendation, Vote
from antragstool.model.documents import Amendment, Resolution
from antragstool.store.git.values import Commit
from antragstool.store.header_write import set_fields
from antragstool.store.header_yaml import Value
from antragstool.workflow.votes import BY_BALLOT, contradictions, decide, doubts


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded for an item, what is odd about it, and the earlier result that it replaces."""

    item: Resolution | Amendment
    outcome: Outcome | None
    vote: Vote | None
    warnings: tuple[str, ...] = ()
    replaced: Outcome | None = None
    replaced_vote: Vote | None = None


def recommend(
    conference: OpenConference, item_id: str, recommendation: Recommendation
) -> Resolution | Amendment:
    """Record the committee's advice for an item, in place of an earlier one; return the item."""
    value: dict[str, str] = {"verdict": recommendation.verdict.value}
    if recommendation.note:
        value["note"] = recommendation.note
    with conference.repository.locked():
        conference.read_again()
        item = conference.find(item_id)
        conference.demand_sound(item)
        trailers = (("Antragstool-Action", "recommend"), _names(item))
        subject = f"Recommend for {item.id}: {recommendation.verdict.value}"
        _record(conference, item, {"recommendation": value}, subject, trailers)
    return replace(item, recommendation=recommendation)


def record_vote(
    conference: OpenConference, item_id: str, outcome: Outcome | None, vote: Vote
) -> Recorded:
    """Record the result for an item.

    Without *outcome* it follows from the counts. Raises InputError where it does not follow,
    and where outcome and counts contradict each other unless the vote is confirmed.
    """
    with conference.repository.locked():
        conference.read_again()
        item = conference.find(item_id)
        conference.demand_sound(item)
        if isinstance(item, Amendment):
            conference.patch(item)
            conference.demand_committed(item)
        settings = conference.files.conference
        rule = vote.majority or settings.majority
        vote = replace(vote, majority=vote.majority or _unless_simple(rule))
        if vote.entitled is None and settings.entitled and vote.counted:
            vote = replace(vote, entitled=settings.entitled)
        decided = outcome or decide(vote, rule, settings.quorum)
        if decided is None:
            raise InputError(_undecided(vote, rule))
        found = contradictions(vote, decided, rule, settings.quorum)
        if found and not vote.confirmed:
            hint = _(
                "Correct the numbers or the outcome; if it is right all the same, add --confirm."
            )
            raise InputError([replace(problem, hint=problem.hint or hint) for problem in found])
        vote = replace(vote, confirmed=bool(found))
        _store_vote(conference, item, decided, vote)
    return Recorded(item, decided, vote, doubts(vote), item.outcome, item.vote)


def _unless_simple(rule: Majority) -> Majority | None:
    """The rule is written down with the vote, so that a later change of the rules changes no result."""
    return None if rule is Majority.SIMPLE else rule


def _undecided(vote: Vote, rule: Majority) -> Problem:
    if vote.yes is None and vote.no is None and vote.abstain is None:
        message = _("Neither an outcome nor counts are given.")
        hint = _('Say the outcome ("adopted") or the counts: --yes 88 --no 78 --abstain 6')
    else:
        message = _('The outcome does not follow from these counts under the rule "%(rule)s".') % {
            "rule": rule.value
        }
        hint = _("Give the missing counts, or say the outcome.")
    return Problem(message, hint=hint)


def _store_vote(
    conference: OpenConference, item: Resolution | Amendment, outcome: Outcome, vote: Vote
) -> None:
    value: dict[str, str | int | bool] = {}
    for each in fields(Vote):
        count = getattr(vote, each.name)
        if count is not None and count != "" and count is not False:
            value[each.name] = count.value if isinstance(count, Majority) else count
    if outcome not in BY_BALLOT and set(value) <= {"majority", "entitled"}:
        value = {}
    trailers = [("Antragstool-Action", "vote"), _names(item), ("Outcome", outcome.value)]
    if vote.counted:
        trailers.append(("Vote", _counts(vote)))
    changes: dict[str, Value | None] = {"vote": value or None, "outcome": outcome.value}
    _record(
        conference, item, changes, f"Record the vote on {item.id}: {outcome.value}", tuple(trailers)
    )


def _counts(vote: Vote) -> str:
    names = {"yes": vote.yes, "no": vote.no, "abstain": vote.abstain, "invalid": vote.invalid}
    return ", ".join(f"{name} {count}" for name, count in names.items() if count is not None)


def _names(item: Resolution | Amendment) -> tuple[str, str]:
    return ("Amendment" if isinstance(item, Amendment) else "Resolution", item.id)


def _record(
    conference: OpenConference,
    item: Resolution | Amendment,
    changes: Mapping[str, Value | None],
    subject: str,
    trailers: tuple[tuple[str, str], ...],
) -> None:
    """Change fields of an item's header and commit; every other byte of the file stays."""
    after = set_fields(item.source, changes, item.path)
    if after == item.source:
        return
    conference.repository.commit(
        Commit(files={item.path: after.encode()}, subject=subject, trailers=trailers)
    )
