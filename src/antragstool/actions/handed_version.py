"""A file that says how an amendment shall read: in any form of a submission, with or without a header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.choosing import choose_part
from antragstool.actions.handed_file import change_in, read_handed_file
from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern
from antragstool.store.submission import SubmissionHeader
from antragstool.text.lines import Line
from antragstool.workflow.handed import Change
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class HandedVersion:
    """A file that was understood: its *header*, the *body* to be stored, and what it changes in *base*."""

    header: SubmissionHeader
    body: str
    base: Base
    change: Change


def read_handed_version(
    conference: OpenConference, amendment: Amendment, path: Path, *, now: bool = False
) -> HandedVersion:
    """Read the file *path* as another version of *amendment*, against its base, or the text of *now*.

    Raises InputError with everything that is wrong.
    """
    file = str(path)
    handed = read_handed_file(path)
    header = handed.header
    if handed.patch:
        header = replace(header, submitter="")  # who typed it, not whose words they are
    found = [*handed.problems, *_other_item(conference, amendment, header, file)]
    if found:
        raise InputError(found)
    base_for = conference.base_now if now else conference.base_of
    whole = base_for(replace(amendment, concerns=Concern.TEXT))
    resolution = conference.resolution_of(amendment)
    part = choose_part(header, amendment, resolution, whole, file, handed.source)
    base = base_for(amendment)
    lines = lines_of_version(conference, amendment, base, now=now)
    change = change_in(conference, header, part, base, lines, file)
    return HandedVersion(header, part.body, base, change)


def lines_of_version(
    conference: OpenConference, amendment: Amendment, base: Base, *, now: bool
) -> tuple[Line, ...]:
    """Return the official lines that a version means: those of the amendment, or those of *now*."""
    if now and amendment.concerns is Concern.TEXT:
        return conference.lines(conference.resolution_of(amendment), base)
    return conference.lines_as_handed_in(amendment, base)


def _other_item(
    conference: OpenConference, amendment: Amendment, header: SubmissionHeader, file: str
) -> Iterator[Problem]:
    """Yield a problem if the file says that it changes something else than *amendment* does."""
    known = {amendment.resolution, conference.resolution_of(amendment).id, amendment.id}
    if header.resolution and header.resolution not in known:
        yield Problem(
            _("The file says that it changes %(said)s, but %(id)s changes %(to)s.")
            % {"said": header.resolution, "id": amendment.id, "to": amendment.resolution},
            file,
            hint=_('Correct the line "resolution" or leave it out.'),
        )
