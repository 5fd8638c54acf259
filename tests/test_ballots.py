"""Parts, several ballots, bodies and rules, lists, and what an adoption settles, as a person sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.actions.voting_lists import read_list
from antragstool.errors import InputError
from antragstool.model.decision import Outcome, PartResult, Vote
from antragstool.model.documents import Amendment, Form
from antragstool.model.edit import Edit
from antragstool.workflow.ballots import combined, results_of, with_part_result, with_result
from antragstool.workflow.parts import read_parts, split_part
from tests.commands import RESOLUTION, Clerk

THREE = (
    "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n"
    "Zeile 4: Ersetze „365“ durch „300“.\n"
    "Zeile 8: Ersetze „Das Land“ durch „Der Bund“.\n"
)
A, R = Outcome.ADOPTED, Outcome.REJECTED


@pytest.fixture
def parted(clerk: Clerk) -> Clerk:
    answer = clerk.submit(THREE)
    assert answer.code == 0, answer.err
    assert clerk.run("diff", "A1-Ä1", "--format", "json").json["amendments"][0]["edits"][2]
    return clerk


def item(clerk: Clerk, number: int = 1) -> dict[str, object]:
    found: dict[str, object] = clerk.run("status", "--format", "json").json["items"][number]
    return found


def subjects(clerk: Clerk) -> list[str]:
    return clerk.git("log", "--format=%s").splitlines()


def commits(clerk: Clerk) -> int:
    return len(subjects(clerk))


# Parts


def test_the_outcome_follows_when_all_parts_are_decided(parted: Clerk) -> None:
    one = parted.run("vote", "A1-Ä1", "adopted", "--parts", "1,3", "--yes", "20", "--no", "3")
    assert one.code == 0, one.err
    assert "A1-Ä1.1, A1-Ä1.3: adopted (20 yes, 3 no)" in one.out
    assert "A1-Ä1: open (adopted: 1, 3; open: 2)" in one.out
    assert item(parted)["outcome"] is None
    assert item(parted)["open_parts"] == [2]
    assert "adopted: 1, 3; open: 2" in parted.run("status").out
    two = parted.run("vote", "A1-Ä1.2", "rejected", "--format", "json")
    assert two.json == {
        "version": 1,
        "id": "A1-Ä1",
        "outcome": "adopted-in-part",
        "vote": None,
        "replaced": [],
        "disposed_of": [],
        "reopened": [],
        "numbers": [2],
        "parts": [
            {"numbers": [1, 3], "outcome": "adopted", "vote": {"yes": 20, "no": 3}},
            {"numbers": [2], "outcome": "rejected", "vote": None},
        ],
        "open_parts": [],
    }
    assert "Parts: 2\nOutcome: rejected\n" in parted.git("log", "-1", "--format=%(trailers)")
    assert parted.run("check").code == 0


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("4", 'no part "4"'),
        ("0", 'no part "0"'),
        ("2-5", 'no part "2-5"'),
        ("3-1", 'no part "3-1"'),
        ("1,1", "Part 1 is named twice"),
        ("1-2,2", "Part 2 is named twice"),
        ("one", '"one" names no part'),
        ("A1-Ä2.1", "is no part of A1-Ä1"),
        (",", "No part is named"),
        ("", "No part is named"),
    ],
)
def test_a_part_that_is_none_is_refused_with_the_list_of_parts(
    parted: Clerk, parts: str, words: str
) -> None:
    before = parted.state()
    answer = parted.run("vote", "A1-Ä1", "adopted", "--parts", parts)
    assert answer.code == 2
    assert words in answer.err
    assert 'A1-Ä1.2: "365" → "300"' in answer.err
    assert parted.state() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["A1", "adopted", "--parts", "1"],
        ["A1-Ä1.1", "adopted", "--parts", "1"],
        ["A1-Ä1", "adopted-in-part"],
        ["A1-Ä1.1", "adopted-in-part"],
        ["A1-Ä1.1", "adopted-as-amended"],
        ["A1-Ä1.1", "--yes", "3", "--no", "1", "rejected"],
        ["A1-Ä9.1", "adopted"],
    ],
)
def test_what_cannot_be_voted_on_in_parts_is_refused(parted: Clerk, arguments: list[str]) -> None:
    before = parted.state()
    answer = parted.run("vote", *arguments)
    assert answer.code == 2
    assert "Error:" in answer.err
    assert parted.state() == before


def test_a_recount_of_one_part_keeps_the_earlier_result(parted: Clerk) -> None:
    parted.run("vote", "A1-Ä1", "adopted", "--parts", "1-3", "--yes", "20", "--no", "3")
    assert item(parted)["outcome"] == "adopted"
    answer = parted.run("vote", "A1-Ä1.2", "--yes", "3", "--no", "20")
    assert "A1-Ä1.2: adopted (20 yes, 3 no)" in answer.err
    found = item(parted)
    assert found["outcome"] == "adopted-in-part"
    assert found["earlier_votes"] == [
        {"numbers": [2], "outcome": "adopted", "vote": {"yes": 20, "no": 3}}
    ]
    number = commits(parted)
    assert parted.run("vote", "A1-Ä1.2", "--yes", "3", "--no", "20").code == 0
    assert commits(parted) == number


def test_a_vote_on_the_whole_replaces_the_parts_and_the_other_way_round(parted: Clerk) -> None:
    parted.run("vote", "A1-Ä1.1", "adopted", "--yes", "20", "--no", "3")
    parted.run("vote", "A1-Ä1", "rejected", "--wording", "einstimmig")
    found = item(parted)
    assert (found["outcome"], found["parts"]) == ("rejected", [])
    answer = parted.run("vote", "A1-Ä1.2", "adopted")
    assert "rejected (einstimmig)" in answer.err
    found = item(parted)
    assert (found["outcome"], found["open_parts"]) == (None, [1, 3])
    assert found["earlier_votes"] == [
        {"numbers": [1], "outcome": "adopted", "vote": {"yes": 20, "no": 3}},
        {"outcome": "rejected", "vote": {"wording": "einstimmig"}},
    ]
    assert parted.run("check").code == 0


def test_the_redline_numbers_the_parts_of_an_amendment_with_several(parted: Clerk) -> None:
    out = parted.run("diff", "A1-Ä1").out
    assert "Line 4 · A1-Ä1.2\n" in out
    parted.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    assert "Line 4\n" in parted.run("diff", "A1-Ä2").out


def test_parts_that_do_not_exist_or_do_not_add_up_are_found_by_check(parted: Clerk) -> None:
    path = parted.folder / "amendments/A1-Ae1.md"
    source = path.read_text(encoding="utf-8")
    for numbers, outcome, words in (("1, 7", "", "part 7"), ("1", "outcome: adopted\n", "follow")):
        lines = f"{outcome}parts:\n  - numbers: {numbers}\n    outcome: adopted\n---\n"
        path.write_text(source.replace("---\n", "\0", 1).replace("---\n", lines, 1).replace("\0", "---\n"), encoding="utf-8")  # fmt: skip
        answer = parted.run("check")
        assert answer.code == 1, answer.err
        assert words in answer.out + answer.err


# Several ballots


def test_an_earlier_result_stays_in_the_header_oldest_first(clerk: Clerk) -> None:
    for arguments in (
        ["--yes", "5", "--no", "5"],
        ["--yes", "6", "--no", "5"],
        ["adopted", "--wording", "nach Nachzählung"],
    ):
        assert clerk.run("vote", "A1", *arguments).code == 0
    number = commits(clerk)
    again = clerk.run("vote", "A1", "adopted", "--wording", "nach Nachzählung", "--format", "json")
    assert again.json["replaced"] == []
    assert commits(clerk) == number
    found = item(clerk, 0)
    assert (found["outcome"], found["vote"]) == ("adopted", {"wording": "nach Nachzählung"})
    assert found["earlier_votes"] == [
        {"outcome": "rejected", "vote": {"yes": 5, "no": 5}},
        {"outcome": "adopted", "vote": {"yes": 6, "no": 5}},
    ]
    assert clerk.run("check").code == 0


PARTS = st.tuples(st.sets(st.integers(1, 4)), st.sampled_from([A, R, Outcome.REFERRED]))


@given(st.lists(PARTS, max_size=6))
def test_no_result_is_ever_lost(results: list[tuple[set[int], Outcome]]) -> None:
    amendment = Amendment("A1-Ä1", "A1", "0" * 40, "a.md", "", 1, "", Form.COPY)
    recorded: set[tuple[Outcome, Vote | None, int]] = set()
    for count, (numbers, outcome) in enumerate(results, start=1):
        vote = Vote(yes=count)
        if numbers:
            amendment = with_part_result(amendment, sorted(numbers), outcome, vote, 4)
        else:
            changed = with_result(amendment, outcome, vote)
            assert isinstance(changed, Amendment)
            amendment = changed
        recorded |= {(outcome, vote, number) for number in numbers or {0}}
        known = [
            (each.outcome, each.vote, number)
            for each in (*amendment.ballots, *results_of(amendment))
            for number in each.numbers or (0,)
        ]
        assert set(known) == recorded
        assert len(known) == len(recorded)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([A, A], A),
        ([A, R], Outcome.ADOPTED_IN_PART),
        ([R, R], R),
        ([A, Outcome.TAKEN_OVER], A),
        ([R, Outcome.REFERRED], Outcome.REFERRED),
        ([Outcome.ADJOURNED, R], None),
        ([A, Outcome.ADJOURNED], None),
        ([A, Outcome.QUORUM_MISSED], None),
        ([Outcome.ADJOURNED, Outcome.ADJOURNED], None),
        ([Outcome.WITHDRAWN, R], R),
        ([A], None),
        ([], None),
    ],
)
def test_the_outcome_that_follows_from_the_parts(
    outcomes: list[Outcome], whole: Outcome | None
) -> None:
    parts = [PartResult((number,), outcome) for number, outcome in enumerate(outcomes, 1)]
    assert combined(parts, 2) is whole


@pytest.mark.parametrize("later", ["adjourned", "quorum-missed"])
def test_an_adjourned_part_stays_open_and_reaches_the_text_when_it_is_adopted(
    parted: Clerk, later: str
) -> None:
    parted.run("vote", "A1-Ä1", "adopted", "--parts", "1,3")
    answer = parted.run("vote", "A1-Ä1.2", later)
    assert f"A1-Ä1: open (adopted: 1, 3; {later.replace('-', ' ')}: 2)" in answer.out
    assert (item(parted)["outcome"], item(parted)["open_parts"]) == (None, [2])
    assert "A1-Ä1" in parted.run("order", "A1").out
    assert parted.run("adopt", "A1").code == 0
    assert "A1-Ä1" in parted.run("order", "A1").out
    assert parted.run("vote", "A1-Ä1.2", "adopted").code == 0
    assert item(parted)["outcome"] == "adopted"
    assert parted.run("adopt", "A1").code == 0
    assert "höchstens 300 Euro" in (parted.folder / RESOLUTION).read_text()
    assert parted.run("check").code == 0


def test_parts_are_named_in_many_ways() -> None:
    edits = [Edit(place, "a", "b") for place in range(5)]
    for text in ("1,3,4,5", "1 3-5", "1, 3 – 5", "A1-Ä3.1, A1-Ae3.3-5", "a1-ä3.5,4,3,1"):
        assert read_parts(text, "A1-Ä3", edits) == (1, 3, 4, 5)
    with pytest.raises(InputError):
        read_parts("999999999999999", "A1-Ä3", edits)
    assert split_part("A1-Ä3.2") == ("A1-Ä3", "2")
    assert split_part("A1-A\u03083.2") == ("A1-Ä3", "2")
    assert split_part("A1.2") == ("A1.2", "")


# Bodies and rules

RULES = """
[bodies."Landesausschuss"]
majority = "absolute"
quorum = 20
entitled = 40
[rules]
"A*" = "two-thirds"
"A1-Ä*" = "simple"
"""


@pytest.fixture
def ruled(clerk: Clerk) -> Clerk:
    clerk.submit(THREE)
    with (clerk.folder / "antragstool.toml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    return clerk


def test_a_body_votes_by_its_own_rules_and_is_named(ruled: Clerk) -> None:
    arguments = ["A1-Ä1", "--body", "landesausschuss", "--yes", "20", "--no", "15"]
    answer = ruled.run("vote", *arguments, "--abstain", "5", "--format", "json")
    assert answer.json["outcome"] == "rejected"
    assert answer.json["vote"] == {
        "yes": 20,
        "no": 15,
        "abstain": 5,
        "entitled": 40,
        "majority": "absolute",
        "body": "Landesausschuss",
    }
    missed = ruled.run("vote", *arguments[:-4], "--yes", "10", "--no", "2", "--format", "json")
    assert missed.json["outcome"] == "quorum-missed"
    assert "Landesausschuss" in ruled.run("vote", *arguments, "--abstain", "5").out
    assert ruled.run("check").code == 0


def test_an_unknown_body_is_refused_with_the_nearest_name(ruled: Clerk) -> None:
    answer = ruled.run("vote", "A1-Ä1", "adopted", "--body", "Landesauschuss")
    assert answer.code == 2
    assert 'Did you mean "Landesausschuss"?' in answer.err


def test_the_rule_of_an_id_counts_and_a_later_one_changes_no_result(ruled: Clerk) -> None:
    assert ruled.run("vote", "A1", "--yes", "6", "--no", "4").out.startswith("A1: rejected")
    assert ruled.run("vote", "A1-Ä1", "--yes", "6", "--no", "4").out.startswith("A1-Ä1: adopted")
    assert item(ruled, 0)["vote"] == {"yes": 6, "no": 4, "majority": "two-thirds"}
    config = ruled.folder / "antragstool.toml"
    changed = config.read_text().replace('"A1-Ä*" = "simple"', '"A1-Ä*" = "three-quarters"')
    config.write_text(f'majority = "absolute"\n{changed}')
    assert ruled.run("check").code == 0


def test_a_majority_of_members_that_are_not_counted_is_a_warning_or_no_result(clerk: Clerk) -> None:
    assert clerk.run("vote", "A1", "--yes", "6", "--majority", "members").code == 2
    answer = clerk.run("vote", "A1", "adopted", "--yes", "6", "--majority", "members")
    assert answer.code == 0
    assert "not known" in answer.err


# Lists


@pytest.fixture
def listed(clerk: Clerk) -> Clerk:
    for price in (300, 200, 100):
        clerk.submit(f"Zeile 4: Ersetze „365“ durch „{price}“.\n")
    return clerk


def vote_on(clerk: Clerk, text: str, *arguments: str) -> tuple[int, str, str]:
    path = clerk.folder.parent / "konsens.txt"
    path.write_bytes(text.encode("utf-8"))
    answer = clerk.run("vote", "--list", path, *arguments)
    return answer.code, answer.out, answer.err


def test_a_list_is_one_commit_with_the_same_result_for_each(listed: Clerk) -> None:
    number = commits(listed)
    text = "\ufeff# Konsensliste\r\nA1-Ae1  Preis, einstimmig\r\n\r\n  a1-ä3\r\nA1,\r\n"
    code, out, err = vote_on(listed, text, "rejected", "--yes", "1", "--no", "90")
    assert code == 0, err
    assert out.startswith("A1-Ä1: rejected (1 yes, 90 no; en bloc)\nA1-Ä3: rejected")
    assert commits(listed) == number + 1
    assert subjects(listed)[0] == "Record the vote on 3 items en bloc: rejected"
    trailers = listed.git("log", "-1", "--format=%(trailers)")
    assert "Amendment: A1-Ä1\nAmendment: A1-Ä3\nResolution: A1\nOutcome: rejected\n" in trailers
    assert item(listed, 3)["vote"] == {"yes": 1, "no": 90, "en_bloc": True}
    assert item(listed, 2)["outcome"] is None
    assert listed.run("check").code == 0
    assert vote_on(listed, text, "rejected", "--yes", "1", "--no", "90")[0] == 0
    assert commits(listed) == number + 1


def test_everything_wrong_with_a_list_is_named_and_nothing_is_stored(listed: Clerk) -> None:
    listed.run("vote", "A1-Ä1", "adopted")
    listed.run("vote", "A1-Ä2", "withdrawn")
    before = listed.state()
    text = "A1-Ä3\nA9\nA1-Ä1\nA1-Ä2\nA1-Ae3 noch einmal\n"
    code, _out, err = vote_on(listed, text, "rejected")
    assert code == 2
    for line, words in (
        (2, '"A9"'),
        (3, "decided otherwise"),
        (4, "was withdrawn"),
        (5, "stands in line 1 and again in line 5"),
    ):
        assert f"konsens.txt:{line}: " in err
        assert words in err
    assert listed.state() == before
    assert vote_on(listed, "A1-Ä1\nA1-Ä3\n", "rejected", "--confirm")[0] == 0
    assert item(listed)["earlier_votes"] == [{"outcome": "adopted", "vote": None}]
    assert vote_on(listed, "A1-Ä2\n", "adopted", "--confirm")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [["adopted", "adopted"], ["A1-Ä1", "adopted"], ["adopted", "--parts", "1"], ["adoptet"], []],
)
def test_a_list_with_what_does_not_belong_to_it_is_refused(
    listed: Clerk, arguments: list[str]
) -> None:
    before = listed.state()
    assert vote_on(listed, "A1-Ä1\n", *arguments)[0] == 2
    assert vote_on(listed, "# nothing\n", "adopted")[0] == 2
    assert listed.state() == before


def test_the_lines_of_a_list_are_those_of_an_editor() -> None:
    source = "\ufeffA1-Ä1\ttext\u2028more\r\n\r#x\n  A1-Ä2; \x0bB"
    assert list(read_list(source)) == [(1, "A1-Ä1"), (4, "A1-Ä2")]


def test_a_list_as_json(listed: Clerk) -> None:
    path = listed.folder.parent / "list.txt"
    path.write_text("A1-Ä2\n", encoding="utf-8")
    answer = listed.run("vote", "angeblich", "--list", path, "--format", "json")
    assert answer.code == 2
    answer = listed.run("vote", "adopted", "--list", path, "--format", "json")
    recorded = {"id": "A1-Ä2", "outcome": "adopted", "vote": {"en_bloc": True}, "replaced": []}
    assert answer.json == {
        "version": 1,
        "recorded": [recorded],
        "disposed_of": [],
        "reopened": [],
    }


# What an adoption settles


@pytest.fixture
def nested(clerk: Clerk) -> Clerk:
    """Return a conference where A1-Ä2 deletes the sentence in which A1-Ä1 changes a number."""
    for body in (
        "Zeile 4: Ersetze „365“ durch „300“.\n",
        "Zeile 4: Streiche „Das Ticket kostet höchstens 365 Euro im Jahr.“\n",
        "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n",
        "Zeile 4: Ersetze „365“ durch „300“.\nZeile 8: Ersetze „Das Land“ durch „Der Bund“.\n",
    ):
        answer = clerk.submit(body)
        assert answer.code == 0, answer.err
    return clerk


def test_an_adoption_disposes_of_what_stands_inside(nested: Clerk) -> None:
    nested.run("recommend", "A1", "adopt")  # another version of the file, but the same text
    assert nested.submit("Zeile 4: Ersetze „365“ durch „10“.\n").code == 0
    number = commits(nested)
    answer = nested.run("vote", "A1-Ä2", "--yes", "20", "--no", "3", "--format", "json")
    assert answer.json["disposed_of"] == ["A1-Ä1", "A1-Ä5"]
    assert "A1-Ä4.1" in answer.err
    assert commits(nested) == number + 1
    found = item(nested)
    assert (found["outcome"], found["disposed_by"]) == ("disposed-of", "A1-Ä2")
    assert found["vote"] == {"wording": "by the adoption of A1-Ä2"}
    assert [item(nested, each)["outcome"] for each in (3, 4)] == [None, None]
    assert "disposed of (A1-Ä2)" in nested.run("status").out
    assert nested.run("check").code == 0


@pytest.mark.parametrize("later", [["rejected"], ["withdrawn"], ["adopted-as-material"]])
def test_an_adoption_that_is_taken_back_reopens_them(nested: Clerk, later: list[str]) -> None:
    nested.run("vote", "A1-Ä2", "taken-over")
    answer = nested.run("vote", "A1-Ä2", *later, "--format", "json")
    assert answer.json["reopened"] == ["A1-Ä1"]
    found = item(nested)
    assert (found["outcome"], found["vote"], found["disposed_by"]) == (None, None, None)
    assert nested.run("check").code == 0


def test_what_is_decided_or_says_the_same_or_only_overlaps_is_not_disposed_of(clerk: Clerk) -> None:
    for body in (
        "Zeile 4: Ersetze „365 Euro“ durch „300 Euro“.\n",
        "Zeile 4: Ersetze „365 Euro“ durch „300 Euro“.\n",
        "Zeile 4: Ersetze „365 Euro“ durch „9 Dollar“.\n",
        "Zeile 4: Ersetze „höchstens 365“ durch „nur 9“.\n",
    ):
        clerk.submit(body)
    clerk.run("vote", "A1-Ä3", "rejected")
    answer = clerk.run("vote", "A1-Ä1", "adopted", "--format", "json")
    assert answer.json["disposed_of"] == []


def test_a_substitute_disposes_of_every_other_and_a_result_of_its_own_counts_again(
    nested: Clerk,
) -> None:
    body = "Wir wollen etwas ganz anderes.\n\nNämlich Fahrräder für alle Menschen im Land.\n"
    header = "---\nresolution: A1\nsubmitter: KV\nform: substitute\n---\n"
    path = nested.write("other.md", header + body)
    assert nested.run("submit", path).code == 0
    answer = nested.run("vote", "A1-Ä5", "adopted")
    assert "Disposed of by it: A1-Ä1, A1-Ä2, A1-Ä3, A1-Ä4." in answer.out
    nested.run("vote", "A1-Ä1", "rejected")
    assert item(nested)["disposed_by"] is None
    answer = nested.run("vote", "A1-Ä5", "rejected")
    assert "Open again: A1-Ä2, A1-Ä3, A1-Ä4." in answer.out
    assert item(nested)["outcome"] == "rejected"


def test_a_list_disposes_of_what_it_does_not_name(nested: Clerk) -> None:
    code, out, err = vote_on(nested, "A1-Ä2\nA1-Ä3\n", "adopted")
    assert code == 0, err
    assert "Disposed of by it: A1-Ä1." in out


def test_only_the_adopted_parts_settle_anything(nested: Clerk) -> None:
    body = "Zeile 1: Ersetze „mehr Busse“ durch „Züge“.\nZeile 4: Streiche „Das Ticket kostet höchstens 365 Euro im Jahr.“\n"
    nested.submit(body)
    nested.run("vote", "A1-Ä5.1", "adopted")
    assert nested.run("vote", "A1-Ä5.2", "rejected", "--format", "json").json["disposed_of"] == []
    again = nested.run("vote", "A1-Ä5.2", "adopted", "--format", "json").json
    assert again["disposed_of"] == ["A1-Ä1"]


# Other words


def test_words_that_differ_are_recorded_with_the_vote(nested: Clerk, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("Zeile 4: Ersetze „365“ durch „250“.\n", encoding="utf-8")
    assert "not recorded" in nested.run("vote", "A1-Ä1", "adopted-as-amended").err
    before = nested.state()
    for arguments in (["A1-Ä1", "adopted"], ["A1", "adopted-as-amended"], ["A1-Ä1", "--yes", "1", "--no", "0"]):  # fmt: skip
        answer = nested.run("vote", *arguments, "--text", words)
        assert answer.code == 2, arguments
        assert "--text" in answer.err
    assert nested.run("recommend", "A1-Ä1", "reject", "--text", words).code == 2
    assert nested.state() == before
    answer = nested.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words)
    assert answer.code == 0, answer.err
    assert "not recorded" not in answer.err
    assert (nested.folder / "amendments/A1-Ae1.decided.patch").is_file()
    assert nested.git("status", "--porcelain") == ""


def test_the_committees_words_count_where_its_version_is_adopted(
    nested: Clerk, tmp_path: Path
) -> None:
    words = tmp_path / "words.md"
    words.write_text("Zeile 4: Ersetze „365“ durch „250“.\n", encoding="utf-8")
    assert "not recorded" in nested.run("vote", "A1-Ä1", "adopted-committee-version").err
    answer = nested.run("recommend", "A1-Ä1", "adopt-committee-version", "--text", words)
    assert answer.code == 0, answer.err
    assert "not recorded" not in nested.run("vote", "A1-Ä1", "adopted-committee-version").err


def test_the_words_of_one_outcome_are_not_those_of_another(nested: Clerk, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("Zeile 4: Ersetze „365“ durch „250“.\n", encoding="utf-8")
    assert nested.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words).code == 0
    assert "not recorded" in nested.run("vote", "A1-Ä1", "adopted-committee-version").err
    nested.run("vote", "A1-Ä1", "rejected")
    code, _out, err = vote_on(nested, "A1-Ä1\n", "adopted-committee-version", "--confirm")
    assert code == 0, err
    assert "not recorded" in err


def test_words_that_count_again_are_named(nested: Clerk, tmp_path: Path) -> None:
    words = tmp_path / "words.md"
    words.write_text("Zeile 4: Ersetze „365“ durch „250“.\n", encoding="utf-8")
    named = "in the words of an earlier result, which are in amendments/A1-Ae1.decided.md"
    assert named not in nested.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words).err
    recount = nested.run("vote", "A1-Ä1", "adopted-as-amended", "--yes", "9", "--no", "3")
    assert named not in recount.err
    nested.run("vote", "A1-Ä1", "rejected")
    assert named in nested.run("vote", "A1-Ä1", "adopted-as-amended").err
    nested.run("vote", "A1-Ä1", "rejected")
    assert named not in nested.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words).err


# What is adjourned, or missed its quorum, is open


@pytest.mark.parametrize("earlier", ["adjourned", "quorum-missed"])
def test_a_list_may_name_what_was_only_adjourned(listed: Clerk, earlier: str) -> None:
    listed.run("vote", "A1-Ä1", earlier)
    code, _out, err = vote_on(listed, "A1-Ä1\n", "adopted")
    assert code == 0, err
    assert item(listed)["outcome"] == "adopted"


def test_what_was_adjourned_is_counted_as_open_and_must_not_grow_old(clerk: Clerk) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    clerk.run("vote", "A1-Ä1", "adjourned")
    assert "2 items are still open." in clerk.run("status").out
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text(encoding="utf-8").replace("mehr Halte", "viele Halte"), "utf-8")
    clerk.git("commit", "-qam", "Edit the text")
    assert "older text" in clerk.run("check").err
