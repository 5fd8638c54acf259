"""No-break spaces where German and English typesetting wants them, for display only.

Used for text that can wrap: labels, titles, reasons. Never for official lines, which
print exactly what the text says.
"""

from __future__ import annotations

import re

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        r"§§? (?=\d)",
        r"\b(?:Abs\.|Art\.|Nr\.|Ziff\.|Satz|S\.|Bd\.|Seite|Zeilen?|Lines?|Page|p\.|No\.|ca\.) (?=\d)",
        r"\bNach Zeile (?=\d)",
        r"(?<=\d) (?=(?:%|‰|€|EUR|km|kg|Mio\.|Mrd\.|Prozent|Euro|Uhr|Ja\b|Nein\b)(?!\w))",
        r"(?<=\d) (?=(?:yes|no|Enthaltung|Enthaltungen|abstentions?|ungültig)\b)",
        rf"(?<=\d\.) (?=(?:{_MONTHS}|Jahrhundert)\b)",
        r"(?<=\d) (?=[a-z]\b(?!\.))",
        r"\b(?:[zZ]\.|[dD]\.|[uU]\.|[iI]\.|[oO]\.|[vV]\.) (?=[a-zA-ZÄÖÜ]\.)",
        r"\bd\. (?=R\.)",
        r" (?=[–—] )",
    )
)


# Latin letters alone: other scripts break without spaces, and have marks that must not be parted.
_ENDLESS = re.compile(r"[^\s\u0300-\U0010ffff]{200,}")
_PIECE = 60  # characters
_COUNT = re.compile(r"(?<=\d) (?=\w)")


def no_break_counts(text: str) -> str:
    """Return the words of a vote: no number is parted from what was counted."""
    return no_break(_COUNT.sub("\u00a0", text))


def no_break(text: str) -> str:
    """Return *text* with the spaces that must not break replaced by no-break spaces.

    No other character is touched: "§ 25 a", "26,2 %", "z. B.", "5. Mai", "Nr. 5". What is longer
    than any word, such as a picture that was pasted as text, gets places where it may break: to
    find its syllables would take hours.
    """
    text = _ENDLESS.sub(_parted, text)
    for rule in _RULES:
        text = rule.sub(lambda match: match[0].replace(" ", "\u00a0") or "\u00a0", text)
    return text


def _parted(match: re.Match[str]) -> str:
    word = match[0]
    return "\u200b".join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))
