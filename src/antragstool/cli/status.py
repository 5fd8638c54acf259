"""``antragstool status``: where everything stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, warn
from antragstool.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from antragstool.actions.opened import OpenConference
    from antragstool.model.documents import Amendment, Resolution


@command(
    "status",
    help=N_(
        "Show where everything stands: recommendation and outcome of each item.\n\n"
        "\b\n"
        "Example:\n"
        "  antragstool status"
    ),
)
@format_option("text", "json")
def status(output_format: str, folder: Path) -> int:
    """Show the status of every item."""
    with opened(folder) as conference:
        files = conference.files
        problems = conference.problems
        items: list[Resolution | Amendment] = []
        for resolution in files.resolutions:
            items += [resolution, *files.amendments_under(resolution.id)]
        still_open = {item.id: _open_parts(conference, item) for item in items}
        standing = {item.id for item in items if _stands_unadopted(conference, item)}
    if output_format == "json":
        from antragstool.cli.formats import as_json

        told = [
            {**_as_json(item, still_open[item.id]), "in_text_unadopted": item.id in standing}
            for item in items
        ]
        click.echo(as_json({"items": told}))
    else:
        _table(items, still_open, standing)
    if problems:
        count = ngettext(
            "%(count)d problem in the files; see antragstool check",
            "%(count)d problems in the files; see antragstool check",
            len(problems),
        )
        warn(count % {"count": len(problems)})
    return 0


def _open_parts(conference: OpenConference, item: Resolution | Amendment) -> tuple[int, ...]:
    """Return the parts of an amendment that are not decided, if it is voted on in parts."""
    from antragstool.errors import AntragstoolError
    from antragstool.model.documents import Amendment
    from antragstool.workflow.ballots import open_parts

    if not isinstance(item, Amendment) or not item.parts or item.outcome is not None:
        return ()
    try:
        return open_parts(item.parts, len(conference.proposal(item)))
    except AntragstoolError:  # what is wrong with its patch, "check" says
        return ()


def _stands_unadopted(conference: OpenConference, item: Resolution | Amendment) -> bool:
    """Tell whether something is in the text that is no longer adopted."""
    from antragstool.actions.taken_back import stands_unadopted
    from antragstool.errors import AntragstoolError
    from antragstool.model.documents import Amendment

    try:
        return isinstance(item, Amendment) and stands_unadopted(conference, item)
    except AntragstoolError:  # what is wrong with its files, "check" says
        return False


def _as_json(item: Resolution | Amendment, still_open: tuple[int, ...]) -> dict[str, Any]:
    from antragstool.actions.results_json import result_as_json, vote_as_json
    from antragstool.cli.formats import parts_as_json
    from antragstool.model.documents import Amendment

    amendment = isinstance(item, Amendment)
    details: dict[str, Any] = {"earlier_votes": [result_as_json(each) for each in item.ballots]}
    if isinstance(item, Amendment):
        details |= {**parts_as_json(item, still_open), "disposed_by": item.disposed_by or None}
    return {
        "id": item.id,
        "kind": "amendment" if amendment else "resolution",
        "resolution": item.resolution if isinstance(item, Amendment) else None,
        "title": item.subject if isinstance(item, Amendment) else item.title,
        "concerns": item.concerns.value if isinstance(item, Amendment) else None,
        "submitter": item.submitter,
        "file": item.path,
        "recommendation": item.recommendation.verdict.value if item.recommendation else None,
        "outcome": item.outcome.value if item.outcome else None,
        "vote": vote_as_json(item.vote),
        **details,
    }


def _outcome(item: Resolution | Amendment, still_open: tuple[int, ...]) -> str:
    """Return the result, and with which counts, for which parts or by what."""
    from antragstool.model.documents import Amendment
    from antragstool.workflow.labels import brief, outcome_label, parts_text, result_text

    outcome = outcome_label(item.outcome) if item.outcome else _("open")
    if isinstance(item, Amendment) and item.disposed_by:
        return f"{outcome} ({item.disposed_by})"
    if isinstance(item, Amendment) and item.parts:
        parts = parts_text(item.parts, still_open)
        return f"{outcome} ({parts})" if item.outcome else parts
    return result_text(item.outcome, brief(item.vote)) if item.outcome else outcome


def _clash_decision(item: Resolution | Amendment) -> str:
    from antragstool.model.documents import Amendment
    from antragstool.workflow.labels import clash_decision_text

    words = clash_decision_text(item) if isinstance(item, Amendment) else ""
    return f"; {words}" if words else ""


def _table(
    items: list[Resolution | Amendment],
    still_open: Mapping[str, tuple[int, ...]],
    standing: Collection[str],
) -> None:
    from antragstool.model.decision import STILL_OPEN
    from antragstool.model.documents import Amendment
    from antragstool.text.safety import visible
    from antragstool.workflow.labels import recommendation_text

    rows = []
    mark = _("; still in the text")
    for item in items:
        title = item.subject if isinstance(item, Amendment) else item.title
        indent = "  " * (item.id.count("-Ä") if isinstance(item, Amendment) else 0)
        rows.append(
            (
                indent + item.id,
                _short(title, 34),
                _short(item.submitter, 24),
                _short(recommendation_text(item.recommendation), 28)
                if item.recommendation
                else "–",
                _outcome(item, still_open[item.id])
                + (mark if item.id in standing else "")
                + _clash_decision(item),
            )
        )
    if not rows:
        click.echo(
            _("There are no resolutions yet; put the first one into the folder resolutions.")
        )
        return
    head = (_("Number"), _("Title"), _("From"), _("Recommendation"), _("Outcome"))
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head) - 1)]
    for index, row in enumerate([head, *rows]):
        cells = [cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)]
        line = visible("  ".join(cells).rstrip())
        click.echo(click.style(line, bold=True) if not index else line)
    count = sum(1 for item in items if item.outcome in STILL_OPEN)
    click.echo()
    click.echo(
        ngettext("%(count)d item is still open.", "%(count)d items are still open.", count)
        % {"count": count}
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
