"""What an action refuses, and what is left after a full disk or a Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from antragstool.errors import MachineError, RepositoryError
from antragstool.store.git import Commit, Repository
from antragstool.store.git.plumbing import Plumbing, Result

Git = Callable[..., str]
PATH = "amendments/A1-Ae1.md"
OTHER = "resolutions/A1.md"


def record(repository: Repository, text: bytes | None = b"eins\n", path: str = PATH) -> str:
    return repository.commit(Commit({path: text}, "Submit A1-Ä1"))


def state(git: Git, folder: Path) -> tuple[str, str, dict[str, bytes]]:
    """Everything a failed action must leave alone: refs, index and status, files."""
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
    locks = "".join(str(path) for path in (folder / ".git").rglob("*.lock*") if path.stat().st_size)
    refs = git("for-each-ref") + git("rev-parse", "--symbolic-full-name", "HEAD")
    return refs + locks, git("ls-files", "-s") + git("status", "--porcelain"), files


@pytest.mark.parametrize("staged", [False, True])
def test_a_file_with_uncommitted_changes_is_refused(
    repository: Repository, git: Git, conference: Path, staged: bool
) -> None:
    record(repository)
    (conference / PATH).write_bytes(b"mine\n")
    if staged:
        git("add", PATH)
        (conference / PATH).write_bytes(b"eins\n")
    before = state(git, conference)
    with pytest.raises(RepositoryError, match="not committed") as caught:
        record(repository, b"zwei\n")
    assert caught.value.problems[0].file == PATH
    assert state(git, conference) == before


def test_an_untracked_file_in_the_way_is_refused_unless_the_caller_read_it(
    repository: Repository, git: Git, conference: Path
) -> None:
    (conference / "amendments").mkdir()
    (conference / PATH).write_bytes(b"by hand\n")
    with pytest.raises(RepositoryError, match="never committed"):
        record(repository)
    action = Commit({PATH: b"eins\n"}, "Submit A1-Ä1")
    with pytest.raises(RepositoryError, match="somebody else"):
        repository.commit(action, {PATH: b"other\n"})
    with pytest.raises(RepositoryError, match="somebody else"):
        repository.commit(action, {PATH: None})
    repository.commit(action, {PATH: b"by hand\n"})
    assert (conference / PATH).read_bytes() == b"eins\n"
    assert git("status", "--porcelain") == ""


def test_a_checkout_with_windows_line_ends_counts_as_unchanged(
    repository: Repository, git: Git, conference: Path
) -> None:
    record(repository)
    git("config", "core.autocrlf", "true")
    (conference / PATH).write_bytes(b"eins\r\n")
    record(repository, b"zwei\n")
    assert (conference / PATH).read_bytes() == b"zwei\n"
    assert git("cat-file", "blob", f"HEAD:{PATH}") == "zwei\n"


def test_an_action_that_changes_nothing_is_refused(repository: Repository) -> None:
    first = record(repository)
    with pytest.raises(RepositoryError, match="nothing to record"):
        record(repository)
    assert repository.head() == first


def test_an_unfinished_merge_is_refused(repository: Repository, git: Git, conference: Path) -> None:
    head = record(repository)
    (conference / ".git" / "MERGE_HEAD").write_text(head + "\n")
    with pytest.raises(RepositoryError, match="merge"):
        record(repository, b"zwei\n")
    assert repository.head() == head


def test_a_lock_of_git_on_the_index_is_respected_and_named(
    repository: Repository, git: Git, conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(repository)
    monkeypatch.setattr("antragstool.store.git.locks.INDEX_PATIENCE", 0.05)
    lock = conference / ".git" / "index.lock"
    lock.touch()
    with pytest.raises(RepositoryError, match="Another git program") as caught:
        record(repository, b"zwei\n")
    assert caught.value.problems[0].file.endswith("index.lock")
    assert lock.exists()
    assert (conference / PATH).read_bytes() == b"eins\n"


def test_an_index_lock_that_a_killed_process_of_ours_left_is_removed(
    repository: Repository, git: Git, conference: Path
) -> None:
    ours = conference / ".git" / "antragstool.index-lock"
    ours.touch()
    os.link(ours, conference / ".git" / "index.lock")
    record(repository)
    assert git("status", "--porcelain") == ""


def test_an_old_lock_on_the_branch_is_removed_and_a_young_one_respected(
    repository: Repository, conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = record(repository)
    monkeypatch.setattr("antragstool.store.git.references.PATIENCE", 0.05)
    lock = conference / ".git" / "refs" / "heads" / "main.lock"
    lock.touch()
    with pytest.raises(RepositoryError, match="Another git program"):
        record(repository, b"zwei\n")
    assert repository.head() == first
    assert (conference / PATH).read_bytes() == b"eins\n"
    os.utime(lock, (time.time() - 60, time.time() - 60))
    record(repository, b"zwei\n")
    assert not lock.exists()


def test_a_commit_by_git_in_between_is_kept(
    repository: Repository, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(repository)
    real, calls = Plumbing.run, []

    def run(self: Plumbing, *arguments: str, **options: Any) -> Result:
        if arguments[0] == "update-ref":
            calls.append(arguments)
            if len(calls) == 1:
                other = git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "In between")
                git("update-ref", "HEAD", other.strip())
        return real(self, *arguments, **options)

    monkeypatch.setattr(Plumbing, "run", run)
    record(repository, b"zwei\n")
    assert len(calls) == 2
    assert git("log", "--format=%s") == "Submit A1-Ä1\nIn between\nSubmit A1-Ä1\n"
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_disk_that_fails_while_files_are_replaced_leaves_everything_as_before(
    repository: Repository,
    git: Git,
    conference: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    failing: int,
) -> None:
    record(repository)
    before = state(git, conference)
    real, calls = Path.replace, []

    def fail(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == failing:
            raise OSError(number, os.strerror(number))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(MachineError):
        repository.commit(Commit({PATH: b"zwei\n", OTHER: b"neu\n"}, "Two files"))
    monkeypatch.undo()
    assert state(git, conference) == before


def test_a_disk_that_fails_before_the_first_commit_leaves_no_commit(
    repository: Repository, conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(MachineError, match="space"):
        record(repository)
    assert repository.head() is None
    assert [path.name for path in conference.iterdir()] == [".git"]


@pytest.mark.parametrize(("step", "files"), [("os.fsync", 1), ("os.fsync", 2), ("os.sync", 60)])
def test_a_full_disk_before_the_branch_moves_leaves_everything_as_before(
    repository: Repository,
    git: Git,
    conference: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    files: int,
) -> None:
    record(repository)
    before = state(git, conference)

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(step, fail)
    changed = {f"amendments/A1-Ae{number}.md": b"zwei\n" for number in range(1, files + 1)}
    with pytest.raises(MachineError, match="space"):
        repository.commit(Commit(changed, "All"))
    assert state(git, conference) == before


def test_objects_that_cannot_be_written_leave_everything_as_before(
    repository: Repository, git: Git, conference: Path
) -> None:
    record(repository)
    before = state(git, conference)
    (conference / ".git" / "objects" / "pack").rmdir()
    (conference / ".git" / "objects" / "pack").write_text("in the way")
    with pytest.raises(RepositoryError, match="git says"):
        record(repository, b"zwei\n")
    assert state(git, conference) == before
    assert not list((conference / ".git").glob("fast_import_crash_*"))


def test_a_disk_that_is_full_for_the_objects_is_named(
    repository: Repository, git: Git, conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(repository)
    before = state(git, conference)
    real = Plumbing.run

    def run(self: Plumbing, *arguments: str, **options: Any) -> Result:
        if arguments[0] == "fast-import":
            said = "fatal: write error: No space left on device\nfast-import: dumping crash report"
            return Result(128, b"", said)
        return real(self, *arguments, **options)

    monkeypatch.setattr(Plumbing, "run", run)
    with pytest.raises(MachineError, match="space"):
        record(repository, b"zwei\n")
    assert state(git, conference) == before


@pytest.mark.parametrize("step", ["stage", "write_objects", "move_branch"])
def test_ctrl_c_before_the_branch_moves_leaves_everything_as_before(
    repository: Repository, git: Git, conference: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    record(repository)
    before = state(git, conference)
    name = {
        "stage": "antragstool.store.git.targets.stage",
        "write_objects": "antragstool.store.git.transaction.write_commits",
        "move_branch": "antragstool.store.git.transaction.uninterrupted",
    }[step]

    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(name, interrupt)
    with pytest.raises(KeyboardInterrupt):
        record(repository, b"zwei\n")
    monkeypatch.undo()
    assert state(git, conference) == before


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let Ctrl-C interrupt, also where the tests run in the background and inherit that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_after_the_branch_moved_waits_until_all_is_done(
    repository: Repository, git: Git, conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = record(repository)
    real = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        record(repository, b"zwei\n")
    monkeypatch.undo()
    assert git("rev-parse", "HEAD~1").strip() == first
    assert (conference / PATH).read_bytes() == b"zwei\n"
    assert git("status", "--porcelain") == ""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
