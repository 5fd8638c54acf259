"""The synopsis: lines | original | proposed | recommendation | outcome, in the order of the text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.diff.passages import Citation, Mark, Passage, PassageKind, Run
from antragstool.i18n import _
from antragstool.model.documents import Concern
from antragstool.model.versions import VersionKind
from antragstool.render.book import BookAmendment, BookResolution, BookVersion
from antragstool.render.composing.printed import FlowingBlock, Setting
from antragstool.render.composing.remarks import is_move, printed_lines, remark
from antragstool.render.composing.synopsis_words import (
    LONGEST,
    going_on,
    limited,
    line_ends,
    side,
)
from antragstool.render.composing.typography import no_break
from antragstool.workflow.labels import citation_text, passage_kind_label


@dataclass(frozen=True, slots=True)
class SynopsisVersion:
    """The words of a changed version, for the cell of the proposed ones."""

    kind: VersionKind
    note: str
    words: tuple[FlowingBlock, ...]


@dataclass(frozen=True, slots=True)
class SynopsisEntry:
    """One passage of an amendment, before the words for its decision are added.

    *original* and *proposed* are empty where there is nothing to show on that side; *note*
    says what happens where words alone do not show it. *versions* are the words of the changed
    versions for the same lines; without *proposal* the passage is one of a version itself.
    """

    amendment: BookAmendment
    passage: Passage
    lines: str
    note: str
    moved: bool
    original: tuple[FlowingBlock, ...]
    proposed: tuple[FlowingBlock, ...]
    proposal: bool = True
    versions: tuple[SynopsisVersion, ...] = ()


def synopsis(
    item: BookResolution, longest: int = LONGEST, longest_text: int = LONGEST
) -> tuple[SynopsisEntry, ...]:
    """Return a row for every passage of every amendment, in the order of the text.

    What a changed version says to the lines of a passage stands in its row; all else that it
    changes has rows of its own. An amendment to an amendment follows that one. No cell has more
    than *longest* characters, or *longest_text* of a new text for the whole; what is left out has to
    be printed elsewhere.
    """
    found: list[tuple[_Key, SynopsisEntry]] = []
    order = {each.amendment.id: index for index, each in enumerate(item.amendments)}
    parents = {each.amendment.id: each for each in item.amendments}
    writer = _Entries(item, longest, longest_text)
    for amendment in item.amendments:
        parent = parents.get(amendment.amendment.resolution)
        mine = order[amendment.amendment.id]
        for entry in writer.of(amendment):
            place = own = _row_place(entry)
            if parent is not None and parent.passages:
                place = _nearest(parent, place)
            outer = order[parent.amendment.id] if parent is not None else mine
            found.append(((place, outer, mine, own, not entry.proposal), entry))
    return tuple(entry for _key, entry in sorted(found, key=lambda row: row[0]))


_Place = tuple[int, bool, int]
_Key = tuple[_Place, int, int, _Place, bool]


def _place(passage: Passage) -> _Place:
    citation = passage.citation
    if citation.part is not Concern.TEXT:  # the title stands before the text, the reasons behind it
        return (-1 if citation.part is Concern.TITLE else sys.maxsize, False, 0)
    return (citation.first, citation.after, -citation.last)


def _row_place(entry: SynopsisEntry) -> _Place:
    """Return where a row stands; what a version changes stands below what it replaces."""
    if not entry.proposal:
        for passage in entry.amendment.passages:
            if _overlap(passage.citation, entry.passage.citation):
                return _place(passage)
    return _place(entry.passage)


def _nearest(parent: BookAmendment, place: _Place) -> _Place:
    """Return the place of the last passage of *parent* that is not behind *place*, else of its first."""
    places = sorted(_place(passage) for passage in parent.passages)
    return next((each for each in reversed(places) if each <= place), places[0])


def _overlap(one: Citation, other: Citation) -> bool:
    return one.part is other.part and one.first <= other.last and other.first <= one.last


class _Entries:
    """Makes the rows of amendments to one resolution."""

    def __init__(self, item: BookResolution, longest: int, longest_text: int) -> None:
        self.item = item
        self.longest = longest
        self.longest_text = longest_text
        self.ends = line_ends(item)

    def of(self, amendment: BookAmendment) -> Iterator[SynopsisEntry]:
        """Yield the rows of one amendment."""
        beside = [
            (version, passage)
            for version in amendment.versions
            for passage in version.passages
            if any(passage.citation == each.citation for each in amendment.passages)
        ]
        for passage in amendment.passages:
            entry = self._entry(amendment, passage, amendment.passages)
            same = [each for each in beside if each[1].citation == passage.citation]
            versions = tuple(self._version(amendment, *each) for each in same)
            beside = [each for each in beside if each not in same]
            yield replace(entry, versions=versions)
        cited = {passage.citation for passage in amendment.passages}
        for version in amendment.versions:
            for passage in version.passages:
                if passage.citation not in cited:
                    entry = self._entry(amendment, passage, version.passages)
                    own = SynopsisVersion(version.kind, entry.note, entry.proposed)
                    yield replace(entry, proposal=False, note="", proposed=(), versions=(own,))

    def _version(
        self, amendment: BookAmendment, version: BookVersion, passage: Passage
    ) -> SynopsisVersion:
        entry = self._entry(amendment, passage, version.passages)
        return SynopsisVersion(version.kind, entry.note, entry.proposed)

    def _entry(
        self, amendment: BookAmendment, passage: Passage, others: Sequence[Passage]
    ) -> SynopsisEntry:
        item = self.item
        cited = no_break(citation_text(passage.citation, item.first))
        if PassageKind.SUBSTITUTE in passage.kinds:
            return self._substitute(amendment, passage, cited)
        other_text = amendment.older_base or amendment.amendment.resolution != item.resolution.id
        ends = {} if other_text else self.ends
        shown = [line for line in printed_lines(passage) if not line.context]
        after = passage.lines[-1:] if passage.lines and passage.lines[-1].context else ()
        goes_on = bool(after) and not after[0].opens_block
        return SynopsisEntry(
            amendment,
            passage,
            cited,
            remark(passage, others, item.first) or _kinds(passage),
            is_move(passage),
            limited(going_on(side(shown, Mark.DELETED, ends), goes_on), self.longest),
            limited(going_on(side(shown, Mark.INSERTED, ends), goes_on), self.longest),
        )

    def _substitute(self, amendment: BookAmendment, passage: Passage, cited: str) -> SynopsisEntry:
        words = _("The whole text")
        if passage.citation.part is Concern.REASONS:
            words = _("All of the reasons")
        whole = (FlowingBlock(Setting(), (Run(Mark.SAME, words),)),)
        proposed = limited(side(passage.lines, Mark.INSERTED, {}), self.longest_text)
        return SynopsisEntry(amendment, passage, cited, "", False, whole, proposed)


def _kinds(passage: Passage) -> str:
    return ", ".join(passage_kind_label(kind) for kind in passage.kinds if kind in _NEED_WORDS)


_NEED_WORDS = {
    PassageKind.SPLIT,
    PassageKind.JOIN,
    PassageKind.LEVEL,
    PassageKind.MOVE_FROM,
    PassageKind.MOVE_TO,
}
