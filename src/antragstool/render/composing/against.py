"""Whether the conference followed the committee: recommendation and outcome are two facts."""

from __future__ import annotations

from antragstool.i18n import _
from antragstool.model.decision import (
    AS_HANDED_IN,
    IN_OTHER_WORDS,
    Outcome,
    Recommendation,
    Verdict,
)
from antragstool.model.documents import Amendment, Resolution

_AS_ADVISED: dict[Verdict, frozenset[Outcome]] = {
    Verdict.ADOPT: AS_HANDED_IN,
    Verdict.ADOPT_AS_AMENDED: IN_OTHER_WORDS,
    Verdict.ADOPT_COMMITTEE_VERSION: IN_OTHER_WORDS,
    Verdict.ADOPT_AS_MATERIAL: frozenset({Outcome.ADOPTED_AS_MATERIAL}),
    Verdict.REJECT: frozenset({Outcome.REJECTED}),
    Verdict.REFER: frozenset({Outcome.REFERRED}),
    Verdict.DISPOSE_OF: frozenset({Outcome.DISPOSED_OF}),
    Verdict.NOT_CONSIDER: frozenset({Outcome.NOT_CONSIDERED}),
}
_FOR = frozenset({Verdict.ADOPT, Verdict.ADOPT_AS_AMENDED, Verdict.ADOPT_COMMITTEE_VERSION})
_CARRIED = AS_HANDED_IN | IN_OTHER_WORDS | {Outcome.ADOPTED_IN_PART}
_REFUSED = frozenset({Outcome.REJECTED, Outcome.NOT_CONSIDERED})
# What nobody decided against the committee: the item is still open, or its mover took it back.
_NO_ANSWER = frozenset({Outcome.ADJOURNED, Outcome.QUORUM_MISSED, Outcome.WITHDRAWN})


def against_text(item: Resolution | Amendment) -> str:
    """Return how the outcome differs from the recommendation; "" where it does not, or nobody asked."""
    if isinstance(item, Amendment) and item.disposed_by:
        return ""  # it was not decided on, its words are settled with another one's
    if isinstance(item, Resolution) and _both_carry(item):
        return ""  # its amendments were voted on before it, each with a recommendation of its own
    return difference_text(item.recommendation, item.outcome)


def difference_text(advised: Recommendation | None, outcome: Outcome | None) -> str:
    """Return how *outcome*, perhaps that of a part alone, differs from what was *advised*."""
    if advised is None or outcome is None or outcome in _NO_ANSWER:
        return ""
    followed = _AS_ADVISED.get(advised.verdict)
    if followed is None or outcome in followed:
        return ""
    refused = advised.verdict in _FOR and outcome in _REFUSED
    carried = advised.verdict is Verdict.REJECT and outcome in _CARRIED
    if refused or carried:
        return _("against the committee's recommendation")
    return _("other than the committee recommended")


def _both_carry(item: Resolution) -> bool:
    advised = item.recommendation
    return advised is not None and advised.verdict in _FOR and item.outcome in _CARRIED
