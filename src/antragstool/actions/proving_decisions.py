"""Proving what the headers of amendments say about decisions: whom they name, and what is in the text.

An amendment that a header names is there and changes the same resolution (or amendment); the version
that is said to contain an amendment is one of the resolution's file; and nothing was put into the text
that is not adopted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from antragstool.actions.adopted_words import adopted_parts
from antragstool.actions.merged import merged_paths
from antragstool.actions.opened import OpenConference
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS, Outcome
from antragstool.model.documents import Amendment
from antragstool.model.ids import root_id
from antragstool.patch.record import read_patch
from antragstool.store.files import read_text
from antragstool.workflow.parts import part_names

_CARRIED_OUT = AS_HANDED_IN | IN_OTHER_WORDS | {Outcome.ADOPTED_IN_PART}


def prove_references(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    """Yield where the header of *amendment* names one that it cannot mean."""
    known = {each.id: each for each in conference.files.amendments}
    for key, names in _references(amendment):
        for name in names:
            shown = {"key": key, "other": name, "resolution": amendment.resolution}
            hint = _("The header was changed by hand; restore it from git.")
            if name not in known:
                message = _('"%(key)s" names %(other)s, which does not exist.')
            elif name == amendment.id:
                message = _('"%(key)s" names %(other)s, which is the amendment itself.')
            elif known[name].resolution != amendment.resolution:
                message = _('"%(key)s" names %(other)s, which does not change %(resolution)s.')
            else:
                continue
            yield Problem(message % shown, amendment.path, hint=hint)


def _references(amendment: Amendment) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "yields-to", amendment.yields_to
    yield "follows", amendment.follows
    yield "wording-for", amendment.wording_for
    yield "disposed-by", (amendment.disposed_by,) if amendment.disposed_by else ()


def prove_merged_version(amendment: Amendment, versions: Collection[str]) -> Iterator[Problem]:
    """Yield a problem unless the version that contains *amendment* is among *versions* of the file.

    Otherwise an adopted amendment would count as done although it stands in no text.
    """
    if amendment.merged and amendment.merged not in versions:
        message = _('"merged" of %(id)s names no version of the text of %(resolution)s.')
        names = {"id": amendment.id, "resolution": amendment.resolution}
        hint = _("The header was changed by hand; restore it from git.")
        yield Problem(message % names, amendment.path, hint=hint)


def prove_adopted(amendment: Amendment, path: str) -> Iterator[Problem]:
    """Yield a problem if *amendment* is not adopted although *path* says that it is in the text."""
    outcomes = {amendment.outcome, *(part.outcome for part in amendment.parts)}
    if outcomes.isdisjoint(_CARRIED_OUT):
        message = _("%(id)s was put into the text, but it is not adopted.")
        hint = _(
            "Correct the vote, or take the words out: antragstool edit %(to)s FILE --editorial"
        )
        names = {"id": amendment.id, "to": root_id(amendment.id)}
        yield Problem(message % names, path, hint=hint % names)


def prove_adopted_parts(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    """Yield a problem for each patch in the text with a part of *amendment* that is not adopted."""
    if amendment.outcome in AS_HANDED_IN | IN_OTHER_WORDS or not amendment.parts:
        return
    adopted = adopted_parts(amendment)
    for path in merged_paths(conference, amendment):
        try:
            numbers = read_patch(read_text(conference.root / path, path), path).numbers
        except AntragstoolError:
            continue  # what is wrong with the patch is named already
        lost = [number for number in numbers if number not in adopted]
        if adopted and lost:
            message = _("These parts were put into the text, but they are not adopted: %(parts)s.")
            hint = _(
                "Correct the vote, or take the words out: antragstool edit %(to)s FILE --editorial"
            )
            names = {"parts": part_names(amendment.id, lost), "to": root_id(amendment.id)}
            yield Problem(message % names, path, hint=hint % names)
