"""The ballot sheet: what is still to be voted on, in the order of voting, with boxes to tick.

What is decided has no row. Amendments that compete stand together under a hint. Without the order of
voting (somebody picked amendments out of an older version), the rows follow the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from antragstool.i18n import _, ngettext, pgettext
from antragstool.model.decision import STILL_OPEN
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.chunks import chunks
from antragstool.render.composing.heads import foot_of, head_of
from antragstool.render.composing.results import decision_of, names_of
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import ContentsEntry, Frame, Head, Part
from antragstool.render.voting import BookTurn, BookVoting
from antragstool.workflow.labels import citation_text, number_text, passage_kind_label

_MOST_ROWS = 120  # in one part
# A sheet is for ticking: long names and titles are cut to about two lines (points, and type size).
_HEAD = (800.0, 9.5)
_CELL = (380.0, 9.5)
_TITLE = (380.0, 11.0)


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One vote: its *place* in the order ("3"), on what, and what is known of it.

    *names* are the ids or parts that are voted on, *where* the lines, *aside* remarks such as which
    amendment it changes.
    """

    place: str
    names: tuple[str, ...]
    title: str
    where: str
    submitter: str
    advice: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """Votes that belong together; *hint* says how, "" for a vote that stands alone."""

    hint: str
    rows: tuple[BallotRow, ...]


@dataclass(frozen=True, slots=True)
class BallotSheet:
    """The sheet for one resolution, or a piece of a very long one.

    *opens* is the first piece; *final* is the vote on the resolution itself, which stands on the last
    one, with the lines to sign on (*closes*). *notes* say what has no row.
    """

    head: Head
    submitter: str
    foot: str
    opens: bool
    closes: bool
    summary: str
    groups: tuple[BallotGroup, ...]
    final: BallotRow | None
    notes: tuple[str, ...]


def ballots_parts(item: BookResolution, _frame: Frame) -> tuple[Part, ...]:
    """Return the ballot sheet of one resolution, () if nothing of it is still to be decided."""
    voting = item.voting or _by_number(item)
    is_open = item.resolution.outcome in STILL_OPEN
    if not voting.turns and not voting.stuck and not is_open:
        return ()
    pieces = chunks(tuple(_rows(item, voting)), _MOST_ROWS) or ((),)
    return tuple(
        Part(
            item.resolution.id if index == 0 else f"{item.resolution.id} {index + 1}",
            "ballots.html",
            _sheet(item, voting, piece, opens=index == 0, closes=index == len(pieces) - 1),
            _contents(item, voting) if index == 0 else (),
        )
        for index, piece in enumerate(pieces)
    )


_Row = tuple[BookTurn, BallotRow]


def _sheet(
    item: BookResolution, voting: BookVoting, rows: Sequence[_Row], *, opens: bool, closes: bool
) -> BallotSheet:
    resolution = item.resolution
    return BallotSheet(
        head=head_of(resolution, no_break(resolution.title), ()),
        submitter=no_break(measure.shorten(resolution.submitter, *_HEAD)),
        foot=foot_of(item),
        opens=opens,
        closes=closes,
        summary=_summary(item, voting) if opens else "",
        groups=tuple(_groups(rows, voting)),
        final=_final(item, len(voting.turns) + 1) if closes else None,
        notes=tuple(_notes(voting)) if closes else (),
    )


def _contents(item: BookResolution, voting: BookVoting) -> tuple[ContentsEntry, ...]:
    head = head_of(item.resolution, no_break(item.resolution.title), ())
    return (ContentsEntry(head.anchor, head.id, head.title, _summary(item, voting)),)


def _summary(item: BookResolution, voting: BookVoting) -> str:
    votes = len(voting.turns) + (item.resolution.outcome in STILL_OPEN)
    words = ngettext("%(count)s vote", "%(count)s votes", votes)
    return no_break(words % {"count": number_text(votes)})


def _by_number(item: BookResolution) -> BookVoting:
    still = (each for each in item.amendments if each.amendment.outcome in STILL_OPEN)
    return BookVoting(
        tuple(
            BookTurn((each.amendment.id,), group, "", None, each.still_open)
            for group, each in enumerate(still, 1)
        )
    )


def _rows(item: BookResolution, voting: BookVoting) -> Iterator[_Row]:
    known = {each.amendment.id: each for each in item.amendments}
    for place, turn in enumerate(voting.turns, 1):
        yield turn, _row(turn, [known[name] for name in turn.ids], place, item.first)


def _row(turn: BookTurn, those: Sequence[BookAmendment], place: int, first: int) -> BallotRow:
    one = those[0]
    amendment = one.amendment
    advised = [decision_of(each.amendment).recommendation for each in those]
    subjects = [each.amendment.subject for each in those if each.amendment.subject]
    names = names_of(amendment.id, turn.numbers) or turn.ids
    changes = _("changes %(id)s") % {"id": turn.changes} if turn.changes else ""
    return BallotRow(
        place=number_text(place),
        names=names,
        title=no_break(measure.shorten(subjects[0] if subjects else kinds_text(one), *_TITLE)),
        where=no_break(_where(turn, one, first)),
        submitter=no_break("; ".join(dict.fromkeys(_mover(each) for each in those))),
        advice=no_break("; ".join(dict.fromkeys(words for words in advised if words))),
        aside=no_break(changes),
    )


def _mover(item: BookAmendment) -> str:
    return measure.shorten(item.amendment.submitter, *_CELL)


def kinds_text(item: BookAmendment) -> str:
    """Return what an amendment does, for one without a subject: "Insertion, Deletion"."""
    kinds = dict.fromkeys(kind for passage in item.passages for kind in passage.kinds)
    return ", ".join(passage_kind_label(kind) for kind in list(kinds)[:3])


def _where(turn: BookTurn, item: BookAmendment, first: int) -> str:
    if turn.citation is not None:
        return citation_text(turn.citation, first)
    cited = (citation_text(passage.citation, first) for passage in item.passages)
    return "; ".join(dict.fromkeys(cited))


def _groups(rows: Sequence[_Row], voting: BookVoting) -> Iterator[BallotGroup]:
    sizes: dict[int, int] = {}
    for turn in voting.turns:
        if not turn.changes:
            sizes[turn.group] = sizes.get(turn.group, 0) + 1
    for group, members in groupby(rows, key=lambda row: row[0].group):
        competing = sizes.get(group, 0) > 1
        yield BallotGroup(_hint() if competing else "", tuple(row for _turn, row in members))


def _hint() -> str:
    return _(
        "These compete: only one can prevail where they change the same words. "
        "The most far-reaching comes first."
    )


def _final(item: BookResolution, place: int) -> BallotRow | None:
    resolution = item.resolution
    if resolution.outcome not in STILL_OPEN:
        return None
    amended = _("with the amendments adopted before") if item.amendments else ""
    return BallotRow(
        number_text(place),
        (resolution.id,),
        _("Vote on the whole motion"),
        amended,
        "",
        decision_of(resolution).recommendation,
    )


def _notes(voting: BookVoting) -> Iterator[str]:
    if voting.stuck:
        words = _("To be settled before the vote, because the words are no longer there: %(ids)s.")
        yield no_break(words % {"ids": ", ".join(voting.stuck)})
    if voting.unvoted:
        each = (
            pgettext("amendment and why it is not voted on", "%(id)s (%(reason)s)")
            % {"id": one.id, "reason": one.reason}
            for one in voting.unvoted
        )
        yield no_break(_("Not voted on: %(list)s.") % {"list": ", ".join(each)})
