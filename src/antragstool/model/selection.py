"""What somebody asks a book to show: some items, those in a state, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antragstool.model.decision import STILL_OPEN, Outcome


class State(StrEnum):
    """Where an item stands: still open, decided in whatever way, or with this very outcome."""

    OPEN = "open"
    DECIDED = "decided"
    ADOPTED = "adopted"
    ADOPTED_AS_AMENDED = "adopted-as-amended"
    ADOPTED_COMMITTEE_VERSION = "adopted-committee-version"
    ADOPTED_AS_MATERIAL = "adopted-as-material"
    ADOPTED_IN_PART = "adopted-in-part"
    REJECTED = "rejected"
    QUORUM_MISSED = "quorum-missed"
    REFERRED = "referred"
    DISPOSED_OF = "disposed-of"
    NOT_CONSIDERED = "not-considered"
    ADJOURNED = "adjourned"
    TAKEN_OVER = "taken-over"
    WITHDRAWN = "withdrawn"

    def holds(self, outcome: Outcome | None) -> bool:
        """Tell whether an item with *outcome* is in this state; what was adjourned is open as well."""
        if self in (State.OPEN, State.DECIDED):
            return (outcome in STILL_OPEN) is (self is State.OPEN)
        return outcome is not None and outcome.value == self.value


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for; nothing at all means everything.

    *ids* as people type them, *since* the name of a revision.
    """

    ids: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    since: str | None = None
