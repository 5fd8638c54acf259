"""Amendments that were read before, taken from the cache by the object id of their files.

Kept is only what a file's header says, and only where nothing was wrong with the file; its
body always comes from the file itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from antragstool.errors import Problem
from antragstool.model.documents import Amendment
from antragstool.model.ids import amendment_id, split_amendment_id
from antragstool.store.cache import Cache
from antragstool.store.cache_values import Codec
from antragstool.store.git.values import is_object_id
from antragstool.store.header_lines import has_header, is_fence

Read = Callable[[str, str], tuple[Amendment | None, tuple[Problem, ...]]]

_GIVEN = frozenset({"path", "source", "body", "body_line"})


def read_cached(
    cached: Cache, kind: str, read: Read, blob: str, path: str, source: str
) -> tuple[Amendment | None, tuple[Problem, ...]]:
    """Return what *read* gives for a file; *blob* is the object id of its bytes.

    *kind* names *read*: two readers may make different things of the same bytes.
    """
    stored = cached.get(kind, blob)
    if stored is not None:
        amendment = _amendment(stored, path, source)
        if amendment is not None:
            return amendment, ()
    amendment, problems = read(path, source)
    if amendment is not None and not problems:
        cached.put(kind, blob, _codec().write(amendment))
    return amendment, problems


def _amendment(stored: object, path: str, source: str) -> Amendment | None:
    """Return the amendment whose header was *stored*; None if that cannot be."""
    split = _split(source)
    if split is None:
        return None
    line, body = split
    given = {"path": path, "source": source, "body": body, "body_line": line}
    amendment = _codec().read(stored, given)
    return amendment if amendment is not None and _is_sound(amendment) else None


def _split(source: str) -> tuple[int, str] | None:
    """Return the line on which the body begins, counted from 1, and the body."""
    if not has_header(source):
        return None
    start = source.find("\n") + 1
    line = 2
    while start:
        end = source.find("\n", start)
        text = source[start:end] if end >= 0 else source[start:]
        if is_fence(text):
            return line + 1, source[end + 1 :] if end >= 0 else ""
        start, line = end + 1, line + 1
    return None


def _is_sound(amendment: Amendment) -> bool:
    """Tell whether ids are ids: the rest of what a header must keep is in its types."""
    parts = split_amendment_id(amendment.id)
    settled = (amendment.disposed_by,) if amendment.disposed_by else ()
    ids = (*amendment.yields_to, *amendment.follows, *amendment.wording_for, *settled)
    objects = (amendment.base, *amendment.carried)
    return (
        parts is not None
        and amendment_id(*parts) == amendment.id
        and parts[0] == amendment.resolution
        and bool(amendment.submitter.strip())
        and all(split_amendment_id(each) for each in ids)
        and all(is_object_id(each) for each in objects)
        and (not amendment.merged or is_object_id(amendment.merged))
    )


@cache
def _codec() -> Codec[Amendment]:
    return Codec(Amendment, _GIVEN)
