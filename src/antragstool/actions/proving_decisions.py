"""Proving what the headers of amendments say about decisions: whom they name, and what is in the text.

An amendment that a header names is there and changes the same resolution (or amendment); the version
that is said to contain an amendment is one of the resolution's file; and nothing was put into the text
that is not adopted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from antragstool.actions.adopted_words import adopted_words, is_adopted
from antragstool.actions.merged import merged_paths
from antragstool.actions.opened import OpenConference
from antragstool.actions.taken_back import is_out, no_longer_adopted
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Fate, carry_along
from antragstool.merge.transition import Transition
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS
from antragstool.model.documents import Amendment
from antragstool.model.ids import root_id
from antragstool.patch.record import read_patch, shortened
from antragstool.store.files import read_text
from antragstool.workflow.parts import part_names


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


def prove_in_text(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    """Yield a problem where an adopted amendment counts as done, but nothing says how.

    It is done by a merged patch of its own or of one that says the same, because it gives way by
    decision, or because the version that it names has its words.
    """
    if not amendment.merged or not is_adopted(amendment) or merged_paths(conference, amendment):
        return
    others = conference.files.amendments_to(amendment.resolution)
    gives_way = amendment.yields_to or any(amendment.id in each.wording_for for each in others)
    if gives_way or conference.parent_of(amendment) is not None:
        return
    try:
        words = adopted_words(conference, amendment)
        base = conference.base_of(amendment, words.base if words else "").text.text
        then = conference.base_of(amendment, amendment.merged).text.text
        plain = words.plain if words else ()
        if not plain or carry_along(plain, (Transition(base, then),)).fate is Fate.CONTAINED:
            return
    except AntragstoolError:
        return  # what cannot be read is named already
    names = {"id": amendment.id}
    message = _(
        "%(id)s counts as put into the text, but its words are not in the version that it names."
    )
    hint = _("Take the line merged out of its header, and put it in: antragstool adopt %(to)s")
    yield Problem(message % names, amendment.path, hint=hint % {"to": amendment.resolution})


def prove_adopted(conference: OpenConference, amendment: Amendment, path: str) -> Iterator[Problem]:
    """Yield a problem if the patch *path* put words into the text that are no longer adopted.

    None where the text of now has the words out again.
    """
    try:
        record = read_patch(read_text(conference.root / path, path), path)
        taken = no_longer_adopted(conference, amendment, record)
        if taken is None or is_out(conference, amendment, record):
            return
    except AntragstoolError:
        return  # what is wrong with the patch is named already
    names = {"id": amendment.id, "to": root_id(amendment.id)}
    if taken:
        names["parts"] = part_names(amendment.id, taken)
        message = _("These parts were put into the text, but they are not adopted: %(parts)s.")
    elif amendment.outcome in IN_OTHER_WORDS:
        message = _(
            '%(id)s is in the text in other words than were adopted by its result: "%(words)s".'
        )
        names["words"] = shortened(" ".join(edit.new or edit.old for edit in record.edits))
    else:
        message = _("%(id)s was put into the text, but it is not adopted.")
    hint = _(
        "Correct the vote, or hand the opposite in as an amendment to %(to)s, adopt it, and run "
        "antragstool adopt %(to)s."
    )
    yield Problem(message % names, path, hint=hint % names)


def prove_nested(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    """Yield a problem if *amendment* was adopted to one that is in the text without it."""
    parent = conference.parent_of(amendment)
    if parent is None or not parent.merged or amendment.merged or not is_adopted(amendment):
        return
    if parent.outcome in AS_HANDED_IN:
        names = {"id": amendment.id, "parent": parent.id, "to": root_id(amendment.id)}
        message = _("%(id)s is adopted, but %(parent)s was put into the text without it.")
        hint = _("Hand its change in as an amendment to %(to)s, and record another result for it.")
        yield Problem(message % names, amendment.path, hint=hint % names)
