"""The same text handed in twice: found and named, not refused.

Two amendments say the same if they change the same part of the same text by the same canonical
edits, however they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antragstool.actions.opened import OpenConference
from antragstool.errors import AntragstoolError
from antragstool.merge.forms import forms
from antragstool.model.documents import Amendment, Concern
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.record import result_hash
from antragstool.store.files import read_bytes
from antragstool.text.blocks import Text

_RESULT = re.compile(rb"^Result: sha256:([0-9a-f]{64})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to change: the item *to*, the part, its text, and the edits."""

    to: str
    concerns: Concern
    text: Text
    edits: tuple[Edit, ...]


def says_the_same(one: Proposal, other: Proposal) -> bool:
    """Tell whether two proposals are one change, however it is written."""
    if (one.to, one.concerns, one.text) != (other.to, other.concerns, other.text):
        return False
    mine, theirs = ({form.edit for form in forms(each.text, each.edits)} for each in (one, other))
    return mine == theirs


def same_as(
    conference: OpenConference, proposal: Proposal, amendments: Sequence[Amendment]
) -> tuple[Amendment, ...]:
    """Return those of *amendments* that say the same as *proposal*, in order."""
    return tuple(_same(conference, proposal, amendments))


def _same(
    conference: OpenConference, proposal: Proposal, amendments: Sequence[Amendment]
) -> Iterator[Amendment]:
    # The same change of the same text makes the same text, so most records need not be read at all.
    wanted = result_hash(apply_edits(proposal.text.flat, proposal.edits)).encode()
    for other in amendments:
        if (other.resolution, other.concerns) != (proposal.to, proposal.concerns):
            continue
        try:
            path = conference.patch_path(other)
            result = _RESULT.search(read_bytes(conference.root / path, path))
            if result is None or result[1] != wanted:
                continue
            text = conference.base_of(other).text.text
            edits = conference.edits(other)
        except (AntragstoolError, OSError):
            continue  # check names what is wrong with it
        if says_the_same(proposal, Proposal(other.resolution, other.concerns, text, edits)):
            yield other
