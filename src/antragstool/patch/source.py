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
from antragstool.patch.source_writer import Region, SourceWriter
from antragstool.patch.windows import Window, flat_after, text_after, windows_of
from antragstool.text.blocks import Block, Text, to_markdown
from antragstool.text.markdown import MarkdownText, read_markdown


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


def _careful(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Change single characters where that can be done."""
    writer = SourceWriter(base)
    changes = [writer.change(region) for region in _regions(base, edits)]
    return tuple(trimmed(writer.lines, change) for change in changes)


def _by_blocks(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Write anew every block that is changed, and what is left of the list in which it stood."""
    writer = SourceWriter(base)
    changes = [
        writer.written_anew(region, keep=False) for region in _regions(base, edits, wide=True)
    ]
    return tuple(trimmed(writer.lines, change) for change in changes)


def _regions(base: MarkdownText, edits: Sequence[Edit], wide: bool = False) -> Iterator[Region]:
    current: Region | None = None
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


def _region(base: MarkdownText, edit: Edit) -> Region:
    text = base.text
    if not text.blocks:
        return Region(0, 0, [edit], inline=False)
    first = text.block_at(edit.start)
    if not edit.old and edit.start == text.starts[first] and edit.new.endswith("\n"):
        return Region(first, first, [edit], inline=False)
    last = text.block_at(max(edit.start, edit.end - 1))
    if edit.old.endswith("\n") and edit.end < len(text.flat) and not edit.new.endswith("\n"):
        if edit.start == text.starts[first] and not edit.new:
            return Region(first, last + 1, [edit], inline=False)
        last += 1
    return Region(first, last + 1, [edit], _is_inline(base, edit, first, last))


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


def _all_anew(base: MarkdownText, edits: Sequence[Edit]) -> tuple[LineChange, ...]:
    """Write the whole text anew, up to the reasons."""
    wanted = Text.from_flat(apply_edits(base.text.flat, edits))
    newline = newline_of(base.lines)
    new = [line + newline for line in to_markdown(wanted.blocks).split("\n")]
    if base.reasons_line is not None:
        new.append(newline)
    return (trimmed(base.lines, LineChange(0, base.end, tuple(new))),)
