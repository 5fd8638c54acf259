"""The program: its commands, and the language in which it speaks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence

import click

from antragstool import __version__
from antragstool.cli.base import TranslatedGroup, TranslatedOption, run
from antragstool.i18n import LANGUAGES, N_, _, activate, language_of_locale

_LANGUAGE = re.compile(r"""^\s*language\s*=\s*["'](\w+)["']""", re.MULTILINE)

# The first sentence of each command's help; a command is imported only when it is called.
_COMMANDS = {
    "init": N_("Make a new conference: a git repository with its folders and a configuration."),
    "submit": N_("Hand in amendments: read, number, store and commit them."),
    "show": N_("Show a text: as it is, with one amendment, or with all that are adopted."),
    "diff": N_("Review an amendment: its words marked on the official lines of the text."),
    "conflicts": N_("Show which amendments clash, agree or touch; exit code 1 if any clash."),
    "order": N_("Show in which order to vote on amendments: the most far-reaching first."),
    "recommend": N_("Record the committee's recommendation for an item."),
    "vote": N_("Record the result for an item; without an outcome it follows from the counts."),
    "adopt": N_(
        "Put the adopted amendments into the text: one commit for each, in its submitter's name."
    ),
    "rebase": N_("Carry amendments over to the text as it is now, where it is clear how."),
    "edit": N_(
        "Make an editorial change after the vote: spelling, gender forms; its own, marked commit."
    ),
    "check": N_("Check the whole conference, or single items; exit code 1 if anything is wrong."),
    "status": N_("Show where everything stands: recommendation and outcome of each item."),
    "log": N_("Show the history of an item: handed in, voted, put into the text, oldest first."),
    "blame": N_(
        "Show who put which words into a resolution: the amendment, its submitter, the vote."
    ),
    "render": N_("Write the book of the conference as a PDF, of all resolutions or of some."),
}


class _Program(TranslatedGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        found = getattr(import_module(f"antragstool.cli.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does."""
        rows = [(name, _(summary).removesuffix(".")) for name, summary in _COMMANDS.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


program = _Program(
    "antragstool",
    help=N_(
        "Resolutions as text, amendments as tracked patches, a conference book with outcomes.\n\n"
        "\b\n"
        "  antragstool submit amendment.md     hand in an amendment\n"
        "  antragstool diff A1-Ä1              review it\n"
        "  antragstool render                  write the book"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
click.version_option(
    __version__,
    prog_name="antragstool",
    cls=TranslatedOption,
    help=N_("Show the version and exit."),
)(program)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit."""
    sys.exit(run_program(sys.argv[1:] if arguments is None else arguments))


def run_program(arguments: Sequence[str]) -> int:
    """Run the program in the language of the conference, else of the locale; return the exit code."""
    activate(_language(arguments))
    return run(program, arguments)


def _language(arguments: Sequence[str]) -> str:
    folder = "."
    for index, argument in enumerate(arguments):
        if argument == "-C" and index + 1 < len(arguments):
            folder = arguments[index + 1]
        elif argument.startswith("-C") and len(argument) > 2:
            folder = argument[2:]
    return _configured(folder) or language_of_locale(os.environ)


# Plain paths here: importing pathlib takes a tenth of the time in which the help is shown.
def _configured(folder: str) -> str:
    """Return the language in the conference's configuration, "" if there is none."""
    try:
        above = os.path.realpath(folder)
        while not os.path.exists(os.path.join(above, ".git")):  # noqa: PTH110, PTH118
            if above == (above := os.path.dirname(above)):  # noqa: PTH120
                return ""
        with open(os.path.join(above, "antragstool.toml"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            found = _LANGUAGE.search(file.read())
    except (OSError, ValueError):
        return ""
    return found[1] if found and found[1] in LANGUAGES else ""
