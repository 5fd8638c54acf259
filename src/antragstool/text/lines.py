"""Official lines: they depend on the text and the line length only, never on a font or a page.

The rule, compatible with the numbers that Antragsgrün prints: a line holds at most N
user-perceived characters. When character N + 1 arrives and is a space, the line ends there
and the space is free; otherwise it breaks after the last space or ASCII hyphen in the line;
a word longer than the line is cut after N characters and a "-" is added on display.
Headings of level 1 and 2 use 0.60 N, of level 3 to 6 0.75 N, each level of list or quotation
N - 6. Every block begins a new line. Only visible characters count: the stars of
``**emphasis**`` do not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.text.blocks import Block, Text
from antragstool.text.graphemes import graphemes
from antragstool.text.markdown import read_inline

DEFAULT_LENGTH = 80
_NARROWEST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One official line.

    *start* and *end* are positions in the flat text; the lines of a block follow each other
    without a gap, so a free space belongs to the line that it ends. *text* is what is shown:
    visible characters without spaces at the end. *cut* says that a word longer than the line
    was cut here; a "-" is shown after it, which is not part of *text*.
    """

    number: int
    block: int
    start: int
    end: int
    text: str
    cut: bool

    @property
    def shown(self) -> str:
        """The line as it is printed."""
        return self.text + "-" if self.cut else self.text


def line_length_of(block: Block, length: int) -> int:
    """Return how many characters a line of *block* holds if a line of a paragraph holds *length*."""
    if block.level in {1, 2}:
        length = length * 60 // 100
    elif block.level:
        length = length * 75 // 100
    return max(_NARROWEST, length - 6 * block.depth)


def number_lines(text: Text, length: int = DEFAULT_LENGTH, first: int = 1) -> tuple[Line, ...]:
    """Return the official lines of *text*, numbered from *first*; *length* is N in characters."""
    lines: list[Line] = []
    for index, block in enumerate(text.blocks):
        start = text.content_start(index)
        positions, clusters = _visible(block.content)
        begin = start
        for piece in _break(clusters, line_length_of(block, length)):
            last = piece.following == len(clusters)
            end = text.end_of(index) if last else start + positions[piece.following]
            shown = "".join(clusters[piece.first : piece.shown_until]).rstrip()
            lines.append(Line(first + len(lines), index, begin, end, shown, piece.cut))
            begin = end
    return tuple(lines)


def _visible(content: str) -> tuple[Sequence[int], Sequence[str]]:
    """Return the visible graphemes of *content* and the position of each."""
    spans = read_inline(content)
    positions: list[int] = []
    clusters: list[str] = []
    for span in spans:
        found = graphemes(span.text)
        clusters += found
        if len(found) == len(span.text):
            positions += range(span.start, span.start + len(found))
            continue
        position = span.start
        for cluster in found:
            positions.append(position)
            position += len(cluster)
    return positions, clusters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line as indices of graphemes: its first, where its shown part ends, the next line's first."""

    first: int
    shown_until: int
    following: int
    cut: bool


def _break(clusters: Sequence[str], limit: int) -> Iterator[_Piece]:
    """Break a block's graphemes into lines of at most *limit*."""
    # One character for each grapheme, so that str.rfind can look for the break.
    shadow = "".join(cluster if len(cluster) == 1 else "x" for cluster in clusters)
    begin = 0
    while len(shadow) - begin > limit:
        full = begin + limit
        if shadow[full] == " ":
            yield _Piece(begin, full, full + 1, cut=False)
            begin = full + 1
            continue
        breakable = 1 + max(shadow.rfind(" ", begin, full), shadow.rfind("-", begin, full))
        cut = breakable <= begin
        end = full if cut else breakable
        yield _Piece(begin, end, end, cut)
        begin = end
    if begin < len(shadow):
        yield _Piece(begin, len(shadow), len(shadow), cut=False)


def line_at(lines: Sequence[Line], position: int) -> Line:
    """Return the line in which *position* of the flat text lies.

    A position in a block's prefix or at its end belongs to the block's first or last line.
    """
    index = bisect_right(lines, position, key=lambda line: line.start) - 1
    if index < 0:
        return lines[0]
    following = index + 1
    if position > lines[index].end and following < len(lines):
        return lines[following]
    return lines[index]
