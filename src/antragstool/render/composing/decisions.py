"""The book of decisions: the final texts, clean, with the vote and how they came about.

Printed are the resolutions that were adopted, as material as well, and those that were referred:
somebody has to work with their words. All others are in one list at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from antragstool.i18n import _
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS, STILL_OPEN, Outcome
from antragstool.model.documents import Resolution
from antragstool.model.ids import file_stem
from antragstool.render.book import BookResolution
from antragstool.render.composing.decisions_view import ClosingRow, DecisionView
from antragstool.render.composing.heads import head_of
from antragstool.render.composing.history import history_of
from antragstool.render.composing.results import decision_of
from antragstool.render.composing.text_tree import tree_of
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import ContentsEntry, Frame, Part
from antragstool.render.decisions import BookDecision
from antragstool.workflow.labels import date_text
from antragstool.workflow.order_reasons import names

_DECIDED = AS_HANDED_IN | IN_OTHER_WORDS | {Outcome.ADOPTED_IN_PART}
_PRINTED = _DECIDED | {Outcome.ADOPTED_AS_MATERIAL, Outcome.REFERRED}


def is_printed(resolution: Resolution) -> bool:
    """Tell whether the text of *resolution* stands in the book of decisions."""
    return resolution.outcome in _PRINTED


def decisions_parts(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the part of the book for one resolution, if its text is printed, and the list behind it."""
    decision = item.decision or _as_it_is(item)
    return (*_own_part(item, decision, frame), *_closing_part(decision.listed))


def _own_part(item: BookResolution, decision: BookDecision, frame: Frame) -> Iterator[Part]:
    if is_printed(item.resolution):
        view = _view(item, decision, frame)
        head = view.head
        entry = ContentsEntry(
            head.anchor, head.id, head.title, _people(item.resolution), head.decision.outcome
        )
        yield Part(item.resolution.id, "decisions.html", view, (entry,), decision.problems)


def _people(resolution: Resolution) -> str:
    """Return who handed a resolution in, and whom it goes to."""
    to = (
        _("to: %(addressee)s") % {"addressee": resolution.addressee} if resolution.addressee else ""
    )
    return no_break(" · ".join(part for part in (resolution.submitter, to) if part))


def _closing_part(resolutions: Sequence[Resolution]) -> Iterator[Part]:
    """Yield the list of the *resolutions* of which no text is printed."""
    rows = tuple(_closing_row(each) for each in resolutions)
    if rows:
        title = _("Motions without a decision")
        entry = ContentsEntry("not-adopted", "", title, "")
        yield Part(title, "decisions_closing.html", rows, (entry,))


def _as_it_is(item: BookResolution) -> BookDecision:
    """Return the text as it stands, where nobody has put a final one together."""
    return BookDecision(item.resolution.title, item.text, item.reasons)


def _view(item: BookResolution, decision: BookDecision, frame: Frame) -> DecisionView:
    resolution = replace(item.resolution, title=decision.title)
    return DecisionView(
        head=head_of(resolution, no_break(decision.title), ()),
        submitter=no_break(resolution.submitter),
        kind=_kind(resolution),
        foot=no_break(frame.organisation),
        facts=_facts(resolution, decision),
        nodes=tree_of(decision.text),
        reasons=tree_of(decision.reasons) if frame.options.reasons else (),
        pending=_pending(item),
        problems=tuple(dict.fromkeys(each.message for each in decision.problems)),
        history=history_of(item, decision.events),
    )


def _pending(item: BookResolution) -> str:
    """Return which amendments are still to be decided, so that the text may change; "" for none."""
    waiting = [
        each.amendment.id
        for each in item.amendments
        if each.amendment.outcome in STILL_OPEN and not each.amendment.merged
    ]
    if not waiting:
        return ""
    words = _("Not decided yet: %(ids)s. The text can still change.")
    return words % {"ids": names(waiting)}


def _kind(resolution: Resolution) -> str:
    names = {"id": resolution.id}
    if resolution.outcome in _DECIDED:
        return _("Decision %(id)s") % names
    if resolution.outcome is Outcome.ADOPTED_AS_MATERIAL:
        return _("Working material %(id)s") % names
    return _("Referred motion %(id)s") % names


def _facts(resolution: Resolution, decision: BookDecision) -> tuple[tuple[str, str], ...]:
    """Return where it was decided, whom it goes to, who asked for it, and how was voted."""
    where = (resolution.event, resolution.date, resolution.place)
    name, day, place = where if any(where) else decision.conference
    result = decision_of(resolution)
    facts = (
        (_("Decided"), ", ".join(part for part in (name, date_text(day), place) if part.strip())),
        (_("Addressed to"), resolution.addressee),
        (_("Submitted by"), resolution.submitter),
        (_("Outcome"), result.outcome),
        (_("Vote"), result.vote),
    )
    return tuple((label, no_break(words.strip())) for label, words in facts if words.strip())


def _closing_row(resolution: Resolution) -> ClosingRow:
    result = decision_of(resolution)
    return ClosingRow(
        file_stem(resolution.id),
        resolution.id,
        no_break(resolution.title),
        no_break(resolution.submitter),
        result.outcome,
        result.state,
        result.vote,
    )
