"""A marked text on its official lines: what people read, with whose change it is at every mark.

Every official line of the base stands there once, with its number and all its words, deleted ones
included. What is inserted within a block stands in the line; a new block, and what follows a split,
has lines without numbers. What cannot be seen gets a sign.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from antragstool.diff.passages import Mark
from antragstool.merge.marked_runs import (
    MarkedRun,
    Sign,
    as_last,
    base_runs,
    inserted_runs,
    run_of,
    with_text,
)
from antragstool.merge.marking import Piece
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line

_SPACES = str.maketrans({" ": "·", "\u00a0": "°", "\u202f": "°", "\t": "→"})


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the marked text; *number* is None for what is no official line of the base.

    *block* says how the line's block is set, *opens* that it begins here. *source* is the index of
    the base's block, -1 for a new one. *clashes* are those whose words end in this line.
    """

    number: int | None
    block: Block
    opens: bool
    source: int
    runs: tuple[MarkedRun, ...]
    clashes: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing is marked in the line."""
        return not self.clashes and all(
            run.mark is Mark.SAME and not run.clash for run in self.runs
        )


def marked_lines(
    text: Text, lines: Sequence[Line], found: Iterable[Piece]
) -> tuple[MarkedLine, ...]:
    """Return the pieces *found* of the closed *text* as lines; *lines* are its official ones."""
    writer = _Writer(text, lines)
    before: Piece | None = None
    for piece in found:
        if piece.mark is Mark.INSERTED:
            writer.insert(piece, before)
        else:
            writer.keep(piece)
        before = piece
    return writer.finish()


@dataclass(slots=True)
class _Open:
    """A line that is being written."""

    number: int | None
    block: Block
    opens: bool
    source: int
    runs: list[MarkedRun] = field(default_factory=list)
    clashes: list[int] = field(default_factory=list)


class _Writer:
    def __init__(self, text: Text, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        self.ends = [line.end for line in lines]
        self.done: list[_Open] = []
        self.open: _Open | None = None
        self.shown = -1  # the index of the last official line that has its number

    def keep(self, piece: Piece) -> None:
        """Write words of the base, line by line, and signs for what goes of the blocks' form."""
        start, end = piece.start, piece.end
        index = bisect_right(self.ends, start)
        while index < len(self.lines) and self._begin(index) < end:
            line = self.lines[index]
            low, high = max(start, line.start), min(end, line.end)
            if low < line.start <= high or start < line.start:
                self._prefix(index, piece)
            if low < high:
                self._enter(index).source = line.block
                self._add(self._words(line, low, high, piece))
            index += 1
        self._ends(piece)
        if piece.clash:
            self._contested(piece)
        elif piece.last:
            self._label()
        if self._at_block(end) and end > start:
            self._close()

    def _words(self, line: Line, low: int, high: int, piece: Piece) -> Iterator[MarkedRun]:
        runs = tuple(base_runs(self.text, line.block, low, high, piece))
        if piece.mark is Mark.DELETED and not piece.text.strip(" \t\u00a0\u202f"):
            runs = tuple(with_text(run, run.text.translate(_SPACES)) for run in runs)
        yield from runs
        if line.cut and high == line.end:
            yield run_of(piece, "-")

    def _prefix(self, index: int, piece: Piece) -> None:
        """Show that only what opens a block is deleted: a heading becomes a paragraph."""
        line = self.lines[index]
        opened = self.text.starts[line.block], self.text.content_start(line.block)
        if piece.mark is not Mark.DELETED or line.start != opened[1]:
            return
        if max(piece.start, opened[0]) < opened[1] and piece.end <= opened[1]:
            words = self.text.flat[max(piece.start, opened[0]) : piece.end]
            self._enter(index)
            self._add([run_of(piece, words, Sign.PREFIX)])

    def _ends(self, piece: Piece) -> None:
        """Show the ends of blocks that go, but not of blocks that go as a whole."""
        if piece.mark is not Mark.DELETED or "\n" not in piece.text:
            return
        block = self.text.block_at(piece.start)
        if piece.start > self.text.content_start(block) and self.open is not None:
            self._add([run_of(piece, "¶", Sign.BREAK)])

    def _contested(self, piece: Piece) -> None:
        """Close a clash: its words end here, or it has none and this is the place."""
        if not piece.text and not self._at_block(piece.start):
            self._enter(self._index(piece.start))
        at = self.open if self.open is not None else self.done[-1] if self.done else None
        if at is None:
            at = self.open = _Open(None, Block("", ""), opens=True, source=-1)
        if not at.runs or at.runs[-1].clash != piece.clash:
            at.runs.append(run_of(piece, ""))
        else:
            at.runs[-1] = as_last(at.runs[-1])
        at.clashes.append(piece.clash)

    def insert(self, piece: Piece, before: Piece | None) -> None:
        """Write inserted words; every line end in them begins a new block."""
        replaced = before is not None and before.mark is Mark.DELETED and before.end == piece.start
        whole = replaced and before is not None and self._is_whole(before)
        at_block = self._at_block(piece.start) and not replaced
        first, *others = piece.text.split("\n")
        if whole and before is not None:
            block = self.text.blocks[self.text.block_at(before.start)]
            has_prefix = before.start == self.text.starts[self.text.block_at(before.start)]
            self._new(Block.from_flat(first) if has_prefix else Block(block.prefix, first), piece)
        elif at_block and others:
            self._new(Block.from_flat(first), piece)
        elif at_block and (block := Block.from_flat(first)).prefix:
            self._enter(self._index(piece.start))
            self._add([run_of(piece, block.prefix, Sign.PREFIX)])
            self._add(inserted_runs(block.content, piece))
        else:
            self._inline(first, piece, joint=bool(others))
        for number, words in enumerate(others, 1):
            last = number == len(others)
            if words or not last:
                self._new(Block.from_flat(words), piece)
            else:
                self._label()
                self._close()
        self._label()

    def _inline(self, words: str, piece: Piece, *, joint: bool) -> None:
        if self.open is None and self.lines:
            self._enter(self._index(piece.start))
        if not words.strip() and not joint:
            words = words.translate(_SPACES)
        self._add(inserted_runs(words, piece))
        if joint:
            self._add([run_of(piece, "¶", Sign.BREAK)])

    def _new(self, block: Block, piece: Piece) -> None:
        """Open a line without a number for a new block; a sign stands for one without words."""
        if not block.content and block.prefix:
            block = Block("", block.prefix)
        self._close()
        self.open = _Open(None, block, opens=True, source=-1)
        if block.content:
            self._add(inserted_runs(block.content, piece))
        elif not piece.text.strip("\n"):
            self._add([run_of(piece, "¶", Sign.BREAK)])

    def finish(self) -> tuple[MarkedLine, ...]:
        """Return all lines."""
        self._close()
        return tuple(
            MarkedLine(
                each.number,
                each.block,
                each.opens,
                each.source,
                tuple(run for run in _trimmed(each.runs) if run.text or run.clash),
                tuple(each.clashes),
            )
            for each in self.done
        )

    def _is_whole(self, piece: Piece) -> bool:
        """Tell whether a deleted piece is all the words of one or more blocks."""
        index = self.text.block_at(piece.start)
        starts = {self.text.starts[index], self.text.content_start(index)}
        closes = self._at_block(piece.end) or piece.end == self.text.end_of(
            self.text.block_at(piece.end)
        )
        return piece.start in starts and closes and bool(piece.text.strip())

    def _at_block(self, position: int) -> bool:
        if position > len(self.text.flat) or not self.text.blocks:
            return True
        return self.text.starts[self.text.block_at(position)] == position

    def _begin(self, index: int) -> int:
        line = self.lines[index]
        opens = line.start == self.text.content_start(line.block)
        return self.text.starts[line.block] if opens else line.start

    def _index(self, position: int) -> int:
        """Return the official line of a position; a block's end belongs to its last line."""
        index = min(bisect_right(self.ends, position), len(self.lines) - 1)
        if index and self._begin(index) > position:
            return index - 1
        if index and position == self.ends[index - 1] and self.shown == index - 1:
            return index - 1
        return index

    def _enter(self, index: int) -> _Open:
        """Open official line *index*, unless it is the line that is being written."""
        if self.open is not None and index == self.shown:
            return self.open
        self._close()
        line = self.lines[index]
        block = self.text.blocks[line.block]
        opens = line.start == self.text.content_start(line.block)
        number: int | None = line.number
        if index == self.shown:  # the rest of a line that was split
            number, opens = None, True
        self.open = _Open(number, block, opens, line.block)
        self.shown = index
        return self.open

    def _add(self, runs: Iterable[MarkedRun]) -> None:
        if self.open is not None:
            self.open.runs += runs

    def _label(self) -> None:
        """Mark the last run as the end of its mark, where the numbers stand."""
        at = self.open or (self.done[-1] if self.done else None)
        if at is not None and at.runs and at.runs[-1].claims:
            at.runs[-1] = as_last(at.runs[-1])

    def _close(self) -> None:
        if self.open is not None and (self.open.runs or self.open.clashes):
            self.done.append(self.open)
        self.open = None


def _trimmed(runs: Sequence[MarkedRun]) -> list[MarkedRun]:
    """Drop the free space at the end of a line."""
    out = list(runs)
    if out and out[-1].mark is not Mark.INSERTED and out[-1].text.strip():
        out[-1] = with_text(out[-1], out[-1].text.rstrip(" "))
    return out
