"""``antragstool recommend``: the committee's advice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from antragstool.cli.base import command, format_option, opened, option, warn
from antragstool.cli.parameters import ItemId, Wordings
from antragstool.i18n import N_, _
from antragstool.model.decision import Recommendation, Verdict


def _label(verdict: Verdict) -> str:
    from antragstool.workflow.labels import verdict_label

    return verdict_label(verdict)


@command(
    "recommend",
    help=N_(
        "Record the committee's recommendation for an item.\n\n"
        "Verdicts: adopt, adopt-as-amended, adopt-committee-version, adopt-as-material, reject, "
        "refer, dispose-of, not-consider, no-recommendation.\n\n"
        "\b\n"
        "Examples:\n"
        '  antragstool recommend A1-Ä1 refer --note "an die Landtagsfraktion"\n'
        "  antragstool recommend A1-Ä4 adopt-committee-version --text words.md"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@click.argument("verdict", type=Wordings(Verdict, _label))
@option(
    "--note", default="", help=N_("A word on it: to whom it is referred, by what it is settled.")
)
@option(
    "--text",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The words that the committee advises instead."),
)
@format_option("text", "json")
def recommend(
    item_id: str, verdict: Verdict, note: str, text: Path | None, output_format: str, folder: Path
) -> int:
    """Record a recommendation."""
    from antragstool.actions import deciding
    from antragstool.actions.other_words import HandedWords
    from antragstool.text.safety import visible
    from antragstool.workflow.labels import recommendation_text

    other_words = HandedWords(text, datetime.now().astimezone()) if text else None
    advice = Recommendation(verdict, note)
    with opened(folder) as conference:
        item, warnings = deciding.recommend(conference, item_id, advice, other_words)
    for warning in warnings:
        warn(visible(warning))
    if output_format == "json":
        from antragstool.cli.formats import as_json

        click.echo(as_json({"id": item.id, "recommendation": verdict.value, "note": note}))
    else:
        words = recommendation_text(advice)
        click.echo(
            _('%(id)s: recommendation "%(text)s" recorded.') % {"id": item.id, "text": words}
        )
    return 0
