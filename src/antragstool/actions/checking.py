"""Everything that can be wrong in a repository, found and named at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from antragstool.actions.handed_patch import patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Form, Resolution
from antragstool.model.edit import Edit
from antragstool.store.files import read_text
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Handed
from antragstool.workflow.tracking import Base, prove, prove_result
from antragstool.workflow.votes import contradictions


def check(conference: OpenConference, ids: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return the problems of the whole conference, or of the items with these ids only.

    For each amendment it is proven that the patch fits its base, that git applies it, and that
    what was handed in, read again, gives the same patch.
    """
    items = [conference.find(each) for each in ids]
    wanted = items or [*conference.files.resolutions, *conference.files.amendments]
    paths = {item.path for item in wanted}
    problems = [
        problem
        for problem in conference.problems
        if not items
        or problem.file in paths
        or problem.file.removesuffix(".patch") + ".md" in paths
    ]
    broken = {problem.file for problem in conference.problems}
    for item in wanted:
        if isinstance(item, Resolution):
            problems += _check_resolution(conference, item)
        elif conference.patch_path(item) not in broken:
            problems += _check_amendment(conference, item)
        problems += _check_vote(conference, item)
    return tuple(dict.fromkeys(problems))


def _check_resolution(conference: OpenConference, resolution: Resolution) -> Iterator[Problem]:
    yield from unsafe_problems(resolution.body, resolution.path, resolution.body_line)
    if not conference.base(resolution).text.text.blocks:
        yield Problem(
            _("The resolution has no text."),
            resolution.path,
            resolution.body_line,
            _("Write the text below the header."),
        )


def _check_amendment(conference: OpenConference, amendment: Amendment) -> Iterator[Problem]:
    unsafe = unsafe_problems(amendment.body, amendment.path, amendment.body_line)
    yield from unsafe
    patch_path = conference.patch_path(amendment)
    try:
        conference.patch(amendment)
        base = conference.base_of(amendment)
        if not unsafe:
            yield from _proof(conference, amendment, base, patch_path)
    except AntragstoolError as error:
        yield from error.problems
        return
    if amendment.outcome is None and conference.is_older(amendment):
        yield Problem(
            _("%(id)s was written against an older text of %(resolution)s.")
            % {"id": amendment.id, "resolution": amendment.resolution},
            amendment.path,
            hint=_("Its lines mean the older text; compare the two before it is voted on."),
        )


def _proof(
    conference: OpenConference, amendment: Amendment, base: Base, patch_path: str
) -> Iterator[Problem]:
    edits, problems = _read_again(conference, amendment, base)
    if problems:
        yield from problems
        return
    patch = read_text(conference.root / patch_path, patch_path)
    found = prove(amendment, patch, patch_path, base, edits)
    yield from found
    if not found:
        # The resolution's file may have another name by now; the base is the same.
        named = patch_in(patch[patch.index("diff --git ") :])
        path = named.paths[0] if named and named.paths else base.path
        applied = conference.repository.apply_patch(path, base.blob, patch.encode(), patch_path)
        yield from prove_result(amendment, applied.decode(), patch_path, base, edits)


def _read_again(
    conference: OpenConference, amendment: Amendment, base: Base
) -> tuple[tuple[Edit, ...], tuple[Problem, ...]]:
    """Read what was handed in once more, against the base that it was written for."""
    if amendment.form is Form.PATCH or patch_in(amendment.body) is not None:
        return edits_of_patch(conference, amendment.body, base, amendment.path, stored=True), ()
    handed = Handed(
        amendment.body, amendment.form, amendment.path, amendment.body_line, stored=True
    )
    change, problems = read_change(
        handed, base.text.text, conference.lines_as_handed_in(amendment, base)
    )
    return (change.edits if change else ()), problems


def _check_vote(conference: OpenConference, item: Resolution | Amendment) -> Iterator[Problem]:
    if item.vote is None or item.vote.confirmed:
        return
    settings = conference.files.conference
    rule = item.vote.majority or settings.majority
    for problem in contradictions(item.vote, item.outcome, rule, settings.quorum):
        yield Problem(
            problem.message,
            item.path,
            hint=_("Record the vote again: antragstool vote %(id)s …") % {"id": item.id},
        )
