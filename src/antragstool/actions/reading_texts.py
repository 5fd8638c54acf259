"""The versions of a text that people ask for: as it is, with one amendment, with all that are adopted."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.edit import apply_edits
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError, final_text, touching

_AS_HANDED_IN = frozenset({Outcome.ADOPTED, Outcome.TAKEN_OVER})
_IN_OTHER_WORDS = frozenset({Outcome.ADOPTED_AS_AMENDED, Outcome.ADOPTED_COMMITTEE_VERSION})


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


@dataclass(frozen=True, slots=True)
class FinalText:
    """A text with all adopted amendments, and the pairs of them that stand side by side."""

    text: Text
    touching: tuple[tuple[str, str], ...]


def final(conference: OpenConference, resolution: Resolution) -> FinalText:
    """Return the text with all adopted amendments.

    Raises ConflictError where they clash, and where the words that were adopted are not known:
    in a changed version, or on an older text.
    """
    conference.demand_no_problems()  # an unreadable amendment may be an adopted one
    adopted: list[Amendment] = []
    problems: list[Problem] = []
    for amendment in conference.files.amendments_to(resolution.id):
        names = {"id": amendment.id, "resolution": resolution.id}
        if amendment.outcome in _IN_OTHER_WORDS:
            message = _(
                "%(id)s was adopted in other words than it was handed in; they are not recorded."
            )
            hint = _(
                "Hand the adopted words in as an amendment of their own and record it as adopted."
            )
            problems.append(Problem(message % names, amendment.path, hint=hint))
        elif amendment.outcome in _AS_HANDED_IN and conference.is_older(amendment):
            message = _("%(id)s was adopted on an older text of %(resolution)s.")
            hint = _("Put it into the text by hand; its edits are in the tracked patch.")
            problems.append(Problem(message % names, amendment.path, hint=hint))
        elif amendment.outcome in _AS_HANDED_IN:
            adopted.append(amendment)
    if problems:
        raise ConflictError(problems)
    conference.demand_committed(*adopted)
    edits = [(amendment.id, conference.edits(amendment)) for amendment in adopted]
    base = conference.base(resolution).text.text
    return FinalText(final_text(base, edits), touching(base, edits))
