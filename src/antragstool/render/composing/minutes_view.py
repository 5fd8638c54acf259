"""The minutes as their template sees them: every word chosen, every number written."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.render.composing.view import Head


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a vote's bar: "yes", "no" or "abstain", its share in percent, and the word in it.

    *words* is "" where the part is too narrow for any.
    """

    kind: str
    percent: float
    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a vote under its *label*; *kind* is that of its part of the bar, or ""."""

    label: str
    number: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class VoteView:
    """A result with all that is known of the vote; *state* as in a Decision.

    *against* says that it is another one than the committee advised.
    """

    outcome: str
    state: str
    counts: tuple[Count, ...] = ()
    bar: tuple[Segment, ...] = ()
    remarks: tuple[str, ...] = ()
    against: str = ""


@dataclass(frozen=True, slots=True)
class PartVote:
    """The result of the parts with these *names*; *concerns* says which lines they change."""

    names: tuple[str, ...]
    concerns: str
    vote: VoteView


@dataclass(frozen=True, slots=True)
class MinutesEntry:
    """An item and what was decided on it.

    *place* counts the votes from 1; it is "" without a vote and for the resolution itself. *group*
    is there for the first of several that compete, and names them. *earlier* are ballots that a
    later one has replaced, *notes* what else was decided.
    """

    head: Head
    place: str
    group: str
    submitter: str
    example: bool
    nested: bool
    facts: tuple[tuple[str, str], ...]
    vote: VoteView
    parts: tuple[PartVote, ...] = ()
    earlier: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesView:
    """What was decided on a resolution and on its amendments.

    *opens* is the first part of a resolution with very many amendments, *closes* the last one, with
    what needed no vote and the vote on the resolution itself. *lines* says which text the line numbers
    mean, where that is not plain.
    """

    head: Head
    foot: str
    opens: bool
    closes: bool
    facts: tuple[tuple[str, str], ...]
    still_open: str
    lines: str
    turns: tuple[MinutesEntry, ...]
    unvoted: tuple[MinutesEntry, ...]
    last: MinutesEntry
