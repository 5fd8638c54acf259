"""What a result does to other amendments: adopting one settles those that stand inside it.

An open amendment all of whose edits stand inside the adopted ones has nothing left to change: it is
disposed of in the same commit, by name. Where only some of its parts stand inside, or where one of
its parts was adopted, nothing is recorded, and the parts are named. When the adoption is taken
back, what it had disposed of is open again, unless another adopted amendment contains it. Where
nobody can tell whether an amendment still stands inside, it stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from antragstool.actions.adopted_words import adopted_parts, is_adopted
from antragstool.actions.inside import Answer, Containment, Inside
from antragstool.actions.merged import merged_paths
from antragstool.actions.opened import OpenConference
from antragstool.actions.other_words import decided_patch
from antragstool.errors import AntragstoolError
from antragstool.i18n import _
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS, STILL_OPEN, Outcome, Vote
from antragstool.model.documents import Amendment
from antragstool.workflow.ballots import results_of
from antragstool.workflow.parts import part_names


@dataclass(slots=True)
class Settlement:
    """Which amendments are settled or open again; *changes* are these, before and after."""

    conference: OpenConference
    items: dict[str, Amendment]
    containment: Containment
    disposed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[tuple[Amendment, Amendment]] = field(default_factory=list)

    def dispose(self, outer: Amendment, inner: Amendment) -> bool:
        """Note what the adoption of *outer* makes of the open *inner*; tell whether it is settled."""
        inside = self.containment.look(outer, inner)
        names = {"id": inner.id, "outer": outer.id}
        if inside.answer is Answer.YES and not adopted_parts(inner):
            try:
                self.conference.demand_sound(inner)
                self.conference.demand_committed(inner)
                self.conference.patch(inner)
            except AntragstoolError as error:
                inside = Inside(Answer.UNKNOWN, reason=error.problems[0].message)
            else:
                self.disposed.append(inner.id)
                self.changes.append((inner, disposed_of(inner, outer.id)))
                return True
        if inside.reason:
            message = _("Whether %(id)s stands inside %(outer)s could not be told: %(reason)s")
            self.warnings.append(message % {**names, "reason": inside.reason})
        elif numbers := [each for each in inside.numbers if each not in _lost_parts(inner)]:
            parts = {"parts": part_names(inner.id, numbers), "id": outer.id, "inner": inner.id}
            message = _(
                "After the adoption of %(id)s these parts of %(inner)s have nothing left to change: %(parts)s."
            )
            self.warnings.append(message % parts)
        return False

    def look_again(self, outer: Amendment, inner: Amendment) -> None:
        """Note what another result of *outer* makes of *inner*, which its adoption has disposed of."""
        inside = self.containment.look(outer, inner)
        names = {"id": inner.id, "outer": outer.id}
        if inside.answer is Answer.YES:
            return
        in_text = is_adopted(outer) and merged_paths(self.conference, outer)
        if inside.answer is Answer.UNKNOWN or in_text:
            message = _(
                "Whether %(id)s still stands inside %(outer)s could not be told; it stays disposed of."
            )
            self.warnings.append(message % names)
            return
        other = self._other_container(inner)
        if other:
            message = _("%(id)s stays disposed of, now by the adoption of %(other)s.")
            self.warnings.append(message % {**names, "other": other})
            moved = replace(inner, vote=_settled_by(other), disposed_by=other)
            self.changes.append((inner, moved))
        else:
            self.reopened.append(inner.id)
            again = replace(inner, outcome=None, vote=None, disposed_by="")
            self.changes.append((inner, again))

    def _other_container(self, inner: Amendment) -> str:
        """Return the first adopted amendment in which *inner* stands, "" if there is none."""
        others = (each for each in self.items.values() if each.id != inner.id)
        found = (
            each.id for each in others if self.containment.look(each, inner).answer is Answer.YES
        )
        return next(found, "")


def dispose_inside(
    conference: OpenConference, decided: Sequence[Amendment], files: Mapping[str, bytes]
) -> Settlement:
    """Return what the results of *decided*, as they are to be recorded, do to the other amendments.

    *files* are the changed versions that are recorded with them.
    """
    before = {each.id: each for each in conference.files.amendments}
    after = {**before, **{each.id: each for each in decided}}
    decided_ids = {each.id for each in decided}
    found = Settlement(conference, after, Containment(conference, files))
    others = {name: each for name, each in before.items() if name not in decided_ids}
    for outer in decided:
        recount = decided_patch(outer.id) not in files and _same_adoption(before[outer.id], outer)
        for inner in list(others.values()):
            if inner.disposed_by == outer.id:
                if not recount:
                    found.look_again(outer, inner)
                del others[inner.id]
            elif _may_be_settled(outer, inner) and found.dispose(outer, inner):
                del others[inner.id]
    return found


def disposed_of(inner: Amendment, outer: str) -> Amendment:
    """Return *inner*, settled by the adoption of the amendment *outer*; an earlier result is kept."""
    earlier = inner.ballots if inner.parts else (*inner.ballots, *results_of(inner))
    return replace(
        inner,
        outcome=Outcome.DISPOSED_OF,
        vote=_settled_by(outer),
        ballots=earlier,
        disposed_by=outer,
    )


def _settled_by(outer: str) -> Vote:
    return Vote(wording=_("by the adoption of %(id)s") % {"id": outer})


def _may_be_settled(outer: Amendment, inner: Amendment) -> bool:
    still_open = inner.outcome in STILL_OPEN and not inner.merged
    return still_open and inner.id != outer.id and is_adopted(outer)


def _lost_parts(inner: Amendment) -> set[int]:
    """Return the numbers of the parts that were decided, and not adopted."""
    gone = (each for each in inner.parts if each.outcome not in STILL_OPEN | AS_HANDED_IN)
    return {number for part in gone for number in part.numbers}


def _same_adoption(before: Amendment, after: Amendment) -> bool:
    """Tell whether two results adopt the same words of an amendment."""
    if after.outcome in AS_HANDED_IN:
        return before.outcome in AS_HANDED_IN
    if after.outcome in IN_OTHER_WORDS:
        return before.outcome is after.outcome
    whole = before.outcome in AS_HANDED_IN | IN_OTHER_WORDS
    return not whole and adopted_parts(before) == adopted_parts(after)


def merged_warning(
    conference: OpenConference, before: Amendment, after: Amendment, *, reworded: bool = False
) -> Iterator[str]:
    """Yield a warning where what a new result no longer adopts is in the text already.

    *reworded* says that other adopted words are recorded with it.
    """
    if not _keeps(before, after, reworded) and merged_paths(conference, before):
        yield _(
            "%(id)s is in the text of %(resolution)s already; its new result does not take it out."
        ) % {"id": before.id, "resolution": before.resolution}


def _keeps(before: Amendment, after: Amendment, reworded: bool) -> bool:
    """Tell whether all that *before* adopts is adopted by *after* too."""
    if after.outcome in AS_HANDED_IN:
        return before.outcome not in IN_OTHER_WORDS
    if _same_adoption(before, after):
        return not reworded
    whole = before.outcome in AS_HANDED_IN | IN_OTHER_WORDS
    return not whole and adopted_parts(before) < adopted_parts(after)
