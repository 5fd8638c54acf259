"""What is kept in the git folder saves time and never changes a result."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import antragstool
from antragstool.model.decision import Ballot, Majority, Outcome, PartResult, Vote
from antragstool.model.documents import Amendment, Form
from antragstool.patch.blob import blob_id
from antragstool.store import cache, cached_amendments, conference_files
from antragstool.store.cache import Cache
from antragstool.store.cache_values import Codec
from antragstool.store.conference_files import ConferenceFiles, read_conference
from antragstool.store.schema import read_amendment

BASE = "1" * 40
HEADER = f"""---
id: A1-Ä1
resolution: A1
base: {BASE}
submitter: "KV Köln: Süd"
supporters:
  - Änne
  - Bo
received: 2026-05-01T18:00:00+02:00
form: instructions
outcome: adopted
vote:
  yes: 10
  no: 3
---

Zeile 1: Streiche „eins“.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a conference with one amendment."""
    for name in (".git", "resolutions", "amendments"):
        (tmp_path / name).mkdir()
    (tmp_path / "antragstool.toml").write_text('name = "LDK"\n')
    (tmp_path / "resolutions" / "A1.md").write_text("---\nid: A1\ntitle: T\n---\n\neins\n")
    (tmp_path / "amendments" / "A1-Ae1.md").write_text(HEADER)
    (tmp_path / "amendments" / "A1-Ae1.patch").write_text("x\n")
    return tmp_path


def place(folder: Path) -> Path:
    return folder / ".git" / "antragstool" / "amendment.json"


@pytest.fixture
def read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Any, int]]:
    """Return a function that reads the conference and tells how many files were parsed."""
    parsed: list[str] = []

    def counting(path: str, source: str) -> Any:
        parsed.append(path)
        return read_amendment(path, source)

    monkeypatch.setattr(conference_files, "read_amendment", counting)

    def run() -> tuple[tuple[ConferenceFiles, Any], int]:
        parsed.clear()
        return read_conference(folder), len(parsed)

    return run


def test_an_unchanged_file_is_parsed_once_and_gives_the_same_amendment(
    folder: Path, read: Callable[[], tuple[Any, int]]
) -> None:
    first, parsed = read()
    assert parsed == 1
    assert first[0].amendments[0].vote == Vote(10, 3)
    assert read() == (first, 0)
    (folder / "amendments" / "A1-Ae1.md").write_text(HEADER.replace("no: 3", "no: 4"))
    changed, parsed = read()
    assert parsed == 1
    assert changed[0].amendments[0].vote == Vote(10, 4)


def test_a_file_with_a_problem_is_not_kept(
    folder: Path, read: Callable[[], tuple[Any, int]]
) -> None:
    (folder / "amendments" / "A1-Ae1.md").write_text(HEADER.replace("form:", "frm:"))
    first, parsed = read()
    assert parsed == 1
    assert [problem.line for problem in first[1]] == [10]
    assert read() == (first, 1)


def _forged(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the one stored amendment as somebody would who knows the format."""
    cached = Cache.of(folder)
    key = blob_id((folder / "amendments" / "A1-Ae1.md").read_bytes())
    stored = cached.get("amendment", key)
    assert isinstance(stored, dict)
    cached.put("amendment", key, change(stored) or stored)  # type: ignore[arg-type]
    cached.save()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "../../x"),
        ("id", "A2-Ä1"),
        ("id", "A1-Ae1"),
        ("id", 1),
        ("base", "HEAD"),
        ("base", None),
        ("carried", ["--all"]),
        ("carried", BASE),
        ("merged", "x"),
        ("submitter", " "),
        ("submitter", "a\u202eb"),
        ("submitter", "a\nb"),
        ("submitter", "a\u0308"),
        ("supporters", "Kim"),
        ("supporters", [["Kim"]]),
        ("form", "poem"),
        ("outcome", "won"),
        ("vote", {"yes": -1}),
        ("vote", {"yes": True}),
        ("vote", {"yes": 1.5}),
        ("vote", {"yes": 10**12}),
        ("vote", {"maybe": 1}),
        ("vote", [1, 2]),
        ("example", 1),
        ("yields_to", ["A1"]),
        ("disposed_by", "x"),
        ("body", "other words"),
        ("path", "/etc/passwd"),
        ("__class__", "x"),
    ],
)
def test_a_stored_value_that_no_header_could_give_is_not_believed(
    folder: Path, read: Callable[[], tuple[Any, int]], key: str, value: object
) -> None:
    first, _parsed = read()
    _forged(folder, lambda stored: stored.__setitem__(key, value))
    assert read() == (first, 1)


@pytest.mark.parametrize("value", ["x", 1, [], [1], {}, True])
def test_a_stored_value_of_another_kind_is_not_believed(
    folder: Path, read: Callable[[], tuple[Any, int]], value: object
) -> None:
    first, _parsed = read()
    _forged(folder, lambda _stored: value)
    assert read()[0] == first


def _damage(folder: Path, how: str) -> None:
    file = place(folder)
    data = file.read_bytes()
    if how == "cut":
        file.write_bytes(data[:-20])
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "zeros":
        file.write_bytes(bytes(len(data)))
    elif how == "word":
        file.write_bytes(data.replace(b'"yes":10', b'"yes":90'))
    elif how == "deep":
        file.write_bytes(b"[" * 200_000 + b"\n" + b"[" * 200_000)
    elif how == "program":
        head = json.loads(data.split(b"\n")[0])
        changed = json.dumps(head | {"program": "0" * 64}).encode()
        file.write_bytes(changed + b"\n" + data.split(b"\n")[1])
    elif how == "copied":
        place(folder).parent.rename(folder / "old")
        place(folder).parent.mkdir()
        file.write_bytes(data)
    elif how == "writable":
        file.chmod(0o666)
    elif how == "link":
        file.rename(folder / "elsewhere.json")
        file.symlink_to(folder / "elsewhere.json")
    elif how == "folder":
        file.unlink()
        file.mkdir()
    elif how == "gone":
        file.unlink()


@pytest.mark.parametrize(
    "how",
    [
        *("cut", "empty", "zeros", "word", "deep", "program"),
        *("copied", "writable", "link", "folder", "gone"),
    ],
)
def test_a_damaged_or_foreign_file_is_ignored_without_a_word(
    folder: Path, read: Callable[[], tuple[Any, int]], how: str
) -> None:
    first, _parsed = read()
    _damage(folder, how)
    assert read() == (first, 1)
    assert read() == (first, 1 if how == "folder" else 0)


def test_a_git_folder_that_cannot_be_written_to_is_no_error(
    folder: Path, read: Callable[[], tuple[Any, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("antragstool.store.cache.stage", fail)
    first, parsed = read()
    assert parsed == 1
    assert read() == (first, 1)
    assert len(first[0].amendments) == 1


@pytest.mark.parametrize("where", [".git", ".git/antragstool"])
def test_a_linked_folder_is_neither_read_nor_written(folder: Path, where: str) -> None:
    target = folder / "elsewhere"
    target.mkdir()
    if where == ".git":
        (folder / ".git").rmdir()
    (folder / where).symlink_to(target)
    read_conference(folder)
    assert list(target.iterdir()) == []


def test_the_same_bytes_under_another_name_are_named_as_wrong(folder: Path) -> None:
    read_conference(folder)
    for ending in ("md", "patch"):
        old = folder / "amendments" / f"A1-Ae1.{ending}"
        old.rename(old.with_name(f"A1-Ae2.{ending}"))
    files, problems = read_conference(folder)
    assert files.amendments[0].path == "amendments/A1-Ae2.md"
    assert [problem.file for problem in problems] == ["amendments/A1-Ae2.md"]


def test_values_of_any_kind_are_kept(folder: Path) -> None:
    cached = Cache.of(folder)
    assert cached.get("patch", BASE) is None
    cached.put("patch", BASE, {"edits": [[1, 2, "wörter\n"]]})
    assert Cache.of(folder).get("patch", BASE) is None
    cached.save()
    assert Cache.of(folder).get("patch", BASE) == {"edits": [[1, 2, "wörter\n"]]}
    assert Cache.of(folder).get("other", BASE) is None
    for kind in ("../x", "", "A", "a/b"):
        with pytest.raises(ValueError, match=r".*"):
            cached.get(kind, BASE)


def test_the_file_does_not_grow_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antragstool.store.cache._MOST", 3)
    first = Cache.of(folder)
    for key in "abc":
        first.put("patch", key, key)
    first.save()
    second = Cache.of(folder)
    assert second.get("patch", "a") == "a"
    second.put("patch", "d", "d")
    second.save()
    third = Cache.of(folder)
    assert [third.get("patch", key) for key in "abcd"] == ["a", None, None, "d"]


_counts = st.none() | st.integers(0, 999)
_votes = st.none() | st.builds(
    Vote, _counts, _counts, majority=st.none() | st.sampled_from(Majority), en_bloc=st.booleans()
)
_outcomes = st.sampled_from(Outcome)


@given(st.lists(st.builds(Ballot, _outcomes, _votes)), st.integers(0, 9), _votes)
def test_what_is_written_is_read_again(
    ballots: list[Ballot], order: int, vote: Vote | None
) -> None:
    codec = Codec(Amendment, frozenset({"body"}))
    amendment = Amendment(
        *("A1-Ä1", "A1", BASE, "p", "two\nlines", 3, "s", Form.PATCH),
        vote=vote,
        ballots=tuple(ballots),
        parts=(PartResult((1, 3), Outcome.ADOPTED, vote),),
        order=order,
    )
    stored = json.loads(json.dumps(codec.write(amendment)))
    assert codec.read(stored, {"body": "two\nlines"}) == amendment
    assert "submitter" not in stored


def test_every_field_of_an_amendment_is_kept_or_given() -> None:
    codec = cached_amendments._codec()
    known = {*codec._readers, *cached_amendments._GIVEN}
    assert known == {field.name for field in fields(Amendment)}


def test_a_field_of_an_unknown_type_is_named_at_once() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: dict[str, int]

    with pytest.raises(TypeError, match="dict"):
        Codec(Odd)


@pytest.mark.parametrize("name", ["errors.py", "store/schema.py", "store/git/plumbing.py"])
def test_after_a_change_of_any_module_nothing_kept_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    module = tmp_path / name
    module.parent.mkdir(parents=True, exist_ok=True)
    module.write_text("old = 1\n")
    monkeypatch.setattr(antragstool, "__file__", str(tmp_path / "__init__.py"))
    program = cache._program.__wrapped__
    before = program()
    module.write_text("new = 10\n")
    assert program() != before
