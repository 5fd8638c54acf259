"""The words of a recommendation or a result, where they are not those that were handed in.

What was adopted in the committee's version keeps the words that the committee's version had when it
was voted on: they are recorded with the result, so that a later recommendation changes no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Item
from antragstool.actions.versions import adopted_versions, version_files, version_warnings
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.decision import IN_OTHER_WORDS, Outcome, Verdict
from antragstool.model.documents import Amendment
from antragstool.model.ids import file_stem
from antragstool.model.versions import VersionKind
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.files import read_bytes
from antragstool.store.header_write import set_fields

_WITH_OTHER_WORDS = {
    VersionKind.COMMITTEE: (Verdict.ADOPT_AS_AMENDED, Verdict.ADOPT_COMMITTEE_VERSION),
    VersionKind.DECIDED: tuple(each for each in Outcome if each in IN_OTHER_WORDS),
}
_RECEIVED = re.compile(rb"^received:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HandedWords:
    """The file that holds other words than those that were handed in, and when it came."""

    path: Path
    now: datetime


@dataclass(frozen=True, slots=True)
class OtherWords:
    """The *files* that record other words, and what is odd about them.

    *reworded* says that they replace those with which the same outcome was recorded before.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    reworded: bool = False


def other_words(
    conference: OpenConference,
    item: Item,
    kind: VersionKind,
    word: Verdict | Outcome,
    text: HandedWords | None,
) -> OtherWords:
    """Return the words that are recorded with *word*: those in *text*, or those that it means."""
    outcome = word if isinstance(word, Outcome) else None
    if text is None:
        files = _meant(conference, item, outcome) if outcome else {}
        warnings = () if files else tuple(_unrecorded(conference, item, word))
    else:
        amendment = _changeable(item, kind, word)
        files = version_files(conference, amendment, kind, text.path, text.now, outcome)
        warnings = version_warnings(conference, amendment, files)
        if kind is VersionKind.COMMITTEE:
            files = {**files, **kept_words(conference, amendment)}
    if all(_is_there(conference, path, data) for path, data in files.items() if path[-3:] == ".md"):
        return OtherWords({}, warnings)
    if not isinstance(item, Amendment) or outcome is None or item.outcome is not outcome:
        return OtherWords(files, warnings)
    before = next(adopted_versions(conference, item), None)
    if before is None or (text is None and before[0] is VersionKind.COMMITTEE):
        return OtherWords(files, warnings)
    message = _(
        "The adopted words of %(id)s that were recorded before are replaced; git keeps them."
    )
    return OtherWords(files, (*warnings, message % {"id": item.id}), reworded=True)


def decided_patch(item_id: str) -> str:
    """Return where the patch with the adopted words of an amendment stands."""
    return f"{AMENDMENTS}/{file_stem(item_id)}.{VersionKind.DECIDED.value}.patch"


def kept_words(conference: OpenConference, amendment: Amendment) -> dict[str, bytes]:
    """Return the files that keep the committee's version as it is now as the adopted words.

    None where its version is not what was adopted, or where the adopted words are recorded.
    """
    if amendment.outcome is not Outcome.ADOPTED_COMMITTEE_VERSION:
        return {}
    counts = next(adopted_versions(conference, amendment), None)
    if counts is None or counts[0] is VersionKind.DECIDED:
        return {}
    return _as_decided(conference, amendment, counts[1])


def _meant(conference: OpenConference, item: Item, outcome: Outcome) -> dict[str, bytes]:
    """Return the committee's version as the adopted words, unless a recount adopts those of before."""
    if outcome is not Outcome.ADOPTED_COMMITTEE_VERSION or not isinstance(item, Amendment):
        return {}
    if item.outcome is outcome and not kept_words(conference, item):
        return {}
    text = conference.files.versions.get((item.id, VersionKind.COMMITTEE))
    return _as_decided(conference, item, text) if text is not None else {}


def _as_decided(
    conference: OpenConference, amendment: Amendment, text: Amendment
) -> dict[str, bytes]:
    conference.demand_committed(text)
    conference.patch(text)
    outcome = {"outcome": Outcome.ADOPTED_COMMITTEE_VERSION.value}
    patch = decided_patch(amendment.id)
    path = conference.patch_path(text)
    return {
        f"{patch.removesuffix('patch')}md": set_fields(text.source, outcome, text.path).encode(),
        patch: read_bytes(conference.root / path, path),
    }


def _changeable(item: Item, kind: VersionKind, word: Verdict | Outcome) -> Amendment:
    """Return *item* if it is an amendment and *word* lets it have other words; else raise InputError."""
    problem = ""
    if word not in _WITH_OTHER_WORDS[kind]:
        problem = _('With "%(word)s" there are no other words to be recorded.')
    elif not isinstance(item, Amendment):
        problem = _("Only an amendment can have a text of its own; %(id)s is none.")
    if problem or not isinstance(item, Amendment):
        words = ", ".join(each.value for each in _WITH_OTHER_WORDS[kind])
        hint = _("--text goes with an amendment and one of these words: %(words)s.")
        names = {"word": word.value, "id": item.id}
        raise InputError(Problem(problem % names, hint=hint % {"words": words}))
    return item


def _is_there(conference: OpenConference, path: str, data: bytes) -> bool:
    """Tell whether a file says the same already; when the words came makes no difference."""
    if not (conference.root / path).is_file():
        return False
    stored = read_bytes(conference.root / path, path)
    return _RECEIVED.sub(b"", stored, 1) == _RECEIVED.sub(b"", data, 1)


def _unrecorded(conference: OpenConference, item: Item, word: Verdict | Outcome) -> Iterator[str]:
    """Yield a warning where the words in which *item* was adopted were not recorded with this result.

    Either nobody can read them, or those of an earlier result, which this one follows, count again.
    """
    if not isinstance(item, Amendment) or word not in IN_OTHER_WORDS:
        return
    names = {"id": item.id, "word": word.value}
    found = next(adopted_versions(conference, replace(item, outcome=Outcome(word))), None)
    if found is None:
        message = _(
            "The words in which %(id)s was adopted are not recorded; they can be added: "
            "antragstool vote %(id)s %(word)s --text FILE"
        )
        yield message % names
    elif found[0] is VersionKind.DECIDED and item.outcome is not word:
        message = _(
            "%(id)s counts as adopted in the words of an earlier result, which are in %(path)s; "
            "others can be recorded: antragstool vote %(id)s %(word)s --text FILE"
        )
        yield message % {**names, "path": found[1].path}
