"""The tracked patch of an amendment, as it stands in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.model.documents import Amendment
from antragstool.patch.record import PatchRecord, read_patch
from antragstool.store.files import read_text

if TYPE_CHECKING:
    from antragstool.actions.opened import OpenConference


def tracked_patch(conference: OpenConference, amendment: Amendment) -> PatchRecord:
    """Read the tracked patch of an amendment, and see that it is this one's and for its base.

    Whether it fits the base is for the caller to see.
    """
    path = conference.patch_path(amendment)
    if not (conference.root / path).exists():
        raise RepositoryError(
            Problem(
                _("The tracked patch of %(id)s is missing.") % {"id": amendment.id},
                path,
                hint=_("Restore it: git checkout -- %(path)s") % {"path": path},
            )
        )
    record = read_patch(read_text(conference.root / path, path), path)
    if record.base != amendment.current_base or record.amendment != amendment.id:
        raise InputError(
            Problem(
                _("The tracked patch belongs to another amendment or to another base than %(id)s.")
                % {"id": amendment.id},
                path,
                hint=_("Restore both files from git."),
            )
        )
    return record
