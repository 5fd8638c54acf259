"""An amendment with its passages, its changed versions and its reasons, as it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from antragstool.diff.passages import Passage
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

_SHORT_PASSAGE = 12  # lines; a passage of no more is not parted by a page's end


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
    note = _(
        "This amendment was written against an earlier version of the text; "
        "its line numbers mean that version."
    )
    return AmendmentView(
        head=head_of(
            amendment, no_break(amendment.subject), amendment_facts(amendment), item.still_open
        ),
        submitter=no_break(amendment.submitter),
        example=amendment.example,
        nested=item.changes_amendment,
        note=_note(item, note if item.older_base else ""),
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
    return replace(
        _passage(passage, item.passages, column, first),
        names=names_of(amendment.id, parts),
        parts=part_results(amendment, item.still_open, parts),
    )


def _note(item: BookAmendment, older: str) -> str:
    """Return what has to be known of the lines of an amendment: *older*, or that they are another's."""
    amendment = item.amendment
    if not item.changes_amendment:
        return older
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
        short=len(lines) <= _SHORT_PASSAGE,
        lines=print_passage(lines, column),
    )
