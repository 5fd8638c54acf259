"""``antragstool blame``: who put which words into a text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, option
from antragstool.cli.line_range import LineRange
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _

if TYPE_CHECKING:
    from antragstool.actions.blaming import Blamed, Passage
    from antragstool.actions.tracing import Cause


@command(
    "blame",
    help=N_(
        "Show who put which words into a resolution: the amendment, its submitter, the vote.\n\n"
        "A line of one amendment has its number on the left; where only some words are an "
        "amendment's, they stand in brackets. Words of the original text are not marked. The "
        "legend below says how each vote was, and which words were deleted.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool blame A1\n"
        "  antragstool blame A1 --lines 80-95\n"
        "  antragstool blame A1 --words --format json"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option("--lines", type=LineRange(), metavar="80-95", help=N_("Only these official lines."))
@option("--words", is_flag=True, help=N_("Word by word."))
@format_option("text", "json")
def blame(
    item_id: str, lines: tuple[int, int] | None, words: bool, output_format: str, folder: Path
) -> int:
    """Show who put which words into a text."""
    from antragstool.actions import blaming

    with opened(folder) as conference:
        resolution = _resolution(conference.find(item_id))
        found = blaming.blame(conference, resolution, lines)
        first = conference.first_line(resolution)
    if output_format == "json":
        from antragstool.cli.formats import as_json

        click.echo(as_json(_as_json(found, words=words)))
        return 0
    import shutil

    from antragstool.cli import blame_text
    from antragstool.cli.terminal import wants_colour

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    look = blame_text.Look(wants_colour(), width)
    text = blame_text.words(found, look) if words else blame_text.lines(found, look)
    legend = blame_text.legend(found, look, first)
    click.echo("\n\n".join(part for part in (text, legend) if part))
    return 0


def _resolution(item: Any) -> Any:
    from antragstool.errors import InputError, Problem
    from antragstool.model.documents import Resolution

    if isinstance(item, Resolution):
        return item
    raise InputError(
        Problem(
            _("%(id)s is an amendment; only a resolution's words have several authors.")
            % {"id": item.id},
            hint=_("See what became of it: antragstool log %(id)s") % {"id": item.id},
        )
    )


def _as_json(found: Blamed, *, words: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": found.resolution.id,
        "passages": [_passage(found, each) for each in found.passages],
        "removed": [
            {"after_line": each.after_line, "text": each.text, **_source(found, each.cause)}
            for each in found.removed
        ],
    }
    if words:
        data["words"] = [
            {
                "line": each.line,
                "text": each.text,
                "amendment": _first(each.cause),
                "commit": each.cause.commit.id if each.cause and each.cause.commit else None,
            }
            for each in found.words()
        ]
    return data


def _passage(found: Blamed, passage: Passage) -> dict[str, Any]:
    mover = passage.mover
    moved_by = None
    if mover is not None:
        moved_by = _first(mover) or (mover.commit.id if mover.commit else "")
    return {
        "lines": [passage.first, passage.last],
        "text": passage.text,
        **_source(found, passage.cause),
        "moved_by": moved_by,
    }


def _first(cause: Cause | None) -> str | None:
    return cause.amendments[0] if cause and cause.amendments else None


def _source(found: Blamed, cause: Cause | None) -> dict[str, Any]:
    from antragstool.actions.results_json import vote_as_json

    commit = cause.commit if cause else None
    name = _first(cause)
    amendment = found.amendments.get(name) if name else None
    subject = amendment.subject if amendment else commit.subject if commit else None
    return {
        "amendment": name,
        "amendments": list(cause.amendments) if cause else [],
        "submitter": amendment.submitter if amendment else None,
        "subject": subject,
        "outcome": amendment.outcome.value if amendment and amendment.outcome else None,
        "vote": vote_as_json(amendment.vote) if amendment else None,
        "action": cause.manner.value if cause else None,
        "commit": commit.id if commit else None,
        "author": commit.author if commit else None,
        "date": commit.date.isoformat() if commit else None,
    }
