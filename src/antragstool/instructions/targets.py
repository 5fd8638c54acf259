"""Where an instruction applies: places and quoted words, tied to positions of the text.

Quoted words must begin in the lines named and stand there exactly once, at the borders of
words. Nothing else is accepted; the problem says where they stand, what the whole word is,
or which passage comes nearest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from antragstool.i18n import _
from antragstool.instructions.messages import line_range, lines_of, short
from antragstool.instructions.nearest import nearest
from antragstool.instructions.places import Place, Where
from antragstool.instructions.words_of_text import Occurrence, VisibleText, visible_text
from antragstool.model.documents import Concern
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.text.markdown import read_inline

_MOST_PLACES = 6


class CannotCarryOutError(Exception):
    """An instruction cannot be carried out; the message and the hint for its Problem."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Target:
    """The text that instructions are carried out on, and its official lines."""

    text: Text
    lines: tuple[Line, ...]
    visible: VisibleText

    @classmethod
    def of(cls, text: Text, lines: Sequence[Line]) -> Target:
        """Prepare a text for looking things up."""
        return cls(text, tuple(lines), visible_text(text))

    def named(self, place: Place) -> tuple[Line, Line]:
        """Return the first and the last line of *place*.

        Raises CannotCarryOutError if the text has no such lines, or they run backwards.
        """
        if place.last < place.first:
            raise CannotCarryOutError(
                _("The lines %(first)d to %(last)d run backwards.")
                % {"first": place.first, "last": place.last},
                _("Write the smaller number first."),
            )
        first, last = self.line(place.first), self.line(place.last)
        return first, last

    def line(self, number: int) -> Line:
        """Return the line with a number. Raises CannotCarryOutError if there is none."""
        index = number - self.lines[0].number if self.lines else -1
        if not 0 <= index < len(self.lines):
            raise CannotCarryOutError(
                _("There is no line %(number)d.") % {"number": number}, self.extent()
            )
        return self.lines[index]

    def extent(self) -> str:
        """Say which lines the text has."""
        if not self.lines:
            return _("The text has no lines.")
        first, last = self.lines[0].number, self.lines[-1].number
        if first == 1:
            return _("The text has %(count)d lines.") % {"count": last}
        return _("The lines of the text are numbered %(first)d to %(last)d.") % {
            "first": first,
            "last": last,
        }

    def gap(self, place: Place) -> int:
        """Return the index of the block before which a new block belongs.

        Raises CannotCarryOutError if the place is not between two blocks.
        """
        if place.part is not Concern.TEXT:
            return len(self.text.blocks)
        if place.first != place.last:
            raise CannotCarryOutError(
                _("A new paragraph has its place after one line, not after several."),
                _("Name the last line of the paragraph before it."),
            )
        offset = self.lines[0].number if self.lines else 1
        if place.where is Where.AFTER and place.first == offset - 1:
            return 0
        line = self.line(place.first)
        of_block = [other for other in self.lines if other.block == line.block]
        if place.where is Where.AFTER:
            if line is not of_block[-1]:
                raise _inside_a_block(line, of_block[-1], _after_hint(of_block[-1], line))
            return line.block + 1
        if line is not of_block[0]:
            raise _inside_a_block(line, of_block[0], _before_hint(of_block[0], line))
        return line.block

    def find(self, quoted: str, place: Place | None) -> Occurrence:
        """Return where *quoted* stands in the lines of *place*, or in the whole text without a place.

        Raises CannotCarryOutError unless it stands there exactly once.
        """
        within = (0, len(self.text.flat) + 1)
        if place is not None:
            first, last = self.named(place)
            within = (first.start, last.end)
        if not quoted.split():
            raise CannotCarryOutError(
                _("The quotation is empty."), _("Quote the words that the text has.")
            )
        for words in _readings(quoted):
            found = list(self.visible.occurrences(words))
            if found:
                return self._only(found, quoted, place, within)
        folded = [
            f for f in self.visible.occurrences(quoted, fold=True) if self.visible.stands_alone(f)
        ]
        inside = [f for f in folded if within[0] <= f.start < within[1]]
        if len(inside) == 1:
            return inside[0]
        parted = next(self.visible.occurrences("\n".join(quoted.split())), None)
        if parted is not None:
            raise CannotCarryOutError(
                _('"%(words)s" runs over the end of a paragraph in %(lines)s.')
                % {
                    "words": short(quoted),
                    "lines": lines_of(self.lines, parted.start, parted.end),
                },
                _(
                    "Write one instruction for each paragraph, or put an empty line into the"
                    " quotation where the paragraph ends."
                ),
            )
        raise self._nowhere(quoted, within if place else None)

    def _only(
        self,
        found: Sequence[Occurrence],
        quoted: str,
        place: Place | None,
        within: tuple[int, int],
    ) -> Occurrence:
        whole = [f for f in found if self.visible.stands_alone(f)]
        inside = [f for f in whole if within[0] <= f.start < within[1]]
        if len(inside) == 1:
            return inside[0]
        if len(inside) > 1:
            raise self._several(inside, quoted, place)
        cut = [f for f in found if within[0] <= f.start < within[1]]
        if whole and not cut:
            raise self._elsewhere(whole, quoted, place)
        cut = cut or list(found)
        word = self.visible.widened(cut[0])
        raise CannotCarryOutError(
            _('"%(words)s" is only part of "%(whole)s" in %(lines)s.')
            % {
                "words": short(quoted),
                "whole": short(self.visible.shown(word)),
                "lines": lines_of(self.lines, word.start, word.end),
            },
            _("Quote whole words."),
        )

    def _several(
        self, found: Sequence[Occurrence], quoted: str, place: Place | None
    ) -> CannotCarryOutError:
        where = self._list(found)
        if not self.lines:
            return CannotCarryOutError(
                _('"%(words)s" stands %(count)d times there.')
                % {"words": short(quoted), "count": len(found)},
                _("Quote more of the words around it, so that it is clear which is meant."),
            )
        if place is None:
            return CannotCarryOutError(
                _('"%(words)s" stands %(count)d times in the text (%(lines)s).')
                % {"words": short(quoted), "count": len(found), "lines": where},
                _("Name the line, or quote more of the words around it."),
            )
        return CannotCarryOutError(
            _('"%(words)s" stands %(count)d times in the lines named (%(lines)s).')
            % {"words": short(quoted), "count": len(found), "lines": where},
            _("Quote more of the words around it, so that it is clear which is meant."),
        )

    def _elsewhere(
        self, found: Sequence[Occurrence], quoted: str, place: Place | None
    ) -> CannotCarryOutError:
        named = line_range(place.first, place.last) if place else _("the text")
        return CannotCarryOutError(
            _('"%(words)s" does not stand in %(named)s; the words stand in %(lines)s.')
            % {"words": short(quoted), "named": named, "lines": self._list(found)},
            _("Correct the line number."),
        )

    def _list(self, found: Sequence[Occurrence]) -> str:
        places = [lines_of(self.lines, f.start, f.end) for f in found]
        shown = list(dict.fromkeys(places))[:_MOST_PLACES]
        return ", ".join(shown) + (" …" if len(set(places)) > _MOST_PLACES else "")

    def _nowhere(self, quoted: str, within: tuple[int, int] | None) -> CannotCarryOutError:
        message = _('"%(words)s" stands nowhere in the text.') % {"words": short(quoted)}
        guess = nearest(self.visible, quoted, within)
        if guess is None:
            return CannotCarryOutError(message, _("Quote the words exactly as the text has them."))
        return CannotCarryOutError(
            message,
            _(
                'This is a guess: perhaps "%(guess)s" in %(lines)s is meant. Then quote it like that.'
            )
            % {
                "lines": lines_of(self.lines, guess.start, guess.end),
                "guess": short(self.visible.shown(guess)),
            },
        )


def _readings(quoted: str) -> list[str]:
    """Return the quotation as typed, and without the Markdown that people copy with it."""
    seen = "".join(span.text for span in read_inline(quoted))
    # A mark and a blank: "-5 Grad" is a number, "- Punkt" a list item.
    bare = re.sub(r"^\s*(?:[-*+•]|#{1,6})\s+", "", quoted)
    return list(dict.fromkeys([quoted, seen, bare] if bare else [quoted, seen]))


def _inside_a_block(line: Line, border: Line, hint: str) -> CannotCarryOutError:
    if border.number > line.number:
        message = _("Line %(line)d is not the last line of its paragraph; that is line %(border)d.")
    else:
        message = _(
            "Line %(line)d is not the first line of its paragraph; that is line %(border)d."
        )
    return CannotCarryOutError(message % {"line": line.number, "border": border.number}, hint)


def _after_hint(border: Line, line: Line) -> str:
    return _(
        "For a new paragraph write: Nach Zeile %(border)d einfügen: „…“; for words inside this one"
        " write: Zeile %(line)d: Füge nach „…“ ein: „…“."
    ) % {"border": border.number, "line": line.number}


def _before_hint(border: Line, line: Line) -> str:
    return _(
        "For a new paragraph write: Vor Zeile %(border)d einfügen: „…“; for words inside this one"
        " write: Zeile %(line)d: Füge vor „…“ ein: „…“."
    ) % {"border": border.number, "line": line.number}
