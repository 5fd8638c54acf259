"""The words in a cell of the synopsis: one side of a passage, flowing, and cut where it is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from antragstool.diff.passages import Mark, PassageLine, Run
from antragstool.diff.reading import PILCROW
from antragstool.render.book import BookResolution
from antragstool.render.composing.printed import FlowingBlock, Setting, bullet
from antragstool.text.lines import Line

LONGEST = 1800  # visible characters in one cell
_ELLIPSIS = Run(Mark.SAME, "… ")


def line_ends(item: BookResolution) -> dict[int | None, str]:
    """Return what stands between each official line and the next: a space, or nothing."""
    flat = item.text.flat
    return {line.number: _line_end(flat, line) for line in item.lines}


def _line_end(flat: str, line: Line) -> str:
    if line.cut:
        return "-"
    return " " if flat[line.start : line.end].endswith(" ") else ""


def side(
    lines: Sequence[PassageLine], mark: Mark, ends: Mapping[int | None, str]
) -> tuple[FlowingBlock, ...]:
    """Return what stands on one side: the unchanged words and those with *mark*."""
    blocks: list[FlowingBlock] = []
    runs: list[Run] = []
    setting = Setting()
    opens = [_opens(lines, index, mark) for index in range(len(lines))]
    for index, line in enumerate(lines):
        if opens[index] or index == 0:
            blocks += _block(setting, runs)
            marker = bullet(line.marker, line.depth) if line.opens_block else ""
            setting = Setting(line.level, line.depth, marker, line.quotation)
            runs = []
        mine = [run for run in line.runs if run.mark in (Mark.SAME, mark)]
        if index == 0 and not opens[0] and mine:
            mine.insert(0, _ELLIPSIS)
        last = index + 1 == len(lines)
        if last or opens[index + 1]:
            runs += mine
        else:
            broken = lines[index + 1].opens_block  # split or joined here
            end = " " if broken else ends.get(line.number, _guess_end(line))
            gone = not broken and _goes_across(line, lines[index + 1], mark)
            runs += _joined(mine, "" if gone else end)
    blocks += _block(setting, runs)
    return tuple(blocks)


def _goes_across(line: PassageLine, following: PassageLine, mark: Mark) -> bool:
    """Tell whether words that are not on the side of *mark* run over a line's end, and its blank with them."""
    if not line.runs or not following.runs:
        return False
    marks = {line.runs[-1].mark, following.runs[0].mark}
    return len(marks) == 1 and not marks & {mark, Mark.SAME}


def _opens(lines: Sequence[PassageLine], index: int, mark: Mark) -> bool:
    """Tell whether a block begins with a line, on the side of *mark*."""
    line = lines[index]
    if not line.opens_block or index == 0:
        return line.opens_block
    before = lines[index - 1].runs
    split = line.number is None and any(run.mark is Mark.SAME for run in line.runs)
    joined = bool(before) and before[-1] == Run(Mark.DELETED, PILCROW)
    if mark is Mark.DELETED:
        return not split
    return not joined


def _guess_end(line: PassageLine) -> str:
    return "" if line.runs and line.runs[-1].text.endswith("-") else " "


def _joined(runs: Sequence[Run], end: str) -> Iterator[Run]:
    """Put the end of a line after its runs; the hyphen of a word cut by the line goes again."""
    out = list(runs)
    if end == "-":
        if out and out[-1].text == "-":
            out.pop()
    elif end and out and not out[-1].text.endswith(" "):
        out[-1] = replace(out[-1], text=out[-1].text + end)
    yield from out


def _block(setting: Setting, runs: Iterable[Run]) -> Iterator[FlowingBlock]:
    kept = tuple(runs)
    if any(run.text.strip() and run is not _ELLIPSIS for run in kept):
        yield FlowingBlock(setting, tuple(_joined_alike(kept)))


def _joined_alike(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs that are set alike as one: a mark over several lines is read out once."""
    for alike, group in groupby(runs, key=lambda run: (run.mark, run.strong, run.emphasis)):
        mark, strong, emphasis = alike
        yield Run(mark, "".join(run.text for run in group), strong, emphasis)


def going_on(blocks: tuple[FlowingBlock, ...], goes_on: bool) -> tuple[FlowingBlock, ...]:
    """Put "…" after the last block if its text goes on in the next line."""
    if not blocks or not goes_on:
        return blocks
    last = blocks[-1]
    return (*blocks[:-1], replace(last, runs=(*last.runs, Run(Mark.SAME, " …"))))


def limited(blocks: tuple[FlowingBlock, ...], longest: int = LONGEST) -> tuple[FlowingBlock, ...]:
    """Cut what is too long for a table at a block or a word; elsewhere it is shown as a whole."""
    left = longest
    out: list[FlowingBlock] = []
    for block in blocks:
        runs: list[Run] = []
        for run in block.runs:
            if len(run.text) > left:
                words, space, _rest = run.text[:left].rpartition(" ")
                runs.append(replace(run, text=words + " …"))
                if space or len(runs) > 1 or not out:
                    return (*out, replace(block, runs=tuple(runs)))
                return going_on(tuple(out), goes_on=True)
            runs.append(run)
            left -= len(run.text)
        out.append(replace(block, runs=tuple(runs)))
    return tuple(out)
