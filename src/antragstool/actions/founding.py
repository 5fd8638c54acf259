"""Making a new conference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _, active
from antragstool.store.config import CONFIG_FILE, template
from antragstool.store.git.repository import Repository
from antragstool.store.git.values import Commit

_IGNORED = "/build/\n"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new conference: its folder and what was made in it."""

    root: Path
    paths: tuple[str, ...]


def found(folder: Path) -> Founded:
    """Make *folder* a conference: a git repository with a configuration, committed.

    Raises RepositoryError if there is one already; existing files are never overwritten.
    """
    if (folder / CONFIG_FILE).exists():
        raise RepositoryError(
            Problem(
                _("This folder is a conference already."),
                str(folder / CONFIG_FILE),
                hint=_("Nothing was changed; go on with antragstool status."),
            )
        )
    _refuse_inside_another(folder)
    with Repository.create(folder) as repository:
        repository.person()
        files: dict[str, bytes | None] = {CONFIG_FILE: template(active()).encode()}
        if not (folder / ".gitignore").exists():
            files[".gitignore"] = _IGNORED.encode()
        repository.commit(
            Commit(
                files=files,
                subject="Start the conference",
                trailers=(("Antragstool-Action", "init"),),
            )
        )
        folders = ("resolutions", "amendments", "templates")
        for name in folders:
            (folder / name).mkdir(exist_ok=True)
        return Founded(repository.root, (*sorted(files), *(f"{name}/" for name in folders)))


def _refuse_inside_another(folder: Path) -> None:
    """A conference is a repository of its own, or the top folder of one."""
    above = folder.absolute()
    if (above / ".git").exists():
        return
    for parent in above.parents:
        if (parent / ".git").exists():
            raise RepositoryError(
                Problem(
                    _("This folder lies inside another repository, %(folder)s.")
                    % {"folder": parent},
                    str(folder),
                    hint=_("Choose a folder outside of it, or run git init here first."),
                )
            )
