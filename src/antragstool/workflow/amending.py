"""An amendment to an amendment: it changes only words that the other one brings in.

These are its inserted and new words, and the place where it deletes. Whatever else the text has is
the resolution's own, and is amended there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.model.edit import Edit
from antragstool.text.blocks import Text


def outside(amended: Text, brought: Sequence[Edit], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return those of *edits* to the text *amended* that change more than what *brought* made of it.

    *brought* are the edits that led to *amended*, in positions of the text before.
    """
    ranges = [_with_blanks(amended.flat, *each) for each in _ranges(brought)]
    return tuple(edit for edit in edits if not _is_inside(edit, amended.flat, ranges))


def _ranges(brought: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    shift = 0
    for edit in brought:
        yield edit.start + shift, edit.start + shift + len(edit.new)
        shift += len(edit.new) - len(edit.old)


def _with_blanks(flat: str, start: int, end: int) -> tuple[int, int]:
    """Return a range with the blanks and line ends beside it, which no word owns."""
    while start and flat[start - 1].isspace():
        start -= 1
    while end < len(flat) and flat[end].isspace():
        end += 1
    return start, end


def _is_inside(edit: Edit, flat: str, ranges: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the text that *edit* makes differs from *flat* within one of *ranges* only."""
    changed = flat[: edit.start] + edit.new + flat[edit.end :]
    head, tail = edit.start, len(flat) - edit.end
    shorter = min(len(flat), len(changed))
    while head < shorter and flat[head] == changed[head]:
        head += 1
    while tail < shorter and flat[-1 - tail] == changed[-1 - tail]:
        tail += 1
    return any(
        start <= head and len(flat) - end <= tail and start + len(flat) - end <= len(changed)
        for start, end in ranges
    )
