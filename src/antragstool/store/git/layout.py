"""Where a repository's parts stand on the disk, and what to say if there is no repository."""

from __future__ import annotations

import errno
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from antragstool.errors import AntragstoolError, InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error
from antragstool.store.git.plumbing import Plumbing, Result


@dataclass(frozen=True, slots=True)
class Layout:
    """The absolute paths of a work tree and of its git folders.

    *git_dir* belongs to this work tree alone, *common_dir* to all work trees of the repository.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    index: Path


def discover(start: Path) -> tuple[Layout, str]:
    """Find the repository around the folder *start*; return it and its hash, "sha1" or "sha256".

    Raises InputError if there is no such folder, RepositoryError if it belongs to no
    repository, to a bare one, or to one of another user.
    """
    if not start.is_dir():
        hint = _("Name a folder inside the conference's repository.")
        raise InputError(Problem(_("There is no such folder."), str(start), hint=hint))
    # GitPython would silently run git somewhere else.
    if not os.access(start, os.X_OK):
        raise machine_error(PermissionError(errno.EACCES, ""), str(start))
    plumbing = Plumbing(start.absolute())
    parts = ("--absolute-git-dir", "--git-common-dir", "--git-path", "index", "--show-toplevel")
    result = plumbing.run(
        "rev-parse",
        "--path-format=absolute",
        "--show-object-format",
        "--is-bare-repository",
        *parts,
    )
    lines = result.text.split("\n")
    if result.status or len(lines) != len(parts) + 1:
        raise _no_repository(plumbing, result, start)
    algorithm, _bare, git_dir, common_dir, index, root = lines
    return Layout(Path(root), Path(git_dir), Path(common_dir), Path(index)), algorithm


def _no_repository(plumbing: Plumbing, result: Result, start: Path) -> AntragstoolError:
    """Say why *start* cannot be used as a repository."""
    if "not a git repository" in result.err:
        return RepositoryError(
            Problem(
                _("This folder is not in a git repository."),
                str(start),
                hint=_("Make it a conference's repository with: antragstool init"),
            )
        )
    if "dubious ownership" in result.err:
        folder = shlex.quote(str(start.absolute()))
        return RepositoryError(
            Problem(
                _("The repository belongs to another user, so git does not trust it."),
                str(start),
                hint=_("If you trust it: git config --global --add safe.directory %(folder)s")
                % {"folder": folder},
            )
        )
    if "work tree" in result.err:
        return RepositoryError(
            Problem(
                _("This is a repository without working files (bare), or a folder inside .git."),
                str(start),
                hint=_("Clone it, and work in the clone: git clone %(folder)s conference")
                % {"folder": shlex.quote(str(start))},
            )
        )
    return plumbing.failure(result)
