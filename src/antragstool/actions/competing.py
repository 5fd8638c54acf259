"""All amendments to one text, on the text as it is now: what may clash, and what is to be voted on.

What has been put into the text is no longer among them. The title and the reasons of a resolution
are texts of their own, and so is every amendment to which there are amendments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from antragstool.actions.opened import OpenConference
from antragstool.actions.standing import Standing, standings
from antragstool.actions.ways import Ways
from antragstool.diff.kinds import cite
from antragstool.diff.passages import Citation
from antragstool.merge.clashes import Placed
from antragstool.merge.combine import opened
from antragstool.merge.forms import forms
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text
from antragstool.text.lines import Line


@dataclass(frozen=True, slots=True)
class Competition:
    """One text with its official lines (none for a title or reasons), and all who want to change it.

    *standings* say by id where each amendment stands, *written* how each edit was written.
    """

    concerns: Concern
    text: Text
    lines: Sequence[Line]
    standings: Mapping[str, Standing]
    written: Mapping[Placed, Edit]

    def shared(self, edit: Edit) -> Edit:
        """Return a canonical edit as an edit of the text."""
        return next(iter(opened([edit], self.text.flat)), edit)

    def cite(self, edits: Iterable[Edit]) -> Citation:
        """Return the lines from the first to the last of *edits*."""
        return self.span([cite(self.text, edit, self.lines_near(edit)) for edit in edits])

    def span(self, citations: Sequence[Citation]) -> Citation:
        """Return the lines from the first to the last of *citations*."""
        if len(set(citations)) == 1:
            return citations[0]
        first = self.lines[0].number if self.lines else 0
        return Citation(
            max(first, min(each.first for each in citations)),
            max(each.first if each.after else each.last for each in citations),
        )

    def lines_near(self, edit: Edit) -> Sequence[Line]:
        """Return the lines around an edit, which are all that its citation needs."""
        first = bisect_right(self.lines, edit.start, key=lambda line: line.start)
        last = bisect_right(self.lines, edit.end, key=lambda line: line.start)
        return self.lines[max(0, first - 3) : last + 2]


def competitions(
    conference: OpenConference, item: Resolution | Amendment
) -> tuple[Competition, ...]:
    """Return the texts of an item that amendments want to change, the text itself first."""
    amendments = conference.files.amendments_to(item.id)
    wanted = {each.concerns: each for each in amendments}
    ways = Ways(conference)
    return tuple(
        _competition(conference, item, wanted[concern], ways)
        for concern in Concern
        if concern in wanted
    )


def _competition(
    conference: OpenConference, item: Resolution | Amendment, one: Amendment, ways: Ways
) -> Competition:
    """Return the text that the amendment *one* wants to change, with all amendments to it."""
    base = conference.base_now(one)
    text = base.text.text
    found = {each.amendment.id: each for each in standings(conference, item, one.concerns, ways)}
    numbered = _has_lines(item, one)
    lines = conference.lines(conference.resolution_of(one), base) if numbered else ()
    written = {
        Placed(name, number, form): edit
        for name, each in found.items()
        for number, edit, form in zip(
            each.numbers, each.edits, forms(text, each.edits), strict=True
        )
    }
    return Competition(one.concerns, text, lines, found, written)


def _has_lines(item: Resolution | Amendment, amendment: Amendment) -> bool:
    changed = item.concerns if isinstance(item, Amendment) else Concern.TEXT
    return changed is amendment.concerns is Concern.TEXT
