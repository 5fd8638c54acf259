"""The top folder of the conference that a command was called in."""

from __future__ import annotations

import re
from pathlib import Path

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.config import CONFIG_FILE
from antragstool.store.git.repository import Repository


def find_root(start: Path) -> Path:
    """Return the nearest folder with a configuration that is a repository; git need not run for it."""
    try:
        folder = start.resolve(strict=True)
    except OSError:
        folder = start
    for candidate in (folder, *folder.parents) if folder.is_dir() else ():
        configured, versioned = (candidate / CONFIG_FILE).is_file(), (candidate / ".git").exists()
        if configured and versioned:
            return candidate
        if configured or versioned:
            # The nearest of the two counts: never a conference further up by accident.
            raise _no_conference(candidate, versioned=versioned)
    with Repository.open(start) as repository:
        return repository.root


def _no_conference(folder: Path, *, versioned: bool) -> RepositoryError:
    if versioned:
        message = _("This repository is no conference: there is no %(file)s in it.")
        hint = _("Make it one: antragstool init")
    else:
        message = _("This folder has a %(file)s, but is not the top folder of a git repository.")
        hint = _("Make it a repository: git init && git add -A && git commit")
    return RepositoryError(Problem(message % {"file": CONFIG_FILE}, str(folder), hint=hint))


def require_same_root(found: Path, wanted: Path) -> None:
    """Raise RepositoryError unless the configuration stands in the top folder of the repository."""
    if found.resolve() != wanted.resolve():
        raise RepositoryError(
            Problem(
                _("The configuration must stand in the top folder of the repository, %(folder)s.")
                % {"folder": found},
                str(wanted / CONFIG_FILE),
                hint=_("Move it there, or make this folder a repository of its own: git init"),
            )
        )


def hash_algorithm(root: Path) -> str:
    """Return the hash of the repository's object ids, read from its configuration without git."""
    try:
        config = (root / ".git" / "config").read_text(errors="replace")
    except OSError:
        return "sha1"
    return "sha256" if re.search(r"(?im)^\s*objectformat\s*=\s*sha256\s*$", config) else "sha1"
