"""An amendment with its passages, its changed versions and its reasons, as it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.passages import Passage, PassageLine
from antragstool.i18n import _
from antragstool.model.documents import Concern
from antragstool.render.book import BookAmendment
from antragstool.render.composing.heads import amendment_facts, head_of
from antragstool.render.composing.measure import Column
from antragstool.render.composing.printed import flowing, print_passage
from antragstool.render.composing.remarks import is_move, printed_lines, remark
from antragstool.render.composing.results import names_of, part_results
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import AmendmentView, Frame, PassageView, VersionView
from antragstool.workflow.labels import citation_text, passage_kind_label, version_label

# A passage of no more lines than these is not parted by a page's end: at which type size (points),
# because a page in large type has only about 20, and one of A5 or of two columns about 40.
_SHORT_PASSAGE = ((9.0, 7), (12.0, 8), (99.0, 4))


def where_lines_count(item: BookAmendment) -> str:
    """Return which text the lines of an amendment mean, if not the one that the book prints."""
    if item.amendment.concerns is not Concern.TEXT:
        return ""
    if item.changes_amendment:
        return no_break(_("in the text with %(id)s") % {"id": item.amendment.resolution})
    return _("earlier version") if item.older_base else ""


def amendment_view(item: BookAmendment, frame: Frame, first: int) -> AmendmentView:
    """Return an amendment as it is printed; *first* is the number of its text's first line."""
    amendment, column = item.amendment, frame.column
    return AmendmentView(
        head=head_of(
            amendment, no_break(amendment.subject), amendment_facts(amendment), item.still_open
        ),
        submitter=no_break(amendment.submitter),
        example=amendment.example,
        nested=item.changes_amendment,
        note=_note(item),
        passages=tuple(_with_parts(item, passage, column, first) for passage in item.passages),
        versions=tuple(
            VersionView(
                no_break(version_label(version.kind)), _passages(version.passages, column, first)
            )
            for version in item.versions
        ),
        reasons=flowing(item.reasons) if frame.options.reasons else (),
    )


def _passages(passages: Sequence[Passage], column: Column, first: int) -> tuple[PassageView, ...]:
    return tuple(_passage(passage, passages, column, first) for passage in passages)


def _with_parts(item: BookAmendment, passage: Passage, column: Column, first: int) -> PassageView:
    amendment, parts = item.amendment, item.parts_of(passage)
    found = _passage(passage, item.passages, column, first)
    earlier = item.older_base and not item.changes_amendment
    earlier = earlier and amendment.concerns is Concern.TEXT
    return replace(
        found,
        kind=" · ".join(filter(None, (_("earlier version") if earlier else "", found.kind))),
        names=names_of(amendment.id, parts),
        parts=part_results(amendment, item.still_open, parts),
    )


def _note(item: BookAmendment) -> str:
    """Return what has to be known of the lines of an amendment that changes another one."""
    amendment = item.amendment
    if not item.changes_amendment:
        return ""
    note = _("This amendment changes %(id)s; its line numbers mean the text with %(id)s.")
    if amendment.concerns is not Concern.TEXT:
        note = _("This amendment changes %(id)s.")
    return no_break(note % {"id": amendment.resolution})


def _passage(
    passage: Passage, others: Sequence[Passage], column: Column, first: int
) -> PassageView:
    lines = printed_lines(passage)
    return PassageView(
        citation=no_break(citation_text(passage.citation, first)),
        kind=", ".join(passage_kind_label(kind) for kind in passage.kinds),
        remark=no_break(remark(passage, others, first)),
        moved=is_move(passage),
        short=_is_short(lines, column),
        lines=print_passage(lines, column),
    )


def _is_short(lines: Sequence[PassageLine], column: Column) -> bool:
    """Tell whether a passage shall stay on one page; a new paragraph is one line, but has many."""
    most = next(most for size, most in _SHORT_PASSAGE if column.size <= size)
    letters = 2 * column.width / column.size
    return sum(1 + sum(len(run.text) for run in line.runs) // letters for line in lines) <= most
