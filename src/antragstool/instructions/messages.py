"""The sentences for instructions that cannot be carried out."""

from __future__ import annotations

from collections.abc import Sequence

from antragstool.i18n import _
from antragstool.text.lines import Line, line_at

_EXAMPLES = (
    "Zeile 88: Ersetze „X“ durch „Y“.",
    "Zeile 88: Streiche „X“.",
    "Zeile 88: Füge nach „X“ ein: „Y“.",
    "Zeile 88: Füge vor „X“ ein: „Y“.",
    "Nach Zeile 101 einfügen: „Neuer Absatz“",
    "Zeilen 45–47: Streichen.",
    "Zeilen 45–47 ersetzen durch: „Y“",
    "Ersetze den gesamten Text durch: „Y“",
    "Titel: Ersetze „X“ durch „Y“.",
    "In der Begründung: Streiche „X“.",
)


def forms_that_work() -> str:
    """Return the hint for what was not understood: one example of each form."""
    return "\n".join([_("These forms work:"), *(f"  {example}" for example in _EXAMPLES)])


def short(words: str, most: int = 90) -> str:
    """Return words on one line, cut in the middle if they are long."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    half = (most - 3) // 2
    return f"{line[:half]} … {line[-half:]}"


def lines_of(lines: Sequence[Line], start: int, end: int) -> str:
    """Return "line 93" or "lines 93–94" for a range of the flat text, "this part" where it has no lines."""
    if not lines:
        return _("this part")
    first = line_at(lines, start).number
    last = line_at(lines, max(start, end - 1)).number
    return line_range(first, last)


def line_range(first: int, last: int) -> str:
    """Return "line 93" or "lines 93–94"."""
    if first == last:
        return _("line %(first)d") % {"first": first}
    return _("lines %(first)d–%(last)d") % {"first": first, "last": last}
