"""A text as spans, each with its source.

Some hundred spans are held together in a group of known length, so that an edit costs as much as it
changes, not as much as the text is long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

_Label = TypeVar("_Label")
_TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Span(Generic[_Label]):
    """A piece of text; *label* is that of the step that brought it in, None for the original's words.

    *step* counts the steps from 1, 0 is the original. *mover* is the label of the last step that
    moved the words. Where *text* is empty, *removed* are words that *label* deleted here.
    """

    text: str
    step: int = 0
    label: _Label | None = None
    mover: _Label | None = None
    removed: str = ""

    def part(self, start: int, end: int) -> Span[_Label]:
        """Return the piece from *start* to *end*."""
        return (
            self
            if start <= 0 and end >= len(self.text)
            else replace(self, text=self.text[start:end])
        )


class Rope(Generic[_Label]):
    """A text as spans, in groups of known length."""

    def __init__(self, text: str) -> None:
        self._groups: list[list[Span[_Label]]] = [[Span(text)] if text else []]
        self._sizes = [len(text)]

    def spans(self) -> Iterator[Span[_Label]]:
        """Yield all spans."""
        for group in self._groups:
            yield from group

    def cut(self, start: int, end: int) -> list[Span[_Label]]:
        """Return the text from *start* to *end*."""
        first, last, position = self._groups_of(start, end)
        found = []
        for group in self._groups[first : last + 1]:
            for span in group:
                piece = span.part(start - position, end - position)
                if position < end and piece.text:
                    found.append(piece)
                position += len(span.text)
        return found

    def replace(self, start: int, end: int, new: Sequence[Span[_Label]]) -> None:
        """Put *new* in the place of the text from *start* to *end*; deleted words in it stay there."""
        first, last, position = self._groups_of(start, end)
        left: list[Span[_Label]] = []
        inner: list[Span[_Label]] = []
        right: list[Span[_Label]] = []
        for group in self._groups[first : last + 1]:
            for span in group:
                if not span.text:
                    (left if position <= start else inner if position < end else right).append(span)
                    continue
                if position < start:
                    left.append(span.part(0, start - position))
                position += len(span.text)
                if position > end:
                    size = len(span.text)
                    right.append(span.part(size - (position - end), size))
        self._put(first, last, [*left, *inner, *new, *right])

    def _groups_of(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the first and last group that a range lies in, and where the first one begins."""
        first = position = 0
        while position + self._sizes[first] < start:
            position += self._sizes[first]
            first += 1
        last, reached = first, position + self._sizes[first]
        while reached < end:
            last += 1
            reached += self._sizes[last]
        return first, last, position

    def _put(self, first: int, last: int, spans: list[Span[_Label]]) -> None:
        size = len(spans) if len(spans) <= 2 * _TOGETHER else _TOGETHER
        groups = [spans[at : at + size] for at in range(0, len(spans), size or 1)] or [[]]
        self._groups[first : last + 1] = groups
        self._sizes[first : last + 1] = [sum(len(span.text) for span in group) for group in groups]
