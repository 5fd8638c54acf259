"""From a file that is handed in to a plan: what it changes, in what, and for whom; or all that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.handed_patch import handed_patch, looks_like_patch, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.diff.compare import compare
from antragstool.errors import AntragstoolError, InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Form, Resolution
from antragstool.model.edit import Edit, apply_edits
from antragstool.store.files import read_text
from antragstool.store.schema import SubmissionHeader, read_resolution, read_submission_header
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.text.markdown import read_markdown
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Change, Handed
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says about the files: the resolution and the submitter, "" if nothing."""

    to: str = ""
    submitter: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A submission that was understood: what is still missing is its number."""

    header: SubmissionHeader
    source: str
    resolution: Resolution
    base: Base
    lines: tuple[Line, ...]
    change: Change
    submitter_from_option: bool


def plan_submission(conference: OpenConference, path: Path, wishes: Wishes) -> Plan:
    """Read a file that is handed in; raises InputError or RepositoryError with everything that is wrong."""
    source = read_text(path, str(path))
    if looks_like_patch(source):
        header, source = handed_patch(source)
        problems: tuple[Problem, ...] = ()
    else:
        source = source.replace("\r\n", "\n")
        read, problems = read_submission_header(str(path), source)
        if read is None:
            raise InputError(problems)
        header = read
    header = replace(header, submitter=wishes.submitter or header.submitter)
    found = list(problems)
    resolution = _resolution(conference, header, wishes, str(path), found)
    if not header.submitter and not any(problem.line for problem in found):
        found.append(_no_submitter(header, str(path)))
    if resolution is None:
        raise InputError(found)
    if header.copied_resolution_header:
        found += _changed_header(str(path), source, resolution)
    conference.demand_sound(resolution)
    _require_committed(conference, resolution)
    base = conference.base(resolution)
    lines = conference.lines(resolution, base)
    try:
        change = _change(conference, header, base, lines, str(path))
    except AntragstoolError as error:
        raise InputError([*found, *error.problems])
    if found:
        raise InputError(found)
    overridden = bool(wishes.submitter)
    return Plan(header, source, resolution, base, lines, change, overridden)


def _resolution(
    conference: OpenConference,
    header: SubmissionHeader,
    wishes: Wishes,
    file: str,
    found: list[Problem],
) -> Resolution | None:
    wanted = wishes.to or header.resolution
    if wishes.to and header.resolution and wishes.to.casefold() != header.resolution.casefold():
        found.append(
            Problem(
                _("The file says that it changes %(said)s, the command that it changes %(to)s.")
                % {"said": header.resolution, "to": wishes.to},
                file,
                hint=_("Correct the file or --to."),
            )
        )
        return None
    if not wanted:
        patch = patch_in(header.body)
        for resolution in conference.files.resolutions:
            if patch is not None and resolution.path in patch.paths:
                return resolution
        found.append(
            Problem(
                _("It is not said which resolution is to be changed."),
                file,
                1,
                _('Add the line "resolution: A1" to the header, or use --to A1.'),
            )
        )
        return None
    try:
        item = conference.find(wanted)
    except AntragstoolError as error:
        found += [replace(problem, file=problem.file or file) for problem in error.problems]
        return None
    if isinstance(item, Amendment):
        found.append(
            Problem(
                _("%(id)s is an amendment; an amendment to an amendment cannot be handed in yet.")
                % {"id": item.id},
                file,
                hint=_("Name the resolution: %(id)s.") % {"id": item.resolution},
            )
        )
        return None
    return item


def _changed_header(file: str, source: str, resolution: Resolution) -> list[Problem]:
    """Return a problem for each field that a copy of a resolution's file says otherwise."""
    copy, _problems = read_resolution(file, source)
    if copy is None:
        return []
    return [
        Problem(
            _('The copy changes the field "%(key)s" of the header; only the text can be amended.')
            % {"key": key},
            file,
            hint=_("Restore that line as it is in %(path)s.") % {"path": resolution.path},
        )
        for key in ("id", "title", "submitter", "supporters", "addressee", "event", "date", "place")
        if getattr(copy, key) != getattr(resolution, key)
    ]


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


def _require_committed(conference: OpenConference, resolution: Resolution) -> None:
    """The base must be in git's history, else it could not be read again."""
    if conference.repository.committed(resolution.path) == resolution.blob:
        return
    raise RepositoryError(
        Problem(
            _("The text of %(id)s is not committed as it stands in the folder.")
            % {"id": resolution.id},
            resolution.path,
            hint=_('Commit it first: git add %(path)s && git commit -m "%(id)s"')
            % {"path": resolution.path, "id": resolution.id},
        )
    )


def _change(
    conference: OpenConference,
    header: SubmissionHeader,
    base: Base,
    lines: Sequence[Line],
    file: str,
) -> Change:
    if patch_in(header.body) is not None:
        unsafe = unsafe_problems(header.body, file, header.body_line)
        if unsafe:
            raise InputError(unsafe)
        return Change(Form.PATCH, edits_of_patch(conference, header.body, base, file))
    handed = Handed(header.body, header.form, file, header.body_line)
    if header.copied_resolution_header and header.form is None:
        handed = replace(handed, form=Form.COPY, implied=True)
    change, problems = read_change(handed, base.text.text, lines)
    if change is None:
        raise InputError(problems)
    if change.form is Form.COPY:
        _refuse_copy_of_older_text(conference, base, change.edits, file)
    return change


def _refuse_copy_of_older_text(
    conference: OpenConference, base: Base, edits: Sequence[Edit], file: str
) -> None:
    """Raise InputError if a copy is nearer to an earlier text: it would undo what was changed since."""
    text = base.text.text
    copy = Text.from_flat(apply_edits(text.flat, edits))
    for version in conference.repository.versions(base.path):
        if version == base.blob:
            continue
        source = conference.repository.read_blob(version).decode(errors="replace")
        older, _problems = read_resolution(base.path, source, version)
        earlier = read_markdown(older.body).text if older else text
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
