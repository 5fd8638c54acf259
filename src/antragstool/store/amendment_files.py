"""Which file of the folder of amendments is what, by its name, and which of them belong together.

Beside an amendment (``A1-Ae4.md`` with ``A1-Ae4.patch``) there can be its changed versions
(``A1-Ae4.committee.md`` and ``A1-Ae4.decided.md``, each with its patch) and what it put into the
text (``A1-Ae4.merged.patch``, ``A1-Ae4.merged-2.patch`` …). An amendment's own stem ends with its
number, so that none of these can be the name of another amendment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.model.versions import VersionKind

_VERSION = re.compile(rf"(?P<stem>.+)\.(?P<kind>{'|'.join(VersionKind)})")
_MERGED = re.compile(r"(?P<stem>.+)\.merged(?:-(?P<number>[2-9]|[1-9][0-9]{1,3}))?")


def version_kind(path: Path) -> VersionKind | None:
    """Return which changed version a file holds; None if it holds none."""
    match = _VERSION.fullmatch(path.stem)
    return VersionKind(match["kind"]) if match else None


def patch_beside(path: str) -> str:
    """Return where the tracked patch of an amendment, or of a version of one, stands: beside its text."""
    return path.removesuffix(".md") + ".patch"


def merged_patches(names: Iterable[str]) -> dict[str, list[str]]:
    """Return, among the names of files, the patches that were put into the text, by the amendment's stem.

    Each amendment's are in the order in which they were put there.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        match = _MERGED.fullmatch(name.removesuffix(".patch")) if name.endswith(".patch") else None
        if match:
            found.setdefault(match["stem"], []).append((int(match["number"] or 1), name))
    return {stem: [name for _number, name in sorted(each)] for stem, each in found.items()}


def pairs(root: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield what is wrong with the amendments' files as such: endings, missing partners."""
    paths = tuple(paths)
    names = {path.name for path in paths}
    for path in paths:
        problem = _problem(path, names)
        if problem is not None:
            message, hint = problem
            yield Problem(message, path.relative_to(root).as_posix(), hint=hint)


def _problem(path: Path, names: set[str]) -> tuple[str, str] | None:
    """Return message and hint for a file that is not what it should be, or lacks its partner."""
    if path.suffix not in (".md", ".patch"):
        return (
            _("This is neither an amendment (.md) nor its patch (.patch)."),
            _("Move the file to another folder."),
        )
    version, merged = _VERSION.fullmatch(path.stem), _MERGED.fullmatch(path.stem)
    if path.suffix == ".patch":
        text = f"{merged['stem'] if merged else path.stem}.md"
        if text in names:
            return None
        hint = _('Bring "%(name)s" back, or remove the patch.') % {"name": text}
        return _("This patch belongs to no amendment."), hint
    if version and f"{version['stem']}.md" not in names:
        hint = _('Bring "%(name)s" back, or remove the version and its patch.')
        hint %= {"name": f"{version['stem']}.md"}
        return _("This is a version of an amendment that is not there."), hint
    if f"{path.stem}.patch" in names:
        return None
    if version:
        hint = _('Bring "%(name)s" back, or record the version again with --text.')
        return _("This version has no patch."), hint % {"name": f"{path.stem}.patch"}
    hint = _('Bring "%(name)s" back, or move the file out and hand it in: antragstool submit')
    return _("This amendment has no patch."), hint % {"name": f"{path.stem}.patch"}
