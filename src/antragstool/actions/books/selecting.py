"""Which items a book prints: those that were named, in a state, or changed since a revision.

What was asked for narrows down together: ``A1 --status open`` are the open ones of A1. A resolution
is printed whole, as the frame of those of its amendments that are printed; it stays if one of them
does. What changed is seen from the files: an item's header, text, patch and versions are compared
by their object ids with those of the revision, so that a renamed file has not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.errors import InputError, Problem
from antragstool.i18n import _, ngettext
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem, root_id
from antragstool.model.selection import Selection, State
from antragstool.store.amendment_files import merged_patches, version_kind
from antragstool.store.conference_files import AMENDMENTS, RESOLUTIONS
from antragstool.store.files import read_bytes
from antragstool.store.git.revisions import Revision
from antragstool.store.item_files import paths_in
from antragstool.workflow.labels import date_text, outcome_label

_MOST_IDS = 8


def state_label(state: State) -> str:
    """Return what people call *state*: "open", "adopted as amended"."""
    if state is State.OPEN:
        return _("open")
    return _("decided") if state is State.DECIDED else outcome_label(Outcome(state.value))


@dataclass(frozen=True, slots=True)
class Picked:
    """What a selection picked out of the conference.

    *amendments* of each of *resolutions* are in the order of the conference. *words* say what was
    asked for, "" for everything; *left_out* counts the resolutions and amendments that are not there.
    """

    resolutions: tuple[Resolution, ...]
    amendments: Mapping[str, tuple[Amendment, ...]]
    words: str = ""
    left_out: tuple[int, int] = (0, 0)


def pick(conference: OpenConference, selection: Selection) -> Picked:
    """Return what *selection* picks.

    Raises InputError for an id or a revision that there is not, and if nothing is left.
    """
    files = conference.files
    if not files.resolutions:
        raise InputError(_empty())
    named = tuple(dict.fromkeys(conference.find(each) for each in selection.ids))
    since = selection.since
    revision = None if since is None else conference.repository.revision(since)
    items: list[Resolution | Amendment] = [*files.resolutions, *files.amendments]
    words = _words(named, selection.states, revision)
    wanted = _named(items, named) if named else items
    if selection.states:
        wanted = [
            item for item in wanted if any(state.holds(item.outcome) for state in selection.states)
        ]
    if revision:
        wanted = list(_changed(conference, wanted, revision))
    if not wanted:
        raise InputError(_nothing(words, selection))
    return _picked(conference, wanted, words)


def _named(
    items: Iterable[Resolution | Amendment], named: Collection[Resolution | Amendment]
) -> list[Resolution | Amendment]:
    """Return the items with an id in *named*; a resolution that is named brings its amendments."""
    ids = {item.id for item in named}
    whole = {item.id for item in named if isinstance(item, Resolution)}
    return [item for item in items if item.id in ids or root_id(item.id) in whole]


def _picked(
    conference: OpenConference, wanted: Collection[Resolution | Amendment], words: str
) -> Picked:
    amendments: dict[str, list[Amendment]] = {}
    frames = {item.id for item in wanted if isinstance(item, Resolution)}
    for item in wanted:
        if isinstance(item, Amendment):
            amendments.setdefault(root_id(item.id), []).append(item)
    resolutions = tuple(
        each for each in conference.files.resolutions if each.id in frames or each.id in amendments
    )
    return Picked(
        resolutions,
        {each.id: tuple(amendments.get(each.id, ())) for each in resolutions},
        words,
        (
            len(conference.files.resolutions) - len(resolutions),
            len(conference.files.amendments) - sum(map(len, amendments.values())),
        ),
    )


def _changed(
    conference: OpenConference, items: Iterable[Resolution | Amendment], revision: Revision
) -> Iterator[Resolution | Amendment]:
    """Yield those of *items* whose files are others than at *revision*, or were not there."""
    repository = conference.repository
    resolutions = frozenset(repository.list_committed(RESOLUTIONS, revision).values())
    then = _by_stem(repository.list_committed(AMENDMENTS, revision))
    now = _by_stem(
        {
            path.name: repository.blob_id(read_bytes(path))
            for path in paths_in(conference.root, AMENDMENTS, [])
        }
    )
    for item in items:
        if isinstance(item, Resolution):
            if item.blob not in resolutions:
                yield item
        elif now.get(stem := file_stem(item.id)) != then.get(stem):
            yield item


def _by_stem(blobs: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Sort the files of the folder of amendments, a name and an object id each, by amendment."""
    merged = {name: stem for stem, names in merged_patches(blobs).items() for name in names}
    found: dict[str, dict[str, str]] = {}
    for name, blob in blobs.items():
        path = Path(name)
        kind = version_kind(path)
        stem = path.stem.removesuffix(f".{kind.value}") if kind else path.stem
        found.setdefault(merged.get(name, stem), {})[name] = blob
    return found


def _words(
    named: Collection[Resolution | Amendment], states: Iterable[State], revision: Revision | None
) -> str:
    """Return what was asked for: "A1, A3; open, adjourned; since 3 May 2026 (print-1)"."""
    ids = [item.id for item in named]
    if len(ids) > _MOST_IDS:
        more = len(ids) - _MOST_IDS + 1
        rest = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
        ids = [*ids[: _MOST_IDS - 1], rest]
    parts = [", ".join(ids), ", ".join(dict.fromkeys(map(state_label, states)))]
    if revision:
        parts.append(_since(revision))
    return "; ".join(part for part in parts if part)


def _since(revision: Revision) -> str:
    day = date_text(revision.date.date().isoformat())
    return _("new or changed since %(date)s (%(name)s)") % {"date": day, "name": revision.name}


def _empty() -> Problem:
    return Problem(
        _("There is nothing to print: the conference has no resolutions yet."),
        RESOLUTIONS,
        hint=_("Put the first resolution into the folder resolutions."),
    )


def _nothing(words: str, selection: Selection) -> Problem:
    hint = _("Leave out a condition; antragstool status shows where everything stands.")
    if selection.since is not None and not selection.ids and not selection.states:
        hint = _("The last print still shows everything as it is.")
    return Problem(
        _("There is nothing to print: no item is in this selection (%(words)s).")
        % {"words": words},
        hint=hint,
    )
