"""Two changes one after the other, as one change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.merge.forms import in_order
from antragstool.model.edit import Edit


@dataclass(frozen=True, slots=True)
class _Piece:
    """A range of the middle text B: *was* in the text before, *becomes* in the text after it."""

    start: int
    middle: str
    was: str | None = None
    becomes: str | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.middle)


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that do what *first* and then *second* do.

    *first* changes a text A to B, *second* B to C; the result changes A to C. Edits that meet in B
    become one; what cancels out is left out. Both must fit their texts.
    """
    pieces = sorted([*_made(first), *_changed(second)], key=lambda piece: (piece.start, piece.end))
    out: list[Edit] = []
    shift = 0  # how much longer B is than A before the group
    for group in _groups(pieces):
        low, middle = group[0].start, _middle(group)
        before = _with(
            middle, low, [(p.start, p.middle, p.was) for p in group if p.was is not None]
        )
        later = [(p.start, p.middle, p.becomes) for p in group if p.becomes is not None]
        after = _with(middle, low, later)
        if before != after:
            out.append(Edit(low - shift, before, after))
        shift += len(middle) - len(before)
    return tuple(out)


def _made(first: Sequence[Edit]) -> Iterator[_Piece]:
    shift = 0
    for edit in in_order(first):
        yield _Piece(edit.start + shift, edit.new, was=edit.old)
        shift += len(edit.new) - len(edit.old)


def _changed(second: Sequence[Edit]) -> Iterator[_Piece]:
    return (_Piece(edit.start, edit.old, becomes=edit.new) for edit in in_order(second))


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield runs of pieces that meet."""
    group: list[_Piece] = []
    end = 0
    for piece in pieces:
        if group and piece.start > end:
            yield group
            group = []
        end = max(end, piece.end) if group else piece.end
        group.append(piece)
    if group:
        yield group


def _middle(group: Sequence[_Piece]) -> str:
    """Return what stands in B where the group stands."""
    text = ""
    for piece in group:
        text += piece.middle[max(0, group[0].start + len(text) - piece.start) :]
    return text


def _with(middle: str, low: int, replaced: Sequence[tuple[int, str, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for start, old, new in replaced:
        pieces += [middle[position : start - low], new]
        position = start - low + len(old)
    return "".join([*pieces, middle[position:]])
