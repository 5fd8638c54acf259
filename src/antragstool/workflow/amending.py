"""An amendment to an amendment: it changes only words that the other one brings in.

These are its inserted and new words, and the place where it deletes. Whatever else the text has is
the resolution's own, and is amended there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.merge.canonical import canonical, closed
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text


def outside(amended: Text, brought: Sequence[Edit], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return those of *edits* to the text *amended* that change more than what *brought* made of it.

    *brought* are the edits that led to *amended*, in positions of the text before.
    """
    flat = closed(amended.flat)
    ranges = [_with_blanks(flat, *each) for each in _ranges(brought)]
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
    """Tell whether some form of *edit* that does the same keeps inside one of *ranges*."""
    form = canonical(edit, flat)
    if edit.old and edit.new:
        first, last = _differing(edit)
        return any(start <= first and last <= end for start, end in ranges)
    length = len(form.edit.old)
    return any(
        max(form.first, start) + length <= min(form.last, end) for start, end in ranges
    ) or any(start <= edit.start and edit.end <= end for start, end in ranges)


def _differing(edit: Edit) -> tuple[int, int]:
    """Return the range of the old words without equal characters at both ends."""
    old, new = edit.old, edit.new
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return edit.start + head, edit.end - tail
