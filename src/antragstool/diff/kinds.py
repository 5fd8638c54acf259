"""What an edit does, and which official lines it concerns."""

from __future__ import annotations

from collections.abc import Sequence

from antragstool.diff.passages import Citation, PassageKind
from antragstool.model.edit import Edit
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line, line_at

_MOVED_FROM = 20


def cite(text: Text, edit: Edit, lines: Sequence[Line]) -> Citation:
    """Return the lines whose words *edit* changes, without context.

    A new block is cited after the last line before it; 0 stands for "before the first line".
    """
    if not lines:
        return Citation(0, 0, after=True)
    start, end = _words_of(text, edit)
    if is_new_block(text, edit):
        return Citation(_last_line_before(edit.start, lines), 0, after=True)
    if start >= end:
        number = line_at(lines, start).number
        return Citation(number, number)
    return Citation(line_at(lines, start).number, line_at(lines, end - 1).number)


def is_new_block(text: Text, edit: Edit) -> bool:
    """Tell whether *edit* only inserts whole blocks between two blocks."""
    if edit.old:
        return False
    at_start = edit.start in text.starts and edit.new.endswith("\n")
    at_end = edit.new.startswith("\n") and (
        edit.start == len(text.flat) or text.flat[edit.start] == "\n"
    )
    return at_start or at_end or not text.flat


def _last_line_before(position: int, lines: Sequence[Line]) -> int:
    return max((line.number for line in lines if line.end <= position), default=lines[0].number - 1)


def _words_of(text: Text, edit: Edit) -> tuple[int, int]:
    """Return the range of *edit* without line ends, block prefixes and blanks at its rim."""
    start, end = edit.start, edit.end
    if edit.old.strip("\n"):
        while text.flat[start : start + 1] == "\n":
            start += 1
        while end > start and text.flat[end - 1] == "\n":
            end -= 1
    if start in text.starts and end > start:
        start = min(end, text.content_start(text.block_at(start)))
    words = text.flat[start:end]
    if words.strip():
        # The blank before the first word may be the free one at the end of the line before.
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    return start, end


def kinds_of(text: Text, edits: Sequence[Edit]) -> tuple[PassageKind, ...]:
    """Return the kind of each edit. A block that is deleted here and inserted there was moved."""
    kinds = [_kind(text, edit) for edit in edits]
    deleted = {
        _whole(edit.old): index
        for index, edit in enumerate(edits)
        if kinds[index] is PassageKind.DELETE_BLOCK
    }
    for index, edit in enumerate(edits):
        block = _whole(edit.new)
        if (
            kinds[index] is PassageKind.INSERT_BLOCK
            and len(block) >= _MOVED_FROM
            and block in deleted
        ):
            kinds[index] = PassageKind.MOVE_TO
            kinds[deleted.pop(block)] = PassageKind.MOVE_FROM
    return tuple(kinds)


def _whole(flat: str) -> str:
    return flat.strip("\n")


def _kind(text: Text, edit: Edit) -> PassageKind:  # one line for each kind
    if edit.start == 0 and edit.end == len(text.flat) and edit.new and len(text.blocks) > 1:
        return PassageKind.SUBSTITUTE
    if _changes_level(text, edit):
        return PassageKind.LEVEL
    if not edit.old:
        if is_new_block(text, edit):
            return PassageKind.INSERT_BLOCK
        return PassageKind.SPLIT if edit.new == "\n" else PassageKind.INSERT
    if not edit.new:
        if _is_whole_blocks(text, edit):
            return PassageKind.DELETE_BLOCK
        return PassageKind.JOIN if edit.old == "\n" else PassageKind.DELETE
    old, new = edit.old.count("\n"), edit.new.count("\n")
    if not edit.old.strip() and not edit.new.strip() and old != new:
        return PassageKind.SPLIT if new > old else PassageKind.JOIN
    return PassageKind.REPLACE_BLOCK if _is_whole_blocks(text, edit) else PassageKind.REPLACE


def _changes_level(text: Text, edit: Edit) -> bool:
    """Tell whether a prefix comes, goes, or gives way to another, and no word with it."""
    if not all(_only_prefix(words) for words in (edit.old, edit.new) if words):
        return False
    return edit.start in text.starts and edit.end == (
        text.content_start(text.block_at(edit.start)) if edit.old else edit.start
    )


def _only_prefix(flat: str) -> bool:
    block = Block.from_flat(flat)
    return bool(block.prefix) and not block.content


def _is_whole_blocks(text: Text, edit: Edit) -> bool:
    """Tell whether the replaced range is made of whole blocks, with or without the first one's prefix."""
    first = text.block_at(edit.start)
    starts = (
        edit.start in {text.starts[first], text.content_start(first)}
        or text.flat[edit.start] == "\n"
    )
    ends = text.flat[edit.end - 1] == "\n" or text.flat[edit.end : edit.end + 1] in {"", "\n"}
    return bool(edit.old.strip("\n")) and starts and ends
