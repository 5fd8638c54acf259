"""The header of a file that is handed in: an amendment, or a changed copy of a whole resolution.

Keys that only the program writes are refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.documents import Concern, Form
from antragstool.store.frontmatter import has_header, parse
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_ids import changed_id, field_reader, in_order, resolution_id
from antragstool.store.schema import RESOLUTION_KEYS, SUBMISSION_KEYS, WRITTEN_KEYS


@dataclass(frozen=True, slots=True)
class SubmissionHeader:
    """What the header of a file that is handed in says; "" or None is what it does not say.

    *copied_resolution_header* marks a changed copy of a whole resolution file: then
    *resolution* and *title* are the copy's, and its mover is not the submitter.
    *body* and *body_line* are the text after the header, as in a Resolution.
    """

    body: str
    body_line: int = 1
    resolution: str = ""
    submitter: str = ""
    supporters: tuple[str, ...] = ()
    subject: str = ""
    form: Form | None = None
    example: bool = False
    copied_resolution_header: bool = False
    title: str = ""
    concerns: Concern | None = None


def read_submission_header(
    path: str, source: str
) -> tuple[SubmissionHeader | None, tuple[Problem, ...]]:
    """Read the header of a file that is handed in; it may have none."""
    if not has_header(source):
        return SubmissionHeader(source), ()
    header, problems = parse(source, path, SUBMISSION_KEYS | RESOLUTION_KEYS | WRITTEN_KEYS)
    if header is None:
        return None, problems
    copied = {"id", "title"} <= header.keys and "resolution" not in header.keys
    if not copied:
        header, problems = parse(source, path, SUBMISSION_KEYS | WRITTEN_KEYS)
        assert header is not None  # noqa: S101 - it was there a moment ago
    reader, found = field_reader(header, path, problems)
    if not copied:
        _refuse_written(reader)
    submission = SubmissionHeader(
        body=header.body,
        body_line=header.body_line,
        resolution=resolution_id(reader, "id") if copied else changed_id(reader, "resolution"),
        submitter="" if copied else reader.text("submitter"),
        supporters=() if copied else reader.texts("supporters"),
        subject=reader.text("subject"),
        form=reader.word("form", Form),
        example=reader.flag("example"),
        copied_resolution_header=copied,
        title=reader.text("title").strip(),
        concerns=reader.word("concerns", Concern),
    )
    return submission, in_order(found)


def _refuse_written(reader: FieldReader) -> None:
    for key in WRITTEN_KEYS:
        if key in reader.lines:
            message = _('"%(key)s" is written by antragstool, not by who hands something in.')
            hint = _("Remove the line.")
            reader.problem(message % {"key": key}, reader.lines[key], hint)
