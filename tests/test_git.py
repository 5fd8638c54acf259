"""One commit or nothing; nobody else's changes are touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from antragstool.errors import InputError, MachineError, RepositoryError
from antragstool.patch.blob import blob_id
from antragstool.store.git import Commit, Person, Repository

Git = Callable[..., str]
PATH = "amendments/A1-Ae1.md"
OTHER = "resolutions/A1.md"


def record(repository: Repository, text: bytes | None = b"eins\n", path: str = PATH) -> str:
    return repository.commit(Commit({path: text}, "Submit A1-Ä1"))


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


def test_nothing_is_recorded_without_a_branch(repository: Repository, git: Git) -> None:
    first = record(repository)
    git("checkout", "-q", "--detach")
    with pytest.raises(RepositoryError, match="detached HEAD"):
        record(repository, b"zwei\n")
    assert repository.head() == first
    assert git("status", "--porcelain") == ""


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
