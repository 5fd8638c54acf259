"""From one version of a text to a later one: which words changed, and where the others stand now.

*Recorded* changes are exactly those that were carried out. Where somebody edited freely they come
from a comparison of words, and a match may be chance: then nothing beside a change is trusted
without the words around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from antragstool.diff.compare import compare
from antragstool.merge.canonical import CanonicalEdit, closed
from antragstool.merge.forms import forms, in_order
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.tokens import words

_ALIKE = 0.6  # of the words of two sentences, those that both have
_BETWEEN = re.compile(r"(?<=[.!?…])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n")


class Transition:
    """The change of the text *base* to the text *new*.

    *recorded* are the edits that were carried out, if they are known; if they do not make the new
    text, it was edited freely as well and the two texts are compared. :attr:`known` tells which.
    """

    def __init__(self, base: Text, new: Text, recorded: Sequence[Edit] | None = None) -> None:
        self.base = base
        self.new = new
        self.old_flat = closed(base.flat)
        self.new_flat = closed(new.flat)
        changes = _forms_that_make(base, new, recorded) if recorded is not None else None
        self.known = changes is not None
        if changes is None:
            compared = compare(base, new)
            changes = _forms_that_make(base, new, compared)
            if changes is None:
                changes = [_as_it_is(edit) for edit in compared]
        self.changes = sorted(changes, key=lambda form: (form.edit.start, form.edit.end))
        self._ranges = [(form.edit.start, form.edit.end) for form in self.changes]
        self._shifts = [0]
        for form in self.changes:
            self._shifts.append(self._shifts[-1] + len(form.edit.new) - len(form.edit.old))
        self._by_hull = sorted(self.changes, key=lambda form: form.first)
        self._firsts = [form.first for form in self._by_hull]
        self._reaches: list[int] = []
        for form in self._by_hull:
            self._reaches.append(max(form.last, self._reaches[-1] if self._reaches else 0))

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return not self.changes

    def meeting(self, first: int, last: int) -> Iterator[CanonicalEdit]:
        """Yield the changes whose hulls meet the range from *first* to *last*."""
        index = bisect_right(self._firsts, last) - 1
        while index >= 0 and self._reaches[index] >= first:
            if self._by_hull[index].last >= first:
                yield self._by_hull[index]
            index -= 1

    def has_moved(self, edit: Edit) -> bool:
        """Tell whether a change brings the words that *edit* deletes in at another place."""
        words = edit.old.strip()
        return (
            not edit.new
            and bool(words)
            and any(words in form.edit.new for form in self.changes if words not in form.edit.old)
        )

    def landed(self, start: int, end: int) -> int:
        """Return where a range of the base without changes stands in the new text."""
        return start + self._shifts[bisect_left(self._ranges, (start, end))]

    def landed_behind(self, position: int) -> int:
        """Return where a position stands behind everything that was inserted there."""
        return position + self._shifts[bisect_right(self._ranges, (position, position))]

    def has_likeness(self, sentence: str) -> bool:
        """Tell whether one of the two texts has more than one sentence much like *sentence*."""
        wanted = frozenset(words(sentence))
        for bags in self._sentences:
            like = (each for each in bags if _ALIKE * len(wanted | each) <= len(wanted & each))
            if next(like, None) is not None and next(like, None) is not None:
                return True
        return False

    @cached_property
    def unbroken(self) -> tuple[str, str, str]:
        """Both texts, and the words of all changes, without line ends: a split parts no sentence."""
        changed = "\0".join(f"{form.edit.old}\0{form.edit.new}" for form in self.changes)
        texts = (self.old_flat, self.new_flat, changed)
        before, after, between = (text.replace("\n", " ") for text in texts)
        return before, after, between

    @cached_property
    def _sentences(self) -> list[list[frozenset[str]]]:
        return [
            [frozenset(words(each)) for each in _BETWEEN.split(text)]
            for text in (self.old_flat, self.new_flat)
        ]


def _forms_that_make(base: Text, new: Text, edits: Sequence[Edit]) -> list[CanonicalEdit] | None:
    """Return the canonical forms of *edits* if they make exactly the new text."""
    try:
        found = list(forms(base, edits))
        made = apply_edits(closed(base.flat), in_order([form.edit for form in found]))
    except EditMismatchError:
        return None
    return found if made == closed(new.flat) else None


def _as_it_is(edit: Edit) -> CanonicalEdit:
    return CanonicalEdit(edit, edit.start, edit.end, structural=True)
