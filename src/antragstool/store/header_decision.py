"""Recommendation, vote and outcome in a header: three facts, each given or not."""

from __future__ import annotations

from antragstool.model.decision import Decisions, Majority, Outcome, Recommendation, Verdict, Vote
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_nodes import Kind, Scalar

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
}


def decisions(reader: FieldReader) -> Decisions:
    """Return what the header says of the committee's advice, the count and the result."""
    return Decisions(_recommendation(reader), _vote(reader), reader.word("outcome", Outcome))


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


def _vote(reader: FieldReader) -> Vote | None:
    fields = reader.fields("vote", VOTE_KEYS)
    if fields is None:
        return None
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
    )
