"""git's index: only the entries of our own paths are changed, all others stay as they are."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from antragstool.store.files import machine_error
from antragstool.store.git.layout import Layout
from antragstool.store.git.locks import index_lock
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.targets import Target
from antragstool.store.git.trees import FILE


@contextlib.contextmanager
def prepared_index(plumbing: Plumbing, layout: Layout, targets: Sequence[Target]) -> Iterator[Path]:
    """Yield a copy of the index in which *targets* are as they will be committed.

    git's lock is held meanwhile; renaming the copy to the index makes it valid.
    """
    copy = layout.index.with_name("antragstool.index")
    with index_lock(layout.index):
        try:
            try:
                # git's lock on our copy, if the power failed while it was written.
                copy.with_name(f"{copy.name}.lock").unlink(missing_ok=True)
                if layout.index.exists():
                    shutil.copyfile(layout.index, copy)
                    copy.chmod(layout.index.stat().st_mode & 0o777)
                else:
                    copy.write_bytes(empty_index(plumbing.algorithm))
            except OSError as error:
                raise machine_error(error, str(copy))
            lines = "".join(_line(plumbing, target) for target in targets)
            plumbing.demand(
                *("update-index", "-z", "--index-info"),
                data=lines.encode("utf-8"),
                env={"GIT_INDEX_FILE": str(copy)},
            )
            yield copy
        finally:
            copy.unlink(missing_ok=True)


def empty_index(algorithm: str) -> bytes:
    """Return the bytes of an index (version 2) without entries."""
    head = b"DIRC" + (2).to_bytes(4, "big") + (0).to_bytes(4, "big")
    return head + hashlib.new(algorithm, head, usedforsecurity=False).digest()


def _line(plumbing: Plumbing, target: Target) -> str:
    """Return what ``update-index --index-info`` reads for one path."""
    if target.new is None:
        return f"0 {'0' * (2 * plumbing.id_size)}\t{target.path}\0"
    mode = target.committed.mode if target.committed else FILE
    return f"{mode} {target.new_id}\t{target.path}\0"
