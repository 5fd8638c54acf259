import pytest

from antragstool.diff.passages import Citation, PassageKind
from antragstool.i18n import activate, active
from antragstool.model.decision import Majority, Outcome, Recommendation, Verdict, Vote
from antragstool.workflow.labels import (
    citation_text,
    date_text,
    majority_label,
    number_text,
    outcome_label,
    passage_kind_label,
    recommendation_text,
    verdict_label,
    vote_text,
)


@pytest.fixture(autouse=True)
def _english() -> object:
    before = active()
    activate("en")
    yield
    if before != active():
        activate(before)


def test_every_word_of_the_model_has_a_label_of_its_own() -> None:
    for labels in (
        [verdict_label(verdict) for verdict in Verdict],
        [outcome_label(outcome) for outcome in Outcome],
        [majority_label(majority) for majority in Majority],
        [passage_kind_label(kind) for kind in PassageKind],
    ):
        assert all(labels)
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        (Citation(87, 87), "Line 87"),
        (Citation(87, 88), "Lines 87–88"),
        (Citation(1204, 1204), "Line 1204"),
        (Citation(101, 101, after=True), "After line 101"),
        (Citation(0, 0, after=True), "Before line 1"),
    ],
)
def test_citations_are_written_as_people_say_them(citation: Citation, words: str) -> None:
    assert citation_text(citation) == words


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        (Vote(yes=88, no=78, abstain=6), "88 yes, 78 no, 6 abstentions"),
        (Vote(yes=1204, no=0, abstain=1), "1,204 yes, 0 no, 1 abstention"),
        (Vote(wording="einstimmig"), "einstimmig"),
        (
            Vote(yes=2, no=1, majority=Majority.TWO_THIRDS),
            "2 yes, 1 no; two-thirds majority required",
        ),
        (Vote(yes=2, no=1, majority=Majority.SIMPLE), "2 yes, 1 no"),
        (Vote(yes=1, no=2, confirmed=True), "1 yes, 2 no; confirmed against the count"),
        (
            Vote(no=3, abstain=4, wording="mit großer Mehrheit"),
            "mit großer Mehrheit; 3 no, 4 abstentions",
        ),
        (Vote(yes=1, no=2, invalid=1, cast=4), "1 yes, 2 no, 1 invalid; 4 ballots cast"),
        (Vote(), ""),
    ],
)
def test_votes_say_what_was_counted_and_no_more(vote: Vote, words: str) -> None:
    assert vote_text(vote) == words


def test_a_note_stands_behind_the_verdict() -> None:
    assert recommendation_text(Recommendation(Verdict.REFER, " an X ")) == "Referral (an X)"
    assert recommendation_text(Recommendation(Verdict.ADOPT)) == "Adoption"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2012-05-05", "May 5, 2012"),
        ("2012-04-20T14:03:00+02:00", "April 20, 2012"),
        ("5./6. Mai 2012", "5./6. Mai 2012"),
        ("2012-13-41", "2012-13-41"),
        ("", ""),
    ],
)
def test_only_iso_dates_are_rewritten(date: str, words: str) -> None:
    assert date_text(date) == words


def test_numbers_have_separators_of_the_language() -> None:
    assert number_text(1204) == "1,204"


def test_before_the_first_line_names_it_where_numbers_run_through_the_book() -> None:
    assert citation_text(Citation(311, 0, after=True), 312) == "Before line 312"
    assert citation_text(Citation(312, 0, after=True), 312) == "After line 312"
