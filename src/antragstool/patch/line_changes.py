"""Changes of whole source lines, and the source that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antragstool.text.markdown import split_lines


@dataclass(frozen=True, slots=True)
class LineChange:
    """Source lines *first* up to *last* (exclusive, from 0) become *new* (with their line ends)."""

    first: int
    last: int
    new: tuple[str, ...]


def spliced(source: str, lines: Sequence[str], changes: Sequence[LineChange]) -> str:
    """Return *source*, of which the *lines* are known, with *changes*; what stays is copied in long pieces."""
    pieces: list[str] = []
    line = position = 0
    for change in changes:
        start = position + sum(map(len, lines[line : change.first]))
        pieces += (source[position:start], *change.new)
        position = start + sum(map(len, lines[change.first : change.last]))
        line = change.last
    return "".join([*pieces, source[position:]])


def changed_lines(
    lines: Sequence[str], changes: Sequence[LineChange], first: int, last: int
) -> list[str]:
    """Return what *changes* make of *lines* from *first* up to *last*, where all of them lie."""
    pieces: list[str] = []
    position = first
    for change in changes:
        pieces += lines[position : change.first]
        pieces += change.new
        position = change.last
    return split_lines("".join([*pieces, *lines[position:last]]))


def newline_of(lines: Sequence[str]) -> str:
    """Return the line end that the first line of a source has."""
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def trimmed(lines: Sequence[str], change: LineChange) -> LineChange:
    """Return *change* without lines that are equal at its start and end."""
    first, last, new = change.first, change.last, change.new
    start, end = 0, len(new)
    while first < last and start < end and lines[first] == new[start]:
        first, start = first + 1, start + 1
    while first < last and start < end and lines[last - 1] == new[end - 1]:
        last, end = last - 1, end - 1
    return LineChange(first, last, new[start:end])
