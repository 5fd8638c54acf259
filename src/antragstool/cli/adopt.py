"""``antragstool adopt``: the adopted amendments become the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, option, warn
from antragstool.cli.parameters import ItemId
from antragstool.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from antragstool.actions.adopting import Adoption
    from antragstool.actions.merging import Step
    from antragstool.actions.opened import OpenConference


@command(
    "adopt",
    help=N_(
        "Put the adopted amendments into the text: one commit for each, in its submitter's name.\n\n"
        "Amendments that are still open are carried over to the new text. Where adopted ones clash, "
        "nothing is put in: it says what is to be decided, and the assembly's decision is recorded "
        "with --prefer, --first or --wording. After more votes, run it again.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool adopt A1\n"
        "  antragstool adopt A1 --prefer A1-Ä3\n"
        "  antragstool adopt A1 --wording einigung.md"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@option(
    "--prefer",
    metavar="ID",
    multiple=True,
    type=ItemId(),
    help=N_("This amendment prevails over those that clash with it. May be repeated."),
)
@option(
    "--first",
    metavar="ID",
    multiple=True,
    type=ItemId(),
    help=N_("Of several insertions at one place, this one stands first. May be repeated."),
)
@option(
    "--wording",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("A file with the agreed wording for amendments that clash."),
)
@format_option("text", "json")
def adopt(
    item_id: str,
    prefer: tuple[str, ...],
    first: tuple[str, ...],
    wording: Path | None,
    output_format: str,
    folder: Path,
) -> int:
    """Adopt."""
    from datetime import datetime

    from antragstool.actions import adopting
    from antragstool.actions.clash_decisions import Choices
    from antragstool.cli import formats

    now = datetime.now().astimezone()
    with opened(folder) as conference:
        agreed = ""
        if prefer or first or wording:
            choices = Choices(prefer, first, wording)
            agreed = adopting.decide(conference, item_id, choices, now)
            click.echo(_decided(agreed), err=True)
        done = adopting.adopt(conference, item_id, now)
        if output_format == "json":
            click.echo(formats.as_json({**_as_json(conference, done), "wording": agreed or None}))
        else:
            _show(conference, done)
    return 0


def _decided(wording: str) -> str:
    if wording:
        return _("The agreed wording is recorded as %(id)s.") % {"id": wording}
    return _("The decision is recorded.")


def _as_json(conference: OpenConference, done: Adoption) -> dict[str, Any]:
    from antragstool.cli import carry_report
    from antragstool.cli.formats import edits_as_json

    steps = []
    for step, commit in zip(done.steps, done.commits, strict=False):
        lines = conference.lines(done.resolution, step.base)
        edits = edits_as_json(step.base.text.text, step.edits, lines)
        steps.append({"amendments": list(step.names), "commit": commit, "edits": edits})
    return {
        "resolution": done.resolution.id,
        "adopted": steps,
        "displaced": [
            {"id": each.edit.item, "number": each.edit.number, "by": each.by}
            for each in done.displaced
        ],
        "reopened": list(done.reopened),
        "touching": [[each.one.item, each.other.item] for each in done.touching],
        **carry_report.as_json(conference, done.carried_over),
    }


def _show(conference: OpenConference, done: Adoption) -> None:
    from antragstool.cli import carry_report

    for step in done.steps:
        click.echo(_step(conference, done, step))
    for each in done.displaced:
        values = {"id": each.edit.item, "number": each.edit.number, "by": each.by}
        click.echo(_("Not put in: %(id)s.%(number)d gives way to %(by)s.") % values)
    if done.reopened:
        click.echo(_("Open again: %(ids)s.") % {"ids": ", ".join(done.reopened)})
    carry_report.show(conference, done.carried_over)
    for meeting in done.touching:
        warn(
            _("%(one)s and %(other)s stand side by side; read that passage once more.")
            % {"one": meeting.one.item, "other": meeting.other.item}
        )
    if done.steps:
        count = ngettext(
            "%(count)d amendment was put into the text of %(id)s and committed.",
            "%(count)d amendments were put into the text of %(id)s and committed.",
            len(done.steps),
        )
        values = {"count": len(done.steps), "id": done.resolution.id}
        click.echo(count % values, err=True)
    else:
        click.echo(
            _("No adopted amendment to %(id)s is waiting to be put into the text.")
            % {"id": done.resolution.id},
            err=True,
        )


def _step(conference: OpenConference, done: Adoption, step: Step) -> str:
    from dataclasses import replace

    from antragstool.diff.kinds import cite
    from antragstool.workflow.labels import citation_text

    lines = conference.lines(done.resolution, step.base)
    first = lines[0].number if lines else 1
    concerns = step.amendment.concerns
    cited = [replace(cite(step.base.text.text, edit, lines), part=concerns) for edit in step.edits]
    places = dict.fromkeys(citation_text(each, first) for each in cited)
    return f"{', '.join(step.names)}: {'; '.join(places)}"
