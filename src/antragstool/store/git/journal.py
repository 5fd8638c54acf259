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

from antragstool.patch.blob import blob_id
from antragstool.store.files import machine_error, read_bytes, write_atomically
from antragstool.store.git.index import prepared_index
from antragstool.store.git.layout import Layout
from antragstool.store.git.paths import locate
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.targets import Target, put_in_place, staged_files
from antragstool.store.git.trees import Entry, TreeReader
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
    note = layout.git_dir / _NAME
    if not note.exists():
        return
    try:
        content = json.loads(note.read_bytes())
        old, new, paths = content["old"], str(content["new"]), [str(p) for p in content["paths"]]
    except (OSError, ValueError, KeyError, TypeError):
        old, new, paths = None, "", []
    head = plumbing.find("HEAD")
    if head and head[0] == new and (old is None or is_object_id(str(old))):
        trees = TreeReader(plumbing.read, plumbing.id_size)
        before, after = _tree(plumbing, old), _tree(plumbing, new)
        targets = []
        for path in paths:
            entries = (trees.find(before, path), trees.find(after, path))
            if target := _target(plumbing, layout, path, entries):
                targets.append(target)
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


def _target(
    plumbing: Plumbing, layout: Layout, path: str, entries: tuple[Entry | None, Entry | None]
) -> Target | None:
    """Return the file to be finished; None if it has been changed since by somebody."""
    before, after = entries
    place = locate(layout.root, path)
    on_disk = read_bytes(place, path) if place.exists() else None
    now = None if on_disk is None else blob_id(on_disk, plumbing.algorithm)
    if now not in (before and before.id, after and after.id):
        return None
    new = plumbing.read(after.id) if after else None
    return Target(path, place, after, on_disk, new, after.id if after else None)


def _tree(plumbing: Plumbing, commit: str | None) -> str | None:
    found = plumbing.find(f"{commit}^{{tree}}") if commit else None
    return found[0] if found else None
