"""``antragstool log``: the history of an item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, option
from antragstool.cli.line_range import LineRange
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.chronicle import Entry


@command(
    "log",
    help=N_(
        "Show the history of an item: handed in, voted, put into the text, oldest first.\n\n"
        "With --lines only what touched these official lines of a resolution's text as it is "
        "now. Commits that this program did not make are shown by their subject.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool log A1-Ä3\n"
        "  antragstool log A1 --lines 80-95"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option("--lines", type=LineRange(), metavar="80-95", help=N_("Only these official lines."))
@format_option("text", "json")
def log(item_id: str, lines: tuple[int, int] | None, output_format: str, folder: Path) -> int:
    """Show the history of an item."""
    from antragstool.actions.chronicle import chronicle

    with opened(folder) as conference:
        item = conference.find(item_id)
        entries = chronicle(conference, item, lines)
    if output_format == "json":
        from antragstool.cli.formats import as_json

        data = {"id": item.id, "entries": [_as_json(entry) for entry in entries]}
        click.echo(as_json(data))
        return 0
    from antragstool.cli.log_text import history
    from antragstool.cli.terminal import wants_colour

    text = history(entries, item.id, colour=wants_colour())
    if text:
        click.echo(text)
    elif lines:
        click.echo(_("Nothing has changed these lines."), err=True)
    return 0


def _as_json(entry: Entry) -> dict[str, Any]:
    trailers: dict[str, list[str]] = {}
    for key, value in entry.commit.trailers:
        trailers.setdefault(key, []).append(value)
    return {
        "commit": entry.commit.id,
        "date": entry.commit.date.isoformat(),
        "author": entry.commit.author,
        "action": entry.action or None,
        "subject": entry.commit.subject,
        "trailers": trailers,
    }
