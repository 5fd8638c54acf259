"""The files that a book was made from, to be attached to it, and its votes as JSON.

Whoever has the PDF has the conference: the configuration, the texts as they were typed, the
tracked patches in all their versions. The names are those in the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from antragstool.actions.opened import OpenConference
from antragstool.actions.results_json import result_as_json, vote_as_json
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import Majority, Vote
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.versions import VersionKind
from antragstool.render.book import Source
from antragstool.store.amendment_files import patch_beside
from antragstool.store.config import CONFIG_FILE
from antragstool.store.files import read_bytes

VOTES = "votes.json"
VERSION = 1


def sources_of(
    conference: OpenConference, items: Iterable[Resolution | Amendment]
) -> tuple[Source, ...]:
    """Return the files of the printed *items* as they stand in the folder, in order of their names.

    Raises InputError or MachineError for a file that cannot be read or leads out of the conference.
    """
    items = tuple(dict.fromkeys(items))
    names = {CONFIG_FILE}
    for item in items:
        names.update(_files(conference, item))
    found = [Source(name, _read(conference, name)) for name in names]
    found.append(Source(VOTES, votes_json(items)))
    return tuple(sorted(found, key=lambda source: source.name))


def votes_json(items: Sequence[Resolution | Amendment]) -> bytes:
    """Return what was recommended and decided of *items*: JSON, the same bytes for the same facts."""
    data = {"version": VERSION, "items": [_item(item) for item in items]}
    written = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{written}\n".encode()


def _files(conference: OpenConference, item: Resolution | Amendment) -> Iterator[str]:
    yield item.path
    if isinstance(item, Resolution):
        return
    yield patch_beside(item.path)
    for kind in VersionKind:
        version = conference.files.versions.get((item.id, kind))
        if version is not None:
            yield version.path
            yield patch_beside(version.path)
    path = PurePosixPath(item.path)
    for name in conference.merged_names.get(path.stem, ()):
        yield str(path.with_name(name))


def _read(conference: OpenConference, name: str) -> bytes:
    path = conference.root / name
    if not path.resolve().is_relative_to(conference.root.resolve()):
        message = _("The link leads out of the conference's folder; it is not followed.")
        hint = _("Replace the link by the file itself.")
        raise InputError(Problem(message, name, hint=hint))
    return read_bytes(path, name)


def _item(item: Resolution | Amendment) -> dict[str, Any]:
    advice = item.recommendation
    details: dict[str, Any] = {}
    if isinstance(item, Amendment):
        details = {
            "concerns": item.concerns.value,
            "disposed_by": item.disposed_by or None,
            "parts": [result_as_json(part) for part in item.parts],
            "yields_to": list(item.yields_to),
        }
    return {
        "id": item.id,
        "kind": "amendment" if isinstance(item, Amendment) else "resolution",
        "resolution": item.resolution if isinstance(item, Amendment) else None,
        "title": item.subject if isinstance(item, Amendment) else item.title,
        "submitter": item.submitter,
        "file": item.path,
        "recommendation": advice.verdict.value if advice else None,
        "recommendation_note": advice.note if advice else "",
        "outcome": item.outcome.value if item.outcome else None,
        "vote": vote_as_json(item.vote),
        "majority": _majority(item.vote),
        "earlier_votes": [result_as_json(ballot) for ballot in item.ballots],
        **details,
    }


def _majority(vote: Vote | None) -> str | None:
    """Return the rule that a count went by; a header names it unless it is the simple one."""
    if vote is None or not vote.counted:
        return None
    return (vote.majority or Majority.SIMPLE).value
