"""Sentences of a run of tokens, as far as alignment and sliding need them."""

from __future__ import annotations

from collections.abc import Sequence

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("“”\"'’»«)]")


def ends_sentence(tokens: Sequence[str], index: int) -> bool:
    """Tell whether a new sentence may begin at *index*: at a block's start, or after ". "."""
    if index <= 0 or tokens[index - 1] == "\n" or tokens[index - 1].endswith("# "):
        return True
    if not tokens[index - 1].isspace():
        return False
    at = index - 2
    while at >= 0 and tokens[at] in _CLOSERS:
        at -= 1
    return at >= 0 and tokens[at] in _ENDS


def split_sentences(tokens: Sequence[str]) -> list[list[str]]:
    """Split tokens into sentences, each with the space behind it; a line end is a piece of its own."""
    pieces: list[list[str]] = [[]]
    for index, token in enumerate(tokens):
        if pieces[-1] and (token == "\n" or ends_sentence(tokens, index)):
            pieces.append([])
        pieces[-1].append(token)
    return [piece for piece in pieces if piece]
