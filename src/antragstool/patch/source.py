"""Carrying edits of the flat text into the Markdown source, touching as few bytes as possible.

An edit inside one block changes just its characters, so the way a file is wrapped stays.
Where blocks come, go, split, join or change their prefix, the blocks concerned are written
anew; blocks beside them keep their lines. The lines around a change are read again: the result
must be exactly the text that the edits make, else everything is written anew, and if even that
reads differently the edits are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.line_changes import (
    LineChange,
    newline_of,
    spliced,
    trimmed,
)
from antragstool.patch.windows import Window, flat_after, text_after, windows_of
from antragstool.text.blocks import Block, MarkdownWriter, Text, to_markdown
from antragstool.text.markdown import MarkdownText, read_markdown, split_lines


def change_source(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Return the changes of the source's lines that carry out *edits*, in order.

    Raises EditMismatchError if the edits do not fit the text, and InputError if the changed
    text cannot be written as Markdown.
    """
    return _carried_out(base, edits).changes


def advance(
    base: MarkdownText, edits: Sequence[Edit]
) -> tuple[MarkdownText, tuple[LineChange, ...]]:
    """Return the text after *edits*, as reading the changed source gives it, and the changes of its lines.

    Only the lines around the changes are read. Raises as :func:`change_source` does.
    """
    done = _carried_out(base, edits)
    return done.whole or text_after(base, done.windows), done.changes


@dataclass(frozen=True, slots=True)
class _Done:
    """Changes of lines that were read again: *windows* around them, or the *whole* text."""

    changes: tuple[LineChange, ...]
    windows: tuple[Window, ...]
    whole: MarkdownText | None


def _carried_out(base: MarkdownText, edits: Sequence[Edit]) -> _Done:
    flat = apply_edits(base.text.flat, edits)
    for way in (_careful, _by_blocks, _all_anew):
        done = _read_again(base, way(base, edits))
        if _says(done, base, flat):
            return done
    raise InputError(
        Problem(
            _("The changed text would not read the same when it is written as Markdown."),
            hint=_(
                "Look for a nested list item without the item above it, an empty heading, or a new "
                "passage that begins like a list item; a backslash before its first sign keeps it a text."
            ),
        )
    )


def _read_again(base: MarkdownText, changes: tuple[LineChange, ...]) -> _Done:
    windows = windows_of(base, changes)
    if windows is None:
        return _Done(changes, (), read_markdown(spliced(base.source, base.lines, changes)))
    return _Done(changes, windows, None)


def _says(done: _Done, base: MarkdownText, flat: str) -> bool:
    """Tell whether the changed source says *flat*, and the reasons are what they were."""
    if done.whole is None:
        found = flat_after(base, done.windows)
        return flat == found or _sayable(flat) == found
    return _sayable(flat) == done.whole.text.flat and done.whole.reasons == base.reasons


def _sayable(flat: str) -> str:
    """Return *flat* without the blanks that edits may leave and no source can hold."""
    return Text.from_flat(flat).flat


@dataclass(slots=True)
class _Region:
    """Blocks *first* up to *last* (exclusive) with the edits that concern them."""

    first: int
    last: int
    edits: list[Edit]
    inline: bool


def _careful(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Change single characters where that can be done."""
    writer = _SourceWriter(base)
    changes = [writer.change(region) for region in _regions(base, edits)]
    return tuple(trimmed(writer.lines, change) for change in changes)


def _by_blocks(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Write anew every block that is changed, and what is left of the list in which it stood."""
    writer = _SourceWriter(base)
    changes = [
        writer.written_anew(region, keep=False) for region in _regions(base, edits, wide=True)
    ]
    return tuple(trimmed(writer.lines, change) for change in changes)


def _regions(base: MarkdownText, edits: Sequence[Edit], wide: bool = False) -> Iterator[_Region]:
    current: _Region | None = None
    blocks = base.text.blocks
    for edit in edits:
        region = _region(base, edit)
        while wide and region.last < len(blocks) and blocks[region.last].prefix.startswith("  "):
            region.last += 1
        if current is not None and region.first < current.last:
            current.last = max(current.last, region.last)
            current.inline = current.inline and region.inline
            current.edits.append(edit)
            continue
        if current is not None:
            yield current
        current = region
    if current is not None:
        yield current


def _region(base: MarkdownText, edit: Edit) -> _Region:
    text = base.text
    if not text.blocks:
        return _Region(0, 0, [edit], inline=False)
    first = text.block_at(edit.start)
    if not edit.old and edit.start == text.starts[first] and edit.new.endswith("\n"):
        return _Region(first, first, [edit], inline=False)
    last = text.block_at(max(edit.start, edit.end - 1))
    if edit.old.endswith("\n") and edit.end < len(text.flat) and not edit.new.endswith("\n"):
        if edit.start == text.starts[first] and not edit.new:
            return _Region(first, last + 1, [edit], inline=False)
        last += 1
    return _Region(first, last + 1, [edit], _is_inline(base, edit, first, last))


def _is_inline(base: MarkdownText, edit: Edit, first: int, last: int) -> bool:
    """Tell whether an edit can be made on characters: inside one block, or across plain paragraphs."""
    if edit.start < base.text.content_start(first) or not all(
        base.places[index].offsets for index in range(first, last + 1)
    ):
        return False
    if first == last and "\n" not in edit.old + edit.new:
        return True
    blocks = [*base.text.blocks[first : last + 1], *map(Block.from_flat, edit.new.split("\n"))]
    return not any(block.prefix for block in blocks)


class _SourceWriter:
    def __init__(self, base: MarkdownText) -> None:
        self.base = base
        self.lines = base.lines
        self.newline = newline_of(self.lines)

    def change(self, region: _Region) -> LineChange:
        """Return the change of the source's lines for one region."""
        return self._inline(region) if region.inline else self.written_anew(region)

    def _inline(self, region: _Region) -> LineChange:
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

    def _offsets(self, region: _Region) -> list[tuple[int, int]]:
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

    def written_anew(self, region: _Region, keep: bool = True) -> LineChange:
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

    def _written(self, blocks: Sequence[Block], region: _Region, keep: bool) -> list[str]:
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

    def _without(self, region: _Region) -> LineChange:
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


def _all_anew(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Write the whole text anew, up to the reasons."""
    wanted = Text.from_flat(apply_edits(base.text.flat, edits))
    newline = newline_of(base.lines)
    new = [line + newline for line in to_markdown(wanted.blocks).split("\n")]
    if base.reasons_line is not None:
        new.append(newline)
    return (trimmed(base.lines, LineChange(0, base.end, tuple(new))),)
