"""The minutes: what was decided on a resolution, in the order of voting.

First its amendments in the order in which they were called up, then those that needed no vote, then
the vote on the resolution itself. What is still open stands at its place and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from antragstool.i18n import _, ngettext
from antragstool.model.decision import STILL_OPEN, Outcome
from antragstool.model.documents import Amendment
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing.chunks import chunks
from antragstool.render.composing.heads import foot_of, head_of, resolution_facts
from antragstool.render.composing.minutes_entries import amendment_entry, resolution_entry
from antragstool.render.composing.minutes_view import MinutesEntry, MinutesView
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import ContentsEntry, Frame, Part
from antragstool.render.minutes import BookMinutes, MinutesTurn
from antragstool.workflow.labels import number_text, outcome_label
from antragstool.workflow.order_reasons import names

_MOST_ENTRIES = 60  # in one part


def minutes_parts(item: BookResolution, _frame: Frame) -> tuple[Part, ...]:
    """Return the parts of the minutes for one resolution: one, unless it has very many amendments."""
    whole = _view(item, item.minutes or _by_number(item))
    contents = _contents(whole)
    groups = chunks(whole.turns, _MOST_ENTRIES) or ((),)
    return tuple(
        Part(
            item.resolution.id if not index else f"{item.resolution.id} {index + 1}",
            "minutes.html",
            replace(whole, turns=turns, opens=not index, closes=index == len(groups) - 1),
            () if index else contents,
        )
        for index, turns in enumerate(groups)
    )


def _by_number(item: BookResolution) -> BookMinutes:
    """Return the amendments in the order of their numbers, where nobody has found out another one."""
    every = enumerate((each.amendment.id for each in item.amendments), 1)
    return BookMinutes(tuple(MinutesTurn((name,), number) for number, name in every))


def _view(item: BookResolution, minutes: BookMinutes) -> MinutesView:
    resolution = item.resolution
    known = {each.amendment.id: each for each in item.amendments}
    cited = {each.id: each for each in minutes.cited}
    facts = (*resolution_facts(resolution), *_summary(item))
    return MinutesView(
        head=head_of(resolution, no_break(resolution.title), facts),
        foot=foot_of(item),
        opens=True,
        closes=True,
        facts=facts,
        still_open=_still_open(item),
        lines=_lines_note(item, minutes),
        turns=tuple(_turns(item, known, minutes)),
        unvoted=tuple(amendment_entry(known[name], cited.get(name)) for name in minutes.unvoted),
        last=resolution_entry(item, dict(minutes.quorums).get(resolution.id, 0)),
    )


def _lines_note(item: BookResolution, minutes: BookMinutes) -> str:
    """Return which text the lines mean, where the text has changed since."""
    if not minutes.cited or not any(each.older_base for each in item.amendments):
        return ""
    return _("Line numbers mean the text that each amendment was written for.")


def _turns(
    item: BookResolution, known: Mapping[str, BookAmendment], minutes: BookMinutes
) -> Iterator[MinutesEntry]:
    """Yield the entries in their order; those that ask for the same share a place."""
    turns, quorums = minutes.turns, dict(minutes.quorums)
    cited = {each.id: each for each in minutes.cited}
    members: dict[int, list[str]] = {}
    for turn in turns:
        members.setdefault(turn.group, []).extend(turn.ids)
    sizes = Counter(turn.group for turn in turns)
    losers: dict[str, list[str]] = {}
    for each in item.amendments:
        for winner in each.amendment.yields_to:
            losers.setdefault(winner, []).append(each.amendment.id)
    begun: set[int] = set()
    for place, turn in enumerate(turns, 1):
        for name in turn.ids:
            entry = amendment_entry(
                known[name],
                cited.get(name),
                place=number_text(place),
                reason=turn.reason if name == turn.ids[0] else "",
                same_as=tuple(other for other in turn.ids if other != name),
                prevails_over=losers.get(name, ()),
                quorum=quorums.get(name, 0),
            )
            if sizes[turn.group] > 1 and turn.group not in begun:
                begun.add(turn.group)
                words = _("These compete, the most far-reaching first: %(ids)s")
                entry = replace(entry, group=words % {"ids": names(members[turn.group])})
            yield entry


def _summary(item: BookResolution) -> Iterator[tuple[str, str]]:
    """Yield how many amendments came to which end, in the order in which outcomes are known."""
    if not item.amendments:
        return
    found = Counter(each.amendment.outcome for each in item.amendments)
    parts = []
    for outcome in (*Outcome, None):
        if found[outcome]:
            label = outcome_label(outcome) if outcome else _("open")
            parts.append(f"{number_text(found[outcome])} {label}")
    count = number_text(len(item.amendments))
    yield (
        _("Amendments"),
        no_break(_("%(count)s: %(list)s") % {"count": count, "list": ", ".join(parts)}),
    )


def _still_open(item: BookResolution) -> str:
    """Return which amendments are still to be decided, or parts of them; "" for none."""
    waiting = [each.amendment.id for each in item.amendments if _is_open(each.amendment)]
    if not waiting:
        return ""
    words = ngettext("Still open: %(ids)s.", "Still open: %(ids)s.", len(waiting))
    return words % {"ids": names(waiting)}


def _is_open(amendment: Amendment) -> bool:
    return amendment.outcome in STILL_OPEN and not amendment.merged


def _contents(view: MinutesView) -> tuple[ContentsEntry, ...]:
    """Return the entries of the contents, in the order of the pages."""
    head = view.head
    submitter = view.last.submitter
    first = ContentsEntry(head.anchor, head.id, head.title, submitter, view.last.vote.outcome)
    return (first, *(_line(each) for each in (*view.turns, *view.unvoted)))


def _line(entry: MinutesEntry) -> ContentsEntry:
    head = entry.head
    aside = entry.submitter if head.title else ""
    level = 2 if entry.nested else 1
    return ContentsEntry(
        head.anchor, head.id, head.title or entry.submitter, aside, entry.vote.outcome, level
    )
