"""Making a word difference readable without changing what it says.

Islands of a few equal words between two changes are taken into the change; a pure
insertion or deletion slides to the start of a sentence where both readings are equal;
a block of which more than 60 % of the words changed is given as old whole, new whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from antragstool.diff.sentences import ends_sentence
from antragstool.diff.words import Step, join_steps
from antragstool.text.tokens import is_word

_ISLAND_WORDS = 2
_WHOLE_ABOVE = 0.6
_SENTENCE_ENDS = frozenset(".!?\n")


def make_readable(steps: Sequence[Step]) -> list[Step]:
    """Return the same difference with islands absorbed and changes slid."""
    return _slide_all(_absorb(join_steps(steps)))


def mostly_changed(steps: Sequence[Step]) -> bool:
    """Tell whether more than 60 % of the words that could have stayed were replaced."""
    same = sum(_count(step.old) for step in steps if step.same)
    old = sum(_count(step.old) for step in steps)
    new = sum(_count(step.new) for step in steps)
    least = min(old, new)
    return least > 0 and same < (1 - _WHOLE_ABOVE) * least


def _count(tokens: Sequence[str]) -> int:
    return sum(1 for token in tokens if is_word(token))


def _up_to_three(tokens: Sequence[str]) -> int:
    """Count words, but no more than an island's weight depends on: a change may have grown long."""
    return sum(1 for _word in islice(filter(is_word, tokens), 3))


def _absorb(steps: list[Step]) -> list[Step]:
    """Join changes that are parted only by a blank, a comma, or up to two words."""
    out: list[Step] = []
    for step in steps:
        out.append(step)
        while len(out) >= 3 and not out[-1].same and _is_island(out[-3], out[-2], out[-1]):
            last, island, first = out.pop(), out.pop(), out.pop()
            first.old += island.old + last.old
            first.new += island.new + last.new
            out.append(first)
    return out


def _is_island(before: Step, island: Step, after: Step) -> bool:
    if before.same or not island.same or _SENTENCE_ENDS.intersection(island.old):
        return False
    weights = [max(_up_to_three(step.old), _up_to_three(step.new)) for step in (before, after)]
    number = _count(island.old)
    if not number:
        # Only a blank or a comma: never glue two pure insertions or deletions to a replacement.
        return sum(weights) >= 2
    return number <= _ISLAND_WORDS and number <= min(weights)


def _slide_all(steps: list[Step]) -> list[Step]:
    steps = [Step([], []), *steps, Step([], [])]  # room for what a change at the rim slides past
    for index, step in enumerate(steps):
        if not step.same and not (step.old and step.new):
            _slide(steps, index)
    return join_steps(steps)


def _slide(steps: list[Step], index: int) -> None:
    """Move a pure insertion or deletion to the best of its equivalent places."""
    step = steps[index]
    run = list(step.old or step.new)
    before = list(steps[index - 1].old)
    after = list(steps[index + 1].old)
    around = before + run + after
    low = len(before)
    while low and around[low - 1] == around[low - 1 + len(run)]:
        low -= 1
    high = len(before)
    while high + len(run) < len(around) and around[high] == around[high + len(run)]:
        high += 1
    original = len(before)
    best = max(range(low, high + 1), key=lambda at: (_rank(around, at), -abs(at - original)))
    if best == original:
        return
    moved = around[best : best + len(run)]
    steps[index] = Step(moved, []) if step.old else Step([], moved)
    ahead = around[:best]
    steps[index - 1] = Step(ahead, list(ahead))
    behind = around[best + len(run) :]
    steps[index + 1] = Step(behind, list(behind))


def _rank(around: Sequence[str], start: int) -> int:
    """Rank a place: at the start of a block, of a sentence, of a word, anywhere."""
    if start == 0 or around[start - 1] == "\n":
        return 3
    first = around[start]
    if not first.isspace() and ends_sentence(around, start):
        return 2
    return 1 if is_word(first) or (not first.isspace() and around[start - 1].isspace()) else 0
