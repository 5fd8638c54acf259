"""One commit or nothing.

The order makes it so: look (nothing has changed meanwhile), write objects, write the new
files beside the old ones, prepare the new index under git's lock. Up to here a failure or
a Ctrl-C leaves branch, files and index alone. Then, not to be interrupted: move the branch
if it still stands where it stood, rename the files into place, rename the index. If one of
these fails, those before it are taken back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error
from antragstool.store.git.identity import identity
from antragstool.store.git.index import prepared_index
from antragstool.store.git.journal import noted
from antragstool.store.git.layout import Layout
from antragstool.store.git.locks import uninterrupted
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.references import move_branch
from antragstool.store.git.targets import Target, look, restore, staged_files
from antragstool.store.git.trees import FILE, Entry, TreeEditor
from antragstool.store.git.values import Commit

_ATTEMPTS = 5
_BUSY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")
_BUSY_FOLDERS = ("rebase-merge", "rebase-apply", "sequencer")


def make_commit(
    plumbing: Plumbing, layout: Layout, action: Commit, expected: Mapping[str, bytes | None]
) -> str:
    """Make the commit *action* as :meth:`Repository.commit` describes; only under its lock."""
    _refuse_unfinished(layout)
    _refuse_detached(plumbing, layout)
    for _attempt in range(_ATTEMPTS):
        head = plumbing.find("HEAD")
        old = head[0] if head else None
        targets = look(plumbing, layout, action.files, expected)
        new = _write_objects(plumbing, action, targets, old)
        if _publish(plumbing, layout, targets, old=old, new=new, subject=action.subject):
            return new
    raise RepositoryError(
        Problem(
            _("Another git program keeps changing the branch."),
            hint=_("Wait until it has finished and run the command again; nothing was changed."),
        )
    )


def _refuse_unfinished(layout: Layout) -> None:
    """Raise RepositoryError while a merge, rebase, cherry-pick, revert or bisect goes on."""
    for name in (*_BUSY, *_BUSY_FOLDERS):
        if (layout.git_dir / name).exists():
            raise RepositoryError(
                Problem(
                    _("A merge, rebase, cherry-pick, revert or bisect is not finished."),
                    str(layout.git_dir / name),
                    hint=_("See git status: finish it or abort it, then run the command again."),
                )
            )


def _refuse_detached(plumbing: Plumbing, layout: Layout) -> None:
    """Raise RepositoryError where no branch is checked out: what is recorded there is soon lost."""
    if plumbing.run("symbolic-ref", "--quiet", "HEAD").status:
        raise RepositoryError(
            Problem(
                _("No branch is checked out (detached HEAD)."),
                str(layout.root),
                hint=_("Check a branch out: git switch main"),
            )
        )


def _write_objects(
    plumbing: Plumbing, action: Commit, targets: Sequence[Target], parent: str | None
) -> str:
    """Store blobs, trees and the commit; return the commit's id."""
    committer, now = identity(plumbing, "COMMITTER")
    author, time = (action.author, now) if action.author else identity(plumbing, "AUTHOR")
    if action.date:
        time = f"{int(action.date.timestamp())} " + f"{action.date:%z}"[:5]
    trees = TreeEditor(plumbing.read, partial(plumbing.store, "tree"), plumbing.id_size)
    entries: dict[str, Entry | None] = {}
    for target in targets:
        entries[target.path] = None
        if target.new is not None:
            mode = target.committed.mode if target.committed else FILE
            entries[target.path] = Entry(mode, plumbing.store("blob", target.new))
    found = plumbing.find(f"{parent}^{{tree}}") if parent else None
    old_tree = found[0] if found else None
    tree = trees.change(old_tree, entries) or plumbing.store("tree", b"")
    if tree == old_tree:
        raise RepositoryError(
            Problem(
                _("There is nothing to record: the files already say this."),
                targets[0].path,
                hint=_("See what was recorded with: git log -- %(path)s")
                % {"path": targets[0].path},
            )
        )
    lines = [f"tree {tree}", *([f"parent {parent}"] if parent else [])]
    lines += [f"author {author} {time}", f"committer {committer} {now}", "", action.message]
    return plumbing.store("commit", "\n".join(lines).encode("utf-8"))


def _publish(
    plumbing: Plumbing,
    layout: Layout,
    targets: Sequence[Target],
    *,
    old: str | None,
    new: str,
    subject: str,
) -> bool:
    """Move branch, files and index to the commit *new*; False if the branch stood elsewhere."""
    with staged_files(targets) as staged, prepared_index(plumbing, layout, targets) as index:
        # Nobody may have touched the files since we looked, as far as that can be known.
        for target in targets:
            target.refuse_if_changed()
        with uninterrupted(), noted(layout, targets, old, new):
            if not move_branch(plumbing, layout, old, new, subject):
                return False
            done: list[Target] = []
            try:
                for target in targets:
                    done.append(target)
                    _replace(target, staged.get(target.path))
                index.replace(layout.index)
            except BaseException as error:
                restore(done)
                move_branch(plumbing, layout, new, old, "antragstool: taken back")
                if isinstance(error, OSError):
                    raise machine_error(error, done[-1].path)
                raise
            return True


def _replace(target: Target, staged: Path | None) -> None:
    if staged is not None:
        staged.replace(target.place)
    else:
        with contextlib.suppress(FileNotFoundError):
            target.place.unlink()
