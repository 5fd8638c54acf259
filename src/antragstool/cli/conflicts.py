"""``antragstool conflicts``: which amendments clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import FINDINGS, ItemId, command, format_option, opened
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.competing import Competition
    from antragstool.merge.clashes import Placed
    from antragstool.model.edit import Edit
    from antragstool.workflow.conflicts import Conflict, Report

    Found = tuple[Competition, Report]


@command(
    "conflicts",
    help=N_(
        "Show which amendments clash, agree or touch; exit code 1 if any clash.\n\n"
        "Whether amendments clash does not depend on what became of them: withdrawn and "
        "rejected ones are named as such.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool conflicts A1\n"
        "  antragstool conflicts A1-Ä3     the amendments to an amendment"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@format_option("text", "json")
def conflicts(item_id: str, output_format: str, folder: Path) -> int:
    """Show what clashes among the amendments to an item."""
    from antragstool.actions.competing import competitions
    from antragstool.workflow.conflicts import report

    with opened(folder) as conference:
        item = conference.find(item_id)
        found = [(each, report(each.written)) for each in competitions(conference, item)]
        _demand_some(conference.files.amendments_to(item.id), item.id)
    if output_format == "json":
        from antragstool.cli.formats import as_json

        click.echo(as_json({"resolution": item.id, **_as_json(found)}))
    else:
        from antragstool.cli.conflict_text import conflict_text
        from antragstool.cli.terminal import wants_colour

        click.echo(conflict_text(item.id, found, colour=wants_colour()), nl=False)
    return FINDINGS if any(each.conflicts for _competition, each in found) else 0


def _demand_some(amendments: Sequence[object], item_id: str) -> None:
    from antragstool.errors import InputError, Problem
    from antragstool.model.ids import root_id

    if amendments:
        return
    root = root_id(item_id)
    hint = "" if root == item_id else _("See what it clashes with: antragstool conflicts %(id)s")
    raise InputError(
        Problem(
            _("There are no amendments to %(id)s.") % {"id": item_id},
            hint=hint and hint % {"id": root},
        )
    )


def _as_json(found: Sequence[Found]) -> dict[str, Any]:
    return {
        "conflicts": [_conflict(c, each) for c, report in found for each in report.conflicts],
        "agreements": [
            {
                "amendments": list(each.items),
                **_place(c, [c.shared(each.edit)]),
                **_words(c, c.shared(each.edit), whole=each.edits[0].form.substitute),
                "whole": each.whole,
            }
            for c, report in found
            for each in report.agreements
        ],
        "touching": [
            {"amendments": list(each.items), **_passage(c, each.edits)}
            for c, report in found
            for each in report.touching
        ],
        "stuck": [
            {"id": name, "fate": standing.fate.value}
            for c, _report in found
            for name, standing in c.standings.items()
            if not standing.edits
        ],
    }


def _conflict(competition: Competition, conflict: Conflict) -> dict[str, Any]:
    from antragstool.merge.relation import Relation

    data: dict[str, Any] = {"kind": conflict.kind.value, "amendments": list(conflict.items)}
    if conflict.kind is Relation.CONTAINMENT:
        data["outer"] = conflict.outer or None
    return {**data, **_passage(competition, conflict.edits)}


def _passage(competition: Competition, edits: Sequence[Placed]) -> dict[str, Any]:
    written = [competition.written[each] for each in edits]
    return {
        **_place(competition, written),
        "edits": [
            {
                "id": each.item,
                "number": each.number,
                **_place(competition, [edit], part=False),
                **_words(competition, edit, whole=each.form.substitute),
            }
            for each, edit in zip(edits, written, strict=True)
        ],
    }


def _place(competition: Competition, edits: Iterable[Edit], *, part: bool = True) -> dict[str, Any]:
    """Return the lines of edits; which part of the item it is, if it has no lines."""
    from antragstool.model.documents import Concern

    data: dict[str, Any] = {}
    if part and competition.concerns is not Concern.TEXT:
        data["concerns"] = competition.concerns.value
    if not competition.lines:
        return {**data, "lines": None}
    citation = competition.cite(edits)
    data["lines"] = [citation.first, citation.first if citation.after else citation.last]
    return {**data, "after": True} if citation.after else data


def _words(competition: Competition, edit: Edit, *, whole: bool) -> dict[str, Any]:
    """Return the words of an edit; not those of a substitute, which would be the whole text each time."""
    from antragstool.cli.formats import edits_as_json

    if whole:
        return {"substitute": True}
    entry = edits_as_json(competition.text, [edit], competition.lines)[0]
    return {name: entry[name] for name in ("kind", "old", "new")}
