"""Recording one result for a whole list of items ("Konsensliste"), in one commit or not at all.

A list has one id per line; what follows the id is a comment, as is a line that begins with "#". A
comment with another id in it is refused, unless it stands behind "#": nobody knows whether it was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from antragstool.actions.admitting import demand_admissible, twin_warnings
from antragstool.actions.deciding import Recorded
from antragstool.actions.disposing import dispose_inside, merged_warning
from antragstool.actions.judging import Judged, as_before, judge
from antragstool.actions.opened import OpenConference
from antragstool.actions.other_words import other_words
from antragstool.actions.recording import Item, Trailer, counts_of, name_of, store
from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import STILL_OPEN, Outcome, Vote
from antragstool.model.documents import Amendment
from antragstool.model.ids import split_amendment_id
from antragstool.model.versions import VersionKind
from antragstool.store.files import read_text
from antragstool.store.header_nodes import quoted
from antragstool.store.item_files import id_key
from antragstool.workflow.ballots import with_result
from antragstool.workflow.labels import outcome_label
from antragstool.workflow.parts import split_part

_SHORT_ID = re.compile(r"(?:Ä|Ae)[1-9][0-9]{0,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RecordedList:
    """What was recorded for the items of a list, in its order, and what that did to others."""

    results: tuple[Recorded, ...]
    disposed_of: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changed: bool = True


def read_list(source: str) -> Iterator[tuple[int, str]]:
    """Yield the ids of a list, each with its line."""
    for number, words in _lines(source):
        yield number, words[0].rstrip(",;:")


def _lines(source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each line that names something; what is behind "#" is left out."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        words = list(takewhile(lambda word: not word.startswith("#"), line.split()))
        if words:
            yield number, words


def _further_ids(conference: OpenConference, source: str, file: str) -> Iterator[Problem]:
    """Yield a problem for each line that names a second item, which the vote would leave out."""
    known = {id_key(each.id) for each in conference.files.resolutions}
    for line, words in _lines(source):
        for word in words[1:]:
            bare = word.strip("()[],;:.!?„“\"'")
            owner, _numbers = split_part(bare)
            if _SHORT_ID.fullmatch(bare) or split_amendment_id(owner) or id_key(bare) in known:
                message = _("This line names a second item: %(id)s.") % {"id": quoted(bare)}
                hint = _('Write one id on each line, and a remark that names others behind "#".')
                yield Problem(message, file, line, hint)
                break


def record_list(
    conference: OpenConference, path: Path, outcome: Outcome | None, vote: Vote
) -> RecordedList:
    """Record one result for every item in the list *path*.

    Raises InputError with everything that is wrong with the list; then nothing is stored.
    """
    file = str(path)
    source = read_text(path, file)
    entries = list(read_list(source))
    vote = replace(vote, en_bloc=True)
    with conference.repository.locked():
        conference.read_again()
        problems = list(_further_ids(conference, source, file))
        items = _items(conference, entries, file, problems)
        results: list[tuple[Item, Judged]] = []
        for line, item in items:
            try:
                results.append((item, _judged(conference, item, outcome, vote)))
            except AntragstoolError as error:
                problems += [_at(each, file, line) for each in error.problems]
        amendments = [item for _line, item in items if isinstance(item, Amendment)]
        try:
            conference.demand_committed(*amendments)
        except AntragstoolError as error:
            problems += error.problems
        if problems:
            raise InputError(dict.fromkeys(problems))
        return _store(conference, results, vote)


def _items(
    conference: OpenConference,
    entries: Sequence[tuple[int, str]],
    file: str,
    problems: list[Problem],
) -> list[tuple[int, Item]]:
    """Return the items that the list names, each with its line; what is wrong goes to *problems*."""
    if not entries:
        hint = _("Write one id on each line.")
        problems.append(Problem(_("The list names no item."), file, 1, hint))
    found: dict[str, tuple[int, Item]] = {}
    for line, item_id in entries:
        try:
            item = conference.find(item_id)
        except AntragstoolError as error:
            problems += [_at(each, file, line) for each in error.problems]
            continue
        if item.id in found:
            names = {"id": item.id, "first": found[item.id][0], "line": line}
            message = _("%(id)s stands in line %(first)d and again in line %(line)d.") % names
            hint = _("Keep one of the two lines and remove the other.")
            problems.append(Problem(message, file, line, hint))
        found.setdefault(item.id, (line, item))
    return list(found.values())


def _judged(conference: OpenConference, item: Item, outcome: Outcome | None, vote: Vote) -> Judged:
    """Return the result for *item*. Raises InputError if it cannot be recorded."""
    conference.demand_sound(item)
    if isinstance(item, Amendment):
        conference.patch(item)
    judged = judge(conference.files.conference, item.id, outcome, as_before(item, vote, outcome))
    if isinstance(item, Amendment) and judged.outcome is Outcome.ADOPTED_IN_PART:
        message = _("Which parts of %(id)s were adopted is not said.") % {"id": item.id}
        raise InputError(Problem(message, hint=_("Record it on its own, with --parts.")))
    decided = _decided_otherwise(item, judged.outcome)
    if item.outcome is Outcome.WITHDRAWN and decided:
        message = _("%(id)s was withdrawn.") % {"id": item.id}
        raise InputError(Problem(message, hint=_("Remove the line, or vote on it alone.")))
    if decided and not vote.confirmed:
        message = _('%(id)s is decided otherwise already: "%(outcome)s".')
        hint = _("Remove the line; if the list replaces that result, add --confirm.")
        raise InputError(Problem(message % {"id": item.id, "outcome": decided}, hint=hint))
    after = with_result(item, judged.outcome, judged.vote)
    demand_admissible(conference, item, after, confirmed=vote.confirmed)
    return judged


def _decided_otherwise(item: Item, outcome: Outcome) -> str:
    """Return the other result that *item* has, "" where it has none."""
    if item.outcome is not None and item.outcome not in STILL_OPEN:
        return "" if item.outcome is outcome else outcome_label(item.outcome)
    every = item.parts if isinstance(item, Amendment) else ()
    parts = (part for part in every if part.outcome not in STILL_OPEN)
    return ", ".join(dict.fromkeys(outcome_label(part.outcome) for part in parts))


def _at(problem: Problem, file: str, line: int) -> Problem:
    """Return *problem* with its place in the list, unless it has a place of its own."""
    return problem if problem.file else replace(problem, file=file, line=line)


def _store(
    conference: OpenConference, results: Sequence[tuple[Item, Judged]], vote: Vote
) -> RecordedList:
    changes: list[tuple[Item, Item]] = []
    recorded: list[Recorded] = []
    warnings: list[str] = []
    files: dict[str, bytes] = {}
    for item, judged in results:
        words = other_words(conference, item, VersionKind.DECIDED, judged.outcome, None)
        files.update(words.files)
        after = with_result(item, judged.outcome, judged.vote)
        replaced = after.ballots[len(item.ballots) :]
        changes.append((item, after))
        recorded.append(Recorded(after, judged.outcome, judged.vote, replaced=replaced))
        warnings += [*judged.warnings, *words.warnings]
        if isinstance(item, Amendment) and isinstance(after, Amendment):
            warnings += merged_warning(conference, item, after)
    for _before, after in changes:
        warnings += twin_warnings(conference, after, [each for _b, each in changes])
    settled = dispose_inside(
        conference, [a for _b, a in changes if isinstance(a, Amendment)], files
    )
    outcomes = list(dict.fromkeys(judged.outcome.value for _item, judged in results))
    trailers: list[Trailer] = [("Antragstool-Action", "vote")]
    trailers += [name_of(item) for item, _judged in results]
    trailers += [("Outcome", outcome) for outcome in outcomes]
    trailers += [*counts_of(vote), ("En-Bloc", "yes")]
    trailers += [("Disposed-Of", each) for each in settled.disposed]
    trailers += [("Reopened", each) for each in settled.reopened]
    subject = f"Record the vote on {len(results)} items en bloc: {', '.join(outcomes)}"
    changed = store(conference, [*changes, *settled.changes], subject, trailers, files)
    return RecordedList(
        tuple(recorded),
        tuple(settled.disposed),
        tuple(settled.reopened),
        tuple(dict.fromkeys((*warnings, *settled.warnings))),
        changed,
    )
