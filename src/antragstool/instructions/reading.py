"""Instructions, read: the way from an amendment's body to edits, with all problems at once."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.instructions.changes import Change
from antragstool.instructions.compose import compose
from antragstool.instructions.concerning import misfit
from antragstool.instructions.messages import forms_that_work, short
from antragstool.instructions.places import PLACE
from antragstool.instructions.quotes import Quotes, find_quotes, mask
from antragstool.instructions.resolve import Instruction, resolve
from antragstool.instructions.speech import is_greeting, opens_reasons, speaks_of_changes
from antragstool.instructions.statements import Statement, place_inside, read_statements
from antragstool.instructions.symbols import (
    BULLET,
    COLON,
    PART_,
    PLACE_,
    QUOTE,
    VERBS,
    read_symbols,
)
from antragstool.instructions.targets import CannotCarryOutError, Target
from antragstool.instructions.wording import Payload
from antragstool.model.documents import Concern
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.text.safety import unsafe_problems, visible

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_ARTICLE = re.compile(r"(?:die|der|the)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:Absatz|Abs\.|Satz|Punkt|Spiegelstrich|paragraph|sentence)\b", re.IGNORECASE
)
_REASONS = re.compile(r"(?:Begründung|Reasons)\b", re.IGNORECASE)


def looks_like_instructions(body: str) -> bool:
    """Tell whether *body* (without reasons) is meant as instructions, understood or not.

    So it is if its first paragraph, or at least half of its paragraphs, begins with a place
    ("Zeile 88 …"), is an instruction that is understood, or begins with a verb ("Ersetze …")
    and quotes something. A text that only contains such words is none.
    """
    source = _normal(body)
    masked = mask(source, find_quotes(source))
    if not masked.strip():
        return False
    statements = read_statements(masked)
    if statements and statements[0].form is not None:
        return True
    paragraphs = [part for part in _PARAGRAPH.split(masked) if part.strip()]
    verdicts = [_begins_with_instruction(part) for part in paragraphs]
    return verdicts[0] or 2 * sum(verdicts) >= len(verdicts)


def _begins_with_instruction(paragraph: str) -> bool:
    statements = read_statements(paragraph)
    if statements and statements[0].form is not None:
        return True
    symbols = [s for s in read_symbols(paragraph) if s.kind != BULLET][:40]
    if not symbols:
        return False
    verbs = any(symbol.kind in VERBS for symbol in symbols)
    if symbols[0].kind == PART_:
        # "Titel wie „Dr.“ …" is prose; "Titel: „Dr.“ …" is meant as an instruction.
        named = len(symbols) > 1 and symbols[1].kind == COLON
        return named and any(symbol.kind == QUOTE for symbol in symbols)
    if symbols[0].kind == PLACE_ and (verbs or not _ARTICLE.match(paragraph.lstrip())):
        return True
    quotes = any(symbol.kind in {QUOTE, PLACE_} for symbol in symbols)
    asks = any(one.kind in VERBS and two.kind == ":" for one, two in itertools.pairwise(symbols))
    return quotes and (symbols[0].kind in VERBS or asks)


def read_instructions(
    body: str,
    text: Text,
    lines: Sequence[Line],
    file: str = "",
    first_line: int = 1,
    concerns: Concern = Concern.TEXT,
    *,
    stated: bool = True,
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """Read the instructions in *body* and return the edits of *text* that carry them out.

    *lines* are the official lines of *text*; *first_line* is the line of *file* on which
    *body* begins. Edits come in order of position and do not overlap. With any problem
    the edits are not the whole amendment and must not be stored. *text* is that of the part
    *concerns*, which each sentence has to name unless the header *stated* it.
    """
    source = _normal(body)
    unsafe = unsafe_problems(source, file, first_line)
    if unsafe:
        return (), unsafe
    reader = _Reader(source, Target.of(text, lines), file, first_line)
    return reader.read(concerns, stated)


def _normal(body: str) -> str:
    return unicodedata.normalize("NFC", body).replace("\r\n", "\n").replace("\r", "\n")


def _is_doubtful(payload: str) -> bool:
    """Tell whether new words without quotation marks may have more in them than new words."""
    lines = [line.strip() for line in payload.split("\n")]
    return speaks_of_changes(payload) or any(
        opens_reasons(line) or is_greeting(line) for line in lines
    )


class _Reader:
    """One amendment's body on its way to edits."""

    def __init__(self, source: str, target: Target, file: str, first_line: int) -> None:
        self.source = source
        self.target = target
        self.file = file
        self.first_line = first_line
        self.quotes: Quotes = find_quotes(source)
        self.masked = mask(source, self.quotes)
        self.problems: list[Problem] = []

    def read(self, concerns: Concern, stated: bool) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
        statements = read_statements(self.masked)
        if not statements:
            self._problem(0, _("There is no instruction."), forms_that_work())
        self._report_strays(statements)
        changes: list[Change] = []
        for statement in statements:
            other = misfit(statement, concerns, stated)
            if other is not None:
                self._problem(statement.start, *other)
                continue
            change = self._change(statement)
            if change is not None:
                changes.append(change)
        edits, problems = compose(self.target.text, changes, self.file)
        found = sorted((*self.problems, *problems), key=lambda problem: problem.line or 0)
        return (() if found else edits), tuple(found)

    def _change(self, statement: Statement) -> Change | None:
        if statement.form is None:
            self._not_understood(statement)
            return None
        if statement.unquoted and statement.place:
            start, end = statement.unquoted
            if place_inside(self.masked, start, end) or _is_doubtful(self.source[start:end]):
                self._problem(
                    statement.start,
                    _("It is not clear where the new text ends."),
                    _(
                        'Put the new text in quotation marks; reasons follow the heading "# Begründung", '
                        "greetings have no place here."
                    ),
                )
                return None
        try:
            return resolve(self._instruction(statement), self.target)
        except CannotCarryOutError as error:
            self._problem(statement.start, error.message, error.hint)
            return None

    def _instruction(self, statement: Statement) -> Instruction:
        form = statement.form
        if form is None:
            raise ValueError(statement)
        ranges = [(start + 1, end - 1) for start, end in statement.quotes]
        if statement.unquoted:
            ranges = [statement.unquoted]
        needle = "" if form.needle is None else self.source[slice(*ranges[form.needle])]
        payload = Payload("", self._line(statement.start))
        if form.payload is not None:
            start, end = ranges[form.payload]
            payload = Payload(self.source[start:end], self._line(start))
        place = statement.place
        if place is not None and place.part is not Concern.TEXT and not place.is_gap:
            place = None  # all of the part
        return Instruction(self._line(statement.start), form.action, place, needle, payload)

    def _not_understood(self, statement: Statement) -> None:
        if any(statement.start <= s.position < statement.end for s in self.quotes.strays):
            return  # the quotation mark without a partner is the reason, and is reported
        words = self.source[statement.start : statement.end].strip()
        hint = forms_that_work()
        if _REASONS.match(words):
            hint = _('Reasons begin with the heading "# Begründung" on a line of its own.')
        elif _COUNTED.search(words):
            hint = _("Name the lines; antragstool show ID --numbers shows them.") + "\n" + hint
        elif not statement.quotes and not self.quotes.strays:
            hint = _("Put the old and the new words into quotation marks: „…“.") + "\n" + hint
        elif any(PLACE.search(self.source, start, end) for start, end in statement.quotes):
            hint = _("Perhaps a quotation mark is missing.") + "\n" + hint
        self._problem(
            statement.start, _('"%(words)s" is not understood.') % {"words": short(words)}, hint
        )

    def _report_strays(self, statements: Sequence[Statement]) -> None:
        """Report quotation marks without a partner, unless they are part of unquoted words."""
        free = [statement.unquoted for statement in statements if statement.unquoted]
        for stray in self.quotes.strays:
            if any(start <= stray.position < end for start, end in free):
                continue
            if stray.opens:
                message = _("The quotation that begins with %(words)s is not closed.")
                around = self.source[stray.position : stray.position + 30]
            else:
                message = _("The quotation that ends with %(words)s is not opened.")
                around = self.source[max(0, stray.position - 29) : stray.position + 1]
            self._problem(
                stray.position,
                message % {"words": " ".join(around.split())},
                _('Put the words between two quotation marks: „…“ or "…" or »…«.'),
            )

    def _problem(self, position: int, message: str, hint: str) -> None:
        problem = Problem(visible(message), self.file, self._line(position), visible(hint))
        self.problems.append(problem)

    def _line(self, position: int) -> int:
        return self.first_line + self.source.count("\n", 0, position)
