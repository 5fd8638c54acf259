"""Recording the committee's recommendation and the conference's vote in an item's header."""

from __future__ import annotations

from dataclasses import dataclass, replace

from antragstool.actions.admitting import demand_admissible, twin_warnings
from antragstool.actions.disposing import dispose_inside, merged_warning
from antragstool.actions.judging import Judged, as_before, judge
from antragstool.actions.opened import OpenConference
from antragstool.actions.other_words import HandedWords, OtherWords, other_words
from antragstool.actions.recording import Item, Trailer, counts_of, name_of, store
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import (
    IN_OTHER_WORDS,
    Ballot,
    Outcome,
    Recommendation,
    Vote,
)
from antragstool.model.documents import Amendment
from antragstool.model.versions import VersionKind
from antragstool.workflow.ballots import open_parts, with_part_result, with_result
from antragstool.workflow.parts import read_parts, split_part


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded for an item, and what it did.

    *item* is as it stands now; *outcome* and *vote* are those of this result, on the parts
    *numbers* or, where there are none, on the whole. *replaced* are the earlier results that it
    replaces; *still_open* the parts that are not decided yet; *disposed_of* and *reopened* the ids
    of other amendments. *changed* is False where all of it was recorded already.
    """

    item: Item
    outcome: Outcome
    vote: Vote | None
    numbers: tuple[int, ...] = ()
    replaced: tuple[Ballot, ...] = ()
    still_open: tuple[int, ...] = ()
    disposed_of: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changed: bool = True


def recommend(
    conference: OpenConference,
    item_id: str,
    recommendation: Recommendation,
    text: HandedWords | None = None,
) -> tuple[Item, tuple[str, ...]]:
    """Record the committee's advice for an item, in place of an earlier one.

    *text* holds the words that the committee advises. Return the item, and warnings.
    """
    with conference.repository.locked():
        conference.read_again()
        item = conference.find(item_id)
        conference.demand_sound(item)
        words = other_words(conference, item, VersionKind.COMMITTEE, recommendation.verdict, text)
        after = replace(item, recommendation=recommendation)
        trailers = (
            ("Antragstool-Action", "recommend"),
            name_of(item),
            ("Verdict", recommendation.verdict.value),
        )
        subject = f"Recommend for {item.id}: {recommendation.verdict.value}"
        store(conference, [(item, after)], subject, trailers, words.files)
    return after, words.warnings


def record_vote(
    conference: OpenConference,
    item_id: str,
    outcome: Outcome | None,
    vote: Vote,
    parts: str | None = None,
    text: HandedWords | None = None,
) -> Recorded:
    """Record the result for an item, or for the *parts* of an amendment that are named.

    Without *outcome* it follows from the counts. Raises InputError where it does not follow,
    and where outcome and counts contradict each other unless the vote is confirmed.
    """
    with conference.repository.locked():
        conference.read_again()
        item, parts = _meant(conference, item_id, parts)
        conference.demand_sound(item)
        if isinstance(item, Amendment):
            conference.patch(item)
            conference.demand_committed(item)
        judged = judge(
            conference.files.conference,
            item.id,
            outcome,
            as_before(item, vote, outcome, _numbers(conference, item, parts)),
        )
        words = other_words(conference, item, VersionKind.DECIDED, judged.outcome, text)
        after, numbers = _with(conference, item, judged, parts, words, text)
        demand_admissible(conference, item, after, confirmed=vote.confirmed)
        recorded = Recorded(
            after,
            judged.outcome,
            judged.vote,
            numbers,
            after.ballots[len(item.ballots) :],
            _still_open(conference, after),
            warnings=(*judged.warnings, *words.warnings, *twin_warnings(conference, after)),
        )
        return _store(conference, item, recorded, words)


def _meant(conference: OpenConference, item_id: str, parts: str | None) -> tuple[Item, str | None]:
    """Return the item and the parts that are meant; "A1-Ä3.2" names both."""
    owner, numbers = split_part(item_id)
    if not numbers:
        return conference.find(item_id), parts
    if parts is not None:
        message = _('"%(id)s" names a part, and --parts does so too.') % {"id": item_id}
        raise InputError(Problem(message, hint=_("Name the parts in one of the two ways.")))
    return conference.find(owner), numbers


def _numbers(conference: OpenConference, item: Item, parts: str | None) -> tuple[int, ...]:
    if parts is None or not isinstance(item, Amendment):
        return ()
    return read_parts(parts, item.id, conference.proposal(item))


def _with(
    conference: OpenConference,
    item: Item,
    judged: Judged,
    parts: str | None,
    words: OtherWords,
    text: HandedWords | None,
) -> tuple[Item, tuple[int, ...]]:
    """Return *item* with the result, and the numbers of the parts that it is on."""
    hint = _("Name the parts: antragstool vote %(id)s adopted --parts 1") % {"id": item.id}
    if parts is None:
        if isinstance(item, Amendment) and judged.outcome is Outcome.ADOPTED_IN_PART:
            message = _("Which parts of %(id)s were adopted is not said.") % {"id": item.id}
            raise InputError(Problem(message, hint=hint))
        return with_result(item, judged.outcome, judged.vote, reworded=words.reworded), ()
    if not isinstance(item, Amendment):
        message = _("%(id)s is no amendment; only an amendment is voted on in parts.")
        raise InputError(Problem(message % {"id": item.id}))
    if judged.outcome in IN_OTHER_WORDS | {Outcome.ADOPTED_IN_PART} or text:
        message = _("A part is adopted as it was handed in, or it is not adopted.")
        hint = _("Record other words for the whole: antragstool vote %(id)s %(word)s --text FILE")
        names = {"id": item.id, "word": Outcome.ADOPTED_AS_AMENDED.value}
        raise InputError(Problem(message, hint=hint % names))
    edits = conference.proposal(item)
    numbers = read_parts(parts, item.id, edits)
    return with_part_result(item, numbers, judged.outcome, judged.vote, len(edits)), numbers


def _still_open(conference: OpenConference, item: Item) -> tuple[int, ...]:
    if not isinstance(item, Amendment) or not item.parts:
        return ()
    return open_parts(item.parts, len(conference.proposal(item)))


def _store(
    conference: OpenConference, item: Item, recorded: Recorded, words: OtherWords
) -> Recorded:
    """Commit a result together with what it does to other amendments."""
    after = recorded.item
    changes: list[tuple[Item, Item]] = [(item, after)]
    warnings = list(recorded.warnings)
    trailers: list[Trailer] = [("Antragstool-Action", "vote"), name_of(item)]
    subject = f"Record the vote on {item.id}"
    if recorded.numbers:
        named = ", ".join(map(str, recorded.numbers))
        trailers.append(("Parts", named))
        subject += f" ({named})"
    trailers += [("Outcome", recorded.outcome.value), *counts_of(recorded.vote)]
    if isinstance(item, Amendment) and isinstance(after, Amendment):
        settled = dispose_inside(conference, [after], words.files)
        changes += settled.changes
        found = merged_warning(conference, item, after, reworded=words.reworded)
        warnings += [*found, *settled.warnings]
        trailers += [("Disposed-Of", each) for each in settled.disposed]
        trailers += [("Reopened", each) for each in settled.reopened]
        recorded = replace(
            recorded, disposed_of=tuple(settled.disposed), reopened=tuple(settled.reopened)
        )
    subject = f"{subject}: {recorded.outcome.value}"
    changed = store(conference, changes, subject, trailers, words.files)
    return replace(recorded, warnings=tuple(warnings), changed=changed)
