"""The history of an item: what was recorded about it, by the commits that changed its files.

The trailers of a commit say what it did; a commit without them is somebody else's and is told by
its subject. Commits of one file stay in git's order, those of several files are put together by date.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from antragstool.actions.blaming import blame
from antragstool.actions.opened import OpenConference
from antragstool.actions.tracing import ACTION, earlier_paths
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.git.values import CommitInfo

DISPOSE = "dispose"
REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit of an item's history; *action* is what it did to the item, "" for a foreign commit."""

    commit: CommitInfo
    action: str

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values of a trailer, in order."""
        return tuple(value for name, value in self.commit.trailers if name == key)


def chronicle(
    conference: OpenConference,
    item: Resolution | Amendment,
    wanted: tuple[int, int] | None = None,
) -> tuple[Entry, ...]:
    """Return the history of an item, oldest first.

    With *wanted*, only what put words into these official lines of a resolution's text as it is
    now, moved them, or deleted words there. Raises InputError if there are no such lines.
    """
    commits = _commits(conference, item)
    if wanted is not None:
        if isinstance(item, Amendment):
            message = _("%(id)s is an amendment; only a resolution's text has lines.")
            hint = _("Leave --lines out, or name %(resolution)s.")
            names = {"id": item.id, "resolution": item.resolution}
            raise InputError(Problem(message % names, hint=hint % names))
        causes = blame(conference, item, wanted).causes()
        touched = {cause.commit.id for cause in causes if cause.commit}
        commits = [commit for commit in commits if commit.id in touched]
    return tuple(Entry(commit, _action(commit, item)) for commit in commits)


def _commits(conference: OpenConference, item: Resolution | Amendment) -> list[CommitInfo]:
    """Return the commits that changed a file of *item*, oldest first, each once."""
    repository = conference.repository
    if isinstance(item, Resolution):
        paths = [*reversed(earlier_paths(conference, item)), item.path]
    else:
        stem = file_stem(item.id) + "."
        names = {name for name in repository.ever_used(AMENDMENTS) if name.startswith(stem)}
        paths = [f"{AMENDMENTS}/{name}" for name in sorted(names)]
        if item.path in paths:  # its own file says most; the others are put in where they fit
            paths = [item.path, *(path for path in paths if path != item.path)]
    return _merged([repository.history(path) for path in paths])


def _merged(histories: Sequence[Sequence[CommitInfo]]) -> list[CommitInfo]:
    seen: set[str] = set()
    parts: list[list[CommitInfo]] = []
    for history in histories:
        parts.append([commit for commit in reversed(history) if commit.id not in seen])
        seen.update(commit.id for commit in history)
    return list(heapq.merge(*parts, key=lambda commit: commit.date))


def _action(commit: CommitInfo, item: Resolution | Amendment) -> str:
    trailers = dict(reversed(commit.trailers))
    action = trailers.get(ACTION, "")
    if action and (("Amendment", item.id) not in commit.trailers):
        for key, other in (("Disposed-Of", DISPOSE), ("Reopened", REOPEN)):
            if (key, item.id) in commit.trailers:
                return other
    return action
