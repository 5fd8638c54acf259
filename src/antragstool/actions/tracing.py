"""How a resolution's text came about: its versions, oldest first, as steps with their causes.

A step that was put in by an amendment is told from the record of what it put there, as far as the
object ids and hashes in it fit; the text is then known without reading the version. Every other
version is read and compared with the text before it. A version that reads the same is no step, and
one that cannot be read is left to the next one that can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from antragstool.actions.bases import version_at
from antragstool.actions.merged import merged_records
from antragstool.actions.opened import OpenConference
from antragstool.errors import AntragstoolError
from antragstool.model.documents import Resolution
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.model.ids import file_stem
from antragstool.patch.record import PatchRecord, result_hash
from antragstool.store.conference_files import RESOLUTIONS
from antragstool.store.git.values import CommitInfo
from antragstool.store.schema import read_resolution
from antragstool.workflow.narrowing import difference, narrowed

ACTION = "Antragstool-Action"


class Manner(StrEnum):
    """How words came into a text: by an amendment, in a marked editorial change, or edited freely."""

    ADOPT = "adopt"
    EDIT = "edit"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Cause:
    """What brought words in or took them out; *commit* is None for what is not committed yet.

    *amendments* are all that asked for it; the first one is in whose name it was put there.
    """

    manner: Manner
    amendments: tuple[str, ...]
    commit: CommitInfo | None


Step = Sequence[tuple[Edit, Cause]]


def trace(conference: OpenConference, resolution: Resolution) -> tuple[str, tuple[Step, ...]]:
    """Return the oldest flat text of a resolution and the steps that make its text of now of it."""
    tracer = _Tracer(conference, resolution)
    newest = ""
    for commit, blob in reversed(_versions(conference, resolution)):
        if blob != newest:
            tracer.take(commit, blob)
        newest = blob
    if newest != resolution.blob:
        tracer.take(None, resolution.blob)
    return tracer.finish()


def _versions(
    conference: OpenConference, resolution: Resolution
) -> tuple[tuple[CommitInfo, str], ...]:
    """Return the versions of a resolution's file, newest first, under its earlier names as well."""
    paths = (resolution.path, *earlier_paths(conference, resolution))
    return tuple(
        version for path in paths for version in conference.repository.version_history(path)
    )


def earlier_paths(conference: OpenConference, resolution: Resolution) -> tuple[str, ...]:
    """Return the names that a resolution's file had before it got its name of now, the latest first."""
    repository = conference.repository
    versions = repository.version_history(resolution.path)
    if not versions:
        return ()
    names = repository.ever_used(RESOLUTIONS) - set(repository.list_committed(RESOLUTIONS))
    stem = file_stem(resolution.id)
    found = []
    for name in names:
        if name.endswith(".md") and name.startswith((f"{stem}.", f"{stem}-")):
            path = f"{RESOLUTIONS}/{name}"
            older = repository.version_history(path)
            if older and _id_in(conference, path, older[0][1]) == resolution.id:
                found.append((older[0][0].date, older[-1][0].date, path))
    paths: list[str] = []
    begin = versions[-1][0].date
    for last, first, path in sorted(found, reverse=True):
        if last <= begin:  # else both were there at one time
            paths.append(path)
            begin = first
    return tuple(paths)


def _id_in(conference: OpenConference, path: str, blob: str) -> str:
    source = conference.repository.read_blob(blob).decode(errors="replace")
    read, _problems = read_resolution(path, source, blob)
    return read.id if read else ""


def causes_named(commit: CommitInfo | None) -> Cause:
    """Return what a commit says about itself."""
    if commit is None:
        return Cause(Manner.FREE, (), None)
    action = dict(reversed(commit.trailers)).get(ACTION, "")
    names = tuple(value for key, value in commit.trailers if key == "Amendment")
    if action == "adopt" and names:
        return Cause(Manner.ADOPT, tuple(dict.fromkeys(names)), commit)
    return Cause(Manner.EDIT if action == "edit" else Manner.FREE, (), commit)


class _Tracer:
    """Follows a text from version to version.

    *sure* says that the text was read, or that its hash is the recorded one of a version that was.
    """

    def __init__(self, conference: OpenConference, resolution: Resolution) -> None:
        self._conference = conference
        self._resolution = resolution
        self._records: dict[str, list[PatchRecord]] = defaultdict(list)
        for record in _records(conference, resolution):
            self._records[record.base].append(record)
        self._original: str | None = None
        self._flat = self._hash = self._blob = ""
        self._sure = True
        self._cause = causes_named(None)
        self._steps: list[Step] = []

    def take(self, commit: CommitInfo | None, blob: str) -> None:
        """Go on to the next version."""
        if self._original is None:
            self._original = self._read(blob)
            self._flat, self._blob = self._original or "", blob
            return
        cause = causes_named(commit)
        step = self._recorded(blob, cause)
        if step is None and not self._sure:
            self._make_sure()
            step = self._recorded(blob, cause)
        if step is None:
            text = self._read(blob)
            if text is None:
                return
            self._cause = cause
            self._go_to(text)
        else:
            self._cause = cause
            self._steps.append(step)
        self._sure = step is None
        self._blob = blob

    def finish(self) -> tuple[str, tuple[Step, ...]]:
        """Return the oldest text and all steps to the one in the folder."""
        now = self._conference.base(self._resolution).text.text.flat
        if self._original is None:
            self._original = self._flat = now
        self._go_to(now)
        return self._original, tuple(self._steps)

    def _go_to(self, text: str) -> None:
        """Add what makes *text* of the text so far, if anything does."""
        edits = difference(self._flat, text)
        if edits:
            self._steps.append([(edit, self._cause) for edit in edits])
        self._flat, self._hash = text, ""

    def _make_sure(self) -> None:
        """Read the version that the last recorded edits made; what it says else, its commit did."""
        text = self._read(self._blob)
        if text is not None:
            self._go_to(text)
        self._sure = True

    def _recorded(self, blob: str, cause: Cause) -> Step | None:
        """Return the recorded step to the version *blob* and take it, None if there is none that fits."""
        for record in self._records.get(self._blob, ()):
            if f"\nindex {record.base}..{blob} " not in record.diff.partition("\n--- ")[0]:
                continue
            self._hash = self._hash or result_hash(self._flat)
            if record.before != self._hash:
                continue
            try:
                after = apply_edits(self._flat, record.edits)
            except EditMismatchError:
                continue
            if result_hash(after) == record.result:
                step = list(_owned(self._flat, record, cause.commit))
                self._flat, self._hash = after, record.result
                return step
        return None

    def _read(self, blob: str) -> str | None:
        """Return the flat text of a version, None if it cannot be read."""
        path = self._resolution.path
        try:
            if blob == self._resolution.blob:
                return self._conference.base(self._resolution).text.text.flat
            return version_at(self._conference, path, blob).text.text.flat
        except AntragstoolError:
            return None


def _records(conference: OpenConference, resolution: Resolution) -> Iterator[PatchRecord]:
    """Yield what amendments put into the text; a damaged record is told by ``check``, not here."""
    for amendment in conference.files.amendments_to(resolution.id):
        try:
            yield from merged_records(conference, amendment)
        except AntragstoolError:
            continue


def _owned(
    flat: str, record: PatchRecord, commit: CommitInfo | None
) -> Iterator[tuple[Edit, Cause]]:
    """Yield the words that a record changes, each with the amendments that ask for it."""
    owners = record.owners or ((),) * len(record.edits)
    for group, names in zip(narrowed(flat, record.edits), owners, strict=True):
        everybody = tuple(dict.fromkeys((record.amendment, *names)))
        if names and record.amendment not in names:
            everybody = names
        cause = Cause(Manner.ADOPT, everybody, commit)
        for edit in group:
            yield edit, cause
