"""The sentences that are understood, spelled with the letters of :mod:`symbols`.

"Ersetze „X“ durch „Y“" is RQBQ. The place may stand anywhere in a sentence and is taken out
first; there are four tables, after the place that a sentence has. A new form is a new entry.
The finite tables also say what can still become a sentence, which is how wrapped lines and
several sentences in a row are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antragstool.instructions.places import Place, Where
from antragstool.model.documents import Concern


class Action(StrEnum):
    """What an instruction does."""

    REPLACE = "replace"
    DELETE = "delete"
    INSERT_AFTER = "insert after"
    INSERT_BEFORE = "insert before"
    INSERT_BLOCKS = "insert blocks"
    REPLACE_LINES = "replace lines"
    DELETE_LINES = "delete lines"
    REPLACE_ALL = "replace all"


@dataclass(frozen=True, slots=True)
class Form:
    """One sentence: what it does, and which of its quotations is which (indices from 0, or None)."""

    action: Action
    needle: int | None = None
    payload: int | None = None


_SUBSTITUTE = Form(Action.REPLACE_ALL, payload=0)
_WITH_WORDS: dict[str, Form] = {
    **dict.fromkeys(("RQBQ", "QBQR", "QRBQ", "QBRQ"), Form(Action.REPLACE, 0, 1)),
    **dict.fromkeys(("DQ", "QD"), Form(Action.DELETE, 0)),
    **dict.fromkeys(("INQQ", "NQIQ", "NQQI"), Form(Action.INSERT_AFTER, 0, 1)),
    **dict.fromkeys(("QNQI", "IQNQ", "QINQ"), Form(Action.INSERT_AFTER, 1, 0)),
    **dict.fromkeys(("IFQQ", "FQIQ", "FQQI"), Form(Action.INSERT_BEFORE, 0, 1)),
    **dict.fromkeys(("QFQI", "IQFQ", "QIFQ"), Form(Action.INSERT_BEFORE, 1, 0)),
    **dict.fromkeys(("RWBQ", "WRBQ", "WBQR", "WBRQ"), _SUBSTITUTE),
}
_WITH_LINES: dict[str, Form] = {
    **_WITH_WORDS,
    **dict.fromkeys(("RBQ", "BQR", "BRQ"), Form(Action.REPLACE_LINES, payload=0)),
    "D": Form(Action.DELETE_LINES),
}
_IN_A_GAP: dict[str, Form] = dict.fromkeys(
    ("IQ", "QI", "XQ", "IXQ", "XIQ", "XQI"), Form(Action.INSERT_BLOCKS, payload=0)
)
_IN_A_PART: dict[str, Form] = {
    **_WITH_WORDS,
    **dict.fromkeys(("RBQ", "BQR", "BRQ", "LQ", "LLQ"), _SUBSTITUTE),
}
_UNQUOTED_BLOCKS = frozenset({"I", "X", "IX", "XI"})
_UNQUOTED_TEXT = frozenset({"RWB", "WRB", "WBR"})
_UNQUOTED_PART = frozenset({"RB", "BR", "L", "LL"})


def _prefixes(*tables: dict[str, Form]) -> frozenset[str]:
    return frozenset(
        letters[:length]
        for table in tables
        for letters in table
        for length in range(len(letters) + 1)
    )


_PREFIXES_AT = _prefixes(_WITH_LINES)
_PREFIXES_INSIDE = _prefixes(_WITH_WORDS)
_PREFIXES_GAP = _prefixes(_IN_A_GAP)
_PREFIXES_PART = _prefixes(_IN_A_PART)
_PREFIXES_ANY = _PREFIXES_AT | _PREFIXES_GAP | _PREFIXES_PART


def form_of(letters: str, place: Place | None) -> Form | None:
    """Return the form that *letters* spell in a sentence with *place*, or None."""
    if place is not None and place.part is not Concern.TEXT:
        return (_IN_A_GAP if place.is_gap else _IN_A_PART).get(letters)
    if place is None or place.where is Where.INSIDE:
        return _WITH_WORDS.get(letters)
    return (_IN_A_GAP if place.is_gap else _WITH_LINES).get(letters)


def can_become_a_form(letters: str, place: Place | None) -> bool:
    """Tell whether *letters* begin a form; without a place, whether they do so with any place."""
    if place is None:
        return letters in _PREFIXES_ANY
    if place.is_gap:
        return letters in _PREFIXES_GAP
    if place.part is not Concern.TEXT:
        return letters in _PREFIXES_PART
    return letters in (_PREFIXES_INSIDE if place.where is Where.INSIDE else _PREFIXES_AT)


def unquoted_form(letters: str, place: Place | None) -> Form | None:
    """Return the form of a sentence that ends with a colon, after which unquoted words may follow."""
    if place is not None and place.part is not Concern.TEXT and not place.is_gap:
        return _SUBSTITUTE if letters in _UNQUOTED_PART else None
    if letters in _UNQUOTED_TEXT and (place is None or not place.is_gap):
        return _SUBSTITUTE
    if place is None or place.where is Where.INSIDE:
        return None
    if place.is_gap:
        return _IN_A_GAP["IQ"] if letters in _UNQUOTED_BLOCKS else None
    return _WITH_LINES["RBQ"] if letters in {"RB", "BR"} else None
