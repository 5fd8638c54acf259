"""Edits from two texts: blocks are aligned by content, then words inside each pair.

A block that was split, or two that were joined, are compared as one, so that the edit is
the line end alone. What has no partner is an inserted or a deleted block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.diff.align import Pair, align, similarity
from antragstool.diff.readable import make_readable, mostly_changed
from antragstool.diff.sentences import split_sentences
from antragstool.diff.words import Step, compare_tokens, join_steps
from antragstool.model.edit import Edit
from antragstool.text.blocks import Block, Text
from antragstool.text.tokens import flat_tokens, words

_LONG_BLOCK = 400
_CLEARLY_BETTER = 0.08


@dataclass(slots=True)
class _Group:
    """Blocks of both sides that are compared as one: half-open ranges of indices."""

    old: tuple[int, int]
    new: tuple[int, int]


def compare(old: Text, new: Text) -> tuple[Edit, ...]:
    """Return the edits that make *new* of *old*; applied to the flat form of *old* they give that of *new*."""
    if not old.blocks:
        return (Edit(0, "", new.flat),) if new.blocks else ()
    steps: list[Step] = []
    for group in _groups(old, new):
        steps += _compare_group(
            [block.flat for block in old.blocks[slice(*group.old)]],
            [block.flat for block in new.blocks[slice(*group.new)]],
        )
    return _edits(steps, old.flat)


def _groups(old: Text, new: Text) -> Iterator[_Group]:
    """Yield groups that cover both texts, in order; unpaired blocks come as one-sided groups."""
    pairs = align([block.flat for block in old.blocks], [block.flat for block in new.blocks])
    groups = [_Group((pair.old, pair.old + 1), (pair.new, pair.new + 1)) for pair in pairs]
    _take_neighbours(groups, old, new)
    position_old = position_new = 0
    end = _Group((len(old.blocks), len(old.blocks)), (len(new.blocks), len(new.blocks)))
    for group in [*groups, end]:
        if position_old < group.old[0] or position_new < group.new[0]:
            yield _Group((position_old, group.old[0]), (position_new, group.new[0]))
        if group is not end:
            yield group
        position_old, position_new = group.old[1], group.new[1]


def _take_neighbours(groups: list[_Group], old: Text, new: Text) -> None:
    """Widen a pair by its unpaired neighbours where that makes both sides clearly more alike: splits, joins."""
    bags_old = [Counter(words(block.content)) for block in old.blocks]
    bags_new = [Counter(words(block.content)) for block in new.blocks]
    for index, group in enumerate(groups):
        first_old, first_new = (
            groups[index - 1].old[1] if index else 0,
            groups[index - 1].new[1] if index else 0,
        )
        following = groups[index + 1] if index + 1 < len(groups) else None
        last_old = following.old[0] if following else len(old.blocks)
        last_new = following.new[0] if following else len(new.blocks)
        group.new = _widen(group.new, (first_new, last_new), bags_new, _sum(bags_old, group.old))
        group.old = _widen(group.old, (first_old, last_old), bags_old, _sum(bags_new, group.new))


def _sum(bags: Sequence[Counter[str]], span: tuple[int, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for bag in bags[slice(*span)]:
        total.update(bag)
    return total


def _widen(
    span: tuple[int, int],
    limits: tuple[int, int],
    bags: Sequence[Counter[str]],
    partner: Counter[str],
) -> tuple[int, int]:
    first, last = span
    bag = _sum(bags, span)
    score = similarity(bag, partner)
    if score > 1 - _CLEARLY_BETTER:
        return span
    for step in (1, -1):
        candidate = last if step > 0 else first - 1
        while limits[0] <= candidate < limits[1]:
            wider = bag + bags[candidate]
            better = similarity(wider, partner)
            if better < score + _CLEARLY_BETTER:
                break
            bag, score = wider, better
            first, last = min(first, candidate), max(last, candidate + 1)
            candidate += step
    return first, last


def _compare_group(old: list[str], new: list[str]) -> list[Step]:
    """Compare the lines of a group; every line of the flat form is followed by a line end."""
    tokens_old = [token for line in old for token in [*flat_tokens(line), "\n"]]
    tokens_new = [token for line in new for token in [*flat_tokens(line), "\n"]]
    if old == new:
        return [Step(tokens_old, tokens_new)]
    if not old or not new:
        return [Step(tokens_old, tokens_new)]
    steps = make_readable(_compare_words(tokens_old, tokens_new))
    if mostly_changed(steps):
        return _whole(tokens_old, tokens_new)
    return steps


def _whole(old: list[str], new: list[str]) -> list[Step]:
    """Give the blocks as replaced, but for an equal prefix before and the line end behind them."""
    prefix = int(old[0] == new[0] and bool(Block.from_flat(old[0]).prefix))
    return join_steps(
        [
            Step(old[:prefix], new[:prefix]),
            Step(old[prefix:-1], new[prefix:-1]),
            Step(["\n"], ["\n"]),
        ]
    )


def _compare_words(old: list[str], new: list[str]) -> list[Step]:
    if max(len(old), len(new)) <= _LONG_BLOCK:
        return compare_tokens(old, new)
    sentences_old, sentences_new = split_sentences(old), split_sentences(new)
    pairs = align(["".join(s) for s in sentences_old], ["".join(s) for s in sentences_new])
    steps: list[Step] = []
    position_old = position_new = 0
    for pair in [*pairs, Pair(len(sentences_old), len(sentences_new))]:
        between_old = [token for s in sentences_old[position_old : pair.old] for token in s]
        between_new = [token for s in sentences_new[position_new : pair.new] for token in s]
        steps.append(Step(between_old, between_new))
        if pair.old < len(sentences_old):
            steps += compare_tokens(sentences_old[pair.old], sentences_new[pair.new])
        position_old, position_new = pair.old + 1, pair.new + 1
    return join_steps(steps)


def _edits(steps: Sequence[Step], flat: str) -> tuple[Edit, ...]:
    """Turn steps over lines that all end with a line end into edits of *flat*, whose last line does not."""
    edits: list[Edit] = []
    position = 0
    for step in join_steps(steps):
        before, after = "".join(step.old), "".join(step.new)
        if before != after:
            _append(edits, Edit(position, before, after))
        position += len(before)
    if edits:
        last = _within(edits.pop(), flat)
        if last is not None:
            _append(edits, last)
    return tuple(edits)


def _within(edit: Edit, flat: str) -> Edit | None:
    """Take the line end that is not there out of the last edit, if that reaches the end of the text."""
    start, old, new = edit.start, edit.old, edit.new
    if edit.end <= len(flat):
        return edit
    if start and not (old and new):
        # "\nblock" before the missing line end is the same as "block\n" after it.
        start -= 1
        old, new = ("\n" + old)[: len(old)], ("\n" + new)[: len(new)]
    else:
        old, new = old[:-1], new[:-1]
    return Edit(start, old, new) if old != new else None


def _append(edits: list[Edit], edit: Edit) -> None:
    """Add an edit; one that begins where the edit before it ends is joined to it."""
    if edits and edits[-1].end == edit.start:
        last = edits.pop()
        edit = Edit(last.start, last.old + edit.old, last.new + edit.new)
    edits.append(edit)
