"""``antragstool diff``: review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from antragstool.cli.base import command, format_option, opened
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.opened import OpenConference
    from antragstool.model.documents import Amendment


@command(
    "diff",
    help=N_(
        "Review an amendment: its words marked on the official lines of the text.\n\n"
        "With a resolution, all its amendments are shown. Deleted words are red and struck "
        "through, inserted words green and underlined; without colour [-deleted-]{+inserted+}. "
        "Below the proposal stand the committee's version and the version that was adopted, "
        "if there are any.\n\n"
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
            found += conference.files.amendments_under(item.id)
        else:
            found.append(item)
    if not found:
        raise InputError(
            Problem(_("There are no amendments to %(id)s.") % {"id": ", ".join(item_ids)})
        )
    return list(dict.fromkeys(found))


def _redlines(conference: OpenConference, amendments: list[Amendment], output_format: str) -> None:
    from antragstool.cli.terminal import redline, wants_colour
    from antragstool.diff.passages import in_part
    from antragstool.diff.reading import passages

    colour = output_format == "terminal" and wants_colour()
    pieces = []
    for amendment in amendments:
        base = conference.base_of(amendment)
        resolution = conference.resolution_of(amendment)
        lines = conference.lines(resolution, base)
        found = in_part(
            passages(base.text.text, conference.edits(amendment), lines), amendment.concerns
        )
        first = lines[0].number if lines else 1
        piece = redline(amendment, resolution, found, colour=colour, first=first)
        pieces.append(piece + _versions(conference, amendment, colour=colour))
    click.echo("\n".join(pieces), nl=False)


def _versions(conference: OpenConference, amendment: Amendment, *, colour: bool) -> str:
    """Return the redlines of an amendment's changed versions, each below its heading."""
    from antragstool.actions.versions import versions_that_count
    from antragstool.cli.terminal import passages_text
    from antragstool.diff.passages import in_part
    from antragstool.diff.reading import passages
    from antragstool.workflow.labels import version_label

    pieces = []
    for version in versions_that_count(conference, amendment):
        lines = conference.lines(conference.resolution_of(amendment), version.base)
        found = passages(version.base.text.text, version.edits, lines)
        first = lines[0].number if lines else 1
        label = version_label(version.kind)
        heading = click.style(label, bold=True) if colour else label
        text = passages_text(in_part(found, amendment.concerns), colour=colour, first=first)
        pieces.append(f"\n{heading}\n\n{text}")
    return "".join(pieces)


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
                "concerns": amendment.concerns.value,
                "edits": edits_as_json(base.text.text, edits, lines, amendment.concerns),
                "versions": _versions_json(conference, amendment),
            }
        )
    return as_json({"amendments": items})


def _versions_json(conference: OpenConference, amendment: Amendment) -> list[dict[str, object]]:
    """Return the changed versions of an amendment; their lines are those of their own base."""
    from antragstool.actions.versions import versions_that_count
    from antragstool.cli.formats import edits_as_json

    items: list[dict[str, object]] = []
    for version in versions_that_count(conference, amendment):
        text = version.base.text.text
        lines = conference.lines(conference.resolution_of(amendment), version.base)
        edits = edits_as_json(text, version.edits, lines, amendment.concerns)
        items.append({"kind": version.kind.value, "base": version.base.blob, "edits": edits})
    return items
