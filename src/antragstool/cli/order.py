"""``antragstool order``: what is voted on when."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, option
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from antragstool.actions.ordering import Agenda, Turn
    from antragstool.actions.standing import Standing


@command(
    "order",
    help=N_(
        "Show in which order to vote on amendments: the most far-reaching first.\n\n"
        "Amendments that clash form a group; each place has its reason. With --place, the "
        "chair gives an amendment a place in its group; 0 takes it back.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool order A1\n"
        "  antragstool order A1-Ä3 --place 1"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option(
    "--place",
    type=click.IntRange(0, 9999),
    metavar="N",
    help=N_("The chair's place for this amendment in its group; 0 for none."),
)
@format_option("text", "json")
def order(item_id: str, place: int | None, output_format: str, folder: Path) -> int:
    """Show the order of voting, or set a place in it."""
    from antragstool.actions import ordering

    with opened(folder) as conference:
        if place is not None:
            amendment, changed = ordering.set_place(conference, item_id, place)
            if output_format == "text":
                _confirm(amendment.id, place, changed=changed)
            conference.read_again()
            item_id = amendment.resolution
        item = conference.find(item_id)
        found = ordering.agenda(conference, item)
    if output_format == "json":
        from antragstool.cli.formats import as_json

        click.echo(as_json({"resolution": item.id, **_as_json(found)}))
    else:
        click.echo(_text(item.id, found), nl=False)
    return 0


def _confirm(amendment_id: str, place: int, *, changed: bool) -> None:
    if not changed:
        message = _("%(id)s: the place is the one that was recorded; nothing has changed.")
    elif place:
        message = _("%(id)s: place %(place)d in its group, set by the chair. Committed.")
    else:
        message = _("%(id)s: the chair's place is taken back. Committed.")
    click.echo(message % {"id": amendment_id, "place": place}, err=True)


def _as_json(agenda: Agenda) -> dict[str, Any]:
    return {
        "order": [_turn_as_json(number, turn) for number, turn in enumerate(agenda.turns, 1)],
        "no_vote": [
            {
                "id": each.id,
                "outcome": each.outcome.value if each.outcome else None,
                "reason": each.reason,
            }
            for each in agenda.unvoted
        ],
        "decided": [
            {"id": each.id, "outcome": each.outcome.value if each.outcome else None}
            for each in agenda.decided
        ],
        "stuck": [
            {"id": each.amendment.id, "fate": each.fate.value, "reason": _stuck(each)}
            for each in agenda.stuck
        ],
    }


def _turn_as_json(number: int, turn: Turn) -> dict[str, Any]:
    from antragstool.model.documents import Concern

    citation, place = turn.citation, turn.place
    lines = [citation.first, citation.first if citation.after else citation.last]
    data: dict[str, Any] = {
        "place": number,
        "id": place.id,
        "with": list(place.others),
        "group": place.group,
        "words": place.words,
        "lines": lines if turn.competition.lines else None,
        "reason": turn.reason,
        "reason_code": place.reason.value,
    }
    if citation.after and turn.competition.lines:
        data["after"] = True
    if turn.competition.concerns is not Concern.TEXT:
        data["concerns"] = turn.competition.concerns.value
    if turn.numbers:
        data["parts"] = list(turn.numbers)
    if turn.changes:
        data["changes"] = turn.changes
    return data


def _text(item_id: str, agenda: Agenda) -> str:
    lines: list[str] = []
    width = len(str(len(agenda.turns)))
    sizes = Counter(turn.place.group for turn in agenda.turns)
    last = 0
    for number, turn in enumerate(agenda.turns, 1):
        group = turn.place.group
        if last not in {0, group} and sizes[last] + sizes[group] > 2:
            lines.append("")
        lines += _turn_lines(f"{number:>{width}}. ", turn)
        last = group
    if agenda.turns:
        lines.append("")
    sections = (
        (_("No vote needed:"), [f"{each.id}: {each.reason}" for each in agenda.unvoted]),
        (_("Decided:"), _decided(agenda)),
        (_("Without a place in the text as it is now:"), [_stuck(s) for s in agenda.stuck]),
    )
    for heading, entries in sections:
        if entries:
            lines += [heading, *(f"  {entry}" for entry in entries), ""]
    votes = len(agenda.turns)
    count = ngettext("%(count)d vote on %(id)s.", "%(count)d votes on %(id)s.", votes)
    lines.append(count % {"count": votes, "id": item_id})
    return "\n".join(lines) + "\n"


def _turn_lines(head: str, turn: Turn) -> list[str]:
    from antragstool.cli.conflict_text import place_text
    from antragstool.text.safety import visible

    place = turn.place
    names = [place.id, *place.others]
    subject = turn.competition.standings[place.id].amendment.subject
    title = " = ".join(names) + (f" · {subject}" if subject else "")
    where = place_text(turn.competition, turn.citation)
    if turn.numbers:
        parts = ", ".join(f"{place.id}.{number}" for number in turn.numbers)
        where += _("; still open: %(parts)s") % {"parts": parts}
    return [f"{head}{visible(title)} ({where})", " " * len(head) + turn.reason]


def _decided(agenda: Agenda) -> list[str]:
    from antragstool.workflow.labels import outcome_label

    return [
        f"{each.id}: {outcome_label(each.outcome)}" if each.outcome else each.id
        for each in agenda.decided
    ]


def _stuck(standing: Standing) -> str:
    from antragstool.cli.conflict_text import stuck_text
    from antragstool.model.ids import root_id

    return stuck_text(standing, root_id(standing.amendment.id))
