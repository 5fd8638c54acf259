"""The passage of a text that is most like words which stand nowhere in it.

Only ever a suggestion in a message, marked as a guess; it decides nothing. A window of as
many words as were quoted slides over the text; the best few are compared by character.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from antragstool.instructions.words_of_text import Occurrence, VisibleText
from antragstool.text.tokens import is_word, tokens

_MOST_WORDS = 300
_MOST_CHARACTERS = 600
_CANDIDATES = 8
_ALIKE = 0.6
_ALIKE_WORD = 0.75


@dataclass(frozen=True, slots=True)
class _Word:
    first: int
    last: int
    key: str


def nearest(visible: VisibleText, quoted: str, within: tuple[int, int] | None) -> Occurrence | None:
    """Return the passage most like *quoted*, or None if nothing is; *within* (flat) wins a tie."""
    wanted = [token.casefold() for token in tokens(" ".join(quoted.split())) if is_word(token)]
    wanted = wanted[:_MOST_WORDS]
    text_words = _words(visible.visible)
    if not wanted or not text_words:
        return None
    enough = _ALIKE if len(wanted) > 1 else _ALIKE_WORD
    best: tuple[float, bool, int] = (0.0, False, 0)
    found: Occurrence | None = None
    for index in _candidates(text_words, wanted):
        window = text_words[index : index + len(wanted)]
        first, last = window[0].first, window[-1].last
        occurrence = Occurrence(
            visible.positions[first], visible.positions[last - 1] + 1, first, last
        )
        score = _alike(" ".join(wanted), visible.visible[first:last].casefold())
        inside = within is not None and within[0] <= occurrence.start < within[1]
        if (score, inside, -index) > best and score >= enough:
            best, found = (score, inside, -index), occurrence
    return found


def _words(visible: str) -> list[_Word]:
    found: list[_Word] = []
    index = 0
    for token in tokens(visible):
        if is_word(token):
            found.append(_Word(index, index + len(token), token.casefold()))
        index += len(token)
    return found


def _candidates(text_words: list[_Word], wanted: list[str]) -> list[int]:
    """Return the starts of the windows that share most words, or word beginnings, with *wanted*."""
    missing = Counter(word[:5] for word in wanted)
    size = min(len(wanted), len(text_words))
    shared = 0
    scores: list[int] = []
    have: Counter[str] = Counter()
    for index, word in enumerate(text_words):
        key = word.key[:5]
        shared += have[key] < missing[key]
        have[key] += 1
        if index >= size:
            old = text_words[index - size].key[:5]
            have[old] -= 1
            shared -= have[old] < missing[old]
        if index >= size - 1:
            scores.append(shared)
    if len(wanted) == 1:
        return _like_word(text_words, wanted[0])
    return heapq.nlargest(_CANDIDATES, range(len(scores)), key=lambda at: (scores[at], -at))


def _like_word(text_words: list[_Word], wanted: str) -> list[int]:
    """Return the places of the words most like a single one."""
    scores = {word: _alike(word, wanted) for word in {word.key for word in text_words}}
    return heapq.nlargest(
        _CANDIDATES, range(len(text_words)), key=lambda at: (scores[text_words[at].key], -at)
    )


def _alike(one: str, two: str) -> float:
    one, two = one[:_MOST_CHARACTERS], two[:_MOST_CHARACTERS]
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
