"""From changes to edits: in order, not overlapping, with whole blocks where whole blocks go.

Changes that meet are problems that name both lines of the file. Deleted words that only a
space parts are one deletion; a block of which no word is left goes with its line end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.instructions.changes import Change, Deletion, Insertion, NewBlocks, Replacement
from antragstool.instructions.spacing import deleted, with_whole_marks
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.text.blocks import Text


@dataclass(frozen=True, slots=True)
class _Claim:
    """The range that a change takes; an empty range is a gap, told apart by *kind*."""

    start: int
    end: int
    kind: str
    line: int


@dataclass(slots=True)
class _Deletions:
    """What all deletions of an amendment take: words inside blocks, and whole blocks."""

    words: list[tuple[int, int, int]] = field(default_factory=list)
    blocks: dict[int, int] = field(default_factory=dict)


def compose(
    text: Text, changes: Sequence[Change], file: str
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """Return the edits that carry out all *changes*, or the problems that prevent it."""
    problems = list(_clashes(text, changes, file))
    if problems:
        return (), tuple(problems)
    deletions = _collect(text, changes)
    if deletions.blocks and len(deletions.blocks) == len(text.blocks):
        return (), (_nothing_left(file, min(deletions.blocks.values())),)
    edits: list[Edit] = []
    for start, end, line in deletions.words:
        edit = _deletion(text, start, end)
        if edit is None:
            problems.append(_broken_marks(file, line))
        else:
            edits.append(edit)
    edits += _block_edits(text, deletions.blocks, changes)
    edits += [
        Edit(c.start, text.flat[c.start : c.end], c.new)
        for c in changes
        if isinstance(c, Replacement)
    ]
    edits += [Edit(c.position, "", c.new) for c in changes if isinstance(c, Insertion)]
    ordered = _in_order(text, edits)
    try:
        apply_edits(text.flat, ordered)
    except EditMismatchError as error:
        lines = sorted({change.line for change in changes})
        problems.append(_clash(file, lines[0], lines[-1], error.edit.old or error.edit.new))
    return (() if problems else ordered), tuple(problems)


def _deletion(text: Text, start: int, end: int) -> Edit | None:
    """Return the edit that deletes words, with one space and with marks around nothing."""
    marks = with_whole_marks(text, *deleted(text, start, end), "")
    if marks is None:
        return None
    start, end = deleted(text, *marks)
    return Edit(start, text.flat[start:end], "")


def _nothing_left(file: str, line: int) -> Problem:
    return Problem(
        _("Nothing of the text would be left."),
        file,
        line,
        _("To put another text in its place, write: Ersetze den gesamten Text durch: „…“"),
    )


def _claims(text: Text, change: Change) -> Iterator[_Claim]:
    if isinstance(change, Deletion):
        for start, end in change.ranges:
            yield _Claim(start, end, "words", change.line)
    elif isinstance(change, Replacement):
        yield _Claim(change.start, change.end, "words", change.line)
    elif isinstance(change, Insertion):
        yield _Claim(change.position, change.position, "gap", change.line)
    else:
        at_end = change.before == len(text.blocks)
        place = len(text.flat) + 1 if at_end else text.starts[change.before]
        yield _Claim(place, place, "blocks", change.line)


def _clashes(text: Text, changes: Sequence[Change], file: str) -> Iterator[Problem]:
    """Yield a problem for each change that meets the one before it."""
    claims = [claim for change in changes for claim in _claims(text, change)]
    claims.sort(key=lambda claim: (claim.start, claim.end, claim.kind, claim.line))
    widest: _Claim | None = None
    previous: _Claim | None = None
    for claim in claims:
        gap = claim.start == claim.end
        if (widest and claim.start < widest.end and not (gap and claim.start == widest.start)) or (
            gap and previous and (previous.start, previous.kind) == (claim.start, claim.kind)
        ):
            other = previous if gap and previous and previous.start == claim.start else widest
            other = other or claim
            words = text.flat[claim.start : claim.end] or text.flat[other.start : other.end]
            lower, upper = sorted((other.line, claim.line))
            yield _clash(file, lower, upper, words)
        if not gap and (widest is None or claim.end > widest.end):
            widest = claim
        previous = claim


def _clash(file: str, first: int, second: int, words: str) -> Problem:
    shown = " ".join(words.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    if shown:
        message = _(
            'The instructions in lines %(first)d and %(second)d both change "%(words)s".'
        ) % {
            "first": first,
            "second": second,
            "words": shown,
        }
    else:
        message = _(
            "The instructions in lines %(first)d and %(second)d insert at the same place."
        ) % {
            "first": first,
            "second": second,
        }
    return Problem(message, file, second, _("Say both changes in one instruction."))


def _broken_marks(file: str, line: int) -> Problem:
    return Problem(
        _("The words begin inside bold or slanted words and end outside, or the other way round."),
        file,
        line,
        _("Name the bold or slanted words in an instruction of their own."),
    )


def _collect(text: Text, changes: Sequence[Change]) -> _Deletions:
    """Join deleted ranges that only spaces part, and find the blocks of which no word is left."""
    kept = {text.block_at(c.position) for c in changes if isinstance(c, Insertion)}
    ranges = sorted(
        (start, end, change.line)
        for change in changes
        if isinstance(change, Deletion)
        for start, end in change.ranges
    )
    joined: list[tuple[int, int, int]] = []
    for start, end, line in ranges:
        between = text.flat[joined[-1][1] : start] if joined else "x"
        if not between.strip() and "\n" not in between:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, line))
    found = _Deletions()
    for start, end, line in joined:
        index = text.block_at(start)
        rest = text.flat[text.content_start(index) : start] + text.flat[end : text.end_of(index)]
        if rest.strip("*_ \u00a0") or index in kept:
            found.words.append((start, end, line))
        else:
            found.blocks[index] = line
    return found


def _block_edits(text: Text, gone: dict[int, int], changes: Sequence[Change]) -> Iterator[Edit]:
    """Yield the edits that delete whole blocks and insert new ones."""
    count = len(text.blocks)
    tail = count
    while tail - 1 in gone:
        tail -= 1
    for first, last in _runs(sorted(gone)):
        if last == count - 1:
            start, end = text.end_of(first - 1), len(text.flat)
        else:
            start, end = text.starts[first], text.starts[last + 1]
        yield Edit(start, text.flat[start:end], "")
    for change in changes:
        if not isinstance(change, NewBlocks):
            continue
        if change.before in (count, tail):
            place = len(text.flat) if change.before == count else text.end_of(tail - 1)
            yield Edit(place, "", "\n" + change.new)
        else:
            yield Edit(text.starts[change.before], "", change.new + "\n")


def _runs(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    first: int | None = None
    last = -2
    for index in indices:
        if index != last + 1:
            if first is not None:
                yield first, last
            first = index
        last = index
    if first is not None:
        yield first, last


def _in_order(text: Text, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Sort edits; new words and a new block at one place become one edit, in the order of reading."""
    ordered: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end, not _comes_first(text, e))):
        last = ordered[-1] if ordered else None
        if last and not last.old and not edit.old and last.start == edit.start:
            ordered[-1] = Edit(edit.start, "", last.new + edit.new)
        else:
            ordered.append(edit)
    return tuple(ordered)


def _comes_first(text: Text, edit: Edit) -> bool:
    """Tell whether an insertion stands before others at its place: a block at a start, words at an end."""
    is_block = edit.new.endswith("\n") if edit.start in text.starts else edit.new.startswith("\n")
    return is_block == (edit.start in text.starts)
