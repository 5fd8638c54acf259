"""``antragstool status``: where everything stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antragstool.cli.base import command, format_option, opened, warn
from antragstool.i18n import N_, _, ngettext

if TYPE_CHECKING:
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
        items += [resolution, *files.amendments_to(resolution.id)]
    if output_format == "json":
        from antragstool.cli.formats import as_json

        click.echo(as_json({"items": [_as_json(item) for item in items]}))
    else:
        _table(items)
    if problems:
        count = ngettext(
            "%(count)d problem in the files; see antragstool check",
            "%(count)d problems in the files; see antragstool check",
            len(problems),
        )
        warn(count % {"count": len(problems)})
    return 0


def _as_json(item: Resolution | Amendment) -> dict[str, Any]:
    from antragstool.cli.formats import vote_as_json
    from antragstool.model.documents import Amendment

    amendment = isinstance(item, Amendment)
    return {
        "id": item.id,
        "kind": "amendment" if amendment else "resolution",
        "resolution": item.resolution if isinstance(item, Amendment) else None,
        "title": item.subject if isinstance(item, Amendment) else item.title,
        "submitter": item.submitter,
        "file": item.path,
        "recommendation": item.recommendation.verdict.value if item.recommendation else None,
        "outcome": item.outcome.value if item.outcome else None,
        "vote": vote_as_json(item.vote),
    }


def _table(items: list[Resolution | Amendment]) -> None:
    from antragstool.model.documents import Amendment
    from antragstool.text.safety import visible
    from antragstool.workflow.labels import counts_text, outcome_label, recommendation_text

    rows = []
    for item in items:
        title = item.subject if isinstance(item, Amendment) else item.title
        indent = "  " if isinstance(item, Amendment) else ""
        outcome = outcome_label(item.outcome) if item.outcome else _("open")
        if item.vote and item.vote.counted:
            outcome += f" ({counts_text(item.vote)})"
        rows.append(
            (
                indent + item.id,
                _short(title, 34),
                _short(item.submitter, 24),
                _short(recommendation_text(item.recommendation), 28)
                if item.recommendation
                else "–",
                outcome,
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
    still_open = sum(1 for item in items if item.outcome is None)
    click.echo()
    click.echo(
        ngettext("%(count)d item is still open.", "%(count)d items are still open.", still_open)
        % {"count": still_open}
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
