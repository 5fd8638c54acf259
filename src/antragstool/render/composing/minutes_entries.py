"""One item of the minutes: who wanted what, what the committee advised, what was decided and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from antragstool.diff.passages import Citation
from antragstool.i18n import _
from antragstool.model.decision import Ballot
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing.against import against_text, difference_text
from antragstool.render.composing.amendments import where_lines_count
from antragstool.render.composing.heads import head_of
from antragstool.render.composing.minutes_view import MinutesEntry, PartVote, VoteView
from antragstool.render.composing.results import names_of
from antragstool.render.composing.typography import no_break, no_break_counts
from antragstool.render.composing.vote_views import vote_view
from antragstool.render.minutes import Cited
from antragstool.workflow.labels import (
    citation_text,
    outcome_label,
    passage_kind_label,
    recommendation_text,
    result_text,
)
from antragstool.workflow.order_reasons import names
from antragstool.workflow.parts import part_names

_CITED = 6  # passages; of more, the first ones are named


def resolution_entry(item: BookResolution, quorum: int = 0) -> MinutesEntry:
    """Return the vote on a resolution itself."""
    resolution = item.resolution
    return MinutesEntry(
        head=head_of(resolution, no_break(resolution.title), ()),
        place="",
        group="",
        submitter=no_break(resolution.submitter),
        example=False,
        nested=False,
        facts=tuple(_advice(resolution)),
        vote=_vote(resolution, quorum),
        earlier=_earlier(resolution),
    )


def amendment_entry(
    item: BookAmendment,
    cited: Cited | None,
    *,
    place: str = "",
    reason: str = "",
    same_as: Sequence[str] = (),
    prevails_over: Sequence[str] = (),
    quorum: int = 0,
) -> MinutesEntry:
    """Return an amendment with its result; *cited* are the lines that it was called up with.

    *reason* says why it has its place in its group, *same_as* who asks for the same,
    *prevails_over* who gives way to it.
    """
    amendment = item.amendment
    facts = [(_("Concerns"), _concerns(item, cited)), *_advice(amendment)]
    if reason:
        facts.append((_("Order"), no_break(reason)))
    return MinutesEntry(
        head=head_of(amendment, no_break(amendment.subject), (), item.still_open),
        place=place,
        group="",
        submitter=no_break(amendment.submitter),
        example=amendment.example,
        nested=item.changes_amendment,
        facts=tuple(fact for fact in facts if fact[1]),
        vote=_vote(amendment, quorum),
        parts=tuple(_parts(item, cited)),
        earlier=_earlier(amendment),
        notes=tuple(_notes(item, same_as, prevails_over)),
    )


def _advice(item: Resolution | Amendment) -> Iterator[tuple[str, str]]:
    if item.recommendation is not None:
        yield _("Recommendation"), no_break(recommendation_text(item.recommendation))


def _vote(item: Resolution | Amendment, quorum: int) -> VoteView:
    """Return the result, and whether it is another one than the committee advised."""
    words = outcome_label(item.outcome) if item.outcome else ""
    if isinstance(item, Amendment):
        settled_by = item.disposed_by
        if settled_by and not (item.vote and settled_by in item.vote.wording):
            words = no_break(_("%(outcome)s by %(id)s") % {"outcome": words, "id": settled_by})
        if item.outcome is None and item.parts:
            words = _("open")
    vote, against = item.vote, against_text(item)
    said = vote.wording.strip().casefold() if vote else ""
    if vote and against and said == against.casefold():
        vote = replace(vote, wording="")
    elif against.casefold() in said:
        against = ""
    return replace(vote_view(item.outcome, vote, words=words, quorum=quorum), against=against)


def _concerns(item: BookAmendment, cited: Cited | None, only: Sequence[int] = ()) -> str:
    """Return what an amendment, or the parts *only* of it, change: "Lines 87–88; Line 101"."""
    shown = [
        passage for passage in item.passages if not only or set(item.parts_of(passage)) & set(only)
    ]
    first = cited.first if cited else 1
    if cited is None:
        citations = [passage.citation for passage in shown]
    else:
        every = enumerate(cited.citations, 1)
        citations = [each for number, each in every if not only or number in only]
    places = list(dict.fromkeys(citation_text(each, first) for each in _together(citations)))
    words = "; ".join(places[:_CITED])
    if len(places) > _CITED:
        words = _("%(places)s and others") % {"places": words}
    if item.changes_amendment and not only and item.amendment.concerns is Concern.TEXT:
        words = f"{words} ({where_lines_count(item)})"
    kinds = {kind for passage in shown for kind in passage.kinds}
    if len(kinds) == 1:
        words = f"{words} · {passage_kind_label(next(iter(kinds)))}"
    return no_break(words)


def _together(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return *citations*, those of the same or of neighbouring lines as one."""
    found: list[Citation] = []
    for each in citations:
        if found and _touch(found[-1], each):
            found[-1] = replace(found[-1], last=max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


def _touch(one: Citation, other: Citation) -> bool:
    plain = one.part is other.part and not one.after and not other.after
    return plain and one.first <= other.first <= one.last + 1


def _parts(item: BookAmendment, cited: Cited | None) -> Iterator[PartVote]:
    """Yield the parts one by one, as far as they were voted on together, then those still open."""
    amendment = item.amendment
    if not amendment.parts:
        return
    named = {number for part in amendment.parts for number in part.numbers}
    waiting = tuple(number for number in item.still_open if number not in named)
    rows = [(part.numbers, part.outcome, part.vote) for part in amendment.parts]
    for numbers, outcome, vote in (*rows, (waiting, None, None)):
        if numbers:
            against = difference_text(amendment.recommendation, outcome)
            yield PartVote(
                names_of(amendment.id, numbers),
                _concerns(item, cited, numbers),
                replace(vote_view(outcome, vote), against=against),
            )


def _earlier(item: Resolution | Amendment) -> tuple[str, ...]:
    return tuple(_ballot(item.id, each) for each in item.ballots)


def _ballot(item_id: str, ballot: Ballot) -> str:
    words = no_break_counts(result_text(ballot.outcome, ballot.vote))
    return f"{part_names(item_id, ballot.numbers)}: {words}" if ballot.numbers else words


def _notes(
    item: BookAmendment, same_as: Sequence[str], prevails_over: Sequence[str]
) -> Iterator[str]:
    """Yield what else was decided: on which of two that clash, and what is the same as what."""
    amendment = item.amendment
    if same_as:
        yield _("Asks for the same as %(ids)s.") % {"ids": names(same_as)}
    if item.changes_amendment:
        yield _("Changes the amendment %(id)s.") % {"id": amendment.resolution}
    if amendment.wording_for:
        yield _("Agreed wording for %(ids)s.") % {"ids": names(amendment.wording_for)}
    if amendment.yields_to:
        words = _("Gives way to %(ids)s where they clash.")
        yield words % {"ids": names(amendment.yields_to)}
    if amendment.follows:
        words = _("Its new words stand behind those of %(ids)s.")
        yield words % {"ids": names(amendment.follows)}
    if prevails_over:
        yield _("Prevails over %(ids)s where they clash.") % {"ids": names(prevails_over)}
    if amendment.parts and amendment.outcome is None and item.still_open:
        words = _("Still open: %(ids)s.")
        yield words % {"ids": part_names(amendment.id, item.still_open)}
