"""The files of a folder of items: which may be read, and what they hold, by its id and its file's name.

A link out of the conference, a name that cannot be shown and a file that cannot be read are problems
and stop nothing else. Of two items with one id the first file keeps it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from antragstool.errors import AntragstoolError, Problem
from antragstool.i18n import _
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem, natural_key
from antragstool.store.amendment_files import version_kind
from antragstool.store.files import decode_text, machine_error, read_bytes
from antragstool.store.header_lines import BYTE_ORDER_MARK
from antragstool.text.safety import visible

_Item = TypeVar("_Item", Resolution, Amendment)
Read = Callable[[str, str, bytes], tuple[_Item | None, tuple[Problem, ...]]]


def paths_in(root: Path, folder: str, problems: list[Problem]) -> list[Path]:
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


def read_all(
    root: Path, paths: Iterable[Path], read: Read[_Item], problems: list[Problem]
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
        first = found.setdefault(id_key(item.id), item)
        if first is not item:
            problems.append(_same_id(first, item))
    return tuple(sorted(found.values(), key=lambda item: natural_key(item.id))), unread


def _name_problems(item: Resolution | Amendment, stem: str) -> Iterator[Problem]:
    """Yield a problem if the file is not called after its id."""
    wanted = file_stem(item.id)
    exact = isinstance(item, Amendment)
    if exact and (kind := version_kind(Path(item.path))):
        wanted = f"{wanted}.{kind.value}"
    if stem != wanted and (exact or not fits(stem, wanted)):
        names = {"id": item.id, "name": f"{wanted}.md" if exact else f"{wanted}-….md"}
        message = _('The file\'s name does not fit its id, "%(id)s".') % names
        hint = _('Rename the file to "%(name)s", or correct the id.') % names
        yield Problem(message, item.path, hint=hint)


def fits(stem: str, wanted: str) -> bool:
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


def id_key(item_id: str) -> str:
    """Return what two ids share if they are one id, or would share a file name."""
    return file_stem(item_id).casefold()
