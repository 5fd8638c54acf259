"""Headings in an order that can be listened to: none more than one level below the one before.

A text may begin with a heading of the second level, or leave one out; what people wrote stays,
and looks, as it is. Only what a screen reader is told is made to follow on.
"""

from __future__ import annotations

import re

# "<" begins a tag of a template, for what people typed is escaped.
_HEADING = re.compile(r"<h([1-6])(?=[\s>])")


def with_levels(html: str) -> str:
    """Return *html* where each heading that would leave a level out says which one it stands for."""
    open_levels: list[tuple[int, int]] = []  # as written, as told

    def told(match: re.Match[str]) -> str:
        written = int(match[1])
        while open_levels and open_levels[-1][0] >= written:
            open_levels.pop()
        level = min(written, open_levels[-1][1] + 1 if open_levels else 1)
        open_levels.append((written, level))
        return match[0] if level == written else f'{match[0]} aria-level="{level}"'

    return _HEADING.sub(told, html)
