"""What the adopted amendments bring into a resolution's text as it is now.

What was adopted of each is carried over to the text of now. What cannot be carried without doubt is
a problem that says what to do, and nothing is put into the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from antragstool.actions.adopted_words import AdoptedEdit, AdoptedWords, adopted_words, is_adopted
from antragstool.actions.bases import part_of
from antragstool.actions.opened import OpenConference
from antragstool.actions.ways import Ways
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Carried, Fate
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.workflow.final import ConflictError
from antragstool.workflow.settling import Adopted, Decided, Settled, settle


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one amendment brings in, as edits on the text of now; none if the text has them already.

    *nested* are the amendments to it that are settled with it.
    """

    amendment: Amendment
    edits: tuple[AdoptedEdit, ...]
    nested: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All amendments whose words these are, its own first."""
        names = (name for each in self.edits for name in each.owners)
        return tuple(dict.fromkeys((self.amendment.id, *names)))


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
        except (InputError, ConflictError) as error:
            problems += error.problems
            continue
        if isinstance(contribution, Problem):
            problems.append(contribution)
        else:
            found.append(contribution)
    return tuple(found), tuple(problems)


def settled_now(
    conference: OpenConference,
    resolution: Resolution,
    concern: Concern,
    found: Sequence[Contribution],
    decided: Decided | None = None,
) -> Settled:
    """Put contributions together by what the assembly has *decided* (default: what their headers say)."""
    text = part_of(conference.base(resolution), concern).text.text
    adopted = [
        Adopted(each.amendment.id, tuple(one.edit for one in each.edits))
        for each in found
        if each.edits
    ]
    return settle(text, adopted, decided or Decided.of(each.amendment for each in found))


def _contribution(
    conference: OpenConference, amendment: Amendment, ways: Ways
) -> Contribution | Problem:
    words = adopted_words(conference, amendment)
    if words is None:
        return Contribution(amendment, ())
    carried = ways.carry(amendment, words.plain, words.base)
    if carried.fate is Fate.STUCK and _has_given_way(conference, amendment):
        words = _without_stuck(words, carried)
        carried = ways.carry(amendment, words.plain, words.base)
    if carried.fate in {Fate.STUCK, Fate.PROPOSED}:
        return _in_the_way(amendment, words, carried)
    kept = (words.edits[number - 1] for number in carried.numbers)
    pairs = zip(carried.edits, kept, strict=True)
    edits = tuple(replace(each, edit=edit) for edit, each in pairs)
    return Contribution(amendment, edits, words.nested)


def _has_given_way(conference: OpenConference, amendment: Amendment) -> bool:
    """Tell whether an amendment that prevails over this one by decision is in the text already."""
    return any(
        each.merged
        for each in conference.files.amendments_to(amendment.resolution)
        if each.id in amendment.yields_to or amendment.id in each.wording_for
    )


def _without_stuck(words: AdoptedWords, carried: Carried) -> AdoptedWords:
    """Leave out the edits whose words are gone: they gave way when the others were put in."""
    stuck = {each.number for each in carried.landings if each.fate is Fate.STUCK}
    kept = (each for number, each in enumerate(words.edits, 1) if number not in stuck)
    return replace(words, edits=tuple(kept))


def _in_the_way(amendment: Amendment, words: AdoptedWords, carried: Carried) -> Problem:
    names = {"id": amendment.id, "resolution": amendment.resolution}
    if carried.fate is Fate.PROPOSED and not words.in_other_words:
        message = _("%(id)s was adopted on an older text, and a change stands beside its words.")
        hint = _("Look at it and confirm: antragstool rebase %(resolution)s --accept %(id)s")
    else:
        message = _(
            "%(id)s was adopted on an older text; where its words belong now is not certain."
        )
        hint = _(
            "See both changes: antragstool rebase %(resolution)s. Then agree on a wording for the "
            "text of now: antragstool vote %(id)s adopted-as-amended --text FILE"
        )
    return Problem(message % names, amendment.path, hint=hint % names)
