"""The versions of a text that people ask for: as it is, with one amendment, with all that are adopted."""

from __future__ import annotations

from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.edit import apply_edits
from antragstool.text.blocks import Text
from antragstool.workflow.final import final_text
from antragstool.workflow.votes import ADOPTED


def original(conference: OpenConference, item: Resolution | Amendment) -> Text:
    """Return the text of a resolution, or the base of an amendment."""
    if isinstance(item, Amendment):
        return conference.base_of(item).text.text
    return conference.base(item).text.text


def changed(conference: OpenConference, item: Resolution | Amendment) -> Text:
    """Return the text of the base with one amendment carried out."""
    if isinstance(item, Resolution):
        raise InputError(
            Problem(
                _('%(id)s is a resolution; "changed" shows a text with one amendment.')
                % {"id": item.id},
                hint=_("Name an amendment, or use --version final."),
            )
        )
    base = conference.base_of(item).text.text
    return Text.from_flat(apply_edits(base.flat, conference.edits(item)))


def final(conference: OpenConference, resolution: Resolution) -> Text:
    """Return the text with all adopted amendments; raises ConflictError where they clash."""
    adopted = [
        amendment
        for amendment in conference.files.amendments_to(resolution.id)
        if amendment.outcome in ADOPTED
    ]
    older = [amendment for amendment in adopted if amendment.base != resolution.blob]
    if older:
        raise InputError(
            [
                Problem(
                    _("%(id)s was adopted on an older text of %(resolution)s.")
                    % {"id": amendment.id, "resolution": resolution.id},
                    amendment.path,
                    hint=_("Put it into the text by hand; its edits are in the tracked patch."),
                )
                for amendment in older
            ]
        )
    edits = [(amendment.id, conference.edits(amendment)) for amendment in adopted]
    return final_text(conference.base(resolution).text.text, edits)
