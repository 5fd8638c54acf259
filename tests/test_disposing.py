"""What the adoption of an amendment, and taking it back, does to those that stand inside it."""

from __future__ import annotations

import pytest

from tests.commands import RESOLUTION, Clerk

WHOLE = "Zeile 4: Streiche „Das Ticket kostet höchstens 365 Euro im Jahr.“\n"
OTHER_WHOLE = "Zeile 4: Ersetze „höchstens 365 Euro im Jahr“ durch „nur noch wenig Geld“.\n"
INNER = "Zeile 4: Ersetze „365“ durch „360“.\n"
TWO_INNER = "Zeile 4: Ersetze „365“ durch „366“. Ersetze „Euro“ durch „Dollar“.\n"


def hand_in(clerk: Clerk, *bodies: str) -> Clerk:
    for body in bodies:
        answer = clerk.submit(body)
        assert answer.code == 0, answer.err
    return clerk


def stands(clerk: Clerk, item_id: str) -> tuple[str | None, str | None]:
    items = clerk.run("status", "--format", "json").json["items"]
    found = next(each for each in items if each["id"] == item_id)
    return found["outcome"], found["disposed_by"]


def edit_freely(clerk: Clerk, old: str, new: str) -> None:
    path = clerk.folder / RESOLUTION
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    clerk.git("commit", "-qam", "Edit the text")


@pytest.fixture
def moved(clerk: Clerk) -> Clerk:
    """Return a conference in which A1-Ä1 was carried over after it had disposed of A1-Ä2."""
    hand_in(clerk, OTHER_WHOLE, INNER)
    answer = clerk.run("vote", "A1-Ä1", "adopted", "--yes", "88", "--no", "10")
    assert "Disposed of by it: A1-Ä2." in answer.out
    edit_freely(clerk, "mehr Haltestellen", "sehr viele Haltestellen")
    clerk.run("rebase", "A1")
    return clerk


def test_a_recount_after_a_rebase_reopens_nothing(moved: Clerk) -> None:
    answer = moved.run("vote", "A1-Ä1", "adopted", "--yes", "90", "--no", "10", "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["reopened"] == []
    assert "could not be told" not in answer.err
    assert stands(moved, "A1-Ä2") == ("disposed-of", "A1-Ä1")
    assert moved.run("check", "A1-Ä2").code == 0


def test_where_nobody_can_tell_an_amendment_stays_disposed_of(moved: Clerk) -> None:
    words = moved.write("words.md", "Zeile 4: Ersetze „kostet“ durch „koste“.\n")
    answer = moved.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words, "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["reopened"] == []
    assert "it stays disposed of" in answer.err
    assert stands(moved, "A1-Ä2") == ("disposed-of", "A1-Ä1")


def test_an_adoption_that_is_taken_back_after_a_rebase_reopens_all_the_same(moved: Clerk) -> None:
    answer = moved.run("vote", "A1-Ä1", "rejected", "--format", "json")
    assert answer.json["reopened"] == ["A1-Ä2"]
    assert stands(moved, "A1-Ä2") == (None, None)


def test_other_words_that_provably_leave_it_alone_reopen_it(clerk: Clerk) -> None:
    hand_in(clerk, OTHER_WHOLE, INNER)
    clerk.run("vote", "A1-Ä1", "adopted")
    words = clerk.write("words.md", "Zeile 4: Ersetze „kostet“ durch „koste“.\n")
    answer = clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words, "--format", "json")
    assert answer.json["reopened"] == ["A1-Ä2"]


def test_another_adopted_amendment_takes_over_what_it_contains(clerk: Clerk) -> None:
    hand_in(clerk, OTHER_WHOLE, WHOLE, INNER)
    clerk.run("vote", "A1-Ä1", "adopted")
    assert stands(clerk, "A1-Ä3") == ("disposed-of", "A1-Ä1")
    clerk.run("vote", "A1-Ä2", "adopted")
    answer = clerk.run("vote", "A1-Ä1", "rejected", "--format", "json")
    assert answer.json["reopened"] == []
    assert "A1-Ä3 stays disposed of, now by the adoption of A1-Ä2." in answer.err
    assert stands(clerk, "A1-Ä3") == ("disposed-of", "A1-Ä2")
    header = (clerk.folder / "amendments/A1-Ae3.md").read_text(encoding="utf-8")
    assert "by the adoption of A1-Ä2" in header
    assert clerk.run("vote", "A1-Ä2", "rejected", "--format", "json").json["reopened"] == ["A1-Ä3"]


def test_an_amendment_with_an_adopted_part_is_not_disposed_of(clerk: Clerk) -> None:
    hand_in(clerk, OTHER_WHOLE, TWO_INNER)
    clerk.run("vote", "A1-Ä2.1", "adopted")
    answer = clerk.run("vote", "A1-Ä1", "adopted", "--format", "json")
    assert answer.json["disposed_of"] == []
    assert stands(clerk, "A1-Ä2") == (None, None)
    assert "A1-Ä2.1, A1-Ä2.2" in answer.err
    assert clerk.run("check").code == 0


def test_an_amendment_with_a_rejected_part_is_disposed_of(clerk: Clerk) -> None:
    hand_in(clerk, OTHER_WHOLE, TWO_INNER)
    clerk.run("vote", "A1-Ä2.1", "rejected")
    assert clerk.run("vote", "A1-Ä1", "adopted", "--format", "json").json["disposed_of"] == [
        "A1-Ä2"
    ]
    assert clerk.run("check").code == 0


@pytest.mark.parametrize("earlier", ["adjourned", "quorum-missed"])
def test_an_adjourned_amendment_is_disposed_of_and_its_result_is_kept(
    clerk: Clerk, earlier: str
) -> None:
    hand_in(clerk, OTHER_WHOLE, INNER)
    clerk.run("vote", "A1-Ä2", earlier)
    clerk.run("vote", "A1-Ä1", "adopted")
    assert stands(clerk, "A1-Ä2") == ("disposed-of", "A1-Ä1")
    header = (clerk.folder / "amendments/A1-Ae2.md").read_text(encoding="utf-8")
    assert f"outcome: {earlier}" in header.partition("earlier-votes:")[2]
    clerk.run("vote", "A1-Ä1", "rejected")
    assert stands(clerk, "A1-Ä2") == (None, None)


def test_repeated_words_slide_however_far(clerk: Clerk) -> None:
    edit_freely(clerk, "Das Land trägt", f"Erst {'ja ' * 5000}Ende. Das Land trägt")
    hand_in(
        clerk,
        "Ersetze „ja ja Ende“ durch „ja Ende“.\n",
        "Ersetze „Erst ja ja“ durch „Dann“.\n",
    )
    answer = clerk.run("vote", "A1-Ä2", "adopted", "--format", "json")
    assert answer.json["disposed_of"] == ["A1-Ä1"]


@pytest.mark.parametrize(
    ("first", "later", "warned"),
    [
        (["--parts", "1"], ["A1-Ä1", "rejected"], True),
        (["--parts", "1"], ["A1-Ä1", "adopted-as-material"], True),
        (["--parts", "1"], ["A1-Ä1.1", "rejected"], True),
        (["--parts", "1"], ["A1-Ä1.2", "adopted"], False),
        (["--parts", "1"], ["A1-Ä1.2", "rejected"], False),
        (["--parts", "1"], ["A1-Ä1", "adopted"], False),
        ([], ["A1-Ä1", "rejected"], True),
        ([], ["A1-Ä1.1", "adopted"], True),
        ([], ["A1-Ä1", "adopted", "--yes", "9", "--no", "2"], False),
    ],
)
def test_a_result_that_does_not_take_words_out_of_the_text_says_so(
    clerk: Clerk, first: list[str], later: list[str], warned: bool
) -> None:
    hand_in(clerk, TWO_INNER)
    clerk.run("vote", "A1-Ä1", "adopted", *first)
    assert clerk.run("adopt", "A1").code == 0
    answer = clerk.run("vote", *later)
    assert answer.code == 0, answer.err
    assert ("is in the text of A1 already" in answer.err) is warned


def test_what_an_amendment_to_it_took_back_is_not_inside_any_more(clerk: Clerk) -> None:
    hand_in(
        clerk,
        "Zeile 4: Ersetze „höchstens 365 Euro im Jahr“ durch „nur 300 Euro im Monat“.\n",
        "Zeile 4: Ersetze „365“ durch „366“.\n",
    )
    back = "Ersetze „nur 300 Euro im Monat“ durch „höchstens 365 Euro im Monat“.\n"
    header = "---\nresolution: A1-Ä1\nsubmitter: KV\n---\n"
    answer = clerk.run("submit", clerk.write("nested.md", header + back))
    assert answer.code == 0, answer.err
    clerk.run("vote", "A1-Ä1-Ä1", "adopted")
    answer = clerk.run("vote", "A1-Ä1", "adopted", "--format", "json")
    assert answer.json["disposed_of"] == []
    assert stands(clerk, "A1-Ä2") == (None, None)


def test_what_is_written_into_a_header_is_in_the_language_of_the_conference(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = clerk.folder / "antragstool.toml"
    text = config.read_text(encoding="utf-8").replace('language = "en"', '"language" = "de"')
    config.write_text(text, encoding="utf-8")
    monkeypatch.setenv("LANGUAGE", "en")
    hand_in(clerk, OTHER_WHOLE, INNER)
    monkeypatch.setenv("LANGUAGE", "en")
    assert clerk.run("vote", "A1-Ä1", "adopted").code == 0
    header = (clerk.folder / "amendments/A1-Ae2.md").read_text(encoding="utf-8")
    assert "wording: durch Annahme von A1-Ä1" in header


def test_check_finds_words_in_the_text_that_are_no_longer_adopted(clerk: Clerk) -> None:
    hand_in(clerk, TWO_INNER)
    clerk.run("vote", "A1-Ä1.1", "adopted")
    assert clerk.run("adopt", "A1").code == 0
    clerk.run("vote", "A1-Ä1.2", "adjourned")
    assert clerk.run("check").code == 0
    clerk.run("vote", "A1-Ä1", "rejected")
    answer = clerk.run("check")
    assert answer.code != 0
    assert "amendments/A1-Ae1.merged.patch" in answer.err
    clerk.run("vote", "A1-Ä1.1", "adopted")
    assert clerk.run("check").code == 0
    clerk.run("vote", "A1-Ä1.1", "rejected")
    clerk.run("vote", "A1-Ä1.2", "adopted")
    assert "not adopted: A1-Ä1.1." in clerk.run("check").err
