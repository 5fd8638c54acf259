"""Proving that the files of an amendment belong together and say the same.

What was handed in, read again, gives the edits of the tracked patch; these fit their base; and git,
applying the patch, makes the same text of it. Of a patch that was put into the text it is proven
that it fits the version that it names, and that it holds no words but the amendment's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from antragstool.actions.adopted_words import own_words
from antragstool.actions.handed_patch import patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.canonical import canonical
from antragstool.model.documents import Amendment, Form
from antragstool.model.edit import Edit
from antragstool.patch.record import PatchRecord, read_patch, result_hash, shortened, verify
from antragstool.store.files import read_bytes, read_text
from antragstool.text.safety import unsafe_problems
from antragstool.text.tokens import words
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Handed
from antragstool.workflow.tracking import Base, prove, prove_result


def prove_amendment(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    """Yield what does not fit in the files of an amendment, or of a changed version of one."""
    unsafe = unsafe_problems(amendment.body, amendment.path, amendment.body_line)
    yield from unsafe
    try:
        record = conference.patch(amendment)
        if not unsafe:
            yield from _proof(conference, amendment, record)
    except AntragstoolError as error:
        yield from error.problems


def prove_merged(
    conference: OpenConference, amendment: Amendment, path: str, versions: Collection[str]
) -> Iterator[Problem]:
    """Yield what does not fit in a patch that *amendment* put into its resolution's text.

    *versions* are the object ids of the resolution's file.
    """
    try:
        patch = read_text(conference.root / path, path)
        record = read_patch(patch, path)
        if (record.amendment, record.resolution) != (amendment.id, amendment.resolution):
            yield _changed_by_hand(
                _("This patch names another amendment than %(id)s."), amendment, path
            )
            return
        if record.base not in versions:
            message = _("This patch names a base that is no version of the text of %(resolution)s.")
            yield _changed_by_hand(message, amendment, path)
            return
        base = conference.base_of(amendment, record.base)
        if record.before and record.before != result_hash(base.text.text.flat):
            message = _("This patch says that it was made for another text than its base has.")
            yield _changed_by_hand(message, amendment, path)
        verify(record, base.text.text.flat, path)
        yield from _git_makes_it(conference, amendment, base, record.edits, patch, path)
        yield from _only_own_words(conference, amendment, base, record, path)
    except AntragstoolError as error:
        yield from error.problems


def _proof(
    conference: OpenConference, amendment: Amendment, record: PatchRecord
) -> Iterator[Problem]:
    written_for = conference.base_of(amendment, amendment.base)
    edits, problems = _read_again(conference, amendment, written_for)
    if problems:
        yield from problems
        return
    path = conference.patch_path(amendment)
    base = conference.base_of(amendment)
    if amendment.carried:
        yield from _carried_proof(amendment, record, written_for, base, edits, path)
        edits = record.edits
    patch = read_text(conference.root / path, path)
    here = replace(amendment, base=amendment.current_base, carried=())
    found = prove(here, patch, path, base, edits)
    yield from found
    if not found:
        yield from _git_makes_it(conference, amendment, base, edits, patch, path)


def _carried_proof(
    amendment: Amendment,
    record: PatchRecord,
    written_for: Base,
    base: Base,
    edits: tuple[Edit, ...],
    path: str,
) -> Iterator[Problem]:
    """Prove that an amendment that was carried over still has the words that it was written with."""
    bases = (*(each.base for each in record.earlier), record.base)
    if bases != (amendment.base, *amendment.carried):
        message = _("The tracked patch of %(id)s names other bases than the amendment.")
        yield _changed_by_hand(message, amendment, path)
    if record.written_for.edits != edits:
        message = _(
            "What was handed in, read again, gives other edits than the tracked patch of %(id)s."
        )
        yield _changed_by_hand(message, amendment, path)
    own = _words(edits, written_for.text.text.flat)
    for edit in record.edits:
        if own.isdisjoint(_words((edit,), base.text.text.flat)):
            message = _('%(id)s was carried over to other words than its own: "%(words)s".')
            yield _changed_by_hand(message, amendment, path, shortened(edit.new or edit.old))


def _git_makes_it(
    conference: OpenConference,
    amendment: Amendment,
    base: Base,
    edits: tuple[Edit, ...],
    patch: str,
    path: str,
) -> Iterator[Problem]:
    # The resolution's file may have another name by now; the base is the same.
    named = patch_in(patch[patch.index("diff --git ") :])
    text = named.paths[0] if named and named.paths else base.path
    version = base.blob if base.blob == base.file_blob else base.source.encode()
    applied = conference.repository.apply_patch(text, version, patch.encode(), path)
    yield from prove_result(amendment, applied.decode(), path, base, edits)


def _read_again(
    conference: OpenConference, amendment: Amendment, base: Base
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """Read what was handed in once more, against the base that it was written for."""
    if amendment.form is Form.PATCH or patch_in(amendment.body) is not None:
        concerns = amendment.concerns
        edits = edits_of_patch(
            conference, amendment.body, base, amendment.path, concerns, stored=True
        )
        return edits, ()
    handed = Handed(
        amendment.body,
        amendment.form,
        amendment.path,
        amendment.body_line,
        stored=True,
        concerns=amendment.concerns,
    )
    change, problems = read_change(
        handed, base.text.text, conference.lines_as_handed_in(amendment, base)
    )
    return (change.edits if change else ()), problems


def _only_own_words(
    conference: OpenConference, amendment: Amendment, base: Base, record: PatchRecord, path: str
) -> Iterator[Problem]:
    """Yield a problem for each edit whose words are neither the proposal's nor the adopted version's."""
    data = read_bytes(conference.root / path, path)
    if conference.repository.versions(path) == (conference.repository.blob_id(data),):
        return  # nobody has changed it; where other words are adopted now, prove_adopted says so
    recorded = tuple(own_words(conference, amendment))
    own = set[tuple[str, str]]()
    for text, edits in recorded:
        own |= _words(edits, text.text.text.flat)
    every = [edit for _text, edits in recorded for edit in edits]
    flat = base.text.text.flat
    for edit in record.edits:
        if own.isdisjoint(_words((edit,), flat)) and not _made_of(edit, every):
            message = _('This patch changes words that are not those of %(id)s: "%(words)s".')
            yield _changed_by_hand(message, amendment, path, shortened(edit.new or edit.old))


def _words(edits: Sequence[Edit], flat: str) -> set[tuple[str, str]]:
    """Return the old and new words of edits, as written and in their canonical form."""
    both = [*edits, *(canonical(edit, flat).edit for edit in edits)]
    return {(edit.old, edit.new) for edit in both}


def _made_of(edit: Edit, own: Sequence[Edit]) -> bool:
    """Tell whether all words that *edit* brings in and takes out are those of *own* edits.

    Side by side with other changes, or together with amendments to the amendment, the same words may
    have to be cut into other edits.
    """
    brought, taken = Counter[str](), Counter[str]()
    for each in own:
        brought.update(words(each.new))
        taken.update(words(each.old))
    new, old = Counter(words(edit.new)), Counter(words(edit.old))
    return not (new - old) - brought and not (old - new) - taken


def _changed_by_hand(message: str, amendment: Amendment, path: str, shown: str = "") -> Problem:
    names = {"id": amendment.id, "resolution": amendment.resolution, "words": shown}
    hint = _("The patch was changed by hand; restore it from git.")
    return Problem(message % names, path, hint=hint)
