"""Long lists in pieces that are laid out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from antragstool.render.composing.view import ContentsEntry

_Item = TypeVar("_Item")


def chunks(items: Sequence[_Item], most: int) -> tuple[tuple[_Item, ...], ...]:
    """Return *items* in groups of nearly the same length, none longer than *most*."""
    if not items:
        return ()
    count = -(-len(items) // most)
    ends = [len(items) * index // count for index in range(count + 1)]
    return tuple(tuple(items[low:high]) for low, high in pairwise(ends))


def near_headings(
    items: Sequence[_Item], most: int, opens: Sequence[bool]
) -> tuple[tuple[_Item, ...], ...]:
    """Return *items* in groups of at most *most*; a group begins where one *opens* a section, if one is near."""
    if len(items) <= most:
        return (tuple(items),)
    found: list[tuple[_Item, ...]] = []
    begin = 0
    while len(items) - begin > most:
        near = range(begin + most, begin + most * 3 // 4, -1)
        end = next((index for index in near if opens[index]), begin + most)
        found.append(tuple(items[begin:end]))
        begin = end
    found.append(tuple(items[begin:]))
    return tuple(found)


def contents_chunks(
    entries: Sequence[ContentsEntry], most: int
) -> tuple[Sequence[ContentsEntry], ...]:
    """Return long contents in groups of about *most* lines; what belongs to one motion stays together."""
    groups: list[list[ContentsEntry]] = []
    for entry in entries:
        full = groups and len(groups[-1]) >= most
        if not groups or (full and (entry.level == 0 or len(groups[-1]) >= 2 * most)):
            groups.append([])
        groups[-1].append(entry)
    return tuple(groups)
