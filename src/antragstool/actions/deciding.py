"""Recording the committee's recommendation and the conference's vote in an item's header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from antragstool.actions.disposing import dispose_inside, merged_warning
from antragstool.actions.judging import Judged, judge
from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Item, Trailer, counts_of, name_of, store
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import (
    IN_OTHER_WORDS,
    Ballot,
    Outcome,
    Recommendation,
    Verdict,
    Vote,
)
from antragstool.model.documents import Amendment
from antragstool.model.versions import VersionKind
from antragstool.workflow.ballots import open_parts, with_part_result, with_result
from antragstool.workflow.parts import read_parts, split_part

_IN_OTHER_WORDS = {
    VersionKind.COMMITTEE: (Verdict.ADOPT_AS_AMENDED, Verdict.ADOPT_COMMITTEE_VERSION),
    VersionKind.DECIDED: tuple(each for each in Outcome if each in IN_OTHER_WORDS),
}


@dataclass(frozen=True, slots=True)
class HandedWords:
    """The file that holds other words than those that were handed in, and when it came."""

    path: Path
    now: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded for an item, and what it did.

    *item* is as it stands now; *outcome* and *vote* are those of this result, on the parts
    *numbers* or, where there are none, on the whole. *replaced* are the earlier results that it
    replaces; *still_open* the parts that are not decided yet; *disposed_of* and *reopened* the ids
    of other amendments.
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
        word = recommendation.verdict
        files, warnings = _version(conference, item, VersionKind.COMMITTEE, word, text)
        after = replace(item, recommendation=recommendation)
        trailers = (
            ("Antragstool-Action", "recommend"),
            name_of(item),
            ("Verdict", recommendation.verdict.value),
        )
        subject = f"Recommend for {item.id}: {recommendation.verdict.value}"
        store(conference, [(item, after)], subject, trailers, files)
    return after, warnings


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
        judged = judge(conference.files.conference, item.id, outcome, vote)
        word = judged.outcome
        files, warnings = _version(conference, item, VersionKind.DECIDED, word, text)
        after, numbers = _with(conference, item, judged, parts, text)
        recorded = Recorded(
            after,
            judged.outcome,
            judged.vote,
            numbers,
            after.ballots[len(item.ballots) :],
            _still_open(conference, after),
            warnings=(*judged.warnings, *warnings),
        )
        return _store(conference, item, recorded, files)


def _meant(conference: OpenConference, item_id: str, parts: str | None) -> tuple[Item, str | None]:
    """Return the item and the parts that are meant; "A1-Ä3.2" names both."""
    owner, numbers = split_part(item_id)
    if not numbers:
        return conference.find(item_id), parts
    if parts is not None:
        message = _('"%(id)s" names a part, and --parts does so too.') % {"id": item_id}
        raise InputError(Problem(message, hint=_("Name the parts in one of the two ways.")))
    return conference.find(owner), numbers


def _with(
    conference: OpenConference,
    item: Item,
    judged: Judged,
    parts: str | None,
    text: HandedWords | None,
) -> tuple[Item, tuple[int, ...]]:
    """Return *item* with the result, and the numbers of the parts that it is on."""
    hint = _("Name the parts: antragstool vote %(id)s adopted --parts 1") % {"id": item.id}
    if parts is None:
        if isinstance(item, Amendment) and judged.outcome is Outcome.ADOPTED_IN_PART:
            message = _("Which parts of %(id)s were adopted is not said.") % {"id": item.id}
            raise InputError(Problem(message, hint=hint))
        return with_result(item, judged.outcome, judged.vote), ()
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


def _version(
    conference: OpenConference,
    item: Item,
    kind: VersionKind,
    word: Verdict | Outcome,
    text: HandedWords | None,
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Return the files that record the other words in *text*, and what is odd about them."""
    from antragstool.actions.versions import version_files, version_warnings

    changed = word in _IN_OTHER_WORDS[kind]
    if text is None:
        return {}, tuple(unrecorded(conference, item, word))
    problem = ""
    if not changed:
        problem = _('With "%(word)s" there are no other words to be recorded.')
    elif not isinstance(item, Amendment):
        problem = _("Only an amendment can have a text of its own; %(id)s is none.")
    if problem or not isinstance(item, Amendment):
        words = ", ".join(each.value for each in _IN_OTHER_WORDS[kind])
        hint = _("--text goes with an amendment and one of these words: %(words)s.")
        names = {"word": word.value, "id": item.id}
        raise InputError(Problem(problem % names, hint=hint % {"words": words}))
    outcome = word if isinstance(word, Outcome) else None
    files = version_files(conference, item, kind, text.path, text.now, outcome)
    return files, version_warnings(conference, item, files)


def _store(
    conference: OpenConference, item: Item, recorded: Recorded, files: Mapping[str, bytes]
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
        settled = dispose_inside(conference, [after], files)
        changes += settled.changes
        found = merged_warning(conference, item, after, reworded=bool(files))
        warnings += [*found, *settled.warnings]
        trailers += [("Disposed-Of", each) for each in settled.disposed]
        trailers += [("Reopened", each) for each in settled.reopened]
        recorded = replace(
            recorded, disposed_of=tuple(settled.disposed), reopened=tuple(settled.reopened)
        )
    store(conference, changes, f"{subject}: {recorded.outcome.value}", trailers, files)
    return replace(recorded, warnings=tuple(warnings))


def unrecorded(conference: OpenConference, item: Item, word: Verdict | Outcome) -> Iterator[str]:
    """Yield a warning where the words in which *item* was adopted were not recorded with this result.

    Either nobody can read them, or those of an earlier result, which this one follows, count again.
    """
    from antragstool.actions.versions import adopted_versions

    if not isinstance(item, Amendment) or word not in IN_OTHER_WORDS:
        return
    names = {"id": item.id, "word": word.value}
    found = next(adopted_versions(conference, replace(item, outcome=Outcome(word))), None)
    if found is None:
        message = _(
            "The words in which %(id)s was adopted are not recorded; they can be added: "
            "antragstool vote %(id)s %(word)s --text FILE"
        )
        yield message % names
    elif found[0] is VersionKind.DECIDED and item.outcome is not word:
        message = _(
            "%(id)s counts as adopted in the words of an earlier result, which are in %(path)s; "
            "others can be recorded: antragstool vote %(id)s %(word)s --text FILE"
        )
        yield message % {**names, "path": found[1].path}
