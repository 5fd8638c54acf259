"""The text with all adopted amendments. Where two of them clash, it stops and names them.

Every amendment is first carried out alone: its canonical edits must make the very text that its
edits make as they were written, else they count as written, and nothing slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.canonical import CanonicalEdit, canonical, closed
from antragstool.merge.relation import CONFLICTS, Relation, relate
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.patch.record import shortened
from antragstool.text.blocks import Text

Adopted = Sequence[tuple[str, Sequence[Edit]]]


class ConflictError(AntragstoolError):
    """Adopted amendments cannot all be carried out as they are written."""


def final_text(base: Text, adopted: Adopted) -> Text:
    """Return *base* with the edits of all *adopted* amendments (id and edits).

    Edits that say the same are carried out once. Raises ConflictError with every pair that clashes,
    and EditMismatchError if an amendment alone does not fit *base*.
    """
    # What two amendments say in the same words is one amendment, however they are written.
    different = {tuple(changes): item_id for item_id, changes in reversed(adopted)}
    edits = [
        (item_id, edit) for changes, item_id in different.items() for edit in _forms(base, changes)
    ]
    problems = list(_clashes(edits))
    if problems:
        raise ConflictError(problems)
    unique = sorted({edit.edit for _id, edit in edits}, key=lambda edit: (edit.start, edit.end))
    try:
        together = apply_edits(closed(base.flat), unique)
    except EditMismatchError as error:
        raise ConflictError(_unsure(error.edit)) from error
    return Text.from_flat(together)


def _forms(base: Text, changes: Sequence[Edit]) -> list[CanonicalEdit]:
    """Return the canonical forms of one amendment's edits; as written, if these say something else."""
    alone = closed(apply_edits(base.flat, changes))
    forms = [canonical(edit, base.flat) for edit in changes]
    in_order = sorted((form.edit for form in forms), key=lambda edit: (edit.start, edit.end))
    try:
        same = apply_edits(closed(base.flat), in_order) == alone
    except EditMismatchError:
        same = False
    if same:
        return forms
    return [
        CanonicalEdit(
            edit,
            min(form.first, edit.start),
            max(form.last, edit.end),
            substitute=form.substitute,
            opens_line=edit.start in base.starts,
            structural=True,
        )
        for edit, form in zip(changes, forms, strict=True)
    ]


def touching(base: Text, adopted: Adopted) -> tuple[tuple[str, str], ...]:
    """Return the pairs of amendments whose edits stand side by side: no conflict, but worth a look."""
    edits = [(item_id, edit) for item_id, changes in adopted for edit in _forms(base, changes)]
    found = [
        tuple(sorted((one_id, other_id)))
        for one_id, one, other_id, other in _meeting(edits)
        if relate(one, other) is Relation.TOUCHING
    ]
    return tuple((pair[0], pair[1]) for pair in dict.fromkeys(found))


def _clashes(edits: Sequence[tuple[str, CanonicalEdit]]) -> Iterator[Problem]:
    """Yield every pair that clashes."""
    for one_id, one, other_id, other in _meeting(edits):
        if relate(one, other) in CONFLICTS:
            yield _clash(one_id, one, other_id, other)


def _meeting(
    edits: Sequence[tuple[str, CanonicalEdit]],
) -> Iterator[tuple[str, CanonicalEdit, str, CanonicalEdit]]:
    """Sweep over the hulls, from the first to the last, and yield the pairs whose hulls meet."""
    active: list[tuple[str, CanonicalEdit]] = []
    for item_id, edit in sorted(edits, key=lambda entry: (entry[1].first, entry[1].last)):
        active = [entry for entry in active if entry[1].last >= edit.first]
        for other_id, other in active:
            if other_id != item_id:
                yield other_id, other, item_id, edit
        active.append((item_id, edit))


def _unsure(edit: Edit) -> Problem:
    return Problem(
        _('The adopted amendments cannot be put together without doubt near "%(words)s".')
        % {"words": shortened(edit.new or edit.old)},
        hint=_("Put these amendments into the text by hand."),
    )


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
