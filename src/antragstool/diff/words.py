"""The word difference: the one home of diff-match-patch.

Tokens are mapped to single characters, so that the library compares words and never cuts
one. Its time limit is off: the same input gives the same answer on every machine. Work is
bounded instead: two sequences that are both longer than ``LARGEST`` after their equal ends
are trimmed are not compared word by word but given as replaced.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LARGEST = 1_200
_MOST = 60_000
_FIRST_CHARACTER = 0x100
_SURROGATES = range(0xD800, 0xE000)


@dataclass(slots=True)
class Step:
    """A run of tokens of both sides: equal on both, or *old* replaced by *new*."""

    old: list[str]
    new: list[str]

    @property
    def same(self) -> bool:
        """Whether nothing changed in this run."""
        return self.old == self.new


def compare_tokens(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Return the steps from *old* to *new*; equal and changed steps alternate."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner_old = list(old[head : len(old) - tail])
    inner_new = list(new[head : len(new) - tail])
    steps: list[Step] = []
    if head:
        steps.append(Step(list(old[:head]), list(old[:head])))
    sizes = sorted((len(inner_old), len(inner_new)))
    if not sizes[0] or sizes[0] > LARGEST or sizes[1] > _MOST:
        if inner_old or inner_new:
            steps.append(Step(inner_old, inner_new))
    else:
        steps += _compare(inner_old, inner_new)
    if tail:
        end = list(old[len(old) - tail :])
        steps.append(Step(end, list(end)))
    return join_steps(steps)


def join_steps(steps: Sequence[Step]) -> list[Step]:
    """Join neighbouring steps of one kind; the steps returned share no lists with those given."""
    joined: list[Step] = []
    last_same = False
    for step in steps:
        if not step.old and not step.new:
            continue
        same = step.same
        if joined and last_same == same:
            joined[-1].old.extend(step.old)
            joined[-1].new.extend(step.new)
        else:
            joined.append(Step(list(step.old), list(step.new)))
        last_same = same
    return joined


def _compare(old: list[str], new: list[str]) -> list[Step]:
    characters: dict[str, str] = {}
    names: dict[str, str] = {}

    def encode(tokens: list[str]) -> str:
        for token in tokens:
            if token not in characters:
                code = _FIRST_CHARACTER + len(characters)
                if code >= _SURROGATES.start:
                    code += len(_SURROGATES)
                characters[token] = chr(code)
                names[chr(code)] = token
        return "".join(characters[token] for token in tokens)

    steps: list[Step] = []
    for operation, run in _engine().diff_main(encode(old), encode(new), False):
        words = [names[character] for character in run]
        if operation == 0:
            steps.append(Step(words, list(words)))
        else:
            step = Step(words, []) if operation < 0 else Step([], words)
            steps.append(step)
    return steps


@functools.cache
def _engine() -> Any:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    return engine
