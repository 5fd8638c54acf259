"""A file that somebody hands in: its header, and what it changes in a text, in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from antragstool.actions.choosing import Part
from antragstool.actions.handed_patch import handed_patch, looks_like_patch, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.actions.patch_edits import edits_of_patch
from antragstool.errors import InputError, Problem
from antragstool.model.documents import Concern, Form
from antragstool.store.files import read_text
from antragstool.store.submission import SubmissionHeader, read_submission_header
from antragstool.text.lines import Line
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Change, Handed
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file that was read; *problems* are those of its header.

    Of a *patch* as git wrote it, the header says who typed it.
    """

    header: SubmissionHeader
    source: str
    problems: tuple[Problem, ...] = ()
    patch: bool = False


def read_handed_file(path: Path) -> HandedFile:
    """Read the file *path*; raises InputError if that, or its header, cannot be read."""
    source = read_text(path, str(path))
    if looks_like_patch(source):
        return HandedFile(*handed_patch(source), patch=True)
    source = source.replace("\r\n", "\n")
    header, problems = read_submission_header(str(path), source)
    if header is None:
        raise InputError(problems)
    return HandedFile(header, source, problems)


def change_in(
    conference: OpenConference,
    header: SubmissionHeader,
    part: Part,
    base: Base,
    lines: Sequence[Line],
    file: str,
) -> Change:
    """Return what a *part* of a file changes in *base*; *lines* are the official ones that it means.

    Raises InputError with everything that is wrong.
    """
    if patch_in(part.body) is not None:
        unsafe = unsafe_problems(part.body, file, header.body_line)
        if unsafe:
            raise InputError(unsafe)
        edits = edits_of_patch(conference, part.body, base, file, part.concerns)
        return Change(Form.PATCH, edits)
    handed = Handed(
        part.body,
        header.form,
        file,
        header.body_line + part.skipped,
        concerns=part.concerns,
        part_stated=part.stated,
    )
    if header.copied_resolution_header and header.form is None:
        handed = replace(handed, form=Form.COPY, implied=True)
    numbered = lines if part.concerns is Concern.TEXT else ()
    change, problems = read_change(handed, base.text.text, numbered)
    if change is None:
        raise InputError(problems)
    return change
