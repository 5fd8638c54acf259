"""What all commands share: translated help, ``-C``, ``--format``, and errors as exit codes.

0 is fine, 1 means findings or conflicts, 2 unusable input or usage. Help texts are
marked with ``N_`` and translated when they are shown, because the language is known only then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from antragstool.i18n import N_, _, activate, active, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from antragstool.actions.opened import OpenConference
    from antragstool.errors import Problem

FINDINGS = 1
UNUSABLE = 2
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _translated_help(command: click.Command) -> str | None:
    return _(command.help) if command.help else None


class TranslatedCommand(click.Command):
    """A command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description and, unwrapped, the example below it."""
        text, _mark, example = (_translated_help(self) or "").partition("\n\n\b\n")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
        if example:
            formatter.write_paragraph()
            for line in example.split("\n"):
                formatter.write(f"  {line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, described in the language of this call."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this message and exit.")
        return found

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the description."""
        first = (_translated_help(self) or "").partition("\n")[0]
        return first.removesuffix(".")


class TranslatedGroup(TranslatedCommand, click.Group):
    """The program itself."""


class TranslatedOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        marked, self.help = self.help, _(self.help) if self.help else self.help
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = marked


def option(*names: str, **settings: Any) -> Callable[[_Function], _Function]:
    """Declare an option with translated help."""
    return click.option(*names, cls=TranslatedOption, **settings)


def command(name: str, *, help: str) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: A002
    """Declare a command with translated help; every command takes ``-C``."""
    from pathlib import Path

    def declare(function: Callable[..., Any]) -> click.Command:
        with_folder = option(
            "-C",
            "folder",
            type=click.Path(path_type=Path),
            default=Path(),
            metavar="DIR",
            help=N_("Work in this folder."),
        )(function)
        return click.command(name, cls=TranslatedCommand, help=help)(with_folder)

    return declare


def format_option(*formats: str) -> Callable[[_Function], _Function]:
    """Declare ``--format``; the first of *formats* is the default."""
    return option(
        "--format",
        "output_format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=N_("How to print the answer; json is for other programs."),
    )


@contextmanager
def opened(folder: Path) -> Iterator[OpenConference]:
    """Open the conference of a command, and speak its language.

    What the program writes into a header is in the language of the configuration, whoever's
    computer it is.
    """
    from antragstool.actions.opened import open_conference

    with open_conference(folder) as conference:
        language = conference.files.conference.language
        if language and language != active():
            activate(language)
        yield conference


def show_problems(problems: Sequence[Problem], *, closing: str = "") -> None:
    """Print problems on standard error, and how many there are."""
    from antragstool.text.safety import visible

    for problem in problems:
        text = visible(str(problem))
        first, _newline, rest = text.partition("\n")
        click.echo(click.style(_("Error:"), fg="red", bold=True) + " " + first, err=True)
        if rest:
            click.echo(rest, err=True)
    if len(problems) > 1:
        count = ngettext("%(count)d problem.", "%(count)d problems.", len(problems))
        closing = (count % {"count": len(problems)}) + (f" {closing}" if closing else "")
    if closing:
        click.echo(closing, err=True)


def warn(message: str) -> None:
    """Print a warning on standard error."""
    click.echo(click.style(_("Warning:"), fg="yellow", bold=True) + " " + message, err=True)


def run(program: click.Command, arguments: Sequence[str]) -> int:
    """Run the program and return its exit code; the one place where errors become messages."""
    try:
        result = program.main(list(arguments), prog_name="antragstool", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Interrupted; nothing was stored."), err=True)
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read the output has gone; keep Python from complaining about it at exit.
        sys.stdout = None
        return UNUSABLE
    except Exception as error:
        code = _explained(error)
        if code is None:
            raise
        return code
    return result if isinstance(result, int) else 0


def _explained(error: Exception) -> int | None:
    """Show what an exception of this program or of the system means; None if it is a mistake of ours."""
    from antragstool.errors import AntragstoolError

    if isinstance(error, AntragstoolError):
        from antragstool.workflow.final import ConflictError

        show_problems(error.problems)
        return FINDINGS if isinstance(error, ConflictError) else UNUSABLE
    if isinstance(error, OSError):
        from antragstool.store.files import machine_error

        show_problems(machine_error(error, str(error.filename or "")).problems)
        return UNUSABLE
    return None
