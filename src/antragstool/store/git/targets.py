"""The working files of one action: how they stand, whether they may be replaced, and how back."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from antragstool.errors import AntragstoolError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.patch.blob import blob_id
from antragstool.store.files import machine_error, read_bytes, stage, sync_all, write_atomically
from antragstool.store.git.layout import Layout
from antragstool.store.git.paths import locate
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.trees import EXECUTABLE, FILE, FOLDER, Entry, TreeReader

_PREFIX = ".antragstool-commit-"
_MANY = 50  # files; from here on one sync, and one listing of whole folders, are cheaper


@dataclass(frozen=True, slots=True)
class Target:
    """One file of an action.

    *committed* is its entry in HEAD, *on_disk* the working file's bytes (None: not there),
    *new* what it shall be (None: deleted) and *new_id* the object id of that.
    """

    path: str
    place: Path
    committed: Entry | None
    on_disk: bytes | None
    new: bytes | None
    new_id: str | None

    def refuse_if_changed(self) -> None:
        """Raise RepositoryError if the working file is no longer as it was looked at."""
        if _bytes_or_none(self.place, self.path) != self.on_disk:
            raise _changed_meanwhile(self.path)


def look(
    plumbing: Plumbing,
    layout: Layout,
    files: Mapping[str, bytes | None],
    expected: Mapping[str, bytes | None],
) -> tuple[Target, ...]:
    """Look at all *files* of an action and return them in the order of their paths.

    Raises RepositoryError for a link, a file that is not as *expected*, and uncommitted
    changes; InputError for a path that is not the conference's.
    """
    trees = TreeReader(plumbing.read, plumbing.id_size)
    found = plumbing.find("HEAD^{tree}")
    root = found[0] if found else None
    targets = []
    for path, new in sorted(files.items()):
        place = locate(layout.root, path)
        _refuse_file_above(trees, root, path, files)
        committed = trees.find(root, path)
        if committed is not None and committed.mode not in (FILE, EXECUTABLE):
            raise RepositoryError(
                Problem(
                    _("This is committed as a folder, link or submodule, not as a file."),
                    path,
                    hint=_("Remove it from the repository; the name is needed for a file."),
                )
            )
        new_id = None if new is None else blob_id(new, plumbing.algorithm)
        target = Target(path, place, committed, _bytes_or_none(place, path), new, new_id)
        _refuse_unless_safe(plumbing, target, expected)
        targets.append(target)
    _refuse_staged(plumbing, targets)
    return tuple(targets)


@contextlib.contextmanager
def staged_files(targets: Sequence[Target]) -> Iterator[Mapping[str, Path]]:
    """Write the new files beside the old ones; what was not renamed into place goes again."""
    staged: dict[str, Path] = {}
    made: list[Path] = []
    many = len(targets) >= _MANY
    try:
        for folder in {target.place.parent for target in targets}:
            _remove_left_over(folder)
        for target in targets:
            try:
                if target.new is not None:
                    made += _make_folders(target.place.parent)
                    staged[target.path] = stage(target.place, target.new, _PREFIX, synced=not many)
                elif target.on_disk is not None and not os.access(target.place.parent, os.W_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            except OSError as error:
                raise machine_error(error, target.path)
        if many:
            try:
                sync_all(staged.values())
            except OSError as error:
                raise machine_error(error, targets[0].path)
        yield staged
    finally:
        for path in staged.values():
            path.unlink(missing_ok=True)
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()  # only if it stayed empty


def put_in_place(target: Target, staged: Path | None) -> None:
    """Rename the *staged* file to the working file, or remove that; raises OSError."""
    if staged is not None:
        staged.replace(target.place)
    else:
        with contextlib.suppress(FileNotFoundError):
            target.place.unlink()


def restore(targets: Sequence[Target]) -> None:
    """Put the working files back as they were looked at, as far as the disk lets us."""
    for target in targets:
        with contextlib.suppress(AntragstoolError, OSError):
            if target.on_disk is None:
                target.place.unlink(missing_ok=True)
            elif _bytes_or_none(target.place, target.path) != target.on_disk:
                write_atomically(target.place, target.on_disk)


def _refuse_unless_safe(
    plumbing: Plumbing, target: Target, expected: Mapping[str, bytes | None]
) -> None:
    """Raise RepositoryError if replacing the working file would lose somebody's words."""
    if target.path in expected:
        if target.on_disk != expected[target.path]:
            raise _changed_meanwhile(target.path)
        return
    if target.on_disk is None or target.on_disk == target.new:
        return
    if target.committed is None:
        raise RepositoryError(
            Problem(
                _("A file that was never committed is in the way."),
                target.path,
                hint=_("Move it to another place, or commit it, and run the command again."),
            )
        )
    if blob_id(target.on_disk, plumbing.algorithm) == target.committed.id:
        return
    # A checkout with core.autocrlf has other line ends than the commit, but the same words.
    committed = plumbing.read(target.committed.id)
    if _unix_lines(target.on_disk) != _unix_lines(committed):
        raise _uncommitted(target.path)


def _refuse_staged(plumbing: Plumbing, targets: Sequence[Target]) -> None:
    """Raise RepositoryError if something else than HEAD's version of a target is staged."""
    names = [target.path for target in targets]
    if len(names) >= _MANY:
        names = sorted({name.split("/")[0] for name in names})
    listing = plumbing.demand("ls-files", "-s", "-z", "--", *names).text
    staged: dict[str, list[str]] = {}
    for line in filter(None, listing.split("\0")):
        entry, path = line.split("\t", 1)
        _mode, object_id, stage_number = entry.split(" ")
        staged.setdefault(path, []).append(object_id if stage_number == "0" else "conflict")
    for target in targets:
        allowed = {target.committed.id if target.committed else None, target.new_id}
        if target.on_disk is not None:
            allowed.add(blob_id(target.on_disk, plumbing.algorithm))
        if any(found not in allowed for found in staged.get(target.path, [None])):
            raise _uncommitted(target.path)


def _refuse_file_above(
    trees: TreeReader, root: str | None, path: str, files: Mapping[str, bytes | None]
) -> None:
    """Raise RepositoryError where *path* needs a folder and something else has its name."""
    folder = path
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        committed = trees.find(root, folder)
        if folder in files or (committed is not None and committed.mode != FOLDER):
            raise RepositoryError(
                Problem(
                    _("This is committed as a file, link or submodule, not as a folder."),
                    folder,
                    hint=_("Remove it from the repository; the name is needed for a folder."),
                )
            )


def _uncommitted(path: str) -> RepositoryError:
    return RepositoryError(
        Problem(
            _("The file has changes that are not committed."),
            path,
            hint=_("Commit them (git commit) or put them aside (git stash), then try again."),
        )
    )


def _changed_meanwhile(path: str) -> RepositoryError:
    return RepositoryError(
        Problem(
            _("The file was changed by somebody else while this command was running."),
            path,
            hint=_("Look at it and run the command again; nothing was changed."),
        )
    )


def _bytes_or_none(place: Path, path: str) -> bytes | None:
    """Return the bytes of the working file, None if there is none."""
    return read_bytes(place, path) if place.exists() else None


def _unix_lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _make_folders(folder: Path) -> list[Path]:
    """Make *folder* and those above it that are missing; return the new ones, outermost first."""
    missing = [folder, *folder.parents]
    missing = [one for one in missing if not one.exists()][::-1]
    for one in missing:
        one.mkdir(exist_ok=True)
    return missing


def _remove_left_over(folder: Path) -> None:
    """Remove temporary files of a process that was killed; ours is the only one now."""
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            path.unlink()
