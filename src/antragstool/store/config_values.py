"""Reading the values of one table of a configuration; what is wrong is collected with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.store.header_nodes import nearest_hint, quoted
from antragstool.store.header_text import nfc
from antragstool.text.safety import unsafe_characters

_Word = TypeVar("_Word", bound=StrEnum)
_Path = tuple[str, ...]
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=.\[\]#]+))\s*""")


class ConfigReader:
    """Gives the values of a table, and collects what is wrong with them in *problems*.

    *lines* tells on which lines each key of the file is defined; *path* is where the table stands.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        lines: Mapping[_Path, list[int]],
        file: str,
        problems: list[Problem],
        path: _Path = (),
    ) -> None:
        self.values = values
        self.lines = lines
        self.file = file
        self.problems = problems
        self.path = path

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Add a problem for each key that is none of *known*."""
        for key in self.values:
            if key not in known:
                message = _('Unknown key "%(key)s".') % {"key": quoted(key)}
                self.problem(message, key, nearest_hint(key, known))

    def text(self, key: str) -> str:
        """Return a text, a date or a whole number as text; "" where it is not given."""
        value = self.values.get(key, "")
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, bool) or not isinstance(value, str | int) or _is_huge(value):
            self.wrong(key, _("Put the text in quotes."))
            return ""
        text = nfc(str(value))
        if not self.is_safe(key, text):
            return ""
        if any(character in text for character in "\n\r\t"):
            self.wrong(key, _("Write the text on one line."))
            return ""
        return text

    def is_safe(self, key: str, text: str) -> bool:
        """Tell whether *text*, which stands in or at *key*, hides nothing; else add a problem."""
        for found in unsafe_characters(text):
            message = _('A character that must not stand in "%(key)s": %(name)s.')
            hint = _("Remove the character; type the word anew.")
            self.problem(message % {"key": quoted(key), "name": found.name}, key, hint)
            return False
        return True

    def word(self, key: str, words: type[_Word]) -> _Word | None:
        """Return the value of *key* if it is one of *words*."""
        value = self.values.get(key)
        known = [word.value for word in words]
        if value is None or value in known:
            return None if value is None else words(value)
        self.wrong(key, nearest_hint("" if _is_huge(value) else str(value), known))
        return None

    def number(self, key: str, allowed: range, default: int) -> int:
        """Return the value of *key* if it is a whole number in *allowed*."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
            return value
        hint = _("Write a whole number from %(least)d to %(most)d, without quotes.")
        self.wrong(key, hint % {"least": allowed.start, "most": allowed.stop - 1})
        return default

    def table(self, key: str, example: str) -> ConfigReader:
        """Return a reader of the table *key*, which may be missing; *example* is its first line."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            hint = _("Write a table, which begins with the line: %(example)s")
            self.wrong(key, hint % {"example": example})
            value = {}
        return ConfigReader(value, self.lines, self.file, self.problems, (*self.path, key))

    def problem(self, message: str, key: str, hint: str) -> None:
        """Add a problem on the line of *key*."""
        line = next(iter(self.lines.get((*self.path, key), ())), None)
        if line is None:
            line = next(iter(self.lines.get(self.path, ())), None)
        self.problems.append(Problem(message, self.file, line, hint))

    def wrong(self, key: str, hint: str) -> None:
        """Add the problem that the value of *key* cannot be used."""
        value = self.values.get(key)
        shown = "…" if _is_huge(value) else quoted(str(value))
        message = _('The value of "%(key)s" cannot be used: %(value)s.')
        self.problem(message % {"key": quoted(key), "value": shown}, key, hint)


def _is_huge(value: object) -> bool:
    """Tell whether Python itself refuses to print *value* (a number of thousands of digits)."""
    try:
        str(value)
    except ValueError:
        return True
    return False


def key_lines(source: str) -> dict[_Path, list[int]]:
    """Return the lines on which each key, or table, of *source* seems to be defined."""
    lines: dict[_Path, list[int]] = {}
    table: _Path = ()
    for number, line in enumerate(source.split("\n"), start=1):
        opening = re.match(r"\s*\[{1,2}", line)
        path, end = _dotted(line, opening.end() if opening else 0)
        if opening and path and line[end : end + 1] == "]":
            table = path
            for length in range(1, len(path)):
                lines.setdefault(path[:length], [number])
            lines.setdefault(path, []).append(number)
        elif not opening and path and line[end : end + 1] == "=":
            lines.setdefault((*table, *path), []).append(number)
            for length in range(1, len(path)):
                lines.setdefault((*table, *path[:length]), [number])
    return lines


def _dotted(line: str, start: int) -> tuple[_Path, int]:
    """Read a key with points ('bodies."Landesausschuss"'); return its parts and where it ends."""
    parts: list[str] = []
    for match in _parts(line, start):
        parts.append(next(part for part in match.groups() if part is not None))
        if match[1] and "\\" in match[1]:
            parts[-1] = _unescaped(match[1])
        start = match.end()
    return tuple(parts), start


def _unescaped(part: str) -> str:
    try:
        return str(tomllib.loads(f'key = "{part}"')["key"])
    except tomllib.TOMLDecodeError:
        return part


def _parts(line: str, start: int) -> Iterator[re.Match[str]]:
    while match := _PART.match(line, start):
        yield match
        start = match.end()
        if line[start : start + 1] != ".":
            return
        start += 1
