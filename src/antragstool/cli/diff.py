"""``antragstool diff``: review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from antragstool.cli.base import ItemId, command, format_option, opened
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.opened import OpenConference
    from antragstool.model.documents import Amendment


@command(
    "diff",
    help=N_(
        "Review an amendment: its words marked on the official lines of the text.\n\n"
        "With a resolution, all its amendments are shown. Deleted words are red and struck "
        "through, inserted words green and underlined; without colour [-deleted-]{+inserted+}.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool diff A1-Ä1\n"
        "  antragstool diff A1-Ä1 --format patch | git apply"
    ),
)
@click.argument("item_ids", metavar="ID…", nargs=-1, required=True, type=ItemId())
@format_option("terminal", "plain", "patch", "json")
def diff(item_ids: tuple[str, ...], output_format: str, folder: Path) -> int:
    """Show the redlines of the items."""
    with opened(folder) as conference:
        amendments = _amendments(conference, item_ids)
        if output_format == "json":
            click.echo(_json(conference, amendments))
        elif output_format == "patch":
            for amendment in amendments:
                conference.patch(amendment)
                path = conference.root / conference.patch_path(amendment)
                click.echo(path.read_bytes().decode(), nl=False)  # line ends as they are
        else:
            _redlines(conference, amendments, output_format)
    return 0


def _amendments(conference: OpenConference, item_ids: tuple[str, ...]) -> list[Amendment]:
    from antragstool.errors import InputError, Problem
    from antragstool.model.documents import Resolution

    found: list[Amendment] = []
    for item_id in item_ids:
        item = conference.find(item_id)
        if isinstance(item, Resolution):
            found += conference.files.amendments_to(item.id)
        else:
            found.append(item)
    if not found:
        raise InputError(
            Problem(_("There are no amendments to %(id)s.") % {"id": ", ".join(item_ids)})
        )
    return list(dict.fromkeys(found))


def _redlines(conference: OpenConference, amendments: list[Amendment], output_format: str) -> None:
    from antragstool.cli.terminal import redline, wants_colour
    from antragstool.diff.reading import passages

    colour = output_format == "terminal" and wants_colour()
    pieces = []
    for amendment in amendments:
        base = conference.base_of(amendment)
        resolution = conference.resolution_of(amendment)
        lines = conference.lines(resolution, base)
        found = passages(base.text.text, conference.edits(amendment), lines)
        first = lines[0].number if lines else 1
        pieces.append(redline(amendment, resolution, found, colour=colour, first=first))
    click.echo("\n".join(pieces), nl=False)


def _json(conference: OpenConference, amendments: list[Amendment]) -> str:
    from antragstool.cli.formats import as_json, edits_as_json

    items = []
    for amendment in amendments:
        base = conference.base_of(amendment)
        edits = conference.edits(amendment)
        lines = conference.lines(conference.resolution_of(amendment), base)
        items.append(
            {
                "id": amendment.id,
                "resolution": amendment.resolution,
                "base": amendment.base,
                "submitter": amendment.submitter,
                "subject": amendment.subject,
                "edits": edits_as_json(base.text.text, edits, lines),
            }
        )
    return as_json({"amendments": items})
