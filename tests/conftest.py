"""Fixtures for everybody: an environment without anybody's settings, and a repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from antragstool.i18n import activate
from antragstool.store.git import Repository
from tests.commands import Clerk, found

Git = Callable[..., str]


@pytest.fixture(autouse=True, scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make what modules share without such settings, too: that is made before a test has begun."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _forget_settings(monkeypatch, tmp_path_factory.mktemp("home"))
        yield


@pytest.fixture(autouse=True)
def git_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Let no setting of the machine or of the person who runs the tests have a say."""
    _forget_settings(monkeypatch, tmp_path_factory.mktemp("home"))


def _forget_settings(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_") or name in ("EMAIL", "LC_ALL", "LC_MESSAGES", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    activate("en")


@pytest.fixture
def conference(tmp_path: Path) -> Path:
    """Return the folder of an initialised repository with an identity and no commit."""
    folder = tmp_path / "conference"
    Repository.create(folder).close()
    for key, value in (("user.name", "Kim Muster"), ("user.email", "kim@example.org")):
        subprocess.run(["git", "config", key, value], cwd=folder, check=True)
    return folder


@pytest.fixture
def repository(conference: Path) -> Iterator[Repository]:
    """Open the repository in :func:`conference`."""
    with Repository.open(conference) as opened:
        yield opened


@pytest.fixture
def git(conference: Path) -> Git:
    """Return a function that runs the real git in :func:`conference` and returns its output."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=conference, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    return run


@pytest.fixture
def clerk(conference: Path) -> Clerk:
    """Return the clerk of a conference with the resolution A1."""
    return found(conference)
