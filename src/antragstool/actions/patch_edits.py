"""From a git patch that was handed in to edits: applied by git, to the letter, to the version it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from antragstool.actions.bases import part_of, version_at, version_from_source
from antragstool.actions.handed_patch import PatchInBody, patch_in
from antragstool.actions.opened import OpenConference
from antragstool.diff.compare import compare
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.instructions.concerning import one_part_each, part_name
from antragstool.model.documents import Concern
from antragstool.model.edit import Edit
from antragstool.text.markdown import split_lines
from antragstool.text.safety import unsafe_problems
from antragstool.workflow.tracking import Base


def edits_of_patch(
    conference: OpenConference,
    body: str,
    base: Base,
    file: str,
    concerns: Concern = Concern.TEXT,
    *,
    stored: bool = False,
) -> tuple[Edit, ...]:
    """Return the edits that a patch in an amendment's body makes of *base*, applied by git to the letter.

    It may change nothing but the part that the amendment *concerns*. The resolution's file may have
    another name now than when a *stored* patch was handed in.
    """
    patch = _patch_alone(body, file)
    old = _version_of_patch(conference, patch.base, base, file, concerns)
    path = patch.paths[0] if stored and patch.paths else old.path
    version = old.blob if old.blob == old.file_blob else old.source.encode()
    data = conference.repository.apply_patch(path, version, patch.text.encode(), file)
    try:
        source = data.decode()
    except UnicodeDecodeError:
        raise InputError(Problem(_("After the patch the text is not UTF-8."), file))
    if concerns is Concern.TITLE:
        changed = part_of(version_from_source(old.path, old.blob, source), concerns)
    else:
        changed = Base.of(old.path, old.blob, source, old.body_line)
    edits = compare(old.text.text, changed.text.text)
    problems = [*_not_amendable(old, changed, source, edits, concerns, file)]
    if not edits and not problems:
        problems.append(Problem(_("The patch does not change a word of the text."), file))
    problems += [
        replace(problem, line=None) for edit in edits for problem in unsafe_problems(edit.new, file)
    ]
    if problems:
        raise InputError(problems)
    return edits


def _patch_alone(body: str, file: str) -> PatchInBody:
    """Return the patch in a body; raises InputError if there is none, or something beside it."""
    patch = patch_in(body)
    if patch is None:
        raise InputError(Problem(_("There is no patch in the body."), file))
    if not patch.alone:
        message = _("There are other words beside the git patch.")
        hint = _("Hand in the patch alone, as git wrote it, and the rest as a file of its own.")
        raise InputError(Problem(message, file, hint=hint))
    return patch


def _not_amendable(
    old: Base, changed: Base, source: str, edits: tuple[Edit, ...], concerns: Concern, file: str
) -> Iterator[Problem]:
    """Yield a problem for what a patch, which makes *source*, changes beside the part that it concerns."""
    if concerns is Concern.TEXT:
        yield from _beside_the_text(old, changed, file)
    elif not old.becomes(source, edits):
        message = _("The patch changes more than the %(part)s of the resolution.")
        names = {"part": part_name(concerns)}
        yield Problem(message % names, file, hint=one_part_each())


def _beside_the_text(old: Base, changed: Base, file: str) -> Iterator[Problem]:
    """Yield a problem for what a patch changes above and below the text."""
    before, after = (split_lines(version.source)[: old.body_line - 1] for version in (old, changed))
    if before != after:
        yield Problem(
            _("The patch changes the header of the resolution; only the text can be amended."),
            file,
            hint=_(
                "Take the part before the text out of the patch; for another title, hand in an "
                "amendment of its own: Titel ändern in: „…“"
            ),
        )
    if old.text.reasons != changed.text.reasons:
        yield Problem(
            _("The patch changes the reasons of the resolution; only the text can be amended."),
            file,
            hint=_(
                "Take the part after the heading of the reasons out of the patch; hand it in as an "
                'amendment of its own, below a header with the line "concerns: reasons".'
            ),
        )


def _version_of_patch(
    conference: OpenConference, named: str, base: Base, file: str, concerns: Concern
) -> Base:
    """Return the version that a patch was made for: the base, or one with the same text.

    A patch may fit another version by chance, line for line, under another heading.
    """
    if named and base.file_blob.startswith(named):
        return base
    found = conference.repository.blob_named(named) if named else None
    if found is None:
        raise InputError(
            Problem(
                _("It is not clear for which version of the text the patch was made."),
                file,
                hint=_("Make it with git diff or git format-patch in a clone of this repository."),
            )
        )
    if found == base.blob:
        return base
    try:
        old = part_of(version_at(conference, base.path, found), concerns)
    except InputError:
        old = None  # some other file
    if old is None or (old.text.text, old.text.reasons) != (base.text.text, base.text.reasons):
        raise InputError(
            Problem(
                _(
                    "The patch was made for another version of the text than the one that is here now."
                ),
                file,
                hint=_("Fetch the current text and make the change there again."),
            )
        )
    return old
