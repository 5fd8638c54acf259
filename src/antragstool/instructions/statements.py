"""From symbols to statements: where one sentence ends, and what it says.

A sentence ends at a bullet, at an empty line, at a full stop, or at a line's end, unless it
is not complete there and what follows can complete it; so a sentence may be wrapped over
lines. "Zeile 88:" alone on a line or in a paragraph is the place of the sentences below it
until another place is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from antragstool.instructions.forms import Form, can_become_a_form, form_of, unquoted_form
from antragstool.instructions.places import PART, PLACE, Place, part_of, place_of
from antragstool.instructions.symbols import (
    BULLET,
    COLON,
    LINE_END,
    PARAGRAPH,
    PART_,
    PLACE_,
    QUOTE,
    STOP,
    UNKNOWN,
    VERBS,
    WHOLE,
    Symbol,
    read_symbols,
)

_BOUNDARIES = frozenset({BULLET, LINE_END, PARAGRAPH, STOP})
_PLACES = frozenset({PLACE_, PART_})
_LONGEST = 30  # symbols; no form is longer, and what is longer is not looked at again and again
_ENDS_OF_LINES = frozenset({BULLET, LINE_END, PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: the range it takes in the source, and what it says.

    *form* is None if it is not understood. *quotes* are the ranges of its quotations with
    their marks; *unquoted* is the range of a payload without marks. *inherited* says that
    the place stands in a line above.
    """

    start: int
    end: int
    form: Form | None
    place: Place | None
    quotes: tuple[tuple[int, int], ...]
    unquoted: tuple[int, int] | None = None
    inherited: bool = False


@dataclass(slots=True)
class _Sentence:
    """The symbols of the sentence that is being read."""

    symbols: list[Symbol]
    masked: str

    @property
    def letters(self) -> str:
        if len(self.symbols) > _LONGEST:
            return UNKNOWN
        return "".join(s.kind for s in self.symbols if s.kind not in {COLON, *_PLACES})

    @property
    def places(self) -> list[Place]:
        found: list[Place] = []
        for symbol in self.symbols[:_LONGEST]:
            pattern, read = (PLACE, place_of) if symbol.kind == PLACE_ else (PART, part_of)
            match = pattern.match(self.masked, symbol.start) if symbol.kind in _PLACES else None
            if match:
                found.append(read(match))
        return found

    @property
    def place(self) -> Place | None:
        places = self.places
        return places[0] if places else None

    @property
    def ends_with_colon(self) -> bool:
        return self.symbols[-1].kind == COLON

    def is_viable(self, following: str = "") -> bool:
        letters = self.letters
        if following in _PLACES:
            return not self.places and bool(letters) and can_become_a_form(letters, None)
        return len(self.places) <= 1 and can_become_a_form(letters + following, self.place)

    def is_complete(self) -> bool:
        return len(self.places) <= 1 and form_of(self.letters, self.place) is not None

    def is_only_a_place(self) -> bool:
        return not self.letters and len(self.places) == 1

    def statement(self, unquoted: tuple[int, int] | None = None) -> Statement:
        places = self.places
        form = None
        if len(places) <= 1:
            form = (unquoted_form if unquoted else form_of)(self.letters, self.place)
        return Statement(
            self.symbols[0].start,
            unquoted[1] if unquoted else self.symbols[-1].end,
            form,
            self.place,
            tuple((s.start, s.end) for s in self.symbols if s.kind == QUOTE),
            unquoted,
        )


def read_statements(masked: str) -> tuple[Statement, ...]:
    """Read all sentences of a masked source, understood or not, in order."""
    symbols = read_symbols(masked)
    statements: list[Statement] = []
    heading: Statement | None = None
    sentence = _Sentence([], masked)
    index = 0
    while index <= len(symbols):
        run = _boundaries(symbols, index)
        following = symbols[index + len(run)] if index + len(run) < len(symbols) else None
        at_end = following is None
        if sentence.symbols and (at_end or run) and _ends(sentence, run, following):
            statement = sentence.statement()
            if heading is not None and statement.place is not None:
                _drop_unused(heading, statements)
                heading = None
            if sentence.is_only_a_place() and not at_end:
                heading = statement
            else:
                statements.append(_with_place_above(sentence, statement, heading))
            sentence = _Sentence([], masked)
        index += len(run)
        if following is None:
            break
        sentence.symbols.append(following)
        index += 1
        payload = _unquoted_payload(sentence, symbols, index)
        if payload is not None:
            statements.append(sentence.statement(payload))
            sentence = _Sentence([], masked)
            index = next((i for i, s in enumerate(symbols) if s.start >= payload[1]), len(symbols))
    return tuple(statements)


def _boundaries(symbols: Sequence[Symbol], index: int) -> list[str]:
    run: list[str] = []
    while index < len(symbols) and symbols[index].kind in _BOUNDARIES:
        run.append(symbols[index].kind)
        index += 1
    return run


def _drop_unused(heading: Statement, statements: list[Statement]) -> None:
    """Keep a place that no sentence used, so that it is reported."""
    if not statements or statements[-1].start < heading.start:
        statements.append(heading)


def _with_place_above(
    sentence: _Sentence, statement: Statement, heading: Statement | None
) -> Statement:
    if heading is None or statement.place is not None:
        return statement
    form = form_of(sentence.letters, heading.place)
    return replace(statement, form=form, place=heading.place, inherited=True)


def _ends(sentence: _Sentence, run: Sequence[str], following: Symbol | None) -> bool:
    """Tell whether *sentence* ends at these boundaries, before *following*."""
    if following is None or BULLET in run:
        return True
    continues = sentence.is_viable(following.kind)
    if sentence.is_only_a_place():
        heads = sentence.symbols[0].kind == PART_ and sentence.ends_with_colon and bool(run)
        return heads or not continues
    if PARAGRAPH in run:
        return not (continues and sentence.ends_with_colon and not sentence.is_complete())
    if sentence.is_complete():
        return STOP in run or not continues
    if sentence.is_viable():
        return STOP in run or not continues
    return following.kind in _PLACES or (LINE_END in run and following.kind in VERBS)


def _unquoted_payload(
    sentence: _Sentence, symbols: Sequence[Symbol], index: int
) -> tuple[int, int] | None:
    """Return the range of unquoted words after the colon that *sentence* has just come to."""
    if not sentence.ends_with_colon or len(sentence.places) > 1:
        return None
    form = unquoted_form(sentence.letters, sentence.place)
    run = _boundaries(symbols, index)
    first = index + len(run)
    if form is None or first >= len(symbols):
        return None
    if symbols[first].kind == QUOTE and BULLET not in run:
        return None
    start, end = sentence.symbols[-1].end, len(sentence.masked.rstrip())
    if WHOLE in sentence.letters:
        return start, end
    several = any(kind in _ENDS_OF_LINES for kind in run)
    for position in range(first, len(symbols)):
        if symbols[position].kind not in _ENDS_OF_LINES:
            continue
        ends_here = symbols[position].kind == PARAGRAPH and not several
        after = position + len(_boundaries(symbols, position))
        if ends_here or _starts_instruction(symbols, after, sentence.masked):
            return start, symbols[position].start
    return start, end


def _starts_instruction(symbols: Sequence[Symbol], index: int, masked: str) -> bool:
    """Tell whether the line that begins with symbol *index* is an instruction of its own."""
    end = index
    while end < len(symbols) and symbols[end].kind not in _BOUNDARIES:
        end += 1
    line = list(symbols[index:end])
    return bool(line) and (line[0].kind == PLACE_ or _Sentence(line, masked).is_complete())


def place_inside(masked: str, start: int, end: int) -> bool:
    """Tell whether a place followed by a colon stands in a range: a sentence may have been swallowed."""
    return any(
        match.end() <= end and masked[match.end() :].lstrip()[:1] == ":"
        for match in PLACE.finditer(masked, start, end)
    )
