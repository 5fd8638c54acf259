"""What all commands share: translated help, ``-C``, ``--format``, and errors as exit codes.

0 is fine, 1 means findings or conflicts, 2 unusable input or usage. Help texts are
marked with ``N_`` and translated when they are shown, because the language is known only then.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from antragstool.i18n import LANGUAGES, N_, _, activate, active, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from antragstool.actions.opened import OpenConference
    from antragstool.errors import Problem

FINDINGS = 1
UNUSABLE = 2
_COUNT = re.compile(r"[0-9]{1,9}")
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


def _folded(words: str) -> str:
    """Return *words* so that it does not matter how umlauts and the committee's name are written."""
    import unicodedata

    folded = unicodedata.normalize("NFC", words).casefold().replace("_", "-")
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, pair)
    return " ".join(folded.replace("antragskommission", "ak").split())


class Wordings(click.ParamType[Any]):
    """A word of an enumeration; its German wording is understood too."""

    name = "word"

    def __init__(self, words: type[Any], labels: Callable[[Any], str]) -> None:
        self.words = words
        self.labels = labels

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the member; fail with the nearest words."""
        import difflib

        if isinstance(value, self.words):
            return value
        typed = _folded(str(value))
        known = {member.value: member for member in self.words}
        known |= {_folded(self.labels(member)): member for member in self.words}
        if typed in known:
            return known[typed]
        if typed in (elsewhere := self._in_all_languages()):
            return elsewhere[typed]
        near = difflib.get_close_matches(typed, known, n=3, cutoff=0.5)
        spelled = {_folded(self.labels(member)): self.labels(member) for member in self.words}
        wanted = [str(spelled.get(word, word)) for word in near]
        names = ", ".join(dict.fromkeys(wanted or [member.value for member in self.words]))
        return self.fail(
            _('"%(word)s" is not known here. Possible: %(words)s.')
            % {"word": value, "words": names},
            param,
            ctx,
        )

    def _in_all_languages(self) -> dict[str, Any]:
        """Return the members by their wordings in every language."""
        here, found = active(), dict[str, Any]()
        try:
            for language in LANGUAGES:
                activate(language)
                found |= {_folded(self.labels(member)): member for member in self.words}
        finally:
            activate(here)
        return found

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete the English words."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(member.value, help=self.labels(member))
            for member in self.words
            if member.value.startswith(incomplete)
        ]


class Count(click.IntRange):
    """A number of votes or people."""

    name = N_("number")

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; fail with a sentence."""
        if isinstance(value, int) or _COUNT.fullmatch(str(value)):
            return int(value)
        message = _('"%(value)s" is no number of votes.') % {"value": value}
        digits = re.sub(r"[.,'\s]", "", str(value))
        if _COUNT.fullmatch(digits):
            message += " " + _("Write %(digits)s.") % {"digits": digits}
        return self.fail(message, param, ctx)


class ItemId(click.ParamType[str]):
    """The id of a resolution or amendment; completed from the folder."""

    name = "id"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete the ids of the conference in the folder."""
        from pathlib import Path

        from click.shell_completion import CompletionItem

        from antragstool.actions.opened import open_conference
        from antragstool.errors import AntragstoolError

        try:
            with open_conference(ctx.params.get("folder") or Path()) as conference:
                titles = {item.id: item.title for item in conference.files.resolutions}
                titles |= {item.id: item.subject for item in conference.files.amendments}
        except AntragstoolError:
            return []
        return [
            CompletionItem(item_id, help=title)
            for item_id, title in titles.items()
            if item_id.casefold().startswith(incomplete.casefold())
        ]


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
