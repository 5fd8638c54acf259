"""``antragstool check``: everything that is wrong in a conference."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import FINDINGS, command, format_option, opened, show_problems
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _


@command(
    "check",
    help=N_(
        "Check the whole conference, or single items; exit code 1 if anything is wrong.\n\n"
        "For each amendment it proves that the tracked patch fits its base, that git applies it, "
        "and that what was handed in, read again, gives the same patch.\n\n"
        "\b\n"
        "Example:\n"
        "  antragstool check --format json"
    ),
)
@click.argument("item_ids", metavar="[ID]…", nargs=-1, type=ItemId())
@format_option("text", "json")
def check(item_ids: tuple[str, ...], output_format: str, folder: Path) -> int:
    """Check the conference."""
    from antragstool.actions import checking

    with opened(folder) as conference:
        problems = checking.check(conference, item_ids)
        resolutions, amendments = (
            len(conference.files.resolutions),
            len(conference.files.amendments),
        )
    if output_format == "json":
        from antragstool.cli.formats import as_json, problem_as_json

        click.echo(as_json({"problems": [problem_as_json(each) for each in problems]}))
    elif problems:
        show_problems(problems)
    elif item_ids:
        click.echo(_("No problems: %(ids)s.") % {"ids": ", ".join(item_ids)})
    else:
        click.echo(
            _("No problems. Resolutions: %(resolutions)d, amendments: %(amendments)d.")
            % {"resolutions": resolutions, "amendments": amendments}
        )
    return FINDINGS if problems else 0
