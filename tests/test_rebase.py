"""``rebase`` and ``edit --editorial``: amendments follow their text, or say that they cannot."""

import pytest

from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment
from antragstool.patch.record import PatchRecord
from tests.commands import RESOLUTION, Clerk
from tests.test_adopt import OFTEN, OTHER_PRICE, PRICE, adopt, clean, hand_in, header, text, vote


def edit_freely(clerk: Clerk, old: str, new: str) -> None:
    assert text(clerk).count(old) == 1
    path = clerk.folder / RESOLUTION
    path.write_text(text(clerk).replace(old, new), encoding="utf-8")
    clerk.git("commit", "-qam", "Freely edited")


def test_nothing_to_do(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    before = clerk.state()
    answer = clerk.run("rebase", "A1")
    assert answer.code == 0
    assert "A1" in answer.out
    assert clerk.state() == before


def test_after_a_free_edit_far_away_it_is_carried_in_one_commit(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN, "KV Zwei")
    edit_freely(clerk, "Das Land trägt die Kosten", "Bund und Land tragen die Kosten")
    assert clerk.run("check").code == 1
    count = clerk.git("rev-list", "--count", "HEAD")
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert answer.code == 0, answer.out
    assert answer.json["carried"] == ["A1-Ä1", "A1-Ä2"]
    assert int(clerk.git("rev-list", "--count", "HEAD")) == int(count) + 1
    clean(clerk)
    assert clerk.run("diff", "A1-Ä1").code == 0


def test_through_several_texts_every_earlier_base_stays_on_record(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    bases = [clerk.git("rev-parse", f"HEAD:{RESOLUTION}").strip()]
    for number in (1, 2):
        edit_freely(clerk, "mehr Haltestellen", f"mehr{number} mehr Haltestellen")
        assert clerk.run("rebase", "A1").code == 0
        bases.append(clerk.git("rev-parse", f"HEAD:{RESOLUTION}").strip())
    patch = (clerk.folder / "amendments/A1-Ae1.patch").read_text(encoding="utf-8")
    assert [line.split('"')[3] for line in patch.split("\n") if line.startswith("Earlier")] == (
        bases[:2]
    )
    assert f"Base: {bases[2]}" in patch
    clean(clerk)


def test_beside_a_change_it_is_proposed_and_carried_only_after_a_look(clerk: Clerk) -> None:
    hand_in(clerk, "Ersetze „höchstens“ durch „maximal“.")
    hand_in(clerk, PRICE, "KV Zwei")
    hand_in(clerk, "Ersetze „365“ durch „364“.", "KV Drei")
    hand_in(clerk, "Füge nach „kostet höchstens“ ein: „genau“.", "KV Vier")
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    before = clerk.state()
    answer = clerk.run("rebase", "A1")
    assert answer.code == 1
    assert "--accept A1-Ä4" in answer.out
    assert "maximal" in answer.out
    assert clerk.state() == before
    assert clerk.run("rebase", "A1", "--accept", "A1-Ä1").code == 2
    answer = clerk.run("rebase", "A1", "--accept", "A1-Ä4", "--format", "json")
    assert answer.code == 0, answer.out
    assert answer.json["carried"] == ["A1-Ä4"]
    clean(clerk)
    vote(clerk, "A1-Ä4", "adopted")
    adopt(clerk)
    assert "kostet maximal genau 365 Euro" in text(clerk)


def test_a_stuck_one_shows_both_changes_and_the_lines(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE, "KV Zwei")
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    answer = clerk.run("rebase", "A1")
    assert answer.code == 1
    for words in ("A1-Ä2", "Line 4", "[-365 Euro-]{+200 Euro+}", "300"):
        assert words in answer.out
    assert clerk.run("rebase", "A1", "--accept", "A1-Ä2").code == 2
    stuck = clerk.run("rebase", "A1", "--format", "json").json["stuck"]
    assert stuck[0]["changes"] == [{"old": "365", "new": "300"}]


def test_the_change_that_somebody_made_already_is_disposed_of(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    edit_freely(clerk, "365 Euro", "300 Euro")
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert answer.code == 0
    assert [each["id"] for each in answer.json["contained"]] == ["A1-Ä1"]
    assert "outcome: disposed-of" in header(clerk, "A1-Ä1")
    clean(clerk)


def test_a_moved_paragraph_is_proposed_where_it_stands(clerk: Clerk) -> None:
    hand_in(clerk, OFTEN)
    path = clerk.folder / RESOLUTION
    head, _mark, body = text(clerk).partition("---\nWir fordern")
    first, _blank, rest = body.partition("\n\n")
    moved = rest.replace("\n\n# Begründung", f"\n\nWir fordern{first}\n\n# Begründung")
    path.write_text(f"{head}---\n{moved}", encoding="utf-8")
    clerk.git("commit", "-qam", "Moved")
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert [each["id"] for each in answer.json["proposed"]] == ["A1-Ä1"]
    assert clerk.run("rebase", "A1", "--accept", "A1-Ä1").code == 0
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    assert "alle 30 Minuten" in text(clerk)
    clean(clerk)


def test_an_amendment_to_an_amendment_follows_it(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Nach Zeile 8 einfügen: „Das gilt ab 2027 überall im ganzen Land.“", "KV Zwei")
    file = clerk.write(
        "aeae.md", "---\nresolution: A1-Ä2\nsubmitter: KV Drei\n---\nErsetze „2027“ durch „2028“.\n"
    )
    answer = clerk.run("submit", file)
    assert answer.code == 0, answer.err
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    clean(clerk)
    vote(clerk, "A1-Ä2-Ä1", "adopted")
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    assert "ab 2028 überall" in text(clerk)
    assert "Amendment: A1-Ä2-Ä1" in clerk.git("log", "-1", "--format=%B")
    clean(clerk)


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        ("Titel: Ersetze „Gute“ durch „Viele“.", "title: Gute Busse", "title: Viele Busse"),
        ("Begründung: Ersetze „wenig“ durch „nichts“.", "geht auf dem Land wenig", "Land nichts"),
    ],
)
def test_title_and_reasons_are_adopted_too(clerk: Clerk, body: str, old: str, new: str) -> None:
    hand_in(clerk, body)
    hand_in(clerk, PRICE, "KV Zwei")
    assert old in text(clerk)
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    adopt(clerk)
    assert new in text(clerk)
    assert "300 Euro" in text(clerk)
    clean(clerk)


def test_a_substitute_is_adopted_whole(clerk: Clerk) -> None:
    file = clerk.write(
        "kurz.md",
        "---\nresolution: A1\nsubmitter: KV Kurz\nform: substitute\n---\nBusse, überall.\n\n## Ziel\n\nJetzt.\n",
    )
    assert clerk.run("submit", file).code == 0
    hand_in(clerk, PRICE, "KV Zwei")
    vote(clerk, "A1-Ä1", "adopted")
    assert "disposed-by: A1-Ä1" in header(clerk, "A1-Ä2")
    adopt(clerk)
    assert clerk.run("show", "A1").out == "Busse, überall.\n\n## Ziel\n\nJetzt.\n"
    assert "Ohne Bus geht auf dem Land wenig." in text(clerk)
    clean(clerk)


def test_an_editorial_change_is_its_own_marked_commit(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN, "KV Zwei")
    vote(clerk, "A1-Ä1", "adopted")
    file = clerk.write("redaktion.md", "Ersetze „Fahrer*innen“ durch „Fahrerinnen und Fahrer“.\n")
    refused = clerk.run("edit", "A1", file, "--editorial")
    assert refused.code == 2
    assert "antragstool adopt A1" in refused.err
    adopt(clerk)
    assert clerk.run("edit", "A1", file).code == 2
    answer = clerk.run("edit", "A1", file, "--editorial", "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["carried"] == ["A1-Ä2"]
    message = clerk.git("log", "-1", "--skip=1", "--format=%B")
    assert "Antragstool-Action: edit" in message
    assert "Editorial: yes" in message
    assert "Fahrerinnen und Fahrer" in text(clerk)
    clean(clerk)


def test_amendments_to_an_amendment_that_clash_are_decided_too(clerk: Clerk) -> None:
    hand_in(clerk, "Nach Zeile 8 einfügen: „Das gilt ab 2027 überall im ganzen Land.“")
    for year in ("2028", "2029"):
        file = clerk.write(
            "aeae.md",
            f"---\nresolution: A1-Ä1\nsubmitter: KV {year}\n---\nErsetze „2027“ durch „{year}“.\n",
        )
        assert clerk.run("submit", file).code == 0
    for item_id in ("A1-Ä1-Ä1", "A1-Ä1-Ä2", "A1-Ä1"):
        vote(clerk, item_id, "adopted")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    assert "--prefer A1-Ä1-Ä1" in answer.err
    adopt(clerk, "--prefer", "A1-Ä1-Ä2")
    assert "ab 2029 überall" in text(clerk)
    clean(clerk)


def test_for_those_that_are_carried_nobody_looks_who_settled_them(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN)
    hand_in(clerk, "Ersetze „Landtag“ durch „Kreistag“.")
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    edit_freely(clerk, "mehr Haltestellen", "viele Haltestellen")
    read: list[str] = []
    patch = OpenConference.patch

    def reading(conference: OpenConference, amendment: Amendment) -> PatchRecord:
        read.append(amendment.id)
        return patch(conference, amendment)

    monkeypatch.setattr(OpenConference, "patch", reading)
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert answer.json["carried"] == ["A1-Ä2", "A1-Ä3"]
    assert "A1-Ä1" not in read
