"""What a header is made of: scalars as they were typed, lists, and fields, each with its line.

Nothing here knows numbers, dates or booleans: the schema decides what a scalar means,
so a title "no", "1.10" or "2026-05-01" stays the words that somebody typed.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.text.safety import visible

# Words that people write for a key when they think in German.
_GERMAN = {
    "nummer": "id",
    "titel": "title",
    "antragsteller": "submitter",
    "antragstellerin": "submitter",
    "antragsteller*in": "submitter",
    "unterstützer": "supporters",
    "unterstützer*innen": "supporters",
    "adressat": "addressee",
    "datum": "date",
    "ort": "place",
    "antrag": "resolution",
    "betreff": "subject",
    "gegenstand": "subject",
    "empfehlung": "recommendation",
    "votum": "recommendation",
    "abstimmung": "vote",
    "ergebnis": "outcome",
    "ja": "yes",
    "nein": "no",
    "enthaltungen": "abstain",
    "ungültig": "invalid",
    "mehrheit": "majority",
}


class Kind(Enum):
    """How the value of a key is typed: strict YAML, or free text that needs no quotes."""

    STRICT = auto()
    TEXT = auto()
    TEXTS = auto()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it was typed; *tail* is the comment behind it, with the space before it.

    *plain* tells that the value is not in quotes, so that a comment may have cut it short.
    """

    text: str
    line: int
    tail: str = ""
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys with their values, in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | Items | Fields


def scalars(node: Node) -> Iterable[Scalar]:
    """Yield every scalar of *node*, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node.entries:
            yield key
            yield from scalars(value)


def quoted(text: str) -> str:
    """Return *text* fit for a message: hostile characters visible, at most 60 characters."""
    text = text if len(text) <= 60 else text[:59] + "…"
    return visible(text.replace("\n", " ").replace("\t", " "))


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the one of *known* that *word* was probably meant to be."""
    lower = word.casefold()
    translated = _GERMAN.get(lower)
    if translated in known:
        return translated
    by_lower = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(lower, by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def nearest_hint(word: str, known: Collection[str]) -> str:
    """Return the sentence that names the nearest of *known*, or else all of them."""
    found = nearest(word, known)
    if found is not None:
        return _('Did you mean "%(nearest)s"?') % {"nearest": found}
    return _("Known are: %(known)s.") % {"known": ", ".join(known)}


def key_problems(keys: Iterable[Scalar], known: Collection[str], file: str) -> Iterable[Problem]:
    """Yield a problem for every key that is unknown or stands there a second time."""
    seen: dict[str, int] = {}
    for key in keys:
        names = {"key": quoted(key.text), "first": seen.get(key.text), "line": key.line}
        if key.text in seen:
            message = _('The key "%(key)s" stands in line %(first)d and again in line %(line)d.')
            hint = _("Keep one of the two lines and remove the other.")
            yield Problem(message % names, file, key.line, hint)
        elif key.text not in known:
            message = _('Unknown key "%(key)s".')
            yield Problem(message % names, file, key.line, nearest_hint(key.text, known))
        seen.setdefault(key.text, key.line)
