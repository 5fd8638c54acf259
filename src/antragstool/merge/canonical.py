"""The one form of an edit among all that do the same, and every place that it may occupy.

"netto " before "Lohn" and " netto" after "der" can be one and the same insertion. Equal signs at
both ends of an edit are trimmed off; what is then a pure insertion or deletion slides to the best
of its equivalent places: the start of a block, of a sentence, of a word, else the leftmost; never
to the other side of a full stop. Whatever would cut a word grows to the whole word. So the form
depends on the text before and after alone, not on how the edit was written down.

The *hull* runs from the first to the last position that any equivalent form touches. Positions
count in :func:`closed` text, in which the last block has a line end like every other block: else
the last two blocks would share the line end between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from antragstool.model.edit import Edit
from antragstool.text.blocks import Block
from antragstool.text.tokens import flat_tokens

_ENDS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class CanonicalEdit:
    """An edit in its canonical form, with its hull *first* to *last*.

    *substitute* marks a new text for the whole. *opens_line* says that the edit begins where a
    block begins; *structural* that it changes where blocks begin or what they are. *repeated* says
    that the same words stand twice in a row before a deletion or after an insertion, so that nobody
    knows which of them go or came. *moved_to* is where the same amendment puts the deleted words
    instead, -1 if nowhere. *written* is the range of the words that it quoted, equal ones included;
    it does not belong to the form.
    """

    edit: Edit
    first: int
    last: int
    substitute: bool = False
    opens_line: bool = False
    structural: bool = False
    repeated: bool = False
    moved_to: int = -1
    written: tuple[int, int] = field(default=(0, 0), compare=False)

    def quotes(self, other: CanonicalEdit) -> bool:
        """Tell whether *other* changes words that this one quoted, though it leaves them as they are."""
        low, high = self.written
        start, end = other.edit.start, other.edit.end
        return low < end and start < high if other.edit.old else low < start < high


def closed(flat: str) -> str:
    """Return the flat text with a line end behind its last block: what canonical edits count in."""
    return flat + "\n"


def canonical(edit: Edit, flat: str) -> CanonicalEdit:
    """Return the canonical form of *edit* to the flat text *flat*."""
    text = closed(flat)
    if edit.start == 0 and edit.end == len(flat) and "\n" in flat:
        return CanonicalEdit(edit, 0, len(text), substitute=True, opens_line=True, structural=True)
    minimal = _minimal(edit)
    if minimal.old and minimal.new:
        whole = _Window(text, minimal, minimal.start, minimal.end).whole_words(minimal)
        return _described(whole, text, whole.start, whole.end)
    low, high = _slides(minimal, text)
    length = len(minimal.old)
    window = _Window(text, minimal, low, high + length)
    starts = [start for start in range(low, high + 1) if window.is_clean(start, minimal)]
    if not starts:
        whole = window.whole_words(_spanning(minimal, text, low, high))
        return _described(whole, text, whole.start, whole.end)
    best = max(starts, key=lambda start: (_rank(minimal, text, start), -start))
    return _described(_form(minimal, text, best), text, low, high + length)


def _described(edit: Edit, text: str, first: int, last: int) -> CanonicalEdit:
    opens_line = edit.start == 0 or text[edit.start - 1] == "\n"
    changes_prefix = opens_line and any(
        Block.from_flat(words).prefix for words in (edit.old, edit.new)
    )
    return CanonicalEdit(
        edit,
        first,
        last,
        opens_line=opens_line,
        structural="\n" in edit.old or "\n" in edit.new or changes_prefix,
        repeated=_is_repeated(edit, text[first:last]),
    )


def _is_repeated(edit: Edit, hull: str) -> bool:
    """Tell whether the hull of a pure edit holds its words once more than the edit itself."""
    if edit.old and edit.new:
        return False
    run = edit.old or edit.new
    times = 2 if edit.old else 1
    # At a block's end the blank between the two is the only one.
    return len(hull) >= times * len(run) or hull.count(run.strip(" ") or run) >= times


def _minimal(edit: Edit) -> Edit:
    """Trim equal signs off, first at the start, then at the end."""
    old, new = edit.old, edit.new
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(edit.start + head, old[head : len(old) - tail], new[head : len(new) - tail])


def _slides(edit: Edit, text: str) -> tuple[int, int]:
    """Return the first and the last start of all forms of a pure insertion or deletion."""
    run = edit.old or edit.new
    low = high = edit.start
    while low and text[low - 1] == run[(low - 1 - edit.start) % len(run)]:
        low -= 1
    length = len(edit.old)
    while high + length < len(text) and text[high + length] == run[(high - edit.start) % len(run)]:
        high += 1
    return low, high


def _form(edit: Edit, text: str, start: int) -> Edit:
    """Return the form of a pure insertion or deletion that begins at *start*."""
    if edit.old:
        return Edit(start, text[start : start + len(edit.old)], "")
    turn = (start - edit.start) % len(edit.new)
    return Edit(start, "", edit.new[turn:] + edit.new[:turn])


def _spanning(edit: Edit, text: str, low: int, high: int) -> Edit:
    """Return one replacement of all that the forms from *low* to *high* touch."""
    end = high + len(edit.old)
    if edit.old:
        return Edit(low, text[low:end], text[low:high])
    return Edit(low, text[low:end], _form(edit, text, low).new + text[low:end])


class _Window:
    """The words around an edit, with their borders before and after it."""

    def __init__(self, text: str, edit: Edit, first: int, last: int) -> None:
        self.text = text
        self.low = _safe_before(text, text.rfind("\n", 0, first) + 1, first)
        high = _safe_behind(text, last, text.find("\n", last) + 1 or len(text))
        before = text[self.low : high]
        at = edit.start - self.low
        after = before[:at] + edit.new + before[at + len(edit.old) :]
        self.old = self._borders(before)
        self.new = self._borders(after)

    def _borders(self, words: str) -> list[int]:
        borders = [self.low]
        for token in flat_tokens(words):
            borders.append(borders[-1] + len(token))
        return borders

    def is_clean(self, start: int, edit: Edit) -> bool:
        """Tell whether the form of a pure insertion or deletion at *start* cuts no word."""
        old_end, new_end = start + len(edit.old), start + len(edit.new)
        return (
            _holds(self.old, start)
            and _holds(self.new, start)
            and _holds(self.old, old_end)
            and _holds(self.new, new_end)
        )

    def whole_words(self, edit: Edit) -> Edit:
        """Grow a replacement until it begins and ends between words, before and after it."""
        start = edit.start
        while not (_holds(self.old, start) and _holds(self.new, start)):
            start = min(_at_or_before(self.old, start), _at_or_before(self.new, start))
        grown = len(edit.new) - len(edit.old)
        end = edit.end
        while not (_holds(self.old, end) and _holds(self.new, end + grown)):
            end = max(_at_or_after(self.old, end), _at_or_after(self.new, end + grown) - grown)
        head, tail = self.text[start : edit.start], self.text[edit.end : end]
        return Edit(start, head + edit.old + tail, head + edit.new + tail)


def _safe_before(text: str, low: int, position: int) -> int:
    """Return a place before *position* from which words can be told apart, *low* if there is no nearer one.

    No token reaches over a space between two words of letters, so what stands before does not matter.
    """
    space = text.rfind(" ", low, max(low, position - 1))
    while space > low and not (text[space - 1].isalpha() and text[space + 1].isalpha()):
        space = text.rfind(" ", low, space)
    return space + 1 if space > low else low


def _safe_behind(text: str, position: int, high: int) -> int:
    """Return such a place behind *position*, *high* if there is no nearer one."""
    space = text.find(" ", position + 1, high)
    while space >= 0 and not (text[space - 1].isalpha() and text[space + 1 : space + 3].isalpha()):
        space = text.find(" ", space + 1, high)
    return space if space >= 0 else high


def _holds(borders: list[int], position: int) -> bool:
    at = bisect_left(borders, position)
    return at < len(borders) and borders[at] == position


def _at_or_before(borders: list[int], position: int) -> int:
    return borders[bisect_right(borders, position) - 1]


def _at_or_after(borders: list[int], position: int) -> int:
    return borders[bisect_left(borders, position)]


def _rank(edit: Edit, text: str, start: int) -> int:
    """Rank a place: 5 a block's start, 4 a sentence's, 3 a sentence's end, 2 a word's start, 0 across a stop."""
    run = edit.old or edit.new
    turn = (start - edit.start) % len(run)
    first, last = run[turn], run[turn - 1]
    if start == 0 or text[start - 1] == "\n":
        return 5 if last == "\n" else 4
    if first in _ENDS:
        return 0
    if text[start - 1] == " " and not first.isspace():
        return 4 if start > 1 and text[start - 2] in _ENDS else 2
    return 3 if text[start - 1] in _ENDS and first == " " and last in _ENDS else 1
