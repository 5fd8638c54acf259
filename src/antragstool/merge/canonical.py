"""The one form of an edit among all that do the same, and every place that it may occupy.

"netto " before "Lohn" and " netto" after "der" can be one and the same insertion. Equal words
at both ends of a replacement are trimmed off; what is then a pure insertion or deletion slides
to the best of its equivalent places: the start of a block, of a sentence, of a word, else the
leftmost. Its *hull* runs from the first to the last position that any equivalent form touches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from antragstool.model.edit import Edit
from antragstool.text.tokens import flat_tokens

_ENDS = ".!?…"
_MOST = 4_000


@dataclass(frozen=True, slots=True)
class CanonicalEdit:
    """An edit in its canonical form, with its hull *first* to *last* (positions of the base)."""

    edit: Edit
    first: int
    last: int


def canonical(edit: Edit, flat: str) -> CanonicalEdit:
    """Return the canonical form of *edit* to the flat text *flat*."""
    trimmed = _trimmed(edit)
    if trimmed.old and trimmed.new:
        return CanonicalEdit(trimmed, trimmed.start, trimmed.end)
    forms = list(_equivalents(trimmed, flat))
    best = min(forms, key=lambda form: (-_rank(form, flat), form.start))
    return CanonicalEdit(best, min(f.start for f in forms), max(f.end for f in forms))


def _trimmed(edit: Edit) -> Edit:
    old, new = flat_tokens(edit.old), flat_tokens(edit.new)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start = edit.start + len("".join(old[:head]))
    return Edit(
        start,
        "".join(old[head : len(old) - tail]),
        "".join(new[head : len(new) - tail]),
    )


def _equivalents(edit: Edit, flat: str) -> Iterator[Edit]:
    """Yield every form of a pure insertion or deletion, the given one included."""
    yield edit
    run = edit.old or edit.new
    start = edit.start
    for _count in range(_MOST):
        if not start or flat[start - 1] != run[-1]:
            break
        start -= 1
        run = run[-1] + run[:-1]
        yield _form(edit, start, run)
    run = edit.old or edit.new
    start = edit.start
    for _count in range(_MOST):
        end = start + len(edit.old)
        if end >= len(flat) or flat[end] != run[0]:
            break
        start += 1
        run = run[1:] + run[0]
        yield _form(edit, start, run)


def _form(edit: Edit, start: int, run: str) -> Edit:
    return Edit(start, run, "") if edit.old else Edit(start, "", run)


def _rank(edit: Edit, flat: str) -> int:
    """Rank a place: 4 a block's start, 3 a sentence's, 2 a word's, 1 a word's end, 0 inside a word."""
    before = flat[: edit.start][-2:]
    run = edit.old or edit.new
    if not before or before[-1] == "\n":
        return 4 if run.endswith("\n") or edit.end == len(flat) else 3
    if run.startswith("\n"):
        return 2
    if before[-1] == " " and not run[0].isspace():
        return 3 if before[0] in _ENDS else 2
    inside = before[-1].isalnum() and run[0].isalnum()
    return 0 if inside else 1
