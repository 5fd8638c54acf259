"""The versions of a text that people ask for: as it is, with one amendment, with all that are adopted."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.actions.bases import part_of
from antragstool.actions.contributing import contributions, settled_now
from antragstool.actions.opened import OpenConference
from antragstool.actions.ways import Ways
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import apply_edits
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError, settled_text


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


def final(
    conference: OpenConference, resolution: Resolution, concern: Concern = Concern.TEXT
) -> FinalText:
    """Return the text, or the title or the reasons, with all adopted amendments.

    Raises ConflictError where they clash, and where the words that were adopted are not known, or
    have no place in the text of now.
    """
    conference.demand_no_problems()  # an unreadable amendment may be an adopted one
    found, problems = contributions(conference, resolution, concern, Ways(conference))
    if problems:
        raise ConflictError(problems)
    settled = settled_now(conference, resolution, concern, found)
    pairs = [sorted((each.one.item, each.other.item)) for each in settled.touching]
    beside = dict.fromkeys((one, other) for one, other in pairs)
    text = settled_text(part_of(conference.base(resolution), concern).text.text, settled)
    return FinalText(text, tuple(beside))
