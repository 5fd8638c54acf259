"""Single spaces and whole marks around what is inserted or deleted inside a block.

Positions are those of the flat text. An insertion gets a space on the side of its anchor
where two words would run together; a deletion takes one neighbouring space with it.
"""

from __future__ import annotations

from antragstool.text.blocks import Block, Text
from antragstool.text.markdown import read_inline

_CLOSING = ".,;:!?)]}…“”’»"
_OPENING = "([{„‚«"
_TIGHT = "-/*’'"
_MARKS = "*_\\"
_MOST_MARKS = 4


def joint(left: str, right: str) -> str:
    """Return the space that belongs between two pieces: "" or " "."""
    if not left or not right:
        return ""
    before, after = left[-1], right[0]
    if before.isspace() or after.isspace() or before in _OPENING or after in _CLOSING:
        return ""
    return "" if before in _TIGHT or after in _TIGHT else " "


def inserted_after(text: Text, position: int, words: str) -> str:
    """Return *words* with the spaces they need when they are inserted behind an anchor that ends here."""
    left, right = _around(text, position, position)
    tail = " " if words[-1:].isalnum() and right[:1].isalnum() else ""
    return joint(left, words) + words + tail


def inserted_before(text: Text, position: int, words: str) -> str:
    """Return *words* with the spaces they need when they are inserted before an anchor that begins here."""
    left, right = _around(text, position, position)
    head = " " if words[:1].isalnum() and left[-1:].isalnum() else ""
    return head + words + joint(words, right)


def deleted(text: Text, start: int, end: int) -> tuple[int, int]:
    """Return the range to delete with the one neighbouring space that must go too."""
    left, right = _around(text, start, end)
    spaces_left = len(left) - len(left.rstrip())
    spaces_right = len(right) - len(right.lstrip())
    rest_left, rest_right = left.rstrip(), right.lstrip()
    if spaces_right and _begins_here(left):
        return start, end + spaces_right
    if spaces_left and _ends_here(right):
        return start - spaces_left, end
    if not rest_left:
        return start - spaces_left, end + spaces_right
    if not rest_right:
        return start - spaces_left, end
    if spaces_left and spaces_right:
        if rest_right[0] in _CLOSING:
            return start - spaces_left, end
        return start, end + spaces_right
    if spaces_left and rest_right[0] in _CLOSING:
        return start - spaces_left, end
    if spaces_right and rest_left[-1] in _OPENING:
        return start, end + spaces_right
    return start, end


def _begins_here(left: str) -> bool:
    """Tell whether marked words begin where *left* ends, after a space or at a block's start."""
    before = left.rstrip(_MARKS)
    return before != left and (not before or before[-1].isspace())


def _ends_here(right: str) -> bool:
    """Tell whether marked words end where *right* begins."""
    after = right.lstrip(_MARKS)
    return after != right and (not after or after[0].isspace() or after[0] in _CLOSING)


def _around(text: Text, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a range in its block, without the block's prefix."""
    block = text.block_at(start)
    return text.flat[text.content_start(block) : start], text.flat[end : text.end_of(block)]


def with_whole_marks(text: Text, start: int, end: int, new: str) -> tuple[int, int] | None:
    """Return the range widened by ``**`` and the like so that exactly *new* replaces what is seen.

    The narrowest range wins. None if there is none: the range begins inside marked words and
    ends outside, or *new* would make a mark, a heading or a list item of what it touches.
    """
    left, right = _around(text, start, end)
    most_left = min(_MOST_MARKS, len(left) - len(left.rstrip(_MARKS)))
    most_right = min(_MOST_MARKS, len(right) - len(right.lstrip(_MARKS)))
    block = text.block_at(start)
    prefix = text.blocks[block].prefix
    seen_left, seen_right = _seen_around(text, block, start, end)
    wanted = seen_left + "".join(_seen(new).split()) + seen_right
    ways = [(a, b) for a in range(most_left + 1) for b in range(most_right + 1)]
    for a, b in sorted(ways, key=sum):
        line = prefix + left[: len(left) - a] + new + right[b:]
        again = Block.from_flat(line)
        if again.prefix == prefix and "".join(_seen(again.content).split()) == wanted:
            return start - a, end + b
    return None


def _seen(content: str) -> str:
    return "".join(span.text for span in read_inline(content))


def _seen_around(text: Text, block: int, start: int, end: int) -> tuple[str, str]:
    """Return the visible characters of a block before and after a range, without spaces."""
    base = text.content_start(block)
    left: list[str] = []
    right: list[str] = []
    for span in read_inline(text.blocks[block].content):
        begin = base + span.start
        left.append(span.text[: max(0, start - begin)])
        right.append(span.text[max(0, end - begin) :])
    return "".join("".join(left).split()), "".join("".join(right).split())
