"""Judging one result by the rules that it goes by, before it is recorded."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.conference import Conference
from antragstool.model.decision import Majority, Outcome, Vote
from antragstool.model.documents import Amendment, Resolution
from antragstool.store.header_nodes import nearest_hint, quoted
from antragstool.workflow.rules import body_named, rules_for
from antragstool.workflow.votes import BY_BALLOT, contradictions, decide, doubts


@dataclass(frozen=True, slots=True)
class Judged:
    """A result that may be recorded, with what is odd about it."""

    outcome: Outcome
    vote: Vote | None
    warnings: tuple[str, ...] = ()


def judge(settings: Conference, item_id: str, outcome: Outcome | None, vote: Vote) -> Judged:
    """Return the result that *outcome* and *vote* give for an item, with the rule written down.

    Raises InputError where the outcome does not follow from the counts, and where the two
    contradict each other unless the vote is confirmed.
    """
    vote = _completed(settings, vote)
    rules = rules_for(settings, item_id, vote.body, vote.majority)
    if vote.majority is None and rules.majority is not Majority.SIMPLE:
        # The rule is written down with the vote, so that a later change of the rules changes no result.
        vote = replace(vote, majority=rules.majority)
    if vote.entitled is None and rules.entitled and vote.yes is not None:
        vote = replace(vote, entitled=rules.entitled)
    decided = outcome or decide(vote, rules.majority, rules.quorum)
    if decided is None:
        raise InputError(_undecided(vote, rules.majority))
    found = contradictions(vote, decided, rules.majority, rules.quorum)
    if found and not vote.confirmed:
        hint = _("Correct the numbers or the outcome; if it is right all the same, add --confirm.")
        raise InputError(replace(problem, hint=problem.hint or hint) for problem in found)
    vote = replace(vote, confirmed=bool(found))
    warnings = (*doubts(vote), *_unchecked(vote, decided, rules.majority))
    return Judged(decided, _told(vote, decided), warnings)


def as_before(
    item: Resolution | Amendment,
    vote: Vote,
    outcome: Outcome | None,
    numbers: Collection[int] = (),
) -> Vote:
    """Return *vote* with the body and the rule of the earlier vote on the same, unless others are said.

    A recount is by the rule of what it counts again. *numbers* are the parts that it is on.
    """
    if outcome is not None and outcome not in BY_BALLOT:
        return vote
    parts = item.parts if isinstance(item, Amendment) else ()
    meant = [part.vote for part in parts if not numbers or set(part.numbers) & set(numbers)]
    earlier = {(each.body, each.majority) for each in meant or [item.vote] if each is not None}
    if len(earlier) != 1:
        return vote
    ((body, majority),) = earlier
    if vote.body.strip() and vote.body != body:
        return vote
    return replace(vote, body=body, majority=vote.majority or majority)


def _completed(settings: Conference, vote: Vote) -> Vote:
    """Return *vote* with its words as a header holds them and its body as the configuration names it."""
    wording = unicodedata.normalize("NFC", vote.wording).strip()
    if not vote.body.strip():
        return replace(vote, wording=wording, body="")
    body = body_named(settings, vote.body)
    if body is not None:
        return replace(vote, wording=wording, body=body.name)
    message = _('There is no body "%(name)s" in antragstool.toml.') % {"name": quoted(vote.body)}
    known = [each.name for each in settings.bodies]
    hint = nearest_hint(vote.body, known) if known else _('Add a table: [bodies."%(name)s"]')
    raise InputError(
        Problem(message, hint=hint % {"name": quoted(vote.body)} if not known else hint)
    )


def _told(vote: Vote, outcome: Outcome) -> Vote | None:
    """Return what is to be recorded of *vote*; None where nothing was counted or said."""
    if outcome not in BY_BALLOT and vote.yes is None:
        vote = replace(vote, majority=None)
        if replace(vote, entitled=None) == Vote():
            return None
    return None if vote == Vote() else vote


def _undecided(vote: Vote, rule: Majority) -> Problem:
    if vote.yes is None and vote.no is None and vote.abstain is None:
        message = _("Neither an outcome nor counts are given.")
        hint = _('Say the outcome ("adopted") or the counts: --yes 88 --no 78 --abstain 6')
        return Problem(message, hint=hint)
    message = _('The outcome does not follow from these counts under the rule "%(rule)s".') % {
        "rule": rule.value
    }
    hint = _("Give the missing counts, or say the outcome.")
    if rule is Majority.MEMBERS and vote.yes is not None:
        hint = _("Say how many are entitled to vote: --entitled 190")
    return Problem(message, hint=hint)


def _unchecked(vote: Vote, outcome: Outcome, rule: Majority) -> Iterator[str]:
    """Yield what could not be checked although something was counted."""
    counted = vote.yes is not None or vote.no is not None
    if rule is Majority.MEMBERS and counted and outcome in BY_BALLOT and vote.entitled is None:
        yield _(
            "How many are entitled to vote is not known, so the majority of the members was not checked."
        )
