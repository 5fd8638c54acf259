"""``antragstool submit``: hand in amendments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, option, warn
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.submitting import Submitted
    from antragstool.model.documents import Amendment


@command(
    "submit",
    help=N_(
        "Hand in amendments: read, number, store and commit them.\n\n"
        'A file holds instructions ("Zeile 88: Ersetze „X“ durch „Y“."), a changed copy of the '
        "text, or a git patch. If anything is wrong, all of it is said and nothing is stored.\n\n"
        "\b\n"
        "Example:\n"
        '  antragstool submit aenderung.md --to A1 --submitter "KV Musterstadt"'
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@option(
    "--to",
    metavar="ID",
    default="",
    help=N_("The resolution (or amendment) to be changed, where the file does not say it."),
)
@option("--submitter", default="", help=N_("Who hands in, where the file does not say it."))
@format_option("text", "json")
def submit(
    files: tuple[Path, ...], to: str, submitter: str, output_format: str, folder: Path
) -> int:
    """Hand in *files*."""
    from datetime import datetime

    from antragstool.actions import submitting
    from antragstool.actions.planning import Wishes
    from antragstool.cli.formats import as_json

    wishes = Wishes(to, submitter)
    now = datetime.now().astimezone()
    with opened(folder) as conference:
        stored = submitting.submit(conference, files, wishes, now)
    for item in stored:
        for other in item.same_as:
            warn(_same(item.amendment, other))
    if output_format == "json":
        click.echo(as_json({"submitted": [_as_json(item) for item in stored]}))
        return 0
    for item in stored:
        click.echo(item.amendment.id)
    for item in stored:
        click.echo()
        click.echo(_redline(item), nl=False)
    click.echo(
        _("Stored and committed. To see it again: antragstool diff %(id)s")
        % {"id": stored[0].amendment.id},
        err=True,
    )
    return 0


def _as_json(item: Submitted) -> dict[str, Any]:
    from antragstool.cli.formats import edits_as_json

    amendment = item.amendment
    return {
        "id": amendment.id,
        "resolution": amendment.resolution,
        "file": amendment.path,
        "base": item.base.blob,
        "concerns": amendment.concerns.value,
        "same_as": [other.id for other in item.same_as],
        "edits": edits_as_json(item.base.text.text, item.edits, item.lines, amendment.concerns),
    }


def _redline(item: Submitted) -> str:
    from antragstool.cli.terminal import redline, wants_colour

    first = item.lines[0].number if item.lines else 1
    return redline(
        item.amendment, item.resolution, item.passages, colour=wants_colour(), first=first
    )


def _same(amendment: Amendment, other: Amendment) -> str:
    names = {"id": amendment.id, "other": other.id}
    if amendment.submitter == other.submitter:
        return (
            _("%(id)s says the same as %(other)s, from the same submitter; handed in twice?")
            % names
        )
    return _("%(id)s says the same as %(other)s.") % names
