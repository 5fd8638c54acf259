"""``antragstool render``: the books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from antragstool.cli.base import command, opened, option, warn
from antragstool.cli.parameters import ItemId, RevisionName, Wordings
from antragstool.i18n import N_, _, ngettext
from antragstool.model.selection import Selection, State
from antragstool.render.options import BookKind, BookOptions, Medium, Paper

if TYPE_CHECKING:
    from antragstool.actions.rendering import Written

INTERRUPTED = 130  # as shells say it of what Ctrl-C has ended
_EVERY = {"every": 1, "fifth": 5}


def _book_name(kind: BookKind) -> str:
    from antragstool.actions.rendering import file_name

    return file_name(kind)


def _state_label(state: State) -> str:
    from antragstool.actions.books.selecting import state_label

    return state_label(state)


@command(
    "render",
    help=N_(
        "Write the book of the conference as a PDF, of all resolutions or of some.\n\n"
        "Books: motions has the texts with their amendments, synopsis the amendments in the order "
        "of the text, minutes what was decided, decisions the final texts. Forms: ballots, "
        "projector. A file that ends with .html is a page for the browser.\n\n"
        "\b\n"
        "Examples:\n"
        "  antragstool render\n"
        "  antragstool render A1 A3-Ä2 -o some.pdf\n"
        "  antragstool render --book synopsis --status open\n"
        "  antragstool render --since print-1 --large-print\n"
        "  antragstool render --book minutes -o minutes.html"
    ),
)
@click.argument("item_ids", metavar="[ID]…", nargs=-1, type=ItemId())
@option(
    "--book",
    "kind",
    type=Wordings(BookKind, _book_name),
    metavar=f"[{'|'.join(BookKind)}]",
    default=BookKind.MOTIONS.value,
    show_default=True,
    help=N_("Which book, or which form."),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_(
        "Where to write it: a .pdf or .html file. Otherwise a PDF in the conference's folder build, "
        "such as build/antragsbuch.pdf, with a name for each book."
    ),
)
@option(
    "--status",
    "states",
    type=Wordings(State, _state_label),
    multiple=True,
    help=N_("Only what is open, decided, or has this outcome; may be given several times."),
)
@option(
    "--since",
    type=RevisionName(),
    metavar="REV",
    help=N_("Only what has changed since this tag or commit, such as that of the last print."),
)
@option(
    "--paper",
    type=click.Choice([each.value for each in Paper], case_sensitive=False),
    default=Paper.A4.value,
    show_default=True,
    help=N_("The size of the pages."),
)
@option(
    "--columns",
    type=click.Choice(["1", "2"]),
    default="1",
    show_default=True,
    help=N_("In how many columns the texts are set."),
)
@option(
    "--line-numbers",
    type=click.Choice(list(_EVERY)),
    default="every",
    show_default=True,
    help=N_("Print the number of every line, or of every fifth."),
)
@option(
    "--reasons/--no-reasons",
    default=None,
    help=N_("With the reasons or without. They are printed unless it is the book of decisions."),
)
@option("--large-print", is_flag=True, help=N_("Print in large type."))
@option("--new-page", is_flag=True, help=N_("Begin each amendment on a new page."))
def render(
    item_ids: tuple[str, ...],
    kind: BookKind,
    output: Path | None,
    states: tuple[State, ...],
    since: str | None,
    paper: str,
    columns: str,
    line_numbers: str,
    reasons: bool | None,
    large_print: bool,
    new_page: bool,
    folder: Path,
) -> int:
    """Write the book."""
    options = BookOptions(
        kind,
        _medium(output),
        Paper(paper),
        int(columns),
        _EVERY[line_numbers],
        reasons=kind is not BookKind.DECISIONS if reasons is None else reasons,
        large=large_print,
        new_page=new_page,
    )
    _refuse_contradictions(options)
    try:
        written = _write(folder, Selection(item_ids, states, since), options, output)
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Interrupted; an older book is as it was."), err=True)
        return INTERRUPTED
    _report(written, options)
    return 1 if written.problems else 0


def _refuse_contradictions(options: BookOptions) -> None:
    """Raise UsageError where one option says what another one makes impossible."""
    paged = options.paper is not Paper.A4 or options.columns != 1
    if options.medium is Medium.HTML and paged:
        raise click.UsageError(_("A .html file has no pages: leave --paper and --columns out."))
    if options.kind is BookKind.PROJECTOR and (paged or options.large):
        raise click.UsageError(
            _("The projector view is a screen: leave --paper, --columns and --large-print out.")
        )
    if options.large and options.columns != 1:
        raise click.UsageError(_("Large print has one column: leave --columns out."))


def _medium(output: Path | None) -> Medium:
    """Return the medium that the ending of a file asks for; raises InputError for another ending."""
    if output is None or output.is_dir():  # that it is a folder is said where it would be written
        return Medium.PDF
    ending = output.suffix.lower().removeprefix(".")
    if ending in list(Medium):
        return Medium(ending)
    from antragstool.errors import InputError, Problem

    raise InputError(
        Problem(
            _("A book is a .pdf or a .html file; this is neither."),
            str(output),
            hint=_("Name the file: -o %(pdf)s or -o %(html)s")
            % {"pdf": "antragsbuch.pdf", "html": "antragsbuch.html"},
        )
    )


def _write(
    folder: Path, selection: Selection, options: BookOptions, output: Path | None
) -> Written:
    from antragstool.actions import rendering
    from antragstool.cli.progress import progress_bar

    with opened(folder) as conference, progress_bar() as progress:
        return rendering.render(conference, selection, options, output, progress)


def _report(written: Written, options: BookOptions) -> None:
    """Say what was odd and what is not in the book, and where it is."""
    from antragstool.text.safety import visible

    for warning in (*written.warnings, *written.problems):
        warn(visible(str(warning)))
    if any(written.left_out):
        click.echo(visible(_left_out(written)), err=True)
    if options.medium is Medium.HTML:
        click.echo(written.path)
        return
    pages = ngettext("%(count)d page", "%(count)d pages", written.pages) % {"count": written.pages}
    click.echo(_("%(file)s: %(pages)s") % {"file": written.path, "pages": pages})


def _left_out(written: Written) -> str:
    """Return what was asked for, and how much is not in the book therefore."""
    motions, amendments = written.left_out
    parts = []
    if motions:
        parts.append(ngettext("%(count)s motion", "%(count)s motions", motions))
        parts[-1] %= {"count": motions}
    if amendments:
        parts.append(ngettext("%(count)s amendment", "%(count)s amendments", amendments))
        parts[-1] %= {"count": amendments}
    told = _("Selection: %(words)s. Left out: %(items)s.")
    return told % {"words": written.selection, "items": ", ".join(parts)}
