"""The order of voting on a resolution, for the books that follow it.

The order is that of :mod:`antragstool.actions.ordering`, which ``antragstool order`` shows, too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from antragstool.actions.opened import OpenConference
from antragstool.actions.ordering import Turn, agenda
from antragstool.diff.passages import Citation
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.render.voting import BookTurn, BookUnvoted, BookVoting


def voting_on(
    conference: OpenConference, resolution: Resolution, amendments: Sequence[Amendment]
) -> BookVoting:
    """Return the order of voting on *resolution*, as far as it concerns these *amendments*."""
    found = agenda(conference, resolution)
    printed = {each.id for each in amendments}
    turns = (_turn(each, printed) for each in found.turns)
    return BookVoting(
        tuple(turn for turn in turns if turn.ids),
        tuple(BookUnvoted(each.id, each.reason) for each in found.unvoted if each.id in printed),
        tuple(each.amendment.id for each in found.stuck if each.amendment.id in printed),
    )


def _turn(turn: Turn, printed: Collection[str]) -> BookTurn:
    names = (turn.place.id, *turn.place.others)
    return BookTurn(
        tuple(name for name in names if name in printed),
        turn.place.group,
        turn.reason,
        _citation(turn),
        turn.numbers,
        turn.changes,
    )


def _citation(turn: Turn) -> Citation | None:
    """Return the lines of a vote; the title and the reasons have none."""
    concerns = turn.competition.concerns
    if concerns is not Concern.TEXT:
        return replace(turn.citation, part=concerns)
    return turn.citation if turn.competition.lines else None
