"""``antragstool vote``: the conference's decision."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from antragstool.cli.base import command, format_option, opened, option
from antragstool.cli.parameters import Count, ItemId, Wordings
from antragstool.i18n import N_, _
from antragstool.model.decision import Majority, Outcome, Vote

_COUNT = Count()


def _label(outcome: Outcome) -> str:
    from antragstool.workflow.labels import outcome_label

    return outcome_label(outcome)


def _majority_label(majority: Majority) -> str:
    from antragstool.workflow.labels import majority_label

    return majority_label(majority)


_OUTCOME = Wordings(Outcome, _label)


@command(
    "vote",
    help=N_(
        "Record the result for an item; without an outcome it follows from the counts.\n\n"
        "Outcomes: adopted, adopted-as-amended, adopted-committee-version, adopted-as-material, "
        "rejected, quorum-missed, referred, disposed-of, not-considered, adjourned, taken-over, "
        "withdrawn. With --list, the outcome stands in place of the id.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool vote A1-Ä1 --yes 88 --no 78 --abstain 6\n"
        "  antragstool vote A1-Ä2 adopted --wording einstimmig\n"
        "  antragstool vote A1-Ä3 adopted --parts 1,3\n"
        "  antragstool vote A1-Ä4 adopted-as-amended --text words.md\n"
        "  antragstool vote --list list.txt adopted\n"
        "  antragstool vote A1-Ä5 withdrawn"
    ),
)
@click.argument("item_id", metavar="[ID]", type=ItemId(), required=False)
@click.argument("outcome", type=_OUTCOME, required=False)
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
@option("--body", default="", metavar="NAME", help=N_("Who votes, if antragstool.toml has bodies."))
@option("--wording", default="", help=N_("The result in words: einstimmig, mit großer Mehrheit …"))
@option("--parts", metavar="N,…", help=N_("Only on these parts: 1,3 or 1-3."))
@option(
    "--text",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("The words in which it was adopted, if they are others."),
)
@option(
    "--list",
    "list_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("One result for all items in this file, one id per line."),
)
@option(
    "--confirm",
    is_flag=True,
    help=N_(
        "Record it although outcome and counts contradict each other, or although an item of the "
        "list is decided otherwise."
    ),
)
@format_option("text", "json")
def vote(
    item_id: str | None,
    outcome: Outcome | None,
    parts: str | None,
    text: Path | None,
    list_file: Path | None,
    output_format: str,
    folder: Path,
    confirm: bool,
    **counts: int | str | Majority | None,
) -> int:
    """Record a vote."""
    said = Vote(**counts, confirmed=confirm)  # type: ignore[arg-type]  # click has checked them
    if list_file is not None:
        _refuse_with_list(outcome, parts, text)
        outcome = _OUTCOME.convert(item_id, None, None) if item_id else None
        return _vote_on_list(folder, list_file, outcome, said, output_format)
    if item_id is None:
        raise click.UsageError(_("Say which item was voted on: antragstool vote A1-Ä1 adopted"))
    from antragstool.actions import deciding
    from antragstool.actions.other_words import HandedWords
    from antragstool.cli.vote_report import report

    other_words = HandedWords(text, datetime.now().astimezone()) if text else None
    with opened(folder) as conference:
        recorded = deciding.record_vote(conference, item_id, outcome, said, parts, other_words)
    report(recorded, output_format)
    return 0


def _refuse_with_list(outcome: Outcome | None, parts: str | None, text: Path | None) -> None:
    if outcome is not None:
        raise click.UsageError(
            _("With --list no id is given: antragstool vote --list list.txt adopted")
        )
    if parts is not None or text:
        raise click.UsageError(_("With --list there is neither --parts nor --text."))


def _vote_on_list(
    folder: Path, list_file: Path, outcome: Outcome | None, said: Vote, output_format: str
) -> int:
    from antragstool.actions.voting_lists import record_list
    from antragstool.cli.vote_report import report_list

    with opened(folder) as conference:
        recorded = record_list(conference, list_file, outcome, said)
    report_list(recorded, output_format)
    return 0
