"""The words that an edit really changes: who replaces a sentence to change a number brings in the number.

First an edit grows to whole words, then those of its words that stood there before are taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from antragstool.diff.compare import compare
from antragstool.diff.readable import make_readable, mostly_changed
from antragstool.diff.words import compare_tokens
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.tokens import flat_tokens


def narrowed(flat: str, edits: Sequence[Edit]) -> tuple[tuple[Edit, ...], ...]:
    """Return for each of *edits* on the text *flat* the edits of whole words that do the same."""
    found: list[tuple[Edit, ...]] = []
    for index, edit in enumerate(edits):
        low = edits[index - 1].end if index else 0
        high = edits[index + 1].start if index + 1 < len(edits) else len(flat)
        found.append(_compared(_whole_words(flat, edit, low, high)))
    # Two edits of one word grow into each other; then all stay as they are.
    every = [edit for group in found for edit in group]
    if any(one.end > other.start for one, other in pairwise(every)):
        return tuple((edit,) for edit in edits)
    try:
        sound = apply_edits(flat, every) == apply_edits(flat, edits)
    except EditMismatchError:
        sound = False
    return tuple(found) if sound else tuple((edit,) for edit in edits)


def difference(old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits of words that make the flat text *new* of *old*."""
    if old == new:
        return ()
    before, after = Text.from_flat(old), Text.from_flat(new)
    if before.flat == old and after.flat == new:
        return compare(before, after)
    return _by_tokens(old, new)


def _whole_words(flat: str, edit: Edit, low: int, high: int) -> Edit:
    """Grow *edit* over the rest of a word that it changes, between *low* and *high*."""
    start, end = edit.start, edit.end
    if edit.old[:1].isalnum() or edit.new[:1].isalnum():
        while start > low and flat[start - 1].isalnum():
            start -= 1
    if edit.old[-1:].isalnum() or edit.new[-1:].isalnum():
        while end < high and flat[end].isalnum():
            end += 1
    head, tail = flat[start : edit.start], flat[edit.end : end]
    return Edit(start, head + edit.old + tail, head + edit.new + tail)


def _compared(edit: Edit) -> tuple[Edit, ...]:
    """Return what is left of a replacement without the words that it leaves as they are."""
    if not edit.old or not edit.new:
        return (edit,)
    inner = difference(edit.old, edit.new)
    return tuple(Edit(edit.start + each.start, each.old, each.new) for each in inner)


def _by_tokens(old: str, new: str) -> tuple[Edit, ...]:
    steps = make_readable(compare_tokens(flat_tokens(old), flat_tokens(new)))
    if mostly_changed(steps):
        return (Edit(0, old, new),)
    edits, position = [], 0
    for step in steps:
        before, after = "".join(step.old), "".join(step.new)
        if before != after:
            edits.append(Edit(position, before, after))
        position += len(before)
    return tuple(edits)
