"""What amendments have put into the text: their merged patches."""

from __future__ import annotations

from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment
from antragstool.model.ids import file_stem
from antragstool.patch.record import PatchRecord, read_patch
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.files import read_text


def merged_paths(conference: OpenConference, amendment: Amendment) -> tuple[str, ...]:
    """Return the files that say what *amendment* put into the text, in the order of writing."""
    stem = file_stem(amendment.id)
    found: list[str] = []
    for number in range(1, 1000):
        name = f"{AMENDMENTS}/{stem}.merged{f'-{number}' if number > 1 else ''}.patch"
        if not (conference.root / name).is_file():
            break
        found.append(name)
    return tuple(found)


def merged_records(conference: OpenConference, amendment: Amendment) -> tuple[PatchRecord, ...]:
    """Return the records of what *amendment* put into the text."""
    return tuple(
        read_patch(read_text(Path(conference.root / path), path), path)
        for path in merged_paths(conference, amendment)
    )
