"""Which module composes which kind of book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from antragstool.render.book import BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.ballots import ballots_parts
from antragstool.render.composing.decisions import decisions_parts
from antragstool.render.composing.minutes import minutes_parts
from antragstool.render.composing.motions import motions_parts
from antragstool.render.composing.projector import projector_parts
from antragstool.render.composing.synopsis_book import synopsis_parts
from antragstool.render.composing.view import ContentsEntry, Frame, Part
from antragstool.render.options import BookKind

Compose = Callable[[BookResolution, Frame], tuple[Part, ...]]

# What stands beside a title in the contents: how wide it may be, and its size, in points.
_ASIDE_POINTS, _ASIDE_SIZE = 420.0, 9.5

_COMPOSERS: dict[BookKind, Compose] = {
    BookKind.MOTIONS: motions_parts,
    BookKind.SYNOPSIS: synopsis_parts,
    BookKind.MINUTES: minutes_parts,
    BookKind.DECISIONS: decisions_parts,
    BookKind.BALLOTS: ballots_parts,
    BookKind.PROJECTOR: projector_parts,
}


def parts_of(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the parts of a book for one resolution, () if it has nothing to say of it."""
    parts = _COMPOSERS[frame.options.kind](item, frame)
    return tuple(replace(part, contents=tuple(map(_short, part.contents))) for part in parts)


def together(parts: Sequence[Part]) -> Part:
    """Return one part of several: they stand one below the other, not each on a page of its own."""
    if len(parts) == 1:
        return parts[0]
    return Part(
        f"{parts[0].name}–{parts[-1].name}",
        "several.html",
        tuple(parts),
        tuple(entry for part in parts for entry in part.contents),
        tuple(problem for part in parts for problem in part.problems),
    )


def _short(entry: ContentsEntry) -> ContentsEntry:
    """Return a line of the contents in which forty names do not take half a page."""
    names, dot, summary = entry.aside.rpartition(" · ")
    if not dot:
        names, summary = summary, ""
    room = _ASIDE_POINTS - measure.width(summary, measure.SANS) * _ASIDE_SIZE
    names = measure.shorten(names, max(room, _ASIDE_POINTS / 3), _ASIDE_SIZE)
    return replace(entry, aside=f"{names}{dot}{summary}")
