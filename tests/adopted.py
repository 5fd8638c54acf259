"""What was adopted of an amendment, as plain edits."""

from antragstool.actions.adopted_words import adopted_words
from antragstool.actions.opened import OpenConference
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit


def adopted_edits(conference: OpenConference, amendment: Amendment) -> tuple[Edit, ...]:
    """Return the adopted edits; none if nothing was adopted."""
    words = adopted_words(conference, amendment)
    return words.plain if words else ()
