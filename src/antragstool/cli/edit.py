"""``antragstool edit``: the editorial change after the vote."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import command, format_option, opened, option
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _


@command(
    "edit",
    help=N_(
        "Make an editorial change after the vote: spelling, gender forms; its own, marked commit.\n\n"
        "FILE is a changed copy of the text, some of its paragraphs, or instructions. What was "
        "adopted has to be in the text before.\n\n"
        "\b\n"
        "Example:\n"
        "  antragstool edit A1 redaktion.md --editorial"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--editorial",
    is_flag=True,
    required=True,
    expose_value=False,
    help=N_("Say that nothing changes that was voted on."),
)
@option("--note", default="", help=N_("A word on it, for the commit."))
@format_option("text", "json")
def edit(item_id: str, file: Path, note: str, output_format: str, folder: Path) -> int:
    """Edit a text."""
    from antragstool.actions import editing
    from antragstool.cli import carry_report, formats
    from antragstool.cli.terminal import passages_text, wants_colour

    with opened(folder) as conference:
        done = editing.edit(conference, item_id, file, note)
        if output_format == "json":
            data = {"resolution": done.resolution.id, "commit": done.commit}
            click.echo(formats.as_json(data | carry_report.as_json(conference, done.carried_over)))
            return 0
        click.echo(passages_text(done.passages, colour=wants_colour()), nl=False)
        carry_report.show(conference, done.carried_over)
        click.echo(
            _("Committed as an editorial change to %(id)s.") % {"id": done.resolution.id}, err=True
        )
    return 0
