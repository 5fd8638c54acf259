"""What other programs get wrong, case by case: each test is a failure that was seen elsewhere.

Doubled words, paragraphs in reversed order, collisions that come and go with the width of a line,
an amendment on the wrong paragraph, a majority of nobody: none of it may happen here, from the
hand-in to the adopted text.
"""

import pytest

from tests.commands import RESOLUTION, TEXT, Clerk

NET = "Zeile 1: Nach „mehr“ füge „netto“ ein.\n"
NET_BEFORE = "Zeile 1: Vor „Busse im“ füge „netto“ ein.\n"
TRAINS = "Nach Zeile 2 füge einen neuen Absatz ein: „Wir wollen Züge.“\n"
SHIPS = "Nach Zeile 2 füge einen neuen Absatz ein: „Wir wollen Schiffe.“\n"


def hand_in(clerk: Clerk, *bodies: str) -> None:
    for number, body in enumerate(bodies, 1):
        answer = clerk.submit(body, submitter=f"KV Nummer {number}")
        assert answer.code == 0, answer.err


def vote(clerk: Clerk, *numbers: int) -> None:
    for number in numbers:
        answer = clerk.run("vote", f"A1-Ä{number}", "adopted")
        assert answer.code == 0, answer.err


def text_of(clerk: Clerk, version: str = "original") -> str:
    answer = clerk.run("show", "A1", "--version", version)
    assert answer.code == 0, answer.err
    return answer.out


def kinds(clerk: Clerk) -> list[str]:
    answer = clerk.run("conflicts", "A1", "--format", "json")
    return [each["kind"] for each in answer.json["conflicts"]]


# -- the text changes under an amendment; two amendments at one spot


@pytest.mark.parametrize("other", [NET, NET_BEFORE])
def test_one_word_inserted_by_two_amendments_stands_there_once(clerk: Clerk, other: str) -> None:
    hand_in(clerk, NET, other)
    assert kinds(clerk) == []
    vote(clerk, 1, 2)
    answer = clerk.run("adopt", "A1")
    assert answer.code == 0, answer.err
    assert "Wir fordern mehr netto Busse im" in text_of(clerk)
    assert "netto netto" not in text_of(clerk)
    message = clerk.git("log", "--format=%B", "--grep=^Amendment: A1-Ä2", "--", RESOLUTION)
    assert "Amendment: A1-Ä1" in message, "the one commit carries both names"


def test_a_word_that_was_inserted_meanwhile_is_not_inserted_again(clerk: Clerk) -> None:
    hand_in(clerk, NET, NET_BEFORE)
    vote(clerk, 1)
    assert clerk.run("adopt", "A1").code == 0
    vote(clerk, 2)
    clerk.run("adopt", "A1")
    assert text_of(clerk).count("netto") == 1


def test_two_different_words_at_one_spot_are_never_put_together_silently(clerk: Clerk) -> None:
    hand_in(clerk, NET, "Zeile 1: Nach „mehr“ füge „brutto“ ein.\n")
    assert kinds(clerk) == ["same-place"]
    vote(clerk, 1, 2)
    before = clerk.state()
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    assert "A1-Ä1" in answer.err
    assert "A1-Ä2" in answer.err
    assert clerk.state() == before


@pytest.mark.parametrize("first", [1, 2])
def test_two_new_paragraphs_stand_in_the_order_that_people_decided(
    clerk: Clerk, first: int
) -> None:
    hand_in(clerk, TRAINS, SHIPS)
    assert kinds(clerk) == ["same-place"]
    vote(clerk, 1, 2)
    assert clerk.run("adopt", "A1").code == 1
    answer = clerk.run("adopt", "A1", "--first", f"A1-Ä{first}")
    assert answer.code == 0, answer.err
    wanted = ["Wir wollen Züge.", "Wir wollen Schiffe."]
    if first == 2:
        wanted.reverse()
    assert "Wochenende.\n\n" + "\n\n".join(wanted) + "\n\n## Bezahlbar" in text_of(clerk)


def test_two_new_paragraphs_of_one_amendment_keep_their_order(clerk: Clerk) -> None:
    changed = TEXT.split("---\n")[2].replace(
        "\n## Bezahlbar", "\nErstens Züge.\n\nZweitens Schiffe.\n\n## Bezahlbar"
    )
    hand_in(clerk, changed)
    vote(clerk, 1)
    assert clerk.run("adopt", "A1").code == 0
    assert "Wochenende.\n\nErstens Züge.\n\nZweitens Schiffe.\n\n## Bez" in text_of(clerk)


@pytest.mark.parametrize("length", [20, 33, 47, 80, 200])
def test_the_width_of_a_line_neither_makes_nor_hides_a_collision(clerk: Clerk, length: int) -> None:
    hand_in(
        clerk,
        "Zeile 4: Ersetze „365“ durch „300“.\n",
        "Zeile 4: Ersetze „Jahr“ durch „Monat“.\n",
        "Zeile 4: Ersetze „365 Euro“ durch „100 Euro“.\n",
    )
    with (clerk.folder / "antragstool.toml").open("a") as file:
        file.write(f"line-length = {length}\n")
    clerk.git("commit", "-q", "-a", "-m", "Andere Zeilen")
    answer = clerk.run("conflicts", "A1", "--format", "json")
    assert [each["amendments"] for each in answer.json["conflicts"]] == [["A1-Ä1", "A1-Ä3"]]
    vote(clerk, 1, 2)
    assert clerk.run("adopt", "A1").code == 0
    assert "höchstens 300 Euro im Monat." in text_of(clerk)


def test_different_words_on_one_line_do_not_collide(clerk: Clerk) -> None:
    hand_in(
        clerk,
        "Zeile 4: Ersetze „365“ durch „300“.\n",
        "Zeile 4: Ersetze „Das“ durch „Ein“.\n",
        "Zeile 4: Streiche „Schüler*innen und“.\n",
    )
    assert clerk.run("conflicts", "A1").code == 0
    vote(clerk, 1, 2, 3)
    assert clerk.run("adopt", "A1").code == 0
    assert "Ein Ticket kostet höchstens 300 Euro im Jahr. Auszubildende fahren" in text_of(clerk)


def test_an_identical_change_is_no_collision(clerk: Clerk) -> None:
    hand_in(
        clerk,
        "Zeile 4: Ersetze „365“ durch „300“.\n",
        "Zeile 4: Ersetze „höchstens 365 Euro“ durch „höchstens 300 Euro“.\n",
    )
    answer = clerk.run("conflicts", "A1", "--format", "json")
    assert answer.code == 0
    assert [each["amendments"] for each in answer.json["agreements"]] == [["A1-Ä1", "A1-Ä2"]]
    vote(clerk, 1, 2)
    assert clerk.run("adopt", "A1").code == 0
    assert "höchstens 300 Euro im Jahr" in text_of(clerk)


# -- a paragraph is inserted above


def test_a_new_paragraph_above_moves_an_amendment_with_its_words(clerk: Clerk) -> None:
    hand_in(clerk, TRAINS, "Zeile 7: Ersetze „mehr“ durch „viel mehr“.\n")
    vote(clerk, 1)
    assert clerk.run("adopt", "A1").code == 0
    vote(clerk, 2)
    assert clerk.run("adopt", "A1").code == 0
    text = text_of(clerk)
    assert "- Punkt 1: mehr Haltestellen\n- Punkt 2: viel mehr Fahrer*innen\n" in text
    assert text.startswith("Wir fordern mehr Busse")


def test_an_item_like_the_one_above_it_does_not_draw_the_amendment_to_itself(clerk: Clerk) -> None:
    items = "\n".join(f"- Punkt {number}: mehr Busse" for number in range(1, 10))
    header = TEXT.split("---\n")[1]
    text = f"---\n{header}---\n{items}\n\n# Begründung\n\nDarum.\n"
    (clerk.folder / RESOLUTION).write_text(text, encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Neun Punkte")
    hand_in(clerk, "Zeile 5: Ersetze „mehr“ durch „viel mehr“.\n")
    hand_in(clerk, "Nach Zeile 3 füge einen neuen Absatz ein: „- Punkt 3a: mehr Busse“\n")
    vote(clerk, 2)
    assert clerk.run("adopt", "A1").code == 0
    vote(clerk, 1)
    assert clerk.run("adopt", "A1").code == 0
    changed = [line for line in text_of(clerk).split("\n") if "viel mehr" in line]
    assert changed == ["- Punkt 5: viel mehr Busse"]


# -- a majority of nobody


@pytest.mark.parametrize("rule", ["simple", "absolute", "two-thirds", "three-quarters"])
def test_nobody_in_favour_and_nobody_against_adopts_nothing(clerk: Clerk, rule: str) -> None:
    hand_in(clerk, NET)
    counts = ("--yes", "0", "--no", "0", "--abstain", "0", "--majority", rule)
    refused = clerk.run("vote", "A1-Ä1", "adopted", *counts)
    assert refused.code == 2
    answer = clerk.run("vote", "A1-Ä1", *counts, "--format", "json")
    assert answer.json["outcome"] == "rejected"
    clerk.run("adopt", "A1")
    assert "netto" not in text_of(clerk)
