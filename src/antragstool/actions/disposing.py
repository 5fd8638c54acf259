"""What a result does to other amendments: adopting one settles those that stand inside it.

An open amendment all of whose edits stand inside the adopted ones has nothing left to change: it is
disposed of in the same commit, by name. Where only some of its parts stand inside, nothing is
recorded, and the parts are named. When the adoption is taken back, what it had disposed of is open again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from antragstool.actions.opened import OpenConference
from antragstool.errors import AntragstoolError
from antragstool.i18n import _
from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.clashes import contained_in, stands_inside
from antragstool.merge.forms import forms
from antragstool.model.decision import Outcome, Vote
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit
from antragstool.model.versions import VersionKind
from antragstool.patch.record import read_patch
from antragstool.store.files import read_text
from antragstool.workflow.parts import part_names

# Further than this no edit slides, however often its words are repeated.
_MARGIN = 10_000


@dataclass(frozen=True, slots=True)
class _Adoption:
    """What was adopted of an amendment, as canonical edits from *low* to *high*; () for nothing."""

    outer: Amendment
    over: tuple[CanonicalEdit, ...]
    low: int = 0
    high: int = 0

    def may_settle(self, inner: Amendment) -> bool:
        return (
            bool(self.over)
            and inner.outcome is None
            and inner.resolution == self.outer.resolution
            and inner.concerns is self.outer.concerns
        )


@dataclass(slots=True)
class Settlement:
    """Which amendments are settled or open again; *changes* are these, before and after."""

    conference: OpenConference
    disposed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[tuple[Amendment, Amendment]] = field(default_factory=list)
    _places: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def take(self, adoption: _Adoption, inner: Amendment) -> bool:
        """Note what becomes of *inner*; tell whether anything does."""
        numbers, whole = self._inside(adoption, inner)
        outer = adoption.outer.id
        if inner.disposed_by == outer:
            if not whole:
                self.reopened.append(inner.id)
                again = replace(inner, outcome=None, vote=None, disposed_by="")
                self.changes.append((inner, again))
            return True
        if whole:
            self.disposed.append(inner.id)
            vote = Vote(wording=_("by the adoption of %(id)s") % {"id": outer})
            settled = replace(inner, outcome=Outcome.DISPOSED_OF, vote=vote, disposed_by=outer)
            self.changes.append((inner, settled))
        elif numbers:
            names = {"parts": part_names(inner.id, numbers), "id": outer, "inner": inner.id}
            message = _(
                "After the adoption of %(id)s these parts of %(inner)s have nothing left to change: %(parts)s."
            )
            self.warnings.append(message % names)
        return whole

    def _inside(self, adoption: _Adoption, inner: Amendment) -> tuple[tuple[int, ...], bool]:
        """Return the numbers of the parts of *inner* that stand inside, and whether all do."""
        over = adoption.over
        try:
            if not (
                over and self._same_text(adoption.outer, inner) and self._near(adoption, inner)
            ):
                return (), False
            under = _forms(self.conference, inner, self.conference.edits(inner))
            numbers = tuple(
                number
                for number, form in enumerate(under, start=1)
                if any(stands_inside(form, each) for each in over)
            )
            whole = contained_in(over, under)
            if whole:
                self.conference.demand_sound(inner)
                self.conference.demand_committed(inner)
        except AntragstoolError as error:
            message = _("Whether %(id)s stands inside %(outer)s could not be told: %(reason)s")
            names = {"id": inner.id, "outer": adoption.outer.id}
            self.warnings.append(message % {**names, "reason": error.problems[0].message})
            return (), False
        return numbers, whole

    def _same_text(self, one: Amendment, other: Amendment) -> bool:
        if one.current_base == other.current_base:
            return True
        base_of = self.conference.base_of
        return base_of(one).text.text == base_of(other).text.text

    def _near(self, adoption: _Adoption, inner: Amendment) -> bool:
        """Tell whether an edit of *inner* may stand near; quick, so that most are passed over."""
        if inner.id not in self._places:
            path = self.conference.patch_path(inner)
            record = read_patch(read_text(self.conference.root / path, path), path)
            self._places[inner.id] = tuple((edit.start, edit.end) for edit in record.edits)
        low, high = adoption.low - _MARGIN, adoption.high + _MARGIN
        return any(low <= end and start <= high for start, end in self._places[inner.id])


def settle(
    conference: OpenConference, decided: Sequence[Amendment], files: Mapping[str, bytes]
) -> Settlement:
    """Return what the results of *decided*, as they are to be recorded, do to the other amendments.

    *files* are the changed versions that are recorded with them.
    """
    found = Settlement(conference)
    decided_ids = {each.id for each in decided}
    others = {each.id: each for each in conference.files.amendments if each.id not in decided_ids}
    for outer in decided:
        adoption = _adoption(conference, outer, files)
        for inner in list(others.values()):
            concerned = inner.disposed_by == outer.id or adoption.may_settle(inner)
            if concerned and found.take(adoption, inner):
                del others[inner.id]
    return found


def _adoption(
    conference: OpenConference, outer: Amendment, files: Mapping[str, bytes]
) -> _Adoption:
    over = _forms(conference, outer, _adopted(conference, outer, files))
    if not over:
        return _Adoption(outer, ())
    return _Adoption(outer, over, min(e.first for e in over), max(e.last for e in over))


def _forms(
    conference: OpenConference, amendment: Amendment, edits: Sequence[Edit]
) -> tuple[CanonicalEdit, ...]:
    return forms(conference.base_of(amendment).text.text, edits) if edits else ()


def _adopted(
    conference: OpenConference, outer: Amendment, files: Mapping[str, bytes]
) -> tuple[Edit, ...]:
    """Return what was adopted of *outer*; nothing where the adopted words are not recorded."""
    from antragstool.actions.adopted_words import adopted_words

    if outer.outcome in (Outcome.ADOPTED_AS_AMENDED, Outcome.ADOPTED_COMMITTEE_VERSION):
        for path, data in files.items():
            if path.endswith(f".{VersionKind.DECIDED.value}.patch"):
                return read_patch(data.decode(), path).edits
    try:
        words = adopted_words(conference, outer)
        return words.plain if words is not None and words.base == outer.current_base else ()
    except AntragstoolError:
        return ()


def merged_warning(before: Amendment, after: Amendment) -> Iterator[str]:
    """Yield a warning where an amendment that is in the text already gets another result."""
    if before.merged and (before.outcome, before.parts) != (after.outcome, after.parts):
        yield _(
            "%(id)s is in the text of %(resolution)s already; its new result does not take it out."
        ) % {"id": before.id, "resolution": before.resolution}
