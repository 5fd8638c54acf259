"""Where official line numbers stand: beside the lines as they were laid out.

Numbers made by CSS would be copied in between the text and cost most of the time of the layout.
So every line of official text is laid out without a number, and the numbers are painted where
the lines came to stand; so none is ever parted from its line.

An element with ``data-first`` gets that number beside its first line and the following numbers
beside the following lines, across page breaks; with ``data-only`` its first line alone gets one.
``data-every="5"`` on the body leaves out all but every fifth, but none that stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GAP = 4.2 * 96 / 25.4  # CSS pixels between a number and the left edge of the column
# A number is smaller than the words beside it, but never too small to be read.
_SHARE = 0.68
_SMALLEST, _LARGEST = 6.5 * 96 / 72, 11.5 * 96 / 72
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
GREY = (0.42, 0.42, 0.42)


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line where it was laid out: its *element*, the *left* edge of its column, its base line
    and the *size* of its words.

    CSS pixels from the page's top left. *element* can be asked for its attributes with ``get``.
    """

    element: Any
    left: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number, the right end of its base line (CSS pixels from the page's top left), and its size."""

    number: int
    x: float
    y: float
    size: float


class Numbering:
    """Counts the lines of a document, page after page; *every* is 1 or 5."""

    def __init__(self, every: int = 1) -> None:
        self._every = max(1, every)
        self._following: dict[Any, int | None] = {}

    def place(self, lines: Iterable[LaidLine]) -> Iterator[PlacedNumber]:
        """Yield the numbers that are painted beside the *lines* of the next page."""
        for line in lines:
            if line.element not in self._following:
                self._following[line.element] = first_number(line.element)
            number = self._following[line.element]
            if number is None:
                continue
            only = line.element.get("data-only") is not None
            self._following[line.element] = None if only else number + 1
            if only or number % self._every == 0:
                yield PlacedNumber(number, line.left - GAP, line.baseline, _size(line.size))


def first_number(element: Any) -> int | None:
    """Return the number of an element's first line, None if it has none; a template may say anything."""
    value = element.get("data-first") or ""
    return int(value) if _NUMBER.fullmatch(value) else None


def _size(words: float) -> float:
    return max(_SMALLEST, min(_LARGEST, round(words * _SHARE, 2)))
