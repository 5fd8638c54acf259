"""``antragstool rebase``: amendments follow their text."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import FINDINGS, command, format_option, opened, option
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _


@command(
    "rebase",
    help=N_(
        "Carry amendments over to the text as it is now, where it is clear how.\n\n"
        "Carried over is what no change came near. An amendment beside whose words something "
        "changed is proposed, for somebody to confirm; one whose words are gone is stuck. Exit "
        "code 1 if one of them is left.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool rebase A1\n"
        "  antragstool rebase A1 --accept A1-Ä7"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option(
    "--accept",
    metavar="ID",
    multiple=True,
    type=ItemId(),
    help=N_("Carry this proposed amendment over; somebody has looked at it. May be repeated."),
)
@format_option("text", "json")
def rebase(item_id: str, accept: tuple[str, ...], output_format: str, folder: Path) -> int:
    """Carry amendments over."""
    from antragstool.actions import rebasing
    from antragstool.actions.carrying import waiting
    from antragstool.cli import carry_report, formats

    with opened(folder) as conference:
        rebased = rebasing.rebase(conference, item_id, accept)
        if output_format == "json":
            data = {"resolution": rebased.resolution.id, "commit": rebased.commit or None}
            click.echo(formats.as_json(data | carry_report.as_json(conference, rebased.found)))
        elif rebased.found:
            carry_report.show(conference, rebased.found, first=True)
        else:
            click.echo(
                _("Every open amendment to %(id)s fits its text as it is now.")
                % {"id": rebased.resolution.id}
            )
    return FINDINGS if waiting(rebased.found) else 0
