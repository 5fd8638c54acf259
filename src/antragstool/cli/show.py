"""``antragstool show``: a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from antragstool.cli.base import command, format_option, opened, option, warn
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.opened import OpenConference
    from antragstool.text.blocks import Text


@command(
    "show",
    help=N_(
        "Show a text: as it is, with one amendment, or with all that are adopted.\n\n"
        "With an amendment, --version changed is the text with the proposal as it was handed in, "
        "committee or decided the text with its words as the committee wants them, or as they "
        "were adopted.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool show A1 --numbers\n"
        "  antragstool show A1-Ä1 --version changed\n"
        "  antragstool show A1-Ä1 --version decided"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option(
    "--version",
    type=click.Choice(["original", "changed", "committee", "decided", "final"]),
    default="original",
    show_default=True,
    help=N_(
        "original: as it is; changed: with this amendment; committee, decided: with another "
        "version of it; final: with all that are adopted."
    ),
)
@option("--numbers", is_flag=True, help=N_("Show the official line numbers."))
@format_option("text", "json")
def show(item_id: str, version: str, numbers: bool, output_format: str, folder: Path) -> int:
    """Show a text."""
    from antragstool.text.blocks import to_markdown
    from antragstool.text.lines import number_lines
    from antragstool.text.safety import visible

    with opened(folder) as conference:
        item = conference.find(item_id)
        text = _text(conference, item_id, version)
        length = conference.files.conference.line_length
        first = conference.first_line(conference.resolution(item_id))
    lines = number_lines(text, length, first) if numbers else ()
    if output_format == "json":
        from antragstool.cli.formats import as_json

        data: dict[str, object] = {"id": item.id, "text": to_markdown(text.blocks)}
        if numbers:
            data["lines"] = [{"number": line.number, "text": line.shown} for line in lines]
        click.echo(as_json(data))
    elif numbers:
        width = len(str(first + len(lines)))
        for index, line in enumerate(lines):
            block = text.blocks[line.block]
            if index and line.block != lines[index - 1].block:
                click.echo()
            opens = line.start == text.content_start(line.block)
            prefix = block.prefix if opens else " " * len(block.prefix)
            click.echo(f"{line.number:>{width}}  {prefix}{visible(line.shown)}".rstrip())
    else:
        click.echo(visible(to_markdown(text.blocks)))
    return 0


def _text(conference: OpenConference, item_id: str, version: str) -> Text:
    from antragstool.actions import reading_texts

    if version == "final":
        final = reading_texts.final(conference, conference.resolution(item_id))
        for one, other in final.touching:
            warn(
                _("%(one)s and %(other)s stand side by side; read that passage once more.")
                % {"one": one, "other": other}
            )
        return final.text
    item = conference.find(item_id)
    if version == "changed":
        return reading_texts.changed(conference, item)
    if version in ("committee", "decided"):
        from antragstool.actions.versions import version_text
        from antragstool.model.versions import VersionKind

        return version_text(conference, item, VersionKind(version))
    return reading_texts.original(conference, item)
