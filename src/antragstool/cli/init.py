"""``antragstool init``: a new conference."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import command
from antragstool.i18n import N_, _


@command(
    "init",
    help=N_(
        "Make a new conference: a git repository with its folders and a configuration.\n\n"
        "\b\n"
        "Example:\n"
        "  antragstool init parteitag-2027"
    ),
)
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
def init(directory: Path, folder: Path) -> int:
    """Make a conference in *directory*."""
    from antragstool.actions.founding import found

    made = found((folder / directory).resolve())
    click.echo(_("A new conference in %(folder)s:") % {"folder": made.root})
    for path in made.paths:
        click.echo(f"  {path}")
    click.echo()
    click.echo(
        _(
            "Next: enter name, place and date in antragstool.toml, put the first resolution into\n"
            "resolutions/A1-title.md, commit both, and hand in amendments with antragstool submit."
        )
    )
    return 0
