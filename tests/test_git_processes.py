"""Several processes at once, and what a killed one leaves to the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from antragstool.store.git import Commit, Repository
from antragstool.store.git.plumbing import Plumbing

Git = Callable[..., str]
PATH = "amendments/A1-Ae1.md"
OTHER = "resolutions/A1.md"


def record(repository: Repository, text: bytes | None = b"eins\n", path: str = PATH) -> str:
    return repository.commit(Commit({path: text}, "Submit A1-Ä1"))


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


SERIES = (
    Commit({OTHER: b"zwei\n", PATH: b"a\n"}, "Two"),
    Commit({OTHER: b"drei\n", "amendments/A1-Ae2.md": b"b\n"}, "Three"),
    Commit({OTHER: b"vier\n", "README.md": None}, "Four"),
)


def is_killed_at(moment: int, folder: Path, actions: Sequence[Commit] = SERIES) -> bool:
    """Record *actions* in a process of its own, killed at its *moment*-th step on the disk."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    steps = 0

    def step(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        return run

    try:
        Plumbing.run = step(Plumbing.run)  # type: ignore[method-assign]
        for name in ("replace", "unlink", "rename", "link", "fsync", "sync"):
            setattr(os, name, step(getattr(os, name)))
        with Repository.open(folder) as repository:
            repository.commit_series(actions)
    finally:
        os._exit(0)


def files_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*.md") if ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_a_series_killed_at_any_moment_is_there_as_a_whole_or_not_at_all(
    repository: Repository, git: Git, conference: Path
) -> None:
    first = repository.commit(Commit({OTHER: b"eins\n", "README.md": b"x\n"}, "One"))
    before = files_of(conference)
    after = {OTHER: b"vier\n", PATH: b"a\n", "amendments/A1-Ae2.md": b"b\n"}
    finished = []
    moment = 1
    while is_killed_at(moment, conference):
        with repository.locked():
            head = repository.head()
            assert files_of(conference) == (before if head == first else after), moment
        finished.append(head != first)
        if head == first:
            repository.commit_series(SERIES)
        assert git("log", "--reverse", "--format=%s").split() == ["One", "Two", "Three", "Four"]
        assert git("status", "--porcelain") == "", moment
        assert git("for-each-ref", "--format=%(refname)") == "refs/heads/main\n"
        git("reset", "-q", "--hard", first)
        moment += 1
    # Both kinds of moments were there, and each kind only on its side of the branch's move.
    assert moment > 20
    assert finished == sorted(finished)
    assert 3 < sum(finished) < moment - 10


def test_many_files_that_a_killed_process_began_to_replace_are_finished(
    repository: Repository, git: Git, conference: Path
) -> None:
    old: dict[str, bytes | None] = {f"amendments/A1-Ae{n}.md": b"%d\n" % n for n in range(120)}
    first = repository.commit(Commit(old, "One"))
    new: dict[str, bytes | None] = dict.fromkeys(list(old)[:60])
    new |= dict.fromkeys(list(old)[60:], b"new\n")
    moments = range(1, 400, 30)
    seen = set()
    for moment in moments:
        if not is_killed_at(moment, conference, [Commit(new, "Two")]):
            break
        with repository.locked():
            moved = repository.head() != first
        expected = {p: d for p, d in (new if moved else old).items() if d is not None}
        assert files_of(conference) == expected
        seen.add((moved, git("diff", "--cached", "--name-only", "HEAD")))
        git("reset", "-q", "--hard", first)
    assert seen == {(False, ""), (True, "")}


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
