"""What an action that changes a text asks for before it begins."""

from __future__ import annotations

from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.model.documents import Resolution


def resolution_named(conference: OpenConference, resolution_id: str) -> Resolution:
    """Return the resolution with this id; InputError if it is that of an amendment."""
    item = conference.find(resolution_id)
    if isinstance(item, Resolution):
        return item
    raise InputError(
        Problem(
            _("%(id)s is an amendment; only a resolution has a text that others are put into.")
            % {"id": item.id},
            hint=_("Name the resolution: %(id)s.") % {"id": conference.resolution_of(item).id},
        )
    )


def demand_committed_text(conference: OpenConference, resolution: Resolution) -> None:
    """Raise RepositoryError unless the resolution's file is committed as it stands in the folder.

    Else an amendment's base, or the text before a change, could not be read again.
    """
    if conference.repository.committed(resolution.path) == resolution.blob:
        return
    raise RepositoryError(
        Problem(
            _("The text of %(id)s is not committed as it stands in the folder.")
            % {"id": resolution.id},
            resolution.path,
            hint=_('Commit it first: git add %(path)s && git commit -m "%(id)s"')
            % {"path": resolution.path, "id": resolution.id},
        )
    )
