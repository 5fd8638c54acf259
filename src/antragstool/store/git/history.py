"""Questions to the history, each answered by one ``git log``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.values import CommitInfo

# What a configuration could switch on (signatures run a program) is switched off here.
_LOG = ("log", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-decorate")
_FIELDS = "%H%x00%an%x00%ae%x00%aI%x00%s%x00%(trailers:only=true,unfold=true)"
_WIDTH = 6


def names_ever_used(plumbing: Plumbing, folder: str) -> frozenset[str]:
    """Return the names of all files added directly to *folder* in any commit of any branch."""
    prefix = folder + "/"
    result = plumbing.demand(
        *_LOG,
        "-z",
        "--all",
        "--full-history",
        "--diff-merges=separate",
        "--format=",
        "--name-only",
        "--no-renames",
        "--no-relative",
        "--diff-filter=A",
        "--",
        prefix,
    )
    paths = result.out.decode("utf-8", "surrogateescape").split("\0")
    names = (path.lstrip("\n").removeprefix(prefix) for path in paths)
    return frozenset(name for name in names if name and "/" not in name)


def commits_of(plumbing: Plumbing, path: str) -> tuple[CommitInfo, ...]:
    """Return the commits before HEAD, the newest first, that changed *path*."""
    form = ("-z", "--encoding=UTF-8", f"--format=tformat:{_FIELDS}", "--no-patch")
    out = plumbing.demand(*_LOG, *form, "HEAD", "--", path).out
    fields = out.decode("utf-8", "replace").split("\0")
    starts = range(0, len(fields) - _WIDTH + 1, _WIDTH)
    return tuple(_commit_info(fields[start : start + _WIDTH]) for start in starts)


def version_commits(plumbing: Plumbing, path: str) -> tuple[tuple[CommitInfo, str], ...]:
    """Return the commits of :func:`commits_of` that left a file at *path*, each with its id."""
    form = ("-z", "--encoding=UTF-8", f"--format=tformat:{_FIELDS}", "--raw", "--no-abbrev")
    against = ("--no-renames", "--no-relative", "--diff-merges=combined")
    out = plumbing.demand(*_LOG, *form, *against, "HEAD", "--", path).out
    fields = out.decode("utf-8", "replace").split("\0")
    found = []
    start = 0
    while start + _WIDTH < len(fields):
        commit = _commit_info(fields[start : start + _WIDTH])
        start += _WIDTH
        if not fields[start]:  # stands before the changes of a merge
            start += 1
        while start + 1 < len(fields) and fields[start].lstrip("\n").startswith(":"):
            # One colon, one mode and one id for each parent, then those of the commit.
            parts = fields[start].lstrip("\n").split(" ")
            parents = parts[0].count(":")
            mode, blob = parts[parents], parts[2 * parents + 1]
            if fields[start + 1] == path and mode.startswith("100"):
                found.append((commit, blob))
            start += 2
    return tuple(found)


def date_of(plumbing: Plumbing, commit: str = "HEAD") -> datetime:
    """Return the time, with its offset, at which *commit*, a full id, was committed."""
    return datetime.fromisoformat(plumbing.demand(*_LOG, "-1", "--format=%cI", commit, "--").text)


def _commit_info(fields: Sequence[str]) -> CommitInfo:
    commit, author, email, date, subject, block = fields
    pairs = (line.partition(":") for line in block.split("\n") if line)
    trailers = tuple((key.strip(), value.strip()) for key, _colon, value in pairs)
    return CommitInfo(commit, author, email, datetime.fromisoformat(date), subject, trailers)
