"""``antragstool render``: the book."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import command, opened, option, warn
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _, ngettext


@command(
    "render",
    help=N_(
        "Write the book of the conference as a PDF, of all resolutions or of some.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool render\n"
        "  antragstool render A1 -o a1.pdf"
    ),
)
@click.argument("item_ids", metavar="[ID]…", nargs=-1, type=ItemId())
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help=N_("Where to write it; build/antragsbuch.pdf in the conference's folder otherwise."),
)
def render(item_ids: tuple[str, ...], output: Path | None, folder: Path) -> int:
    """Write the book."""
    from antragstool.actions import rendering
    from antragstool.render.options import BookOptions

    with opened(folder) as conference:
        written = rendering.render(conference, item_ids, BookOptions(), output)
    for warning in written.warnings:
        warn(str(warning))
    pages = ngettext("%(count)d page", "%(count)d pages", written.pages) % {"count": written.pages}
    click.echo(_("%(file)s: %(pages)s") % {"file": written.path, "pages": pages})
    return 0
