"""All amendments to a resolution in one marked text, as the synopsis prints it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from antragstool.diff.passages import Citation
from antragstool.merge.marked_lines import MarkedLine
from antragstool.merge.marked_runs import MarkedRun
from antragstool.merge.marking import Claim
from antragstool.model.documents import Concern


@dataclass(frozen=True, slots=True)
class MergedReading:
    """How the place of a clash reads for those who *claim* it; unchanged words of the base included."""

    claims: tuple[Claim, ...]
    runs: tuple[MarkedRun, ...]


@dataclass(frozen=True, slots=True)
class MergedClash:
    """A place for which amendments ask for different words; *number* counts from 1 in a resolution.

    *words* are those of the base, none where all of them insert.
    """

    number: int
    citation: Citation
    words: str
    readings: tuple[MergedReading, ...]


@dataclass(frozen=True, slots=True)
class MergedPart:
    """The text of a resolution, its title or its reasons, with all changes marked.

    Only the lines of the text have numbers.
    """

    concerns: Concern
    lines: tuple[MarkedLine, ...]
    clashes: tuple[MergedClash, ...]


class Absence(StrEnum):
    """Why an amendment is not marked in the text."""

    SUBSTITUTE = "substitute"  # it puts another text in the place of the whole one
    STUCK = "stuck"  # the words that it changes are no longer there
    CONTAINED = "contained"  # the text has its change already
    NESTED = "nested"  # it changes another amendment
    MERGED = "merged"  # it was put into the text
    SETTLED = "settled"  # it was rejected, withdrawn …


@dataclass(frozen=True, slots=True)
class Absent:
    """An amendment that is not marked, and why."""

    item: str
    why: Absence


@dataclass(frozen=True, slots=True)
class MergedText:
    """A resolution with all its amendments in one text.

    *absent* are the amendments that are printed, but not marked; *moved_here* those whose place in
    the text of now is only proposed; *decided* those marked in the words that were adopted.
    *citations* say for an amendment and the number of its edit which lines of the printed text it
    concerns.
    """

    parts: tuple[MergedPart, ...]
    absent: tuple[Absent, ...] = ()
    proposed: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    citations: Mapping[Claim, Citation] = field(default_factory=dict)
