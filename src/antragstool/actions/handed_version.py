"""A file that says how an amendment shall read: in any form of a submission, with or without a header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.choosing import Part, choose_part
from antragstool.actions.handed_patch import handed_patch, looks_like_patch, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Form
from antragstool.store.files import read_text
from antragstool.store.submission import SubmissionHeader, read_submission_header
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Change, Handed
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class HandedVersion:
    """A file that was understood: its *header*, the *body* to be stored, and what it changes in *base*."""

    header: SubmissionHeader
    body: str
    base: Base
    change: Change


def read_handed_version(
    conference: OpenConference, amendment: Amendment, path: Path
) -> HandedVersion:
    """Read the file *path* as another version of *amendment*, against its base.

    Raises InputError with everything that is wrong.
    """
    file = str(path)
    source = read_text(path, file)
    if looks_like_patch(source):
        header, source = handed_patch(source)
        header = replace(header, submitter="")  # who typed it, not whose words they are
    else:
        source = source.replace("\r\n", "\n")
        read, problems = read_submission_header(file, source)
        if read is None:
            raise InputError(problems)
        header = read
        found = [*problems, *_other_item(conference, amendment, header, file)]
        if found:
            raise InputError(found)
    whole = conference.base_of(replace(amendment, concerns=Concern.TEXT))
    resolution = conference.resolution_of(amendment)
    part = choose_part(header, amendment, resolution, whole, file, source)
    base = conference.base_of(amendment)
    change = _change(conference, amendment, header, part, base, file)
    return HandedVersion(header, part.body, base, change)


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


def _change(
    conference: OpenConference,
    amendment: Amendment,
    header: SubmissionHeader,
    part: Part,
    base: Base,
    file: str,
) -> Change:
    if patch_in(part.body) is not None:
        unsafe = unsafe_problems(part.body, file, header.body_line)
        if unsafe:
            raise InputError(unsafe)
        return Change(Form.PATCH, edits_of_patch(conference, part.body, base, file, part.concerns))
    handed = Handed(
        part.body,
        header.form,
        file,
        header.body_line + part.skipped,
        concerns=part.concerns,
        part_stated=part.stated,
    )
    if header.copied_resolution_header and header.form is None:
        handed = replace(handed, form=Form.COPY, implied=True)
    lines = conference.lines_as_handed_in(amendment, base)
    change, problems = read_change(handed, base.text.text, lines)
    if change is None:
        raise InputError(problems)
    return change
