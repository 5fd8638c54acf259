"""The text with all adopted amendments. Where two of them clash, it stops and names them."""

from __future__ import annotations

from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.clashes import Meeting
from antragstool.merge.combine import carried_out
from antragstool.merge.relation import Relation
from antragstool.model.edit import Edit, EditMismatchError
from antragstool.patch.record import shortened
from antragstool.text.blocks import Text
from antragstool.workflow.settling import Settled


class ConflictError(AntragstoolError):
    """Adopted amendments cannot all be carried out as they are written."""


def settled_text(base: Text, settled: Settled) -> Text:
    """Return the text that *settled* makes of *base*.

    Raises ConflictError with everything that is still to be decided.
    """
    if settled.clashes:
        raise ConflictError([clash_problem(meeting) for meeting in settled.clashes])
    try:
        return Text.from_flat(carried_out(base, settled.shared))
    except EditMismatchError as error:
        raise ConflictError(_unsure(error.edit)) from error


def clash_problem(
    meeting: Meeting, place: str = "", file: str = "", resolution: str = ""
) -> Problem:
    """Return what is to be decided about a clash; *place* says where it is ("Line 88")."""
    one, other = meeting.one, meeting.other
    names = {
        "one": one.item,
        "other": other.item,
        "first": _words(one.form.edit),
        "second": _words(other.form.edit),
        "place": place,
        "id": resolution or "A1",
    }
    if place:
        message = _("%(place)s: the adopted %(one)s (%(first)s) and %(other)s (%(second)s) clash.")
    else:
        message = _("The adopted %(one)s (%(first)s) and %(other)s (%(second)s) clash.")
    if meeting.relation is Relation.SAME_PLACE:
        hint = _(
            "Let the assembly decide which one stands first (antragstool adopt %(id)s --first %(one)s), "
            "which one prevails (--prefer %(one)s), or how both shall read (--wording FILE)."
        )
    else:
        hint = _(
            "Let the assembly decide which one prevails (antragstool adopt %(id)s --prefer %(one)s, "
            "or %(other)s), or how both shall read (--wording FILE)."
        )
    return Problem(message % names, file, hint=hint % names)


def _words(edit: Edit) -> str:
    """Return what an edit does in a few words: "365 → 300", "+ netto"."""
    old, new = shortened(edit.old, 40), shortened(edit.new, 40)
    if old and new:
        return f"{old} → {new}"
    return f"+ {new}" if new else f"− {old}"


def _unsure(edit: Edit) -> Problem:
    return Problem(
        _('The adopted amendments cannot be put together without doubt near "%(words)s".')
        % {"words": shortened(edit.new or edit.old)},
        hint=_("Agree on a wording for that passage: antragstool adopt … --wording FILE"),
    )
