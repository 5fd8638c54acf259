"""Which module composes which kind of book."""

from __future__ import annotations

from collections.abc import Callable

from antragstool.render.book import BookResolution
from antragstool.render.composing.ballots import ballots_parts
from antragstool.render.composing.decisions import decisions_parts
from antragstool.render.composing.minutes import minutes_parts
from antragstool.render.composing.motions import motions_parts
from antragstool.render.composing.projector import projector_parts
from antragstool.render.composing.synopsis_book import synopsis_parts
from antragstool.render.composing.view import Frame, Part
from antragstool.render.options import BookKind

Compose = Callable[[BookResolution, Frame], tuple[Part, ...]]

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
    return _COMPOSERS[frame.options.kind](item, frame)
