"""The configuration of a conference: ``antragstool.toml``, flat, every key optional.

What is text may be typed as a TOML date, time or whole number too; it comes back as text.
Unknown keys, tables and values out of range are problems with their line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import LANGUAGES, _
from antragstool.model.conference import Conference
from antragstool.model.decision import Majority
from antragstool.store.files import read_text
from antragstool.store.header_nodes import nearest_hint, quoted
from antragstool.store.header_text import nfc
from antragstool.text.safety import unsafe_characters

CONFIG_FILE = "antragstool.toml"
_TEXTS = ("name", "organisation", "place", "date", "deadline", "committee")
KEYS = (
    *_TEXTS,
    "language",
    "line-length",
    "numbering",
    "majority",
    "quorum",
    "entitled",
)
LINE_LENGTHS = range(20, 201)
_MAX_NUMBER = 999_999_999
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)$")


class Language(StrEnum):
    """The languages of messages and documents."""

    DE = "de"
    EN = "en"


class Numbering(StrEnum):
    """Where official line numbers begin again: in each resolution, or never."""

    RESOLUTION = "resolution"
    BOOK = "book"


_Word = TypeVar("_Word", bound=StrEnum)


class _Float(str):
    """A number with a point, as it was typed: it is neither a count nor lost as text."""

    __slots__ = ()


def load_config(root: Path) -> tuple[Conference, tuple[Problem, ...]]:
    """Read the configuration of the conference in the folder *root*.

    Raises RepositoryError if there is none, InputError if it is not UTF-8.
    """
    path = root / CONFIG_FILE
    if not path.is_file():
        message = _("There is no antragstool.toml here, so this is no conference.")
        hint = _(
            'Go to the folder of the conference (or name it with "-C"), or make a new one: antragstool init'
        )
        raise RepositoryError(Problem(message, CONFIG_FILE, hint=hint))
    if not path.resolve().is_relative_to(root.resolve()):
        message = _("The link leads out of the conference's folder; it is not followed.")
        hint = _("Replace the link by the file itself.")
        raise RepositoryError(Problem(message, CONFIG_FILE, hint=hint))
    return read_config(read_text(path, CONFIG_FILE))


def read_config(source: str, file: str = CONFIG_FILE) -> tuple[Conference, tuple[Problem, ...]]:
    """Read the configuration *source*; what is wrong keeps its default."""
    try:
        values = tomllib.loads(source, parse_float=_Float)
    except tomllib.TOMLDecodeError as error:
        return Conference(), _syntax_problems(source, str(error), file)
    except (RecursionError, ValueError):
        # Thousands of brackets, or a number of thousands of digits.
        message = _("The configuration has values that cannot be read.")
        return Conference(), (Problem(message, file, 1, _("Write simple values only.")),)
    reader = _Reader(values, _lines(source), file)
    default = Conference()
    conference = Conference(
        **{key: reader.text(key) for key in _TEXTS},
        language=reader.word("language", Language) or default.language,
        line_length=reader.number("line-length", LINE_LENGTHS, default.line_length),
        numbering=reader.word("numbering", Numbering) or default.numbering,
        majority=reader.word("majority", Majority) or default.majority,
        quorum=reader.number("quorum", range(_MAX_NUMBER + 1), default.quorum),
        entitled=reader.number("entitled", range(_MAX_NUMBER + 1), default.entitled),
    )
    problems = [*reader.problems, *reader.unknown()]
    return conference, tuple(sorted(problems, key=lambda problem: problem.line or 0))


class _Reader:
    """Gives the values of a configuration, and collects what is wrong with them."""

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, list[int]], file: str
    ) -> None:
        self.values = values
        self.lines = lines
        self.file = file
        self.problems: list[Problem] = []

    def unknown(self) -> list[Problem]:
        """Return a problem for each key that is not known."""
        return [
            Problem(
                _('Unknown key "%(key)s".') % {"key": quoted(key)},
                self.file,
                self._line(key),
                nearest_hint(key, KEYS),
            )
            for key in self.values
            if key not in KEYS
        ]

    def text(self, key: str) -> str:
        """Return a text, a date or a whole number as text; "" where it is not given."""
        value = self.values.get(key, "")
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, bool) or not isinstance(value, str | int) or _is_huge(value):
            self._wrong(key, value, _("Put the text in quotes."))
            return ""
        text = nfc(str(value))
        for found in unsafe_characters(text):
            message = _('A character that must not stand in "%(key)s": %(name)s.')
            hint = _("Remove the character; type the word anew.")
            names = {"key": key, "name": found.name}
            self.problems.append(Problem(message % names, self.file, self._line(key), hint))
            return ""
        if any(character in text for character in "\n\r\t"):
            self._wrong(key, value, _("Write the text on one line."))
            return ""
        return text

    def word(self, key: str, words: type[_Word]) -> _Word | None:
        """Return the value of *key* if it is one of *words*."""
        value = self.values.get(key)
        known = [word.value for word in words]
        if value is None or value in known:
            return None if value is None else words(value)
        self._wrong(key, value, nearest_hint(str(value), known))
        return None

    def number(self, key: str, allowed: range, default: int) -> int:
        """Return the value of *key* if it is a whole number in *allowed*."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
            return value
        hint = _("Write a whole number from %(least)d to %(most)d, without quotes.")
        self._wrong(key, value, hint % {"least": allowed.start, "most": allowed.stop - 1})
        return default

    def _wrong(self, key: str, value: object, hint: str) -> None:
        shown = "…" if _is_huge(value) else quoted(str(value))
        names = {"key": key, "value": shown}
        message = _('The value of "%(key)s" cannot be used: %(value)s.') % names
        self.problems.append(Problem(message, self.file, self._line(key), hint))

    def _line(self, key: str) -> int | None:
        return next(iter(self.lines.get(key, ())), None)


def _is_huge(value: object) -> bool:
    """Tell whether Python itself refuses to print *value* (a number of thousands of digits)."""
    try:
        str(value)
    except ValueError:
        return True
    return False


def _lines(source: str) -> dict[str, list[int]]:
    """Return the lines on which each key, or table, of *source* seems to be defined."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(source.split("\n"), start=1):
        name = re.match(r"\s*\[{0,2}\s*([\"']?)([^\"'=.\]\s#]+)\1\s*[=.\]]", line)
        if name:
            lines.setdefault(name[2], []).append(number)
    return lines


def _syntax_problems(source: str, reason: str, file: str) -> tuple[Problem, ...]:
    """Say where *source* is no TOML; a repeated key is the commonest cause."""
    repeated = [
        Problem(
            _('The key "%(key)s" stands in line %(first)d and again in line %(line)d.')
            % {"key": key, "first": lines[0], "line": lines[1]},
            file,
            lines[1],
            _("Keep one of the two lines and remove the other."),
        )
        for key, lines in _lines(source).items()
        if key in KEYS and len(lines) > 1
    ]
    if repeated and "overwrite" in reason:
        return tuple(repeated)
    place = _PLACE.search(reason)
    number = int(place["line"]) if place and place["line"] else source.rstrip().count("\n") + 1
    message = _("This is not valid TOML: %(reason)s.")
    hint = _('A line reads: key = "text", or: key = 80; a text stands in double quotes.')
    return (Problem(message % {"reason": _PLACE.sub("", reason)}, file, number, hint),)


def template(language: str) -> str:
    """Return the text of a new configuration, with comments in *language* ("de" or "en").

    Raises ValueError for any other language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    folder = Path(__file__).parent
    return (folder / f"{CONFIG_FILE}.{language}").read_text(encoding="utf-8")
