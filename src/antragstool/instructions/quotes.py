"""Finding the quotations in an amendment's sentences, before anything else is read.

Known pairs: „…“ "…" “…” »…« «…» ›…‹ ‚…‘ ‘…’, also mixed as keyboards make them („…"). They
nest, the same kind too („die „NSU“ und“): a mark that can open and close opens if it stands
after a space or a bracket and before a character that is not a space. Single quotation marks
inside double ones are text. A quotation may run over lines and contain anything.

:func:`mask` replaces every quotation by placeholders of the same length, so that positions
in the masked text are positions in the source.
"""

from __future__ import annotations

from dataclasses import dataclass

PLACEHOLDER = "\ue000"
"""Stands for a quotation's opening mark; private, so that no accepted text contains it."""
FILL = "\ue001"

_CLOSERS = {
    "„": '“”"',
    "“": '”“"',
    '"': '"“”',
    "»": "«",
    "«": "»",
    "›": "‹",
    "‹": "›",
    "‚": "‘’",
    "‘": "’",
}
_SINGLE = "‚‘"
_ONLY_CLOSE = "”’"
_BRACKETS = "([{/–—„“‚‘»«›‹\"'…:="

_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: the positions of its opening mark and after its closing mark."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stray:
    """A quotation mark without its partner."""

    position: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Quotes:
    """The outermost quotations of a source in order, and the marks that have no partner."""

    found: tuple[Quote, ...]
    strays: tuple[Stray, ...]


def find_quotes(source: str) -> Quotes:
    """Find the quotations in *source*; marks nested deeper than anybody nests them end the search."""
    stack: list[int] = []
    pairs: list[Quote] = []
    strays: list[Stray] = []
    for position, character in enumerate(source):
        if len(stack) > _DEEPEST:
            break
        if character not in _CLOSERS and character not in _ONLY_CLOSE:
            continue
        if character in "‚‘’" and stack and source[stack[-1]] not in _SINGLE:
            continue  # a single mark, or an apostrophe, inside a double quotation
        partner = _partner(source, position, stack)
        if partner is not None:
            pairs.append(Quote(stack[partner], position + 1))
            del stack[partner:]
        elif _can_open(source, position, empty=not stack):
            stack.append(position)
        elif character not in "‘’" and not stack:
            strays.append(Stray(position, opens=False))
    strays += [Stray(position, opens=True) for position in stack]
    return Quotes(_outermost(pairs), tuple(sorted(strays, key=lambda stray: stray.position)))


def _partner(source: str, position: int, stack: list[int]) -> int | None:
    """Return the index on the stack of the mark that the one at *position* closes, if it closes one."""
    character = source[position]
    if _opens_by_place(source, position) and character in _CLOSERS:
        return None
    if character == "’" and source[position + 1 : position + 2].isalpha():
        return None
    for index in range(len(stack) - 1, -1, -1):
        if character in _CLOSERS[source[stack[index]]]:
            return index
    return None


def _opens_by_place(source: str, position: int) -> bool:
    before, after = source[position - 1 : position], source[position + 1 : position + 2]
    left = not before or before.isspace() or before in _BRACKETS
    return left and bool(after) and not after.isspace() and after not in ".,;!?)]}"


def _can_open(source: str, position: int, *, empty: bool) -> bool:
    character = source[position]
    if character in "„‚":
        return True
    if character not in _CLOSERS:
        return False
    if _opens_by_place(source, position):
        return True
    # French spacing (« mot »), or a quotation that begins with a comma (“, and so on”)
    return empty and (position == 0 or source[position - 1].isspace())


def _outermost(pairs: list[Quote]) -> tuple[Quote, ...]:
    outermost: list[Quote] = []
    for pair in sorted(pairs, key=lambda quote: quote.start):
        if not outermost or pair.start >= outermost[-1].end:
            outermost.append(pair)
    return tuple(outermost)


def mask(source: str, quotes: Quotes) -> str:
    """Return *source* with every quotation replaced by placeholders of the same length."""
    pieces: list[str] = []
    position = 0
    for quote in quotes.found:
        pieces += [
            source[position : quote.start],
            PLACEHOLDER,
            FILL * (quote.end - quote.start - 1),
        ]
        position = quote.end
    pieces.append(source[position:])
    return "".join(pieces)
