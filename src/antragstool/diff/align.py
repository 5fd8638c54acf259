"""Alignment of two sequences of units (blocks, or the sentences of a long block) by content.

First the units that stand once on either side and are equal hold the two sequences together
(the longest increasing run of them); between two of these, equal neighbours are matched, and
what is left is paired by similarity: the words that two units share, whatever their order.
Units too unlike each other are never paired. The work is bounded: in a large gap only the
units that share a rare word, or stand at the same distance from the gap's ends, are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.text.tokens import words

LEAST_SIMILARITY = 0.3
_ALL_PAIRS = 2_500
_RARE = 8
_NEAR = 2
_BEST = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Unit *old* of the one side belongs to unit *new* of the other."""

    old: int
    new: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the pairs of units that belong together, increasing on both sides."""
    pairs: list[Pair] = []
    position_old = position_new = 0
    for anchor in [*_anchors(old, new), Pair(len(old), len(new))]:
        pairs += _gap(old, new, (position_old, anchor.old), (position_new, anchor.new))
        if anchor.old < len(old):
            pairs.append(anchor)
        position_old, position_new = anchor.old + 1, anchor.new + 1
    return pairs


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the longest increasing run of equal units that are unique on both sides."""
    count_old, count_new = Counter(old), Counter(new)
    place = {unit: index for index, unit in enumerate(new) if count_new[unit] == 1}
    candidates = [
        Pair(index, place[unit])
        for index, unit in enumerate(old)
        if count_old[unit] == 1 and unit in place
    ]
    return _heaviest_chain([(pair, 1.0) for pair in candidates])


def _gap(
    old: Sequence[str], new: Sequence[str], span_old: tuple[int, int], span_new: tuple[int, int]
) -> list[Pair]:
    """Pair the units between two anchors."""
    (first_old, last_old), (first_new, last_new) = span_old, span_new
    head: list[Pair] = []
    while first_old < last_old and first_new < last_new and old[first_old] == new[first_new]:
        head.append(Pair(first_old, first_new))
        first_old, first_new = first_old + 1, first_new + 1
    tail: list[Pair] = []
    while first_old < last_old and first_new < last_new and old[last_old - 1] == new[last_new - 1]:
        last_old, last_new = last_old - 1, last_new - 1
        tail.append(Pair(last_old, last_new))
    if first_old == last_old or first_new == last_new:
        return head + tail[::-1]
    bags_old = {index: Counter(words(old[index])) for index in range(first_old, last_old)}
    bags_new = {index: Counter(words(new[index])) for index in range(first_new, last_new)}
    # Squared, so that one good pair weighs more than two poor ones.
    weighted = [
        (pair, score * score)
        for pair in sorted(set(_candidates(bags_old, bags_new)), key=lambda p: (p.old, p.new))
        if (score := similarity(bags_old[pair.old], bags_new[pair.new])) >= LEAST_SIMILARITY
    ]
    return head + _heaviest_chain(weighted) + tail[::-1]


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two bags of words have in common, 0 to 1 (Dice)."""
    total = one.total() + other.total()
    if not total:
        return 1.0
    if len(one) > len(other):
        one, other = other, one
    return 2 * sum(min(count, other[word]) for word, count in one.items() if word in other) / total


def _candidates(old: dict[int, Counter[str]], new: dict[int, Counter[str]]) -> Iterator[Pair]:
    if len(old) * len(new) <= _ALL_PAIRS:
        yield from (Pair(i, j) for i in old for j in new)
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for index, bag in new.items():
        for word in bag:
            holders[word].append(index)
    first_old, first_new = min(old), min(new)
    last_old, last_new = max(old), max(new)
    for index, bag in old.items():
        shared: Counter[int] = Counter()
        for word in bag:
            if len(found := holders.get(word, ())) <= _RARE:
                shared.update(found)
        yield from (Pair(index, other) for other, _count in shared.most_common(_BEST))
        for distance in range(-_NEAR, _NEAR + 1):
            from_start = index - first_old + first_new + distance
            from_end = last_new - (last_old - index) + distance
            yield from (Pair(index, other) for other in (from_start, from_end) if other in new)


def _heaviest_chain(weighted: Sequence[tuple[Pair, float]]) -> list[Pair]:
    """Return the chain of pairs, increasing on both sides, with the largest sum of weights.

    *weighted* is sorted by the old side. A binary indexed tree over the new side holds the best
    chain that ends at or before each place, so the cost is n log n.
    """
    places = sorted({pair.new for pair, _weight in weighted})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    chains: list[tuple[Pair, int]] = []
    waiting: list[tuple[int, float, int]] = []

    def store(place: int, weight: float, chain: int) -> None:
        while place < len(best):
            if weight > best[place][0]:
                best[place] = (weight, chain)
            place += place & -place

    def look_up(place: int) -> tuple[float, int]:
        found = (0.0, -1)
        while place:
            found = max(found, best[place], key=lambda entry: entry[0])
            place -= place & -place
        return found

    current = -1
    for pair, weight in weighted:
        if pair.old != current:
            for entry in waiting:
                store(*entry)
            waiting, current = [], pair.old
        place = bisect_left(places, pair.new) + 1
        total, previous = look_up(place - 1)
        chains.append((pair, previous))
        waiting.append((place, total + weight, len(chains) - 1))
    for entry in waiting:
        store(*entry)
    chain: list[Pair] = []
    at = look_up(len(places))[1] if places else -1
    while at >= 0:
        pair, at = chains[at]
        chain.append(pair)
    return chain[::-1]
