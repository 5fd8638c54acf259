"""From counts to outcomes: every rule as a table."""

import itertools

import pytest

from antragstool.model.decision import Majority, Outcome, PartResult, Vote
from antragstool.workflow.labels import parts_text, result_text, vote_text
from antragstool.workflow.votes import ballots, contradictions, decide, doubts, reached

A, R, Q = Outcome.ADOPTED, Outcome.REJECTED, Outcome.QUORUM_MISSED


@pytest.mark.parametrize(
    ("rule", "yes", "no", "abstain", "outcome"),
    [
        ("simple", 1, 0, 0, A), ("simple", 0, 0, 0, R), ("simple", 5, 5, 0, R), ("simple", 6, 5, 90, A), ("simple", 5, 6, 0, R),
        ("absolute", 0, 0, 0, R), ("absolute", 5, 5, 0, R), ("absolute", 6, 4, 2, R), ("absolute", 7, 4, 2, A), ("absolute", 5, 4, 1, R),
        ("two-thirds", 0, 0, 0, R), ("two-thirds", 0, 0, 9, R), ("two-thirds", 2, 1, 90, A), ("two-thirds", 1, 1, 0, R),
        ("two-thirds", 67, 34, 0, R), ("two-thirds", 68, 34, 0, A), ("two-thirds", 1, 0, 0, A),
        ("three-quarters", 0, 0, 0, R), ("three-quarters", 3, 1, 0, A), ("three-quarters", 2, 1, 0, R), ("three-quarters", 299, 100, 0, R),
    ],
)  # fmt: skip
def test_the_table_of_rules(rule: str, yes: int, no: int, abstain: int, outcome: Outcome) -> None:
    assert decide(Vote(yes=yes, no=no, abstain=abstain), Majority(rule)) is outcome


@pytest.mark.parametrize(
    ("yes", "entitled", "outcome"), [(0, 0, R), (50, 100, R), (51, 100, A), (50, 99, A), (49, 99, R), (5, None, None)]
)  # fmt: skip
def test_the_majority_of_members(yes: int, entitled: int | None, outcome: Outcome | None) -> None:
    assert decide(Vote(yes=yes, no=1, entitled=entitled), Majority.MEMBERS) is outcome


@pytest.mark.parametrize("rule", list(Majority))
def test_whoever_loses_by_more_never_wins(rule: Majority) -> None:
    for yes, no in itertools.product(range(7), repeat=2):
        vote = Vote(yes=yes, no=no, abstain=0, entitled=12)
        if reached(vote, rule):
            assert yes > no or rule is Majority.MEMBERS
            assert yes > 0
            assert reached(Vote(yes=yes + 1, no=no, abstain=0, entitled=12), rule)


@pytest.mark.parametrize("rule", list(Majority))
def test_missing_counts_decide_nothing(rule: Majority) -> None:
    assert decide(Vote(), rule) is None
    assert decide(Vote(no=3), rule) is None
    assert decide(Vote(wording="einstimmig"), rule) is None
    assert decide(Vote(yes=3), rule) is None
    if rule is Majority.ABSOLUTE:
        assert decide(Vote(yes=3, no=1), rule) is None


def test_a_missed_quorum_is_a_result_of_its_own() -> None:
    vote = Vote(yes=10, no=2, abstain=1)
    assert decide(vote, Majority.SIMPLE, quorum=14) is Q
    assert decide(vote, Majority.SIMPLE, quorum=13) is A
    assert decide(Vote(yes=10, no=2, cast=20), Majority.SIMPLE, quorum=14) is A
    assert decide(Vote(cast=13), Majority.SIMPLE, quorum=14) is Q
    assert decide(Vote(), Majority.SIMPLE, quorum=14) is None


def test_ballots_are_as_stated_or_the_sum() -> None:
    assert ballots(Vote(yes=1, no=2, abstain=3, invalid=4)) == 10
    assert ballots(Vote(yes=1, no=2, cast=9)) == 9
    assert ballots(Vote()) is None


@pytest.mark.parametrize(
    ("vote", "outcome", "number"),
    [
        (Vote(yes=3, no=1), A, 0),
        (Vote(yes=1, no=3), A, 1),
        (Vote(yes=1, no=3), R, 0),
        (Vote(yes=3, no=1), R, 1),
        (Vote(yes=3, no=1), Q, 1),
        (Vote(yes=3, no=1), Outcome.ADOPTED_AS_AMENDED, 0),
        (Vote(yes=1, no=3), Outcome.ADOPTED_AS_AMENDED, 1),
        (Vote(yes=1, no=3), Outcome.REFERRED, 0),
        (Vote(yes=1, no=3), Outcome.WITHDRAWN, 0),
        (Vote(yes=3, no=1), None, 0),
        (Vote(), A, 0),
        (Vote(wording="einstimmig"), A, 0),
        (Vote(yes=3, no=1, cast=3), A, 1),
        (Vote(yes=3, no=1, cast=4), A, 0),
        (Vote(yes=3, no=1, cast=9), A, 0),
        (Vote(yes=3, no=1, entitled=3), A, 1),
        (Vote(yes=3, no=1, cast=9, entitled=8), A, 1),
        (Vote(yes=3, no=1, invalid=2, cast=5, entitled=4), R, 3),
        (Vote(yes=0, no=0), A, 1),
    ],
)
def test_what_cannot_be_right_is_named(vote: Vote, outcome: Outcome | None, number: int) -> None:
    assert len(contradictions(vote, outcome, Majority.SIMPLE)) == number


def test_an_outcome_against_the_quorum_is_a_contradiction() -> None:
    vote = Vote(yes=3, no=1)
    assert contradictions(vote, A, Majority.SIMPLE, quorum=10)
    assert not contradictions(vote, Q, Majority.SIMPLE, quorum=10)
    assert not contradictions(vote, Outcome.ADJOURNED, Majority.SIMPLE, quorum=10)


def test_ballots_that_nobody_counted_are_a_doubt_and_no_error() -> None:
    assert doubts(Vote(yes=3, no=1, abstain=1, cast=6)) == (
        "5 votes were counted of 6 ballots cast; 1 are missing.",
    )
    assert not doubts(Vote(yes=3, no=1, abstain=1, invalid=1, cast=6))
    assert not doubts(Vote(yes=3, no=1, cast=6))
    assert not doubts(Vote(yes=3, no=1, abstain=1))


def test_the_words_of_a_vote_name_the_body_and_the_list() -> None:
    vote = Vote(yes=3, no=1, majority=Majority.ABSOLUTE, body="Landesausschuss", en_bloc=True)
    words = "3 yes, 1 no; absolute majority of the votes cast required; Landesausschuss; en bloc"
    assert vote_text(vote) == words
    assert result_text(A, vote) == f"adopted ({words})"
    assert result_text(R, None) == "rejected"


def test_the_words_for_parts_name_what_is_open() -> None:
    parts = (PartResult((1, 4), A), PartResult((2,), R), PartResult((3,), A, Vote(yes=1)))
    assert parts_text(parts, (5,)) == "adopted: 1, 3, 4; rejected: 2; open: 5"
    adjourned = (*parts, PartResult((5,), Outcome.ADJOURNED))
    assert parts_text(adjourned, (5, 6)).endswith("; adjourned: 5; open: 6")
