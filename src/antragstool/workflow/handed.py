"""What was handed in, and what it turned out to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.documents import Concern, Form
from antragstool.model.edit import Edit


@dataclass(frozen=True, slots=True)
class Change:
    """The edits that a submission asks for, and the form in which it did."""

    form: Form
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A body that was handed in: *form* as stated or None, *file* and *line* for messages.

    A *stored* one was accepted once; it is read by the same rules, but not asked about again.
    *implied* says that the form follows from the file and was not stated by anybody. *concerns* is
    the part that is changed, *part_stated* says that the header names it.
    """

    body: str
    form: Form | None
    file: str = ""
    line: int = 1
    stored: bool = False
    implied: bool = False
    concerns: Concern = Concern.TEXT
    part_stated: bool = True


def result(
    form: Form, edits: Sequence[Edit], problems: Sequence[Problem], handed: Handed
) -> tuple[Change | None, tuple[Problem, ...]]:
    """Return the change, or its problems; an amendment that changes nothing is one."""
    if problems:
        return None, tuple(problems)
    if not edits:
        return None, (
            Problem(
                _("The amendment changes nothing: the text already reads like that."),
                handed.file,
                handed.line,
                _(
                    "Check that the right file was handed in, and that it was saved after the change."
                ),
            ),
        )
    return Change(form, tuple(edits)), ()
