"""``antragstool vote``: the conference's decision."""

from __future__ import annotations

from pathlib import Path

import click

from antragstool.cli.base import (
    Count,
    ItemId,
    Wordings,
    command,
    format_option,
    opened,
    option,
    warn,
)
from antragstool.i18n import N_, _
from antragstool.model.decision import Majority, Outcome, Vote

_COUNT = Count()


def _label(outcome: Outcome) -> str:
    from antragstool.workflow.labels import outcome_label

    return outcome_label(outcome)


def _majority_label(majority: Majority) -> str:
    from antragstool.workflow.labels import majority_label

    return majority_label(majority)


@command(
    "vote",
    help=N_(
        "Record the result for an item; without an outcome it follows from the counts.\n\n"
        "Outcomes: adopted, adopted-as-amended, adopted-committee-version, adopted-as-material, "
        "rejected, quorum-missed, referred, disposed-of, not-considered, adjourned, taken-over, "
        "withdrawn.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool vote A1-Ä1 --yes 88 --no 78 --abstain 6\n"
        "  antragstool vote A1-Ä2 adopted --wording einstimmig\n"
        "  antragstool vote A1-Ä3 withdrawn"
    ),
)
@click.argument("item_id", metavar="ID", type=ItemId())
@click.argument("outcome", type=Wordings(Outcome, _label), required=False)
@option("--yes", "--ja", type=_COUNT, metavar="N", help=N_("Votes in favour."))
@option("--no", "--nein", type=_COUNT, metavar="N", help=N_("Votes against."))
@option("--abstain", "--enthaltungen", type=_COUNT, metavar="N", help=N_("Abstentions."))
@option("--invalid", "--ungueltig", type=_COUNT, metavar="N", help=N_("Invalid votes."))
@option("--cast", type=_COUNT, metavar="N", help=N_("Ballots cast."))
@option("--entitled", type=_COUNT, metavar="N", help=N_("Delegates (or members) entitled to vote."))
@option(
    "--majority",
    type=Wordings(Majority, _majority_label),
    help=N_("simple, absolute, two-thirds, three-quarters or members."),
)
@option("--wording", default="", help=N_("The result in words: einstimmig, mit großer Mehrheit …"))
@option(
    "--confirm",
    is_flag=True,
    help=N_("Record it although outcome and counts contradict each other."),
)
@format_option("text", "json")
def vote(
    item_id: str,
    outcome: Outcome | None,
    output_format: str,
    folder: Path,
    confirm: bool,
    **counts: int | str | Majority | None,
) -> int:
    """Record a vote."""
    from antragstool.actions import deciding
    from antragstool.workflow.labels import outcome_label, vote_text

    with opened(folder) as conference:
        recorded = deciding.record_vote(
            conference,
            item_id,
            outcome,
            Vote(**counts, confirmed=confirm),  # type: ignore[arg-type]  # click has checked them
        )
    for warning in recorded.warnings:
        warn(warning)
    if recorded.replaced is not None:
        earlier = outcome_label(recorded.replaced)
        if recorded.replaced_vote:
            earlier += f" ({vote_text(recorded.replaced_vote)})"
        warn(
            _("This replaces an earlier result, which stays in the history: %(earlier)s.")
            % {"earlier": earlier}
        )
    result = recorded.outcome
    assert result is not None  # noqa: S101 - record_vote raises if there is none
    if output_format == "json":
        from antragstool.cli.formats import as_json, vote_as_json

        data = {
            "id": recorded.item.id,
            "outcome": result.value,
            "vote": vote_as_json(recorded.vote),
        }
        click.echo(as_json(data))
    else:
        text = vote_text(recorded.vote) if recorded.vote else ""
        click.echo(f"{recorded.item.id}: {outcome_label(result)}" + (f" ({text})" if text else ""))
        click.echo(_("Recorded and committed."), err=True)
    return 0
