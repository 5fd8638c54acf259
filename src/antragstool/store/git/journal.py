"""What a killed process (SIGKILL, power) was doing, so that the next one can finish it.

Between the moving of the branch and the renaming of the last file nothing but such a kill
can stop a commit; then the commit is there and some working files are still the old ones.
A small note, written before and removed after, lets the next action put the new files in
their place: only those that are still exactly as they were before.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from antragstool.patch.blob import blob_id
from antragstool.store.files import machine_error, read_bytes, write_atomically
from antragstool.store.git.index import prepared_index
from antragstool.store.git.layout import Layout
from antragstool.store.git.locks import remove_killed_lock
from antragstool.store.git.paths import locate
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.targets import Target, put_in_place, staged_files
from antragstool.store.git.trees import EXECUTABLE, FILE, Entry, TreeReader
from antragstool.store.git.values import is_object_id

_NAME = "antragstool.journal"


@contextlib.contextmanager
def noted(layout: Layout, targets: Sequence[Target], old: str | None, new: str) -> Iterator[None]:
    """Keep a note of the commit *new* for as long as the block runs; raises MachineError."""
    note = layout.git_dir / _NAME
    content = json.dumps({"old": old, "new": new, "paths": [target.path for target in targets]})
    try:
        write_atomically(note, content.encode())
        yield
    finally:
        try:
            note.unlink(missing_ok=True)
        except OSError as error:
            raise machine_error(error, str(note))


def finish_killed(plumbing: Plumbing, layout: Layout) -> None:
    """Finish what a killed process had begun; only under the repository's lock."""
    try:
        remove_killed_lock(layout.index)
    except OSError as error:
        raise machine_error(error, str(layout.index))
    note = layout.git_dir / _NAME
    if not note.exists():
        return
    try:
        content = json.loads(note.read_bytes())
        old, new, paths = content["old"], str(content["new"]), [str(p) for p in content["paths"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        old, new, paths = None, "", []
    head = plumbing.find("HEAD")
    if head and head[0] == new and (old is None or is_object_id(str(old))):
        targets = _targets(plumbing, layout, paths, old, new)
        try:
            with (
                staged_files(targets) as staged,
                prepared_index(plumbing, layout, targets) as index,
            ):
                for target in targets:
                    put_in_place(target, staged.get(target.path))
                index.replace(layout.index)
        except OSError as error:
            raise machine_error(error, str(layout.root))
    note.unlink(missing_ok=True)


def _targets(
    plumbing: Plumbing, layout: Layout, paths: Sequence[str], old: str | None, new: str
) -> list[Target]:
    """Return the files to be finished: those that nobody has changed since."""
    trees = TreeReader(plumbing.read, plumbing.id_size)
    tree_before, tree_after = _tree(plumbing, old), _tree(plumbing, new)
    found: list[tuple[str, Path, bytes | None, Entry | None]] = []
    for path in paths:
        place = locate(layout.root, path)
        before, after = trees.find(tree_before, path), trees.find(tree_after, path)
        on_disk = read_bytes(place, path) if place.exists() else None
        now = None if on_disk is None else blob_id(on_disk, plumbing.algorithm)
        is_file = after is None or after.mode in (FILE, EXECUTABLE)
        if is_file and now in (before and before.id, after and after.id):
            found.append((path, place, on_disk, after))
    contents = plumbing.read_many((after.id, 0) for _path, _place, _now, after in found if after)
    return [
        Target(
            *(path, place, after, on_disk),
            new=contents[after.id] if after else None,
            new_id=after.id if after else None,
        )
        for path, place, on_disk, after in found
    ]


def _tree(plumbing: Plumbing, commit: str | None) -> str | None:
    found = plumbing.find(f"{commit}^{{tree}}") if commit else None
    return found[0] if found else None
