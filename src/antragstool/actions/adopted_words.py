"""What was adopted of an amendment: the one place that knows.

It is the proposal, some of its parts, or other words that were recorded; with the amendments to it
that were adopted, as far as they change what was adopted of it. Only committed patches count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from antragstool.actions.merged import merged_records
from antragstool.actions.opened import OpenConference
from antragstool.actions.versions import adopted_versions, not_recorded, version
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class AdoptedEdit:
    """One adopted edit: the *numbers* of the parts that it carries out (none in other words), and whose it is."""

    edit: Edit
    numbers: tuple[int, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdoptedWords:
    """The adopted edits of an amendment on the version *base* (an object id).

    *in_other_words* says that they are not those that were handed in. *nested* are the adopted
    amendments to it that are wholly carried out, or decided away, with these edits.
    """

    base: str
    edits: tuple[AdoptedEdit, ...]
    in_other_words: bool = False
    nested: tuple[str, ...] = ()

    @property
    def plain(self) -> tuple[Edit, ...]:
        """The edits alone."""
        return tuple(each.edit for each in self.edits)


def adopted_parts(amendment: Amendment) -> frozenset[int]:
    """Return the numbers of the parts that were adopted, where it was voted on in parts."""
    return frozenset(
        number
        for part in amendment.parts
        if part.outcome in AS_HANDED_IN
        for number in part.numbers
    )


def is_adopted(amendment: Amendment) -> bool:
    """Tell whether an amendment, or a part of it, is to be in the text."""
    whole = amendment.outcome in AS_HANDED_IN or amendment.outcome in IN_OTHER_WORDS
    return whole or bool(adopted_parts(amendment))


def adopted_words(conference: OpenConference, amendment: Amendment) -> AdoptedWords | None:
    """Return what was adopted of *amendment*, None if nothing was.

    Raises InputError where it was adopted in other words that are not recorded, ConflictError where
    the adopted amendments to it clash, and RepositoryError for a patch that is not the committed one.
    """
    from antragstool.actions.nested_words import with_nested

    if not is_adopted(amendment):
        return None
    if amendment.outcome in IN_OTHER_WORDS:
        return _in_other_words(conference, amendment)
    conference.demand_committed(amendment)
    base, numbered = _numbered(conference, amendment)
    edits, nested = with_nested(conference, amendment, base, numbered)
    return AdoptedWords(base.blob, edits, nested=nested)


def _in_other_words(conference: OpenConference, amendment: Amendment) -> AdoptedWords:
    for kind, _text in adopted_versions(conference, amendment):
        record = version(conference, amendment, kind)
        if record is not None:
            edits = tuple(AdoptedEdit(edit, (), (amendment.id,)) for edit in record.edits)
            return AdoptedWords(record.base, edits, in_other_words=True)
    raise InputError(not_recorded(amendment))


def _numbered(conference: OpenConference, amendment: Amendment) -> tuple[Base, dict[int, Edit]]:
    """Return the adopted parts that are not in the text yet, on a base that has them all.

    It is the base of now, else the first one.
    """
    record = conference.patch(amendment)
    count = len(record.written_for.edits)
    if unknown := sorted(adopted_parts(amendment) - set(range(1, count + 1))):
        names = {"id": amendment.id, "parts": ", ".join(map(str, unknown)), "count": count}
        message = _("%(id)s has %(count)d parts; there is no part %(parts)s.") % names
        hint = _("Correct the numbers in the header.")
        raise InputError(Problem(message, amendment.path, hint=hint))
    parts = dict(zip(record.parts, record.edits, strict=True))
    whole = amendment.outcome in AS_HANDED_IN
    adopted = frozenset(range(1, count + 1)) if whole else adopted_parts(amendment)
    done = {n for each in merged_records(conference, amendment) for n in each.numbers}
    wanted = adopted - done
    if wanted <= set(parts):
        return conference.base_of(amendment), {n: parts[n] for n in sorted(wanted)}
    first = conference.base_of(amendment, amendment.base)
    written = dict(enumerate(record.written_for.edits, start=1))
    return first, {n: written[n] for n in sorted(wanted)}


def own_words(
    conference: OpenConference, amendment: Amendment
) -> Iterator[tuple[Base, tuple[Edit, ...]]]:
    """Yield all edits whose words *amendment* can bring into the text, each list with its base.

    These are those of the proposal, on its first base and on the one of now, of the versions that
    its outcome can mean, and what was adopted of the amendments to it.
    """
    yield conference.base_of(amendment), conference.edits(amendment)
    yield conference.base_of(amendment, amendment.base), conference.proposal(amendment)
    for _kind, text in adopted_versions(conference, amendment):
        yield conference.base_of(text), conference.edits(text)
    for nested in conference.files.amendments_to(amendment.id):
        words = adopted_words(conference, nested)
        if words is not None:
            yield conference.base_of(nested, words.base), words.plain
