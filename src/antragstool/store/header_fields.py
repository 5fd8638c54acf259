"""Reading the fields of a header, or of a mapping inside it, one by one into typed values.

Every problem is added to one list; a value that cannot be used counts as not given, so
that the rest is read and all problems are seen at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.header_nodes import (
    Fields,
    Items,
    Kind,
    Node,
    Scalar,
    key_problems,
    nearest_hint,
    quoted,
)
from antragstool.store.header_text import check_not_cut

_Word = TypeVar("_Word", bound=StrEnum)
_NUMBER = re.compile(r"[0-9]{1,9}")


class FieldReader:
    """Gives the fields of *fields* as values and collects *problems*.

    *present* are the keys that stand in the file, also those whose value was refused.
    """

    def __init__(
        self, fields: Fields, present: Collection[str], file: str, problems: list[Problem]
    ) -> None:
        self.values = {key.text: value for key, value in reversed(fields.entries)}
        self.lines = {key.text: key.line for key, _value in reversed(fields.entries)}
        self.present = present
        self.file = file
        self.line = fields.line
        self.problems = problems

    def problem(self, message: str, line: int, hint: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(message, self.file, line, hint))

    def require(self, keys: Collection[str]) -> None:
        """Add a problem for each of *keys* that is missing or empty."""
        for key in keys:
            value = self.values.get(key)
            if key not in self.present:
                message = _('The key "%(key)s" is missing.') % {"key": key}
                self.problem(message, self.line, _('Add a line "%(key)s: …".') % {"key": key})
            elif isinstance(value, Scalar) and not value.text.strip():
                message = _('The key "%(key)s" has no value.') % {"key": key}
                hint = _("Write the value behind the colon.")
                self.problem(message, value.line, hint)

    def scalar(self, key: str) -> Scalar | None:
        """Return the value of *key* if it is a scalar and not empty."""
        node = self.values.get(key)
        if isinstance(node, Scalar):
            return node if node.text else None
        if node is not None:
            self._not_one_value(key, node.line)
        return None

    def text(self, key: str) -> str:
        """Return the text of *key*, "" where it is not given."""
        scalar = self.scalar(key)
        return scalar.text if scalar else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of *key*, which is a list or a text with commas."""
        node = self.values.get(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return tuple(filter(None, (part.strip() for part in node.text.split(","))))
        texts: list[str] = []
        for item in _items(node):
            if isinstance(item, Scalar):
                texts += [item.text] if item.text else []
            else:
                message = _('"%(key)s" is a list of texts; this is none.') % {"key": key}
                self.problem(message, item.line, _('Put each text in quotes: - "…"'))
        return tuple(texts)

    def word(self, key: str, words: type[_Word]) -> _Word | None:
        """Return the value of *key* if it is one of *words*."""
        scalar = self.scalar(key)
        return None if scalar is None else self.word_of(key, scalar, words)

    def word_of(self, key: str, scalar: Scalar, words: type[_Word]) -> _Word | None:
        """Return *scalar*, the value of *key*, as one of *words*."""
        known = [word.value for word in words]
        if scalar.text in known:
            return words(scalar.text)
        names = {"key": key, "word": quoted(scalar.text)}
        message = _('"%(word)s" is no word for "%(key)s".') % names
        self.problem(message, scalar.line, nearest_hint(scalar.text, known))
        return None

    def number(self, key: str) -> int | None:
        """Return the value of *key* if it is a whole number from 0 to 999,999,999."""
        scalar = self.scalar(key)
        if scalar is None:
            return None
        if _NUMBER.fullmatch(scalar.text):
            return int(scalar.text)
        names = {"key": key, "value": quoted(scalar.text)}
        message = _('"%(key)s" is not a whole number from 0 on: "%(value)s".') % names
        self.problem(message, scalar.line, _("Write digits only, such as 42."))
        return None

    def flag(self, key: str) -> bool:
        """Return whether the value of *key* is true; not given is false."""
        scalar = self.scalar(key)
        if scalar is None or scalar.text in ("true", "false"):
            return scalar is not None and scalar.text == "true"
        names = {"key": key, "value": quoted(scalar.text)}
        message = _('"%(key)s" is neither true nor false: "%(value)s".') % names
        self.problem(message, scalar.line, _('Write "true" or "false".'))
        return False

    def fields(self, key: str, known: Mapping[str, Kind]) -> FieldReader | None:
        """Return a reader of the fields below *key*, each one of *known*."""
        node = self.values.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return None
        if not isinstance(node, Fields):
            message = _('"%(key)s" has fields of its own, each on an indented line.')
            hint = _("Its fields are: %(known)s.") % {"known": ", ".join(known)}
            self.problem(message % {"key": key}, node.line, hint)
            return None
        return self._inner(node, self.lines[key], known)

    def entries(self, key: str, known: Mapping[str, Kind]) -> tuple[FieldReader, ...]:
        """Return a reader for each entry of the list *key*; an entry has fields, each of *known*."""
        node = self.values.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return ()
        items = node.items if isinstance(node, Items) else (node,)
        readers: list[FieldReader] = []
        for item in items:
            if isinstance(node, Items) and isinstance(item, Fields):
                readers.append(self._inner(item, item.line, known))
                continue
            message = _('"%(key)s" is a list; each entry has fields of its own.') % {"key": key}
            hint = _('Begin each entry with "- "; its fields are: %(known)s.')
            self.problem(message, item.line, hint % {"known": ", ".join(known)})
        return tuple(readers)

    def _inner(self, node: Fields, line: int, known: Mapping[str, Kind]) -> FieldReader:
        keys = [name for name, _value in node.entries]
        self.problems += key_problems(keys, known, self.file)
        usable = tuple(each for each in node.entries if self._whole(*each, known))
        inner = Fields(usable, line)
        return FieldReader(inner, {name.text for name in keys}, self.file, self.problems)

    def _whole(self, key: Scalar, value: Node, known: Mapping[str, Kind]) -> bool:
        try:
            if known.get(key.text, Kind.STRICT) is not Kind.STRICT:
                check_not_cut(value, key.text, self.file)
        except InputError as error:
            self.problems += error.problems
            return False
        return True

    def _not_one_value(self, key: str, line: int) -> None:
        message = _('"%(key)s" takes one value, not a list or fields.') % {"key": key}
        self.problem(message, line, _('Put the value in quotes: %(key)s: "…"') % {"key": key})


def _items(node: Node) -> tuple[Node, ...]:
    """Return what a list holds; a mapping counts as one item that is no text."""
    return (node,) if isinstance(node, Scalar | Fields) else node.items
