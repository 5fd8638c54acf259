"""Reading the ids, object ids and times that stand in a header."""

from __future__ import annotations

from datetime import datetime

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.ids import amendment_id, is_resolution_id, split_amendment_id
from antragstool.store.frontmatter import Header
from antragstool.store.git.values import is_object_id
from antragstool.store.header_fields import FieldReader
from antragstool.store.header_nodes import quoted


def field_reader(
    header: Header, path: str, problems: tuple[Problem, ...]
) -> tuple[FieldReader, list[Problem]]:
    """Return a reader of a header's fields, and the list that its problems join."""
    found = list(problems)
    return FieldReader(header.fields, header.keys, path, found), found


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of their lines."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def resolution_id(reader: FieldReader, key: str) -> str:
    """Return the id of a resolution under *key*, "" if it is none."""
    scalar = reader.scalar(key)
    if scalar is None or is_resolution_id(scalar.text):
        return scalar.text if scalar else ""
    message = _('"%(id)s" is no id of a resolution.') % {"id": quoted(scalar.text)}
    hint = _(
        'An id has letters and digits, at most 40, with single "-", "." or "_" between them: A1, S-01.'
    )
    reader.problem(message, scalar.line, hint)
    return ""


def changed_id(reader: FieldReader, key: str) -> str:
    """Return the id of what an amendment changes: a resolution, or an amendment to one."""
    scalar = reader.scalar(key)
    parts = split_amendment_id(scalar.text) if scalar else None
    if parts is not None:
        return amendment_id(*parts)
    return resolution_id(reader, key)


def own_id(reader: FieldReader, resolution: str, key: str = "id") -> str:
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


def object_id(reader: FieldReader, key: str) -> str:
    """Return an object id of git under *key*, "" if it is none."""
    scalar = reader.scalar(key)
    if scalar is None or is_object_id(scalar.text):
        return scalar.text if scalar else ""
    _no_object_id(reader, key, scalar.text, scalar.line)
    return ""


def object_ids(reader: FieldReader, key: str) -> tuple[str, ...]:
    """Return a list of object ids of git; none of them if one is wrong."""
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


def amendment_ids(reader: FieldReader, key: str) -> tuple[str, ...]:
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


def time_with_offset(reader: FieldReader, key: str) -> str:
    """Return an ISO 8601 time with its offset, "" if it is none."""
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
