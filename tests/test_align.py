"""Alignment by content, and readable differences."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.diff.align import LEAST_SIMILARITY, Pair, align, similarity
from antragstool.text.tokens import words

units = st.lists(
    st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=5).map(" ".join), max_size=12
)


def bag(unit: str) -> Counter[str]:
    return Counter(words(unit))


@given(units, units)
@settings(max_examples=200, deadline=None)
def test_pairs_increase_on_both_sides_and_are_alike(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert [pair.old for pair in pairs] == sorted({pair.old for pair in pairs})
    assert [pair.new for pair in pairs] == sorted({pair.new for pair in pairs})
    for pair in pairs:
        one, other = old[pair.old], new[pair.new]
        assert one == other or similarity(bag(one), bag(other)) >= LEAST_SIMILARITY


@given(units, st.integers(0, 12))
@settings(max_examples=100, deadline=None)
def test_whatever_stays_is_paired_with_itself(old: list[str], at: int) -> None:
    assert align(old, old) == [Pair(index, index) for index in range(len(old))]
    at = min(at, len(old))
    longer = [*old[:at], "x y z", *old[at:]]
    assert [(old[p.old], longer[p.new]) for p in align(old, longer)] == [
        (unit, unit) for unit in old
    ]


@given(units, units)
@settings(max_examples=100, deadline=None)
def test_the_similarity_is_symmetric_and_between_nothing_and_all(
    old: list[str], new: list[str]
) -> None:
    for one in old:
        for other in new:
            score = similarity(bag(one), bag(other))
            assert 0 <= score <= 1
            assert score == similarity(bag(other), bag(one))
        assert similarity(bag(one), bag(one)) == 1


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["a b c", "d e f"], ["d e f"], [(1, 0)]),
        (["a b c d"], ["x y z", "a b c e"], [(0, 1)]),
        (["a b c d"], ["w x y z"], []),
        (
            ["Punkt 1 da", "Punkt 2 da", "Punkt 3 da"],
            ["Punkt 1 da", "Punkt 3 da"],
            [(0, 0), (2, 1)],
        ),
        ([], ["a"], []),
    ],
)
def test_pairs(old: list[str], new: list[str], pairs: list[tuple[int, int]]) -> None:
    assert [(pair.old, pair.new) for pair in align(old, new)] == pairs
