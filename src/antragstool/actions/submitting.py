"""Handing in: read, resolve, number, store and commit; or name everything that is wrong and store nothing."""

from __future__ import annotations

import email.utils
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.actions.planning import Plan, Wishes, plan_submission
from antragstool.actions.repeated import Proposal, same_as, says_the_same
from antragstool.actions.series import ADDRESS
from antragstool.diff.passages import Passage, in_part
from antragstool.diff.reading import passages
from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.model.ids import amendment_id, file_stem
from antragstool.store.amendment_files import patch_beside
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.frontmatter import has_header
from antragstool.store.git.values import Commit
from antragstool.store.header_write import build, set_fields
from antragstool.store.header_yaml import Value
from antragstool.store.schema import read_amendment
from antragstool.text.lines import Line
from antragstool.workflow.numbering import next_number
from antragstool.workflow.tracking import Base, Sender, track


@dataclass(frozen=True, slots=True)
class Submitted:
    """One amendment that was stored, with what a person wants to see of it.

    *same_as* are the amendments that say the same already.
    """

    amendment: Amendment
    resolution: Resolution
    base: Base
    lines: tuple[Line, ...]
    edits: tuple[Edit, ...]
    same_as: tuple[Amendment, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The redline."""
        found = passages(self.base.text.text, self.edits, self.lines)
        return in_part(found, self.amendment.concerns)


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
        plans: list[Plan] = []
        problems: list[Problem] = []
        for path in files:
            try:
                plans.append(plan_submission(conference, path, wishes))
            except AntragstoolError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        commit, stored = prepare(conference, plans, now)
        conference.repository.commit(commit, expected=dict.fromkeys(commit.files))
        return stored


def prepare(
    conference: OpenConference, plans: Sequence[Plan], now: datetime
) -> tuple[Commit, tuple[Submitted, ...]]:
    """Number what was planned, and return it with the commit that stores it."""
    taken = set(conference.repository.ever_used(AMENDMENTS))
    folder = conference.root / AMENDMENTS
    if folder.is_dir():
        taken |= {path.name for path in folder.iterdir()}
    files: dict[str, bytes | None] = {}
    stored: list[Submitted] = []
    for plan in plans:
        new_id = amendment_id(plan.target.id, next_number(plan.target.id, taken))
        path = f"{AMENDMENTS}/{file_stem(new_id)}.md"
        taken.add(Path(path).name)
        source = _with_record(plan, new_id, now, conference.files.conference.line_length)
        amendment, problems = read_amendment(path, source)
        if amendment is None or problems:
            raise InputError(problems)
        sender = Sender(amendment.submitter, ADDRESS, email.utils.format_datetime(now))
        edits = plan.change.edits
        patch = track(plan.base, edits, new_id, plan.target.id, amendment.subject, sender)
        files[path] = source.encode()
        files[patch_beside(path)] = patch.encode()
        same = (*_known_before(conference, plan), *_known_here(plan, plans, stored))
        stored.append(Submitted(amendment, plan.resolution, plan.base, plan.lines, edits, same))
    ids = [item.amendment.id for item in stored]
    trailers = [("Antragstool-Action", "submit"), *(("Amendment", each) for each in ids)]
    commit = Commit(files=files, subject=_subject(stored), trailers=tuple(trailers))
    return commit, tuple(stored)


def _proposal(plan: Plan) -> Proposal:
    return Proposal(plan.target.id, plan.part.concerns, plan.base.text.text, plan.change.edits)


def _known_before(conference: OpenConference, plan: Plan) -> tuple[Amendment, ...]:
    others = conference.files.amendments_to(plan.target.id)
    return same_as(conference, _proposal(plan), others)


def _known_here(
    plan: Plan, plans: Sequence[Plan], stored: Sequence[Submitted]
) -> tuple[Amendment, ...]:
    """Return those that say the same among what was handed in before it in the same submission."""
    earlier = zip(plans, stored, strict=False)
    return tuple(
        item.amendment
        for other, item in earlier
        if says_the_same(_proposal(plan), _proposal(other))
    )


def _subject(stored: Sequence[Submitted]) -> str:
    first = stored[0].amendment
    if len(stored) == 1:
        what = f": {first.subject}" if first.subject else ""
        return f"Submit {first.id}{what}"
    return f"Submit {first.id} to {stored[-1].amendment.id} ({len(stored)} amendments)"


def _with_record(plan: Plan, new_id: str, now: datetime, line_length: int) -> str:
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
    if header.resolution != plan.target.id:
        added["resolution"] = plan.target.id
    if plan.part.concerns is not (header.concerns or Concern.TEXT):
        added["concerns"] = plan.part.concerns.value
    if plan.submitter_from_option:
        added["submitter"] = header.submitter
    if has_header(plan.source) and not header.copied_resolution_header:
        return set_fields(plan.source, added)
    fields: dict[str, Value] = {"resolution": plan.target.id, "submitter": header.submitter}
    if header.subject:
        fields["subject"] = header.subject
    fields |= {key: value for key, value in added.items() if value is not None}
    return build(fields) + plan.part.body
