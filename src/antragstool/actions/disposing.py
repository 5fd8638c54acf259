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


@dataclass(slots=True)
class Settlement:
    """Which amendments are settled or open again; *changes* are these, before and after."""

    disposed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[tuple[Amendment, Amendment]] = field(default_factory=list)


def settle(
    conference: OpenConference, decided: Sequence[Amendment], files: Mapping[str, bytes]
) -> Settlement:
    """Return what the results of *decided*, as they are to be recorded, do to the other amendments.

    *files* are the changed versions that are recorded with them.
    """
    found = Settlement()
    untouched = {each.id: each for each in conference.files.amendments}
    for each in decided:
        untouched.pop(each.id, None)
    for outer in decided:
        over = _forms(conference, outer, _adopted(conference, outer, files))
        for inner in list(untouched.values()):
            if inner.disposed_by == outer.id or (over and _may_settle(outer, inner)):
                after = _after(conference, outer, over, inner, found)
                if after is not None:
                    found.changes.append((inner, after))
                    del untouched[inner.id]
    return found


def _may_settle(outer: Amendment, inner: Amendment) -> bool:
    return (
        inner.outcome is None
        and inner.resolution == outer.resolution
        and inner.concerns is outer.concerns
    )


def _after(
    conference: OpenConference,
    outer: Amendment,
    over: Sequence[CanonicalEdit],
    inner: Amendment,
    found: Settlement,
) -> Amendment | None:
    """Return what becomes of *inner* by the result of *outer*, None if nothing does."""
    numbers, whole = _inside(conference, outer, over, inner, found)
    if inner.disposed_by == outer.id:
        if whole:
            return None
        found.reopened.append(inner.id)
        return replace(inner, outcome=None, vote=None, disposed_by="")
    if whole:
        found.disposed.append(inner.id)
        wording = _("by the adoption of %(id)s") % {"id": outer.id}
        vote = Vote(wording=wording)
        return replace(inner, outcome=Outcome.DISPOSED_OF, vote=vote, disposed_by=outer.id)
    if numbers:
        names = {"parts": part_names(inner.id, numbers), "id": outer.id, "inner": inner.id}
        message = _(
            "After the adoption of %(id)s these parts of %(inner)s have nothing left to change: %(parts)s."
        )
        found.warnings.append(message % names)
    return None


def _inside(
    conference: OpenConference,
    outer: Amendment,
    over: Sequence[CanonicalEdit],
    inner: Amendment,
    found: Settlement,
) -> tuple[tuple[int, ...], bool]:
    """Return the numbers of the parts of *inner* that stand inside, and whether all do."""
    quick = outer.current_base == inner.current_base
    if not over or (quick and not _near(conference, over, inner)):
        return (), False
    try:
        same_base = _same_base(conference, outer, inner)
        under = _forms(conference, inner, conference.edits(inner)) if same_base else ()
        numbers = tuple(
            number
            for number, form in enumerate(under, start=1)
            if any(stands_inside(form, each) for each in over)
        )
        whole = contained_in(over, under)
        if whole:
            conference.demand_committed(inner)
    except AntragstoolError as error:
        message = _("Whether %(id)s stands inside %(outer)s could not be told: %(reason)s")
        reason = error.problems[0].message
        found.warnings.append(message % {"id": inner.id, "outer": outer.id, "reason": reason})
        return (), False
    return numbers, whole


def _near(conference: OpenConference, over: Sequence[CanonicalEdit], inner: Amendment) -> bool:
    """Tell whether an edit of *inner* may stand near those of *over*; quick, so that most are passed over."""
    low = min(each.first for each in over) - _MARGIN
    high = max(each.last for each in over) + _MARGIN
    path = conference.patch_path(inner)
    try:
        record = read_patch(read_text(conference.root / path, path), path)
    except AntragstoolError:
        return True
    return any(low <= edit.end and edit.start <= high for edit in record.edits)


def _same_base(conference: OpenConference, one: Amendment, other: Amendment) -> bool:
    if one.current_base == other.current_base:
        return True
    return conference.base_of(one).text.text == conference.base_of(other).text.text


def _forms(
    conference: OpenConference, amendment: Amendment, edits: Sequence[Edit]
) -> tuple[CanonicalEdit, ...]:
    return forms(conference.base_of(amendment).text.text, edits) if edits else ()


def _adopted(
    conference: OpenConference, outer: Amendment, files: Mapping[str, bytes]
) -> tuple[Edit, ...]:
    """Return what was adopted of *outer*; nothing where the adopted words are not recorded."""
    from antragstool.actions.versions import adopted_edits

    if outer.outcome in (Outcome.ADOPTED_AS_AMENDED, Outcome.ADOPTED_COMMITTEE_VERSION):
        for path, data in files.items():
            if path.endswith(f".{VersionKind.DECIDED.value}.patch"):
                return read_patch(data.decode(), path).edits
    try:
        return adopted_edits(conference, outer)
    except AntragstoolError:
        return ()


def merged_warning(before: Amendment, after: Amendment) -> Iterator[str]:
    """Yield a warning where an amendment that is in the text already gets another result."""
    if before.merged and (before.outcome, before.parts) != (after.outcome, after.parts):
        yield _(
            "%(id)s is in the text of %(resolution)s already; its new result does not take it out."
        ) % {"id": before.id, "resolution": before.resolution}
