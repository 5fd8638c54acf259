"""From a file that is handed in to a plan: what it changes, in what, and for whom; or all that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.bases import demand_part, part_of, version_at, version_of
from antragstool.actions.choosing import Part, choose_part, find_target
from antragstool.actions.guards import demand_committed_text
from antragstool.actions.handed_file import change_in, read_handed_file
from antragstool.actions.opened import OpenConference
from antragstool.diff.compare import compare
from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Form, Resolution
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.record import shortened
from antragstool.store.submission import SubmissionHeader
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.workflow.amending import outside
from antragstool.workflow.handed import Change
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says about the files: the resolution and the submitter, "" if nothing."""

    to: str = ""
    submitter: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A submission that was understood: what is still missing is its number.

    *target* is what it changes, *resolution* or an amendment to it; *part* the part of it.
    """

    header: SubmissionHeader
    source: str
    file: str
    target: Resolution | Amendment
    resolution: Resolution
    part: Part
    base: Base
    lines: tuple[Line, ...]
    change: Change
    submitter_from_option: bool


def plan_submission(conference: OpenConference, path: Path, wishes: Wishes) -> Plan:
    """Read a file that is handed in; raises InputError or RepositoryError with everything that is wrong."""
    handed, file = read_handed_file(path), str(path)
    source, found = handed.source, list(handed.problems)
    header = replace(handed.header, submitter=wishes.submitter or handed.header.submitter)
    try:
        target = find_target(conference, header, wishes.to, file)
    except InputError as error:
        if not header.submitter and not any(problem.line for problem in found):
            found.append(_no_submitter(header, file))
        raise InputError([*found, *error.problems]) from error
    if not header.submitter and not any(problem.line for problem in found):
        found.append(_no_submitter(header, file))
    resolution = conference.resolution(target.id)
    conference.demand_sound(resolution, target)
    demand_committed_text(conference, resolution)
    if isinstance(target, Amendment):
        conference.demand_committed(target)
    try:
        version = version_of(conference, target)
        part = choose_part(header, target, resolution, version, file, source)
        demand_part(version, part.concerns)
        base = part_of(version, part.concerns)
        lines = conference.lines(resolution, base)
        change = change_in(conference, header, part, base, lines, file)
        if isinstance(target, Amendment):
            _require_inside(conference, target, base, change.edits, file)
        elif change.form is Form.COPY and part.concerns is Concern.TEXT:
            _refuse_copy_of_older_text(conference, base, change.edits, file)
    except AntragstoolError as error:
        raise InputError([*found, *error.problems]) from error
    if found:
        raise InputError(found)
    overridden = bool(wishes.submitter)
    return Plan(header, source, file, target, resolution, part, base, lines, change, overridden)


def _no_submitter(header: SubmissionHeader, file: str) -> Problem:
    if header.copied_resolution_header:
        message = _("This copy of the resolution names its mover, not who hands in the amendment.")
        return Problem(message, file, 1, _('Say it: --submitter "KV Musterstadt".'))
    return Problem(
        _("It is not said who hands in the amendment."),
        file,
        1,
        _('Add the line "submitter: KV Musterstadt" to the header, or use --submitter.'),
    )


def _require_inside(
    conference: OpenConference, target: Amendment, base: Base, edits: Sequence[Edit], file: str
) -> None:
    """Raise InputError if an amendment to the amendment *target* changes other words than its own."""
    names = {"id": target.id, "resolution": target.resolution}
    problems = []
    for edit in outside(base.text.text, conference.edits(target), edits):
        message = _('%(id)s does not bring in the words "%(words)s".')
        if not edit.old:
            message = _('%(id)s changes nothing at the place of "%(words)s".')
        hint = _("Hand this change in to %(resolution)s as an amendment of its own.") % names
        words = shortened(edit.old.strip() or edit.new)
        problems.append(Problem(message % {**names, "words": words}, file, hint=hint))
    if problems:
        raise InputError(problems)


def _refuse_copy_of_older_text(
    conference: OpenConference, base: Base, edits: Sequence[Edit], file: str
) -> None:
    """Raise InputError if a copy is nearer to an earlier text: it would undo what was changed since."""
    text = base.text.text
    copy = Text.from_flat(apply_edits(text.flat, edits))
    for version in conference.repository.versions(base.path):
        if version == base.blob:
            continue
        try:
            earlier = version_at(conference, base.path, version).text.text
        except InputError:
            continue  # it could not be read, so nobody has copied it
        if earlier != text and _amount(compare(earlier, copy)) < _amount(edits):
            raise InputError(
                Problem(
                    _("This is a copy of an older text; it would undo what was changed since."),
                    file,
                    hint=_(
                        "Make the change in a copy of the current text: antragstool show %(path)s"
                    )
                    % {"path": Path(base.path).stem.partition("-")[0]},
                )
            )


def _amount(edits: Sequence[Edit]) -> int:
    return sum(len(edit.old) + len(edit.new) for edit in edits)
