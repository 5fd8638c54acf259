"""Changed versions of an amendment: the words that the committee advises, or that were adopted.

A version is a text of its own beside the proposal, which stays as it was handed in. It is read
against the amendment's base by the rules of a submission and stored like one: what was handed in
below a header, and its tracked patch. A later version replaces an earlier one of its kind; git
keeps both.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from antragstool.actions.handed_version import lines_of_version, read_handed_version
from antragstool.actions.opened import OpenConference
from antragstool.actions.ways import Ways
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.merge.carry import Fate
from antragstool.model.decision import Outcome, Verdict
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit, apply_edits
from antragstool.model.ids import file_stem
from antragstool.model.versions import VersionKind
from antragstool.patch.record import PatchRecord, read_patch
from antragstool.store.conference_files import AMENDMENTS
from antragstool.store.header_write import build
from antragstool.store.header_yaml import Value
from antragstool.store.schema import read_version
from antragstool.text.blocks import Text
from antragstool.workflow.tracking import Base, Sender, track

_ADDRESS = "amendments@antragstool.invalid"
_IN_OTHER_WORDS = {
    Outcome.ADOPTED_AS_AMENDED: (VersionKind.DECIDED,),
    Outcome.ADOPTED_COMMITTEE_VERSION: (VersionKind.DECIDED, VersionKind.COMMITTEE),
}
_ADVISED_IN_OTHER_WORDS = frozenset({Verdict.ADOPT_AS_AMENDED, Verdict.ADOPT_COMMITTEE_VERSION})


@dataclass(frozen=True, slots=True)
class ChangedVersion:
    """A version that counts: *text* is its file, *edits* what it changes in *base*."""

    kind: VersionKind
    text: Amendment
    base: Base
    edits: tuple[Edit, ...]


def version_files(
    conference: OpenConference,
    amendment: Amendment,
    kind: VersionKind,
    path: Path,
    now: datetime,
    outcome: Outcome | None = None,
) -> dict[str, bytes]:
    """Return the files that record what the file *path* makes of *amendment*, by their paths.

    With an *outcome*, they count for that outcome only. They belong into the commit that records
    the recommendation or the vote. What was decided on an amendment whose text has changed since
    means the text of now. Raises InputError with everything that is wrong with the file.
    """
    waits = kind is VersionKind.DECIDED and not amendment.merged
    now_text = waits and conference.is_older(amendment)
    handed = read_handed_version(conference, amendment, path, now=now_text)
    header, base, change = handed.header, handed.base, handed.change
    copied = header.copied_resolution_header  # then it names the resolution's mover
    submitter = ("" if copied else header.submitter) or _speaker(conference, amendment, kind)
    fields: dict[str, Value] = {
        "version-of": amendment.id,
        "resolution": amendment.resolution,
        "submitter": submitter,
        "base": base.blob,
        "received": now.isoformat(timespec="seconds"),
        "form": change.form.value,
    }
    lines = lines_of_version(conference, amendment, base, now=now_text)
    length = 0 if now_text else amendment.line_length
    fields["line-length"] = length or conference.files.conference.line_length
    fields["first-line"] = lines[0].number if lines else 1
    if header.subject and not copied:
        fields["subject"] = header.subject
    if amendment.concerns is not Concern.TEXT:
        fields["concerns"] = amendment.concerns.value
    if outcome is not None:
        fields["outcome"] = outcome.value
    stem = f"{AMENDMENTS}/{file_stem(amendment.id)}.{kind.value}"
    source = build(fields) + handed.body
    stored, problems = read_version(f"{stem}.md", source)
    if stored is None or problems:
        raise InputError(problems)
    sender = Sender(submitter, _ADDRESS, email.utils.format_datetime(now))
    patch = track(base, change.edits, amendment.id, amendment.resolution, stored.subject, sender)
    return {f"{stem}.md": source.encode(), f"{stem}.patch": patch.encode()}


def version_warnings(
    conference: OpenConference, amendment: Amendment, files: Mapping[str, bytes]
) -> tuple[str, ...]:
    """Return what is odd about the version in *files*, as :func:`version_files` gave them."""
    patches = [(path, data) for path, data in files.items() if path.endswith(".patch")]
    own = conference.patch(amendment)
    return tuple(
        _("This version of %(id)s makes the same text as the proposal itself.")
        % {"id": amendment.id}
        for path, data in patches
        if read_patch(data.decode(), path).result == own.result
    )


def version(
    conference: OpenConference, amendment: Amendment, kind: VersionKind
) -> PatchRecord | None:
    """Return the tracked patch of a version, verified against its base.

    None if there is none, or only the words of an earlier result, which a later one has replaced.
    Raises RepositoryError if the patch is not the committed one.
    """
    found = conference.files.versions.get((amendment.id, kind))
    if found is None or found.outcome not in (None, amendment.outcome):
        return None
    conference.demand_committed(found)
    return conference.patch(found)


def versions_that_count(
    conference: OpenConference, amendment: Amendment
) -> tuple[ChangedVersion, ...]:
    """Return the versions that belong to the recommendation and the outcome as they are now."""
    advised = amendment.recommendation
    kinds = {kind for kind, _text in adopted_versions(conference, amendment)}
    if advised is not None and advised.verdict in _ADVISED_IN_OTHER_WORDS:
        kinds.add(VersionKind.COMMITTEE)
    found = []
    for kind in VersionKind:
        text = conference.files.versions.get((amendment.id, kind))
        if text is not None and kind in kinds:
            written = conference.edits(text)
            edits = _on_base_of(conference, amendment, text, written)
            base = conference.base_of(text if edits is None else amendment)
            found.append(ChangedVersion(kind, text, base, written if edits is None else edits))
    return tuple(found)


def version_text(
    conference: OpenConference, amendment: Resolution | Amendment, kind: VersionKind
) -> Text:
    """Return the text of the base with a version of *amendment* carried out; InputError if there is none."""
    if isinstance(amendment, Resolution):
        message = _('%(id)s is a resolution; "%(version)s" shows a text with one amendment.')
        hint = _("Name an amendment, or use --version final.")
        names = {"id": amendment.id, "version": kind.value}
        raise InputError(Problem(message % names, hint=hint))
    found = conference.files.versions.get((amendment.id, kind))
    if kind is VersionKind.DECIDED:
        adopted = [text for _kind, text in adopted_versions(conference, amendment)]
        found = adopted[0] if adopted else None
    if found is None:
        if kind is VersionKind.COMMITTEE:
            message = _("There is no version of the committee for %(id)s.")
            command = f"antragstool recommend {amendment.id} adopt-committee-version --text FILE"
        else:
            message = _("No other words are recorded in which %(id)s was adopted.")
            command = f"antragstool vote {amendment.id} adopted-as-amended --text FILE"
        hint = _("Record it: %(command)s") % {"command": command}
        raise InputError(Problem(message % {"id": amendment.id}, amendment.path, hint=hint))
    flat = conference.base_of(found).text.text.flat
    return Text.from_flat(apply_edits(flat, conference.edits(found)))


def adopted_versions(
    conference: OpenConference, amendment: Amendment
) -> Iterator[tuple[VersionKind, Amendment]]:
    """Yield the versions that the outcome can mean, the one that counts first.

    The words of an earlier result, which a later one has replaced, are not among them.
    """
    outcome = amendment.outcome
    for kind in _IN_OTHER_WORDS.get(outcome, ()) if outcome else ():
        text = conference.files.versions.get((amendment.id, kind))
        if text is not None and text.outcome in (None, outcome):
            yield kind, text


def _on_base_of(
    conference: OpenConference, amendment: Amendment, text: Amendment, edits: tuple[Edit, ...]
) -> tuple[Edit, ...] | None:
    """Return the *edits* of a version where they stand in the base that *amendment* has now.

    None if it was carried over since, and the version cannot be carried over without doubt.
    """
    here = conference.base_of(amendment).text.text
    if conference.base_of(text).text.text == here:
        return edits
    if conference.base_now(amendment).text.text != here:
        return None
    carried = Ways(conference).carry(text, edits)
    return carried.edits if carried.fate is Fate.CARRIED else None


def not_recorded(amendment: Amendment) -> Problem:
    """Return the problem that the words in which *amendment* was adopted are not recorded."""
    outcome = amendment.outcome or Outcome.ADOPTED_AS_AMENDED
    names = {"id": amendment.id, "outcome": outcome.value}
    return Problem(
        _("%(id)s was adopted in other words than it was handed in; they are not recorded.")
        % names,
        amendment.path,
        hint=_("Record them: antragstool vote %(id)s %(outcome)s --text FILE") % names,
    )


def _speaker(conference: OpenConference, amendment: Amendment, kind: VersionKind) -> str:
    """Return whose words they are, where the file does not say it."""
    if kind is VersionKind.COMMITTEE:
        return conference.files.conference.committee.strip() or _("Committee")
    return amendment.submitter
