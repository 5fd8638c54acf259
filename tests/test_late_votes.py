"""Votes that come late, twice or with other words: nothing is replaced or lost without a word."""

from __future__ import annotations

import pytest

from tests.commands import RESOLUTION, Answer, Clerk
from tests.test_adopt import adopt, clean, text, vote

PRICE = "Zeile 4: Ersetze „365“ durch „200“.\n"
TO_250 = "Zeile 4: Ersetze „365“ durch „250“.\n"
TO_111 = "Zeile 4: Ersetze „365“ durch „111“.\n"


def refused(clerk: Clerk, *arguments: str) -> Answer:
    """Return the answer of a vote that is refused and changes nothing."""
    before = clerk.state()
    answer = clerk.run("vote", *arguments)
    assert answer.code == 2, answer.out + answer.err
    assert clerk.state() == before
    return answer


@pytest.fixture
def priced(clerk: Clerk) -> Clerk:
    """Return a conference in which A1-Ä1 changes the price, with two files of other words."""
    assert clerk.submit(PRICE).code == 0
    clerk.write("t.md", TO_250)
    clerk.write("u.md", TO_111)
    return clerk


def words(clerk: Clerk, name: str) -> str:
    return str(clerk.folder.parent / name)


@pytest.fixture
def nested(priced: Clerk) -> Clerk:
    """Return a conference with A1-Ä1 and an open amendment to it."""
    body = "---\nresolution: A1-Ä1\nsubmitter: KV Zwei\n---\nZeile 4: Ersetze „200“ durch „150“.\n"
    assert priced.run("submit", priced.write("inner.md", body)).code == 0
    return priced


@pytest.mark.parametrize("way", ["alone", "list"])
def test_a_later_recommendation_changes_no_result(priced: Clerk, way: str) -> None:
    advice = ("recommend", "A1-Ä1", "adopt-committee-version", "--text")
    assert priced.run(*advice, words(priced, "t.md")).code == 0
    if way == "alone":
        vote(priced, "A1-Ä1", "adopted-committee-version")
    else:
        vote(priced, "adopted-committee-version", "--list", str(priced.write("list.txt", "A1-Ä1")))
    assert priced.run(*advice, words(priced, "u.md")).code == 0
    vote(priced, "A1-Ä1", "adopted-committee-version", "--yes", "9", "--no", "2")
    clean(priced)
    adopt(priced)
    assert "höchstens 250 Euro" in text(priced)
    clean(priced)


def test_the_first_words_of_the_committee_count_for_a_vote_before_them(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "adopted-committee-version")
    advice = ("recommend", "A1-Ä1", "adopt-committee-version", "--text")
    assert priced.run(*advice, words(priced, "t.md")).code == 0
    assert priced.run(*advice, words(priced, "u.md")).code == 0
    adopt(priced)
    assert "höchstens 250 Euro" in text(priced)
    clean(priced)


def test_an_amendment_to_one_that_is_decided_comes_too_late(nested: Clerk) -> None:
    vote(nested, "A1-Ä1", "adopted")
    answer = refused(nested, "A1-Ä1-Ä1", "adopted")
    assert "A1-Ä1 is decided already" in answer.err
    assert "--confirm" in answer.err
    names = str(nested.write("list.txt", "A1-Ä1-Ä1"))
    refused(nested, "adopted", "--list", names)
    vote(nested, "A1-Ä1-Ä1", "rejected")
    vote(nested, "A1-Ä1-Ä1", "adopted", "--confirm")
    adopt(nested)
    assert "höchstens 150 Euro" in text(nested)


def test_an_amendment_to_one_in_the_text_cannot_be_adopted(nested: Clerk) -> None:
    vote(nested, "A1-Ä1", "adopted")
    adopt(nested)
    answer = refused(nested, "A1-Ä1-Ä1", "adopted", "--confirm")
    assert "A1-Ä1 is in the text of A1 already" in answer.err
    vote(nested, "A1-Ä1-Ä1", "rejected")


def test_both_may_be_voted_on_in_one_list(nested: Clerk) -> None:
    vote(nested, "adopted", "--list", str(nested.write("list.txt", "A1-Ä1\nA1-Ä1-Ä1")))
    adopt(nested)
    assert "höchstens 150 Euro" in text(nested)
    clean(nested)


def test_a_withdrawn_item_is_voted_on_only_if_that_is_confirmed(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "withdrawn")
    assert "A1-Ä1 was withdrawn" in refused(priced, "A1-Ä1", "--yes", "10", "--no", "4").err
    vote(priced, "A1-Ä1", "withdrawn")
    vote(priced, "A1-Ä1", "--yes", "10", "--no", "4", "--confirm")


def test_other_words_for_the_same_result_replace_it_on_the_record(priced: Clerk) -> None:
    arguments = ("vote", "A1-Ä1", "adopted-as-amended", "--text")
    assert "replace" not in priced.run(*arguments, words(priced, "t.md")).err
    head = priced.state()
    again = priced.run(*arguments, words(priced, "t.md"))
    assert again.code == 0, again.err
    assert priced.state() == head
    other = priced.run(*arguments, words(priced, "u.md"))
    assert "This replaces an earlier result" in other.err
    assert "git keeps them" in other.err
    item = priced.run("status", "--format", "json").json["items"][1]
    assert item["earlier_votes"] == [{"outcome": "adopted-as-amended", "vote": None}]
    adopt(priced)
    assert "höchstens 111 Euro" in text(priced)
    clean(priced)


def test_words_that_are_added_later_replace_nothing(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "adopted-as-amended")
    added = priced.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words(priced, "t.md"))
    assert "replace" not in added.err
    assert RESOLUTION not in priced.git("show", "--stat", "HEAD")
