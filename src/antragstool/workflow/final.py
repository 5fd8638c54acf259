"""The text with all adopted amendments. Where two of them clash, it stops and names them."""

from __future__ import annotations

from collections.abc import Sequence

from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.canonical import CanonicalEdit, canonical
from antragstool.merge.relation import CONFLICTS, relate
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.record import shortened
from antragstool.text.blocks import Text


class ConflictError(AntragstoolError):
    """Adopted amendments cannot all be carried out as they are written."""


def final_text(base: Text, adopted: Sequence[tuple[str, Sequence[Edit]]]) -> Text:
    """Return *base* with the edits of all *adopted* amendments (id and edits).

    Edits that say the same are carried out once. Raises ConflictError with every pair that clashes.
    """
    edits = [
        (item_id, canonical(edit, base.flat)) for item_id, changes in adopted for edit in changes
    ]
    edits.sort(key=lambda entry: (entry[1].first, entry[1].last))
    problems: list[Problem] = []
    active: list[tuple[str, CanonicalEdit]] = []
    for item_id, edit in edits:
        active = [entry for entry in active if entry[1].last >= edit.first]
        problems += [
            _clash(other_id, other, item_id, edit)
            for other_id, other in active
            if other_id != item_id and relate(other, edit) in CONFLICTS
        ]
        active.append((item_id, edit))
    if problems:
        raise ConflictError(problems)
    unique = sorted({edit.edit for _id, edit in edits}, key=lambda edit: (edit.start, edit.end))
    return Text.from_flat(apply_edits(base.flat, unique))


def _clash(one_id: str, one: CanonicalEdit, other_id: str, other: CanonicalEdit) -> Problem:
    return Problem(
        _('The adopted amendments %(one)s and %(other)s clash: "%(first)s" and "%(second)s".')
        % {
            "one": one_id,
            "other": other_id,
            "first": shortened(one.edit.new or one.edit.old),
            "second": shortened(other.edit.new or other.edit.old),
        },
        hint=_("Decide which of the two prevails and correct the vote on the other."),
    )
