"""Results of votes as JSON, in the words that docs/formats.md gives them."""

from __future__ import annotations

from typing import Any

from antragstool.model.decision import Ballot, PartResult, Vote
from antragstool.store.header_decision import vote_fields


def vote_as_json(vote: Vote | None) -> dict[str, Any] | None:
    """Return a vote; what was not counted is left out."""
    if vote is None:
        return None
    return {key.replace("-", "_"): value for key, value in vote_fields(vote).items()}


def result_as_json(result: Ballot | PartResult) -> dict[str, Any]:
    """Return one result, of the whole item unless it has the numbers of parts."""
    data: dict[str, Any] = {"numbers": list(result.numbers)} if result.numbers else {}
    return {**data, "outcome": result.outcome.value, "vote": vote_as_json(result.vote)}
