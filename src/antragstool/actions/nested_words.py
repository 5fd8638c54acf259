"""The adopted amendments to an amendment, carried out on what was adopted of it.

They are put together like amendments to a resolution, on the text that the whole amendment makes.
What changes only parts that were not adopted falls away with them; then both changes become one,
on the amendment's own base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from antragstool.actions.adopted_words import AdoptedEdit, adopted_words
from antragstool.actions.bases import patch_at
from antragstool.actions.opened import OpenConference
from antragstool.diff.compare import compare
from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.merge.combine import opened
from antragstool.merge.compose import compose
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.model.ids import root_id
from antragstool.patch.record import PatchRecord
from antragstool.text.blocks import Text
from antragstool.workflow.final import ConflictError, clash_problem
from antragstool.workflow.settling import Adopted, Decided, Settled, settle
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class Nested:
    """The adopted amendments to an amendment put together, on the text that it makes as a whole."""

    amended: Text
    settled: Settled
    names: tuple[str, ...]


def nested_now(conference: OpenConference, amendment: Amendment) -> Nested | None:
    """Put the adopted amendments to *amendment* together; None if there are none."""
    found = [
        (each, words)
        for each in conference.files.amendments_to(amendment.id)
        if not each.merged and (words := adopted_words(conference, each)) is not None
    ]
    if not found:
        return None
    record = conference.patch(amendment)
    before = conference.base_of(amendment).text.text
    amended = Text.from_flat(apply_edits(before.flat, record.edits))
    adopted = [
        Adopted(each.id, _on_amended(conference, record, amended, each, words.base, words.plain))
        for each, words in found
    ]
    decided = Decided.of(each for each, _words in found)
    names = tuple(each.id for each, _words in found)
    return Nested(amended, settle(amended, adopted, decided), names)


def with_nested(
    conference: OpenConference, amendment: Amendment, base: Base, numbered: Mapping[int, Edit]
) -> tuple[tuple[AdoptedEdit, ...], tuple[str, ...]]:
    """Return the adopted parts *numbered* of *amendment* on *base*, with what was adopted to them.

    The second value names the amendments to it that are settled by that.
    """
    nested = nested_now(conference, amendment)
    if nested is None or not numbered:
        alone = (AdoptedEdit(e, (number,), (amendment.id,)) for number, e in numbered.items())
        return tuple(alone), ()
    if nested.settled.clashes:
        root = root_id(amendment.id)
        clashes = nested.settled.clashes
        raise ConflictError([clash_problem(each, "", amendment.path, root) for each in clashes])
    record = conference.patch(amendment)
    if base.blob != record.base:  # adopted parts that its patch of now has lost
        raise ConflictError(_apart(amendment))
    owners = {number: [amendment.id] for number in numbered}
    left = set[str]()
    kept = list(_kept(amendment, record, nested, owners, left))
    own = tuple(numbered[number] for number in sorted(numbered))
    flat = base.text.text.flat
    wanted = Text.from_flat(apply_edits(apply_edits(flat, own), kept)).flat
    edits = compose(own, kept)
    if not _makes(flat, edits, wanted):
        edits = compare(base.text.text, Text.from_flat(wanted))
    done = tuple(name for name in nested.names if name not in left)
    return tuple(_owned(edit, numbered, owners) for edit in edits), done


def _kept(
    amendment: Amendment,
    record: PatchRecord,
    nested: Nested,
    owners: Mapping[int, list[str]],
    left: set[str],
) -> Iterator[Edit]:
    """Yield the nested edits to adopted parts, on the text that these parts alone make.

    Note in *owners* whose they are, and in *left* who also changes other parts.
    """
    places = dict(_places(record))
    dropped = [
        (places[part][0], len(edit.new) - len(edit.old))
        for part, edit in zip(record.parts, record.edits, strict=True)
        if part not in owners
    ]
    for shared in nested.settled.shared:
        for edit in opened([shared.edit], nested.amended.flat):
            parts = [
                part
                for part, (start, words) in places.items()
                if start - 1 <= edit.start and edit.end <= start + len(words) + 1
            ]
            touched = [part for part in parts if part in owners]
            if parts and not touched:
                left.update(shared.names)
                continue
            if not touched or len(touched) < len(parts):
                raise ConflictError(_apart(amendment))
            for part in touched:
                owners[part] += [name for name in shared.names if name not in owners[part]]
            shift = sum(grown for start, grown in dropped if start < edit.start)
            yield Edit(edit.start - shift, edit.old, edit.new)


def _owned(
    edit: Edit, numbered: Mapping[int, Edit], owners: Mapping[int, Sequence[str]]
) -> AdoptedEdit:
    numbers = tuple(
        number
        for number, part in sorted(numbered.items())
        if edit.start <= part.end and part.start <= edit.end
    )
    names = dict.fromkeys(name for number in numbers or owners for name in owners[number])
    return AdoptedEdit(edit, numbers, tuple(names))


def _makes(flat: str, edits: Sequence[Edit], wanted: str) -> bool:
    try:
        return apply_edits(flat, edits) == wanted
    except EditMismatchError:
        return False


def _on_amended(
    conference: OpenConference,
    record: PatchRecord,
    amended: Text,
    nested: Amendment,
    blob: str,
    edits: tuple[Edit, ...],
) -> tuple[Edit, ...]:
    """Return *edits* of an amendment to the one of *record*, in positions of the text *amended*.

    The amendment may have been carried over to another base since; its words move, but they stay.
    """
    if conference.base_of(nested, blob).text.text == amended:
        return edits
    path = conference.patch_path(nested)
    earlier = patch_at(conference, path, blob)
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


def _apart(amendment: Amendment) -> Problem:
    names = {"id": amendment.id}
    return Problem(
        _(
            "What was adopted of %(id)s cannot be told apart from its other parts, "
            "because adopted amendments to it change both."
        )
        % names,
        amendment.path,
        hint=_("Record its words: antragstool vote %(id)s adopted-as-amended --text FILE") % names,
    )
