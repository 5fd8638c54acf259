"""A clean text as a tree of headings, paragraphs, quotations and nested lists.

Headings go down one step at a time, whatever steps the Markdown takes: below the title of the
document there is no level that nobody uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from antragstool.diff.passages import Run
from antragstool.render.composing.printed import FlowingBlock, flowing
from antragstool.text.blocks import Text

_HIGHEST = 2  # h1 is the title
_LOWEST = 6


@dataclass(frozen=True, slots=True)
class Leaf:
    """A heading (*tag* "h2" to "h6"), a paragraph ("p") or a quotation ("blockquote")."""

    tag: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list with its sign ("•", "3.") and everything that belongs to it."""

    marker: str
    nodes: tuple[Leaf | ListNode, ...]


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list, *ordered* if its items are numbered."""

    ordered: bool
    items: tuple[ListItem, ...]


Node = Leaf | ListNode


def tree_of(text: Text) -> tuple[Node, ...]:
    """Return *text* as a tree, with no-break spaces."""
    blocks = flowing(text)
    tags = iter(_tags(blocks))
    tagged = [(block, next(tags) if block.setting.level else "") for block in blocks]
    return tuple(_nodes(tagged))


def _tags(blocks: Sequence[FlowingBlock]) -> Iterator[str]:
    """Yield the element of each heading."""
    levels = sorted({block.setting.level for block in blocks if block.setting.level})
    last = _HIGHEST - 1
    for block in blocks:
        if block.setting.level:
            wanted = _HIGHEST + levels.index(block.setting.level)
            last = min(wanted, last + 1, _LOWEST)
            yield f"h{last}"


def _nodes(blocks: Sequence[tuple[FlowingBlock, str]]) -> Iterator[Node]:
    """Yield what stands side by side; a list is one node with all that belongs to its items."""
    low = 0
    while low < len(blocks):
        block, tag = blocks[low]
        high = low + 1
        if block.setting.marker:
            while high < len(blocks) and _belongs(blocks[high][0], block):
                high += 1
            yield _list(blocks[low:high])
        else:
            yield _leaf(block, tag)
        low = high


def _belongs(block: FlowingBlock, first: FlowingBlock) -> bool:
    """Tell whether a block is part of the list that begins with the item *first*."""
    setting, quoted = block.setting, first.setting.quotation
    if setting.level or (quoted and not setting.quotation):
        return False
    if setting.marker and setting.depth == first.setting.depth:
        return _is_number(setting.marker) is _is_number(first.setting.marker)
    # The sign of a quotation counts as a depth of its own.
    depth = setting.depth - (setting.quotation and not quoted and not setting.marker)
    return depth >= first.setting.depth


def _list(blocks: Sequence[tuple[FlowingBlock, str]]) -> ListNode:
    """Return a list; an item with all that follows it up to the next one of the same depth."""
    depth = blocks[0][0].setting.depth
    begins = [
        index
        for index, (block, _tag) in enumerate(blocks)
        if block.setting.marker and block.setting.depth == depth
    ]
    items = []
    for begin, end in pairwise([*begins, len(blocks)]):
        block, tag = blocks[begin]
        inner = _nodes(blocks[begin + 1 : end])
        items.append(ListItem(block.setting.marker, (_leaf(block, tag), *inner)))
    return ListNode(_is_number(items[0].marker), tuple(items))


def _is_number(marker: str) -> bool:
    return marker[:1].isdigit()


def _leaf(block: FlowingBlock, tag: str) -> Leaf:
    quoted = block.setting.quotation and not block.setting.marker
    return Leaf(tag or ("blockquote" if quoted else "p"), block.runs)
