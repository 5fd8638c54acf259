"""The program: its commands, and the language in which it speaks."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from antragstool import __version__
from antragstool.cli.base import TranslatedGroup, run
from antragstool.cli.check import check
from antragstool.cli.diff import diff
from antragstool.cli.init import init
from antragstool.cli.recommend import recommend
from antragstool.cli.render import render
from antragstool.cli.show import show
from antragstool.cli.status import status
from antragstool.cli.submit import submit
from antragstool.cli.vote import vote
from antragstool.i18n import LANGUAGES, N_, activate, language_of_locale

_LANGUAGE = re.compile(r"""^\s*language\s*=\s*["'](\w+)["']""", re.MULTILINE)

program = TranslatedGroup(
    "antragstool",
    help=N_(
        "Resolutions as text, amendments as tracked patches, a conference book with outcomes.\n\n"
        "\b\n"
        "  antragstool submit amendment.md     hand in an amendment\n"
        "  antragstool diff A1-Ä1              review it\n"
        "  antragstool render                  write the book"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[init, submit, show, diff, recommend, vote, check, status, render],
)
click.version_option(__version__, prog_name="antragstool")(program)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit."""
    sys.exit(run_program(sys.argv[1:] if arguments is None else arguments))


def run_program(arguments: Sequence[str]) -> int:
    """Run the program in the language of the conference, else of the locale; return the exit code."""
    activate(_language(arguments))
    return run(program, arguments)


def _language(arguments: Sequence[str]) -> str:
    folder = Path()
    for index, argument in enumerate(arguments):
        if argument == "-C" and index + 1 < len(arguments):
            folder = Path(arguments[index + 1])
        elif argument.startswith("-C") and len(argument) > 2:
            folder = Path(argument[2:])
    return _configured(folder) or language_of_locale(os.environ)


def _configured(folder: Path) -> str:
    """Return the language in the conference's configuration, "" if there is none."""
    try:
        folder = folder.resolve()
        for candidate in (folder, *folder.parents):
            configuration = candidate / "antragstool.toml"
            if configuration.is_file():
                found = _LANGUAGE.search(configuration.read_text(encoding="utf-8"))
                return found[1] if found and found[1] in LANGUAGES else ""
    except (OSError, ValueError):
        pass
    return ""
