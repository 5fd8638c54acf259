"""Which item a file wants to change, and which part of it: the text, the title or the reasons.

The words tell the part where the header does not. A changed copy of a resolution's whole file
concerns the one part that differs; if more than one does, it is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from antragstool.actions.bases import part_of
from antragstool.actions.handed_patch import patch_in
from antragstool.actions.opened import OpenConference
from antragstool.diff.align import similarity
from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.i18n import _
from antragstool.instructions import concern_told, looks_like_instructions
from antragstool.instructions.concerning import part_name
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Concern, Form, Resolution
from antragstool.model.ids import root_id
from antragstool.store.schema import read_resolution
from antragstool.store.submission import SubmissionHeader
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown, split_lines
from antragstool.text.tokens import words
from antragstool.workflow.tracking import Base

_A_CHANGED_COPY = 0.6
_FIELDS = ("id", "submitter", "supporters", "addressee", "event", "date", "place")


@dataclass(frozen=True, slots=True)
class Part:
    """What a file wants to change of an item, and the body that says how.

    *stated* says that each sentence need not name the part. *copied* marks a body that was taken
    out of a changed copy of the whole file; *skipped* lines of the file's body stand before it.
    """

    concerns: Concern
    body: str
    stated: bool
    copied: bool = False
    skipped: int = 0


def find_target(
    conference: OpenConference, header: SubmissionHeader, to: str, file: str
) -> Resolution | Amendment:
    """Return the item that a file wants to change; *to* is what the command says, "" for nothing.

    Raises InputError if nothing says it, if the two differ, or if it cannot be amended any more.
    """
    said = header.resolution
    copy_of_amended = header.copied_resolution_header and root_id(to).casefold() == said.casefold()
    if to and said and to.casefold() != said.casefold() and not copy_of_amended:
        message = _("The file says that it changes %(said)s, the command that it changes %(to)s.")
        hint = _("Correct the file or --to.")
        raise InputError(Problem(message % {"said": said, "to": to}, file, hint=hint))
    wanted = to or said
    if not wanted:
        patch = patch_in(header.body)
        for resolution in conference.files.resolutions:
            if patch is not None and resolution.path in patch.paths:
                return resolution
        message = _("It is not said which resolution is to be changed.")
        hint = _('Add the line "resolution: A1" to the header, or use --to A1.')
        raise InputError(Problem(message, file, 1, hint))
    try:
        item = conference.find(wanted)
    except AntragstoolError as error:
        raise InputError(
            [replace(problem, file=problem.file or file) for problem in error.problems]
        ) from error
    if isinstance(item, Amendment):
        _require_open(item, file)
    return item


def _require_open(amendment: Amendment, file: str) -> None:
    """Raise InputError if *amendment* cannot be amended."""
    names = {"id": amendment.id, "resolution": amendment.resolution}
    if root_id(amendment.resolution) != amendment.resolution:
        message = _("%(id)s is itself an amendment to an amendment; there is none to it.")
        hint = _("Hand it in to %(resolution)s.") % names
    elif amendment.outcome is Outcome.WITHDRAWN:
        message = _("%(id)s was withdrawn; it cannot be amended any more.")
        hint = _("Hand it in to %(resolution)s as an amendment of its own.") % names
    elif amendment.merged or amendment.outcome not in {None, Outcome.ADJOURNED}:
        message = _("%(id)s is decided already; it cannot be amended any more.")
        hint = _("Hand it in to %(resolution)s as an amendment of its own.") % names
    else:
        return
    raise InputError(Problem(message % names, file, hint=hint))


def choose_part(
    header: SubmissionHeader,
    target: Resolution | Amendment,
    resolution: Resolution,
    version: Base,
    file: str,
    source: str,
) -> Part:
    """Return the part of *version* that a file concerns; raises InputError if it is not one part.

    An amendment to an amendment concerns the part that the other one does.
    """
    stated = target.concerns if isinstance(target, Amendment) else header.concerns
    if header.concerns not in {None, stated}:
        message = _("%(id)s concerns the %(part)s, the file says the %(other)s.") % {
            "id": target.id,
            "part": part_name(stated or Concern.TEXT),
            "other": part_name(header.concerns or Concern.TEXT),
        }
        raise InputError(
            Problem(message, file, hint=_('Take the line "concerns" out of the header.'))
        )
    if header.copied_resolution_header:
        part = _part_of_copy(header, resolution, version, file, source)
        if stated not in {None, part.concerns}:
            message = _("The copy changes the %(part)s, the amendment concerns the %(other)s.") % {
                "part": part_name(part.concerns),
                "other": part_name(stated or Concern.TEXT),
            }
            raise InputError(Problem(message, file, hint=_apart()))
        return part
    told = None
    if patch_in(header.body) is None and header.form in {None, Form.INSTRUCTIONS}:
        told = _told(header.body)
    return Part(stated or told or Concern.TEXT, header.body, stated is not None)


def _told(body: str) -> Concern | None:
    read = read_markdown(body)
    before = "".join(read.lines[: read.end])
    return concern_told(before) if looks_like_instructions(before) else None


def _part_of_copy(
    header: SubmissionHeader, resolution: Resolution, version: Base, file: str, source: str
) -> Part:
    copy, _problems = read_resolution(file, source)
    problems = [_changed_field(key, resolution, file) for key in _changed_keys(copy, resolution)]
    read, old = read_markdown(header.body), version.text
    title = part_of(version, Concern.TITLE).text.text.flat
    changed = []
    if header.title != title:
        changed.append(Concern.TITLE)
    if read.text != old.text:
        changed.append(Concern.TEXT)
    # Other reasons below a changed text are the amendment's own; a changed copy of them is not.
    others = bool(read.reasons.blocks) and read.reasons != old.reasons
    if others and (Concern.TEXT not in changed or _is_changed_copy(old.reasons, read.reasons)):
        changed.append(Concern.REASONS)
    if len(changed) > 1:
        names = ", ".join(part_name(part) for part in changed)
        message = _("The copy changes more than one part of the resolution: %(parts)s.")
        problems.append(Problem(message % {"parts": names}, file, hint=_apart()))
    if problems:
        raise InputError(problems)
    if changed == [Concern.TITLE]:
        return Part(Concern.TITLE, header.title + "\n", stated=True, copied=True)
    if changed == [Concern.REASONS] and old.reasons.blocks and read.reasons_line is not None:
        first = read.reasons_line + 1
        body = "".join(split_lines(header.body)[first:]).lstrip("\n")
        return Part(Concern.REASONS, body, stated=True, copied=True, skipped=first)
    return Part(Concern.TEXT, header.body, stated=True)


def _is_changed_copy(old: Text, new: Text) -> bool:
    """Tell whether *new* has a paragraph of *old*, or one that is much like it."""
    bags = [Counter(words(block.content)) for block in old.blocks]
    return any(
        similarity(bag, Counter(words(block.content))) >= _A_CHANGED_COPY
        for block in new.blocks
        for bag in bags
    )


def _changed_keys(copy: Resolution | None, resolution: Resolution) -> Sequence[str]:
    if copy is None:
        return ()
    return [key for key in _FIELDS if getattr(copy, key) != getattr(resolution, key)]


def _changed_field(key: str, resolution: Resolution, file: str) -> Problem:
    message = _('The copy changes the field "%(key)s" of the header; only the text can be amended.')
    hint = _("Restore that line as it is in %(path)s.") % {"path": resolution.path}
    return Problem(message % {"key": key}, file, hint=hint)


def _apart() -> str:
    return _(
        "Hand in a copy of the file for each of them, in which nothing else is changed; or say the "
        "change of the title as an instruction: Titel ändern in: „…“"
    )
