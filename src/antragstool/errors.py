"""What can be wrong, as values, and the one root of all exceptions.

A parser returns what it understood *and* a tuple of :class:`Problem`, so that a user
sees everything at once. An exception is for the point where nothing can go on; it
carries problems too. Exit codes are decided in ``cli`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do.

    *file* is the path as the user knows it, *line* counts from 1; both may be
    missing. *hint* is a full sentence that says how to go on.
    """

    message: str
    file: str = ""
    line: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        place = ""
        if self.file:
            place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return (
            place
            + self.message
            + "".join(f"\n    {line}" for line in self.hint.split("\n") if line)
        )


class AntragstoolError(Exception):
    """The root of every error that this program raises on purpose."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(AntragstoolError):
    """What came in cannot be used: a file, a header, an instruction, a patch, an id."""


class RepositoryError(AntragstoolError):
    """The repository is not in a state in which the action can be done safely."""


class MachineError(AntragstoolError):
    """The machine lacks something: a library, a name for git, space, a permission."""
