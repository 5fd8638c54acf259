"""One commit or nothing; nobody else's changes are touched."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from antragstool.errors import InputError, MachineError, RepositoryError
from antragstool.store.git import Commit, Person, Repository, blob_id
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


def test_the_first_commit_is_made_on_a_branch_without_one(
    repository: Repository, git: Git, conference: Path
) -> None:
    assert repository.head() is None
    assert repository.last_commit_date() is None
    assert repository.history(PATH) == ()
    new = record(repository)
    assert git("rev-parse", "refs/heads/main").strip() == new == repository.head()
    assert (conference / PATH).read_bytes() == b"eins\n"
    assert git("status", "--porcelain") == ""
    assert "error" not in git("fsck", "--strict")


def test_author_date_message_and_trailers_stand_in_the_commit(
    repository: Repository, git: Git
) -> None:
    date = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=1)))
    action = Commit(
        {PATH: b"eins\n"},
        "Reiche A1-Ä1\nein\x1b[31m",
        "Zeile 88\n\nWeil: es stimmt.",
        (("Antragstool-Action", "submit"), ("Amendment", "A1-Ä1\nForged: yes")),
        Person("Jörg <Müßig>\n", "joerg@example.org"),
        date,
    )
    repository.commit(action)
    assert git("log", "-1", "--format=%an|%ae|%aI|%cn|%s") == (
        "Jörg Müßig|joerg@example.org|2026-03-01T12:30:00+01:00|Kim Muster|Reiche A1-Ä1 ein [31m\n"
    )
    (commit,) = repository.history(PATH)
    assert (commit.author, commit.date) == ("Jörg Müßig", date)
    assert commit.trailers == (
        ("Antragstool-Action", "submit"),
        ("Amendment", "A1-Ä1 Forged: yes"),
    )


def test_other_changes_staged_or_not_stay_and_are_not_committed(
    repository: Repository, git: Git, conference: Path
) -> None:
    for name in ("modified.txt", "staged.txt", "removed.txt"):
        (conference / name).write_text("alt\n")
    git("add", ".")
    git("commit", "-qm", "Other files")
    (conference / "modified.txt").write_text("neu\n")
    (conference / "staged.txt").write_text("neu\n")
    (conference / "new.txt").write_text("neu\n")
    git("add", "staged.txt", "new.txt")
    git("rm", "-q", "removed.txt")
    (conference / "untracked.txt").write_text("x\n")
    before = git("status", "--porcelain")
    record(repository)
    assert git("status", "--porcelain") == before
    assert git("show", "--name-only", "--format=", "HEAD") == PATH + "\n"
    git("diff-files", "--quiet", "--", PATH)


def test_a_file_is_deleted_by_a_commit_and_its_name_stays_used(
    repository: Repository, git: Git, conference: Path
) -> None:
    record(repository)
    record(repository, b"x\n", OTHER)
    record(repository, None)
    assert not (conference / PATH).exists()
    assert repository.committed(PATH) is None
    assert git("status", "--porcelain") == ""
    assert repository.ever_used("amendments") == {"A1-Ae1.md"}
    assert repository.list_committed("amendments") == {}


def test_names_used_on_any_branch_count(repository: Repository, git: Git) -> None:
    record(repository)
    git("checkout", "-q", "-b", "side")
    record(repository, b"zwei\n", "amendments/A1-Ä2 x.md")
    record(repository, b"zwei\n", "amendments/deep/A1-Ae3.md")
    git("checkout", "-q", "main")
    git("config", "log.showRoot", "false")
    assert repository.ever_used("amendments") == {"A1-Ae1.md", "A1-Ä2 x.md"}
    assert repository.ever_used("templates") == frozenset()


def test_reading_finds_what_was_committed(repository: Repository) -> None:
    record(repository, b"gr\xc3\xbcn\n")
    record(repository, b"rot\n", OTHER)
    base = repository.committed(PATH)
    assert base == repository.blob_id(b"gr\xc3\xbcn\n") == blob_id(b"gr\xc3\xbcn\n")
    assert repository.read_blob(base) == b"gr\xc3\xbcn\n"
    assert repository.list_committed("amendments") == {"A1-Ae1.md": base}
    assert repository.committed("amendments/none.md") is None


@pytest.mark.parametrize("name", ["", "HEAD", "--batch", "0" * 40, "a" * 39, "HEAD:x", "A" * 40])
def test_only_the_full_id_of_a_file_is_read(repository: Repository, name: str) -> None:
    record(repository)
    with pytest.raises(RepositoryError):
        repository.read_blob(name)


def test_a_commit_is_no_version_of_a_file(repository: Repository) -> None:
    new = record(repository)
    with pytest.raises(RepositoryError, match="no version"):
        repository.read_blob(new)


def test_the_repository_is_found_from_a_folder_inside(
    repository: Repository, conference: Path
) -> None:
    record(repository)
    with Repository.open(conference / "amendments") as found:
        assert found.root.samefile(conference)
        assert found.head() == repository.head()


def test_outside_of_a_repository_init_is_offered(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        Repository.open(tmp_path)
    assert "antragstool init" in caught.value.problems[0].hint


def test_a_bare_repository_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "b.git")], check=True)
    with pytest.raises(RepositoryError, match="bare"):
        Repository.open(tmp_path / "b.git")
    with pytest.raises(InputError, match="no such folder"):
        Repository.open(tmp_path / "none")


def test_without_a_name_both_commands_are_shown_and_nothing_happens(
    repository: Repository, git: Git, conference: Path
) -> None:
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    for action in (repository.person, lambda: record(repository)):
        with pytest.raises(MachineError) as caught:
            action()
        hint = caught.value.problems[0].hint
        assert "git config --global user.name" in hint
        assert "git config --global user.email" in hint
    assert repository.head() is None
    assert not (conference / PATH).exists()


def test_the_environment_names_the_author_as_for_git(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repository.person() == Person("Kim Muster", "kim@example.org")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Änne")
    assert repository.person() == Person("Änne", "kim@example.org")


def test_a_detached_head_moves_and_the_branch_does_not(repository: Repository, git: Git) -> None:
    first = record(repository)
    git("checkout", "-q", "--detach")
    second = record(repository, b"zwei\n")
    assert repository.head() == second
    assert git("rev-parse", "main").strip() == first


def test_a_second_work_tree_has_its_own_branch_and_index(
    repository: Repository, git: Git, tmp_path: Path
) -> None:
    first = record(repository)
    git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    with Repository.open(tmp_path / "side") as side:
        second = record(side, b"zwei\n")
    assert (tmp_path / "side" / PATH).read_bytes() == b"zwei\n"
    assert git("-C", str(tmp_path / "side"), "status", "--porcelain") == ""
    assert repository.head() == first
    assert git("rev-parse", "side").strip() == second


def test_a_sha256_repository_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kim")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kim@example.org")
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(tmp_path)], check=True)
    with Repository.open(tmp_path) as repository:
        record(repository)
        record(repository, b"zwei\n")
        base = repository.committed(PATH)
        assert base == repository.blob_id(b"zwei\n")
        assert len(base) == 64
        assert repository.read_blob(base) == b"zwei\n"
    status = ["git", "-C", str(tmp_path), "status", "--porcelain"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""


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


@pytest.mark.parametrize("step", ["os.fsync", "gitdb.db.loose.rename"])
def test_a_full_disk_before_the_branch_moves_leaves_everything_as_before(
    repository: Repository, git: Git, conference: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    record(repository)
    before = state(git, conference)

    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(step, fail)
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
        "write_objects": "antragstool.store.git.plumbing.Plumbing.store",
        "move_branch": "antragstool.store.git.transaction.uninterrupted",
    }[step]

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(name, interrupt)
    with pytest.raises(KeyboardInterrupt):
        record(repository, b"zwei\n")
    monkeypatch.undo()
    assert state(git, conference) == before


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


def test_what_a_killed_process_left_in_a_folder_is_removed(
    repository: Repository, git: Git, conference: Path
) -> None:
    record(repository)
    (conference / "amendments" / ".antragstool-commit-0123.tmp").touch()
    record(repository, b"zwei\n")
    assert git("status", "--porcelain") == ""


_KILLED = """
import os, signal, sys
from pathlib import Path
from antragstool.store.git import Commit, Repository
real, calls = Path.replace, []
def replace(self, target):
    if not Path(target).name.startswith("antragstool"):
        calls.append(target)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)
Path.replace = replace
with Repository.open(Path(sys.argv[1])) as repository:
    files = {"amendments/A1-Ae1.md": b"zwei\\n", "resolutions/A1.md": b"neu\\n", "README.md": None}
    repository.commit(Commit(files, "Several files"))
"""


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_what_a_killed_process_began_is_finished_by_the_next(
    repository: Repository, git: Git, conference: Path, moment: int
) -> None:
    record(repository)
    record(repository, b"x\n", "README.md")
    command = [sys.executable, "-c", _KILLED, str(conference), str(moment)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert git("log", "-1", "--format=%s") == "Several files\n"
    with repository.locked():
        assert (conference / PATH).read_bytes() == b"zwei\n"
    assert (conference / OTHER).read_bytes() == b"neu\n"
    record(repository, b"drei\n")
    record(repository, b"vier\n", OTHER)
    assert git("status", "--porcelain") == ""


def test_a_file_changed_after_the_kill_is_left_alone(
    repository: Repository, git: Git, conference: Path
) -> None:
    record(repository)
    command = [sys.executable, "-c", _KILLED, str(conference), "1"]
    subprocess.run(command, check=False)
    (conference / PATH).write_bytes(b"mine\n")
    with repository.locked():
        assert (conference / PATH).read_bytes() == b"mine\n"


_WORKER = """
import sys
from pathlib import Path
from antragstool.store.git import Commit, Repository
with Repository.open(Path(sys.argv[1])) as repository:
    for _ in range(10):
        with repository.locked():
            number = len(repository.ever_used("amendments")) + 1
            path = f"amendments/A1-Ae{number}.md"
            repository.commit(Commit({path: b"%d" % number}, f"Submit {number}"), {path: None})
"""


@pytest.mark.slow
def test_four_processes_at_once_lose_no_commit_and_give_no_number_twice(
    repository: Repository, git: Git, conference: Path
) -> None:
    command = [sys.executable, "-c", _WORKER, str(conference)]
    workers = [subprocess.Popen(command) for _ in range(4)]
    assert [worker.wait() for worker in workers] == [0, 0, 0, 0]
    subjects = git("log", "--reverse", "--format=%s").splitlines()
    assert subjects == [f"Submit {number}" for number in range(1, 41)]
    assert git("status", "--porcelain") == ""
    assert len(list((conference / "amendments").iterdir())) == 40


def test_gitpython_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, antragstool.store.git; print('git' in sys.modules, 'gitdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False False\n"


def test_without_git_the_command_to_install_it_is_shown(conference: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from antragstool.store.git import Repository\n"
        "try: Repository.open(Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    command = [sys.executable, "-c", code, str(conference)]
    environment = {**os.environ, "PATH": "/nowhere"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("MachineError git is not installed")
    assert "apt-get install git" in done.stdout


def test_a_commit_value_refuses_what_git_could_not_hold() -> None:
    with pytest.raises(ValueError, match="without subject"):
        Commit({PATH: b""}, " \n")
    with pytest.raises(ValueError, match="1969"):
        Commit({PATH: b""}, "x", date=datetime(1969, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="a b"):
        Commit({PATH: b""}, "x", trailers=(("a b", "c"),))
    with pytest.raises(ValueError, match="without a name"):
        Person("<\n>")
