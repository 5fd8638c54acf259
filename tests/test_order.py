"""The command order: the most far-reaching first, with the reason of each place."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.merge.clashes import placed
from antragstool.merge.forms import forms
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text
from antragstool.workflow.order_reasons import reason_text
from antragstool.workflow.voting_order import Candidate, Place, voting_order
from tests.commands import Clerk
from tests.test_conflicts import NEW_TEXT, TO_200, TO_300, WITHOUT_PRICE, hand_in

MONTH = "Zeile 4: Ersetze „Jahr“ durch „Monat“.\n"


def order(clerk: Clerk, item: str = "A1") -> Any:
    answer = clerk.run("order", item, "--format", "json")
    assert answer.code == 0, answer.err
    return answer.json


def turns(clerk: Clerk) -> list[tuple[str, str]]:
    return [(each["id"], each["reason_code"]) for each in order(clerk)["order"]]


def test_who_contains_another_is_voted_before_it(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, WITHOUT_PRICE)
    first, second = order(clerk)["order"]
    assert (first["id"], first["reason_code"]) == ("A1-Ä2", "contains")
    assert first["reason"] == "contains A1-Ä1"
    assert second["reason"] == "is contained in A1-Ä2"
    assert (first["place"], second["place"]) == (1, 2)
    assert first["group"] == second["group"] == 1
    assert (first["words"], first["lines"], first["with"]) == (3, [4, 4], [])


def test_containing_counts_more_than_the_number_of_words(clerk: Clerk) -> None:
    hand_in(clerk, "Zeile 4: Ersetze „365“ durch „300 oder weniger, falls das Land es will,“.")
    hand_in(clerk, WITHOUT_PRICE)
    assert turns(clerk) == [("A1-Ä2", "contains"), ("A1-Ä1", "contains")]


def test_more_words_are_voted_before_fewer(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, "Zeile 4: Ersetze „365“ durch „300 oder weniger“.")
    first, second = order(clerk)["order"]
    assert (first["id"], first["words"], first["reason_code"]) == ("A1-Ä2", 4, "words")
    assert first["reason"] == "changes 4 words, A1-Ä1 only 2"
    assert second["reason"] == "changes only 2 words, A1-Ä2 4"


def test_then_the_place_in_the_text_and_then_the_number_decide(clerk: Clerk) -> None:
    hand_in(clerk, "Zeile 1: Streiche „ländlichen Raum“.", "Zeile 1: Streiche „im ländlichen“.")
    hand_in(clerk, TO_300, TO_200)
    assert turns(clerk) == [
        ("A1-Ä2", "position"),
        ("A1-Ä1", "position"),
        ("A1-Ä3", "number"),
        ("A1-Ä4", "number"),
    ]
    assert [each["group"] for each in order(clerk)["order"]] == [1, 1, 2, 2]
    assert order(clerk)["order"][2]["reason"] == "has a lower number than A1-Ä4"


def test_groups_come_in_the_order_of_the_text(clerk: Clerk) -> None:
    hand_in(clerk, MONTH, "Zeile 1: Streiche „mehr“.")
    assert turns(clerk) == [("A1-Ä2", "alone"), ("A1-Ä1", "alone")]


def test_a_substitute_comes_first_and_joins_nobody(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, MONTH, NEW_TEXT, TO_200)
    found = order(clerk)["order"]
    assert [(each["id"], each["group"]) for each in found] == [
        ("A1-Ä3", 1),
        ("A1-Ä1", 2),
        ("A1-Ä4", 2),
        ("A1-Ä2", 3),
    ]
    assert found[0]["reason_code"] == "substitute"
    assert found[0]["reason"] == "most far-reaching: replaces the whole text"


def test_amendments_that_are_the_same_are_voted_on_together(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200, TO_300)
    found = order(clerk)["order"]
    assert [(each["id"], each["with"]) for each in found] == [("A1-Ä1", ["A1-Ä3"]), ("A1-Ä2", [])]
    assert "1. A1-Ä1 = A1-Ä3 (Line 4)\n" in clerk.run("order", "A1").out


def test_what_needs_no_vote_is_told_apart_from_what_is_decided(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200, MONTH, WITHOUT_PRICE, "Zeile 1: Streiche „mehr“.")
    for name, outcome in (
        ("A1-Ä1", "withdrawn"),
        ("A1-Ä2", "taken-over"),
        ("A1-Ä3", "rejected"),
        ("A1-Ä4", "adjourned"),
    ):
        assert clerk.run("vote", name, outcome).code == 0
    found = order(clerk)
    assert [each["id"] for each in found["order"]] == ["A1-Ä5", "A1-Ä4"]
    assert [each["reason_code"] for each in found["order"]] == ["alone", "alone"]
    assert found["no_vote"] == [
        {"id": "A1-Ä1", "outcome": "withdrawn", "reason": "withdrawn"},
        {"id": "A1-Ä2", "outcome": "taken-over", "reason": "taken over"},
    ]
    assert found["decided"] == [{"id": "A1-Ä3", "outcome": "rejected"}]
    assert clerk.run("order", "A1").out.endswith(
        "No vote needed:\n  A1-Ä1: withdrawn\n  A1-Ä2: taken over\n\n"
        "Decided:\n  A1-Ä3: rejected\n\n2 votes on A1.\n"
    )


def test_what_has_no_place_is_named_with_what_to_do(clerk: Clerk) -> None:
    hand_in(clerk, "Zeile 1: Streiche „mehr“.", "Zeile 8: Streiche „einmal“.", MONTH)
    path = clerk.folder / "resolutions" / "A1-busse.md"
    text = path.read_text(encoding="utf-8").replace("fordern mehr Busse", "wollen Züge")
    path.write_text(text.replace("im Jahr.\nSchüler", "im Monat.\nSchüler"), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Andere Preise")
    found = order(clerk)
    assert [each["id"] for each in found["order"]] == ["A1-Ä2"]
    assert [each["id"] for each in found["stuck"]] == ["A1-Ä1"]
    assert "antragstool rebase A1" in found["stuck"][0]["reason"]
    assert found["no_vote"] == [
        {"id": "A1-Ä3", "outcome": None, "reason": "the text has this change already"}
    ]


def test_the_chair_overrules_the_order_and_takes_it_back(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200, WITHOUT_PRICE)
    assert [name for name, _reason in turns(clerk)] == ["A1-Ä3", "A1-Ä1", "A1-Ä2"]
    answer = clerk.run("order", "A1-Ä2", "--place", "1", "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["order"][0]["reason"] == "order set by the chair"
    assert turns(clerk) == [("A1-Ä2", "chair"), ("A1-Ä3", "contains"), ("A1-Ä1", "contains")]
    header = (clerk.folder / "amendments" / "A1-Ae2.md").read_text(encoding="utf-8")
    assert "\norder: 1\n" in header
    assert "Antragstool-Action: order\nAmendment: A1-Ä2\n" in clerk.git("log", "-1", "--format=%B")
    assert clerk.run("check").code == 0
    assert clerk.run("order", "A1-Ä2", "--place", "0").code == 0
    assert [name for name, _reason in turns(clerk)] == ["A1-Ä3", "A1-Ä1", "A1-Ä2"]
    assert "order:" not in (clerk.folder / "amendments" / "A1-Ae2.md").read_text(encoding="utf-8")


def test_the_chair_can_place_one_behind_all_others(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200, WITHOUT_PRICE)
    clerk.run("order", "A1-Ä3", "--place", "9")
    assert [name for name, _reason in turns(clerk)] == ["A1-Ä1", "A1-Ä2", "A1-Ä3"]


@pytest.mark.parametrize("arguments", [("A1", "--place", "1"), ("A1-Ä1", "--place", "-1")])
def test_a_place_that_makes_no_sense_is_refused(clerk: Clerk, arguments: tuple[str, ...]) -> None:
    hand_in(clerk, TO_300)
    before = clerk.state()
    assert clerk.run("order", *arguments).code == 2
    assert clerk.state() == before


def test_an_amendment_to_an_amendment_is_voted_right_before_it(clerk: Clerk) -> None:
    hand_in(clerk, "Zeile 1: Streiche „mehr“.", "Zeile 4: Ersetze „365“ durch „300 oder weniger“.")
    handed_in = clerk.write(
        "sub.md", "---\nresolution: A1-Ä2\nsubmitter: KV X\n---\nErsetze „300“ durch „200“.\n"
    )
    answer = clerk.run("submit", handed_in)
    assert answer.code == 0, answer.err
    found = order(clerk)["order"]
    assert [each["id"] for each in found] == ["A1-Ä1", "A1-Ä2-Ä1", "A1-Ä2"]
    assert found[1]["changes"] == "A1-Ä2"
    assert found[1]["group"] == found[2]["group"]
    assert found[1]["reason"] == "is voted on before A1-Ä2, which it changes; stands alone"
    clerk.run("vote", "A1-Ä2", "rejected")
    assert [each["id"] for each in order(clerk)["no_vote"]] == ["A1-Ä2-Ä1"]


def test_title_and_reasons_are_voted_on_in_groups_of_their_own(clerk: Clerk) -> None:
    hand_in(clerk, TO_300)
    for part, words in (("title", "„Gute“ durch „Alle“"), ("reasons", "„wenig“ durch „nichts“")):
        body = f"---\nresolution: A1\nsubmitter: KV X\nconcerns: {part}\n---\nErsetze {words}.\n"
        answer = clerk.run("submit", clerk.write("part.md", body))
        assert answer.code == 0, answer.err
    found = order(clerk)["order"]
    assert [(each["id"], each.get("concerns"), each["group"]) for each in found] == [
        ("A1-Ä1", None, 1),
        ("A1-Ä2", "title", 2),
        ("A1-Ä3", "reasons", 3),
    ]
    assert [each["lines"] for each in found] == [[4, 4], None, None]


# -- the order itself


FLAT = " ".join(f"w{number}" for number in range(60))
_starts = [0, *itertools.accumulate(len(word) + 1 for word in FLAT.split(" "))]


def words(first: int, last: int, new: str = "") -> Edit:
    """Replace the words *first* to *last* (not included) of FLAT."""
    return Edit(_starts[first], FLAT[_starts[first] : _starts[last] - 1], new)


def vote_on(
    *amendments: tuple[Edit, ...], chair: dict[int, int] | None = None
) -> tuple[Place, ...]:
    text = Text.from_flat(FLAT)
    return voting_order(
        Candidate(
            f"A1-Ä{number}",
            tuple(placed(f"A1-Ä{number}", forms(text, edits))),
            (chair or {}).get(number, 0),
        )
        for number, edits in enumerate(amendments, 1)
    )


def ids(places: tuple[Place, ...]) -> list[int]:
    return [int(place.id.removeprefix("A1-Ä")) for place in places]


def test_those_who_contain_each_other_fall_back_on_words() -> None:
    places = vote_on(
        (words(1, 9, "neu"), words(21, 23, "x")), (words(2, 4, "y"), words(20, 30, "neu"))
    )
    assert ids(places) == [2, 1]
    assert places[0].reason == "words"


def test_a_circle_of_containment_stands_behind_whoever_contains_it() -> None:
    circle = (
        (words(1, 9, "a"), words(22, 24, "b")),
        (words(2, 4, "c"), words(11, 19, "d")),
        (words(12, 14, "e"), words(20, 30, "f")),
    )
    outer = (words(0, 10, "g"),)
    places = vote_on(*circle, outer)
    order = ids(places)
    assert sorted(order) == [1, 2, 3, 4]
    assert order.index(4) < min(order.index(1), order.index(2))
    assert {place.id: place.reason for place in places}["A1-Ä4"] == "contains"


def test_containing_some_edits_of_another_is_said() -> None:
    places = vote_on((words(2, 4, "x"), words(40, 44, "y")), (words(1, 6, "neu"),))
    assert ids(places) == [2, 1]
    assert reason_text(places[0]) == "contains part of A1-Ä1"
    assert reason_text(places[1]) == "is contained in part in A1-Ä2"


@st.composite
def proposals(draw: st.DrawFn) -> list[tuple[Edit, ...]]:
    found: list[tuple[Edit, ...]] = []
    for _count in range(draw(st.integers(1, 8))):
        first = draw(st.integers(0, 25))
        edits = [
            words(first, first + draw(st.integers(1, 6)), draw(st.sampled_from(["", "x", "y z"])))
        ]
        if draw(st.booleans()):
            second = draw(st.integers(first + 8, 50))
            edits.append(words(second, second + draw(st.integers(1, 6)), "neu"))
        found.append(tuple(edits))
    return found


@given(proposals())
@settings(max_examples=150, deadline=None)
def test_every_amendment_has_one_place_and_groups_stay_together(
    amendments: list[tuple[Edit, ...]],
) -> None:
    places = vote_on(*amendments)
    named = [name for place in places for name in (place.id, *place.others)]
    assert sorted(named) == sorted(f"A1-Ä{number}" for number in range(1, len(amendments) + 1))
    numbers = [place.group for place in places]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(set(numbers)) + 1))


@given(proposals(), st.integers(1, 8), st.integers(1, 8))
@settings(max_examples=100, deadline=None)
def test_the_chair_moves_one_amendment_and_the_others_keep_their_order(
    amendments: list[tuple[Edit, ...]], number: int, place: int
) -> None:
    freely = vote_on(*amendments)
    chaired = vote_on(*amendments, chair={number: place})
    moved = next((p for p in chaired if f"A1-Ä{number}" in (p.id, *p.others)), None)
    rest = [p.id for p in freely if moved is None or p.id != moved.id]
    assert [p.id for p in chaired if moved is None or p.id != moved.id] == rest
    if moved is not None:
        group = [p.id for p in chaired if p.group == moved.group]
        assert group.index(moved.id) == min(place, len(group)) - 1
