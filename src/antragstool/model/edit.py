"""An edit: one replaced, deleted or inserted passage of an amendment.

Positions count characters of the *flat text* of the base (see
:mod:`antragstool.text.blocks`), so that an edit means the same words for ever,
whatever the line length or the way the file is wrapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace *old*, which stands at *start*, by *new*; an empty *old* inserts, an empty *new* deletes."""

    start: int
    old: str
    new: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.old == self.new:
            raise ValueError(self)

    @property
    def end(self) -> int:
        """The position after the last replaced character."""
        return self.start + len(self.old)


class EditMismatchError(ValueError):
    """The words that an edit replaces do not stand where it says, or edits overlap."""

    def __init__(self, edit: Edit, found: str) -> None:
        super().__init__(f"expected {edit.old!r} at {edit.start}, found {found!r}")
        self.edit = edit
        self.found = found


def apply_edits(flat: str, edits: Sequence[Edit]) -> str:
    """Apply *edits*, given in order of position, to the flat text of their base.

    Raises EditMismatchError as :func:`check_fit` does.
    """
    check_fit(flat, edits)
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += [flat[position : edit.start], edit.new]
        position = edit.end
    pieces.append(flat[position:])
    return "".join(pieces)


def check_fit(flat: str, edits: Sequence[Edit]) -> None:
    """Raise EditMismatchError unless *edits* fit *flat*.

    The old words of each must really be there; edits must be in order and must not overlap. Two
    insertions at one place are refused too: one edit has to say what stands there.
    """
    position = 0
    previous: Edit | None = None
    for edit in edits:
        found = flat[edit.start : edit.end]
        same_place = previous is not None and not edit.old and edit.start == previous.start
        if edit.start < position or same_place or found != edit.old or edit.end > len(flat):
            raise EditMismatchError(edit, found)
        position = edit.end
        previous = edit
