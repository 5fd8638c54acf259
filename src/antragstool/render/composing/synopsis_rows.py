"""A row of the synopsis with the words for its decision."""

from __future__ import annotations

from antragstool.render.composing.amendments import where_lines_count
from antragstool.render.composing.results import names_of, part_results
from antragstool.render.composing.synopsis import SynopsisEntry
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import Head, PartView, SynopsisRow, SynopsisWords
from antragstool.workflow.labels import version_label


def synopsis_row(entry: SynopsisEntry, head: Head, submitter: str) -> SynopsisRow:
    """Return the row of *entry*, an amendment with this *head*."""
    item = entry.amendment
    parts = item.parts_of(entry.passage) if entry.proposal and item.amendment.parts else ()
    results = part_results(item.amendment, item.still_open, parts) if parts else ()
    return SynopsisRow(
        lines=entry.lines,
        where=where_lines_count(item),
        names=names_of(item.amendment.id, parts) or (item.amendment.id,),
        note=no_break(entry.note),
        moved=entry.moved,
        head=head,
        submitter=submitter,
        original=entry.original,
        proposal=entry.proposal,
        proposed=entry.proposed,
        versions=tuple(
            SynopsisWords(no_break(version_label(each.kind)), no_break(each.note), each.words)
            for each in entry.versions
        ),
        results=results or (PartView((), head.decision),),
    )
