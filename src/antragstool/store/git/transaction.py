"""One commit, or one series of commits, or nothing.

The order makes it so: look (nothing has changed meanwhile), write objects, write the new
files beside the old ones, prepare the new index under git's lock. Up to here a failure or
a Ctrl-C leaves branch, files and index alone. Then, not to be interrupted: move the branch
if it still stands where it stood, rename the files into place, rename the index. If one of
these fails, those before it are taken back. A series of commits goes the same way once:
the branch moves to the last of them, and the files become what the last of them says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error
from antragstool.store.git.commits import write_commits
from antragstool.store.git.index import prepared_index
from antragstool.store.git.journal import noted
from antragstool.store.git.layout import Layout
from antragstool.store.git.locks import uninterrupted
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.references import move_branch
from antragstool.store.git.targets import Target, look, put_in_place, restore, staged_files
from antragstool.store.git.values import Commit

_ATTEMPTS = 5
_BUSY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")
_BUSY_FOLDERS = ("rebase-merge", "rebase-apply", "sequencer")


def make_commits(
    plumbing: Plumbing,
    layout: Layout,
    actions: Sequence[Commit],
    expected: Mapping[str, bytes | None],
) -> tuple[str, ...]:
    """Make *actions* as :meth:`Repository.commit_series` describes; only under its lock."""
    _refuse_unfinished(layout)
    _refuse_detached(plumbing, layout)
    files: dict[str, bytes | None] = {}
    for action in actions:
        files.update(action.files)
    for _attempt in range(_ATTEMPTS):
        head = plumbing.find("HEAD")
        old = head[0] if head else None
        targets = look(plumbing, layout, files, expected)
        made = write_commits(plumbing, layout, actions, targets, old)
        subject = actions[-1].subject
        if _publish(plumbing, layout, targets, old=old, new=made[-1], subject=subject):
            return made
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
                    put_in_place(target, staged.get(target.path))
                index.replace(layout.index)
            except BaseException as error:
                restore(done)
                move_branch(plumbing, layout, new, old, "antragstool: taken back")
                if isinstance(error, OSError):
                    raise machine_error(error, done[-1].path)
                raise
            return True
