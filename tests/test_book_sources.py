"""The files that are attached to a book, and its votes as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from antragstool.actions.books.sources import sources_of, votes_json
from antragstool.actions.opened import open_conference
from antragstool.errors import InputError
from antragstool.model.documents import Amendment, Resolution
from tests.commands import RESOLUTION, Answer, Clerk


def _done(answer: Answer) -> None:
    assert answer.code == 0, answer.err


def _sources(clerk: Clerk, *ids: str) -> dict[str, bytes]:
    with open_conference(clerk.folder) as conference:
        items: list[Resolution | Amendment] = [
            *conference.files.resolutions,
            *conference.files.amendments,
        ]
        wanted = [item for item in items if not ids or item.id in ids]
        found = sources_of(conference, wanted)
    assert [source.name for source in found] == sorted({source.name for source in found})
    return {source.name: source.data for source in found}


def _votes(clerk: Clerk, item: str) -> dict[str, Any]:
    data = json.loads(_sources(clerk)["votes.json"])
    assert data["version"] == 1
    (found,) = [entry for entry in data["items"] if entry["id"] == item]
    assert isinstance(found, dict)
    return found


def test_all_files_of_what_is_printed_are_there_as_they_stand_in_the_folder(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    _done(clerk.submit("Streiche „barrierefrei“.\n"))
    words = clerk.write("t.md", "Zeile 4: Ersetze „365“ durch „250“.\n")
    _done(clerk.run("recommend", "A1-Ä1", "adopt-committee-version", "--text", words))
    _done(clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words))
    _done(clerk.run("vote", "A1-Ä2", "adopted"))
    _done(clerk.run("vote", "A1", "adopted"))
    _done(clerk.run("adopt", "A1"))
    found = _sources(clerk)
    tracked = set(clerk.git("ls-files").split())
    assert {"amendments/A1-Ae2.merged.patch", "amendments/A1-Ae1.committee.md"} <= tracked
    assert set(found) - {"votes.json"} == tracked
    for name, data in found.items():
        assert name == "votes.json" or data == (clerk.folder / name).read_bytes()


def test_what_is_not_printed_is_not_attached(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    _done(clerk.submit("Streiche „barrierefrei“.\n"))
    (clerk.folder / "secret.txt").write_text("geheim")
    assert set(_sources(clerk, "A1", "A1-Ä2")) == {
        "amendments/A1-Ae2.md",
        "amendments/A1-Ae2.patch",
        "antragstool.toml",
        RESOLUTION,
        "votes.json",
    }


def test_votes_say_counts_majority_and_what_was_recommended(clerk: Clerk) -> None:
    _done(clerk.submit("Streiche „barrierefrei“.\n", subject="Kürzer"))
    _done(clerk.run("recommend", "A1-Ä1", "refer", "--note", "an den Vorstand"))
    counts = ("--yes", "60", "--no", "20", "--abstain", "3", "--majority", "two-thirds")
    _done(clerk.run("vote", "A1-Ä1", *counts))
    found = _votes(clerk, "A1-Ä1")
    assert found["kind"] == "amendment"
    assert found["resolution"] == "A1"
    assert found["title"] == "Kürzer"
    assert (found["recommendation"], found["recommendation_note"]) == ("refer", "an den Vorstand")
    assert found["outcome"] == "adopted"
    assert found["vote"] == {"yes": 60, "no": 20, "abstain": 3, "majority": "two-thirds"}
    assert found["majority"] == "two-thirds"
    resolution = _votes(clerk, "A1")
    assert resolution["kind"] == "resolution"
    assert resolution["outcome"] is resolution["vote"] is resolution["majority"] is None


def test_votes_keep_parts_and_earlier_votes(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\nStreiche „barrierefrei“.\n"))
    _done(clerk.run("vote", "A1-Ä1", "--yes", "41", "--no", "40"))
    assert _votes(clerk, "A1-Ä1")["majority"] == "simple"
    _done(clerk.run("vote", "A1-Ä1", "--yes", "39", "--no", "42", "--parts", "2"))
    found = _votes(clerk, "A1-Ä1")
    assert [(each["numbers"], each["outcome"]) for each in found["parts"]][-1] == ([2], "rejected")
    assert found["earlier_votes"][0]["vote"] == {"yes": 41, "no": 40}


def test_votes_say_by_what_an_amendment_was_disposed_of(clerk: Clerk) -> None:
    _done(clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n"))
    _done(clerk.submit("Zeile 4: Streichen.\n"))
    _done(clerk.run("vote", "A1-Ä2", "adopted"))
    assert _votes(clerk, "A1-Ä1")["disposed_by"] == "A1-Ä2"


def test_the_same_facts_give_the_same_bytes_in_plain_utf_8(clerk: Clerk) -> None:
    _done(clerk.submit("Streiche „barrierefrei“.\n", submitter="KV Überlingen"))
    with open_conference(clerk.folder) as conference:
        data = votes_json((*conference.files.resolutions, *conference.files.amendments))
        assert data == votes_json((*conference.files.resolutions, *conference.files.amendments))
    assert "KV Überlingen".encode() in data
    assert data.endswith(b"}\n")
    keys = [line.split(b'"')[1] for line in data.split(b"\n") if line.startswith(b'      "')]
    first = keys[: keys.index(b"vote") + 1]
    assert first == sorted(first)


def test_a_link_out_of_the_conference_carries_nothing_away(clerk: Clerk) -> None:
    _done(clerk.submit("Streiche „barrierefrei“.\n"))
    (clerk.folder.parent / "secret.patch").write_text("geheim")
    link = clerk.folder / "amendments" / "A1-Ae1.merged.patch"
    link.symlink_to(clerk.folder.parent / "secret.patch")
    with pytest.raises(InputError) as raised:
        _sources(clerk)
    assert raised.value.problems[0].file == "amendments/A1-Ae1.merged.patch"
