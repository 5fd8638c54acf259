"""A conference that was opened: its folder, its files, and the bases of its amendments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from antragstool.actions.bases import base_with_id, part_of, version_at, version_of
from antragstool.actions.root import find_root, hash_algorithm, require_same_root
from antragstool.actions.tracked_patch import tracked_patch
from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit, apply_edits
from antragstool.model.ids import root_id
from antragstool.patch.record import PatchRecord, demand_fit, result_hash, verify
from antragstool.store.amendment_files import merged_patches, patch_beside
from antragstool.store.conference_files import (
    AMENDMENTS,
    RESOLUTIONS,
    ConferenceFiles,
    find,
    read_conference,
)
from antragstool.store.config import CONFIG_FILE
from antragstool.store.files import read_bytes
from antragstool.store.git.repository import Repository
from antragstool.text.blocks import Text
from antragstool.text.lines import Line, number_lines
from antragstool.workflow.tracking import Base


@dataclass(slots=True)
class OpenConference:
    """The conference in the folder *root*; *problems* are those of its files.

    The repository is opened only when it is needed: to read an older base, or to commit.
    """

    root: Path
    files: ConferenceFiles
    problems: tuple[Problem, ...]
    _repository: Repository | None = None
    _bases: dict[tuple[str, str], Base] = field(default_factory=dict)
    _merged: dict[str, list[str]] | None = None
    _numbered: dict[tuple[Text, int, int], tuple[Line, ...]] = field(default_factory=dict)
    _first_lines: dict[str, int] = field(default_factory=dict)

    @property
    def repository(self) -> Repository:
        """The git repository of the conference."""
        if self._repository is None:
            self._repository = Repository.open(self.root)
            require_same_root(self._repository.root, self.root)
        return self._repository

    def close(self) -> None:
        """End git's child processes."""
        if self._repository is not None:
            self._repository.close()

    def read_again(self) -> None:
        """Read the files anew, as another process may have changed them."""
        self.files, self.problems = read_conference(self.root, hash_algorithm(self.root))
        self._bases.clear()
        self._numbered.clear()
        self._first_lines.clear()
        self._merged = None

    def find(self, item_id: str) -> Resolution | Amendment:
        """Return the item with this id; an unreadable file of that item is named instead."""
        try:
            return find(self.files, item_id)
        except InputError:
            if self.problems:
                raise InputError(self.problems)
            raise

    def resolution(self, item_id: str) -> Resolution:
        """Return the resolution with this id."""
        item = self.find(item_id)
        return self.resolution_of(item) if isinstance(item, Amendment) else item

    def resolution_of(self, amendment: Amendment) -> Resolution:
        """Return the resolution that *amendment*, or the amendment that it changes, wants to change."""
        root = root_id(amendment.resolution)
        return next(r for r in self.files.resolutions if r.id == root)

    def parent_of(self, amendment: Amendment) -> Amendment | None:
        """Return the amendment that *amendment* wants to change, None if it changes a resolution."""
        if root_id(amendment.resolution) == amendment.resolution:
            return None
        return next(a for a in self.files.amendments if a.id == amendment.resolution)

    def base(self, resolution: Resolution, blob: str = "") -> Base:
        """Return a version of a resolution: the one with object id *blob*, else the one in the folder."""
        blob = blob or resolution.blob
        key = (resolution.id, blob)
        if key not in self._bases:
            if blob == resolution.blob:
                data = read_bytes(self.root / resolution.path, resolution.path)
                self._bases[key] = Base.of(
                    resolution.path, blob, data.decode(), resolution.body_line
                )
            else:
                self._bases[key] = version_at(self, resolution.path, blob)
        return self._bases[key]

    def base_of(self, amendment: Amendment, blob: str = "") -> Base:
        """Return the version that the tracked patch of *amendment* fits, or the one with object id *blob*.

        Of an amendment to the title or to the reasons, it is that part of the version.
        """
        blob = blob or self._base_now_readable(amendment)
        key = (f"{amendment.resolution} {amendment.concerns}", blob)
        if key not in self._bases:
            self._bases[key] = base_with_id(self, amendment, blob)
        return self._bases[key]

    def _base_now_readable(self, amendment: Amendment) -> str:
        """Return the last base of *amendment* that the repository still holds.

        A squashed history may have lost the one it was carried over to; the first one is in the record.
        """
        if amendment.carried and not self.repository.holds(amendment.current_base):
            return amendment.base
        return amendment.current_base

    def base_now(self, amendment: Amendment) -> Base:
        """Return what *amendment* wants to change, as it stands in the folder now."""
        target = self.parent_of(amendment) or self.resolution_of(amendment)
        return part_of(version_of(self, target), amendment.concerns)

    def is_older(self, amendment: Amendment) -> bool:
        """Tell whether *amendment* was written against another text than the resolution has now.

        A new header (a recommendation, a vote) makes a new file, but not another text.
        """
        if amendment.current_base == self.resolution_of(amendment).blob:
            return False
        return self.base_of(amendment).text.text != self.base_now(amendment).text.text

    def first_line(self, resolution: Resolution) -> int:
        """Return the number of a resolution's first line: 1, unless numbers run through the book."""
        if self.files.conference.numbering != "book":
            return 1
        if not self._first_lines:
            first = 1
            for each in self.files.resolutions:
                self._first_lines[each.id] = first
                text = self.base(each).text.text
                first += len(self._lines(text, self.files.conference.line_length, 1))
        return self._first_lines[resolution.id]

    def lines(self, resolution: Resolution, base: Base) -> tuple[Line, ...]:
        """Return the official lines of a version, as the conference numbers them now."""
        length = self.files.conference.line_length
        return self._lines(base.text.text, length, self.first_line(resolution))

    def lines_as_handed_in(self, amendment: Amendment, base: Base) -> tuple[Line, ...]:
        """Return the official lines that the instructions of *amendment* mean for ever.

        The title and the reasons have none.
        """
        if amendment.concerns is not Concern.TEXT:
            return ()
        length = amendment.line_length or self.files.conference.line_length
        first = amendment.first_line or self.first_line(self.resolution_of(amendment))
        return self._lines(base.text.text, length, first)

    def _lines(self, text: Text, length: int, first: int) -> tuple[Line, ...]:
        key = (text, length, first)
        if key not in self._numbered:
            self._numbered[key] = number_lines(text, length, first)
        return self._numbered[key]

    @property
    def merged_names(self) -> Mapping[str, Sequence[str]]:
        """The names of the merged patches in the folder, by the file stem of their amendment."""
        if self._merged is None:
            folder = self.root / AMENDMENTS
            names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
            self._merged = merged_patches(names)
        return self._merged

    def patch_path(self, amendment: Amendment) -> str:
        """Return where the tracked patch of *amendment* stands."""
        return patch_beside(amendment.path)

    def patch(self, amendment: Amendment) -> PatchRecord:
        """Read the tracked patch of an amendment, verified against its base and its result."""
        record = self._readable(amendment, tracked_patch(self, amendment))
        path = self.patch_path(amendment)
        verify(record, self.base_of(amendment).text.text.flat, path)
        return record

    def record(self, amendment: Amendment) -> PatchRecord:
        """Read the tracked patch of an amendment; its old words stand in its base, its result is not computed.

        For looking at thousands of amendments at once; what goes into a text is read by :meth:`patch`.
        """
        record = self._readable(amendment, tracked_patch(self, amendment))
        demand_fit(record, self.base_of(amendment).text.text.flat, self.patch_path(amendment))
        return record

    def _readable(self, amendment: Amendment, record: PatchRecord) -> PatchRecord:
        """Return *record* as it was for the first base, where that of now is lost."""
        if not record.earlier or self._base_now_readable(amendment) == record.base:
            return record
        first = record.written_for
        result = apply_edits(self.base_of(amendment).text.text.flat, first.edits)
        return replace(
            record,
            base=first.base,
            edits=first.edits,
            result=result_hash(result),
            earlier=(),
            numbers=(),
        )

    def edits(self, amendment: Amendment) -> tuple[Edit, ...]:
        """Return the recorded edits of an amendment."""
        return self.patch(amendment).edits

    def proposal(self, amendment: Amendment) -> tuple[Edit, ...]:
        """Return the edits of an amendment as it was handed in, on its first base: its numbered parts."""
        return self.record(amendment).written_for.edits

    def demand_no_problems(self) -> None:
        """Raise all problems of the files at once, if there are any."""
        if self.problems:
            raise InputError(self.problems)

    def demand_committed(self, *amendments: Amendment) -> None:
        """Raise RepositoryError for a tracked patch that is not the committed one.

        What is voted on, put into a text or printed is what was handed in, not what somebody
        wrote over it.
        """
        committed = self.repository.list_committed(AMENDMENTS)
        problems = []
        for amendment in amendments:
            path = self.patch_path(amendment)
            blob = committed.get(Path(path).name)
            if blob is None or self.repository.blob_id(read_bytes(self.root / path, path)) != blob:
                message = _("The tracked patch of %(id)s is not the committed one.")
                hint = _("Restore it: git checkout -- %(path)s")
                problems.append(
                    Problem(message % {"id": amendment.id}, path, hint=hint % {"path": path})
                )
        if problems:
            raise RepositoryError(problems)

    def demand_sound(self, *items: Resolution | Amendment) -> None:
        """Raise the problems of the configuration, the resolutions and *items*.

        Nothing is recorded on top of them: a misspelled "quorum" would make another result, and of
        two resolutions with one id nobody knows which is meant.
        """
        files = {CONFIG_FILE, *(item.path for item in items)}
        found = [
            problem
            for problem in self.problems
            if problem.file in files or problem.file.startswith(f"{RESOLUTIONS}/")
        ]
        if found:
            raise InputError(found)


@contextmanager
def open_conference(start: Path) -> Iterator[OpenConference]:
    """Open the conference that the folder *start* belongs to.

    Raises RepositoryError outside of a git repository or where there is no configuration.
    """
    root = find_root(start)
    files, problems = read_conference(root, hash_algorithm(root))
    conference = OpenConference(root, files, problems)
    try:
        yield conference
    finally:
        conference.close()
