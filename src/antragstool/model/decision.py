"""Recommendation, vote and outcome: three separate facts about an item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the committee advises."""

    ADOPT = "adopt"
    ADOPT_AS_AMENDED = "adopt-as-amended"
    ADOPT_COMMITTEE_VERSION = "adopt-committee-version"
    ADOPT_AS_MATERIAL = "adopt-as-material"
    REJECT = "reject"
    REFER = "refer"
    DISPOSE_OF = "dispose-of"
    NOT_CONSIDER = "not-consider"
    NO_RECOMMENDATION = "no-recommendation"


class Outcome(StrEnum):
    """What the conference decided, or what became of the item without a vote."""

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


# The outcomes by which an amendment's own words are carried out as they were handed in.
AS_HANDED_IN = frozenset({Outcome.ADOPTED, Outcome.TAKEN_OVER})
# The outcomes by which other words than those handed in are carried out.
IN_OTHER_WORDS = frozenset({Outcome.ADOPTED_AS_AMENDED, Outcome.ADOPTED_COMMITTEE_VERSION})
# An item or a part with one of these has still to be decided.
STILL_OPEN: frozenset[Outcome | None] = frozenset({None, Outcome.ADJOURNED, Outcome.QUORUM_MISSED})


class Majority(StrEnum):
    """The rule by which counts become an outcome; see "Votes" in docs/formats.md."""

    SIMPLE = "simple"
    ABSOLUTE = "absolute"
    TWO_THIRDS = "two-thirds"
    THREE_QUARTERS = "three-quarters"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The committee's advice; *note* is free text ("an die Bundestagsfraktion")."""

    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """What was counted; whatever was not counted is None. *wording* stands for or beside counts.

    *confirmed* marks a result that was recorded although it contradicts the counts. *body* names
    who voted, where the configuration knows several bodies; *en_bloc* marks one vote on a list.
    """

    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    invalid: int | None = None
    cast: int | None = None
    entitled: int | None = None
    majority: Majority | None = None
    wording: str = ""
    confirmed: bool = False
    body: str = ""
    en_bloc: bool = False

    @property
    def counted(self) -> bool:
        """Whether at least yes and no were counted."""
        return self.yes is not None and self.no is not None


@dataclass(frozen=True, slots=True)
class Ballot:
    """A result that was recorded for an item, and that a later ballot or recount has replaced.

    *numbers* are the parts that it was on, counted from 1; () for the whole item.
    """

    outcome: Outcome
    vote: Vote | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartResult:
    """The result for some parts of an amendment: its edits by *numbers*, counted from 1."""

    numbers: tuple[int, ...]
    outcome: Outcome
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that a header says about an item's fate; *ballots* are the earlier ones, oldest first."""

    recommendation: Recommendation | None = None
    vote: Vote | None = None
    outcome: Outcome | None = None
    ballots: tuple[Ballot, ...] = ()
    parts: tuple[PartResult, ...] = ()
