"""How the final text came about, in few words: what was put in, what was not, what was edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from antragstool.diff.passages import Mark, Passage
from antragstool.i18n import _, ngettext
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS, Outcome
from antragstool.model.documents import Amendment
from antragstool.patch.record import shortened
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing.decisions_view import AdoptedRow, ChangeView, History, OtherChange
from antragstool.render.composing.results import decision_of
from antragstool.render.composing.typography import no_break
from antragstool.render.decisions import Change, Event, EventKind
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from antragstool.workflow.labels import (
    citation_text,
    date_text,
    number_text,
    outcome_label,
    recommendation_text,
)

_SHOWN = 4  # changes of one amendment
_WORDS = 110  # characters of one change
_ONE_LINE = 1_000_000  # characters: a block is one line
_ADOPTED = AS_HANDED_IN | IN_OTHER_WORDS | {Outcome.ADOPTED_IN_PART}


def history_of(item: BookResolution, events: Sequence[Event]) -> History:
    """Return how the text of *item* came about."""
    known = {each.amendment.id: each for each in item.amendments}
    adopted = [event for event in events if event.kind is EventKind.ADOPTED]
    rows = (_adopted(event, known, item.first) for event in adopted)
    carried = {name for event in adopted for name in event.amendments}
    left = [each.amendment for each in item.amendments if each.amendment.id not in carried]
    return History(
        _origin(item),
        tuple(row for row in rows if row is not None),
        tuple(_not_adopted(left)),
        tuple(_other(event) for event in events if event.kind is not EventKind.ADOPTED),
    )


def _origin(item: BookResolution) -> str:
    """Return who handed the text in, what the committee advised, and how many amendments there were."""
    resolution = item.resolution
    sentences = []
    if resolution.submitter:
        sentences.append(_("Submitted by %(submitter)s.") % {"submitter": resolution.submitter})
    if resolution.recommendation is not None:
        advice = recommendation_text(resolution.recommendation)
        sentences.append(_("The committee recommended: %(advice)s.") % {"advice": advice})
    count = len(item.amendments)
    words = ngettext("There was %(count)s amendment.", "There were %(count)s amendments.", count)
    sentences.append(
        words % {"count": number_text(count)} if count else _("There were no amendments.")
    )
    return no_break(" ".join(sentences))


def _adopted(event: Event, known: Mapping[str, BookAmendment], first: int) -> AdoptedRow | None:
    """Return the row of an event; None if none of its amendments is printed."""
    items = [known[name] for name in event.amendments if name in known]
    if not items:
        return None
    foremost = items[0]
    result = decision_of(foremost.amendment, foremost.still_open)
    changes = event.changes or tuple(_by_passages(_passages(foremost)))
    shown, more = _shown(changes)
    submitters = dict.fromkeys(each.amendment.submitter for each in items)
    return AdoptedRow(
        names=tuple(each.amendment.id for each in items),
        submitters=no_break(", ".join(name for name in submitters if name)),
        title=no_break(foremost.amendment.subject),
        places=no_break(_places(foremost, first)),
        changes=shown,
        more=more,
        outcome=result.outcome,
        vote="; ".join(words for words in (result.parts, result.vote) if words),
    )


def _passages(item: BookAmendment) -> tuple[Passage, ...]:
    """Return the passages that were adopted: those of other words, of parts, or all."""
    if item.amendment.outcome in IN_OTHER_WORDS and item.versions:
        return item.versions[-1].passages
    carried = {
        number
        for part in item.amendment.parts
        if part.outcome in AS_HANDED_IN
        for number in part.numbers
    }
    if not carried:
        return item.passages
    return tuple(each for each in item.passages if set(item.parts_of(each)) & carried)


def _places(item: BookAmendment, first: int) -> str:
    places = dict.fromkeys(citation_text(each.citation, first) for each in _passages(item))
    words = "; ".join(list(places)[:_SHOWN])
    return _("%(places)s and others") % {"places": words} if len(places) > _SHOWN else words


def _by_passages(passages: Sequence[Passage]) -> Iterator[Change]:
    """Yield deleted and inserted words, where only the passages know them."""
    for passage in passages:
        words = {Mark.DELETED: "", Mark.INSERTED: ""}
        for line in passage.lines:
            for run in line.runs:
                if run.mark in words:
                    words[run.mark] += f" {run.text}" if line.opens_block else run.text
        yield Change(words[Mark.DELETED], words[Mark.INSERTED])


def _shown(changes: Sequence[Change]) -> tuple[tuple[ChangeView, ...], str]:
    """Return the first changes, shortened, and how many more there are."""
    views = tuple(
        ChangeView(no_break(_brief(_plain(each.old))), no_break(_brief(_plain(each.new))))
        for each in changes
        if each.old.strip() or each.new.strip()
    )
    rest = len(views) - _SHOWN
    if rest < 1:
        return views, ""
    words = ngettext("and %(count)s more change", "and %(count)s more changes", rest)
    return views[:_SHOWN], words % {"count": number_text(rest)}


def _plain(text: str) -> str:
    """Return *text* without the marks of its Markdown."""
    # Words from the middle of a block may begin with what would be a mark at its beginning.
    guard = "" if text.endswith("\n") else "x "
    lines = number_lines(Text.from_flat(guard + text), _ONE_LINE)
    return " ".join(line.shown for line in lines).removeprefix(guard.rstrip())


def _brief(text: str) -> str:
    """Return *text* on one line, with "…" in the middle if it is long; no word is cut."""
    words = text.split()
    if len(" ".join(words)) <= _WORDS:
        return " ".join(words)
    half = _WORDS // 2
    head, tail = "", ""
    while len(head) + len(words[0]) < half:
        head = f"{head} {words.pop(0)}"
    while len(tail) + len(words[-1]) < half:
        tail = f"{words.pop()} {tail}"
    return f"{head} … {tail}".strip() if head or tail else shortened(text, _WORDS)


def _not_adopted(amendments: Sequence[Amendment]) -> Iterator[tuple[str, str]]:
    """Yield the amendments that changed nothing, by what became of them."""
    found: dict[str, list[str]] = {}
    for outcome in (*Outcome, None):
        for amendment in amendments:
            if amendment.outcome is outcome:
                found.setdefault(_label(outcome), []).append(_named(amendment))
    for label, names in found.items():
        yield label, no_break(", ".join(names))


def _label(outcome: Outcome | None) -> str:
    if outcome is None:
        return _("open")
    label = outcome_label(outcome)
    if outcome in _ADOPTED:
        return _("%(outcome)s, without a change of their own") % {"outcome": label}
    return label


def _named(amendment: Amendment) -> str:
    inside = amendment.submitter
    if amendment.disposed_by:
        by = _("by %(id)s") % {"id": amendment.disposed_by}
        inside = f"{inside}; {by}" if inside else by
    return f"{amendment.id} ({inside})" if inside else amendment.id


def _other(event: Event) -> OtherChange:
    label = _("Editorial change") if event.kind is EventKind.EDITORIAL else _("Change by hand")
    if event.date:
        label = _("%(what)s of %(date)s") % {"what": label, "date": date_text(event.date)}
    shown, more = _shown(event.changes)
    return OtherChange(no_break(label), shown, more)
