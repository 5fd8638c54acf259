"""Redlines in a terminal: words marked by colour and line, or by ``[-…-]{+…+}`` where there is none."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence

import click

from antragstool.diff.passages import Mark, Passage, PassageKind, PassageLine, Run
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.text.safety import visible
from antragstool.workflow.labels import citation_text, passage_kind_label
from antragstool.workflow.parts import part_names

_GUTTER = 5
_NAMED = {
    PassageKind.SPLIT,
    PassageKind.JOIN,
    PassageKind.LEVEL,
    PassageKind.MOVE_FROM,
    PassageKind.MOVE_TO,
    PassageKind.SUBSTITUTE,
}


def wants_colour() -> bool:
    """Tell whether standard output is a terminal that may be coloured."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def redline(
    amendment: Amendment,
    resolution: Resolution,
    passages: Sequence[Passage],
    *,
    colour: bool,
    first: int = 1,
) -> str:
    """Return an amendment for reading: its heading, then each passage with its lines.

    *first* is the number of the text's first line.
    """
    head = f"{amendment.id} · {amendment.subject}" if amendment.subject else amendment.id
    to = _('to %(id)s "%(title)s", from %(submitter)s') % {
        "id": amendment.resolution,
        "title": resolution.title,
        "submitter": amendment.submitter,
    }
    heading = click.style(visible(head), bold=True) if colour else visible(head)
    shown = passages_text(passages, colour=colour, first=first, item_id=amendment.id)
    return f"{heading}\n{visible(to)}\n\n{shown}"


def passages_text(
    passages: Sequence[Passage], *, colour: bool, first: int = 1, item_id: str = ""
) -> str:
    """Return the passages of a redline; with the parts of *item_id*, where it has several."""
    several = sum(len(passage.edits) for passage in passages) > 1
    name = item_id if several else ""
    return "\n".join(_passage(each, colour=colour, first=first, name=name) for each in passages)


def _passage(passage: Passage, *, colour: bool, first: int, name: str) -> str:
    names = [passage_kind_label(kind) for kind in passage.kinds if kind in _NAMED]
    title = citation_text(passage.citation, first) + (f" ({', '.join(names)})" if names else "")
    if name:
        title += f" · {visible(part_names(name, [index + 1 for index in passage.edits]))}"
    heading = click.style(title, underline=True) if colour else title
    width = max(40, shutil.get_terminal_size().columns - _GUTTER - 2) if colour else 0
    lines = [heading]
    for line in passage.lines:
        numbered = passage.citation.part is Concern.TEXT
        lines += _line(line, colour=colour, width=width, numbered=numbered)
    return "\n".join(lines) + "\n"


def _line(line: PassageLine, *, colour: bool, width: int, numbered: bool) -> list[str]:
    number = "" if line.number is None else str(line.number)
    new = line.number is None and any(run.mark is Mark.INSERTED for run in line.runs)
    sign = "+" if new and numbered else " "
    gutter = f"{number:>{_GUTTER}}{sign} "
    if colour and line.context:
        gutter = click.style(gutter, dim=True)
    prefix = "#" * line.level + " " * bool(line.level)
    if line.opens_block and line.marker:
        prefix = "  " * max(0, line.depth - 1) + line.marker + " "
    elif line.depth:
        prefix = ("> " if line.quotation else "  ") * line.depth
    if not line.opens_block:
        prefix = " " * len(prefix)
    if not colour:
        return [(gutter + prefix + "".join(_plain(run) for run in line.runs)).rstrip()]
    pieces = _wrapped(line.runs, max(20, width - len(prefix)))
    body = ["".join(_coloured(run, dim=line.context) for run in piece).rstrip() for piece in pieces]
    blank = " " * (_GUTTER + 2 + len(prefix))
    return [gutter + prefix + body[0], *(blank + rest for rest in body[1:])] if body else [gutter]


def _plain(run: Run) -> str:
    text = visible(run.text)
    if run.mark is Mark.DELETED:
        return f"[-{text}-]"
    return f"{{+{text}+}}" if run.mark is Mark.INSERTED else text


def _coloured(run: Run, *, dim: bool) -> str:
    text = visible(run.text)
    if run.mark is Mark.DELETED:
        return click.style(text, fg="red", strikethrough=True)
    if run.mark is Mark.INSERTED:
        return click.style(text, fg="green", underline=True)
    return (
        click.style(text, dim=True)
        if dim
        else click.style(text, bold=run.strong)
        if run.strong
        else text
    )


def _wrapped(runs: Sequence[Run], width: int) -> list[list[Run]]:
    """Wrap runs at *width* characters, between words."""
    from dataclasses import replace

    text = "".join(run.text for run in runs)
    pieces = textwrap.wrap(text, width, drop_whitespace=False, break_on_hyphens=False) or [""]
    out: list[list[Run]] = []
    rest = list(runs)
    for piece in pieces:
        left, current = len(piece), []
        while rest and left:
            run = rest[0]
            taken, kept = run.text[:left], run.text[left:]
            current.append(replace(run, text=taken))
            rest[0:1] = [replace(run, text=kept)] if kept else []
            left -= len(taken)
        if out and current:  # the blank at which the line was broken is free
            current[0] = replace(current[0], text=current[0].text.lstrip(" "))
        out.append(current)
    return out
