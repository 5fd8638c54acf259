"""From edits to passages: which lines are shown, and what is marked on them.

Every official line of the base that an edit touches is shown once, with one line of
context before and after; a new block stands where it is inserted and has no number. What
could not be seen gets a sign: "¶" for a block's end that comes or goes, "·" for a space,
"°" for a no-break space where that is all that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from antragstool.diff.kinds import cite, kinds_of
from antragstool.diff.passages import Citation, Mark, Passage, PassageKind, PassageLine, Run
from antragstool.model.edit import Edit
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line, line_at
from antragstool.text.markdown import read_inline

PILCROW = "¶"
_SIGNS = str.maketrans({" ": "·", "\u00a0": "°", "\u202f": "°", "\t": "→"})
_WHOLE_KINDS = {PassageKind.REPLACE_BLOCK, PassageKind.SUBSTITUTE}
_BLOCK_KINDS = {PassageKind.INSERT_BLOCK, PassageKind.MOVE_TO, *_WHOLE_KINDS}
_JOINTS = {PassageKind.SPLIT, PassageKind.JOIN}


def passages(
    text: Text, edits: Sequence[Edit], lines: Sequence[Line], context: int = 1
) -> tuple[Passage, ...]:
    """Return the passages of an amendment with *edits* to *text*, whose official lines are *lines*."""
    kinds = kinds_of(text, edits)
    windows: list[_Window] = []
    for index, edit in enumerate(edits):
        window = _window(text, edit, lines, index)
        if windows and window.first <= windows[-1].last + 2 * context:
            windows[-1].take(window)
        else:
            windows.append(window)
    return tuple(
        Passage(
            window.citation,
            tuple(dict.fromkeys(kinds[index] for index in window.edits)),
            _with_context(text, edits, kinds, lines, window, context),
            tuple(window.edits),
        )
        for window in windows
    )


@dataclass(slots=True)
class _Window:
    """The lines that a passage's edits touch, as indices from *first* up to and with *last*.

    Where nothing of the base is touched, *last* is *first* - 1.
    """

    first: int
    last: int
    citation: Citation
    edits: list[int]

    def take(self, other: _Window) -> None:
        """Join a window that follows closely; an insertion after a line counts as that line."""
        one, two = self.citation, other.citation
        if one != two:
            first = min(c.first for c in (one, two) if not c.after or c is one)
            self.citation = Citation(first, max(one.first, one.last, two.first, two.last))
        self.last = max(self.last, other.last)
        self.edits += other.edits


def _window(text: Text, edit: Edit, lines: Sequence[Line], index: int) -> _Window:
    citation = cite(text, edit, lines)
    offset = lines[0].number if lines else 1
    if citation.after:
        following = citation.first - offset + 1
        return _Window(following, following - 1, citation, [index])
    return _Window(citation.first - offset, citation.last - offset, citation, [index])


def _with_context(
    text: Text,
    edits: Sequence[Edit],
    kinds: Sequence[PassageKind],
    lines: Sequence[Line],
    window: _Window,
    context: int,
) -> tuple[PassageLine, ...]:
    writer = _Writer(text, lines)
    before = range(max(0, window.first - context), window.first)
    after = range(window.last + 1, min(len(lines), window.last + 1 + context))
    marked = _Writer(text, lines)
    for index in window.edits:
        edit = edits[index]
        start = edit.start
        for mark, position, flat in _stream(text, lines, window, edits, index):
            if mark is Mark.INSERTED:
                marked.insert(_kept_prefix(text, edit, kinds[index]) + flat, kinds[index], position)
            else:
                marked.keep(position, flat, mark, kinds[index] if position >= start else None)
    return (
        *(replace(writer.plain(index), context=True) for index in before),
        *marked.finish(),
        *(replace(writer.plain(index), context=True) for index in after),
    )


def _kept_prefix(text: Text, edit: Edit, kind: PassageKind) -> str:
    """Return the prefix that stays in front of a block whose whole content is replaced."""
    first = text.block_at(edit.start) if text.blocks else 0
    if kind in _WHOLE_KINDS and edit.start == text.content_start(first) != text.starts[first]:
        return text.blocks[first].prefix
    return ""


def _stream(
    text: Text, lines: Sequence[Line], window: _Window, edits: Sequence[Edit], index: int
) -> Iterator[tuple[Mark, int, str]]:
    """Yield the text of a window up to and with edit *index*, from where the edit before it ended."""
    flat = text.flat
    edit = edits[index]
    untouched = window.last < window.first
    if index == window.edits[0]:
        begin = edit.start if untouched else min(edit.start, _begin(text, lines[window.first]))
    else:
        begin = edits[index - 1].end
    if begin < edit.start:
        yield Mark.SAME, begin, flat[begin : edit.start]
    if edit.old:
        yield Mark.DELETED, edit.start, edit.old
    if edit.new:
        yield Mark.INSERTED, edit.end, edit.new
    if index == window.edits[-1] and not untouched:
        end = lines[window.last].end
        if edit.end < end:
            yield Mark.SAME, edit.end, flat[edit.end : end]


def _begin(text: Text, line: Line) -> int:
    """Return where a line begins, with the block's prefix if it opens the block."""
    opens = line.start == text.content_start(line.block)
    return text.starts[line.block] if opens else line.start


class _Writer:
    """Writes base text and inserted words as lines, in the order in which they are given."""

    def __init__(self, text: Text, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        self.done: list[PassageLine] = []
        self.open: PassageLine | None = None
        self.shown = -1  # the index of the last official line that got its number
        self.after_split = False

    def plain(self, index: int) -> PassageLine:
        """Return one official line as it stands in the base."""
        line = self.lines[index]
        runs = self._visible(line, line.start, line.end, Mark.SAME)
        if line.cut:
            runs = (*runs, Run(Mark.SAME, "-"))
        return replace(self._opened(line), runs=_trimmed(runs))

    def keep(self, start: int, flat: str, mark: Mark, kind: PassageKind | None) -> None:
        """Write the words *flat* that stand at *start* of the base, unchanged or deleted."""
        end = start + len(flat)
        index = line_at(self.lines, start).number - self.lines[0].number
        while index < len(self.lines) and _begin(self.text, self.lines[index]) < end:
            line = self.lines[index]
            low = max(start, line.start)
            high = min(end, line.end)
            prefix = self.text.flat[max(start, _begin(self.text, line)) : min(end, line.start)]
            # The free blank at a line's end alone is nothing to show that line for.
            unseen = bool(flat.strip()) and not self.text.flat[low:high].strip()
            if (low < high and not unseen) or prefix:
                self._enter(index)
            if prefix and mark is Mark.DELETED and kind is PassageKind.LEVEL:
                self._add((Run(mark, prefix),))
            if low < high and not (unseen and self.open is None):
                runs = self._visible(line, low, high, mark)
                blank = mark is Mark.DELETED and not flat.strip()
                hidden = blank and kind in _JOINTS
                self._add(() if hidden else _signs(runs) if blank else runs)
                if line.cut and high == line.end:
                    self._add((Run(mark, "-"),))
            if (
                mark is Mark.DELETED
                and kind is PassageKind.JOIN
                and line.end < end
                and low <= line.end
            ):
                self._enter(index)
                self._add((Run(mark, PILCROW),))
            index += 1

    def insert(self, flat: str, kind: PassageKind, position: int) -> None:
        """Write inserted words; every line end in them begins a new block."""
        if kind is PassageKind.LEVEL:
            self._enter(self._index(position))
            self._add((Run(Mark.INSERTED, flat),))
            return
        if kind in _WHOLE_KINDS:
            self._close()
            self.after_split = True
        for number, piece in enumerate(flat.split("\n")):
            if number:
                if kind not in _BLOCK_KINDS and self.open is not None:
                    self._add((Run(Mark.INSERTED, PILCROW),))
                self._close()
                self.after_split = True
            if piece and not (kind in _JOINTS and not piece.strip()):
                self._insert_piece(piece, position)

    def _insert_piece(self, piece: str, position: int) -> None:
        block = Block("", piece)
        if self.open is None or self.after_split:
            block = Block.from_flat(piece)
            if not block.content:
                block = Block("", piece)
        begins_block = self.after_split or not self.lines or position in self.text.starts
        if self.open is None and not begins_block:
            self._enter(self._index(position))
        elif self.open is None:
            self.open = PassageLine(None, (), opens_block=True, **_setting(block))
        self.after_split = False
        runs = tuple(
            Run(Mark.INSERTED, span.text, span.strong, span.emphasis)
            for span in read_inline(block.content)
        )
        self._add(runs if piece.strip() else _signs(runs))

    def finish(self) -> tuple[PassageLine, ...]:
        """Return what was written."""
        self._close()
        return tuple(self.done)

    def _index(self, position: int) -> int:
        return line_at(self.lines, position).number - self.lines[0].number

    def _enter(self, index: int) -> None:
        """Open official line *index*, unless it is the line that is being written."""
        if self.open is not None and self.open.number is not None and index == self.shown:
            return
        if self.open is not None and self.open.number is None and index == self.shown:
            return
        self._close()
        opened = self._opened(self.lines[index])
        if index == self.shown:  # the rest of a line that was split
            opened = replace(opened, number=None, opens_block=True)
        self.open, self.shown, self.after_split = opened, index, False

    def _opened(self, line: Line) -> PassageLine:
        block = self.text.blocks[line.block]
        opens = line.start == self.text.content_start(line.block)
        return PassageLine(line.number, (), opens, **_setting(block))

    def _add(self, runs: Sequence[Run]) -> None:
        if self.open is not None:
            self.open = replace(self.open, runs=(*self.open.runs, *runs))

    def _close(self) -> None:
        if self.open is not None and self.open.runs:
            self.done.append(replace(self.open, runs=_trimmed(self.open.runs)))
        self.open = None

    def _visible(self, line: Line, start: int, end: int, mark: Mark) -> tuple[Run, ...]:
        """Return the visible characters of the base from *start* to *end*, inside one line."""
        origin = self.text.content_start(line.block)
        runs: list[Run] = []
        for span in read_inline(self.text.blocks[line.block].content):
            low = max(start - origin, span.start)
            high = min(end - origin, span.start + len(span.text))
            if low < high:
                piece = span.text[low - span.start : high - span.start]
                runs.append(Run(mark, piece, span.strong, span.emphasis))
        if not runs and mark is Mark.DELETED:
            # Only marks of emphasis go: show them as they are typed.
            runs.append(Run(mark, self.text.flat[start:end]))
        return tuple(runs)


def _setting(block: Block) -> dict[str, Any]:
    return {
        "level": block.level,
        "depth": block.depth,
        "marker": block.marker,
        "quotation": ">" in block.prefix,
    }


def _signs(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Make spaces visible where they are all there is to see."""
    return tuple(replace(run, text=run.text.translate(_SIGNS)) for run in runs)


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Drop the free space at the end of a line."""
    out = list(runs)
    if out and out[-1].mark is not Mark.INSERTED and out[-1].text.strip():
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))
    return tuple(run for run in out if run.text)
