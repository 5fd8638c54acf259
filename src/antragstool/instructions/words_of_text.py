"""Looking up quoted words in a text by what a reader sees.

Visible characters only (not ``**`` and backslashes); any run of white space equals any
other; a line end in the quotation may be a space or the end of a block. An occurrence
counts only at the borders of tokens: "Kind" does not stand in "Kinder". Quotation marks
and dashes of another make are a second try, for the caller to decide on.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from antragstool.text.blocks import Text
from antragstool.text.markdown import read_inline
from antragstool.text.tokens import tokens

_SPACE = r"[^\S\n]+"
_FOLDED = str.maketrans({**dict.fromkeys("„“”‟«»‹›‚‘’‛'`´", '"'), **dict.fromkeys("‐‑‒–—―−", "-")})
_MARKER = re.compile(r"[-*+•]|#{1,6}|\d{1,9}[.)]")
_INNER_BORDER = re.compile(r"(?<=\s)|(?=\s)|(?<=\d)(?=[%‰€])")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where words stand: a range of the flat text, and the range of the visible characters."""

    start: int
    end: int
    first: int
    last: int


class VisibleText:
    """The visible characters of a text, blocks parted by line ends, each with its flat position."""

    def __init__(self, text: Text) -> None:
        self.text = text
        pieces: list[str] = []
        self.positions: list[int] = []
        for index, block in enumerate(text.blocks):
            start = text.content_start(index)
            for span in read_inline(block.content):
                pieces.append(span.text)
                begin = start + span.start
                self.positions.extend(range(begin, begin + len(span.text)))
            pieces.append("\n")
            self.positions.append(text.end_of(index))
        self.visible = "".join(pieces)

    @functools.cached_property
    def folded(self) -> str:
        """The visible characters with all quotation marks alike and all dashes alike."""
        return self.visible.translate(_FOLDED)

    @functools.cached_property
    def borders(self) -> frozenset[int]:
        """The indices of visible characters at which a token begins or ends."""
        found: set[int] = {0}
        index = 0
        for token in tokens(self.visible):
            if len(token) > 1:
                found.update(index + match.start() for match in _INNER_BORDER.finditer(token))
            index += len(token)
            found.add(index)
        return frozenset(found)

    def index_of(self, position: int) -> int:
        """Return the index of the first visible character at or after a flat position."""
        return bisect_left(self.positions, position)

    def is_border(self, position: int) -> bool:
        """Tell whether no token is cut at a flat position."""
        return self.index_of(position) in self.borders

    def occurrences(self, quoted: str, *, fold: bool = False) -> Iterator[Occurrence]:
        """Yield every place at which *quoted* stands, at token borders or not, in order."""
        pattern = _pattern(quoted.translate(_FOLDED) if fold else quoted)
        where = self.folded if fold else self.visible
        match = pattern.search(where) if pattern else None
        while pattern and match:
            yield self._occurrence(match.start(), match.end())
            match = pattern.search(where, match.start() + 1)

    def _occurrence(self, first: int, last: int) -> Occurrence:
        return Occurrence(self.positions[first], self.positions[last - 1] + 1, first, last)

    def stands_alone(self, found: Occurrence) -> bool:
        """Tell whether an occurrence begins and ends at token borders."""
        return found.first in self.borders and found.last in self.borders

    def widened(self, found: Occurrence) -> Occurrence:
        """Return an occurrence widened to whole tokens."""
        first, last = found.first, found.last
        while first not in self.borders:
            first -= 1
        while last not in self.borders:
            last += 1
        return self._occurrence(first, last)

    def shown(self, found: Occurrence) -> str:
        """Return the words of an occurrence as a reader sees them, on one line."""
        return " ".join(self.visible[found.first : found.last].split())


@functools.lru_cache(maxsize=4)
def visible_text(text: Text) -> VisibleText:
    """Return the visible characters of *text*; hundreds of amendments are read against the same one."""
    return VisibleText(text)


def _pattern(quoted: str) -> re.Pattern[str] | None:
    """Build the search for *quoted*; None if it has no characters."""
    pieces: list[str] = []
    for line in quoted.split("\n"):
        words = line.split()
        if not words:
            continue
        if not pieces:
            pass
        elif len(words) > 1 and _MARKER.fullmatch(words[0]):
            pieces.append(rf"(?:{_SPACE}{re.escape(words.pop(0))}{_SPACE}|\n)")
        elif pieces[-1].endswith("-"):  # an official line may break after a hyphen
            pieces.append(rf"(?:{_SPACE}|\n)?")
        else:
            pieces.append(rf"(?:{_SPACE}|\n)")
        pieces.append(_SPACE.join(re.escape(word) for word in words))
    return re.compile("".join(pieces)) if pieces else None
