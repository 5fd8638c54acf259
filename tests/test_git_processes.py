"""Several processes at once, and what a killed one leaves to the next."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from antragstool.store.git import Commit, Repository

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
