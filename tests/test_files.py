"""Text files are read with suspicion and written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from antragstool.errors import AntragstoolError, InputError, MachineError, Problem
from antragstool.store import files
from antragstool.store.files import decode_text, read_bytes, read_text, write_atomically


def problem_of(caught: pytest.ExceptionInfo[AntragstoolError]) -> Problem:
    (problem,) = caught.value.problems
    return problem


def test_text_comes_back_as_it_stands_but_for_the_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfGr\xc3\xbcn\r\nrot\n")
    assert read_text(path) == "Grün\r\nrot\n"
    assert read_bytes(path).startswith(b"\xef\xbb\xbf")


def test_a_file_that_is_not_utf8_is_named_with_the_line_of_its_first_bad_byte(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("eins\nzwei\nGrün\n".encode("latin-1"))
    with pytest.raises(InputError) as caught:
        read_text(path, "a.md")
    problem = problem_of(caught)
    assert (problem.file, problem.line) == ("a.md", 3)
    assert "UTF-8" in problem.message
    assert "WINDOWS-1252" in problem.hint


def test_utf16_is_recognised() -> None:
    with pytest.raises(InputError) as caught:
        decode_text("Grün".encode("utf-16"), "a.md")
    assert "UTF-16" in problem_of(caught).message


def test_an_encoded_surrogate_is_not_utf8() -> None:
    with pytest.raises(InputError):
        decode_text(b"a\n\xed\xa0\x80", "a.md")


def test_a_nul_character_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        decode_text(b"a\nb\0", "a.md")
    assert problem_of(caught).line == 2


def test_a_missing_file_a_folder_and_a_name_with_nul_are_input_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, tmp_path / "a\0b", tmp_path / "none" / "x"):
        with pytest.raises(InputError):
            read_text(path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="regular"):
        read_text(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    with pytest.raises(InputError, match="regular"):
        read_text(Path("/dev/zero"))


def test_a_file_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 11)
    assert read_bytes(path) == b"x" * 11
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger"):
        read_bytes(path)


def test_a_written_file_keeps_its_permissions_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write_atomically(path, b"alt")
    path.chmod(0o640)
    write_atomically(path, b"neu")
    assert path.read_bytes() == b"neu"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "space"), (errno.EROFS, "read-only"), (errno.EACCES, "may not"), (5, "cannot")],
)
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_whatever_fails_the_old_file_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, step: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"alt")

    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(step, fail)
    with pytest.raises(MachineError) as caught:
        write_atomically(path, b"neu")
    problem = problem_of(caught)
    assert words in problem.message
    assert problem.file == str(path)
    assert problem.hint
    assert path.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"alt")
    link.symlink_to(target)
    write_atomically(link, b"neu")
    assert target.read_bytes() == b"alt"
    assert not link.is_symlink()
