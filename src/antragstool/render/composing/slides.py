"""Words on a screen: how large they can be set, and where they go on to the next page.

The words are measured in the fonts that come with the program and wrapped here as the layout will wrap
them, a little narrower to be safe. Sizes and heights are in points, widths of words in em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.diff.passages import Mark, Run
from antragstool.render.composing import measure
from antragstool.render.composing.printed import INDENT, FlowingBlock

PLAIN = "SourceSans3-Regular.ttf"
SIZES = (40.0, 34.0, 30.0, 27.0, 24.0)
SMALLEST = 22.0  # for what would only just go on to a second page
LINE = 1.3  # of the size, as in projector.css
GAP = 0.35  # em between two blocks
HEADING = 32.0  # a heading within the words: one line and what is around it
_SPARE = 0.975
_MOST_BALANCED = 4  # pages
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class SlideText:
    """Words under a heading: the lines of a passage, or whose version they are.

    *remark* says what happens where words alone do not show it; *moved* marks words as moved.
    """

    heading: str
    remark: str
    moved: bool
    blocks: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on one page, and at which size of type."""

    size: float
    texts: tuple[SlideText, ...]


def screens(
    whole: Sequence[SlideText], bare: Sequence[SlideText], width: float, first: float, later: float
) -> tuple[Screen, ...]:
    """Set *whole* as large as it fits on one page of *first* points; else *bare*, if need be on several.

    *bare* are the same texts without the lines around the changes. *later* is the height that
    there is on the pages behind the first.
    """
    for texts, sizes in ((whole, SIZES), (bare, (*SIZES, SMALLEST))):
        for size in sizes:
            if _height(texts, size, width) <= first:
                return (Screen(size, tuple(texts)),)
    return _balanced(bare, SIZES[-1], width, first, later)


def _balanced(
    texts: Sequence[SlideText], size: float, width: float, first: float, later: float
) -> tuple[Screen, ...]:
    """Part *texts* so that the last page is not nearly empty."""
    best = tuple(_parted(texts, size, width, first, later))
    if len(best) > _MOST_BALANCED:
        return best
    for share in (0.9, 0.8, 0.7, 0.6):
        tried = tuple(_parted(texts, size, width, first * share, later * share))
        if len(tried) > len(best):
            break
        best = tried
    return best


def lines_of(text: str, points: float, size: float, font: str = PLAIN) -> int:
    """Return how many lines *text* needs at *size* in a width of *points*."""
    run = Run(Mark.SAME, text)
    return len(list(_wrapped(_atoms((run,), font), points / size * _SPARE)))


def _height(texts: Iterable[SlideText], size: float, width: float) -> float:
    return sum(
        _headings(text) + sum(_block_height(block, size, width) for block in text.blocks)
        for text in texts
    )


def _headings(text: SlideText) -> float:
    return HEADING * (bool(text.heading) + bool(text.remark))


def _block_height(block: FlowingBlock, size: float, width: float) -> float:
    return (len(_lines(block, size, width)) * LINE + GAP) * size


def _parted(
    texts: Sequence[SlideText], size: float, width: float, first: float, later: float
) -> Iterator[Screen]:
    page: list[SlideText] = []
    left = first
    for text in texts:
        begun = replace(text, blocks=())
        least = _headings(text) + (2 * LINE + GAP) * size
        if page and left < least:
            yield Screen(size, tuple(page))
            page, left = [], later
        left -= _headings(text)
        for block in text.blocks:
            rest: FlowingBlock | None = block
            while rest is not None:
                room = int((left / size - GAP) / LINE)
                head, rest = _cut(rest, room, size, width)
                if head is not None:
                    begun = replace(begun, blocks=(*begun.blocks, head))
                    left -= _block_height(head, size, width)
                if rest is not None:
                    if begun.blocks:
                        page.append(begun)
                    yield Screen(size, tuple(page))
                    page, left = [], later - (HEADING if text.heading else 0)
                    begun = replace(text, remark="", blocks=())
        page.append(begun)
    if page:
        yield Screen(size, tuple(page))


def _cut(
    block: FlowingBlock, room: int, size: float, width: float
) -> tuple[FlowingBlock | None, FlowingBlock | None]:
    """Return what of *block* fits into *room* lines, and the rest; None for what is empty."""
    lines = _lines(block, size, width)
    if len(lines) <= max(1, room):
        return (block, None) if room >= 1 else (None, block)
    if room < 2:
        return None, block
    words, rest = _joined(lines[:room]), _joined(lines[room:])
    setting = replace(block.setting, marker="")
    return replace(block, runs=words), FlowingBlock(setting, rest)


_Atom = tuple[Run, float]


def _lines(block: FlowingBlock, size: float, width: float) -> list[list[_Atom]]:
    available = (width / size - INDENT * block.setting.depth) * _SPARE
    return list(
        _wrapped(_atoms(block.runs, measure.SANS if block.setting.strong else PLAIN), available)
    )


def _atoms(runs: Iterable[Run], font: str) -> Iterator[_Atom]:
    for run in runs:
        face = measure.SANS if run.strong or run.mark is not Mark.SAME else font
        for word in _WORD.findall(run.text):
            yield replace(run, text=word), measure.width(word, face)


def _wrapped(atoms: Iterable[_Atom], available: float) -> Iterator[list[_Atom]]:
    line: list[_Atom] = []
    used = 0.0
    for run, width in atoms:
        if line and used + width > available:
            yield line
            line, used = [], 0.0
        for piece in _broken(run, width, available):
            if line and used + piece[1] > available:
                yield line
                line, used = [], 0.0
            line.append(piece)
            used += piece[1]
    if line:
        yield line


def _broken(run: Run, width: float, available: float) -> Iterator[_Atom]:
    """Break a word that is wider than a line."""
    if width <= available or len(run.text) < 2:
        yield run, width
        return
    pieces = int(width / available) + 1
    step = max(1, len(run.text) // pieces)
    for start in range(0, len(run.text), step):
        yield replace(run, text=run.text[start : start + step]), width * step / len(run.text)


def _joined(lines: Iterable[list[_Atom]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for run, _width in (atom for line in lines for atom in line):
        if runs and replace(runs[-1], text="") == replace(run, text=""):
            runs[-1] = replace(run, text=runs[-1].text + run.text)
        else:
            runs.append(run)
    return tuple(runs)
