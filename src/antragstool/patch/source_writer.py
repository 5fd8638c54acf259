"""Writing the lines of a Markdown source for blocks that are changed.

What stays as it is keeps its lines; new blocks are parted from those around them, and stand in their
lists, as the writer of Markdown has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.line_changes import LineChange, newline_of
from antragstool.text.blocks import Block, MarkdownWriter, Text
from antragstool.text.markdown import MarkdownText, split_lines


@dataclass(slots=True)
class Region:
    """Blocks *first* up to *last* (exclusive) with the edits that concern them."""

    first: int
    last: int
    edits: list[Edit]
    inline: bool


class SourceWriter:
    """Writes what edits make of a source, region by region."""

    def __init__(self, base: MarkdownText) -> None:
        self.base = base
        self.lines = base.lines
        self.newline = newline_of(self.lines)

    def change(self, region: Region) -> LineChange:
        """Return the change of the source's lines for one region."""
        return self._inline(region) if region.inline else self.written_anew(region)

    def _inline(self, region: Region) -> LineChange:
        places = self.base.places[region.first : region.last]
        first, last = places[0].first, places[-1].last
        offsets = self._offsets(region)
        origin = self.base.text.content_start(region.first)
        source = "".join(self.lines[first:last])
        position = 0
        pieces: list[str] = []
        for edit in region.edits:
            start = offsets[edit.start - origin][0]
            end = offsets[edit.end - 1 - origin][1] if edit.old else start
            new = edit.new.replace("\n", 2 * self.newline)
            pieces += [source[position:start], new]
            position = end
        pieces.append(source[position:])
        return LineChange(first, last, tuple(split_lines("".join(pieces))))

    def _offsets(self, region: Region) -> list[tuple[int, int]]:
        """Return, for each character of the region's flat text and its end, the range of its lines it stands for."""
        out: list[tuple[int, int]] = []
        start = 0
        line = self.base.places[region.first].first
        for place in self.base.places[region.first : region.last]:
            start += sum(map(len, self.lines[line : place.first]))
            line = place.first
            offsets = [start + offset for offset in place.offsets]
            if out:  # the blocks' parting: from the end of the one to the start of the other
                out[-1] = (out[-1][0], offsets[0])
            out += zip(offsets, [*offsets[1:], offsets[-1] + 1], strict=True)
            out.append((offsets[-1] + 1, offsets[-1] + 1))
        return out

    def written_anew(self, region: Region, keep: bool = True) -> LineChange:
        """Return the change that writes a region's blocks anew; unchanged ones *keep* their lines."""
        text, places = self.base.text, self.base.places
        if region.first == region.last:
            new = Text.from_flat("".join(edit.new for edit in region.edits)).blocks
            at = places[region.first].first if places else 0
            return LineChange(at, at, tuple(self._written(new, region, keep)))
        start, end = text.starts[region.first], text.end_of(region.last - 1)
        end = max(end, *(edit.end for edit in region.edits))
        moved = [Edit(edit.start - start, edit.old, edit.new) for edit in region.edits]
        blocks = Text.from_flat(apply_edits(text.flat[start:end], moved)).blocks
        if not blocks:
            return self._without(region)
        first, last = places[region.first].first, places[region.last - 1].last
        return LineChange(first, last, tuple(self._written(blocks, region, keep)))

    def _written(self, blocks: Sequence[Block], region: Region, keep: bool) -> list[str]:
        """Write blocks; those that stand in the region already *keep* their lines."""
        around, places = self.base.text.blocks, self.base.places
        kept = {
            around[index]: list(self.lines[places[index].first : places[index].last])
            for index in range(region.first, region.last if keep else region.first)
        }
        writer = self._writer_before(region.first)
        lines: list[str] = []
        for index, block in enumerate(blocks):
            parting, line = writer.write(block)
            if index or self._is_tight(region.first):
                lines += self._parting(parting)
            lines += self._ended(kept.pop(block, [line]))
        if region.last < len(around) and (
            region.first == region.last or self._is_tight(region.last)
        ):
            lines += self._parting(writer.write(around[region.last])[0])
        return lines

    def _ended(self, lines: list[str]) -> list[str]:
        end = "" if lines[-1].endswith("\n") else self.newline
        return [*lines[:-1], lines[-1] + end]

    def _parting(self, parting: str) -> list[str]:
        """Return the blank line, or the empty line of a quotation, in what parts two blocks."""
        return [line + self.newline for line in parting.split("\n")[1:-1]]

    def _is_tight(self, index: int) -> bool:
        """Tell whether block *index* follows on the one before it without a blank line."""
        places = self.base.places
        return 0 < index < len(places) and places[index - 1].last == places[index].first

    def _writer_before(self, index: int) -> MarkdownWriter:
        """Return a writer that has written the blocks before *index* in whose lists it stands."""
        blocks = self.base.text.blocks
        first = index
        while first and (first == index or blocks[first].prefix[:2] in {"  ", "> "}):
            first -= 1
        writer = MarkdownWriter()
        for block in blocks[first:index]:
            writer.write(block)
        return writer

    def _without(self, region: Region) -> LineChange:
        """Remove a region's lines and the blank lines behind it, or before it at the end."""
        places = self.base.places
        first, last = places[region.first].first, places[region.last - 1].last
        if region.last < len(places):
            # Blank lines part what stands before from what stands behind; they stay if they are the only ones.
            if not self._is_tight(region.first):
                last = places[region.last].first
        elif region.first:
            first = places[region.first - 1].last
        return LineChange(first, last, ())
