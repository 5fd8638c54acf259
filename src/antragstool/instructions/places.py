"""Where: the line numbers that an instruction names, or the title, or the reasons.

"Zeile 88", "Z. 88", "In Zeile 88", "Zeilen 45–47", "Z. 45 bis 47", "Lines 45-47",
"nach Zeile 101", "vor Zeile 1", "Zeile 2.493". Only what is matched whole is a place:
"45 f." and "45/46" leave something over and are therefore not understood. "Titel", "Überschrift
des Antrags", "in der Begründung" name a part that has no lines, "am Ende der Begründung" the
place behind its last paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from antragstool.model.documents import Concern


class Where(StrEnum):
    """How a place refers to its lines."""

    AT = "at"
    INSIDE = "in"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Place:
    """The official lines *first* to *last*, or the gap after or before them; or a *part* without lines."""

    where: Where
    first: int
    last: int
    part: Concern = Concern.TEXT

    @property
    def is_gap(self) -> bool:
        """Whether the place lies between two lines."""
        return self.where in {Where.AFTER, Where.BEFORE}


_NUMBER = r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,6})"
PLACE = re.compile(
    rf"""
    (?:(?P<inside>in(?:\s+(?:der|den|the))?)
      |(?P<after>nach|hinter|after)(?:\s+(?:der|den|the))?
      |(?P<before>vor|before)(?:\s+(?:der|den|the))?
      |(?:die|der|the)\b
    )?\s*
    \b(?:Zeilen?(?:\s*(?:Nr\.|:))?|Z[nl]?\.?|lines?)\s*
    (?P<first>{_NUMBER})
    (?:\s*(?:[-‐‑–—−]+|bis(?:\s+Zeile)?|to)\s*(?P<last>{_NUMBER}))?
    (?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)


_OF_THE_MOTION = r"(?:\s+(?:des\s+Antrage?s|vom\s+Antrag|of\s+the\s+(?:motion|resolution)))"
PART = re.compile(
    rf"""
    (?P<end>(?:am|ans|zum|at\s+the)\s+(?:Ende|Schluss|end)\s+(?:of\s+)?(?=(?:der|the)\b))?
    (?:(?:im|in\s+(?:dem|der|the)|bei(?:m|\s+der)|de[rnm]|die|das|the)\s+)?
    (?:(?:gesamten?|ganzen?|kompletten?|whole|entire)\s+)?
    (?:(?P<title>(?:Antrags-?)?Titel{_OF_THE_MOTION}?|(?:Antrags-?|Haupt-?)überschrift
        |Überschrift{_OF_THE_MOTION}|title{_OF_THE_MOTION}?|heading{_OF_THE_MOTION})
      |(?P<reasons>(?:Antrags-?)?Begründung{_OF_THE_MOTION}?|reasons{_OF_THE_MOTION}?))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def part_of(match: re.Match[str]) -> Place:
    """Read the part that :data:`PART` matched."""
    where = Where.AFTER if match["end"] else Where.INSIDE
    return Place(where, 0, 0, Concern.TITLE if match["title"] else Concern.REASONS)


def place_of(match: re.Match[str]) -> Place:
    """Read the place that :data:`PLACE` matched."""
    first = int(match["first"].replace(".", ""))
    last = int(match["last"].replace(".", "")) if match["last"] else first
    if match["after"]:
        return Place(Where.AFTER, first, last)
    if match["before"]:
        return Place(Where.BEFORE, first, last)
    return Place(Where.INSIDE if match["inside"] else Where.AT, first, last)
