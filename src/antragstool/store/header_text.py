"""What may stand in a header's value: one line of text in NFC without hidden characters."""

from __future__ import annotations

import unicodedata

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.header_nodes import Fields, Items, Node, Scalar, scalars
from antragstool.text.safety import unsafe_characters

_LINE_ENDS = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "CHARACTER TABULATION"}


def nfc(text: str) -> str:
    """Return *text* in Unicode's composed form."""
    return unicodedata.normalize("NFC", text)


def normal(node: Node) -> Node:
    """Return *node* with every text in NFC, and without the line end that ends a block scalar."""
    if isinstance(node, Scalar):
        return Scalar(nfc(node.text.removesuffix("\n")), node.line, node.tail, node.plain)
    if isinstance(node, Items):
        return Items(tuple(normal(item) for item in node.items), node.line)
    entries = ((Scalar(nfc(key.text), key.line), normal(value)) for key, value in node.entries)
    return Fields(tuple(entries), node.line)


def unsafe_problem(name: str, file: str, line: int | None) -> Problem:
    """Return the problem of an unsafe character, given by its name."""
    message = _("A character that must not stand in a header: %(name)s.") % {"name": name}
    return Problem(message, file, line, _("Remove the character; type the word anew."))


def check_not_cut(node: Node, key: str, file: str) -> None:
    """Raise InputError if " #" in a free text without quotes cuts off its last words."""
    for scalar in scalars(node):
        if scalar.plain and scalar.tail:
            message = _('" #" begins a comment in YAML, so the words after it would be lost.')
            hint = _('Put the value in quotes: %(key)s: "…"') % {"key": key}
            raise InputError(Problem(message, file, scalar.line, hint))


def check_text(text: str, file: str, line: int | None) -> None:
    """Raise InputError if *text* is not one line of safe text."""
    for found in unsafe_characters(text):
        raise InputError(unsafe_problem(found.name, file, line))
    for character in text:
        if character in _LINE_ENDS:
            message = _("A value must be one line of text; there is a %(name)s in it.")
            hint = _('Write it on one line, or below ">" on lines that are indented.')
            names = {"name": f"U+{ord(character):04X} {_LINE_ENDS[character]}"}
            raise InputError(Problem(message % names, file, line, hint))
