"""The short way to read a field whose value is a plain list or plain fields, one a line.

This is how the program itself writes them, thousands of times; the YAML parser takes most of
the time of reading a conference. What is read here is exactly what the parser would make of
it (a test says so); whatever has a quote, a colon, a comment or a blank line is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from antragstool.store.header_nodes import Fields, Items, Node, Scalar

_VALUE = r"[^\W_](?:[\w .,()/+&-]*[\w.,)])?"
_ITEM = re.compile(rf"(?P<indent> {{1,8}})- (?P<value>{_VALUE})")
_FIELD = re.compile(rf"(?P<indent> {{1,8}})(?P<key>[a-z][a-z-]{{0,30}}): (?P<value>{_VALUE})")


def read_simple(lines: Sequence[str], line: int) -> Node | None:
    """Read the *lines* below a key, the first of which is line *line* of the file.

    None if they are anything but plain items, or plain fields, with one indentation.
    """
    for form in (_ITEM, _FIELD):
        matches = [form.fullmatch(text) for text in lines]
        found = [match for match in matches if match is not None]
        if found and len(found) == len(lines) and len({match["indent"] for match in found}) == 1:
            values = [Scalar(m["value"], number) for number, m in enumerate(found, start=line)]
            if form is _ITEM:
                return Items(tuple(values), line)
            keys = [Scalar(m["key"], value.line) for m, value in zip(found, values, strict=True)]
            return Fields(tuple(zip(keys, values, strict=True)), line)
    return None
