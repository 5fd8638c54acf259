"""What an amendment changes with the adopted amendments to it carried out.

These are put together like amendments to a resolution, on the text that the amendment makes; then
both changes become one, on the amendment's own base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.actions.opened import OpenConference
from antragstool.actions.versions import adopted_edits
from antragstool.diff.compare import compare
from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.merge.compose import compose
from antragstool.merge.forms import forms, in_order
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.model.ids import root_id
from antragstool.patch.record import PatchRecord, read_patch
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError, clash_problem, settled_text
from antragstool.workflow.settling import Adopted, Decided, Settled, settle

Nested = tuple[Amendment, tuple[Edit, ...]]


def adopted_to(conference: OpenConference, amendment: Amendment) -> tuple[Nested, ...]:
    """Return the adopted amendments to *amendment*, each with what was adopted of it.

    Their edits count in the version of *amendment* that each was written against. Raises
    InputError where something was adopted in other words that are not recorded.
    """
    found = (
        (each, adopted_edits(conference, each))
        for each in conference.files.amendments_to(amendment.id)
        if not each.merged
    )
    return tuple((each, edits) for each, edits in found if edits)


def effective_edits(conference: OpenConference, amendment: Amendment) -> tuple[Edit, ...]:
    """Return the edits of *amendment* on its own base, with all adopted amendments to it carried out.

    Raises ConflictError where these clash, or where the words that one of them changes were
    changed in *amendment* since.
    """
    record = conference.patch(amendment)
    if not adopted_to(conference, amendment):
        return record.edits
    before = conference.base_of(amendment).text.text
    amended, adopted, settled = settled_nested(conference, amendment)
    if settled.clashes:
        root = root_id(amendment.id)
        clashes = (clash_problem(each, "", amendment.path, root) for each in settled.clashes)
        raise ConflictError(list(clashes))
    final = settled_text(amended, settled)
    edits = compose(record.edits, _together(amended, adopted, final))
    return edits if _makes(before, edits, final) else compare(before, final)


def settled_nested(
    conference: OpenConference, amendment: Amendment
) -> tuple[Text, Sequence[Adopted], Settled]:
    """Put the adopted amendments to *amendment* together, on the text that it makes."""
    record = conference.patch(amendment)
    before = conference.base_of(amendment).text.text
    amended = Text.from_flat(apply_edits(before.flat, record.edits))
    nested = adopted_to(conference, amendment)
    adopted = [
        Adopted(each.id, _on_amended(conference, record, amended, each, edits))
        for each, edits in nested
    ]
    decided = Decided(
        yields={each.id: each.yields_to for each, _edits in nested if each.yields_to},
        follows={each.id: each.follows for each, _edits in nested if each.follows},
        wordings={each.id: each.wording_for for each, _edits in nested if each.wording_for},
    )
    return amended, adopted, settle(amended, adopted, decided)


def _together(amended: Text, adopted: Sequence[Adopted], final: Text) -> tuple[Edit, ...]:
    """Return the adopted edits as they were written, each once; if they make another text, the difference."""
    written = {
        form.edit: edit
        for each in reversed(adopted)
        for edit, form in zip(each.edits, forms(amended, each.edits), strict=True)
    }
    edits = tuple(in_order(tuple(written.values())))
    return edits if _makes(amended, edits, final) else compare(amended, final)


def _makes(text: Text, edits: Sequence[Edit], wanted: Text) -> bool:
    try:
        return apply_edits(text.flat, edits) == wanted.flat
    except EditMismatchError:
        return False


def _on_amended(
    conference: OpenConference,
    record: PatchRecord,
    amended: Text,
    nested: Amendment,
    edits: tuple[Edit, ...],
) -> tuple[Edit, ...]:
    """Return *edits* of an amendment to the one of *record*, in positions of the text *amended*.

    The amendment may have been carried over to another base since; its words move, but they stay.
    """
    if conference.base_of(nested).text.text == amended:
        return edits
    path = conference.patch_path(nested)
    blob = nested.current_base
    earlier = read_patch(conference.repository.read_blob(blob).decode(errors="replace"), path)
    places = dict(_places(record))
    moved: list[Edit] = []
    for edit in edits:
        for part, (start, words) in _places(earlier):
            if start - 1 <= edit.start and edit.end <= start + len(words) + 1:
                now, same = places.get(part, (0, ""))
                at = edit.start + now - start
                if same == words and at >= 0 and amended.flat[at : at + len(edit.old)] == edit.old:
                    moved.append(Edit(at, edit.old, edit.new))
                    break
        else:
            raise ConflictError(_lost(nested))
    return tuple(moved)


def _places(record: PatchRecord) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield for each part where its new words stand in the changed text, and the words."""
    shift = 0
    for edit, part in zip(record.edits, record.parts, strict=True):
        yield part, (edit.start + shift, edit.new)
        shift += len(edit.new) - len(edit.old)


def _lost(nested: Amendment) -> Problem:
    names = {"id": nested.id, "other": nested.resolution}
    return Problem(
        _("%(id)s was adopted for an earlier version of %(other)s; its words are no longer there.")
        % names,
        nested.path,
        hint=_(
            "Record the words of %(other)s: antragstool vote %(other)s adopted-as-amended --text FILE"
        )
        % names,
    )
