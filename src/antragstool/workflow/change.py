"""What a submission changes: instructions, a changed copy, the blocks concerned, or a new text.

All of these can be about the title or the reasons too; then *base* is that part.

The submitter's meaning is never guessed. Where a body could be a copy of the whole text or
of some blocks only, and the two mean different changes, or where a block could belong to
several places, it is a problem that says how to make it clear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.compare import compare
from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.instructions import concern_told, looks_like_instructions, read_instructions
from antragstool.instructions.messages import forms_that_work
from antragstool.instructions.speech import is_greeting, opens_reasons
from antragstool.model.documents import Concern, Form
from antragstool.model.edit import Edit
from antragstool.patch.record import shortened
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line
from antragstool.text.markdown import is_reasons_heading, read_markdown, split_lines
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.copies import read_copy
from antragstool.workflow.handed import Change, Handed, result

_DIFF = re.compile(r"^(?:diff --git |--- a/|@@ -\d)", re.MULTILINE)


def read_change(
    handed: Handed, base: Text, lines: Sequence[Line]
) -> tuple[Change | None, tuple[Problem, ...]]:
    """Return what *handed* changes in *base*, whose official lines are *lines*; or the problems, all of them.

    The title and the reasons have no *lines*.
    """
    if handed.concerns is Concern.REASONS:
        handed = _without_own_heading(handed)
    problems = unsafe_problems(handed.body, handed.file, handed.line)
    if problems:
        return None, problems
    read = read_markdown(handed.body)
    form = handed.form
    problems = () if handed.stored else _no_text(handed, read.text, base)
    if _DIFF.search(handed.body):
        problems += (_patch_with_words(handed),)
    if problems:
        return None, problems
    if form is None and looks_like_instructions(_before_reasons(handed.body, read.reasons_line)):
        form = Form.INSTRUCTIONS
    if form is Form.INSTRUCTIONS:
        return _instructed(handed, base, lines, _before_reasons(handed.body, read.reasons_line))
    if not read.text.blocks:
        return None, (_empty(handed),)
    if handed.concerns is Concern.TITLE:
        return _new_title(handed, base, _before_reasons(handed.body, read.reasons_line))
    if form is Form.SUBSTITUTE:
        edits = (Edit(0, base.flat, read.text.flat),) if base.flat != read.text.flat else ()
        return result(form, edits, (), handed)
    return read_copy(handed, form, base, read.text, lines)


def _instructed(
    handed: Handed, base: Text, lines: Sequence[Line], body: str
) -> tuple[Change | None, tuple[Problem, ...]]:
    edits, found = read_instructions(
        body, base, lines, handed.file, handed.line, handed.concerns, stated=handed.part_stated
    )
    return result(Form.INSTRUCTIONS, edits, found, handed)


def own_reasons(body: str, concerns: Concern) -> Text:
    """Return the reasons that an amendment gives for itself in its *body*."""
    handed = Handed(body, None, concerns=concerns)
    if concerns is Concern.REASONS:
        handed = _without_own_heading(handed)
    return read_markdown(handed.body).reasons


def _without_own_heading(handed: Handed) -> Handed:
    """Return a copy of the reasons without the heading above them, with which it may begin.

    The next such heading opens the amendment's own reasons.
    """
    lines = split_lines(handed.body)
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None or not is_reasons_heading(lines[first]):
        return handed
    body = "".join(lines[first + 1 :])
    return replace(handed, body=body, line=handed.line + first + 1)


def _new_title(handed: Handed, base: Text, body: str) -> tuple[Change | None, tuple[Problem, ...]]:
    lines = [line.strip().lstrip("#").strip() for line in body.split("\n") if line.strip()]
    if len(lines) != 1:
        return None, (
            Problem(
                _("A title is one line of words."),
                handed.file,
                handed.line,
                _("Give the new title in one line, such as: Titel ändern in: „…“"),
            ),
        )
    title = unicodedata.normalize("NFC", lines[0])
    form = Form.SUBSTITUTE if handed.form is Form.SUBSTITUTE else Form.COPY
    edits = compare(base, Text((Block("", title),)))
    if any("\n" in edit.old + edit.new for edit in edits):  # another title altogether
        edits = (Edit(0, base.flat, title),)
    return result(form, edits, (), handed)


def _patch_with_words(handed: Handed) -> Problem:
    return Problem(
        _("There are other words beside the git patch."),
        handed.file,
        handed.line,
        _("Hand in the patch alone, as git wrote it, and the rest as a file of its own."),
    )


def _before_reasons(body: str, reasons_line: int | None) -> str:
    return body if reasons_line is None else "".join(split_lines(body)[:reasons_line])


def _empty(handed: Handed) -> Problem:
    return Problem(
        _("The amendment says nothing: there is no text before the reasons."),
        handed.file,
        handed.line,
        forms_that_work(),
    )


def _no_text(handed: Handed, written: Text, base: Text) -> tuple[Problem, ...]:
    """Return a problem for every block that is a greeting, or reasons without their heading."""
    problems: list[Problem] = []
    for block in written.blocks:
        message = ""
        if block in base.blocks or concern_told(block.content) is not None:
            continue
        if is_greeting(block.content):
            message = _('"%(words)s" looks like a part of the letter, not of the amendment.')
            hint = _("Take greetings, thanks and signatures out of the file.")
        elif opens_reasons(block.content):
            message = _('"%(words)s" looks like the reasons, not like text.')
            hint = _('Reasons begin with the heading "# Begründung" on a line of its own.')
        if message:
            words = {"words": shortened(block.content)}
            problems.append(Problem(message % words, handed.file, handed.line, hint))
    return tuple(problems)
