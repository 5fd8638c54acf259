"""From masked text to symbols: every word of a sentence must be one that is known.

A symbol has a kind, one letter; :mod:`forms` spells the sentences that are understood with
these letters. Words that carry no meaning of their own ("wird", "bitte", "das Wort" before
a quotation) are dropped; any other word becomes UNKNOWN, and the sentence is not understood.
So a word that would change the meaning ("nicht", "Satz 2", "jeweils") is never ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from antragstool.instructions.places import PART, PLACE
from antragstool.instructions.quotes import FILL, PLACEHOLDER

PLACE_ = "P"
PART_ = "T"
QUOTE = "Q"
BY = "B"
NEXT = "N"
BEFORE = "F"
REPLACE = "R"
DELETE = "D"
INSERT = "I"
BLOCK = "X"
WHOLE = "W"
BECOMES = "L"
UNKNOWN = "?"
# What parts sentences; never in a form.
COLON, STOP, LINE_END, PARAGRAPH, BULLET = ":", ".", "/", "¶", "*"
VERBS = frozenset({REPLACE, DELETE, INSERT})
_FILLER = "_"

_ARTICLE = r"(?:das|die|der|den|dem|des|the|folgende[nrsm]?|nachfolgende[nrsm]?|following)"
_NOUN = (
    r"(?:Wort(?:e|es|en|s)?|Wörter[n]?|Satz(?:es)?|Sätzen?|Halbsatz(?:es)?|Satzteil(?:e|s)?|Passagen?"
    r"|Textstelle|Textpassage|Formulierung(?:en)?|Begriff(?:e|s|en)?|Zahl(?:en)?|Zusatz|Text(?:es)?"
    r"|Wortlaut|Angaben?|Überschrift|words?|sentences?|text|phrase|passage|number|heading)"
)
_PATTERNS = (
    (QUOTE, rf"{PLACEHOLDER}{FILL}*"),
    (BULLET, r"(?:(?<=\n)|\A)[^\S\n]*(?:[-*•–+]|\(?[0-9]{1,3}[.)]|\(?[a-z]\)|\#{1,6})[^\S\n]+"),
    (PARAGRAPH, r"[^\S\n]*\n\s*\n"),
    (LINE_END, r"[^\S\n]*\n"),
    (PLACE_, PLACE.pattern),
    (PART_, PART.pattern),
    (
        WHOLE,
        (
            r"(?:(?:der|den|des|dem|the)\s+)?"
            r"(?:(?:gesamten?|ganzen?|kompletten?|vollständigen?|gesamter|whole|entire|full)\s+"
            r"(?:Text|Antragstext|Antrag)\b|Antragstext\b)"
        ),
    ),
    (
        BLOCK,
        (
            r"(?:(?:als|as)\s+)?(?:(?:einen?|ein|der|den|an?|the)\s+)?"
            r"(?:(?:neue[rn]?|folgende[rn]?|weitere[rn]?|eigene[rn]?|new|following)\s+)*"
            r"(?:Absatz|Absätze|paragraphs?)\b"
        ),
    ),
    (_FILLER, rf"(?:{_ARTICLE}\s+)*{_NOUN}\s*(?={PLACEHOLDER})"),
    (
        BY,
        (
            r"(?:durch|mit|by|with)(?:\s+(?:(?:den|die|das|the)\s+)?(?:folgende[nrs]?|following)"
            r"(?:\s+(?:neuen?\s+)?(?:Text|Wortlaut|Wörter|Worte|Satz|Formulierung|Passage|Absatz|text|words?))?)?\b"
        ),
    ),
    (
        BECOMES,
        (
            r"(?:(?:ändern|ändere|geändert|changed?)(?:\s+in\b)?|(?:lautet|lauten|reads?)"
            r"(?:\s+(?:neu|nun|künftig|jetzt|wie\s+folgt|as\s+follows))*"
            r"|erhält\s+(?:die\s+)?folgende[nrs]?\s+(?:Fassung|Wortlaut|Titel|Überschrift)"
            r"|(?:wird\s+)?(?:wie\s+folgt|neu)\s+(?:geändert|gefasst|fassen)|neue[rns]?|neu|new"
            rf"|in(?=\s*:?\s*{PLACEHOLDER}))(?=\W|\Z)"
        ),
    ),
    (NEXT, r"(?:nach|hinter|after)\b"),
    (BEFORE, r"(?:vor|before)\b"),
    (REPLACE, r"(?:ersetzen|ersetze|ersetzt|ersetzten|replaced?)\b"),
    (
        DELETE,
        (
            r"(?:streichen|streiche|streicht|gestrichen|löschen|lösche|gelöscht|entfernen|entferne|entfernt"
            r"|entfällt|entfallen|deleted?|strike|struck|removed?)\b"
        ),
    ),
    (
        INSERT,
        (
            r"(?:(?:ein|hinzu)(?:zu)?(?:fügen|füge|gefügt)|(?:ein|hinzu)gefügt|füge|fügt|ergänzen|ergänze|ergänzt"
            r"|insert(?:ed)?|add(?:ed)?)\b"
        ),
    ),
    (
        _FILLER,
        (
            r"(?:wird|werden|ist|sind|soll|sollen|bitte|zu|ein|hinzu|ersatzlos|folgendes|is|are|be|should|shall"
            r"|please|to|out|then|dann)\b"
        ),
    ),
    (COLON, r":"),
    (STOP, r"[.;]"),
    (_FILLER, r"[^\S\n]+|,|\*{1,3}|_{1,3}|[-–—](?=\s)|[()]"),
    (UNKNOWN, r"\w+|."),
)
_SYMBOL = re.compile(
    "|".join(f"(?P<s{index}>{pattern})" for index, (_kind, pattern) in enumerate(_PATTERNS)),
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One known word or mark: its kind and the range it takes in the source."""

    kind: str
    start: int
    end: int


def read_symbols(masked: str) -> tuple[Symbol, ...]:
    """Read the symbols of a masked source, without fillers."""
    found: list[Symbol] = []
    for match in _SYMBOL.finditer(masked):
        kind = _PATTERNS[int((match.lastgroup or "s0")[1:])][0]
        if kind != _FILLER:
            found.append(Symbol(kind, match.start(), match.end()))
    return tuple(found)
