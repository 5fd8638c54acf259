"""Recommendation, vote and outcome in a header: three facts, each given or not.

Results that later ones replaced stand in the list ``earlier-votes``, the oldest first; the results
for single parts of an amendment stand in the list ``parts``. ``numbers`` ("1, 3") are the parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from antragstool.i18n import _
from antragstool.model.decision import (
    Ballot,
    Decisions,
    Majority,
    Outcome,
    PartResult,
    Recommendation,
    Verdict,
    Vote,
)
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_nodes import Kind, Scalar, quoted
from antragstool.store.header_yaml import FlatMapping

DECISION_KEYS = {
    "recommendation": Kind.STRICT,
    "vote": Kind.STRICT,
    "outcome": Kind.STRICT,
    "earlier-votes": Kind.STRICT,
}
PART_KEYS = {"parts": Kind.STRICT}
RECOMMENDATION_KEYS = {"verdict": Kind.STRICT, "note": Kind.TEXT}
VOTE_KEYS = {
    "yes": Kind.STRICT,
    "no": Kind.STRICT,
    "abstain": Kind.STRICT,
    "invalid": Kind.STRICT,
    "cast": Kind.STRICT,
    "entitled": Kind.STRICT,
    "majority": Kind.STRICT,
    "wording": Kind.TEXT,
    "confirmed": Kind.STRICT,
    "body": Kind.TEXT,
    "en-bloc": Kind.STRICT,
}
RESULT_KEYS = {"numbers": Kind.STRICT, "outcome": Kind.STRICT, **VOTE_KEYS}
_NUMBERS = re.compile(r"[0-9]{1,6}(?:, ?[0-9]{1,6})*")


def decisions(reader: FieldReader) -> Decisions:
    """Return what the header says of the committee's advice, the count and the result."""
    vote = reader.fields("vote", VOTE_KEYS)
    return Decisions(
        _recommendation(reader),
        _vote(vote) if vote else None,
        reader.word("outcome", Outcome),
        tuple(_ballots(reader)),
        tuple(_parts(reader)),
    )


def vote_fields(vote: Vote) -> FlatMapping:
    """Return what a header says of *vote*: the fields that were counted or said."""
    values: Mapping[str, str | int | bool | None] = {
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
        "invalid": vote.invalid,
        "cast": vote.cast,
        "entitled": vote.entitled,
        "majority": vote.majority.value if vote.majority else None,
        "wording": vote.wording or None,
        "confirmed": vote.confirmed or None,
        "body": vote.body or None,
        "en-bloc": vote.en_bloc or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def result_fields(result: Ballot | PartResult) -> FlatMapping:
    """Return one entry of ``earlier-votes`` or ``parts``."""
    fields: dict[str, str | int | bool | None] = {}
    if result.numbers:
        fields["numbers"] = ", ".join(map(str, result.numbers))
    fields["outcome"] = result.outcome.value
    return {**fields, **(vote_fields(result.vote) if result.vote else {})}


def _recommendation(reader: FieldReader) -> Recommendation | None:
    node = reader.values.get("recommendation")
    if isinstance(node, Scalar) and node.text:
        verdict = reader.word_of("recommendation", node, Verdict)
        return Recommendation(verdict) if verdict else None
    fields = reader.fields("recommendation", RECOMMENDATION_KEYS)
    if fields is None:
        return None
    fields.require(("verdict",))
    verdict = fields.word("verdict", Verdict)
    note = fields.text("note")
    return Recommendation(verdict, note) if verdict else None


def _vote(fields: FieldReader) -> Vote:
    return Vote(
        yes=fields.number("yes"),
        no=fields.number("no"),
        abstain=fields.number("abstain"),
        invalid=fields.number("invalid"),
        cast=fields.number("cast"),
        entitled=fields.number("entitled"),
        majority=fields.word("majority", Majority),
        wording=fields.text("wording"),
        confirmed=fields.flag("confirmed"),
        body=fields.text("body"),
        en_bloc=fields.flag("en-bloc"),
    )


def _vote_of_entry(fields: FieldReader) -> Vote | None:
    vote = _vote(fields)
    return None if vote == Vote() else vote


def _ballots(reader: FieldReader) -> Iterator[Ballot]:
    for fields in reader.entries("earlier-votes", RESULT_KEYS):
        fields.require(("outcome",))
        outcome = fields.word("outcome", Outcome)
        numbers = _numbers(fields)
        vote = _vote_of_entry(fields)
        if outcome:
            yield Ballot(outcome, vote, numbers)


def _parts(reader: FieldReader) -> Iterator[PartResult]:
    seen: set[int] = set()
    for fields in reader.entries("parts", RESULT_KEYS):
        fields.require(("numbers", "outcome"))
        outcome = fields.word("outcome", Outcome)
        numbers = _numbers(fields)
        vote = _vote_of_entry(fields)
        for number in sorted(seen.intersection(numbers)):
            message = _('Part %(number)d stands in "parts" twice.') % {"number": number}
            hint = _("Keep the later result; move the earlier one to earlier-votes.")
            fields.problem(message, fields.lines["numbers"], hint)
        if outcome is Outcome.ADOPTED_IN_PART:
            message = _('A single part cannot be "%(outcome)s".') % {"outcome": outcome.value}
            hint = _("Name the parts, each with its own outcome.")
            fields.problem(message, fields.lines["outcome"], hint)
        elif outcome and numbers and seen.isdisjoint(numbers):
            yield PartResult(numbers, outcome, vote)
        seen.update(numbers)


def _numbers(fields: FieldReader) -> tuple[int, ...]:
    """Return the part numbers of an entry; () where there are none that can be used."""
    scalar = fields.scalar("numbers")
    if scalar is None:
        return ()
    numbers = tuple(map(int, scalar.text.split(","))) if _NUMBERS.fullmatch(scalar.text) else ()
    if not numbers or 0 in numbers:
        message = _('"numbers" is no list of part numbers from 1 on: "%(value)s".')
        hint = _("Write the numbers with commas, such as 1, 3.")
        fields.problem(message % {"value": quoted(scalar.text)}, scalar.line, hint)
        return ()
    for number, times in Counter(numbers).items():
        if times > 1:
            message = _('Part %(number)d stands in "numbers" twice.') % {"number": number}
            fields.problem(message, scalar.line, _("Name each part once."))
    return tuple(dict.fromkeys(numbers))
