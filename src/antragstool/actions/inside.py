"""Whether an amendment stands inside what was adopted of another one: yes, no, or nobody can tell.

It cannot be told where the two stand on different texts, where the adopted words are not recorded,
or where a patch cannot be read. Places are those of the canonical forms, so that it does not matter
how far an edit slides among repeated words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from antragstool.actions.adopted_words import adopted_words, is_adopted
from antragstool.actions.opened import OpenConference
from antragstool.actions.other_words import decided_patch
from antragstool.errors import AntragstoolError
from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.clashes import contained_in, stands_inside
from antragstool.merge.forms import forms
from antragstool.model.decision import IN_OTHER_WORDS
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit
from antragstool.patch.record import read_patch


class Answer(Enum):
    """Whether every edit of one amendment stands inside the other."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Inside:
    """The answer for one amendment; *numbers* are those of its parts that stand inside.

    *reason* says what is wrong with its own files where it cannot be told for that.
    """

    answer: Answer
    numbers: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """Edits in their canonical forms on the version *base* (an object id), with their part numbers."""

    base: str
    forms: tuple[CanonicalEdit, ...]
    numbers: tuple[int, ...] = ()


class Containment:
    """Looks amendments up, each once; *files* are the changed versions that are recorded right now."""

    def __init__(self, conference: OpenConference, files: Mapping[str, bytes]) -> None:
        self._conference = conference
        self._files = files
        self._over: dict[str, _Placed | None] = {}
        self._under: dict[str, _Placed | str] = {}
        self._same: dict[tuple[str, str, str, str], bool] = {}

    def look(self, outer: Amendment, inner: Amendment) -> Inside:
        """Tell whether *inner* stands inside what was adopted of *outer*, as these are given."""
        if not is_adopted(outer):
            return Inside(Answer.NO)
        if (inner.resolution, inner.concerns) != (outer.resolution, outer.concerns):
            return Inside(Answer.NO)
        over = self._adopted(outer)
        if over is None:
            return Inside(Answer.UNKNOWN)
        under = self._proposed(inner, over.base)
        if isinstance(under, str):
            return Inside(Answer.UNKNOWN, reason=under)
        if under is None:
            return Inside(Answer.UNKNOWN)
        numbers = tuple(
            number
            for number, form in zip(under.numbers, under.forms, strict=True)
            if any(stands_inside(form, each) for each in over.forms)
        )
        whole = contained_in(over.forms, under.forms)
        return Inside(Answer.YES if whole else Answer.NO, numbers)

    def _adopted(self, outer: Amendment) -> _Placed | None:
        """Return what was adopted of *outer*, None where that cannot be told."""
        if outer.id not in self._over:
            try:
                base, edits = _adopted(self._conference, outer, self._files)
                self._over[outer.id] = self._placed(outer, base, edits, ())
            except AntragstoolError:
                self._over[outer.id] = None
        return self._over[outer.id]

    def _proposed(self, inner: Amendment, base: str) -> _Placed | str | None:
        """Return the edits of *inner*, what is wrong with its files, or None if *base* is another text."""
        try:
            if not self._same_text(inner, base):
                return None
            if inner.id not in self._under:
                record = self._conference.record(inner)
                edits, parts = record.edits, record.parts
                self._under[inner.id] = self._placed(inner, record.base, edits, parts)
        except AntragstoolError as error:
            self._under[inner.id] = error.problems[0].message
        return self._under[inner.id]

    def _same_text(self, inner: Amendment, base: str) -> bool:
        if inner.current_base == base:
            return True
        key = (inner.resolution, inner.concerns.value, inner.current_base, base)
        if key not in self._same:
            text_of = self._conference.base_of
            self._same[key] = text_of(inner).text.text == text_of(inner, base).text.text
        return self._same[key]

    def _placed(
        self, amendment: Amendment, base: str, edits: Sequence[Edit], numbers: tuple[int, ...]
    ) -> _Placed:
        text = self._conference.base_of(amendment, base).text.text
        return _Placed(base, forms(text, edits) if edits else (), numbers)


def _adopted(
    conference: OpenConference, outer: Amendment, files: Mapping[str, bytes]
) -> tuple[str, Sequence[Edit]]:
    """Return what was adopted of *outer*, and the version on which these edits stand."""
    if outer.outcome in IN_OTHER_WORDS:
        path = decided_patch(outer.id)
        if path in files:
            record = read_patch(files[path].decode(), path)
            return record.base, record.edits
    words = adopted_words(conference, outer)
    return (words.base, words.plain) if words is not None else (outer.current_base, ())
