"""Which module composes which kind of book."""

from __future__ import annotations

from collections.abc import Callable

from antragstool.render.book import BookResolution
from antragstool.render.composing.motions import motions_parts
from antragstool.render.composing.view import Frame, Part
from antragstool.render.options import BookKind

Compose = Callable[[BookResolution, Frame], tuple[Part, ...]]

_COMPOSERS: dict[BookKind, Compose] = {
    BookKind.MOTIONS: motions_parts,
}


def parts_of(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the parts of a book for one resolution, () if it has nothing to say of it."""
    return _COMPOSERS[frame.options.kind](item, frame)
