"""Making the tracked patch of an amendment, and proving that a stored one is right."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from antragstool.diff.second_opinion import applied_by_patches
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.blob import blob_id
from antragstool.patch.line_changes import LineChange, spliced
from antragstool.patch.record import PatchRecord, read_patch, result_hash, verify, write_patch
from antragstool.patch.source import advance, change_source
from antragstool.patch.unified import unified_diff
from antragstool.text.blocks import Text
from antragstool.text.markdown import MarkdownText, read_markdown, split_lines


@dataclass(frozen=True, slots=True)
class Base:
    """The exact version of a resolution's file that an amendment is written against.

    *blob* is its object id (for an amendment to an amendment that of the patch which makes this
    version), *source* the whole file, of which the body begins on *body_line* (from 1); *text* is
    the body, read. *lines* are the file's lines with their ends. For an amendment to the reasons,
    the body is what follows their heading.
    """

    path: str
    blob: str
    source: str
    body_line: int
    text: MarkdownText
    lines: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines = (*split_lines(self._head), *self.text.lines)
        object.__setattr__(self, "lines", lines)

    @classmethod
    def of(cls, path: str, blob: str, source: str, body_line: int) -> Base:
        """Read the body of a file."""
        body = source
        for _line in range(body_line - 1):
            body = body.partition("\n")[2]
        return cls(path, blob, source, body_line, read_markdown(body))

    @property
    def file_blob(self) -> str:
        """The object id of the file itself."""
        return self.blob

    @property
    def _head(self) -> str:
        return self.source[: len(self.source) - len(self.text.source)]

    def changed(self, edits: tuple[Edit, ...]) -> tuple[str, tuple[LineChange, ...]]:
        """Return the file with *edits* carried out, and the lines of the file that this changes."""
        changes = self._of_file(change_source(self.text, edits))
        return spliced(self.source, self.lines, changes), changes

    def advanced(self, edits: tuple[Edit, ...]) -> tuple[Base, tuple[LineChange, ...]]:
        """Return the version of the file after *edits*, and the lines of this one that they change.

        Only the lines around the changes are read again. Raises InputError if the changed text
        cannot be written as Markdown.
        """
        text, changes = advance(self.text, edits)
        source = self._head + text.source
        after = Base(self.path, self.blob_of(source), source, self.body_line, text)
        return after, self._of_file(changes)

    def becomes(self, applied: str, edits: tuple[Edit, ...]) -> bool:
        """Tell whether *applied*, another version of the file, is this one with the text that *edits* make."""
        try:
            if (
                self.changed(edits)[0] == applied
            ):  # byte for byte what this program writes, and reads again
                return True
        except InputError:
            pass
        result = Base.of(self.path, self.blob, applied, self.body_line)
        same_header = self.lines[: self.body_line - 1] == result.lines[: self.body_line - 1]
        same_text = result.text.text == Text.from_flat(apply_edits(self.text.text.flat, edits))
        return same_header and same_text and result.text.reasons == self.text.reasons

    def blob_of(self, source: str) -> str:
        """Return the object id of another version of the file, in this repository's kind of ids."""
        return blob_id(source.encode(), "sha256" if len(self.blob) == 64 else "sha1")

    def _of_file(self, changes: tuple[LineChange, ...]) -> tuple[LineChange, ...]:
        shift = self.body_line - 1
        return tuple(
            LineChange(change.first + shift, change.last + shift, change.new) for change in changes
        )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in, and when: the mail header of a patch. *date* is an RFC 5322 date."""

    name: str
    address: str
    date: str


def track(
    base: Base,
    edits: tuple[Edit, ...],
    amendment_id: str,
    resolution_id: str,
    subject: str,
    sender: Sender,
) -> str:
    """Return the tracked patch of an amendment: what is stored beside its file.

    Raises InputError if the changed text cannot be written as Markdown.
    """
    record = tracked(base, edits, amendment_id, resolution_id, subject, sender)
    return write_patch(record, base.text.text.flat)


def tracked(
    base: Base,
    edits: tuple[Edit, ...],
    amendment_id: str,
    resolution_id: str,
    subject: str,
    sender: Sender,
) -> PatchRecord:
    """Return the record of :func:`track`, which a patch file holds."""
    changed, changes = base.changed(edits)
    return PatchRecord(
        amendment=amendment_id,
        resolution=resolution_id,
        base=base.blob,
        result=result_hash(apply_edits(base.text.text.flat, edits)),
        edits=edits,
        diff=unified_diff(base.path, base.lines, changes, (base.file_blob, base.blob_of(changed))),
        sender=sender.name,
        address=sender.address,
        date=sender.date,
        subject=subject,
    )


def demand_second_opinion(base: Base, edits: tuple[Edit, ...], amendment_id: str) -> None:
    """Raise InputError unless diff-match-patch, too, makes of *base* the text that *edits* make.

    It is asked wherever edits were carried to another place than the one they were written for.
    """
    flat = base.text.text.flat
    if applied_by_patches(flat, edits) != apply_edits(flat, edits):
        raise InputError(
            Problem(
                _("Two ways to carry %(id)s out make two texts, so nothing was recorded.")
                % {"id": amendment_id},
                base.path,
                hint=_("This is a mistake of antragstool: please report it with the two files."),
            )
        )


def prove(
    amendment: Amendment, patch: str, file: str, base: Base, edits: tuple[Edit, ...]
) -> tuple[Problem, ...]:
    """Prove the record of a stored patch: it fits its base, and what was handed in, read again, gives it.

    *edits* are what was handed in, read again. The diff is proven by applying it (:func:`prove_result`):
    another version of this program may write the same change as other lines. Returns the problems;
    none means proven.
    """
    try:
        record = read_patch(patch, file)
        verify(record, base.text.text.flat, file)
    except InputError as error:
        return error.problems
    if record.edits != edits:
        message = _(
            "What was handed in, read again, gives other edits than the tracked patch of %(id)s."
        )
        hint = _(
            "The amendment or its patch was changed after it was handed in; restore it from git."
        )
        return (Problem(message % {"id": amendment.id}, amendment.path, hint=hint),)
    wanted = replace(
        record,
        amendment=amendment.id,
        resolution=amendment.resolution,
        base=amendment.base,
        sender=amendment.submitter,
        subject=amendment.subject,
    )
    if _head(write_patch(wanted, base.text.text.flat)) != _head(patch):
        message = _("The head of the tracked patch of %(id)s does not say what the amendment says.")
        hint = _("The amendment or its patch was changed by hand; restore it from git.")
        return (Problem(message % {"id": amendment.id}, file, hint=hint),)
    return ()


def _head(patch: str) -> str:
    return patch.partition("\n---\n")[0]


def prove_result(
    amendment: Amendment, applied: str, file: str, base: Base, edits: tuple[Edit, ...]
) -> tuple[Problem, ...]:
    """Prove that *applied*, the base's file after git applied the patch, has the text that *edits* make."""
    if base.becomes(applied, edits):
        return ()
    return (
        Problem(
            _("git makes another text of the tracked patch of %(id)s than its edits.")
            % {"id": amendment.id},
            file,
            hint=_("The diff was changed by hand; restore the patch from git."),
        ),
    )
