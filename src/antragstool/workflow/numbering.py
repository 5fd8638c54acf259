"""Numbers of amendments: in order of arrival, and a number never twice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from antragstool.model.ids import file_stem, split_amendment_id


def next_number(resolution: str, names: Iterable[str]) -> int:
    """Return the next number for an amendment to *resolution*, which may be an amendment.

    *names* are the file names that stand in ``amendments/`` or ever stood there.
    """
    stem = file_stem(resolution)
    highest = 0
    for name in names:
        found = split_amendment_id(PurePosixPath(name).stem)
        if found is not None and file_stem(found[0]) == stem:
            highest = max(highest, found[1])
    return highest + 1
