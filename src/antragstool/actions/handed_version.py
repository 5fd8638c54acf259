"""A file that says how an amendment shall read: in any form of a submission, with or without a header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from antragstool.actions.handed_patch import handed_patch, looks_like_patch, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Form
from antragstool.store.files import read_text
from antragstool.store.schema import SubmissionHeader, read_submission_header
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Change, Handed
from antragstool.workflow.tracking import Base


def read_handed_version(
    conference: OpenConference, amendment: Amendment, path: Path
) -> SubmissionHeader:
    """Read the file and its header, if it has one; raises InputError if it names another item."""
    source = read_text(path, str(path))
    if looks_like_patch(source):
        header, _body = handed_patch(source)
        return replace(header, submitter="")  # git knows who typed it, not whose words they are
    header_read, problems = read_submission_header(str(path), source.replace("\r\n", "\n"))
    if header_read is None:
        raise InputError(problems)
    found = [*problems, *_other_item(conference, amendment, header_read, str(path))]
    if found:
        raise InputError(found)
    return header_read


def _other_item(
    conference: OpenConference, amendment: Amendment, header: SubmissionHeader, file: str
) -> Iterator[Problem]:
    """Yield a problem if the file says that it changes something else than *amendment* does."""
    resolution = conference.resolution_of(amendment)
    known = {amendment.resolution, resolution.id, amendment.id}
    if header.resolution and header.resolution not in known:
        yield Problem(
            _("The file says that it changes %(said)s, but %(id)s changes %(to)s.")
            % {"said": header.resolution, "id": amendment.id, "to": amendment.resolution},
            file,
            hint=_('Correct the line "resolution" or leave it out.'),
        )
    if header.copied_resolution_header and header.title != resolution.title:
        yield Problem(
            _('The copy changes the field "%(key)s" of the header; only the text can be amended.')
            % {"key": "title"},
            file,
            hint=_("Restore that line as it is in %(path)s.") % {"path": resolution.path},
        )


def change_of_version(
    conference: OpenConference,
    amendment: Amendment,
    header: SubmissionHeader,
    base: Base,
    file: str,
) -> Change:
    """Return what the body changes in *base*; raises InputError with all that is wrong."""
    if patch_in(header.body) is not None:
        unsafe = unsafe_problems(header.body, file, header.body_line)
        if unsafe:
            raise InputError(unsafe)
        return Change(Form.PATCH, edits_of_patch(conference, header.body, base, file))
    handed = Handed(header.body, header.form, file, header.body_line)
    if header.copied_resolution_header and header.form is None:
        handed = replace(handed, form=Form.COPY, implied=True)
    lines = conference.lines_as_handed_in(amendment, base)
    change, problems = read_change(handed, base.text.text, lines)
    if change is None:
        raise InputError(problems)
    return change
