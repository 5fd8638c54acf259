"""The whole folder of a conference: its configuration, resolutions and amendments.

Read is what lies in the folder now, committed or not. A file with problems does not stop
the others. What :class:`ConferenceFiles` holds fits together: no two items share an id
or a file name (the first file keeps it), and each amendment's resolution is there.
Hidden files and ``README.md`` are nobody's business.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.conference import Conference
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem, natural_key, root_id
from antragstool.model.versions import VersionKind
from antragstool.patch.blob import blob_id
from antragstool.store.amendment_files import pairs, version_kind
from antragstool.store.cache import Cache
from antragstool.store.cached_amendments import read_cached
from antragstool.store.config import load_config
from antragstool.store.header_nodes import quoted
from antragstool.store.item_files import Read, fits, id_key, paths_in, read_all
from antragstool.store.schema import read_amendment, read_resolution, read_version
from antragstool.workflow.parts import split_part

_Problems = tuple[Problem, ...]
RESOLUTIONS = "resolutions"
AMENDMENTS = "amendments"


@dataclass(frozen=True, slots=True)
class ConferenceFiles:
    """A conference as it lies in its folder; items in the natural order of their ids.

    *versions* are the changed versions of amendments, by the amendment's id and the kind.
    """

    conference: Conference
    resolutions: tuple[Resolution, ...]
    amendments: tuple[Amendment, ...]
    versions: Mapping[tuple[str, VersionKind], Amendment] = field(default_factory=dict)
    _by_target: Mapping[str, tuple[Amendment, ...]] = field(init=False, repr=False, compare=False)
    _by_root: Mapping[str, tuple[Amendment, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        targets: dict[str, list[Amendment]] = {}
        for each in self.amendments:
            targets.setdefault(each.resolution, []).append(each)
        roots: dict[str, list[Amendment]] = {}
        root_of = {target: root_id(target) for target in targets}
        for each in self.amendments:
            roots.setdefault(root_of[each.resolution], []).append(each)
        for name, found in (("_by_target", targets), ("_by_root", roots)):
            object.__setattr__(self, name, {key: tuple(each) for key, each in found.items()})

    def amendments_to(self, resolution: str) -> tuple[Amendment, ...]:
        """Return the amendments to the resolution (or amendment) with this id, in order."""
        return self._by_target.get(resolution, ())

    def amendments_under(self, resolution: str) -> tuple[Amendment, ...]:
        """Return the amendments to a resolution, each followed by the amendments to it."""
        return self._by_root.get(resolution, ())


def read_conference(
    root: Path, algorithm: str = "sha1"
) -> tuple[ConferenceFiles, tuple[Problem, ...]]:
    """Read the conference in the folder *root*; *algorithm* is that of its git repository.

    Raises RepositoryError if there is no configuration.
    """
    conference, config_problems = load_config(root)
    problems = list(config_problems)

    def resolution(path: str, source: str, data: bytes) -> tuple[Resolution | None, _Problems]:
        return read_resolution(path, source, blob_id(data, algorithm))

    cached = Cache.of(root)

    def amendment(path: str, source: str, data: bytes) -> tuple[Amendment | None, _Problems]:
        blob = blob_id(data, algorithm)
        return read_cached(cached, "amendment", read_amendment, blob, path, source)

    def version(path: str, source: str, data: bytes) -> tuple[Amendment | None, _Problems]:
        blob = blob_id(data, algorithm)
        return read_cached(cached, "version", read_version, blob, path, source)

    paths = paths_in(root, RESOLUTIONS, problems)
    texts = [path for path in paths if path.suffix == ".md"]
    resolutions, unread = read_all(root, texts, resolution, problems)
    paths = paths_in(root, AMENDMENTS, problems)
    texts = [path for path in paths if path.suffix == ".md" and not version_kind(path)]
    amendments, _unread = read_all(root, texts, amendment, problems)
    problems += pairs(root, paths)
    kept = tuple(_with_target(amendments, resolutions, unread, problems))
    versions = _versions(root, paths, version, {each.id for each in kept}, problems)
    cached.save()
    problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    return ConferenceFiles(conference, resolutions, kept, versions), tuple(problems)


def _with_target(
    amendments: Iterable[Amendment],
    resolutions: Iterable[Resolution],
    unread: Iterable[str],
    problems: list[Problem],
) -> Iterator[Amendment]:
    """Yield the amendments to something that is there; of a file that is *unread* nobody knows."""
    ids = {each.id for each in resolutions}
    for each in amendments:  # an amendment comes before those to it
        if each.resolution in ids:
            yield each
            ids |= {each.id} if root_id(each.resolution) == each.resolution else set()
        elif not any(fits(stem, file_stem(each.resolution)) for stem in unread):
            problems.append(_orphan(each, ids))


def _versions(
    root: Path,
    paths: Iterable[Path],
    version: Read[Amendment],
    known: set[str],
    problems: list[Problem],
) -> dict[tuple[str, VersionKind], Amendment]:
    """Return the changed versions of the *known* amendments."""
    found: dict[tuple[str, VersionKind], Amendment] = {}
    paths = [path for path in paths if path.suffix == ".md"]
    for kind in VersionKind:
        texts = [path for path in paths if version_kind(path) is kind]
        versions, _unread = read_all(root, texts, version, problems)
        found.update({(each.id, kind): each for each in versions if each.id in known})
    return found


def find(files: ConferenceFiles, item_id: str) -> Resolution | Amendment:
    """Return the item that *item_id* means, as people type it: "a1-ä1", "A1-Ae1".

    Raises InputError with the nearest ids if there is none.
    """
    items: dict[str, Resolution | Amendment] = {}
    items.update({id_key(each.id): each for each in files.resolutions})
    items.update({id_key(each.id): each for each in files.amendments})
    wanted = id_key(unicodedata.normalize("NFC", item_id.strip()))
    if wanted in items:
        return items[wanted]
    owner, part = split_part(item_id)
    if part and id_key(owner) in items:
        shown = {"id": quoted(item_id), "owner": items[id_key(owner)].id}
        message = _('"%(id)s" is a part of %(owner)s; a part has no file and no place of its own.')
        hint = _("Name the amendment: %(owner)s. Only vote takes parts: antragstool vote %(id)s …")
        raise InputError(Problem(message % shown, hint=hint % shown))
    message = _('There is no "%(id)s" in this conference.') % {"id": quoted(item_id)}
    near = difflib.get_close_matches(wanted, items, n=3, cutoff=0.6)
    names = ", ".join(items[key].id for key in near or list(items)[:5])
    if near:
        hint = _("The nearest are: %(ids)s.") % {"ids": names}
    elif items:
        hint = _("There are, among others: %(ids)s.") % {"ids": names}
    else:
        hint = _('There are no items yet; put a resolution into "resolutions".')
    raise InputError(Problem(message, hint=hint))


def _orphan(amendment: Amendment, ids: Iterable[str]) -> Problem:
    names = {"id": amendment.id, "resolution": amendment.resolution}
    message = _('"%(id)s" is an amendment to "%(resolution)s", which does not exist.') % names
    known = ", ".join(sorted(ids, key=natural_key)[:10])
    hint = _("There are: %(ids)s.") % {"ids": known} if known else _("There are no resolutions.")
    return Problem(message, amendment.path, hint=hint)
