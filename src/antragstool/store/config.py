"""The configuration of a conference: ``antragstool.toml``, every key optional.

It is flat but for two tables: ``[bodies."Landesausschuss"]`` holds the rules of a body, ``[rules]``
the majority that the items with certain ids need. What is text may be typed as a TOML date, time
or whole number too; it comes back as text. Unknown keys and tables and values out of range are
problems with their line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import LANGUAGES, _
from antragstool.model.conference import Body, Conference
from antragstool.model.decision import Majority
from antragstool.store.config_values import ConfigReader, key_lines
from antragstool.store.files import read_text
from antragstool.store.header_nodes import quoted
from antragstool.store.header_text import nfc

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
BODY_KEYS = ("majority", "quorum", "entitled")
TABLES = ("bodies", "rules")
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
    reader = ConfigReader(values, key_lines(source), file, [])
    default = Conference()
    conference = Conference(
        **{key: reader.text(key) for key in _TEXTS},
        language=reader.word("language", Language) or default.language,
        line_length=reader.number("line-length", LINE_LENGTHS, default.line_length),
        numbering=reader.word("numbering", Numbering) or default.numbering,
        majority=reader.word("majority", Majority) or default.majority,
        quorum=reader.number("quorum", range(_MAX_NUMBER + 1), default.quorum),
        entitled=reader.number("entitled", range(_MAX_NUMBER + 1), default.entitled),
        bodies=tuple(_bodies(reader.table("bodies", '[bodies."Landesausschuss"]'))),
        rules=tuple(_rules(reader.table("rules", "[rules]"))),
    )
    reader.refuse_unknown((*KEYS, *TABLES))
    return conference, tuple(sorted(reader.problems, key=lambda problem: problem.line or 0))


def _bodies(reader: ConfigReader) -> Iterator[Body]:
    """Yield the bodies of the table ``[bodies]``."""
    seen: set[str] = set()
    for key in reader.values:
        fields = reader.table(key, f'[bodies."{quoted(key)}"]')
        fields.refuse_unknown(BODY_KEYS)
        body = Body(
            nfc(key).strip(),
            fields.word("majority", Majority),
            fields.number("quorum", range(_MAX_NUMBER + 1), 0),
            fields.number("entitled", range(_MAX_NUMBER + 1), 0),
        )
        if not body.name or any(character in body.name for character in "\n\r\t"):
            reader.problem(_("A body without a name on one line."), key, _("Give it its name."))
        elif body.name.casefold() in seen:
            message = _('The body "%(name)s" stands there twice.') % {"name": quoted(body.name)}
            reader.problem(message, key, _("Keep one of the two tables and remove the other."))
        elif reader.is_safe(key, key):
            yield body
        seen.add(body.name.casefold())


def _rules(reader: ConfigReader) -> Iterator[tuple[str, Majority]]:
    """Yield the patterns of the table ``[rules]`` with their majorities."""
    for key in reader.values:
        majority = reader.word(key, Majority)
        if reader.is_safe(key, key) and majority:
            yield nfc(key).strip(), majority


def _syntax_problems(source: str, reason: str, file: str) -> tuple[Problem, ...]:
    """Say where *source* is no TOML; a repeated key is the commonest cause."""
    repeated = [
        Problem(
            _('The key "%(key)s" stands in line %(first)d and again in line %(line)d.')
            % {"key": quoted(".".join(path)), "first": lines[0], "line": lines[1]},
            file,
            lines[1],
            _("Keep one of the two lines and remove the other."),
        )
        for path, lines in key_lines(source).items()
        if len(lines) > 1
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
