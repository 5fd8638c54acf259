"""Which keys a header has, and the resolution or amendment that it makes.

Keys that only the program writes (``id``, ``base``, ``received``, the recommendation, the
vote and the outcome) are refused in what is handed in. A reader gives None where the
values that make an item what it is are missing; anything else that is wrong is a problem,
and counts as not given.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from antragstool.errors import Problem
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Form, Resolution
from antragstool.patch.blob import blob_id
from antragstool.store.frontmatter import Header, parse
from antragstool.store.header_decision import DECISION_KEYS, PART_KEYS, decisions
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_ids import (
    amendment_ids,
    changed_id,
    field_reader,
    in_order,
    object_id,
    object_ids,
    own_id,
    resolution_id,
    time_with_offset,
)
from antragstool.store.header_nodes import Kind

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


def read_resolution(
    path: str, source: str, blob: str = ""
) -> tuple[Resolution | None, tuple[Problem, ...]]:
    """Read the resolution file *source*; *blob* is its git object id, by default that of SHA-1."""
    header, problems = parse(source, path, RESOLUTION_KEYS)
    if header is None:
        return None, problems
    reader, found = field_reader(header, path, problems)
    reader.require(("id", "title"))
    item_id, title = resolution_id(reader, "id"), reader.text("title").strip()
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
    return resolution if item_id and title else None, in_order(found)


def read_amendment(path: str, source: str) -> tuple[Amendment | None, tuple[Problem, ...]]:
    """Read the amendment file *source* as ``submit`` stored it."""
    header, problems = parse(source, path, AMENDMENT_KEYS)
    if header is None:
        return None, problems
    reader, found = field_reader(header, path, problems)
    amendment = _as_handed_in(reader, header, path, source, "id")
    made = decisions(reader)
    amendment = replace(
        amendment,
        supporters=reader.texts("supporters"),
        example=reader.flag("example"),
        recommendation=made.recommendation,
        vote=made.vote,
        outcome=made.outcome,
        ballots=made.ballots,
        parts=made.parts,
        merged=object_id(reader, "merged"),
        yields_to=amendment_ids(reader, "yields-to"),
        follows=amendment_ids(reader, "follows"),
        wording_for=amendment_ids(reader, "wording-for"),
        disposed_by=next(iter(amendment_ids(reader, "disposed-by")), ""),
        order=reader.number("order") or 0,
    )
    return amendment if _is_whole(amendment) else None, in_order(found)


def read_version(path: str, source: str) -> tuple[Amendment | None, tuple[Problem, ...]]:
    """Read a changed version of an amendment: a text of its own, under the amendment's id.

    Its outcome is the one that it was recorded with.
    """
    header, problems = parse(source, path, VERSION_KEYS)
    if header is None:
        return None, problems
    reader, found = field_reader(header, path, problems)
    version = _as_handed_in(reader, header, path, source, "version-of")
    version = replace(version, outcome=reader.word("outcome", Outcome))
    return version if _is_whole(version) else None, in_order(found)


def _as_handed_in(
    reader: FieldReader, header: Header, path: str, source: str, id_key: str
) -> Amendment:
    """Read what an amendment and a version of one have in common; *id_key* has the amendment's id."""
    reader.require((id_key, "resolution", "base", "submitter"))
    resolution = changed_id(reader, "resolution")
    return Amendment(
        id=own_id(reader, resolution, id_key),
        resolution=resolution,
        base=object_id(reader, "base"),
        path=path,
        body=header.body,
        body_line=header.body_line,
        source=source,
        form=reader.word("form", Form) or Form.INSTRUCTIONS,
        submitter=reader.text("submitter").strip(),
        subject=reader.text("subject"),
        received=time_with_offset(reader, "received"),
        line_length=reader.number("line-length") or 0,
        first_line=reader.number("first-line") or 0,
        concerns=reader.word("concerns", Concern) or Concern.TEXT,
        carried=object_ids(reader, "carried"),
    )


def _is_whole(amendment: Amendment) -> bool:
    """Tell whether the values that make an amendment what it is are there."""
    return all((amendment.id, amendment.resolution, amendment.base, amendment.submitter))
