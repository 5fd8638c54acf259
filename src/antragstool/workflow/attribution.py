"""Who brought which words into a text, from the oldest version through one step after the other.

A step is a list of edits on the text as the step found it, each with a label: whatever the caller
wants to know words by. A word keeps the label of the step that brought it in. A line that a step
deletes here and inserts there unchanged was moved: its words stay with whoever wrote them, and the
step is their mover. Deleted words are kept at the place where they stood.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from antragstool.model.edit import Edit
from antragstool.text.tokens import flat_tokens
from antragstool.workflow.spans import Rope, Span

_Label = TypeVar("_Label")
# Shorter lines ("- ja") stand in a text more than once by chance.
_MOVED_FROM = 20


@dataclass(frozen=True, slots=True)
class Removed(Generic[_Label]):
    """Words that a step deleted; *position* is where they stood, in the newest text."""

    position: int
    text: str
    label: _Label | None


@dataclass(frozen=True, slots=True)
class Attribution(Generic[_Label]):
    """The newest text as spans without gaps, and the words that were deleted on the way, in order of place."""

    spans: tuple[Span[_Label], ...]
    removed: tuple[Removed[_Label], ...]


def attribute(original: str, steps: Sequence[Sequence[tuple[Edit, _Label]]]) -> Attribution[_Label]:
    """Return which of *steps* brought in which words of the text that they make of *original*.

    The edits of a step are in order and do not overlap, as :func:`~antragstool.model.edit.apply_edits`
    wants them; whoever calls has applied them.
    """
    rope: Rope[_Label] = Rope(original)
    for number, step in enumerate(steps, start=1):
        prepared = [
            (edit, _brought_in(rope, pieces, number, label), label, stays)
            for (edit, label), (pieces, stays) in zip(step, _moves(step), strict=True)
        ]
        for edit, spans, label, removed in reversed(prepared):
            gone = [Span("", number, label, removed=removed)] if removed else []
            rope.replace(edit.start, edit.end, [*gone, *spans])
    return _attribution(rope.spans())


def by_word(found: Attribution[_Label]) -> Attribution[_Label]:
    """Return *found* with spans that cut no word: a word belongs to the last step that touched it."""
    flat = "".join(span.text for span in found.spans)
    spans: list[Span[_Label]] = []
    words: list[str] = []
    index = position = 0
    ends = list(_ends(found.spans))
    for token in flat_tokens(flat):
        position += len(token)
        best = found.spans[index]
        while ends[index] < position:
            index += 1
            best = max(best, found.spans[index], key=lambda span: span.step)
        if spans and not _alike(spans[-1], best):
            spans[-1] = replace(spans[-1], text="".join(words))
            words = []
        if not words:
            spans.append(best)
        words.append(token)
        if ends[index] == position and index + 1 < len(ends):
            index += 1
    if spans:
        spans[-1] = replace(spans[-1], text="".join(words))
    return Attribution(tuple(spans), found.removed)


def _ends(spans: Sequence[Span[_Label]]) -> Iterator[int]:
    end = 0
    for span in spans:
        end += len(span.text)
        yield end


def _alike(one: Span[_Label], other: Span[_Label]) -> bool:
    return (one.step, one.label, one.mover) == (other.step, other.label, other.mover)


def _attribution(spans: Iterator[Span[_Label]]) -> Attribution[_Label]:
    """Part the words from the deleted ones, and join neighbours that have the same source."""
    runs: list[list[Span[_Label]]] = []
    removed: list[Removed[_Label]] = []
    position = 0
    for span in spans:
        position += len(span.text)
        if not span.text:
            removed.append(Removed(position, span.removed, span.label))
        elif runs and _alike(runs[-1][0], span):
            runs[-1].append(span)
        else:
            runs.append([span])
    joined = (replace(run[0], text="".join(span.text for span in run)) for run in runs)
    return Attribution(tuple(joined), tuple(removed))


_Piece = tuple[str, int | None]


def _moves(step: Sequence[tuple[Edit, _Label]]) -> Iterator[tuple[list[_Piece], str]]:
    """Yield for each edit its new text in pieces, each with the place it was moved from or None,
    and what of its old words is gone.
    """
    deleted: dict[str, deque[tuple[int, int]]] = defaultdict(deque)
    for index, (edit, _label) in enumerate(step):
        for start, line in _lines(edit.old):
            deleted[line].append((index, start))
    moved: dict[int, set[int]] = defaultdict(set)
    pieces: list[list[_Piece]] = []
    for edit, _label in step:
        pieces.append([])
        done = 0
        for start, line in _lines(edit.new):
            if deleted.get(line):
                source, place = deleted[line].popleft()
                moved[source].add(place)
                pieces[-1] += [(edit.new[done:start], None), (line, step[source][0].start + place)]
                done = start + len(line)
        pieces[-1].append((edit.new[done:], None))
    for index, (edit, _label) in enumerate(step):
        yield pieces[index], _without(edit.old, moved[index]) if moved[index] else edit.old


def _lines(words: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of *words* that are long enough to be known again, without the blanks around them."""
    start = 0
    for line in words.split("\n"):
        bare = line.strip(" ")
        if len(bare) >= _MOVED_FROM:
            yield start + len(line) - len(line.lstrip(" ")), bare
        start += len(line) + 1


def _without(words: str, places: set[int]) -> str:
    """Return *words* without the lines that begin at *places*."""
    kept, done = [], 0
    for start, line in _lines(words):
        if start in places:
            kept.append(words[done:start])
            done = start + len(line)
    left = "".join([*kept, words[done:]])
    return left if left.strip() else ""


def _brought_in(
    rope: Rope[_Label], pieces: Sequence[_Piece], number: int, label: _Label
) -> list[Span[_Label]]:
    spans: list[Span[_Label]] = []
    for text, source in pieces:
        if source is not None:
            moved = rope.cut(source, source + len(text))
            spans += (replace(span, mover=label) for span in moved)
        elif text:
            spans.append(Span(text, number, label))
    return spans
