"""``antragstool conflicts``: which amendments clash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import FINDINGS, command, format_option, opened
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.competing import Competition
    from antragstool.diff.passages import Citation
    from antragstool.merge.clashes import Placed
    from antragstool.model.edit import Edit
    from antragstool.workflow.conflicts import Agreement, Conflict, Report, Touching

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
    data: dict[str, Any] = {"conflicts": [], "agreements": [], "touching": [], "stuck": []}
    for competition, report in found:
        writer = _Json(competition)
        data["conflicts"] += map(writer.conflict, report.conflicts)
        data["agreements"] += map(writer.agreement, report.agreements)
        data["touching"] += map(writer.touching, report.touching)
        data["stuck"] += [
            {"id": name, "fate": standing.fate.value}
            for name, standing in competition.standings.items()
            if not standing.edits
        ]
    return data


class _Json:
    """Writes what meets in one text; an edit that meets many is looked at once."""

    def __init__(self, competition: Competition) -> None:
        self.competition = competition
        self._cited: dict[Placed, Citation] = {}
        self._said: dict[Placed, dict[str, Any]] = {}

    def conflict(self, conflict: Conflict) -> dict[str, Any]:
        from antragstool.merge.relation import Relation

        data: dict[str, Any] = {"kind": conflict.kind.value, "amendments": list(conflict.items)}
        if conflict.kind is Relation.CONTAINMENT:
            data["outer"] = conflict.outer or None
        return {**data, **self._passage(conflict.edits)}

    def touching(self, touching: Touching) -> dict[str, Any]:
        return {"amendments": list(touching.items), **self._passage(touching.edits)}

    def agreement(self, agreement: Agreement) -> dict[str, Any]:
        edit = self.competition.shared(agreement.edit)
        return {
            "amendments": list(agreement.items),
            **self._concerns(),
            **self._lines(self.competition.cite([edit])),
            **self._words(edit, substitute=agreement.edits[0].form.substitute),
            "whole": agreement.whole,
        }

    def _passage(self, edits: Sequence[Placed]) -> dict[str, Any]:
        span = self.competition.span([self._cite(each) for each in edits])
        said = [self._edit(each) for each in edits]
        return {**self._concerns(), **self._lines(span), "edits": said}

    def _edit(self, placed: Placed) -> dict[str, Any]:
        if placed not in self._said:
            edit = self.competition.written[placed]
            self._said[placed] = {
                "id": placed.item,
                "number": placed.number,
                **self._lines(self._cite(placed)),
                **self._words(edit, substitute=placed.form.substitute),
            }
        return self._said[placed]

    def _cite(self, placed: Placed) -> Citation:
        if placed not in self._cited:
            self._cited[placed] = self.competition.cite([self.competition.written[placed]])
        return self._cited[placed]

    def _concerns(self) -> dict[str, Any]:
        from antragstool.model.documents import Concern

        concerns = self.competition.concerns
        return {} if concerns is Concern.TEXT else {"concerns": concerns.value}

    def _lines(self, citation: Citation) -> dict[str, Any]:
        if not self.competition.lines:
            return {"lines": None}
        lines = [citation.first, citation.first if citation.after else citation.last]
        return {"lines": lines, "after": True} if citation.after else {"lines": lines}

    def _words(self, edit: Edit, *, substitute: bool) -> dict[str, Any]:
        """Return the words of an edit; not those of a substitute, the whole text each time."""
        from antragstool.cli.formats import edits_as_json

        if substitute:
            return {"substitute": True}
        lines = self.competition.lines_near(edit)
        entry = edits_as_json(self.competition.text, [edit], lines)[0]
        return {name: entry[name] for name in ("kind", "old", "new")}
