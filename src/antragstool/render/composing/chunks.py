"""Long lists in pieces that are laid out one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

_Item = TypeVar("_Item")


def chunks(items: Sequence[_Item], most: int) -> tuple[tuple[_Item, ...], ...]:
    """Return *items* in groups of nearly the same length, none longer than *most*."""
    if not items:
        return ()
    count = -(-len(items) // most)
    ends = [len(items) * index // count for index in range(count + 1)]
    return tuple(tuple(items[low:high]) for low, high in pairwise(ends))
