"""The history of an item, for reading: a line for each commit, what it did and who made it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import click

from antragstool.actions.chronicle import DISPOSE, REOPEN, Entry
from antragstool.i18n import _, ngettext
from antragstool.model.decision import Outcome, Verdict, Vote
from antragstool.patch.record import shortened
from antragstool.text.safety import visible
from antragstool.workflow.labels import counts_text, outcome_label, verdict_label

_SHORT = 7
_COUNT = re.compile(r"(yes|no|abstain|invalid) ([0-9]{1,9})")


def history(entries: Sequence[Entry], item_id: str, *, colour: bool) -> str:
    """Return the history of the item *item_id*."""
    return "\n".join(_entry(entry, item_id, colour=colour) for entry in entries)


def _entry(entry: Entry, item_id: str, *, colour: bool) -> str:
    commit = entry.commit
    date = commit.date.strftime("%Y-%m-%d %H:%M")
    what = _described(entry, item_id)
    subject = visible(commit.subject)
    head = visible(what) if what else subject
    if colour:
        head = click.style(head, bold=True)
    author = _("by %(author)s") % {"author": visible(commit.author)}
    line = f"{date}  {commit.id[:_SHORT]}  {head}"
    rest = f"{subject}, {author}" if what else author
    return f"{line}\n{' ' * (len(date) + _SHORT + 4)}{rest}"


def _described(entry: Entry, item_id: str) -> str:
    """Return what the commit did to the item; "" where only its subject says it."""
    describe = _KNOWN.get(entry.action)
    return describe(entry, item_id) if describe else ""


def _recommended(entry: Entry, _item_id: str) -> str:
    word = entry.commit.subject.rpartition(": ")[2]
    if word in set(Verdict):
        return _("recommended: %(what)s") % {"what": verdict_label(Verdict(word))}
    return _("recommended")


def _voted(entry: Entry, _item_id: str) -> str:
    outcomes = [Outcome(word) for word in entry.values("Outcome") if word in set(Outcome)]
    result = ", ".join(map(outcome_label, outcomes))
    counts = _counts(entry)
    wording = [shortened(each) for each in entry.values("Wording")]
    if counts:
        result = f"{result} ({'; '.join([*wording, shortened(counts)])})"
    parts = ", ".join(entry.values("Parts"))
    if parts:
        words = ngettext(
            "voted on part %(parts)s: %(result)s",
            "voted on parts %(parts)s: %(result)s",
            1 + parts.count(","),
        )
        return words % {"parts": parts, "result": result}
    if entry.values("En-Bloc"):
        return _("voted en bloc: %(result)s") % {"result": result}
    return _("voted: %(result)s") % {"result": result}


def _counts(entry: Entry) -> str:
    """Return what was counted, or the wording that stands for it."""
    for value in entry.values("Vote"):
        found = {name: int(count) for name, count in _COUNT.findall(value)}
        vote = Vote(found.get("yes"), found.get("no"), found.get("abstain"), found.get("invalid"))
        return counts_text(vote) if found else value
    return ""


def _adopted(entry: Entry, item_id: str) -> str:
    names = [name for name in dict.fromkeys(entry.values("Amendment")) if name != item_id]
    if item_id in entry.values("Amendment"):
        if not names:
            return _("put into the text")
        return _("put into the text, with %(ids)s") % {"ids": ", ".join(names)}
    return _("%(ids)s put into the text") % {"ids": ", ".join(names)}


def _disposed(entry: Entry, _item_id: str) -> str:
    names = ", ".join(entry.values("Amendment"))
    return _("disposed of by the vote on %(ids)s") % {"ids": names}


def _reopened(entry: Entry, _item_id: str) -> str:
    names = ", ".join(entry.values("Amendment"))
    return _("open again after the vote on %(ids)s") % {"ids": names}


_KNOWN: dict[str, Callable[[Entry, str], str]] = {
    "init": lambda _entry, _id: _("conference made"),
    "submit": lambda _entry, _id: _("handed in"),
    "recommend": _recommended,
    "order": lambda _entry, _id: _("place in the order of voting"),
    "vote": _voted,
    "decide": lambda _entry, _id: _("decided what prevails"),
    "carry": lambda _entry, _id: _("carried over to the changed text, or settled by it"),
    "adopt": _adopted,
    "settle": lambda _entry, _id: _("settled"),
    "edit": lambda _entry, _id: _("editorial change"),
    DISPOSE: _disposed,
    REOPEN: _reopened,
}
