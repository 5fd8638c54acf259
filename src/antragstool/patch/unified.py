"""Writing a unified diff from known changes of lines, as ``git diff`` writes it.

There is no search for differences here: the changes are known, so the same edits give
the same bytes on every machine and with every version of git.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.patch.line_changes import LineChange

CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


def unified_diff(
    path: str, lines: Sequence[str], changes: Sequence[LineChange], blobs: tuple[str, str]
) -> str:
    """Return the diff of the file at *path* (relative, with ``/``).

    *lines* are the file's lines with their ends, *changes* in order and apart; *blobs* are the
    object ids of the old and the new file.
    """
    old_name, new_name = (f"{side}/{path}" + ("\t" if " " in path else "") for side in "ab")
    head = (
        f"diff --git a/{path} b/{path}\n"
        f"index {blobs[0]}..{blobs[1]} 100644\n"
        f"--- {old_name}\n+++ {new_name}\n"
    )
    shift = 0
    hunks: list[str] = []
    for group in _grouped(changes):
        hunk, grown = _hunk(lines, group, shift)
        hunks.append(hunk)
        shift += grown
    return head + "".join(hunks)


def _grouped(changes: Sequence[LineChange]) -> Iterator[list[LineChange]]:
    group: list[LineChange] = []
    for change in changes:
        if group and change.first - group[-1].last > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(lines: Sequence[str], group: Sequence[LineChange], shift: int) -> tuple[str, int]:
    start = max(0, group[0].first - CONTEXT)
    end = min(len(lines), group[-1].last + CONTEXT)
    body: list[str] = []
    position = start
    grown = 0
    for change in group:
        body += [_line(" ", line) for line in lines[position : change.first]]
        body += [_line("-", line) for line in lines[change.first : change.last]]
        body += [_line("+", line) for line in change.new]
        grown += len(change.new) - (change.last - change.first)
        position = change.last
    body += [_line(" ", line) for line in lines[position:end]]
    old, new = end - start, end - start + grown
    return f"@@ {_range('-', start, old)} {_range('+', start + shift, new)} @@\n" + "".join(
        body
    ), grown


def _range(sign: str, start: int, count: int) -> str:
    first = start + 1 if count else start
    return f"{sign}{first}" if count == 1 else f"{sign}{first},{count}"


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n{_NO_NEWLINE}"
