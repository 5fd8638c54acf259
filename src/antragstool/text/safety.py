"""Characters that must not stand in a text: invisible, reordering, controlling.

They make a text look other than it is, on paper or in a terminal. They are shown by
name and refused, never removed silently. Allowed are the soft ones that German text
knows: no-break spaces and the soft hyphen's visible cousin; and joiners inside emoji
sequences, which belong to what one sees.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from antragstool.errors import Problem
from antragstool.i18n import _

_ZERO_WIDTH = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb\u3164\uffa0"
)
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\u2028\u2029\u0085\u000b\u000c")
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class UnsafeCharacter:
    """One refused character: where it stands (from 0), on which line (from 1), and its name."""

    position: int
    line: int
    name: str


def unsafe_characters(text: str) -> Iterator[UnsafeCharacter]:
    """Yield every character of *text* that must not stand in a text, in order."""
    if text.isascii() and text.isprintable():
        return
    line = 1
    for position, character in enumerate(text):
        if character == "\n":
            line += 1
        elif character in "\r\t" or (character.isprintable() and character not in _ZERO_WIDTH):
            continue
        elif _is_unsafe(text, position):
            yield UnsafeCharacter(position, line, name_of(character))


def _is_unsafe(text: str, position: int) -> bool:
    character = text[position]
    if character in _JOINERS:
        # Inside a word of a script that needs it, or inside an emoji: a letter or symbol on both sides.
        around = text[position - 1 : position] + text[position + 1 : position + 2]
        return len(around) != 2 or any(ord(neighbour) < 0x0600 for neighbour in around)
    if character in _ZERO_WIDTH or character in _REORDERING or character in _LINE_ENDS:
        return True
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}


def name_of(character: str) -> str:
    """Return "U+202E RIGHT-TO-LEFT OVERRIDE" for a character."""
    try:
        name = unicodedata.name(character)
    except ValueError:
        name = "CONTROL CHARACTER" if unicodedata.category(character) == "Cc" else ""
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str) -> str:
    """Return *text* with every unsafe character replaced by "⟨U+202E⟩", fit for a terminal."""
    marks = {found.position for found in unsafe_characters(text)}
    if not marks and "\r" not in text:
        return text
    return "".join(
        f"⟨U+{ord(character):04X}⟩" if position in marks or character == "\r" else character
        for position, character in enumerate(text)
    )


def unsafe_problems(source: str, file: str, first_line: int = 1) -> tuple[Problem, ...]:
    """Return a problem for every character of *source* that must not stand in a text."""
    return tuple(
        Problem(
            _("The character %(name)s is not allowed here; it makes a text look other than it is.")
            % {"name": found.name},
            file,
            first_line + found.line - 1,
            _("Delete it: retype the word, or paste the text without formatting."),
        )
        for found in unsafe_characters(source)
    )
