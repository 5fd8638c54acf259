"""The final text of a resolution and how it came about, for the book of decisions.

The final text is that of ``antragstool show --version final``. Where that stops, because a clash is
not decided or adopted words are not known, there is no text here either, but the problems that say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.actions.adopted_words import adopted_words, is_adopted
from antragstool.actions.chronicle import Entry, chronicle
from antragstool.actions.opened import OpenConference
from antragstool.actions.reading_texts import FinalText, final
from antragstool.actions.standing import concerns
from antragstool.actions.tracing import Step, trace
from antragstool.errors import InputError, Problem
from antragstool.model.documents import Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.render.composing.decisions import is_printed
from antragstool.render.decisions import BookDecision, Change, Event, EventKind
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError
from antragstool.workflow.narrowing import narrowed

_EDITORIAL = "edit"
_ADOPT = "adopt"


def decision_of(conference: OpenConference, resolution: Resolution) -> BookDecision:
    """Return the final text of *resolution* and what changed it; nothing of one that is not printed."""
    if not is_printed(resolution):
        return BookDecision(resolution.title, Text(()), Text(()))
    events = (*_events(conference, resolution), *_still_to_come(conference, resolution))
    found, problems = _finals(conference, resolution)
    title = found[Concern.TITLE].text.flat.strip() if Concern.TITLE in found else resolution.title
    settings = conference.files.conference
    where = (settings.name, settings.date, settings.place)
    if problems:
        return BookDecision(title, Text(()), Text(()), where, events, problems)
    base = conference.base(resolution).text
    return BookDecision(
        title,
        found[Concern.TEXT].text if Concern.TEXT in found else base.text,
        found[Concern.REASONS].text if Concern.REASONS in found else base.reasons,
        where,
        events,
        touching=tuple(pair for each in found.values() for pair in each.touching),
    )


def _finals(
    conference: OpenConference, resolution: Resolution
) -> tuple[dict[Concern, FinalText], tuple[Problem, ...]]:
    """Return the final text, title and reasons, as far as amendments concern them, and what stops them."""
    found: dict[Concern, FinalText] = {}
    problems: list[Problem] = []
    for concern in concerns(conference, resolution):
        try:
            found[concern] = final(conference, resolution, concern)
        except (ConflictError, InputError) as error:
            problems += error.problems
    return found, tuple(problems)


def _events(conference: OpenConference, resolution: Resolution) -> Iterator[Event]:
    """Yield what changed the resolution's file, oldest first; of other commits only what changed the text."""
    _original, steps = trace(conference, resolution)
    changed: dict[str, list[Step]] = {}
    for step in steps:
        commit = step[0][1].commit if step else None
        changed.setdefault(commit.id if commit else "", []).append(step)
    for entry in chronicle(conference, resolution):
        here = changed.get(entry.commit.id, ())
        event = _event(entry, [edit for step in here for edit, _cause in step])
        if event is not None:
            yield event
    if "" in changed:
        edits = [edit for step in changed[""] for edit, _cause in step]
        yield Event(EventKind.BY_HAND, changes=_changes(edits))


def _event(entry: Entry, edits: Sequence[Edit]) -> Event | None:
    """Return what a commit did to the resolution; None for one that changed nothing but its header."""
    when, changes = entry.commit.date.isoformat(), _changes(edits)
    if entry.action == _ADOPT:
        names = tuple(dict.fromkeys(entry.values("Amendment")))
        return Event(EventKind.ADOPTED, names, when, changes)
    if entry.action == _EDITORIAL:
        return Event(EventKind.EDITORIAL, (), when, changes)
    return Event(EventKind.BY_HAND, (), when, changes) if edits else None


def _still_to_come(conference: OpenConference, resolution: Resolution) -> Iterator[Event]:
    """Yield what the adopted amendments bring in that are not in the resolution's file yet."""
    for amendment in conference.files.amendments_under(resolution.id):
        if amendment.merged or not is_adopted(amendment):
            continue
        try:
            words = adopted_words(conference, amendment)
        except (ConflictError, InputError):
            continue  # said where the final text is wanted
        if words is None or not words.edits:
            continue
        changes: tuple[Change, ...] = ()
        if amendment.concerns is Concern.TEXT:
            flat = conference.base_of(amendment, words.base).text.text.flat
            changes = _changes([one for some in narrowed(flat, words.plain) for one in some])
        yield Event(EventKind.ADOPTED, (amendment.id,), changes=changes)


def _changes(edits: Sequence[Edit]) -> tuple[Change, ...]:
    return tuple(Change(edit.old, edit.new) for edit in edits)
