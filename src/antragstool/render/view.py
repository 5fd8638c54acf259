"""The book as its template sees it: every word chosen, every number written.

Templates hold loops and conditions only; what needs thought is thought in
:mod:`antragstool.render.composing`. All values are frozen; nothing here knows HTML, files
or pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.render.printed import FlowingBlock, MarkedLine, PrintedBlock


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the bar that shows a vote: "yes", "no" or "abstain", and its share in percent."""

    kind: str
    percent: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Recommendation, outcome and vote of an item, in words.

    *advice* is the recommendation without its note. *state* is "open", "adopted", "rejected" or "other". What is not known is "".
    """

    advice: str
    recommendation: str
    outcome: str
    state: str
    vote: str
    counts: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head box of an item: *facts* are pairs of a label and what it says.

    *long* asks for a smaller size of the title, *running* is the running head.
    """

    id: str
    title: str
    long: bool
    anchor: str
    running: str
    facts: tuple[tuple[str, str], ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage under its citation; *remark* stands for lines that are not printed.

    *short* asks to keep it on one page, *moved* to mark words as moved, not as deleted or new.
    """

    citation: str
    kind: str
    remark: str
    moved: bool
    short: bool
    lines: tuple[MarkedLine, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A changed version of an amendment under its *heading*."""

    heading: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment; *note* warns of an older base. *versions* stand below the proposal."""

    head: Head
    submitter: str
    example: bool
    note: str
    passages: tuple[PassageView, ...]
    versions: tuple[VersionView, ...]
    reasons: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class SynopsisRow:
    """A row of the synopsis."""

    lines: str
    note: str
    moved: bool
    head: Head
    submitter: str
    original: tuple[FlowingBlock, ...]
    proposed: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """A resolution with all that follows it; *base* is its fingerprint, as printed at the foot."""

    head: Head
    submitter: str
    base: str
    summary: str
    blocks: tuple[PrintedBlock, ...]
    reasons: tuple[FlowingBlock, ...]
    amendments: tuple[AmendmentView, ...]
    synopsis: tuple[SynopsisRow, ...]


@dataclass(frozen=True, slots=True)
class BookView:
    """The whole book. *size* is the type size of the official lines, *reasons_size* of reasons, in points."""

    language: str
    name: str
    short_name: str
    organisation: str
    place_and_date: str
    deadline: str
    as_of: str
    summary: str
    created: str
    committee: str
    size: float
    reasons_size: float
    resolutions: tuple[ResolutionView, ...]
