"""The words that people read for verdicts, outcomes, votes and citations.

One home for them, so that the book and the terminal say the same. Numbers and dates are
written as the active language writes them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.passages import Citation, PassageKind
from antragstool.i18n import N_, _, active, ngettext
from antragstool.model.decision import (
    Majority,
    Outcome,
    PartResult,
    Recommendation,
    Verdict,
    Vote,
)
from antragstool.model.documents import Amendment, Concern
from antragstool.model.versions import VersionKind
from antragstool.patch.record import shortened

_VERDICTS = {
    Verdict.ADOPT: N_("Adoption"),
    Verdict.ADOPT_AS_AMENDED: N_("Adoption as amended"),
    Verdict.ADOPT_COMMITTEE_VERSION: N_("Adoption in the committee's version"),
    Verdict.ADOPT_AS_MATERIAL: N_("Adoption as working material"),
    Verdict.REJECT: N_("Rejection"),
    Verdict.REFER: N_("Referral"),
    Verdict.DISPOSE_OF: N_("Disposed of by other business"),
    Verdict.NOT_CONSIDER: N_("No consideration"),
    Verdict.NO_RECOMMENDATION: N_("no recommendation"),
}
_OUTCOMES = {
    Outcome.ADOPTED: N_("adopted"),
    Outcome.ADOPTED_AS_AMENDED: N_("adopted as amended"),
    Outcome.ADOPTED_COMMITTEE_VERSION: N_("adopted in the committee's version"),
    Outcome.ADOPTED_AS_MATERIAL: N_("adopted as working material"),
    Outcome.ADOPTED_IN_PART: N_("adopted in part"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.QUORUM_MISSED: N_("quorum missed"),
    Outcome.REFERRED: N_("referred"),
    Outcome.DISPOSED_OF: N_("disposed of"),
    Outcome.NOT_CONSIDERED: N_("not considered"),
    Outcome.ADJOURNED: N_("adjourned"),
    Outcome.TAKEN_OVER: N_("taken over"),
    Outcome.WITHDRAWN: N_("withdrawn"),
}
_MAJORITIES = {
    Majority.SIMPLE: N_("simple majority"),
    Majority.ABSOLUTE: N_("absolute majority of the votes cast"),
    Majority.TWO_THIRDS: N_("two-thirds majority"),
    Majority.THREE_QUARTERS: N_("three-quarters majority"),
    Majority.MEMBERS: N_("majority of the members"),
}
_KINDS = {
    PassageKind.REPLACE: N_("Replacement"),
    PassageKind.INSERT: N_("Insertion"),
    PassageKind.DELETE: N_("Deletion"),
    PassageKind.INSERT_BLOCK: N_("New paragraph"),
    PassageKind.DELETE_BLOCK: N_("Deletion of the paragraph"),
    PassageKind.REPLACE_BLOCK: N_("Rewording"),
    PassageKind.SPLIT: N_("Split into two paragraphs"),
    PassageKind.JOIN: N_("Paragraphs joined"),
    PassageKind.LEVEL: N_("Other heading level"),
    PassageKind.MOVE_FROM: N_("Moved from here"),
    PassageKind.MOVE_TO: N_("Moved to here"),
    PassageKind.SUBSTITUTE: N_("Replacement of the whole text"),
}
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def verdict_label(verdict: Verdict) -> str:
    """Return the committee's advice as a noun: "Adoption as amended"."""
    return _(_VERDICTS[verdict])


def recommendation_text(recommendation: Recommendation) -> str:
    """Return verdict and note: "Referral (to the parliamentary group)"."""
    label = verdict_label(recommendation.verdict)
    note = recommendation.note.strip()
    return _("%(label)s (%(note)s)") % {"label": label, "note": note} if note else label


def outcome_label(outcome: Outcome) -> str:
    """Return the result as a participle: "adopted as amended"."""
    return _(_OUTCOMES[outcome])


def majority_label(majority: Majority) -> str:
    """Return the name of a majority rule: "two-thirds majority"."""
    return _(_MAJORITIES[majority])


def passage_kind_label(kind: PassageKind) -> str:
    """Return what a passage does: "Insertion"."""
    return _(_KINDS[kind])


def number_text(number: int) -> str:
    """Write a number as the active language does: "1.204" or "1,204"."""
    from babel.numbers import format_decimal

    return format_decimal(number, locale=active())


def date_text(date: str) -> str:
    """Write an ISO date, or the date of an ISO time, in full: "5. Mai 2012"; all else as typed."""
    from babel.dates import format_date

    day = date[:10]
    if not _ISO_DATE.fullmatch(day) or date[10:11] not in {"", "T", " "}:
        return date
    try:
        return format_date(dt.date.fromisoformat(day), "long", locale=active())
    except ValueError:
        return date


def version_label(kind: VersionKind) -> str:
    """Return the heading above a changed version of an amendment."""
    if kind is VersionKind.COMMITTEE:
        return _("The committee's version")
    return _("In the version that was adopted")


def citation_text(citation: Citation, first: int = 1) -> str:
    """Return "Line 87", "Lines 87–88", "After line 101", "Before line 1", "Title" or "Reasons".

    *first* is the number of the text's first line (not 1 where numbers run through a book).

    Line numbers are written without separators, as they stand in the margin.
    """
    if citation.part is not Concern.TEXT:
        return _("Title") if citation.part is Concern.TITLE else _("Reasons")
    values = {"first": str(citation.first), "last": str(citation.last)}
    if citation.after:
        if citation.first < first:
            return _("Before line %(first)s") % {"first": str(first)}
        return _("After line %(first)s") % values
    if citation.first >= citation.last:
        return _("Line %(first)s") % values
    return _("Lines %(first)s–%(last)s") % values


def counts_text(vote: Vote) -> str:
    """Return what was counted: "88 yes, 78 no, 6 abstentions"; "" if nothing was."""
    parts: list[str] = []
    if vote.yes is not None:
        words = ngettext("%(count)s yes", "%(count)s yes", vote.yes)
        parts.append(words % {"count": number_text(vote.yes)})
    if vote.no is not None:
        words = ngettext("%(count)s no", "%(count)s no", vote.no)
        parts.append(words % {"count": number_text(vote.no)})
    if vote.abstain is not None:
        words = ngettext("%(count)s abstention", "%(count)s abstentions", vote.abstain)
        parts.append(words % {"count": number_text(vote.abstain)})
    if vote.invalid:
        words = ngettext("%(count)s invalid", "%(count)s invalid", vote.invalid)
        parts.append(words % {"count": number_text(vote.invalid)})
    return ", ".join(parts)


def vote_text(vote: Vote) -> str:
    """Return wording, counts, the majority needed if it is not the simple one, and remarks."""
    parts = [vote.wording.strip(), counts_text(vote)]
    if vote.cast:
        cast = ngettext("%(count)s ballot cast", "%(count)s ballots cast", vote.cast)
        parts.append(cast % {"count": number_text(vote.cast)})
    if vote.majority is not None and vote.majority is not Majority.SIMPLE:
        parts.append(_("%(majority)s required") % {"majority": majority_label(vote.majority)})
    parts.append(vote.body)
    if vote.en_bloc:
        parts.append(_("en bloc"))
    if vote.confirmed:
        parts.append(_("confirmed against the count"))
    return "; ".join(part for part in parts if part)


def result_text(outcome: Outcome, vote: Vote | None) -> str:
    """Return outcome and vote: "adopted (88 yes, 78 no)"."""
    words = vote_text(vote) if vote else ""
    return f"{outcome_label(outcome)} ({words})" if words else outcome_label(outcome)


def brief(vote: Vote | None) -> Vote | None:
    """Return *vote* for one line of a terminal: a long wording is shortened."""
    return replace(vote, wording=shortened(vote.wording)) if vote else None


def parts_text(parts: Sequence[PartResult], still_open: Sequence[int]) -> str:
    """Return how the parts of an amendment stand: "adopted: 1, 3; open: 2".

    An open part that has a result, like "adjourned", is named with that.
    """
    found: dict[str, list[int]] = {}
    for part in parts:
        found.setdefault(outcome_label(part.outcome), []).extend(part.numbers)
    named = {number for part in parts for number in part.numbers}
    if without := [number for number in still_open if number not in named]:
        found[_("open")] = without
    return "; ".join(
        f"{label}: {', '.join(map(str, sorted(numbers)))}" for label, numbers in found.items()
    )


def clash_decision_text(amendment: Amendment) -> str:
    """Return what was decided where an amendment clashes with others; "" if nothing was."""
    parts = []
    if amendment.wording_for:
        words = _("agreed wording for %(ids)s")
        parts.append(words % {"ids": ", ".join(amendment.wording_for)})
    if amendment.yields_to:
        words = _("gives way to %(ids)s where they clash")
        parts.append(words % {"ids": ", ".join(amendment.yields_to)})
    return "; ".join(parts)
