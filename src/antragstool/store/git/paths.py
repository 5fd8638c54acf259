"""Which paths of a repository this program may read and write, and how to reach them.

A path is relative to the repository, with ``/``. No part of it on the disk may be a
symbolic link, whatever it points to.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error

FOLDERS = ("resolutions", "amendments", "templates")
FILES = ("antragstool.toml", ".gitignore", "README.md")
MAX_LENGTH = 200


def check_path(path: str) -> str:
    """Return *path* if it is one of the conference's own; raises InputError otherwise."""
    parts = path.split("/")
    own = path in FILES or (parts[0] in FOLDERS and len(parts) > 1)
    if not own or len(path) > MAX_LENGTH or not all(_is_plain(part) for part in parts):
        raise InputError(_not_ours(path))
    return path


def check_folder(folder: str) -> str:
    """Return *folder* without a final ``/`` if it is one of the conference's; or InputError."""
    parts = folder.rstrip("/").split("/")
    if parts[0] not in FOLDERS or len(folder) > MAX_LENGTH or not all(map(_is_plain, parts)):
        raise InputError(_not_ours(folder))
    return "/".join(parts)


def locate(root: Path, path: str) -> Path:
    """Return where *path* stands on the disk, whether it exists or not.

    Raises RepositoryError if a part of it is a symbolic link, or if it is something else
    than a file in folders.
    """
    parts = check_path(path).split("/")
    place = root
    for number, part in enumerate(parts, start=1):
        place = place / part
        try:
            mode = os.lstat(place).st_mode
        except FileNotFoundError:
            break
        except OSError as error:
            raise machine_error(error, "/".join(parts[:number]))
        if stat.S_ISLNK(mode):
            message = _("This is a symbolic link; links are neither read nor written.")
        elif number < len(parts) and not stat.S_ISDIR(mode):
            message = _("This is not a folder.")
        elif number == len(parts) and not stat.S_ISREG(mode):
            message = _("This is not a regular file.")
        else:
            continue
        raise RepositoryError(
            Problem(
                message,
                "/".join(parts[:number]),
                hint=_("Replace it by what belongs there, or remove it."),
            )
        )
    return root.joinpath(*parts)


def _is_plain(part: str) -> bool:
    """Tell whether a part of a path cannot mean anything but a name."""
    return (
        bool(part)
        and part not in (".", "..")
        and part.casefold() != ".git"
        and not part.startswith("-")
        and "\\" not in part
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in part)
    )


def _not_ours(path: str) -> Problem:
    return Problem(
        _("%(path)s is not a path of a conference's own files.") % {"path": ascii(path)[1:-1]},
        hint=_("Resolutions stand in resolutions/, amendments in amendments/."),
    )
