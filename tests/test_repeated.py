"""The same text handed in twice is found and named, not refused."""

import pytest

from tests.commands import Answer, Clerk

COPY = "Das Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n"


def same_as(answer: Answer) -> list[list[str]]:
    assert answer.code == 0, answer.err
    return [item["same_as"] for item in answer.json["submitted"]]


def hand_in(clerk: Clerk, *bodies: str, submitter: str = "KV X", to: str = "A1") -> Answer:
    files = [clerk.write(f"{number}.md", body) for number, body in enumerate(bodies)]
    return clerk.run(
        "submit", *files, "--to", to, "--submitter", submitter, "--format", "json"
    )  # fmt: skip


@pytest.mark.parametrize(
    "again",
    [
        "Ersetze „einmal“ durch „zweimal“.\n",
        "Zeile 8: Ersetze „Landtag einmal im Jahr“ durch „Landtag zweimal im Jahr“.\n",
        COPY,
    ],
)
def test_however_it_is_written(clerk: Clerk, again: str) -> None:
    hand_in(clerk, "Zeile 8: Ersetze „einmal“ durch „zweimal“.\n")
    answer = hand_in(clerk, again, submitter="KV Y")
    assert same_as(answer) == [["A1-Ä1"]]
    assert "A1-Ä2 says the same as A1-Ä1." in answer.err
    assert clerk.run("check").code == 0


def test_by_the_same_submitter_it_asks(clerk: Clerk) -> None:
    hand_in(clerk, COPY)
    answer = hand_in(clerk, COPY)
    assert same_as(answer) == [["A1-Ä1"]]
    assert "from the same submitter; handed in twice?" in answer.err


def test_within_one_submission(clerk: Clerk) -> None:
    answer = hand_in(clerk, COPY, "Streiche „barrierefrei“.\n", COPY)
    assert same_as(answer) == [[], [], ["A1-Ä1"]]


def test_all_that_say_it_are_named(clerk: Clerk) -> None:
    hand_in(clerk, COPY, COPY)
    assert same_as(hand_in(clerk, COPY)) == [["A1-Ä1", "A1-Ä2"]]


@pytest.mark.parametrize(
    "other",
    [
        "Ersetze „einmal“ durch „dreimal“.\n",
        "Ersetze „einmal“ durch „zweimal“. Streiche „barrierefrei“.\n",
        "Titel: Streiche „Gute“.\n",
    ],
)
def test_another_change_is_not_the_same(clerk: Clerk, other: str) -> None:
    hand_in(clerk, COPY)
    assert same_as(hand_in(clerk, other)) == [[]]


def test_a_sentence_twice_at_two_places_is_not_the_same(clerk: Clerk) -> None:
    hand_in(clerk, "Zeile 6: Füge nach „mehr“ ein: „gute“.\n")
    assert same_as(hand_in(clerk, "Zeile 7: Füge nach „mehr“ ein: „gute“.\n")) == [[]]


def test_after_a_new_header_of_the_resolution_it_is_still_found(clerk: Clerk) -> None:
    hand_in(clerk, COPY)
    clerk.run("recommend", "A1", "adopt")
    assert same_as(hand_in(clerk, COPY)) == [["A1-Ä1"]]


def test_one_whose_patch_is_broken_does_not_stop_it(clerk: Clerk) -> None:
    hand_in(clerk, COPY)
    path = clerk.folder / "amendments/A1-Ae1.patch"
    path.write_text(path.read_text(encoding="utf-8").replace("Edit:", "Edit"), encoding="utf-8")
    assert same_as(hand_in(clerk, COPY)) == [[]]
