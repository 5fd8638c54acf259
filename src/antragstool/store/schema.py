"""Which keys a header has, and the resolution or amendment that it makes.

Keys that only the program writes (``id``, ``base``, ``received``, the recommendation, the
vote and the outcome) are refused in what is handed in. A reader gives None where the
values that make an item what it is are missing; anything else that is wrong is a problem,
and counts as not given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Form, Resolution
from antragstool.model.ids import amendment_id, is_resolution_id, split_amendment_id
from antragstool.patch.blob import blob_id
from antragstool.store.frontmatter import Header, has_header, parse
from antragstool.store.git.values import is_object_id
from antragstool.store.header_decision import DECISION_KEYS, PART_KEYS, decisions
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_nodes import Kind, quoted

RESOLUTION_KEYS = {
    "id": Kind.STRICT,
    "title": Kind.TEXT,
    "submitter": Kind.TEXT,
    "supporters": Kind.TEXTS,
    "addressee": Kind.TEXT,
    "status": Kind.STRICT,
    "event": Kind.TEXT,
    "date": Kind.TEXT,
    "place": Kind.TEXT,
    **DECISION_KEYS,
}
SUBMISSION_KEYS = {
    "resolution": Kind.STRICT,
    "submitter": Kind.TEXT,
    "supporters": Kind.TEXTS,
    "subject": Kind.TEXT,
    "form": Kind.STRICT,
    "example": Kind.STRICT,
    "concerns": Kind.STRICT,
}
WRITTEN_KEYS = {
    "id": Kind.STRICT,
    "base": Kind.STRICT,
    "received": Kind.STRICT,
    "line-length": Kind.STRICT,
    "first-line": Kind.STRICT,
    "carried": Kind.STRICT,
    "merged": Kind.STRICT,
    "yields-to": Kind.TEXTS,
    "follows": Kind.TEXTS,
    "wording-for": Kind.TEXTS,
    "disposed-by": Kind.STRICT,
    "order": Kind.STRICT,
    **DECISION_KEYS,
    **PART_KEYS,
}
AMENDMENT_KEYS = {"id": Kind.STRICT, **SUBMISSION_KEYS, **WRITTEN_KEYS}
VERSION_KEYS = {
    "version-of": Kind.STRICT,
    "resolution": Kind.STRICT,
    "submitter": Kind.TEXT,
    "subject": Kind.TEXT,
    "base": Kind.STRICT,
    "carried": Kind.STRICT,
    "received": Kind.STRICT,
    "line-length": Kind.STRICT,
    "first-line": Kind.STRICT,
    "form": Kind.STRICT,
    "concerns": Kind.STRICT,
    "outcome": Kind.STRICT,
}


class Status(StrEnum):
    """Whether a resolution was handed in already."""

    SUBMITTED = "submitted"
    DRAFT = "draft"


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


def read_resolution(
    path: str, source: str, blob: str = ""
) -> tuple[Resolution | None, tuple[Problem, ...]]:
    """Read the resolution file *source*; *blob* is its git object id, by default that of SHA-1."""
    header, problems = parse(source, path, RESOLUTION_KEYS)
    if header is None:
        return None, problems
    reader, found = _reader(header, path, problems)
    reader.require(("id", "title"))
    item_id, title = _resolution_id(reader, "id"), reader.text("title").strip()
    status = reader.word("status", Status)
    made = decisions(reader)
    resolution = Resolution(
        id=item_id,
        title=title,
        path=path,
        body=header.body,
        body_line=header.body_line,
        source=source,
        blob=blob or blob_id(source.encode()),
        submitter=reader.text("submitter"),
        supporters=reader.texts("supporters"),
        addressee=reader.text("addressee"),
        status=status.value if status else "",
        event=reader.text("event"),
        date=reader.text("date"),
        place=reader.text("place"),
        recommendation=made.recommendation,
        vote=made.vote,
        outcome=made.outcome,
        ballots=made.ballots,
    )
    return resolution if item_id and title else None, _in_order(found)


def read_amendment(path: str, source: str) -> tuple[Amendment | None, tuple[Problem, ...]]:
    """Read the amendment file *source* as ``submit`` stored it."""
    header, problems = parse(source, path, AMENDMENT_KEYS)
    if header is None:
        return None, problems
    reader, found = _reader(header, path, problems)
    reader.require(("id", "resolution", "base", "submitter"))
    resolution = _changed_id(reader, "resolution")
    item_id = _amendment_id(reader, resolution)
    base, submitter = _object_id(reader, "base"), reader.text("submitter").strip()
    made = decisions(reader)
    amendment = Amendment(
        id=item_id,
        resolution=resolution,
        base=base,
        path=path,
        body=header.body,
        body_line=header.body_line,
        source=source,
        form=reader.word("form", Form) or Form.INSTRUCTIONS,
        submitter=submitter,
        supporters=reader.texts("supporters"),
        subject=reader.text("subject"),
        received=_time(reader, "received"),
        line_length=reader.number("line-length") or 0,
        first_line=reader.number("first-line") or 0,
        example=reader.flag("example"),
        recommendation=made.recommendation,
        vote=made.vote,
        outcome=made.outcome,
        ballots=made.ballots,
        parts=made.parts,
        concerns=reader.word("concerns", Concern) or Concern.TEXT,
        carried=_object_ids(reader, "carried"),
        merged=_object_id(reader, "merged"),
        yields_to=_amendment_ids(reader, "yields-to"),
        follows=_amendment_ids(reader, "follows"),
        wording_for=_amendment_ids(reader, "wording-for"),
        disposed_by=next(iter(_amendment_ids(reader, "disposed-by")), ""),
        order=reader.number("order") or 0,
    )
    whole = item_id and resolution and base and submitter
    return amendment if whole else None, _in_order(found)


def read_version(path: str, source: str) -> tuple[Amendment | None, tuple[Problem, ...]]:
    """Read a changed version of an amendment: a text of its own, under the amendment's id.

    Its outcome is the one that it was recorded with.
    """
    header, problems = parse(source, path, VERSION_KEYS)
    if header is None:
        return None, problems
    reader, found = _reader(header, path, problems)
    reader.require(("version-of", "resolution", "base", "submitter"))
    resolution = _resolution_id(reader, "resolution")
    item_id = _amendment_id(reader, resolution, "version-of")
    base, submitter = _object_id(reader, "base"), reader.text("submitter").strip()
    version = Amendment(
        id=item_id,
        resolution=resolution,
        base=base,
        path=path,
        body=header.body,
        body_line=header.body_line,
        source=source,
        form=reader.word("form", Form) or Form.INSTRUCTIONS,
        submitter=submitter,
        subject=reader.text("subject"),
        received=_time(reader, "received"),
        line_length=reader.number("line-length") or 0,
        first_line=reader.number("first-line") or 0,
        concerns=reader.word("concerns", Concern) or Concern.TEXT,
        carried=_object_ids(reader, "carried"),
        outcome=reader.word("outcome", Outcome),
    )
    whole = item_id and resolution and base and submitter
    return version if whole else None, _in_order(found)


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
    reader, found = _reader(header, path, problems)
    if not copied:
        _refuse_written(reader)
    submission = SubmissionHeader(
        body=header.body,
        body_line=header.body_line,
        resolution=_resolution_id(reader, "id") if copied else _changed_id(reader, "resolution"),
        submitter="" if copied else reader.text("submitter"),
        supporters=() if copied else reader.texts("supporters"),
        subject=reader.text("subject"),
        form=reader.word("form", Form),
        example=reader.flag("example"),
        copied_resolution_header=copied,
        title=reader.text("title").strip(),
        concerns=reader.word("concerns", Concern),
    )
    return submission, _in_order(found)


def _reader(
    header: Header, path: str, problems: tuple[Problem, ...]
) -> tuple[FieldReader, list[Problem]]:
    found = list(problems)
    return FieldReader(header.fields, header.keys, path, found), found


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _refuse_written(reader: FieldReader) -> None:
    for key in WRITTEN_KEYS:
        if key in reader.lines:
            message = _('"%(key)s" is written by antragstool, not by who hands something in.')
            hint = _("Remove the line.")
            reader.problem(message % {"key": key}, reader.lines[key], hint)


def _resolution_id(reader: FieldReader, key: str) -> str:
    scalar = reader.scalar(key)
    if scalar is None or is_resolution_id(scalar.text):
        return scalar.text if scalar else ""
    message = _('"%(id)s" is no id of a resolution.') % {"id": quoted(scalar.text)}
    hint = _(
        'An id has letters and digits, at most 40, with single "-", "." or "_" between them: A1, S-01.'
    )
    reader.problem(message, scalar.line, hint)
    return ""


def _changed_id(reader: FieldReader, key: str) -> str:
    """Return the id of what an amendment changes: a resolution, or an amendment to one."""
    scalar = reader.scalar(key)
    parts = split_amendment_id(scalar.text) if scalar else None
    if parts is not None:
        return amendment_id(*parts)
    return _resolution_id(reader, key)


def _amendment_id(reader: FieldReader, resolution: str, key: str = "id") -> str:
    """Return the id as people say it ("A1-Ä3"), also where it is typed "A1-Ae3"."""
    scalar = reader.scalar(key)
    if scalar is None:
        return ""
    parts = split_amendment_id(scalar.text)
    if parts is None:
        message = _('"%(id)s" is no id of an amendment.') % {"id": quoted(scalar.text)}
        hint = _('An id is that of the resolution, "-Ä" and a number: A1-Ä3.')
        reader.problem(message, scalar.line, hint)
        return ""
    if resolution and parts[0] != resolution:
        names = {"id": scalar.text, "resolution": resolution}
        message = _('The amendment "%(id)s" names another resolution: "%(resolution)s".') % names
        hint = _('Correct "%(key)s" or "resolution" so that both name the same resolution.')
        hint %= {"key": key}
        reader.problem(message, scalar.line, hint)
        return ""
    return amendment_id(*parts)


def _object_id(reader: FieldReader, key: str) -> str:
    scalar = reader.scalar(key)
    if scalar is None or is_object_id(scalar.text):
        return scalar.text if scalar else ""
    _no_object_id(reader, key, scalar.text, scalar.line)
    return ""


def _object_ids(reader: FieldReader, key: str) -> tuple[str, ...]:
    found = reader.texts(key)
    wrong = [text for text in found if not is_object_id(text)]
    for text in wrong:
        _no_object_id(reader, key, text, reader.lines[key])
    return () if wrong else found


def _no_object_id(reader: FieldReader, key: str, text: str, line: int) -> None:
    names = {"key": key, "value": quoted(text)}
    message = _('"%(key)s" is no object id of git: "%(value)s".') % names
    hint = _("Write its 40 (or 64) digits and letters a to f as git shows them.")
    reader.problem(message, line, hint)


def _amendment_ids(reader: FieldReader, key: str) -> tuple[str, ...]:
    """Return ids of amendments as people say them; what is none is a problem."""
    found: list[str] = []
    for text in reader.texts(key):
        parts = split_amendment_id(text)
        if parts is None:
            message = _('"%(id)s" is no id of an amendment.') % {"id": quoted(text)}
            hint = _('An id is that of the resolution, "-Ä" and a number: A1-Ä3.')
            reader.problem(message, reader.lines[key], hint)
        else:
            found.append(amendment_id(*parts))
    return tuple(found)


def _time(reader: FieldReader, key: str) -> str:
    scalar = reader.scalar(key)
    if scalar is None:
        return ""
    try:
        if datetime.fromisoformat(scalar.text).tzinfo is not None:
            return scalar.text
    except ValueError:
        pass
    names = {"key": key, "value": quoted(scalar.text)}
    message = _('"%(key)s" is no time with its offset: "%(value)s".') % names
    reader.problem(message, scalar.line, _("Write it like this: 2026-05-01T18:00:00+02:00."))
    return ""
