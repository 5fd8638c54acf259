"""What the assembly decides where adopted amendments clash, recorded in their headers.

One prevails over the other, one stands first where both insert, or both give way to an agreed
wording, which is stored as an item of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from antragstool.actions.adopted_words import is_adopted
from antragstool.actions.contributing import contributions, settled_now
from antragstool.actions.nested_words import nested_now
from antragstool.actions.opened import OpenConference
from antragstool.actions.planning import Wishes, plan_submission
from antragstool.actions.series import Series
from antragstool.actions.standing import concerns
from antragstool.actions.submitting import prepare
from antragstool.actions.ways import Ways
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.clashes import Meeting, meetings, placed
from antragstool.merge.forms import forms
from antragstool.merge.relation import Relation
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.ids import natural_key
from antragstool.store.git.values import Commit
from antragstool.store.header_write import set_fields
from antragstool.workflow.settling import Decided


@dataclass(frozen=True, slots=True)
class Choices:
    """What the assembly has decided: who prevails, who stands first, and a file with an agreed wording."""

    prefer: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    wording: Path | None = None


def record_choices(
    conference: OpenConference, resolution: Resolution, choices: Choices, now: datetime
) -> str:
    """Record *choices* in one publication; return the id of the agreed wording, "" without one.

    Raises InputError for a choice that decides nothing.
    """
    if not (choices.prefer or choices.first or choices.wording):
        return ""
    everywhere = list(_clashes(conference, resolution))
    clashes = [meeting for _concern, meeting in everywhere]
    changes = _Changes(conference)
    problems: list[Problem] = []
    for wanted, key in ((choices.prefer, "yields-to"), (choices.first, "follows")):
        for item_id in wanted:
            winner = _amendment(conference, item_id)
            found = [m for m in clashes if winner.id in (m.one.item, m.other.item)]
            problems += _no_choice(winner, found, key)
            for meeting in found:
                loser = meeting.other if meeting.one.item == winner.id else meeting.one
                changes.decide(winner, _amendment(conference, loser.item), key)
    problems += _contradictions(conference, choices, clashes)
    if problems:
        raise InputError(problems)
    series = Series(conference)
    losers = changes.put(series)
    trailers = [("Antragstool-Action", "decide"), ("Resolution", resolution.id)]
    for key, ids in (("Prevails", choices.prefer), ("First", choices.first)):
        trailers += [(key, _amendment(conference, each).id) for each in ids]
    trailers += [("Amendment", each) for each in losers]
    subject = f"Record the decision on clashing amendments to {resolution.id}"
    series.commit(subject, trailers)
    wording = ""
    if choices.wording is not None:
        commit, wording = _wording(conference, resolution, choices.wording, everywhere, now)
        series.add(commit)
    series.record()
    return wording


def _clashes(
    conference: OpenConference, resolution: Resolution
) -> Iterator[tuple[Concern | None, Meeting]]:
    """Yield what clashes, whatever was decided about it before, with the part of the resolution.

    There is none where amendments to an amendment clash.
    """
    ways = Ways(conference)
    for concern in concerns(conference, resolution):
        found, _problems = contributions(conference, resolution, concern, ways)
        if found:
            for meeting in settled_now(conference, resolution, concern, found, Decided()).clashes:
                yield concern, meeting
    for amendment in conference.files.amendments_to(resolution.id):
        if is_adopted(amendment) and not amendment.merged:
            nested = nested_now(conference, amendment)
            for meeting in nested.settled.clashes if nested else ():
                yield None, meeting


def _amendment(conference: OpenConference, item_id: str) -> Amendment:
    item = conference.find(item_id)
    if isinstance(item, Amendment):
        return item
    message = _("%(id)s is a resolution; name the amendment that prevails.")
    raise InputError(Problem(message % {"id": item.id}))


def _no_choice(winner: Amendment, found: Sequence[Meeting], key: str) -> list[Problem]:
    names = {"id": winner.id, "resolution": winner.resolution}
    if not found:
        message = _(
            "%(id)s clashes with no other adopted amendment, so there is nothing to decide."
        )
        hint = _("See what clashes: antragstool conflicts %(resolution)s")
        return [Problem(message % names, winner.path, hint=hint % names)]
    unordered = [
        meeting
        for meeting in found
        if meeting.relation is not Relation.SAME_PLACE
        or meeting.one.form.edit.start != meeting.other.form.edit.start
    ]
    if key == "follows" and unordered:
        message = _(
            "%(id)s and %(other)s do not insert at one place, so none of them can stand first."
        )
        hint = _("Decide which one prevails (--prefer), or agree on a wording (--wording FILE).")
        meeting = unordered[0]
        names["other"] = meeting.other.item if meeting.one.item == winner.id else meeting.one.item
        return [Problem(message % names, winner.path, hint=hint)]
    return []


def _contradictions(
    conference: OpenConference, choices: Choices, clashes: Sequence[Meeting]
) -> list[Problem]:
    chosen = [_amendment(conference, each).id for each in (*choices.prefer, *choices.first)]
    return [
        Problem(
            _("%(one)s and %(other)s clash; they cannot both prevail.")
            % {"one": meeting.one.item, "other": meeting.other.item},
            hint=_("Name only one of the two."),
        )
        for meeting in clashes
        if meeting.one.item in chosen and meeting.other.item in chosen
    ]


class _Changes:
    """The changes of headers by which decisions are recorded; a new decision takes an earlier one back."""

    def __init__(self, conference: OpenConference) -> None:
        self._conference = conference
        self._fields: dict[str, dict[str, tuple[str, ...]]] = {}
        self._losers: list[str] = []

    def decide(self, winner: Amendment, loser: Amendment, key: str) -> None:
        """Let *loser* say under *key* that *winner* prevails, or stands first."""
        for field in ("yields-to", "follows", "wording-for"):
            self._set(
                winner, field, [each for each in self._get(winner, field) if each != loser.id]
            )
            self._set(loser, field, [each for each in self._get(loser, field) if each != winner.id])
        self._set(loser, key, [*self._get(loser, key), winner.id])
        if loser.id not in self._losers:
            self._losers.append(loser.id)

    def put(self, series: Series) -> tuple[str, ...]:
        """Let the next commit of *series* change the headers; return those that give way."""
        for item_id, fields in self._fields.items():
            amendment = _amendment(self._conference, item_id)
            series.set_fields(amendment, {key: names or None for key, names in fields.items()})
        return tuple(self._losers)

    def _get(self, amendment: Amendment, key: str) -> tuple[str, ...]:
        had = {
            "yields-to": amendment.yields_to,
            "follows": amendment.follows,
            "wording-for": amendment.wording_for,
        }
        return self._fields.get(amendment.id, {}).get(key, had[key])

    def _set(self, amendment: Amendment, key: str, names: Sequence[str]) -> None:
        if tuple(names) != self._get(amendment, key):
            self._fields.setdefault(amendment.id, {})[key] = tuple(dict.fromkeys(names))


def _wording(
    conference: OpenConference,
    resolution: Resolution,
    path: Path,
    clashes: Sequence[tuple[Concern | None, Meeting]],
    now: datetime,
) -> tuple[Commit, str]:
    """Return the commit that stores the agreed wording as an adopted item, and its id."""
    settings = conference.files.conference
    speaker = settings.organisation or settings.name or _("Conference")
    plan = plan_submission(conference, path, Wishes(to=resolution.id, submitter=speaker))
    own = placed("", forms(plan.base.text.text, plan.change.edits))
    here = [meeting for concern, meeting in clashes if concern is plan.part.concerns]
    sides = {side for meeting in here for side in (meeting.one, meeting.other)}
    met = [m for m in meetings([*own, *sides]) if "" in (m.one.item, m.other.item)]
    names = {side for m in met for side in (m.one.item, m.other.item) if side}
    if not names:
        raise InputError(
            Problem(
                _("The wording concerns no passage in which adopted amendments clash."),
                str(path),
                hint=_("See the passages: antragstool conflicts %(id)s") % {"id": resolution.id},
            )
        )
    ids = tuple(sorted(names, key=natural_key))
    commit, (stored,) = prepare(conference, [plan], now)
    amendment = stored.amendment
    source = set_fields(amendment.source, {"wording-for": ids, "outcome": Outcome.ADOPTED.value})
    files = {**commit.files, amendment.path: source.encode()}
    for loser in (_amendment(conference, each) for each in ids):
        prevailing = tuple(dict.fromkeys((*loser.yields_to, amendment.id)))
        files[loser.path] = set_fields(loser.source, {"yields-to": prevailing}).encode()
    trailers = (
        ("Antragstool-Action", "decide"),
        ("Resolution", resolution.id),
        ("Amendment", amendment.id),
        *(("Wording-for", name) for name in ids),
    )
    subject = f"Record the agreed wording {amendment.id} for {', '.join(ids)}"
    return replace(commit, files=files, subject=subject, trailers=trailers), amendment.id
