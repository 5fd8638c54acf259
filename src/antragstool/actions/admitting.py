"""Results that come too late, or for what is no longer voted on: refused, or only with --confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from antragstool.actions.adopted_words import is_adopted
from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Item
from antragstool.actions.repeated import Proposal, same_as
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import STILL_OPEN, Outcome
from antragstool.model.documents import Amendment
from antragstool.model.ids import root_id
from antragstool.workflow.labels import outcome_label


def demand_admissible(
    conference: OpenConference, before: Item, after: Item, *, confirmed: bool
) -> None:
    """Raise InputError if what *before* becomes by a result cannot be, or must be confirmed first."""
    problems = list(_nested_too_late(conference, before, after, confirmed=confirmed))
    problems += _unknown_parts(conference, after)
    withdrawn = before.outcome is Outcome.WITHDRAWN
    if withdrawn and after.outcome is not before.outcome and not confirmed:
        message = _("%(id)s was withdrawn.") % {"id": before.id}
        hint = _("If it was voted on all the same, add --confirm.")
        problems.append(Problem(message, hint=hint))
    if problems:
        raise InputError(problems)


def _nested_too_late(
    conference: OpenConference, before: Item, after: Item, *, confirmed: bool
) -> Iterator[Problem]:
    """Yield where an amendment to an amendment is adopted after the vote on that one."""
    if not isinstance(before, Amendment) or not isinstance(after, Amendment):
        return
    parent = conference.parent_of(before)
    if parent is None or is_adopted(before) == is_adopted(after):
        return
    names = {"id": before.id, "parent": parent.id, "root": root_id(before.id)}
    if parent.merged and not before.merged:
        message = _(
            "%(parent)s is in the text of %(root)s already; %(id)s can no longer change it."
        )
        hint = _("Hand the change in as an amendment to %(root)s.")
        yield Problem(message % names, hint=hint % names)
    elif parent.outcome not in STILL_OPEN and parent.outcome is not None and not confirmed:
        message = _(
            '%(parent)s is decided already ("%(outcome)s"); this result of %(id)s would change what '
            "was decided."
        )
        hint = _("Vote on %(parent)s again after it; if it is right all the same, add --confirm.")
        shown = {**names, "outcome": outcome_label(parent.outcome)}
        yield Problem(message % shown, hint=hint % names)


def _unknown_parts(conference: OpenConference, after: Item) -> Iterator[Problem]:
    """Yield where a result stands for a part that there is not: the header was changed by hand."""
    if not isinstance(after, Amendment) or not after.parts:
        return
    count = len(conference.proposal(after))
    unknown = sorted({n for part in after.parts for n in part.numbers if n > count})
    if unknown:
        names = {"id": after.id, "parts": ", ".join(map(str, unknown)), "count": count}
        message = _("%(id)s has %(count)d parts; there is no part %(parts)s.") % names
        yield Problem(message, after.path, hint=_("Correct the numbers in the header."))


def twin_warnings(
    conference: OpenConference, after: Item, results: Collection[Item] = ()
) -> Iterator[str]:
    """Yield a warning where another amendment says the same and came to the opposite result.

    *results* are those that are recorded together with that of *after*.
    """
    if not isinstance(after, Amendment) or not (is_adopted(after) or _rejected(after)):
        return
    fresh = {each.id: each for each in results if isinstance(each, Amendment)}
    others = (
        fresh.get(each.id, each)
        for each in conference.files.amendments_to(after.resolution)
        if each.id != after.id
    )
    opposite = [
        each
        for each in others
        if (is_adopted(each) and _rejected(after)) or (_rejected(each) and is_adopted(after))
    ]
    if not opposite:
        return
    text = conference.base_of(after).text.text
    mine = Proposal(after.resolution, after.concerns, text, conference.edits(after))
    for twin in same_as(conference, mine, opposite):
        message = _('%(id)s says the same as %(twin)s, whose result is "%(outcome)s".')
        outcome = outcome_label(twin.outcome) if twin.outcome else _("adopted in part")
        yield message % {"id": after.id, "twin": twin.id, "outcome": outcome}


def _rejected(amendment: Amendment) -> bool:
    return amendment.outcome is Outcome.REJECTED
