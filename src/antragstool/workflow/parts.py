"""Naming the parts of an amendment: its edits, counted from 1 ("1, 3", "1-3", "A1-Ä3.2")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit
from antragstool.model.ids import file_stem
from antragstool.patch.record import shortened
from antragstool.text.safety import visible

_PARTS = re.compile(
    r"(?P<item>.+-(?:Ä|Ae)[1-9][0-9]{0,5})\.(?P<numbers>[0-9][0-9,–-]*)", re.IGNORECASE
)
_RANGE = re.compile(r"([0-9]{1,6})(?:[-–]([0-9]{1,6}))?")


def split_part(text: str) -> tuple[str, str]:
    """Split "A1-Ä3.2" into the amendment's id and what stands behind the point, "" if nothing does."""
    match = _PARTS.fullmatch(unicodedata.normalize("NFC", text.strip()))
    return (match["item"], match["numbers"]) if match else (text, "")


def part_names(item_id: str, numbers: Sequence[int]) -> str:
    """Return parts as people say them: "A1-Ä3.1, A1-Ä3.3"."""
    return ", ".join(f"{item_id}.{number}" for number in numbers)


def read_parts(text: str, item_id: str, edits: Sequence[Edit]) -> tuple[int, ...]:
    """Return the part numbers that *text* names, in order.

    Raises InputError with everything that is wrong and with the list of the parts.
    """
    problems: list[str] = []
    numbers: list[int] = []
    for word in re.split(r"[,;\s]+", re.sub(r"\s*([-–])\s*(?=[0-9])", r"\1", text.strip())):
        if word:
            numbers += _numbers(word, item_id, len(edits), problems)
    twice = sorted({each for each in numbers if numbers.count(each) > 1})
    problems += [_("Part %(number)d is named twice.") % {"number": each} for each in twice]
    if not numbers and not problems:
        problems.append(_("No part is named."))
    if problems:
        raise InputError(
            Problem(message, hint=_list(item_id, edits) if index == 0 else "")
            for index, message in enumerate(problems)
        )
    return tuple(sorted(numbers))


def _numbers(word: str, item_id: str, count: int, problems: list[str]) -> Iterator[int]:
    owner, named = split_part(word)
    match = _RANGE.fullmatch(named or word)
    names = {"word": visible(word[:60]), "id": item_id}
    if match is None:
        problems.append(_('"%(word)s" names no part of %(id)s.') % names)
        return
    if named and file_stem(owner).casefold() != file_stem(item_id).casefold():
        problems.append(_('"%(word)s" is no part of %(id)s.') % names)
        return
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= count:
        problems.append(_('There is no part "%(word)s" of %(id)s.') % names)
        return
    yield from range(first, last + 1)


def _list(item_id: str, edits: Sequence[Edit]) -> str:
    lines = [_("Its parts are:")]
    for number, edit in enumerate(edits, start=1):
        words = " → ".join(
            _('"%(words)s"') % {"words": visible(shortened(each))} if each else "–"
            for each in (edit.old, edit.new)
        )
        lines.append(f"{item_id}.{number}: {words}")
    return "\n".join(lines)
