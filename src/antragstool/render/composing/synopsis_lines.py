"""Which lines a row of the synopsis cites: those of the printed text, as far as the change has a place there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.passages import Citation, Passage
from antragstool.i18n import _
from antragstool.merge.marking import Claim
from antragstool.model.documents import Concern
from antragstool.render.book import BookAmendment
from antragstool.render.composing.synopsis import SynopsisEntry
from antragstool.render.composing.typography import no_break
from antragstool.render.merged_text import MergedText
from antragstool.workflow.labels import citation_text

# For which lines an amendment was handed in, by its id and the edits of a passage.
Written = dict[tuple[str, tuple[int, ...]], str]


def where_of(entry: SynopsisEntry, where: str, written: Written) -> str:
    """Return what is to be said of the lines of *entry*; *where* is what a book without them says."""
    amendment = entry.amendment
    if not amendment.older_base or amendment.changes_amendment or not where:
        return where
    first = written.get((amendment.amendment.id, entry.passage.edits))
    if first is None:
        return _("of an earlier version")
    if first == entry.lines:
        return ""
    return no_break(_("handed in for an earlier version: %(lines)s") % {"lines": first})


def cited_now(
    amendment: BookAmendment,
    merged: MergedText,
    first: int,
    written: Written,
) -> BookAmendment:
    """Return *amendment* with the lines of the printed text; *written* gets those it was handed in for.

    It stays as it is where one of its changes has no place in the printed text.
    """
    if not amendment.older_base:
        return amendment
    now: dict[Citation, Citation] = {}
    passages: list[Passage] = []
    for passage in amendment.passages:
        numbers = amendment.parts_of(passage) or (1,)
        claims = [Claim(amendment.amendment.id, number) for number in numbers]
        if passage.citation.part is not Concern.TEXT or any(
            claim not in merged.citations for claim in claims
        ):
            return amendment
        citation = _span([merged.citations[claim] for claim in claims])
        now[passage.citation] = citation
        passages.append(replace(passage, citation=citation))
    for passage in amendment.passages:
        cited = no_break(citation_text(passage.citation, first))
        written[amendment.amendment.id, passage.edits] = cited
    versions = tuple(
        replace(
            version,
            passages=tuple(
                replace(each, citation=now.get(each.citation, each.citation))
                for each in version.passages
            ),
        )
        for version in amendment.versions
    )
    return replace(amendment, passages=tuple(passages), versions=versions)


def _span(citations: Sequence[Citation]) -> Citation:
    if len(set(citations)) == 1:
        return citations[0]
    last = max(each.first if each.after else each.last for each in citations)
    return Citation(min(each.first for each in citations), last)
