"""Moving the branch that HEAD is on, if it still stands where it stood."""

from __future__ import annotations

import contextlib
import re
import time

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.git.layout import Layout
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.values import one_line

PATIENCE = 6.0
# git holds the lock of a reference for milliseconds; one this old was left by a crash.
STALE_SECONDS = 4.0
_LOCK = re.compile(r"Unable to create '(?P<path>[^\n]+\.lock)': File exists")


def move_branch(
    plumbing: Plumbing, layout: Layout, old: str | None, new: str | None, subject: str
) -> bool:
    """Move HEAD's branch (or a detached HEAD) from *old* to *new*; None stands for no commit.

    Return False, with nothing changed, if it no longer stands at *old*. Raises
    RepositoryError if another program holds the lock for long, or git refuses.
    """
    nothing = "0" * (2 * plumbing.id_size)
    change = ["-d", "HEAD", old or nothing] if new is None else ["HEAD", new, old or nothing]
    end = time.monotonic() + PATIENCE
    while True:
        result = plumbing.run("update-ref", "-m", f"antragstool: {one_line(subject)}", *change)
        now = plumbing.find("HEAD")
        # The ref is what counts: git may have been killed after it had moved it.
        if result.status == 0 or (now[0] if now else None) == new:
            return True
        if (now[0] if now else None) != old:
            return False
        lock = _LOCK.search(result.err)
        if lock is None:
            raise plumbing.failure(result)
        if _remove_if_stale(layout, lock["path"]):
            continue
        if time.monotonic() > end:
            raise RepositoryError(
                Problem(
                    _("Another git program is at work in this repository."),
                    lock["path"],
                    hint=_("Let it finish. If none runs, a crash left this file: delete it."),
                )
            )
        time.sleep(0.02)


def _remove_if_stale(layout: Layout, path: str) -> bool:
    """Remove a lock that a killed process left, if it is one of this repository's."""
    for folder in (layout.common_dir, layout.git_dir):
        lock = folder / path
        with contextlib.suppress(OSError):
            if lock.is_relative_to(folder) and time.time() - lock.lstat().st_mtime > STALE_SECONDS:
                lock.unlink()
                return True
    return False
