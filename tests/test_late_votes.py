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


@pytest.mark.parametrize("rest", [", A1-Ä2", " und A1-Ä2", " (Ä2)", " A1-Ä2.1", " a1"])
def test_a_line_with_a_second_id_is_refused(priced: Clerk, rest: str) -> None:
    names = str(priced.write("list.txt", f"A1-Ä1{rest}\n"))
    answer = refused(priced, "adopted", "--list", names)
    assert "This line names a second item" in answer.err
    assert "list.txt:1" in answer.err


@pytest.mark.parametrize("rest", [" (KV Musterstadt) billiger", " # wie A1-Ä2", ""])
def test_a_remark_in_a_list_is_none_of_its_items(priced: Clerk, rest: str) -> None:
    vote(priced, "adopted", "--list", str(priced.write("list.txt", f"A1-Ä1{rest}\n")))


def test_a_recount_goes_by_the_rule_and_the_body_of_the_vote(priced: Clerk) -> None:
    config = priced.folder / "antragstool.toml"
    bodies = '\n[bodies."Ortsvorstand"]\n\n[bodies."Delegierte"]\n'
    config.write_text(config.read_text(encoding="utf-8") + bodies, encoding="utf-8")
    priced.git("commit", "-qam", "Bodies")
    two_thirds = ("--majority", "two-thirds", "--body", "Ortsvorstand")
    assert "rejected" in priced.run("vote", "A1-Ä1", "--yes", "40", "--no", "30", *two_thirds).out
    recount = priced.run("vote", "A1-Ä1", "--yes", "41", "--no", "30")
    assert "A1-Ä1: rejected" in recount.out
    assert "Ortsvorstand" in recount.out
    other = priced.run("vote", "A1-Ä1", "--yes", "41", "--no", "30", "--body", "Delegierte")
    assert "A1-Ä1: adopted" in other.out
    simple = priced.run("vote", "A1-Ä1", "--yes", "41", "--no", "30", "--majority", "simple")
    assert "A1-Ä1: adopted" in simple.out


def test_the_same_result_again_says_that_nothing_changed(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "adopted")
    assert "nothing has changed" in priced.run("vote", "A1-Ä1", "adopted").err
    names = str(priced.write("list.txt", "A1-Ä1"))
    assert "Recorded and committed" in priced.run("vote", "adopted", "--list", names).err
    assert "nothing has changed" in priced.run("vote", "adopted", "--list", names).err


def test_an_adjourned_result_stays_on_record_when_the_text_settles_it(priced: Clerk) -> None:
    assert priced.submit(PRICE, submitter="KV Zwei").code == 0
    vote(priced, "A1-Ä1", "adjourned", "--wording", "auf morgen")
    path = priced.folder / RESOLUTION
    path.write_text(text(priced).replace("365", "200"), encoding="utf-8")
    priced.git("commit", "-qam", "By hand")
    assert priced.run("rebase", "A1").code == 0
    item = priced.run("status", "--format", "json").json["items"][1]
    assert item["outcome"] == "disposed-of"
    assert item["earlier_votes"][0]["outcome"] == "adjourned"


def test_words_that_were_replaced_after_adopting_are_named_for_what_they_are(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "adopted-as-amended", "--text", words(priced, "t.md"))
    adopt(priced)
    arguments = ("vote", "A1-Ä1", "adopted-as-amended", "--text", words(priced, "u.md"))
    assert "its new result does not take it out" in priced.run(*arguments).err
    answer = priced.run("check")
    assert "in other words than were adopted" in answer.err
    assert "restore it from git" not in answer.err
    assert "still in the text" in priced.run("status").out


def test_what_is_rejected_after_adopting_is_marked_until_the_opposite_is_adopted(
    priced: Clerk,
) -> None:
    vote(priced, "A1-Ä1", "adopted")
    adopt(priced)
    assert "still in the text" not in priced.run("status").out
    vote(priced, "A1-Ä1", "rejected")
    assert "still in the text" in priced.run("status").out
    answer = priced.run("check")
    assert answer.code == 1
    assert "hand the opposite in as an amendment to A1" in answer.err
    assert priced.submit("Zeile 4: Ersetze „200“ durch „365“.\n").code == 0
    vote(priced, "A1-Ä2", "adopted")
    adopt(priced)
    clean(priced)
    assert "still in the text" not in priced.run("status").out


def test_check_finds_an_amendment_to_one_that_is_in_the_text_without_it(nested: Clerk) -> None:
    vote(nested, "A1-Ä1", "adopted")
    adopt(nested)
    path = nested.folder / "amendments/A1-Ae1-Ae1.md"
    source = path.read_text(encoding="utf-8").replace("\n---\n", "\noutcome: adopted\n---\n", 1)
    path.write_text(source, encoding="utf-8")
    nested.git("commit", "-qam", "By hand")
    answer = nested.run("check")
    assert "A1-Ä1 was put into the text without it" in answer.err


def test_the_status_says_by_which_rule_and_in_which_words(priced: Clerk) -> None:
    counts = ("--yes", "40", "--no", "30", "--majority", "two-thirds", "--wording", "knapp " * 100)
    answer = priced.run("vote", "A1-Ä1", *counts)
    status = priced.run("status").out
    assert "two-thirds majority required" in status
    assert "knapp" in status
    assert len(answer.out) < 300


@pytest.mark.parametrize(("first", "second"), [("adopted", "rejected"), ("rejected", "adopted")])
def test_the_opposite_result_for_the_same_words_is_named(
    priced: Clerk, first: str, second: str
) -> None:
    assert priced.submit(PRICE, submitter="KV Zwei").code == 0
    vote(priced, "A1-Ä1", first)
    answer = priced.run("vote", "A1-Ä2", second)
    assert f'A1-Ä2 says the same as A1-Ä1, whose result is "{first}"' in answer.err


@pytest.mark.parametrize(
    "word",
    ["Angenommen", "uebernommen", "zurueckgezogen", "in geaenderter fassung angenommen", "Adopted"],
)
def test_results_are_understood_in_both_languages(priced: Clerk, word: str) -> None:
    vote(priced, "A1-Ä1", word)


def test_a_verdict_may_name_the_committee_by_its_letters(priced: Clerk) -> None:
    assert priced.run("recommend", "A1-Ä1", "Annahme in der Fassung der AK").code == 0


def test_small_mistakes_are_told(priced: Clerk) -> None:
    assert "Write 1234." in refused(priced, "A1-Ä1", "--yes", "1.234", "--no", "1").err
    assert "nothing has changed" in priced.run("order", "A1-Ä1", "--place", "0").err
    assert "Nothing has changed these lines" in priced.run("log", "A1", "--lines", "8").err


@pytest.mark.parametrize("command", ["order", "log", "check", "show"])
def test_a_part_is_known_as_one_where_it_cannot_be_named(priced: Clerk, command: str) -> None:
    answer = priced.run(command, "A1-Ä1.1")
    assert answer.code == 2
    assert "is a part of A1-Ä1" in answer.err


def test_the_history_tells_the_wording_beside_the_counts(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "--yes", "9", "--no", "2", "--wording", "deutliche Mehrheit")
    assert "deutliche Mehrheit; 9 yes, 2 no" in priced.run("log", "A1-Ä1").out


def test_a_part_that_there_is_not_stops_the_vote_and_the_adoption(priced: Clerk) -> None:
    vote(priced, "A1-Ä1", "adopted", "--parts", "1")
    path = priced.folder / "amendments/A1-Ae1.md"
    source = path.read_text(encoding="utf-8")
    assert "numbers: '1'" in source
    path.write_text(source.replace("numbers: '1'", "numbers: '1, 99'"), encoding="utf-8")
    priced.git("commit", "-qam", "By hand")
    assert priced.run("vote", "A1-Ä1.1", "rejected").code == 2
    assert priced.run("adopt", "A1").code != 0
