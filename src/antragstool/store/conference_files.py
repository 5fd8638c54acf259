"""The whole folder of a conference: its configuration, resolutions and amendments.

Read is what lies in the folder now, committed or not. A file with problems does not stop
the others. What :class:`ConferenceFiles` holds fits together: no two items share an id
or a file name (the first file keeps it), and each amendment's resolution is there.
Hidden files and ``README.md`` are nobody's business.
"""

from __future__ import annotations

import difflib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.i18n import _
from antragstool.model.conference import Conference
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem, root_id
from antragstool.model.ids import natural_key as natural_key  # noqa: PLC0414
from antragstool.model.versions import VersionKind
from antragstool.patch.blob import blob_id
from antragstool.store.amendment_files import pairs, version_kind
from antragstool.store.cache import Cache
from antragstool.store.cached_amendments import read_cached
from antragstool.store.config import load_config
from antragstool.store.files import decode_text, machine_error, read_bytes
from antragstool.store.header_lines import BYTE_ORDER_MARK
from antragstool.store.header_nodes import quoted
from antragstool.store.schema import read_amendment, read_resolution, read_version
from antragstool.text.safety import visible

RESOLUTIONS = "resolutions"
AMENDMENTS = "amendments"
_Item = TypeVar("_Item", Resolution, Amendment)
_Read = Callable[[str, str, bytes], tuple[_Item | None, tuple[Problem, ...]]]


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

    def __post_init__(self) -> None:
        found: dict[str, list[Amendment]] = {}
        for each in self.amendments:
            found.setdefault(each.resolution, []).append(each)
        by_target = {target: tuple(each) for target, each in found.items()}
        object.__setattr__(self, "_by_target", by_target)

    def amendments_to(self, resolution: str) -> tuple[Amendment, ...]:
        """Return the amendments to the resolution (or amendment) with this id, in order."""
        return self._by_target.get(resolution, ())

    def amendments_under(self, resolution: str) -> tuple[Amendment, ...]:
        """Return the amendments to a resolution, each followed by the amendments to it."""
        return tuple(each for each in self.amendments if root_id(each.resolution) == resolution)


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

    paths = _paths(root, RESOLUTIONS, problems)
    texts = [path for path in paths if path.suffix == ".md"]
    resolutions, unread = _read_all(root, texts, resolution, problems)
    paths = _paths(root, AMENDMENTS, problems)
    texts = [path for path in paths if path.suffix == ".md" and not version_kind(path)]
    amendments, _unread = _read_all(root, texts, amendment, problems)
    problems += pairs(root, paths)
    kept = []
    ids = {each.id for each in resolutions}
    for each in amendments:  # an amendment comes before those to it
        if each.resolution in ids:
            kept.append(each)
            ids |= {each.id} if root_id(each.resolution) == each.resolution else set()
        elif not any(_fits(stem, file_stem(each.resolution)) for stem in unread):
            problems.append(_orphan(each, ids))
    versions = _versions(root, paths, version, {each.id for each in kept}, problems)
    cached.save()
    problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    return ConferenceFiles(conference, resolutions, tuple(kept), versions), tuple(problems)


def _versions(
    root: Path,
    paths: Iterable[Path],
    version: _Read[Amendment],
    known: set[str],
    problems: list[Problem],
) -> dict[tuple[str, VersionKind], Amendment]:
    """Return the changed versions of the *known* amendments."""
    found: dict[tuple[str, VersionKind], Amendment] = {}
    paths = [path for path in paths if path.suffix == ".md"]
    for kind in VersionKind:
        texts = [path for path in paths if version_kind(path) is kind]
        versions, _unread = _read_all(root, texts, version, problems)
        found.update({(each.id, kind): each for each in versions if each.id in known})
    return found


def find(files: ConferenceFiles, item_id: str) -> Resolution | Amendment:
    """Return the item that *item_id* means, as people type it: "a1-ä1", "A1-Ae1".

    Raises InputError with the nearest ids if there is none.
    """
    items: dict[str, Resolution | Amendment] = {}
    items.update({_key(each.id): each for each in files.resolutions})
    items.update({_key(each.id): each for each in files.amendments})
    wanted = _key(unicodedata.normalize("NFC", item_id.strip()))
    if wanted in items:
        return items[wanted]
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


_Problems = tuple[Problem, ...]


def _key(item_id: str) -> str:
    """Return what two ids share if they are one id, or would share a file name."""
    return file_stem(item_id).casefold()


def _paths(root: Path, folder: str, problems: list[Problem]) -> list[Path]:
    """Return the files of *folder* that may be read, in order of their names."""
    inside = (root / folder).resolve()
    if not inside.is_dir():
        return []
    if not inside.is_relative_to(root.resolve()):
        problems.append(_leaves(folder))
        return []
    try:
        with os.scandir(inside) as entries:
            links = {entry.name: entry.is_symlink() for entry in entries}
    except OSError as error:
        problems += machine_error(error, folder).problems
        return []
    paths = []
    place = root / folder
    for name in sorted(links):
        shown = f"{folder}/{visible(_decodable(name))}"
        if name.startswith(".") or name == "README.md":
            continue
        if shown != f"{folder}/{name}" or "\n" in name or "\t" in name:
            message = _("The name of the file has characters that cannot be shown.")
            problems.append(Problem(message, shown, hint=_("Rename the file.")))
        elif links[name] and not (place / name).resolve().is_relative_to(root.resolve()):
            problems.append(_leaves(shown))
        else:
            paths.append(place / name)
    return paths


def _decodable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _leaves(shown: str) -> Problem:
    message = _("The link leads out of the conference's folder; it is not followed.")
    return Problem(message, shown, hint=_("Replace the link by the file itself."))


def _read_all(
    root: Path, paths: Iterable[Path], read: _Read[_Item], problems: list[Problem]
) -> tuple[tuple[_Item, ...], list[str]]:
    """Return the items of *paths* in natural order, and the stems of files that gave none."""
    found: dict[str, _Item] = {}
    unread: list[str] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            data = read_bytes(path, name)
            source = decode_text(data, name)
        except AntragstoolError as error:
            problems += [replace(problem, file=name) for problem in error.problems]
            unread.append(path.stem)
            continue
        if data.startswith(BYTE_ORDER_MARK.encode()):
            source = BYTE_ORDER_MARK + source
        item, found_here = read(name, source, data)
        problems += found_here
        if item is None:
            unread.append(path.stem)
            continue
        problems += _name_problems(item, path.stem)
        first = found.setdefault(_key(item.id), item)
        if first is not item:
            problems.append(_same_id(first, item))
    return tuple(sorted(found.values(), key=lambda item: natural_key(item.id))), unread


def _name_problems(item: Resolution | Amendment, stem: str) -> Iterator[Problem]:
    """Yield a problem if the file is not called after its id."""
    wanted = file_stem(item.id)
    exact = isinstance(item, Amendment)
    if exact and (kind := version_kind(Path(item.path))):
        wanted = f"{wanted}.{kind.value}"
    if stem != wanted and (exact or not _fits(stem, wanted)):
        names = {"id": item.id, "name": f"{wanted}.md" if exact else f"{wanted}-….md"}
        message = _('The file\'s name does not fit its id, "%(id)s".') % names
        hint = _('Rename the file to "%(name)s", or correct the id.') % names
        yield Problem(message, item.path, hint=hint)


def _fits(stem: str, wanted: str) -> bool:
    """Tell whether a file called *stem* may hold the item *wanted*: A1, A1-title, not A10."""
    return stem == wanted or stem.startswith(f"{wanted}-")


def _same_id(first: Resolution | Amendment, second: Resolution | Amendment) -> Problem:
    names = {"id": second.id, "other": first.id, "file": first.path}
    if first.id == second.id:
        message = _('The id "%(id)s" is that of %(file)s already.')
    else:
        message = _('The id "%(id)s" gives the same file name as "%(other)s" in %(file)s.')
    hint = _("Give one of the two another id, or remove a file.")
    return Problem(message % names, second.path, hint=hint)


def _orphan(amendment: Amendment, ids: Iterable[str]) -> Problem:
    names = {"id": amendment.id, "resolution": amendment.resolution}
    message = _('"%(id)s" is an amendment to "%(resolution)s", which does not exist.') % names
    known = ", ".join(sorted(ids, key=natural_key)[:10])
    hint = _("There are: %(ids)s.") % {"ids": known} if known else _("There are no resolutions.")
    return Problem(message, amendment.path, hint=hint)
