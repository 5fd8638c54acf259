"""The book as its template sees it: every word chosen, every number written.

Templates hold loops and conditions only; what needs thought is thought in
:mod:`antragstool.render.composing.motions`. All values are frozen; nothing here knows HTML, files
or pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.errors import Problem
from antragstool.render.composing.measure import Column
from antragstool.render.composing.printed import FlowingBlock, MarkedLine, PrintedBlock
from antragstool.render.options import BookOptions


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the bar that shows a vote: "yes", "no" or "abstain", and its share in percent."""

    kind: str
    percent: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Recommendation, outcome and vote of an item, in words.

    *advice* is the recommendation without its note. *state* is "open", "adopted", "rejected" or
    "other". *parts* says in a few words how the parts stand. What is not known is "".
    """

    advice: str
    recommendation: str
    outcome: str
    state: str
    parts: str
    vote: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """What became of the parts of an amendment with these *names* ("A1-Ä3.1")."""

    names: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Head:
    """The head box of an item: *facts* are pairs of a label and what it says.

    *long* asks for a smaller size of the title, *running* is the running head. *parts* are there
    where an amendment is voted on in parts.
    """

    id: str
    title: str
    long: bool
    anchor: str
    running: str
    facts: tuple[tuple[str, str], ...]
    decision: Decision
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage under its citation; *remark* stands for lines that are not printed.

    *short* asks to keep it on one page, *moved* to mark words as moved, not as deleted or new.
    *names* are those of its parts, where the amendment has several; *parts* says what became of
    them, where they are voted on.
    """

    citation: str
    kind: str
    remark: str
    moved: bool
    short: bool
    lines: tuple[MarkedLine, ...]
    names: tuple[str, ...] = ()
    parts: tuple[PartView, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """A changed version of an amendment under its *heading*."""

    heading: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment; *note* warns of an older base. *versions* stand below the proposal.

    *nested* marks one that changes another amendment; it follows that one.
    """

    head: Head
    submitter: str
    example: bool
    nested: bool
    note: str
    passages: tuple[PassageView, ...]
    versions: tuple[VersionView, ...]
    reasons: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class SynopsisWords:
    """Other words than the proposed ones, under a *heading* that says whose they are."""

    heading: str
    note: str
    words: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class SynopsisRow:
    """A row of the synopsis: one passage of an amendment, or of a changed version alone.

    *where* says which text the lines mean, if it is not the printed one. *names* are the id, or
    the parts that the row shows, and *results* what became of it or of them. *proposal* is false where
    only *versions* have something to say.
    """

    lines: str
    where: str
    names: tuple[str, ...]
    note: str
    moved: bool
    head: Head
    submitter: str
    original: tuple[FlowingBlock, ...]
    proposal: bool
    proposed: tuple[FlowingBlock, ...]
    versions: tuple[SynopsisWords, ...]
    results: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """A resolution with all that follows it; *foot* names its version at the foot of the page.

    A resolution with very many amendments is parted: *opens* is the first part, with head and text; the others only go on with amendments. *note* stands before all amendments.
    """

    head: Head
    submitter: str
    foot: str
    opens: bool
    summary: str
    blocks: tuple[PrintedBlock, ...]
    reasons: tuple[FlowingBlock, ...]
    amendments: tuple[AmendmentView, ...]
    synopsis: tuple[SynopsisRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: what it links to, and the words beside it.

    *level* is 0 for a resolution, 1 for what belongs to it, 2 for an amendment to an amendment.
    *note* stands in the column under the frame's *notes* ("Recommendation", "Outcome").
    """

    anchor: str
    id: str
    title: str
    aside: str
    note: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a book that is laid out alone; it begins on a new page.

    *template* prints *item*; *name* says in the progress what is being laid out. *problems* are
    why something could not be printed.
    """

    name: str
    template: str
    item: object
    contents: tuple[ContentsEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts of a book have in common.

    *column* says how wide the text is, and the type size of its official lines; *reasons_size* is
    the one of reasons, in points. *notes* heads the last column of the contents. Nothing here changes from one print to the next
    of the same conference, or every part would have to be laid out anew.
    """

    language: str
    options: BookOptions
    title: str
    notes: str
    short_name: str
    organisation: str
    committee: str
    column: Column
    reasons_size: float


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says; *created* is an ISO time for the PDF's own data, or ""."""

    name: str
    organisation: str
    place_and_date: str
    deadline: str
    as_of: str
    summary: str
    selection: str
    created: str
