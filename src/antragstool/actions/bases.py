"""The text that an amendment changes: a resolution's text, title or reasons, or what an amendment made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.patch.record import PatchRecord, read_patch, verify
from antragstool.store.files import read_bytes
from antragstool.store.header_write import set_fields
from antragstool.store.schema import read_resolution
from antragstool.workflow.bases import AmendedBase, TitleBase
from antragstool.workflow.tracking import Base

if TYPE_CHECKING:
    from antragstool.actions.opened import OpenConference


def base_with_id(conference: OpenConference, amendment: Amendment, blob: str) -> Base:
    """Return the base of *amendment* with the object id *blob*: the part of it that is concerned.

    For an amendment to an amendment, *blob* is that of the other one's tracked patch.
    """
    parent = conference.parent_of(amendment)
    if parent is None:
        resolution = conference.resolution_of(amendment)
        return part_of(conference.base(resolution, blob), amendment.concerns)
    path = conference.patch_path(parent)
    record = patch_at(conference, path, blob)
    before = conference.base_of(parent, record.base)
    verify(record, before.text.text.flat, path)
    return amended(before, record.edits, blob, parent.concerns)


def version_of(conference: OpenConference, target: Resolution | Amendment) -> Base:
    """Return the version that an amendment to *target* changes now; of a resolution, the one in the folder."""
    if isinstance(target, Resolution):
        return conference.base(target)
    path = conference.patch_path(target)
    blob = conference.repository.blob_id(read_bytes(conference.root / path, path))
    before = conference.base_of(target)
    source, _changes = before.changed(conference.edits(target))
    return _made_by_patch(before.path, blob, source)


def amended(before: Base, edits: tuple[Edit, ...], blob: str, concerns: Concern) -> Base:
    """Return the version that *edits* make of *before*; *blob* is the object id of their patch."""
    source, _changes = before.changed(edits)
    return part_of(_made_by_patch(before.path, blob, source), concerns)


def part_of(version: Base, concerns: Concern) -> Base:
    """Return the part of a version that an amendment concerns; reasons that it has not are empty."""
    if concerns is Concern.TITLE:
        return _title_of(version)
    if concerns is Concern.REASONS:
        line = version.text.reasons_line
        first = len(version.lines) + 1 if line is None else version.body_line + line + 1
        return type(version).of(version.path, version.blob, version.source, first)
    return version


def demand_part(version: Base, concerns: Concern) -> None:
    """Raise InputError if a version has no such part that an amendment could change."""
    if concerns is Concern.REASONS and not version.text.reasons.blocks:
        raise InputError(
            Problem(
                _("The resolution has no reasons that could be changed."),
                version.path,
                hint=_("Say which words of the text are to be changed."),
            )
        )


def whole_of(part: Base) -> Base:
    """Return the whole version of which *part* is the text, the title or the reasons."""
    return version_from_source(part.path, part.file_blob, part.source)


def _title_of(version: Base) -> Base:
    source, path = version.source, version.path

    def written(title: str) -> str:
        return set_fields(source, {"title": title}, path)

    return TitleBase.of_title(version, _read(path, version.blob, source).title, written)


def version_at(conference: OpenConference, path: str, blob: str) -> Base:
    """Return the version of a resolution's file with the object id *blob*.

    Raises InputError if it is no version of one, or RepositoryError if git does not have it.
    """
    try:
        source = conference.repository.read_blob(blob).decode()
    except UnicodeDecodeError:
        raise InputError(Problem(_("The file is not UTF-8."), path))
    return version_from_source(path, blob, source)


def patch_at(conference: OpenConference, path: str, blob: str) -> PatchRecord:
    """Return the tracked patch with the object id *blob*; raises InputError if it is none."""
    return read_patch(conference.repository.read_blob(blob).decode(errors="replace"), path)


def version_from_source(path: str, blob: str, source: str) -> Base:
    """Return the version of a resolution's file that has this *source*; raises InputError if it is none."""
    return Base.of(path, blob, source, _read(path, blob, source).body_line)


def _made_by_patch(path: str, blob: str, source: str) -> Base:
    """Return the version of a resolution's file that the patch with the object id *blob* makes."""
    return AmendedBase.of(path, blob, source, _read(path, blob, source).body_line)


def _read(path: str, blob: str, source: str) -> Resolution:
    resolution, problems = read_resolution(path, source, blob)
    if resolution is None:
        raise InputError(problems)
    return resolution
