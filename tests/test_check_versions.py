"""What ``check`` proves of an amendment's versions, and of what it put into the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from antragstool.actions.adopted_words import adopted_words
from antragstool.actions.opened import open_conference
from antragstool.model.edit import Edit
from antragstool.model.versions import VersionKind
from antragstool.store.git.values import Commit
from antragstool.workflow.tracking import Sender, track
from tests.commands import RESOLUTION, Clerk
from tests.test_versions import COMMITTEE, DECIDED, PROPOSAL, amendment_of, record

SENDER = Sender("KV Musterstadt", "a@example.invalid", "Sat, 28 Nov 2026 14:30:00 +0000")


@pytest.fixture
def adopted(clerk: Clerk) -> Clerk:
    """Return the clerk of a conference with A1-Ä1, which was adopted in other words."""
    assert clerk.submit(PROPOSAL, subject="Preis").code == 0
    record(clerk, DECIDED, outcome="adopted-as-amended")
    assert clerk.run("check").code == 0
    return clerk


def put_into_the_text(clerk: Clerk, new: str, name: str = "A1-Ae1.merged.patch") -> Path:
    """Commit the text with its price replaced by *new*, and the patch that says so."""
    with open_conference(clerk.folder) as conference:
        base = conference.base(conference.resolution("A1"))
        flat = base.text.text.flat
        edit = Edit(flat.index("365"), "365", new)
        patch = track(base, (edit,), "A1-Ä1", "A1", "Preis", SENDER)
        files: dict[str, bytes | None] = {
            base.path: base.changed((edit,))[0].encode(),
            f"amendments/{name}": patch.encode(),
        }
        conference.repository.commit(Commit(files=files, subject="Put A1-Ä1 into the text"))
    return clerk.folder / "amendments" / name


@pytest.mark.parametrize("kind", VersionKind)
@pytest.mark.parametrize(("old", "new"), [("320", "999"), ("Base: ", "Base: 0"), ("+Das", "+Die")])
def test_a_version_whose_patch_was_changed_is_found(
    adopted: Clerk, kind: VersionKind, old: str, new: str
) -> None:
    record(adopted, COMMITTEE)
    patch = adopted.folder / f"amendments/A1-Ae1.{kind.value}.patch"
    patch.write_text(patch.read_text().replace(old, new))
    answer = adopted.run("check", "--format", "json")
    assert answer.code == 1
    assert {problem["file"] for problem in answer.json["problems"]} == {
        f"amendments/A1-Ae1.{kind.value}.patch"
    }


def test_a_version_whose_text_was_changed_is_found(adopted: Clerk) -> None:
    text = adopted.folder / "amendments/A1-Ae1.decided.md"
    text.write_text(text.read_text().replace("320", "999"))
    answer = adopted.run("check")
    assert answer.code == 1
    assert "amendments/A1-Ae1.decided.md" in answer.out + answer.err


def test_a_version_without_its_amendment_or_its_patch_is_found(adopted: Clerk) -> None:
    folder = adopted.folder / "amendments"
    (folder / "A1-Ae1.decided.patch").rename(folder / "A1-Ae1.committee.patch")
    answer = adopted.run("check", "--format", "json")
    files = {problem["file"] for problem in answer.json["problems"]}
    assert {"amendments/A1-Ae1.decided.md", "amendments/A1-Ae1.committee.patch"} <= files
    assert adopted.run("check", "A1").code == 0
    assert adopted.run("check", "A1-Ä1").code == 1


def test_the_names_of_a_version_say_what_it_is_a_version_of(adopted: Clerk) -> None:
    folder = adopted.folder / "amendments"
    for ending in ("md", "patch"):
        (folder / f"A1-Ae1.decided.{ending}").rename(folder / f"A1-Ae2.decided.{ending}")
    answer = adopted.run("check", "--format", "json")
    assert answer.code == 1
    found = [problem for problem in answer.json["problems"] if problem["file"].endswith(".md")]
    assert any("A1-Ae1.decided.md" in problem["hint"] for problem in found)
    assert any("A1-Ae2.md" in problem["hint"] for problem in found)


def test_unknown_words_in_a_versions_header_are_named_with_their_lines(adopted: Clerk) -> None:
    text = adopted.folder / "amendments/A1-Ae1.decided.md"
    text.write_text(text.read_text().replace("form: instructions", "from: instructions"))
    answer = adopted.run("check", "--format", "json")
    (problem,) = answer.json["problems"]
    assert problem["line"] > 1
    assert "form" in problem["hint"]


@pytest.mark.parametrize("new", ["300", "320"])
def test_the_words_of_the_proposal_or_of_its_adopted_version_may_stand_in_the_text(
    adopted: Clerk, new: str
) -> None:
    put_into_the_text(adopted, new)
    assert "merged" not in adopted.run("check").out
    put = adopted.folder / RESOLUTION
    assert f"{new} Euro" in put.read_text()


def test_other_words_must_not_stand_in_the_text(adopted: Clerk) -> None:
    put_into_the_text(adopted, "999")
    answer = adopted.run("check", "--format", "json")
    problem, place = sorted(answer.json["problems"], key=lambda each: -len(each["file"]))
    assert problem["file"] == "amendments/A1-Ae1.merged.patch"
    assert "999" in problem["message"]
    assert place["file"] == "amendments/A1-Ae1.md"  # its own words have no place any more


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Amendment: A1-Ä1", "Amendment: A1-Ä2"),
        ("Result: sha256:", "Result: sha256:0"),
        ("+Das", "+Die"),
    ],
)
def test_a_merged_patch_that_was_changed_is_found(adopted: Clerk, old: str, new: str) -> None:
    patch = put_into_the_text(adopted, "320")
    assert old in patch.read_text()
    patch.write_text(patch.read_text().replace(old, new))
    answer = adopted.run("check", "--format", "json")
    assert [problem["file"] for problem in answer.json["problems"]] == [
        "amendments/A1-Ae1.merged.patch"
    ]


def test_the_base_of_a_merged_patch_is_a_version_of_the_text(adopted: Clerk) -> None:
    patch = put_into_the_text(adopted, "320", "A1-Ae1.merged-2.patch")
    other = adopted.git("rev-parse", "HEAD:antragstool.toml").strip()
    base = adopted.git("rev-parse", f"HEAD~1:{RESOLUTION}").strip()
    patch.write_text(patch.read_text().replace(base, other))
    answer = adopted.run("check", "--format", "json")
    (problem,) = answer.json["problems"]
    assert problem["file"] == "amendments/A1-Ae1.merged-2.patch"
    assert "no version" in problem["message"]


@pytest.mark.parametrize(
    "name", ["A1-Ae1.merged-1.patch", "A1-Ae1.merged-x.patch", "A1-Ae9.merged.patch"]
)
def test_a_merged_patch_of_nothing_is_found(adopted: Clerk, name: str) -> None:
    (adopted.folder / "amendments" / name).write_text("")
    assert name in adopted.run("check").out + adopted.run("check").err
    with open_conference(adopted.folder) as conference:
        assert amendment_of(conference).id == "A1-Ä1"


@pytest.fixture
def carried(clerk: Clerk) -> Clerk:
    """Return the clerk of a conference where A1-Ä1 was carried over when A1-Ä2 was adopted."""
    assert clerk.submit(PROPOSAL, subject="Preis").code == 0
    assert clerk.submit("Nach Zeile 2 einfügen: „Ein ganz neuer Absatz.“").code == 0
    record(clerk, COMMITTEE, verdict="adopt-committee-version")
    assert clerk.run("vote", "A1-Ä2", "adopted").code == 0
    assert clerk.run("adopt", "A1").code == 0
    return clerk


def test_what_was_adopted_and_carried_over_is_proven(carried: Clerk) -> None:
    answer = carried.run("check")
    assert answer.code == 0, answer.out
    assert (carried.folder / "amendments/A1-Ae2.merged.patch").exists()
    assert "Earlier: " in (carried.folder / "amendments/A1-Ae1.patch").read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [('"new": "300"', '"new": "999"'), ('Earlier: {"base": "', 'Earlier: {"base": "0')],
)
def test_other_words_than_those_that_were_carried_over_are_found(
    carried: Clerk, old: str, new: str
) -> None:
    patch = carried.folder / "amendments/A1-Ae1.patch"
    assert old in patch.read_text()
    patch.write_text(patch.read_text().replace(old, new))
    answer = carried.run("check", "A1-Ä1", "--format", "json")
    assert answer.code == 1
    assert all("A1-Ae1" in problem["file"] for problem in answer.json["problems"])


def test_a_version_is_shown_on_the_lines_of_the_proposal_that_was_carried_over(
    carried: Clerk,
) -> None:
    (item,) = carried.run("diff", "A1-Ä1", "--format", "json").json["amendments"]
    (version,) = item["versions"]
    assert version["edits"][0]["lines"] == item["edits"][0]["lines"] == [5, 5]
    assert version["edits"][0]["new"] == "320"
    assert carried.run("vote", "A1-Ä1", "adopted-committee-version").code == 0
    with open_conference(carried.folder) as conference:
        words = adopted_words(conference, amendment_of(conference))
        assert words is not None
        base = conference.base_of(amendment_of(conference), words.base).text.text
    assert [base.flat[edit.start : edit.end] for edit in words.plain] == ["365"]
    assert carried.run("adopt", "A1").code == 0
    assert "320 Euro" in (carried.folder / RESOLUTION).read_text()
    assert carried.run("check").code == 0
