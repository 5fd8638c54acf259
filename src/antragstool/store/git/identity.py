"""Who commits: the name, address and time that git itself would write."""

from __future__ import annotations

from typing import Literal

from antragstool.errors import MachineError, Problem
from antragstool.i18n import _
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.values import Person


def identity(plumbing: Plumbing, role: Literal["AUTHOR", "COMMITTER"]) -> tuple[Person, str]:
    """Return the person and the time ("1700000000 +0100") that git would write for *role*.

    The configuration and git's environment variables count as they do for git, but a name
    guessed from the machine does not. Raises MachineError if name or address are not set.
    """
    result = plumbing.run("var", f"GIT_{role}_IDENT")
    name, _open, rest = result.text.rpartition(" <")
    email, _close, time = rest.partition("> ")
    if "invalid date" in result.err:
        raise plumbing.failure(result)
    try:
        if result.status:
            raise ValueError(result.err)
        return Person(name, email), time
    except ValueError:
        raise MachineError(
            Problem(
                _("git does not know your name and e-mail address, which every commit carries."),
                hint=_(
                    'Tell it once: git config --global user.name "Your Name" '
                    'and git config --global user.email "you@example.org"'
                ),
            )
        )
