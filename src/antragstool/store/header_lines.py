"""Which lines of a file are its header, and which of them belong to which key.

A header stands between a first line ``---`` and the next line ``---``. A key begins in
the first column; the lines of its value are indented, or are list items. Comments and
blank lines between two keys belong to neither, so that changing a field keeps them.
Lines are split at LF alone and keep a CR: joined with LF they are the file again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.header_nodes import quoted

MAX_HEADER_BYTES = 64 * 1024
FENCE = "---"
BYTE_ORDER_MARK = "\ufeff"
KEY = re.compile(
    r"(?P<key><<|[^\W\d_][\w*-]*(?: [\w*-]+)*)[ \t]*:(?:[ \t]+(?P<rest>.*))?", re.DOTALL
)
_BLOCK_SCALAR = re.compile(r"[|>][-+0-9]{0,2}(?:[ \t]+#.*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key: its lines are ``lines[first:last]``; *rest* is what stands behind the colon.

    *single* tells that the whole value stands on the key's own line.
    """

    key: str
    rest: str
    first: int
    last: int
    single: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a whole file, the index of the line that closes the header, and the keys."""

    lines: tuple[str, ...]
    close: int
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @property
    def carriage_return(self) -> str:
        """The CR before each LF in a file with Windows line ends, else nothing."""
        return "\r" if self.lines[0].endswith("\r") else ""

    def chunk(self, entry: Entry) -> str:
        """Return the lines of *entry* as YAML."""
        return "\n".join(line.removesuffix("\r") for line in self.lines[entry.first : entry.last])


def is_fence(line: str) -> bool:
    """Tell whether *line* opens or closes a header."""
    return line.rstrip(" \t\r") == FENCE


def has_header(source: str) -> bool:
    """Tell whether a file begins with the line that opens a header."""
    return is_fence(source.removeprefix(BYTE_ORDER_MARK).partition("\n")[0])


def lay_out(source: str, file: str) -> Layout:
    """Find the header of *source* and its keys.

    Raises InputError if there is no header, or if it is not closed or too long.
    """
    if not has_header(source):
        hint = _('Begin the file with a line "---", the fields, and another line "---".')
        raise InputError(Problem(_("The file has no header."), file, 1, hint))
    lines = tuple(source.split("\n"))
    close = next((i for i, line in enumerate(lines) if i and is_fence(line)), None)
    if close is None:
        message = _("The header that begins here is not closed.")
        hint = _('Write a line "---" after the last field.')
        raise InputError(Problem(message, file, 1, hint))
    if len("\n".join(lines[:close]).encode("utf-8", "replace")) > MAX_HEADER_BYTES:
        message = _("The header is longer than 64 kB.")
        hint = _('Move long texts below the second line "---".')
        raise InputError(Problem(message, file, 1, hint))
    entries, problems = _entries(lines, close, file)
    return Layout(lines, close, entries, problems)


def _entries(
    lines: tuple[str, ...], close: int, file: str
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Give each line of the header to its key; what belongs to none is a problem, once."""
    starts: list[tuple[int, re.Match[str] | None]] = []
    problems: list[Problem] = []
    for index in range(1, close):
        line = lines[index].removesuffix("\r")
        if not line.strip(" \t") or line.startswith("#"):
            continue
        match = KEY.fullmatch(line)
        if match:
            starts.append((index, match))
        elif not starts or not (line[0] in " \t" or line == "-" or line.startswith("- ")):
            problems.append(_stray_line(line, file, index + 1))
            starts.append((index, None))
    ends = [*(index for index, _match in starts[1:]), close][: len(starts)]
    entries = [
        _entry(lines, index, end, match)
        for (index, match), end in zip(starts, ends, strict=True)
        if match
    ]
    return tuple(entries), tuple(problems)


def _entry(lines: tuple[str, ...], first: int, end: int, match: re.Match[str]) -> Entry:
    rest = (match["rest"] or "").strip(" \t")
    block = bool(_BLOCK_SCALAR.fullmatch(rest))
    last = first + 1
    for index in range(first + 1, end):
        line = lines[index].strip(" \t\r")
        # Within a block scalar an indented line that begins with "#" is text.
        if line and (not line.startswith("#") or (block and lines[index][0] in " \t")):
            last = index + 1
    return Entry(match["key"], rest, first, last, single=last == first + 1)


def _stray_line(line: str, file: str, number: int) -> Problem:
    message = _('This line of the header is neither "key: value" nor a comment: "%(line)s".')
    hint = _(
        "Write a key, a colon, a space and the value on one line; or indent a line that continues the value above it."
    )
    return Problem(message % {"line": quoted(line)}, file, number, hint)
