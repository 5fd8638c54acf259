"""A revision of the repository that somebody named: a tag, a branch, a commit.

The name is a stranger's. It is never an argument of a git command: it is asked for through the
process that reads objects, on one line, and only a full id goes on from here. What would search
messages or walk through folders ("HEAD^{/words}", "HEAD:file") is no name of a revision.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.git import history
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.values import is_object_id, one_line

_LONGEST = 200
_SHORT = 10
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit, by its full *id*; *name* is what to call it, *date* when it was committed."""

    id: str
    name: str
    date: datetime


def revision(plumbing: Plumbing, name: str) -> Revision:
    """Return the commit that *name* means; raises InputError with the nearest tags if none does."""
    found = plumbing.find(f"{name}^{{commit}}") if _is_plain(name) else None
    if found is None or found[1] != "commit" or not is_object_id(found[0]):
        raise InputError(_unknown(plumbing, name))
    shown = name[:_SHORT] if is_object_id(name) else name
    return Revision(found[0], shown, history.date_of(plumbing, found[0]))


def tags(plumbing: Plumbing) -> tuple[str, ...]:
    """Return the names of all tags, the newest first."""
    form = ("--sort=-creatordate", "--format=%(refname:strip=2)", "refs/tags")
    lines = plumbing.demand("for-each-ref", *form).out.decode("utf-8", "replace").split("\n")
    return tuple(line for line in lines if line)


def _is_plain(name: str) -> bool:
    """Tell whether *name* can mean a revision and nothing else."""
    return (
        0 < len(name) <= _LONGEST
        and not name.startswith("-")
        and ":" not in name
        and "{/" not in name
        and not any(unicodedata.category(letter) in _REFUSED for letter in name)
    )


def _unknown(plumbing: Plumbing, name: str) -> Problem:
    known = [each for each in tags(plumbing) if _is_plain(each)]
    near = difflib.get_close_matches(name[:_LONGEST], known, n=3, cutoff=0.6) or known[:3]
    if near:
        hint = _("Tags are, among others: %(tags)s.") % {"tags": ", ".join(near)}
    else:
        hint = _("Set a tag after each print: git tag print-1")
    message = _('"%(name)s" is no tag, branch or commit of this repository.')
    return Problem(message % {"name": one_line(name)[:60]}, hint=hint)
