"""Everything that can be wrong in a repository, found and named at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from antragstool.actions.adopted_words import adopted_words, is_adopted
from antragstool.actions.opened import OpenConference
from antragstool.actions.proving import prove_amendment, prove_merged
from antragstool.actions.proving_decisions import (
    prove_adopted,
    prove_in_text,
    prove_merged_version,
    prove_nested,
    prove_references,
)
from antragstool.actions.standing import is_open
from antragstool.actions.tracing import earlier_paths
from antragstool.actions.ways import Ways
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Fate
from antragstool.model.decision import Majority
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem
from antragstool.model.versions import VersionKind
from antragstool.store.amendment_files import merged_patches
from antragstool.store.conference_files import AMENDMENTS
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.ballots import combined
from antragstool.workflow.rules import rules_for
from antragstool.workflow.votes import contradictions


def check(conference: OpenConference, ids: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return the problems of the whole conference, or of the items with these ids only.

    For each amendment, and each changed version of one, it is proven that the patch fits its base,
    that git applies it, and that what was handed in, read again, gives the same patch.
    """
    items = [conference.find(each) for each in ids]
    wanted = items or [*conference.files.resolutions, *conference.files.amendments]
    problems = [
        problem
        for problem in conference.problems
        if not items or any(_belongs(problem.file, item) for item in items)
    ]
    broken = {problem.file for problem in conference.problems}
    merged = _Merged(conference)
    for item in wanted:
        if isinstance(item, Resolution):
            problems += _check_resolution(conference, item)
        else:
            problems += _check_amendment(conference, item, broken)
            problems += merged.check(item)
            problems += prove_references(conference, item)
            problems += prove_nested(conference, item)
        problems += _check_vote(conference, item)
    return tuple(dict.fromkeys(problems))


def _belongs(file: str, item: Resolution | Amendment) -> bool:
    """Tell whether a file is that of *item*, or one of those beside an amendment's."""
    if isinstance(item, Resolution):
        return file == item.path
    return file.startswith(item.path.removesuffix("md"))


def _check_resolution(conference: OpenConference, resolution: Resolution) -> Iterator[Problem]:
    yield from unsafe_problems(resolution.body, resolution.path, resolution.body_line)
    if not conference.base(resolution).text.text.blocks:
        yield Problem(
            _("The resolution has no text."),
            resolution.path,
            resolution.body_line,
            _("Write the text below the header."),
        )


def _check_amendment(
    conference: OpenConference, amendment: Amendment, broken: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with an amendment and its versions; *broken* files were named already."""
    versions = (conference.files.versions.get((amendment.id, kind)) for kind in VersionKind)
    for text in (amendment, *versions):
        if text is not None and conference.patch_path(text) not in broken:
            found = tuple(prove_amendment(conference, text))
            yield from found
            if text is amendment and not found:
                yield from _check_age(conference, amendment)


def _holds_up(conference: OpenConference, amendment: Amendment) -> bool:
    """Tell whether an adopted amendment has no certain place in the text of now."""
    if amendment.merged or not is_adopted(amendment):
        return False
    if conference.parent_of(amendment) is not None or not conference.is_older(amendment):
        return False
    try:
        words = adopted_words(conference, amendment)
        if words is None:
            return False
        fate = Ways(conference).carry(amendment, words.plain, words.base).fate
    except AntragstoolError:
        return False  # what cannot be read is named already
    return fate in {Fate.STUCK, Fate.PROPOSED}


def _check_age(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    waits = is_open(amendment) or _holds_up(conference, amendment)
    if waits and conference.is_older(amendment):
        yield Problem(
            _("%(id)s was written against an older text of %(resolution)s.")
            % {"id": amendment.id, "resolution": amendment.resolution},
            amendment.path,
            hint=_("Carry it over, or see what is in its way: antragstool rebase %(resolution)s")
            % {"resolution": conference.resolution_of(amendment).id},
        )


class _Merged:
    """The patches that were put into the texts; which ones there are is looked up once."""

    def __init__(self, conference: OpenConference) -> None:
        self.conference = conference
        folder = conference.root / AMENDMENTS
        names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
        self.patches = merged_patches(names)
        self.versions: dict[str, frozenset[str]] = {}

    def check(self, amendment: Amendment) -> Iterator[Problem]:
        """Yield what is wrong with what *amendment* put into the text."""
        names = self.patches.get(file_stem(amendment.id), ())
        if not names and not amendment.merged:
            return
        versions = self._versions(self.conference.resolution_of(amendment))
        found = tuple(prove_merged_version(amendment, versions))
        yield from found or prove_in_text(self.conference, amendment)
        for name in names:
            path = f"{AMENDMENTS}/{name}"
            yield from prove_adopted(self.conference, amendment, path)
            yield from prove_merged(self.conference, amendment, path, versions)

    def _versions(self, resolution: Resolution) -> frozenset[str]:
        """Return the object ids that a resolution's file had, under its earlier names as well."""
        if resolution.id not in self.versions:
            paths = (resolution.path, *earlier_paths(self.conference, resolution))
            found = (blob for each in paths for blob in self.conference.repository.versions(each))
            self.versions[resolution.id] = frozenset(found)
        return self.versions[resolution.id]


def _check_vote(conference: OpenConference, item: Resolution | Amendment) -> Iterator[Problem]:
    """Yield what contradicts itself in the result, or in that of a part; the rule is the recorded one.

    A vote that names no rule was by the simple majority, whatever the rules are now.
    """
    parts = item.parts if isinstance(item, Amendment) else ()
    for each in (item, *parts):
        vote = each.vote
        if vote is None or vote.confirmed:
            continue
        rule = vote.majority or Majority.SIMPLE
        quorum = rules_for(conference.files.conference, item.id, vote.body).quorum
        for problem in contradictions(vote, each.outcome, rule, quorum):
            hint = _("Record the vote again: antragstool vote %(id)s …") % {"id": item.id}
            yield Problem(problem.message, item.path, hint=hint)
    yield from _check_parts(conference, item)


def _check_parts(conference: OpenConference, item: Resolution | Amendment) -> Iterator[Problem]:
    """Yield where an amendment's outcome is not the one that follows from its parts."""
    if not isinstance(item, Amendment) or not item.parts:
        return
    try:
        count = len(conference.proposal(item))
    except AntragstoolError:
        return  # the patch is named already
    unknown = sorted({n for part in item.parts for n in part.numbers if n > count})
    hint = _("Record the vote again: antragstool vote %(id)s …") % {"id": item.id}
    if unknown:
        names = {"id": item.id, "parts": ", ".join(map(str, unknown)), "count": count}
        message = _("%(id)s has %(count)d parts; there is no part %(parts)s.") % names
        yield Problem(message, item.path, hint=hint)
    elif not item.disposed_by and item.outcome is not combined(item.parts, count):
        message = _("The outcome of %(id)s does not follow from those of its parts.")
        yield Problem(message % {"id": item.id}, item.path, hint=hint)
