"""How wide a line is, measured in the fonts that come with the program.

Official lines depend on the number of characters alone; so the size of the type is chosen
to fit the lines, never the other way round. Widths are in em (times the type size in
points gives points). Kerning is left out: it makes lines narrower by less than a hundredth.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from antragstool.render.templates import package_templates

REGULAR = "SourceSerif4-Regular.ttf"
STRONG = "SourceSerif4-Semibold.ttf"
EMPHASIS = "SourceSerif4-It.ttf"
STRONG_EMPHASIS = "SourceSerif4-SemiboldIt.ttf"
SANS = "SourceSans3-Semibold.ttf"

_LARGEST = 11.5
_SMALLEST = 3.5
_SPARE = 0.995
_USUAL = 0.5  # em; 99 of 100 lines of German prose are no wider for each character
_LOOSE = " ,;:–-"  # no shortened text ends with these
_MISSING = 1.1  # em, for a character that no font has


def face(*, strong: bool, emphasis: bool) -> str:
    """Return the file of the serif face that is set for words like these."""
    if strong:
        return STRONG_EMPHASIS if emphasis else STRONG
    return EMPHASIS if emphasis else REGULAR


def width(text: str, font: str = REGULAR) -> float:
    """Return the width of *text* in em."""
    return sum(_widths(text, font))


def _widths(text: str, font: str) -> Iterator[float]:
    advances = _advances(package_templates() / "fonts" / font)
    for character in text:
        yield advances[character] if character in advances else _missing(character)


def _missing(character: str) -> float:
    return 0.0 if unicodedata.combining(character) else _MISSING


@functools.cache
def _advances(path: Path) -> dict[str, float]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        unit = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {chr(code): metrics[name][0] / unit for code, name in font.getBestCmap().items()}


@dataclass(frozen=True, slots=True)
class Column:
    """Where official lines stand: *width* of the column and *size* of the type, in points."""

    width: float
    size: float

    @classmethod
    def of(cls, width: float, length: int, largest: float = _LARGEST) -> Column:
        """Return the column with the type size at which lines of *length* characters fit.

        The size depends on the line length alone, so that one resolution never sets the type of
        another. A line that is wider than usual (capitals) is set smaller by itself: :func:`shrink`.
        """
        size = int(width * _SPARE / (length * _USUAL) * 20) / 20
        return cls(width, max(_SMALLEST, min(largest, size)))


def shrink(line_width: float, column: Column) -> float:
    """Return the percentage of the type size at which a line of *line_width* em fits: 100, or less."""
    natural = line_width * column.size
    available = column.width * _SPARE
    return 100.0 if natural <= available else int(available / natural * 1000) / 10


def shorten(text: str, points: float, size: float, font: str = SANS) -> str:
    """Return *text*, or as many of its words as fit into *points* at *size*, and "…"."""
    room = points / size
    end = _overflow(text, room, font)
    if end == len(text):
        return text
    # Only what nearly fits is looked at: a name may be as long as a book.
    end = len(text) - len(text[end:].lstrip(_LOOSE))
    text = text[: end + 1]
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(_LOOSE) + " …"
        if width(shorter, font) <= room:
            return shorter
    return text[: _overflow(text, room - width("…", font), font)] + "…"


def _overflow(text: str, room: float, font: str) -> int:
    """Return how many characters from the start of *text* fit into *room* em."""
    used = accumulate(_widths(text, font))
    return next((index for index, end in enumerate(used) if end > room), len(text))
