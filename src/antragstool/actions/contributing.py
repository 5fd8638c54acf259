"""What the adopted amendments bring into a resolution's text as it is now.

What was adopted is the proposal, some parts of it, or other words that were recorded; with the
amendments to it that were adopted. Each is carried over to the text of now. What cannot be carried
without doubt is a problem that says what to do, and nothing is put into the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.actions.bases import part_of
from antragstool.actions.opened import OpenConference
from antragstool.actions.versions import version
from antragstool.actions.ways import Ways
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Carried, Fate
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.model.versions import VersionKind
from antragstool.workflow.settling import Adopted, Decided, Settled, settle

AS_HANDED_IN = frozenset({Outcome.ADOPTED, Outcome.TAKEN_OVER})
_WORDS = {
    Outcome.ADOPTED_AS_AMENDED: (VersionKind.DECIDED,),
    Outcome.ADOPTED_COMMITTEE_VERSION: (VersionKind.DECIDED, VersionKind.COMMITTEE),
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one amendment brings in: *edits* on the text of now; none if the text has them already.

    *numbers* are those of the edits as parts, *names* all amendments whose words these are.
    """

    amendment: Amendment
    edits: tuple[Edit, ...]
    numbers: tuple[int, ...]
    names: tuple[str, ...]


def is_adopted(amendment: Amendment) -> bool:
    """Tell whether an amendment, or a part of it, is to be in the text."""
    whole = amendment.outcome in AS_HANDED_IN or amendment.outcome in _WORDS
    return whole or bool(_adopted_parts(amendment))


def contributions(
    conference: OpenConference, resolution: Resolution, concern: Concern, ways: Ways
) -> tuple[tuple[Contribution, ...], tuple[Problem, ...]]:
    """Return what the adopted amendments that are not in the text yet bring in, and what stands in the way."""
    found: list[Contribution] = []
    problems: list[Problem] = []
    for amendment in conference.files.amendments_to(resolution.id):
        if amendment.concerns is not concern or amendment.merged or not is_adopted(amendment):
            continue
        try:
            contribution = _contribution(conference, amendment, ways)
        except AntragstoolError as error:
            problems += error.problems
            continue
        if isinstance(contribution, Problem):
            problems.append(contribution)
        else:
            found.append(contribution)
    if not problems:
        conference.demand_committed(*(each.amendment for each in found))
    return tuple(found), tuple(problems)


def settled_now(
    conference: OpenConference,
    resolution: Resolution,
    concern: Concern,
    found: Sequence[Contribution],
) -> Settled:
    """Put contributions together by what the assembly has decided."""
    text = part_of(conference.base(resolution), concern).text.text
    adopted = [Adopted(each.amendment.id, each.edits, each.numbers) for each in found if each.edits]
    return settle(text, adopted, decided(each.amendment for each in found))


def decided(amendments: Iterator[Amendment] | Sequence[Amendment]) -> Decided:
    """Return what the headers of *amendments* say about clashes."""
    known = tuple(amendments)
    return Decided(
        yields={each.id: each.yields_to for each in known if each.yields_to},
        follows={each.id: each.follows for each in known if each.follows},
        wordings={each.id: each.wording_for for each in known if each.wording_for},
    )


def _adopted_parts(amendment: Amendment) -> frozenset[int]:
    """Return the numbers of the parts that were adopted, where it was voted on in parts."""
    return frozenset(
        number
        for part in amendment.parts
        if part.outcome in AS_HANDED_IN
        for number in part.numbers
    )


def _contribution(
    conference: OpenConference, amendment: Amendment, ways: Ways
) -> Contribution | Problem:
    blob, edits, numbers, names = _adopted_words(conference, amendment)
    carried = ways.carry(amendment, edits, blob) if edits else Carried(Fate.CONTAINED, (), ())
    if carried.fate in {Fate.STUCK, Fate.PROPOSED}:
        return _in_the_way(amendment, carried)
    kept = tuple(numbers[number - 1] for number in carried.numbers)
    return Contribution(amendment, carried.edits, kept, names)


def _adopted_words(
    conference: OpenConference, amendment: Amendment
) -> tuple[str, tuple[Edit, ...], tuple[int, ...], tuple[str, ...]]:
    """Return the adopted edits: the base on which they stand, their numbers, and whose they are."""
    from antragstool.actions.effective import adopted_to, effective_edits

    kinds = _WORDS.get(amendment.outcome, ()) if amendment.outcome else ()
    for kind in kinds:
        record = version(conference, amendment, kind)
        if record is not None:
            return record.base, record.edits, record.parts, (amendment.id,)
    if kinds:
        raise AntragstoolError(_not_recorded(amendment))
    record = conference.patch(amendment)
    nested = [each.id for each, _edits in adopted_to(conference, amendment)]
    if nested:
        edits = effective_edits(conference, amendment)
        return record.base, edits, tuple(range(1, len(edits) + 1)), (amendment.id, *nested)
    pairs = list(zip(record.edits, record.parts, strict=True))
    if amendment.outcome not in AS_HANDED_IN:
        wanted = _adopted_parts(amendment)
        pairs = [pair for pair in pairs if pair[1] in wanted]
    edits = tuple(edit for edit, _number in pairs)
    return record.base, edits, tuple(number for _edit, number in pairs), (amendment.id,)


def _not_recorded(amendment: Amendment) -> Problem:
    outcome = amendment.outcome or Outcome.ADOPTED_AS_AMENDED
    names = {"id": amendment.id, "outcome": outcome.value}
    return Problem(
        _("%(id)s was adopted in other words than it was handed in; they are not recorded.")
        % names,
        amendment.path,
        hint=_("Record them: antragstool vote %(id)s %(outcome)s --text FILE") % names,
    )


def _in_the_way(amendment: Amendment, carried: Carried) -> Problem:
    names = {"id": amendment.id, "resolution": amendment.resolution}
    if carried.fate is Fate.PROPOSED:
        message = _("%(id)s was adopted on an older text, and a change stands beside its words.")
        hint = _("Look at it and confirm: antragstool rebase %(resolution)s --accept %(id)s")
    else:
        message = _(
            "%(id)s was adopted on an older text; the words that it changes are no longer there."
        )
        hint = _(
            "See both changes: antragstool rebase %(resolution)s. Then agree on a wording: "
            "antragstool vote %(id)s adopted-as-amended --text FILE"
        )
    return Problem(message % names, amendment.path, hint=hint % names)
