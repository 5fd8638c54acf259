"""Words that speak of the text instead of being it: instructions, reasons, greetings of a letter.

Only ever used to stop and ask, never to decide what somebody meant.
"""

from __future__ import annotations

import re
from collections import Counter

_CHANGES = re.compile(
    r"\b(?:Zeilen?|Z\.|Lines?)\s*\d|\b(?:streichen?|gestrichen)\b|\bersetz(?:en|t|e)\b"
    r"|\bein(?:zu)?f(?:ü|ue)gen\b|\beingef(?:ü|ue)gt\b|\bf(?:ü|ue)ge\b|\b(?:ergänzen?|hinzuf(?:ü|ue)gen)\b"
    r"|\b(?:beantrag|abänder)|\bAntragsteller|^(?:resolution|submitter|subject|form|antrag)\s*:"
    r"|\b(?:replace|delete|insert)\b",
    re.IGNORECASE,
)
_REASONS = re.compile(r"\W*(?:Begr(?:ü|ue)ndung|Reasons)\b\s*(?:[*_]*\s*:|[*_]*$)", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hallo|moin|servus|hi|liebe[rs]?\s+\w+|sehr geehrte|guten (?:tag|morgen|abend)|dear\s+\w+"
    r"|(?:viele|liebe|beste|herzliche|freundliche|solidarische|sozialistische) gr(?:ü|ue)(?:ß|ss)e"
    r"|mit (?:freundlichen|solidarischen|besten|herzlichen|sozialistischen) gr(?:ü|ue)(?:ß|ss)en"
    r"|(?:kind|best) regards|(?:vielen|herzlichen) dank)\b[^.]{0,80}$",
    re.IGNORECASE,
)


def speaks_of_changes(words: str, known: str = "") -> bool:
    """Tell whether *words* speak of a change of the text as *known*, which they replace, does not."""
    said = Counter(match.casefold() for match in _CHANGES.findall(words))
    return bool(said - Counter(match.casefold() for match in _CHANGES.findall(known)))


def opens_reasons(words: str) -> bool:
    """Tell whether a paragraph begins the reasons although it is no heading for them."""
    return bool(_REASONS.match(words))


def is_greeting(words: str) -> bool:
    """Tell whether a paragraph is the salutation, thanks or closing of a letter."""
    return bool(_GREETING.match(words))
