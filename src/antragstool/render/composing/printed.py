"""Text as it is printed: official lines, passages of amendments, and text that flows.

Official lines and the unchanged lines of a passage never wrap: what is too wide for the
column is set smaller. Text that flows (reasons) gets no-break spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from antragstool.diff.passages import Mark, PassageLine, Run
from antragstool.render.composing import measure
from antragstool.render.composing.measure import Column
from antragstool.render.composing.typography import no_break
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line
from antragstool.text.markdown import Span, read_inline

# Type sizes of headings, as multiples of the size of the text; book.css has the same.
HEADING_SCALE = {1: 1.32, 2: 1.22, 3: 1.1, 4: 1.0, 5: 1.0, 6: 1.0}
# A changed line that is only a little too long is set smaller, lest a single word go to the next line.
_LEAST_FOR_A_WORD = 90.0
INDENT = 1.5  # em of the text's size for each level of list or quotation; as in book.css


@dataclass(frozen=True, slots=True)
class Setting:
    """How a block is set: heading level or 0, depth of nesting, bullet or number, quotation."""

    level: int = 0
    depth: int = 0
    marker: str = ""
    quotation: bool = False

    @property
    def strong(self) -> bool:
        """Whether the whole block is set in the semibold face."""
        return self.level > 0

    @property
    def tag(self) -> str:
        """The HTML element: a heading below those of the book itself, or a paragraph."""
        return f"h{min(6, self.level + 2)}" if self.level else "p"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One official line: its runs, and the percentage of the type size at which it fits."""

    runs: tuple[Run, ...]
    percent: float = 100.0


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """A block of official lines; *first* is the number of its first line."""

    setting: Setting
    first: int
    lines: tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class FlowingBlock:
    """A block that is wrapped as it comes, without numbers."""

    setting: Setting
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a passage; *number* is None for inserted blocks, *kept* says it must not wrap."""

    setting: Setting
    number: int | None
    runs: tuple[Run, ...]
    opens: bool
    context: bool
    kept: bool
    percent: float = 100.0


def bullet(marker: str, depth: int) -> str:
    """Return the sign that is printed for a list item's marker."""
    if marker in {"-", "*", "+"}:
        return "•" if depth <= 1 else "–"
    return marker


def setting_of(block: Block) -> Setting:
    """Return how a block of a text is set."""
    quotation = ">" in block.prefix
    return Setting(block.level, block.depth, bullet(block.marker, block.depth), quotation)


def width_of(runs: Iterable[Run], setting: Setting) -> float:
    """Return the width of a line in em of the text's size, its indentation included."""
    scale = HEADING_SCALE.get(setting.level, 1.0)
    words = sum(
        measure.width(
            run.text, measure.face(strong=run.strong or setting.strong, emphasis=run.emphasis)
        )
        for run in runs
    )
    return words * scale + INDENT * setting.depth


def print_text(text: Text, lines: Sequence[Line], column: Column) -> tuple[PrintedBlock, ...]:
    """Return the official lines of *text* by block, set in *column*."""
    blocks: list[PrintedBlock] = []
    for index, group in groupby(lines, key=lambda line: line.block):
        block = text.blocks[index]
        setting = setting_of(block)
        origin = text.content_start(index)
        members = list(group)
        printed = tuple(
            PrintedLine(runs, fitting(runs, setting, column))
            for runs in (line_runs(block, line, origin) for line in members)
        )
        blocks.append(PrintedBlock(setting, members[0].number, printed))
    return tuple(blocks)


def line_runs(block: Block, line: Line, origin: int) -> tuple[Run, ...]:
    """Return the runs of one official line; *origin* is where its block's content begins."""
    runs = list(_cut(read_inline(block.content), line.start - origin, line.end - origin))
    while runs and not runs[-1].text.rstrip():
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    if line.cut:
        runs.append(Run(Mark.SAME, "-"))
    return tuple(runs)


def _cut(spans: Sequence[Span], low: int, high: int) -> Iterator[Run]:
    for span in spans:
        begin = max(low - span.start, 0)
        words = span.text[begin : max(high - span.start, 0)]
        if words:
            yield Run(Mark.SAME, words, span.strong, span.emphasis)


def fitting(runs: tuple[Run, ...], setting: Setting, column: Column) -> float:
    """Return the percentage of the type size at which a line of *runs* fits into *column*."""
    indent = INDENT * setting.depth * column.size
    words = width_of(runs, replace(setting, depth=0))
    return measure.shrink(words, replace(column, width=column.width - indent))


def print_passage(lines: Sequence[PassageLine], column: Column) -> tuple[MarkedLine, ...]:
    """Return the lines of a passage; the unchanged ones are made to fit."""
    printed: list[MarkedLine] = []
    for line in lines:
        setting = Setting(line.level, line.depth, _marker(line), line.quotation)
        kept = line.number is not None and all(run.mark is Mark.SAME for run in line.runs)
        percent = fitting(line.runs, setting, column) if kept else 100.0
        if line.number is not None and not kept:
            base = tuple(run for run in line.runs if run.mark is not Mark.INSERTED)
            percent = fitting(base, setting, column)
            whole = fitting(line.runs, setting, column)
            if _LEAST_FOR_A_WORD <= whole < percent:
                percent = whole - 1.0  # for the gaps between the marks
        printed.append(
            MarkedLine(
                setting, line.number, line.runs, line.opens_block, line.context, kept, percent
            )
        )
    return tuple(printed)


def _marker(line: PassageLine) -> str:
    return bullet(line.marker, line.depth) if line.opens_block else ""


def flowing(text: Text) -> tuple[FlowingBlock, ...]:
    """Return the blocks of *text* as they flow, with no-break spaces."""
    return tuple(
        FlowingBlock(
            setting_of(block),
            tuple(
                Run(Mark.SAME, no_break(span.text), span.strong, span.emphasis)
                for span in read_inline(block.content)
            ),
        )
        for block in text.blocks
    )
