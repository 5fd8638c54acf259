"""Which changed versions of an amendment there can be beside the proposal itself."""

from __future__ import annotations

from enum import StrEnum


class VersionKind(StrEnum):
    """Whose words a changed version holds: what the committee advises, or what was decided.

    The word is part of the file's name: ``amendments/A1-Ae4.committee.md``.
    """

    COMMITTEE = "committee"
    DECIDED = "decided"
