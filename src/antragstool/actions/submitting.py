"""Handing in: read, resolve, number, store and commit; or name everything that is wrong and store nothing."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from antragstool.actions.handed_patch import handed_patch, looks_like_patch, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.diff.passages import Passage
from antragstool.diff.reading import passages
from antragstool.errors import AntragstoolError, InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Form, Resolution
from antragstool.model.edit import Edit
from antragstool.model.ids import amendment_id, file_stem
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.files import read_text
from antragstool.store.frontmatter import has_header
from antragstool.store.git.values import Commit
from antragstool.store.header_write import build, set_fields
from antragstool.store.header_yaml import Value
from antragstool.store.schema import (
    SubmissionHeader,
    read_amendment,
    read_resolution,
    read_submission_header,
)
from antragstool.text.lines import Line
from antragstool.workflow.change import Change, Handed, read_change
from antragstool.workflow.numbering import next_number
from antragstool.workflow.tracking import Base, Sender, track

_ADDRESS = "amendments@antragstool.invalid"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says about the files: the resolution and the submitter, "" if nothing."""

    to: str = ""
    submitter: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """One amendment that was stored, with what a person wants to see of it."""

    amendment: Amendment
    resolution: Resolution
    base: Base
    lines: tuple[Line, ...]
    edits: tuple[Edit, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The redline."""
        return passages(self.base.text.text, self.edits, self.lines)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A submission that was understood: what is still missing is its number."""

    header: SubmissionHeader
    source: str
    resolution: Resolution
    base: Base
    lines: tuple[Line, ...]
    change: Change
    submitter_from_option: bool


def submit(
    conference: OpenConference, files: Sequence[Path], wishes: Wishes, now: datetime
) -> tuple[Submitted, ...]:
    """Store the amendments in *files*, in this order, as one commit; return them with their new ids.

    Raises InputError with all problems of all files; then nothing was stored.
    """
    with conference.repository.locked():
        conference.read_again()
        conference.demand_sound()
        conference.repository.person()
        plans: list[_Plan] = []
        problems: list[Problem] = []
        for path in files:
            try:
                plans.append(_plan(conference, path, wishes))
            except AntragstoolError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return _store(conference, plans, now)


def _plan(conference: OpenConference, path: Path, wishes: Wishes) -> _Plan:
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
    return _Plan(header, source, resolution, base, lines, change, overridden)


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
        return Change(Form.PATCH, edits_of_patch(conference, header.body, base, file))
    handed = Handed(header.body, header.form, file, header.body_line)
    if header.copied_resolution_header and header.form is None:
        handed = replace(handed, form=Form.COPY)
    change, problems = read_change(handed, base.text.text, lines)
    if change is None:
        raise InputError(problems)
    return change


def _store(
    conference: OpenConference, plans: Sequence[_Plan], now: datetime
) -> tuple[Submitted, ...]:
    taken = set(conference.repository.ever_used(AMENDMENTS))
    folder = conference.root / AMENDMENTS
    if folder.is_dir():
        taken |= {path.name for path in folder.iterdir()}
    files: dict[str, bytes | None] = {}
    stored: list[Submitted] = []
    for plan in plans:
        new_id = amendment_id(plan.resolution.id, next_number(plan.resolution.id, taken))
        path = f"{AMENDMENTS}/{file_stem(new_id)}.md"
        taken.add(Path(path).name)
        source = _with_record(plan, new_id, now, conference.files.conference.line_length)
        amendment, problems = read_amendment(path, source)
        if amendment is None or problems:
            raise InputError(problems)
        sender = Sender(amendment.submitter, _ADDRESS, email.utils.format_datetime(now))
        patch = track(
            plan.base, plan.change.edits, new_id, plan.resolution.id, amendment.subject, sender
        )
        files[path] = source.encode()
        files[path.removesuffix(".md") + ".patch"] = patch.encode()
        stored.append(
            Submitted(amendment, plan.resolution, plan.base, plan.lines, plan.change.edits)
        )
    ids = [item.amendment.id for item in stored]
    trailers = [("Antragstool-Action", "submit"), *(("Amendment", each) for each in ids)]
    subject = _subject(stored)
    conference.repository.commit(
        Commit(files=files, subject=subject, trailers=tuple(trailers)),
        expected=dict.fromkeys(files),
    )
    return tuple(stored)


def _subject(stored: Sequence[Submitted]) -> str:
    first = stored[0].amendment
    if len(stored) == 1:
        what = f": {first.subject}" if first.subject else ""
        return f"Submit {first.id}{what}"
    return f"Submit {first.id} to {stored[-1].amendment.id} ({len(stored)} amendments)"


def _with_record(plan: _Plan, new_id: str, now: datetime, line_length: int) -> str:
    """Return the amendment's file: what was handed in, with what only the program knows."""
    header = plan.header
    added: dict[str, Value | None] = {
        "id": new_id,
        "base": plan.base.blob,
        "received": now.isoformat(timespec="seconds"),
        "line-length": line_length,
        "first-line": plan.lines[0].number if plan.lines else 1,
        "form": plan.change.form.value,
    }
    # What the file says itself stays as it was typed.
    if header.resolution != plan.resolution.id:
        added["resolution"] = plan.resolution.id
    if plan.submitter_from_option:
        added["submitter"] = header.submitter
    if has_header(plan.source) and not header.copied_resolution_header:
        return set_fields(plan.source, added)
    fields: dict[str, Value] = {"resolution": plan.resolution.id, "submitter": header.submitter}
    if header.subject:
        fields["subject"] = header.subject
    fields |= {key: value for key, value in added.items() if value is not None}
    return build(fields) + header.body
