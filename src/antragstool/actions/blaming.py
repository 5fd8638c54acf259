"""Who put which words into a resolution's text, by passage and by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.actions.opened import OpenConference
from antragstool.actions.tracing import Cause, trace
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Resolution
from antragstool.text.blocks import Text
from antragstool.text.lines import Line, line_at
from antragstool.text.tokens import flat_tokens, is_word
from antragstool.workflow.attribution import Removed, attribute, by_word
from antragstool.workflow.spans import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words side by side that have one source; *cause* is None for those of the original text.

    *start* and *end* are positions in the flat text, *first* and *last* official lines. *mover*
    is what moved the words within the text, if anything did.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    cause: Cause | None
    mover: Cause | None


@dataclass(frozen=True, slots=True)
class Gone:
    """Words that were deleted: behind words of the official line *after_line* (or before the first)."""

    position: int
    after_line: int
    text: str
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its source; *line* is the official line in which it begins."""

    line: int
    text: str
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Blamed:
    """The text of a resolution with its official *lines*, and where its words are from.

    *amendments* are those of the conference by their ids.
    """

    resolution: Resolution
    text: Text
    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    removed: tuple[Gone, ...]
    amendments: dict[str, Amendment]

    def causes(self) -> tuple[Cause, ...]:
        """Return everything that shows in the passages and removed words, in order of the text."""
        named = [cause for each in self.passages for cause in (each.cause, each.mover)]
        named += [each.cause for each in self.removed]
        return tuple(dict.fromkeys(cause for cause in named if cause is not None))

    def words(self) -> Iterator[Word]:
        """Yield the words and numbers of the passages, in order."""
        for passage in self.passages:
            position = passage.start
            for token in flat_tokens(passage.text):
                if is_word(token):
                    yield Word(line_at(self.lines, position).number, token, passage.cause)
                position += len(token)


def blame(
    conference: OpenConference, resolution: Resolution, wanted: tuple[int, int] | None = None
) -> Blamed:
    """Return where the words of a resolution's text are from, of the official lines *wanted* only if given.

    Raises InputError if the text has none of these lines.
    """
    base = conference.base(resolution)
    text, lines = base.text.text, conference.lines(resolution, base)
    low, high = 0, len(text.flat)
    if wanted:
        lines = _chosen(lines, wanted, resolution)
        opening = lines[0]
        opens = opening.start == text.content_start(opening.block)
        low = text.starts[opening.block] if opens else opening.start
        high = lines[-1].end
    found = by_word(attribute(*trace(conference, resolution)))
    return Blamed(
        resolution,
        text,
        lines,
        tuple(_passages(found.spans, lines, low, high)),
        tuple(_gone(found.removed, lines, low, high)),
        {each.id: each for each in conference.files.amendments},
    )


def _chosen(
    lines: Sequence[Line], wanted: tuple[int, int], resolution: Resolution
) -> tuple[Line, ...]:
    chosen = tuple(line for line in lines if wanted[0] <= line.number <= wanted[1])
    if not chosen:
        message = _("%(id)s has no line %(line)d.") % {"id": resolution.id, "line": wanted[0]}
        hint = ""
        if lines:
            hint = _("Its lines are %(first)d to %(last)d.") % {
                "first": lines[0].number,
                "last": lines[-1].number,
            }
        raise InputError(Problem(message, resolution.path, hint=hint))
    return chosen


def _passages(
    spans: Sequence[Span[Cause]], lines: Sequence[Line], low: int, high: int
) -> Iterator[Passage]:
    position = 0
    for span in spans:
        start, end = max(position, low), min(position + len(span.text), high)
        if start < end:
            text = span.text[start - position : end - position]
            first, last = _lines_of(lines, start, text)
            yield Passage(start, end, first, last, text, span.label, span.mover)
        position += len(span.text)


def _lines_of(lines: Sequence[Line], start: int, text: str) -> tuple[int, int]:
    """Return the first and last line of the words that begin at *start*, without the blanks around them."""
    if not lines:
        return 0, 0
    bare = text.strip()
    if not bare:
        return line_at(lines, start).number, line_at(lines, start + len(text)).number
    first = start + text.index(bare)
    return line_at(lines, first).number, line_at(lines, first + len(bare) - 1).number


def _gone(
    removed: Sequence[Removed[Cause]], lines: Sequence[Line], low: int, high: int
) -> Iterator[Gone]:
    for each in removed:
        if each.text.strip() and low <= each.position <= high:
            yield Gone(each.position, _line_before(lines, each.position), each.text, each.label)


def _line_before(lines: Sequence[Line], position: int) -> int:
    """Return the line that has words before *position*; the number before the first one's if none has."""
    if not lines:
        return 0
    line = line_at(lines, position)
    return line.number if line.start < position else line.number - 1
