"""The lines of a patch's record that hold edits, as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit

CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier base of an amendment that was carried over, and its edits there."""

    base: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class EditLine:
    """One edit of a record: its *number* as a part, 0 where none is said, and whose it is."""

    edit: Edit
    number: int
    owners: tuple[str, ...]


def edit_json(line: EditLine, flat: str) -> str:
    """Return what stands behind "Edit:"; *flat* is the flat text of the base."""
    edit = line.edit
    data: dict[str, object] = {
        "at": edit.start,
        "old": edit.old,
        "new": edit.new,
        "before": flat[max(0, edit.start - CONTEXT) : edit.start],
        "after": flat[edit.end : edit.end + CONTEXT],
    }
    if line.number:
        data["part"] = line.number
    if line.owners:
        data["of"] = line.owners
    return json.dumps(data, ensure_ascii=False)


def earlier_json(earlier: Earlier) -> str:
    """Return what stands behind "Earlier:"."""
    edits = [{"at": edit.start, "old": edit.old, "new": edit.new} for edit in earlier.edits]
    return json.dumps({"base": earlier.base, "edits": edits}, ensure_ascii=False)


def read_edit(source: str, file: str, line: int) -> EditLine:
    """Read what stands behind "Edit:" on a *line* of *file*; raises InputError."""
    try:
        data = json.loads(source)
        number, owners = data.get("part", 0), data.get("of", [])
        if type(number) is not int or number < 0 or not isinstance(owners, list):
            raise TypeError
        if not all(isinstance(each, str) for each in owners):
            raise TypeError
        return EditLine(_edit_of(data), number, tuple(owners))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(_unreadable(file, line)) from error


def read_earlier(source: str, file: str, line: int) -> Earlier:
    """Read what stands behind "Earlier:" on a *line* of *file*; raises InputError."""
    try:
        data = json.loads(source)
        if not isinstance(data["base"], str):
            raise TypeError
        return Earlier(data["base"], tuple(_edit_of(each) for each in data["edits"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(_unreadable(file, line)) from error


def _edit_of(data: dict[str, object]) -> Edit:
    start, old, new = data["at"], data["old"], data["new"]
    if type(start) is not int or not isinstance(old, str) or not isinstance(new, str):
        raise TypeError
    return Edit(start, old, new)


def _unreadable(file: str, line: int) -> Problem:
    return Problem(
        _("The record of this edit cannot be read."),
        file,
        line,
        _("Restore the file from git; it is written by antragstool submit."),
    )
