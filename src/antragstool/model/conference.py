"""The conference: what ``antragstool.toml`` holds."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.model.decision import Majority


@dataclass(frozen=True, slots=True)
class Body:
    """A body that votes by rules of its own, such as a "Landesausschuss".

    *majority* None leaves the rule to the conference; *quorum* and *entitled* as there.
    """

    name: str
    majority: Majority | None = None
    quorum: int = 0
    entitled: int = 0


@dataclass(frozen=True, slots=True)
class Conference:
    """Name, place, dates and rules of one conference.

    *date* and *deadline* are printed as they were typed unless they are ISO dates.
    *line_length* is N in characters (20 to 200); *numbering* is "resolution" or "book";
    *language* is "" where the configuration leaves it to the locale.
    *majority* is the default rule; *quorum* the least number of ballots cast, 0 for none;
    *entitled* the number of delegates, 0 where it is not known. *bodies* vote by rules of their
    own; *rules* are patterns of ids ("S*", "A1-Ä*"), each with the majority that its items need.
    """

    name: str = ""
    organisation: str = ""
    place: str = ""
    date: str = ""
    deadline: str = ""
    language: str = ""
    committee: str = ""
    line_length: int = 80
    numbering: str = "resolution"
    majority: Majority = Majority.SIMPLE
    quorum: int = 0
    entitled: int = 0
    bodies: tuple[Body, ...] = ()
    rules: tuple[tuple[str, Majority], ...] = ()
