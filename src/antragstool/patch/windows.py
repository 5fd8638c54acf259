"""Reading again only the lines around a change: what a changed source says, at the cost of the change.

A *boundary* is a line that is not indented and follows on a blank line: no list, quotation or
paragraph from above reaches across it, so what stands above and what stands below are read
alike alone and together. A *window* is the lines between two boundaries, before a change and
after it. Where that cannot be relied on (a line without its end, a heading that would open
reasons, nesting so deep that nothing is nested), there are no windows, and whoever asks reads
the whole source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.patch.line_changes import LineChange, changed_lines, spliced
from antragstool.text.blocks import Block, Text
from antragstool.text.markdown import (
    BlockSource,
    MarkdownText,
    ReadBlocks,
    is_reasons_heading,
    read_blocks,
)

_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Window:
    """Lines *first* up to *last* (exclusive) of a base, which hold its blocks *first_block* up to *last_block*.

    After the change they are the lines *new*, which read as *read* (its places count from the first of them).
    """

    first: int
    last: int
    first_block: int
    last_block: int
    new: tuple[str, ...]
    read: ReadBlocks


@dataclass(slots=True)
class _Span:
    """Lines between two boundaries, and the changes in them."""

    first: int
    last: int
    changes: list[LineChange]


def windows_of(base: MarkdownText, changes: Sequence[LineChange]) -> tuple[Window, ...] | None:
    """Return the windows around *changes*, given in order; None if the whole source must be read."""
    if not base.nested:
        return None
    windows: list[Window] = []
    starts = [place.first for place in base.places]
    for span in _spans(base, changes):
        lines = changed_lines(base.lines, span.changes, span.first, span.last)
        ended = not lines or lines[-1].endswith("\n") or span.last == len(base.lines)
        if not ended or any(is_reasons_heading(line) for line in lines):
            return None
        first, last = bisect_left(starts, span.first), bisect_left(starts, span.last)
        before = read_blocks(base.lines[span.first : span.last])
        read = read_blocks(lines)
        if not read.nested or before.blocks != base.text.blocks[first:last]:
            return None
        windows.append(Window(span.first, span.last, first, last, tuple(lines), read))
    return tuple(windows)


def flat_after(base: MarkdownText, windows: Sequence[Window]) -> str:
    """Return the flat form of the text after the changes of *windows*."""
    text = base.text
    parts: list[str] = []
    position = 0
    for window in windows:
        if window.first_block > position:
            parts.append(text.flat[text.starts[position] : text.end_of(window.first_block - 1)])
        parts += (block.flat for block in window.read.blocks)
        position = window.last_block
    if position < len(text.blocks):
        parts.append(text.flat[text.starts[position] :])
    return "\n".join(parts)


def text_after(base: MarkdownText, windows: Sequence[Window]) -> MarkdownText:
    """Return the text after the changes of *windows*: what reading the whole changed source gives."""
    lines: list[str] = []
    blocks: list[Block] = []
    places: list[BlockSource] = []
    line = block = 0
    for window in windows:
        places += _moved(base.places[block : window.first_block], len(lines) - line)
        lines += base.lines[line : window.first]
        blocks += base.text.blocks[block : window.first_block]
        places += _moved(window.read.places, len(lines))
        lines += window.new
        blocks += window.read.blocks
        line, block = window.last, window.last_block
    grown = len(lines) - line
    return replace(
        base,
        source=spliced(
            base.source,
            base.lines,
            [LineChange(each.first, each.last, each.new) for each in windows],
        ),
        lines=(*lines, *base.lines[line:]),
        text=Text((*blocks, *base.text.blocks[block:])),
        places=(*places, *_moved(base.places[block:], grown)),
        reasons_line=None if base.reasons_line is None else base.reasons_line + grown,
    )


def _moved(places: Sequence[BlockSource], by: int) -> Sequence[BlockSource]:
    if not by:
        return places
    return [BlockSource(place.first + by, place.last + by, place.offsets) for place in places]


def _spans(base: MarkdownText, changes: Sequence[LineChange]) -> list[_Span]:
    """Return the spans around *changes*; each begins and ends at a boundary before and after them."""
    spans = [
        _Span(_boundary_before(base, each.first), _boundary_behind(base, each.last), [each])
        for each in changes
    ]
    while True:
        spans = list(_merged(spans))
        widened = [_widened(base, span) for span in spans]
        if not any(widened):
            return spans


def _merged(spans: Sequence[_Span]) -> Iterator[_Span]:
    current: _Span | None = None
    for span in spans:
        if current is not None and span.first <= current.last:
            current.first = min(current.first, span.first)
            current.last = max(current.last, span.last)
            current.changes += span.changes
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _widened(base: MarkdownText, span: _Span) -> bool:
    """Widen *span* where one of its ends is no boundary after the changes; tell whether that was so."""
    lines = changed_lines(base.lines, span.changes, span.first, span.last)
    opening = next((line for line in lines if line.strip(_BLANK)), "")
    first, last = span.first, span.last
    if first and opening[:1] in {" ", "\t", "\r"}:
        span.first = _boundary_before(base, first - 1)
    if last < base.end and lines and lines[-1].strip(_BLANK):
        span.last = _boundary_behind(base, last + 1)
    return (first, last) != (span.first, span.last)


def _boundary_before(base: MarkdownText, index: int) -> int:
    while index and not _is_boundary(base, index):
        index -= 1
    return index


def _boundary_behind(base: MarkdownText, index: int) -> int:
    # What is put before an indented first line may take it in.
    while index < base.end and (base.lines[index][0] in _BLANK or not _is_boundary(base, index)):
        index += 1
    return index


def _is_boundary(base: MarkdownText, index: int) -> bool:
    """Tell whether what begins at line *index* is read alike whatever stands above; at the end, what is added."""
    if not index:
        return True
    above, below = base.lines[index - 1], base.lines[index] if index < base.end else "."
    return not above.strip(_BLANK) and above.endswith("\n") and below[0] not in _BLANK
