"""The canonical forms of one amendment's edits, proven to say together what the amendment says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.merge.canonical import CanonicalEdit, canonical, closed
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text

# So many letters are not the same by chance.
_MOVED = 12


def forms(base: Text, edits: Sequence[Edit]) -> tuple[CanonicalEdit, ...]:
    """Return the canonical form of each of an amendment's *edits* to *base*, in their order.

    Together they make the very text that the edits make as they were written; where sliding would
    make another one of them, they all count as written. Positions are those of
    :func:`~antragstool.merge.canonical.closed` text. Raises EditMismatchError if an edit's old
    words are not there.
    """
    for edit in edits:
        if base.flat[edit.start : edit.end] != edit.old:
            raise EditMismatchError(edit, base.flat[edit.start : edit.end])
    found = tuple(canonical(edit, base.flat) for edit in edits)
    if not _say_the_same(base, edits, [form.edit for form in found]):
        found = tuple(
            _as_written(base, edit, form) for edit, form in zip(edits, found, strict=True)
        )
    return tuple(
        replace(form, moved_to=_moved_to(form.edit, found), written=(edit.start, edit.end))
        for edit, form in zip(edits, found, strict=True)
    )


def _moved_to(edit: Edit, found: Sequence[CanonicalEdit]) -> int:
    """Return where an amendment puts the words that it deletes with *edit*, -1 if nowhere."""
    words = edit.old.strip()
    if edit.new or len(words) < _MOVED:
        return -1
    return next((form.edit.start for form in found if words in form.edit.new), -1)


def _say_the_same(base: Text, edits: Sequence[Edit], found: Sequence[Edit]) -> bool:
    """Compare the two results where they can differ: in the window around all edits."""
    if not edits:
        return True
    low = min(edit.start for edit in (*edits, *found))
    high = max(edit.end for edit in (*edits, *found))
    window = closed(base.flat)[low:high]
    try:
        written, slid = (
            apply_edits(window, [Edit(e.start - low, e.old, e.new) for e in in_order(each)])
            for each in (edits, found)
        )
    except EditMismatchError:
        return False
    return written == slid


def in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits in the order of their places; an insertion before what is changed behind it."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def _as_written(base: Text, edit: Edit, form: CanonicalEdit) -> CanonicalEdit:
    return CanonicalEdit(
        edit,
        min(form.first, edit.start),
        max(form.last, edit.end),
        substitute=form.substitute,
        opens_line=edit.start == 0 or base.flat[edit.start - 1] == "\n",
        structural=True,
    )
