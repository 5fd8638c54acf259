from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.model.ids import amendment_id, natural_key
from antragstool.store.conference_files import (
    ConferenceFiles,
    find,
    read_conference,
)
from antragstool.store.frontmatter import set_fields


class Folder:
    """A conference's folder that tests write files into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("antragstool.toml", 'name = "Test"\n')
        (root / "resolutions").mkdir()
        (root / "amendments").mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.write_bytes(text.encode())
        return path

    def resolution(self, item_id: str, name: str = "") -> Path:
        text = f"---\nid: {item_id}\ntitle: Titel\n---\nText\n"
        return self.write(f"resolutions/{name or item_id + '-titel.md'}", text)

    def amendment(self, item_id: str, resolution: str, name: str = "", patch: bool = True) -> Path:
        stem = name.removesuffix(".md") or item_id.replace("Ä", "Ae")
        if patch:
            self.write(f"amendments/{stem}.patch", "diff")
        header = f"id: {item_id}\nresolution: {resolution}\nbase: {'0' * 40}\nsubmitter: KV\n"
        return self.write(f"amendments/{stem}.md", f"---\n{header}---\nText\n")

    def read(self) -> tuple[ConferenceFiles, tuple[Problem, ...]]:
        return read_conference(self.root)

    def clean(self) -> ConferenceFiles:
        files, problems = self.read()
        assert problems == ()
        return files

    def only_problem(self) -> Problem:
        _files, problems = self.read()
        assert len(problems) == 1, problems
        return problems[0]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_items_come_in_the_order_that_people_count(folder: Folder) -> None:
    for item_id in ("A10", "B1", "A2", "A1"):
        folder.resolution(item_id)
    for item_id in ("A10-Ä1", "A1-Ä10", "A1-Ä2", "A2-Ä1"):
        folder.amendment(item_id, item_id.partition("-")[0])
    files = folder.clean()
    assert [item.id for item in files.resolutions] == ["A1", "A2", "A10", "B1"]
    assert [item.id for item in files.amendments] == ["A1-Ä2", "A1-Ä10", "A2-Ä1", "A10-Ä1"]
    assert [item.id for item in files.amendments_to("A1")] == ["A1-Ä2", "A1-Ä10"]
    assert files.conference.name == "Test"
    assert files.resolutions[0].path == "resolutions/A1-titel.md"


@given(st.lists(st.tuples(st.sampled_from(["A1", "A2", "A10", "Ini1"]), st.integers(1, 10**6))))
def test_amendments_sort_by_resolution_and_number(parts: list[tuple[str, int]]) -> None:
    ids = sorted((amendment_id(*part) for part in parts), key=natural_key)
    order = ["A1", "A2", "A10", "Ini1"]
    assert ids == [
        amendment_id(*part) for part in sorted(parts, key=lambda p: (order.index(p[0]), p[1]))
    ]


@given(st.lists(st.text(st.sampled_from("aÄ10٣²-_\n"), min_size=1)))
def test_any_text_can_be_sorted(texts: list[str]) -> None:
    backwards = texts[::-1]
    keys = [natural_key(text) for text in sorted(texts, key=natural_key)]
    assert keys == [natural_key(text) for text in sorted(backwards, key=natural_key)]


def test_a_folder_without_items_is_fine(folder: Folder) -> None:
    (folder.root / "amendments").rmdir()
    files = folder.clean()
    assert (files.resolutions, files.amendments) == ((), ())


def test_a_folder_without_configuration_is_no_conference(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError):
        read_conference(tmp_path)


def test_hidden_files_and_readmes_are_ignored(folder: Folder) -> None:
    for name in ("README.md", ".gitkeep", ".antragstool-1.tmp", ".hidden.md"):
        folder.write(f"resolutions/{name}", "x")
        folder.write(f"amendments/{name}", "x")
    folder.clean()


def test_a_file_with_problems_does_not_stop_the_others(folder: Folder) -> None:
    folder.resolution("A1")
    folder.resolution("A2")
    folder.write("resolutions/A3-x.md", "no header")
    folder.write("resolutions/A4-x.md", "---\nid: A4\ntitel: x\n---\n")
    (folder.root / "resolutions/A5-x.md").write_bytes(b"---\nid: A5\ntitle: \xff\n---\n")
    folder.amendment("A3-Ä1", "A3")
    folder.write("antragstool.toml", "nmae = 1\n")
    files, problems = folder.read()
    assert [item.id for item in files.resolutions] == ["A1", "A2"]
    assert files.amendments == ()
    assert [problem.file for problem in problems] == [
        "antragstool.toml",
        "resolutions/A3-x.md",
        "resolutions/A4-x.md",
        "resolutions/A4-x.md",
        "resolutions/A5-x.md",
    ]
    assert problems[-1].line == 3


def test_two_files_with_one_id_are_both_named(folder: Folder) -> None:
    folder.resolution("A1", "A1-a.md")
    folder.resolution("A1", "A1-b.md")
    problem = folder.only_problem()
    assert problem.file == "resolutions/A1-b.md"
    assert problem.message == 'The id "A1" is that of resolutions/A1-a.md already.'
    assert [item.path for item in folder.read()[0].resolutions] == ["resolutions/A1-a.md"]


@pytest.mark.parametrize(("first", "second"), [("Ae1", "Ä1"), ("A1", "a1")])
def test_two_ids_with_one_file_name_are_a_problem(folder: Folder, first: str, second: str) -> None:
    folder.resolution(first, f"{first}-a.md")
    stem = second.replace("Ä", "Ae")
    folder.resolution(second, f"{stem}-b.md")
    problem = folder.only_problem()
    assert "same file name" in problem.message
    assert first in problem.message
    assert second in problem.message


def test_two_amendments_with_one_file_name_are_a_problem(folder: Folder) -> None:
    folder.resolution("A1")
    folder.amendment("A1-Ä1", "A1")
    folder.amendment("A1-Ae1", "A1", "A1-Ae2.md")
    _files, problems = folder.read()
    assert any("amendments/A1-Ae1.md already" in each.message for each in problems)


@pytest.mark.parametrize("name", ["A10-titel.md", "titel.md", "A1titel.md", "a1-titel.md"])
def test_a_resolution_has_its_id_in_the_file_name(folder: Folder, name: str) -> None:
    folder.resolution("A1", name)
    problem = folder.only_problem()
    assert problem.file == f"resolutions/{name}"
    assert "A1-….md" in problem.hint


@pytest.mark.parametrize("name", ["A1.md", "A1-x.md"])
def test_a_resolution_may_have_its_title_in_the_file_name(folder: Folder, name: str) -> None:
    folder.resolution("A1", name)
    folder.clean()


def test_an_amendment_is_called_after_its_id(folder: Folder) -> None:
    folder.resolution("A1")
    folder.amendment("A1-Ä1", "A1", "A1-Ae10.md")
    assert '"A1-Ae1.md"' in folder.only_problem().hint


def test_an_amendment_to_nothing_is_a_problem(folder: Folder) -> None:
    folder.resolution("A10")
    folder.amendment("A1-Ä1", "A1")
    problem = folder.only_problem()
    assert problem.message == '"A1-Ä1" is an amendment to "A1", which does not exist.'
    assert problem.hint == "There are: A10."
    assert folder.read()[0].amendments == ()


def test_patches_and_amendments_come_in_pairs(folder: Folder) -> None:
    folder.resolution("A1")
    folder.amendment("A1-Ä1", "A1", patch=False)
    folder.write("amendments/A1-Ae2.patch", "diff")
    folder.write("amendments/A1-Ae3.docx", "PK")
    _files, problems = folder.read()
    assert [(problem.file, problem.message) for problem in problems] == [
        ("amendments/A1-Ae1.md", "This amendment has no patch."),
        ("amendments/A1-Ae2.patch", "This patch belongs to no amendment."),
        ("amendments/A1-Ae3.docx", "This is neither an amendment (.md) nor its patch (.patch)."),
    ]


@pytest.mark.parametrize("target", ["../../secret.md", "/etc/hostname", "../../missing"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret.md").write_text("---\nid: A1\ntitle: secret\n---\n")
    (tmp_path / "conference").mkdir()
    folder = Folder(tmp_path / "conference")
    (folder.root / "resolutions/A1-x.md").symlink_to(target)
    problem = folder.only_problem()
    assert "not followed" in problem.message
    assert "secret" not in str(problem)
    assert folder.read()[0].resolutions == ()


def test_a_folder_that_is_a_link_out_is_not_followed(tmp_path: Path) -> None:
    Folder(tmp_path).resolution("A1")
    (tmp_path / "conference").mkdir()
    folder = Folder(tmp_path / "conference")
    (folder.root / "resolutions").rmdir()
    (folder.root / "resolutions").symlink_to("../resolutions")
    assert folder.only_problem().file == "resolutions"


def test_pipes_and_folders_are_refused_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.root / "resolutions/A1-x.md")
    (folder.root / "resolutions/A2-x.md").mkdir()
    _files, problems = folder.read()
    assert [problem.file for problem in problems] == ["resolutions/A1-x.md", "resolutions/A2-x.md"]


@pytest.mark.parametrize("name", [b"A1-\x1b[31m.md", b"A1-\xff.md", "A1-\u202ex.md".encode()])
def test_hostile_file_names_are_refused_and_not_printed(folder: Folder, name: bytes) -> None:
    path = os.fsencode(folder.root / "resolutions") + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"x")
    shown = str(folder.only_problem())
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    shown.encode()


def test_the_blob_is_that_of_the_bytes_also_with_a_byte_order_mark(folder: Folder) -> None:
    path = folder.write("resolutions/A1.md", "\ufeff---\r\nid: A1\r\ntitle: q\r\n---\r\nText")
    item = folder.clean().resolutions[0]
    data = path.read_bytes()
    assert item.blob == hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    assert item.source.encode() == data
    assert set_fields(item.source, {"title": "y"}).encode() == data.replace(b"q", b"y")
    other, _problems = read_conference(folder.root, "sha256")
    assert len(other.resolutions[0].blob) == 64


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("A1", "A1"),
        ("a1", "A1"),
        (" A1 ", "A1"),
        ("A1-Ä1", "A1-Ä1"),
        ("a1-ä1", "A1-Ä1"),
        ("A1-Ae1", "A1-Ä1"),
        ("a1-ae1", "A1-Ä1"),
        (unicodedata.normalize("NFD", "A1-Ä1"), "A1-Ä1"),
        ("A1-Ä12", "A1-Ä12"),
    ],
)
def test_an_id_is_found_as_people_type_it(folder: Folder, typed: str, found: str) -> None:
    folder.resolution("A1")
    folder.amendment("A1-Ä1", "A1")
    folder.amendment("A1-Ä12", "A1")
    assert find(folder.clean(), typed).id == found


def test_an_unknown_id_names_the_nearest(folder: Folder) -> None:
    files = folder.clean()
    with pytest.raises(InputError, match='no "A1" in this') as error:
        find(files, "A1")
    assert "no items yet" in error.value.problems[0].hint
    folder.resolution("A1")
    folder.amendment("A1-Ä1", "A1")
    files = folder.clean()
    with pytest.raises(InputError) as error:
        find(files, "A1-Ä2")
    assert error.value.problems[0].hint == "The nearest are: A1-Ä1."
    with pytest.raises(InputError) as error:
        find(files, "\x1b[31m")
    assert "\x1b" not in str(error.value)


def test_the_amendments_to_an_item_are_looked_up_not_searched(folder: Folder) -> None:
    for name in ("A1", "A2"):
        folder.resolution(name)
    folder.amendment("A1-Ä1", "A1")
    folder.amendment("A1-Ä1-Ä1", "A1-Ä1")
    files = folder.clean()
    assert [each.id for each in files.amendments_to("A1")] == ["A1-Ä1"]
    assert [each.id for each in files.amendments_to("A1-Ä1")] == ["A1-Ä1-Ä1"]
    assert files.amendments_to("A2") == files.amendments_to("?") == ()
    assert files.amendments_to("A1") is files.amendments_to("A1")
