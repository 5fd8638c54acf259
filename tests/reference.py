"""The laws of the engine, slowly: every writing of an edit, every pair, every character.

Nothing here looks at ``merge``: it is what that has to agree with. All texts are *closed*: their
last block has a line end like every other. Only short texts are affordable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.model.edit import Edit
from antragstool.text.tokens import flat_tokens


def with_edit(text: str, edit: Edit) -> str:
    """Return *text* with one edit; its old words must be there."""
    assert text[edit.start : edit.end] == edit.old
    return text[: edit.start] + edit.new + text[edit.end :]


def every_writing(edit: Edit, text: str) -> list[Edit]:
    """Return every edit at all that makes the same text as *edit*."""
    wanted = with_edit(text, edit)
    grown = len(wanted) - len(text)
    starts = [at for at in range(len(text) + 1) if wanted.startswith(text[:at])]
    ends = [at for at in range(len(text) + 1) if wanted.endswith(text[at:])]
    return [
        Edit(start, text[start:end], wanted[start : end + grown])
        for start in starts
        for end in ends
        if start <= end and start <= end + grown and text[start:end] != wanted[start : end + grown]
    ]


def trimmed_writings(edit: Edit, text: str) -> list[Edit]:
    """Return every writing of *edit* without equal signs at its ends; affordable for long texts.

    All of them are of one length: so each start is tried once.
    """
    wanted = with_edit(text, edit)
    old, new = edit.old, edit.new
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    found = []
    for start in range(len(text) - len(old) + 1):
        end, end_new = start + len(old), start + len(new)
        if text[:start] == wanted[:start] and text[end:] == wanted[end_new:]:
            found.append(Edit(start, text[start:end], wanted[start:end_new]))
    return found


def borders(text: str) -> set[int]:
    """Return the positions between two words of *text*."""
    found, position = {0}, 0
    for token in flat_tokens(text):
        position += len(token)
        found.add(position)
    return found


def whole_writings(edit: Edit, text: str) -> list[Edit]:
    """Return the shortest writings that cut no word, before or after the edit.

    Where no trimmed writing is so, it is the one that holds all trimmed ones.
    """
    before, after = borders(text), borders(with_edit(text, edit))

    def is_whole(each: Edit) -> bool:
        ends = {each.start, each.end} <= before
        return ends and {each.start, each.start + len(each.new)} <= after

    trimmed = trimmed_writings(edit, text)
    clean = [each for each in trimmed if is_whole(each)]
    if clean:
        return clean
    low, high = min(each.start for each in trimmed), max(each.end for each in trimmed)
    every = every_writing(edit, text)
    holding = [each for each in every if each.start <= low and high <= each.end and is_whole(each)]
    shortest = min(len(each.old) for each in holding)
    return [each for each in holding if len(each.old) == shortest]


def hull(edit: Edit, text: str) -> tuple[int, int]:
    """Return the first and the last position that any writing of *edit* touches."""
    writings = [*trimmed_writings(edit, text), *whole_writings(edit, text)]
    return min(each.start for each in writings), max(each.end for each in writings)


def share_a_sign(one: Edit, other: Edit) -> bool:
    """Tell whether two edits change the same character, or one inserts strictly inside the other."""
    if set(range(one.start, one.end)) & set(range(other.start, other.end)):
        return True
    return (not other.old and one.start < other.start < one.end) or (
        not one.old and other.start < one.start < other.end
    )


def ways_together(one: Edit, other: Edit, text: str) -> set[str]:
    """Return every text that both edits make together, in any of their writings and both orders."""
    found: set[str] = set()
    for first in _readable(whole_writings(one, text), text):
        for second in _readable(whole_writings(other, text), text):
            if share_a_sign(first, second):
                continue
            for order in ((first, second), (second, first)):
                traced = Traced(text)
                assert all(traced.carry_out(each) for each in order)
                found.add(traced.text)
    return found


def _readable(writings: list[Edit], text: str) -> list[Edit]:
    """Leave out what nobody would read as the change: whole blocks first, and no full stop before a sentence."""
    runs = [(each, each.old or each.new) for each in writings]
    blocks = [
        each
        for each, run in runs
        if run[-1] == "\n" and (each.start == 0 or text[each.start - 1] == "\n")
    ]
    return blocks or [each for each, run in runs if run[0] not in ".!?…"] or writings


class Traced:
    """A text that is changed, edit by edit, each given in positions of the base.

    Every character knows the range of the base for which it stands.
    """

    def __init__(self, base: str) -> None:
        self._signs = [(sign, at, at + 1) for at, sign in enumerate(base)]
        self._changed: list[tuple[int, int]] = []

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(sign for sign, _low, _high in self._signs)

    def carry_out(self, edit: Edit) -> bool:
        """Carry *edit* out where its old words stand now; return False if they do not.

        An insertion goes behind all that was inserted at its place before.
        """
        if any(low < edit.start < high or low < edit.end < high for low, high in self._changed):
            return False
        at = self._find(edit)
        if at is None:
            return False
        new = [(sign, edit.start, edit.end) for sign in edit.new]
        self._signs[at : at + len(edit.old)] = new
        self._changed.append((edit.start, edit.end))
        return True

    def _find(self, edit: Edit) -> int | None:
        if edit.old:
            wanted = [(sign, edit.start + n, edit.start + n + 1) for n, sign in enumerate(edit.old)]
            for at in range(len(self._signs)):
                if self._signs[at : at + len(wanted)] == wanted:
                    return at
            return None
        for at, (_sign, low, high) in enumerate(self._signs):
            if low > edit.start or (low == edit.start and high > low):
                return at
        return len(self._signs)


def results_in_order(text: str, amendments: Sequence[Sequence[Edit]]) -> str | None:
    """Carry amendments out one after the other; None if one of them does not find its words."""
    traced = Traced(text)
    for edits in amendments:
        for edit in edits:
            if not traced.carry_out(edit):
                return None
    return traced.text


def pairs(items: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield every pair of places in *items*, each once."""
    for one in range(len(items)):
        for other in range(one + 1, len(items)):
            yield one, other
