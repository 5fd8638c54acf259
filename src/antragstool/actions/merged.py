"""What amendments have put into the text: their merged patches."""

from __future__ import annotations

from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment
from antragstool.model.ids import file_stem
from antragstool.patch.record import PatchRecord, read_patch
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.files import read_text


def merged_paths(conference: OpenConference, amendment: Amendment) -> tuple[str, ...]:
    """Return the files that say what *amendment* put into the text, in the order of writing."""
    names = conference.merged_names.get(file_stem(amendment.id), ())
    return tuple(f"{AMENDMENTS}/{name}" for name in names)


def next_merged_path(conference: OpenConference, amendment: Amendment) -> str:
    """Return the next such file: behind the last one, also where one before it is missing."""
    stem = file_stem(amendment.id)
    taken = conference.merged_names.get(stem, ())
    number = 1
    if taken:
        last = taken[-1].removesuffix(".patch").rpartition(".merged")[2].removeprefix("-")
        number = int(last or 1) + 1
    return f"{AMENDMENTS}/{stem}.merged{f'-{number}' if number > 1 else ''}.patch"


def merged_records(conference: OpenConference, amendment: Amendment) -> tuple[PatchRecord, ...]:
    """Return the records of what *amendment* put into the text."""
    return tuple(
        read_patch(read_text(conference.root / path, path), path)
        for path in merged_paths(conference, amendment)
    )
