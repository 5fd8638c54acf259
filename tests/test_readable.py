from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.diff.readable import make_readable, mostly_changed
from antragstool.diff.words import Step, compare_tokens, join_steps
from antragstool.text.tokens import tokens

runs = st.lists(st.sampled_from(["ab", "cd", " ", ".", ",", "\n", "ef"]), max_size=25)


def sides(steps: list[Step]) -> tuple[list[str], list[str]]:
    return [t for s in steps for t in s.old], [t for s in steps for t in s.new]


@given(runs, runs)
@settings(max_examples=300, deadline=None)
def test_a_readable_difference_says_the_same(old: list[str], new: list[str]) -> None:
    steps = compare_tokens(old, new)
    assert sides(steps) == (old, new)
    assert sides(make_readable(steps)) == (old, new)
    assert sides(steps) == (old, new)  # what was given is not touched


@given(runs, runs)
@settings(max_examples=100, deadline=None)
def test_joined_steps_alternate(old: list[str], new: list[str]) -> None:
    joined = join_steps(compare_tokens(old, new))
    assert sides(joined) == (old, new)
    for step in joined:
        assert step.old or step.new


def difference(old: str, new: str) -> list[tuple[str, str]]:
    steps = make_readable(compare_tokens(tokens(old), tokens(new)))
    return [("".join(step.old), "".join(step.new)) for step in steps if not step.same]


def test_a_lone_word_between_two_changes_is_no_anchor() -> None:
    assert difference("alte rote Häuser der großen Stadt hier", "neue blaue Wege der kleinen Orte hier") == [
        ("alte rote Häuser der großen Stadt", "neue blaue Wege der kleinen Orte")
    ]  # fmt: skip


def test_a_change_does_not_reach_across_a_full_stop() -> None:
    assert len(difference("Ich sah Haus. Baum steht da", "Ich sah Hof. Busch steht da")) == 2


def test_an_insertion_slides_to_the_start_of_its_sentence() -> None:
    old, new = "Wir gehen. Wir stehen.", "Wir gehen. Wir sitzen. Wir stehen."
    assert difference(old, new) == [("", "Wir sitzen. ")]


def test_how_much_counts_as_mostly() -> None:
    same, other = Step(["a"] * 4, ["a"] * 4), Step(["b"] * 6, ["c"] * 6)
    assert not mostly_changed([same, other])
    assert mostly_changed([same, Step(["b"] * 7, ["c"] * 7)])
    assert not mostly_changed([same, Step([], ["c"] * 90)])
