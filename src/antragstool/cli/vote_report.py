"""What ``antragstool vote`` says about the results that were recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from antragstool.actions.deciding import Recorded
from antragstool.actions.results_json import result_as_json, vote_as_json
from antragstool.actions.voting_lists import RecordedList
from antragstool.cli.base import warn
from antragstool.cli.formats import as_json, parts_as_json
from antragstool.i18n import _
from antragstool.model.documents import Amendment
from antragstool.text.safety import visible
from antragstool.workflow.labels import brief, outcome_label, parts_text, result_text
from antragstool.workflow.parts import part_names


def report(recorded: Recorded, output_format: str) -> None:
    """Print one result, what it replaces, and what it did to other amendments."""
    _warn(recorded.warnings)
    if output_format == "json":
        click.echo(as_json(_as_json(recorded)))
        return
    click.echo(_line(recorded))
    _tell(recorded.disposed_of, recorded.reopened)
    _tell_replaced(recorded)
    _close(changed=recorded.changed)


def report_list(recorded: RecordedList, output_format: str) -> None:
    """Print the results of a list."""
    _warn(recorded.warnings)
    if output_format == "json":
        items = [
            {
                "id": each.item.id,
                "outcome": each.outcome.value,
                "vote": vote_as_json(each.vote),
                "replaced": [result_as_json(ballot) for ballot in each.replaced],
            }
            for each in recorded.results
        ]
        others = {"disposed_of": recorded.disposed_of, "reopened": recorded.reopened}
        click.echo(as_json({"recorded": items, **others}))
        return
    for each in recorded.results:
        click.echo(_line(each))
    _tell(recorded.disposed_of, recorded.reopened)
    for each in recorded.results:
        _tell_replaced(each)
    _close(changed=recorded.changed)


def _close(*, changed: bool) -> None:
    if changed:
        click.echo(_("Recorded and committed."), err=True)
    else:
        click.echo(_("This was recorded already; nothing has changed."), err=True)


def _warn(warnings: Sequence[str]) -> None:
    for warning in warnings:
        warn(visible(warning))


def _line(recorded: Recorded) -> str:
    """Return one result on one line, and where it was on parts, how all of them stand."""
    item = recorded.item
    name = part_names(item.id, recorded.numbers) if recorded.numbers else item.id
    line = f"{name}: {result_text(recorded.outcome, brief(recorded.vote))}"
    if recorded.numbers and isinstance(item, Amendment):
        all_parts = parts_text(item.parts, recorded.still_open)
        whole = outcome_label(item.outcome) if item.outcome else _("open")
        line += f"\n{item.id}: {whole} ({all_parts})"
    return visible(line)


def _tell(disposed: Sequence[str], reopened: Sequence[str]) -> None:
    """Say what the result did to other amendments."""
    if disposed:
        click.echo(_("Disposed of by it: %(ids)s.") % {"ids": ", ".join(disposed)})
    if reopened:
        click.echo(_("Open again: %(ids)s.") % {"ids": ", ".join(reopened)})


def _tell_replaced(recorded: Recorded) -> None:
    for each in recorded.replaced:
        earlier = result_text(each.outcome, brief(each.vote))
        if each.numbers:
            earlier = f"{part_names(recorded.item.id, each.numbers)}: {earlier}"
        message = _("This replaces an earlier result, which stays in the record: %(earlier)s.")
        warn(visible(message % {"earlier": earlier}))


def _as_json(recorded: Recorded) -> dict[str, Any]:
    item = recorded.item
    data: dict[str, Any] = {
        "id": item.id,
        "outcome": item.outcome.value if item.outcome else None,
        "vote": vote_as_json(item.vote),
        "replaced": [result_as_json(each) for each in recorded.replaced],
        "disposed_of": recorded.disposed_of,
        "reopened": recorded.reopened,
    }
    if recorded.numbers:
        data["numbers"] = recorded.numbers
        data |= parts_as_json(item, recorded.still_open)
    return data
