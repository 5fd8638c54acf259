"""Changes that deleted and inserted words alone do not explain, said in a sentence.

A moved paragraph is neither deleted nor new, another heading level is no matter of "##",
and nobody wants to read a whole old text once more, struck through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.passages import Mark, Passage, PassageKind, PassageLine
from antragstool.i18n import _
from antragstool.model.documents import Concern
from antragstool.workflow.labels import citation_text

_MOVES = {PassageKind.MOVE_FROM, PassageKind.MOVE_TO}
_HASHES = re.compile(r"#{1,6} ")


def is_move(passage: Passage) -> bool:
    """Tell whether a passage does nothing but move paragraphs away or here."""
    return bool(passage.kinds) and set(passage.kinds) <= _MOVES


def remark(passage: Passage, others: Sequence[Passage], first: int = 1) -> str:
    """Return a sentence about what *passage* does, or "".

    *others* are its amendment's passages, *first* is the number of the text's first line.
    """
    if PassageKind.SUBSTITUTE in passage.kinds:
        if passage.citation.part is Concern.REASONS:
            return _("All of the reasons are replaced by:")
        return _("The whole text is replaced by:")
    if is_move(passage):
        return _move(passage, others, first)
    if passage.kinds == (PassageKind.LEVEL,):
        return _level(passage)
    return ""


def printed_lines(passage: Passage) -> tuple[PassageLine, ...]:
    """Return the lines of a passage that are printed below its remark."""
    if PassageKind.SUBSTITUTE in passage.kinds:
        return tuple(
            line for line in passage.lines if not any(run.mark is Mark.DELETED for run in line.runs)
        )
    if passage.kinds == (PassageKind.LEVEL,):
        return tuple(
            replace(line, runs=tuple(run for run in line.runs if not _HASHES.fullmatch(run.text)))
            for line in passage.lines
        )
    return passage.lines


def _move(passage: Passage, others: Sequence[Passage], first: int) -> str:
    if len(passage.kinds) > 1:
        return _("Moved within these lines.")
    here = passage.kinds[0]
    there = PassageKind.MOVE_TO if here is PassageKind.MOVE_FROM else PassageKind.MOVE_FROM
    words = _changed(passage)
    for other in others:
        if other.kinds == (there,) and _changed(other) == words:
            place = {"place": citation_text(other.citation, first)}
            if there is PassageKind.MOVE_TO:
                return _("Is moved. New place: %(place)s.") % place
            return _("Is moved here. Old place: %(place)s.") % place
    return _("Is moved.") if here is PassageKind.MOVE_FROM else _("Is moved here.")


def _changed(passage: Passage) -> str:
    """Return the moved words, however they are broken into lines."""
    text = "".join(
        run.text for line in passage.lines for run in line.runs if run.mark is not Mark.SAME
    )
    return re.sub(r"[\s-]+", "", text)


def _level(passage: Passage) -> str:
    levels = {Mark.DELETED: 0, Mark.INSERTED: 0}
    for line in passage.lines:
        for run in line.runs:
            if run.mark in levels and _HASHES.fullmatch(run.text):
                levels[run.mark] = len(run.text) - 1
    values = {"old": levels[Mark.DELETED], "new": levels[Mark.INSERTED]}
    if not values["new"]:
        return _("The heading becomes a paragraph.") if values["old"] else ""
    if not values["old"]:
        return _("The paragraph becomes a heading of level %(new)s.") % values
    return _("The heading of level %(old)s becomes one of level %(new)s.") % values
