"""Whatever comes in: what is wrong, where, what to do; exit code 2; the repository exactly as before."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import Answer, Clerk

HEADER = "---\nresolution: A1\nsubmitter: KV X\n---\n"


def refused(clerk: Clerk, answer: Answer, before: tuple[str, str, str], *words: str) -> None:
    assert answer.code == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("Error:") or "Error:" in answer.err
    for word in words:
        assert word in answer.err
    assert "Traceback" not in answer.err
    assert clerk.state() == before


def hand_in(
    clerk: Clerk, source: str | bytes, *options: str
) -> tuple[Answer, tuple[str, str, str]]:
    path = clerk.folder.parent / "handed-in.md"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    before = clerk.state()
    return clerk.run("submit", path, *options), before


def test_a_file_that_is_not_utf_8(clerk: Clerk) -> None:
    answer, before = hand_in(clerk, HEADER.encode() + "Zeile 1: Streiche „für“".encode("cp1252"))
    refused(clerk, answer, before, "handed-in.md:5", "UTF-8")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("submitter: KV X\n", ["resolution"]),
        ("resolution: A1\n", ["submitter"]),
        ("resolution: A1\nsubmiter: KV X\n", ["handed-in.md:3", "submiter", "submitter"]),
        ("resolution: A1\nsubmitter: KV X\nsubmitter: KV Y\n", ["handed-in.md:4", "submitter"]),
        ("resolution: A1\nsubmitter: KV X\nid: A1-Ä7\n", ["handed-in.md:4", "id"]),
        ("resolution: A2\nsubmitter: KV X\n", ["A2"]),
        ("resolution: ../A1\nsubmitter: KV X\n", ["handed-in.md:2", "../A1"]),
        ("resolution: A/1\nsubmitter: KV X\n", ["handed-in.md:2", "A/1"]),
        ("resolution: \"A\\x071\"\nsubmitter: KV X\n", ["U+0007"]),
        ("resolution: A1\nsubmitter: KV \u202eX\n", ["handed-in.md:3", "U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("resolution: A1\nsubmitter: *x\n", ["handed-in.md:3"]),
        ("resolution: A1\nsubmitter: KV X\nform: gedicht\n", ["handed-in.md:4", "gedicht"]),
    ],
)  # fmt: skip
def test_a_header_that_is_wrong(clerk: Clerk, header: str, words: list[str]) -> None:
    answer, before = hand_in(clerk, f"---\n{header}---\nZeile 1: Streiche „mehr“.\n")
    refused(clerk, answer, before, *words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Zeile 4: Ersetze „365 Euro“ durch „365 Euro“.", ["nothing"]),
        ("Zeile 4: Ersetze „Kamele“ durch „Pferde“.", ["handed-in.md:5", "Kamele"]),
        ("Zeile 1: Ersetze „365 Euro“ durch „300 Euro“.", ["handed-in.md:5", "4"]),
        ("Zeile 99: Streiche „Busse“.", ["handed-in.md:5", "99", "9"]),
        ("Zeilen 5–4: Streichen.", ["handed-in.md:5"]),
        ("Streiche „Busse“.", ["handed-in.md:5", "Busse"]),
        ("Zeile 4: Ersetze „365 Euro durch 300 Euro.", ["handed-in.md:5"]),
        ("Das muss alles viel schöner werden.", ["handed-in.md:5", "Zeile 88"]),
        ("Zeile 4: Ersetze „365 Euro“ durch „30\u200b0 Euro“.", ["handed-in.md:5", "U+200B ZERO WIDTH SPACE"]),
        ("Zeile 4: Ersetze „365 Euro“ durch „30\u202e0 Euro“.", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("Zeile 4: Ersetze „365 Euro“ durch „\x1b[31m0 Euro“.", ["U+001B"]),
        ("", ["handed-in.md"]),
        ("# Begründung\n\nNur ein Grund.", ["handed-in.md"]),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_carried_out(clerk: Clerk, body: str, words: list[str]) -> None:
    answer, before = hand_in(clerk, HEADER + body + "\n")
    refused(clerk, answer, before, *words)
    assert "\x1b" not in answer.err.replace("\x1b[31m\x1b[1mError:\x1b[0m", "")
    assert "\u202e" not in answer.err


def test_all_problems_are_named_at_once(clerk: Clerk) -> None:
    body = (
        "Zeile 1: Streiche „Kamele“.\n\nZeile 99: Streiche „Busse“.\n\nZeile 4: Streiche „Esel“.\n"
    )
    answer, before = hand_in(clerk, f"---\nresolution: A1\nsubject: x\n---\n{body}")
    refused(
        clerk, answer, before, "handed-in.md:5", "handed-in.md:7", "handed-in.md:9", "--submitter"
    )


def test_a_copy_that_changes_nothing(clerk: Clerk) -> None:
    copy = clerk.run("show", "A1").out
    answer, before = hand_in(clerk, HEADER + copy)
    refused(clerk, answer, before, "nothing")


def test_a_file_that_does_not_exist_and_one_that_is_a_folder(clerk: Clerk) -> None:
    before = clerk.state()
    refused(clerk, clerk.run("submit", "/nowhere/a.md"), before, "/nowhere/a.md")
    refused(clerk, clerk.run("submit", clerk.folder.parent), before)


def test_an_id_that_does_not_exist(clerk: Clerk) -> None:
    before = clerk.state()
    for command in (["show", "A7"], ["diff", "A1-Ä9"], ["vote", "../A1", "adopted"]):
        refused(clerk, clerk.run(*command), before)
    refused(clerk, clerk.run("recommend", "A1\x1b[31m", "adopt"), before)


def test_an_unknown_outcome_names_the_nearest(clerk: Clerk) -> None:
    before = clerk.state()
    refused(clerk, clerk.run("vote", "A1", "adoptet"), before, "adopted")


def test_a_text_that_is_not_committed(clerk: Clerk) -> None:
    path = clerk.folder / "resolutions/A1-busse.md"
    path.write_text(path.read_text().replace("mehr Busse", "viel mehr Busse"))
    answer, before = hand_in(clerk, HEADER + "Zeile 4: Ersetze „365“ durch „300“.\n")
    refused(clerk, answer, before, "resolutions/A1-busse.md", "git add")


def test_outside_of_a_repository_and_of_a_conference(tmp_path: Path, conference: Path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    for folder in (nowhere, conference):
        answer = Clerk(folder).run("status")
        assert answer.code == 2
        assert "antragstool init" in answer.err


def test_without_a_name_for_git_nothing_is_stored(clerk: Clerk) -> None:
    clerk.git("config", "--unset", "user.name")
    clerk.git("config", "--unset", "user.email")
    answer, before = hand_in(clerk, HEADER + "Zeile 4: Ersetze „365“ durch „300“.\n")
    refused(clerk, answer, before, "git config")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_a_read_only_folder(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(*_arguments: object, **_settings: object) -> None:
        raise OSError(code, os.strerror(code), "amendments/A1-Ae1.md")

    monkeypatch.setattr(os, "fsync", fail)
    answer, before = hand_in(clerk, HEADER + "Zeile 4: Ersetze „365“ durch „300“.\n")
    monkeypatch.undo()
    refused(clerk, answer, before)


@pytest.mark.parametrize("function", ["plan_submission", "track", "read_amendment"])
def test_ctrl_c_in_the_middle(clerk: Clerk, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    def interrupt(*_arguments: object, **_settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"antragstool.actions.submitting.{function}", interrupt)
    before = clerk.state()
    answer = clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    assert answer.code == 2
    assert "nothing was stored" in answer.err
    assert clerk.state() == before


@pytest.mark.parametrize("damage", [
    lambda source: source.replace("365", "366", 1),
    lambda source: source.replace('"at": ', '"at": 1'),
    lambda source: source.replace("Result: sha256:", "Result: sha256:0"),
    lambda source: source.replace("Base: ", "Base: 0"),
    lambda source: source[:0],
])  # fmt: skip
def test_a_patch_that_was_changed_by_hand_is_found(
    clerk: Clerk, damage: Callable[[str], str]
) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    path = clerk.folder / "amendments/A1-Ae1.patch"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    answer = clerk.run("check")
    assert answer.code == 1
    assert "A1-Ae1" in answer.err


def test_an_amendment_that_was_changed_by_hand_is_found(clerk: Clerk) -> None:
    clerk.submit("Zeile 4: Ersetze „365“ durch „300“.\n")
    path = clerk.folder / "amendments/A1-Ae1.md"
    path.write_text(path.read_text(encoding="utf-8").replace("„300“", "„3“"), encoding="utf-8")
    assert clerk.run("check").code == 1
    problems = clerk.run("check", "--format", "json").json["problems"]
    assert problems[0]["file"] == "amendments/A1-Ae1.md"
    assert problems[0]["message"]
    assert problems[0]["hint"]
