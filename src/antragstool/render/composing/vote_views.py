"""A vote as the minutes print it: counts in a table, a bar with words in it, and every remark."""

from __future__ import annotations

from collections.abc import Iterator

from antragstool.i18n import _, ngettext
from antragstool.model.decision import Majority, Outcome, Vote
from antragstool.render.composing.minutes_view import Count, Segment, VoteView
from antragstool.render.composing.results import state_of
from antragstool.render.composing.typography import no_break_counts
from antragstool.workflow.labels import majority_label, number_text, outcome_label
from antragstool.workflow.votes import doubts

# How many percent of the bar a word needs, at its type size.
_WIDTH_OF_A_LETTER = 3.1
_PADDING = 3.5


def vote_view(
    outcome: Outcome | None, vote: Vote | None, *, words: str = "", quorum: int = 0
) -> VoteView:
    """Return a result; *words* stand for the outcome's own label, *quorum* is what was missed."""
    label = outcome_label(outcome) if outcome else _("not voted on yet")
    said = vote.wording.strip() if vote else ""
    sentences = list(_sentences(vote)) if vote else []
    if quorum:
        needed = ngettext(
            "%(count)s ballot cast was needed.", "%(count)s ballots cast were needed.", quorum
        )
        sentences.append(needed % {"count": number_text(quorum)})
    if outcome is Outcome.ADJOURNED:
        sentences.append(_("Still open."))
    remarks = (said, " ".join(sentences))
    return VoteView(
        words or label,
        state_of(outcome),
        tuple(_counts(vote)) if vote else (),
        _bar(vote) if vote else (),
        tuple(no_break_counts(each) for each in remarks if each),
    )


def _counts(vote: Vote) -> Iterator[Count]:
    rows = (
        (_("Yes"), vote.yes, "yes"),
        (_("No"), vote.no, "no"),
        (_("Abstentions"), vote.abstain, "abstain"),
        (_("Invalid"), vote.invalid, ""),
        (_("Cast"), vote.cast, ""),
    )
    for label, number, kind in rows:
        if number is not None:
            yield Count(label, number_text(number), kind)


def _bar(vote: Vote) -> tuple[Segment, ...]:
    if not vote.counted:
        return ()
    counts = (("yes", vote.yes or 0), ("no", vote.no or 0), ("abstain", vote.abstain or 0))
    total = sum(count for _kind, count in counts)
    return tuple(
        Segment(kind, percent, _word(kind, percent))
        for kind, percent in (
            (kind, int(count * 10_000 / total) / 100) for kind, count in counts if count
        )
    )


def _word(kind: str, percent: float) -> str:
    """Return the longest word for a part of the bar that fits into it."""
    words = {
        "yes": (_("Yes"),),
        "no": (_("No"),),
        "abstain": (_("Abstentions"), _("Abst.")),
    }[kind]
    fitting = (word for word in words if len(word) * _WIDTH_OF_A_LETTER + _PADDING <= percent)
    return next(fitting, "")


def _sentences(vote: Vote) -> Iterator[str]:
    """Yield in words how was voted: who, by which rule, and what is odd."""
    if vote.en_bloc:
        yield _("Voted on en bloc.")
    if vote.body:
        yield _("Voted: %(body)s.") % {"body": vote.body}
    if vote.counted or vote.majority is not None:
        majority = majority_label(vote.majority or Majority.SIMPLE)
        yield _("Required: %(majority)s.") % {"majority": majority}
    if vote.entitled is not None and vote.yes is not None:
        yield _("%(count)s entitled to vote.") % {"count": number_text(vote.entitled)}
    yield from doubts(vote)
    if vote.confirmed:
        yield _("Declared so although it contradicts the counts.")
