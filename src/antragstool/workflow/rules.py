"""Which rules a vote goes by: those said for it, those of its body, those for its id, the default."""

from __future__ import annotations

import fnmatch
import unicodedata
from dataclasses import dataclass

from antragstool.model.conference import Body, Conference
from antragstool.model.decision import Majority


@dataclass(frozen=True, slots=True)
class Rules:
    """The *majority* that is needed; the least number of ballots and of whom, 0 where not known."""

    majority: Majority
    quorum: int = 0
    entitled: int = 0


def body_named(conference: Conference, name: str) -> Body | None:
    """Return the body that *name* means, however its letters are typed; None if none does."""
    wanted = _folded(name)
    return next((body for body in conference.bodies if _folded(body.name) == wanted), None)


def rules_for(
    conference: Conference, item_id: str, body_name: str = "", majority: Majority | None = None
) -> Rules:
    """Return the rules for a vote on *item_id*.

    *majority* is the one said for this vote; it goes before that of the body, which goes before
    that for the id, which goes before the default. A body has a quorum and members of its own.
    """
    body = body_named(conference, body_name) if body_name else None
    needed = (
        majority or (body.majority if body else None) or _by_id(conference, item_id)
    ) or conference.majority
    if body_name:
        return Rules(needed, body.quorum if body else 0, body.entitled if body else 0)
    return Rules(needed, conference.quorum, conference.entitled)


def _by_id(conference: Conference, item_id: str) -> Majority | None:
    """Return the majority of the longest pattern that fits; of two alike the first."""
    fitting = [
        (pattern, majority)
        for pattern, majority in conference.rules
        if fnmatch.fnmatchcase(_folded(item_id), _folded(pattern))
    ]
    return max(fitting, key=lambda rule: len(rule[0]))[1] if fitting else None


def _folded(text: str) -> str:
    """Return *text* so that "A1-Ae3" and "a1-ä3" are one."""
    return unicodedata.normalize("NFC", text).strip().casefold().replace("-ae", "-ä")
