"""Tokens: what a mark never cuts.

A word with its inner apostrophe, star, colon, slash or hyphen ("Schüler*innen",
"Bund-Länder-Ausschuss", "Jede/r"), a number with its separators ("1.000", "26,2 %",
"31.12.2026", "§ 25 a"), a run of space, one punctuation mark, a line end of the flat form,
the prefix of a block.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from antragstool.text.blocks import Block

if TYPE_CHECKING:
    import regex

_PATTERN = r"""
    §{1,2}\s?\d+(?:\s?[a-z](?![\p{L}\p{M}\p{N}]))?                 # § 25 a
  | (?<![\p{L}\p{N}])[+\-–]?\d+(?:[.,]\d+)*[^\S\n]?[%‰€](?!\p{L})   # -3,5 %
  | -?[\p{L}\p{M}\p{N}_]+                                         # words, 1.000, 31.12.2026
    (?:(?:(?<=\d)[.,](?=\d)|[*:/'’\-‐‑·]+)[\p{L}\p{M}\p{N}_]+)*-?
  | \n
  | [^\S\n]+
  | .
"""


@functools.cache
def _token() -> regex.Pattern[str]:
    import regex

    return regex.compile(_PATTERN, regex.VERBOSE | regex.DOTALL)


def tokens(text: str) -> list[str]:
    """Split a piece of content (no block prefixes) into tokens; their concatenation is *text*."""
    return _token().findall(text)


def flat_tokens(flat: str) -> list[str]:
    """Split a flat text into tokens, with each block's prefix as one token."""
    out: list[str] = []
    for index, line in enumerate(flat.split("\n")):
        if index:
            out.append("\n")
        block = Block.from_flat(line)
        if block.prefix:
            out.append(block.prefix)
        out += tokens(block.content)
    return out


@functools.lru_cache(maxsize=65_536)
def is_word(token: str) -> bool:
    """Tell whether *token* is a word or a number, not space or punctuation."""
    return any(character.isalnum() for character in token)


def words(text: str) -> list[str]:
    """Return the words and numbers of *text*."""
    return [token for token in tokens(text) if is_word(token)]
