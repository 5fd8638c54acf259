"""The synopsis as a book: for each resolution the table of all changes, then all of them in one text.

The lines of every row are those of the printed text, as far as the change has a place there; where
an amendment was handed in for other lines of an earlier version, the row says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from antragstool.diff.passages import Mark, PassageKind
from antragstool.i18n import _
from antragstool.model.documents import Concern
from antragstool.model.ids import file_stem
from antragstool.render.book import BookResolution
from antragstool.render.composing.chunks import near_headings
from antragstool.render.composing.frame import amendments_text
from antragstool.render.composing.heads import amendment_facts, foot_of, head_of
from antragstool.render.composing.merged_text import marked_parts
from antragstool.render.composing.merged_views import BlockView, MarkedPartView
from antragstool.render.composing.printed import FlowingBlock
from antragstool.render.composing.synopsis import synopsis
from antragstool.render.composing.synopsis_lines import Written, cited_now, where_of
from antragstool.render.composing.synopsis_rows import synopsis_row
from antragstool.render.composing.synopsis_words import side
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import ContentsEntry, Frame, Head, Part, SynopsisRow
from antragstool.render.merged_text import Absence, MergedText

_MOST_ROWS = 150  # of the table, in one part
_MOST_WEIGHT = 1400  # rows of the marked text, about 35 pages
_CHARACTERS = 95  # in a row of a new text
_NO_LIMIT = 1_000_000_000
_BEGINNING = 240  # characters of a new text for the whole, which is printed behind the marked text
_TEMPLATE = "synopsis.html"


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row of the table; *anchor* is there on the first row of an amendment.

    *line* is the first line that it concerns.
    """

    row: SynopsisRow
    anchor: str
    line: int


@dataclass(frozen=True, slots=True)
class AbsentView:
    """Amendments that are not marked in the text, under the *reason*; each with what became of it."""

    reason: str
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SubstituteView:
    """A new text for the whole, or a piece of it: whose it is, and the text.

    *opens* is its first piece.
    """

    id: str
    anchor: str
    submitter: str
    heading: str
    words: tuple[FlowingBlock, ...]
    opens: bool = True


@dataclass(frozen=True, slots=True)
class SynopsisView:
    """A resolution in the synopsis, or a piece of it.

    *opens* is the first piece, with the head; *table_opens* and *text_opens* the first ones of the
    table and of the marked text. *absent*, *substitutes* and *remarks* follow the text.
    """

    head: Head
    foot: str
    submitter: str
    summary: str
    opens: bool
    table_opens: bool
    rows: tuple[BookRow, ...]
    older: bool
    text_opens: bool
    marked: tuple[MarkedPartView, ...]
    remarks: tuple[str, ...]
    absent: tuple[AbsentView, ...]
    substitutes: tuple[SubstituteView, ...]


def synopsis_parts(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the parts of the synopsis for one resolution; () if nobody wants to change it.

    A resolution is one part; the table or the marked text of a very long one is several.
    """
    if not item.amendments:
        return ()
    whole = _whole(item, frame)
    name = item.resolution.id
    tables = near_headings(whole.rows, _MOST_ROWS, _opens_section(item, whole.rows))
    texts = tuple(sections(whole.marked))
    new_texts = tuple(_in_pieces(whole.substitutes))
    if len(tables) == 1 and len(texts) <= 1 and len(new_texts) <= 1:
        return (Part(name, _TEMPLATE, whole, _contents(whole)),)
    nothing = replace(
        whole, opens=False, table_opens=False, rows=(), text_opens=False, marked=(),
        remarks=(), absent=(), substitutes=(),
    )  # fmt: skip
    views = [replace(nothing, rows=rows) for rows in tables]
    views[0] = replace(views[0], opens=True, table_opens=True)
    if whole.text_opens:
        marked = [replace(nothing, marked=text) for text in texts] or [nothing]
        marked[0] = replace(marked[0], text_opens=True)
        marked[-1] = replace(marked[-1], remarks=whole.remarks, absent=whole.absent)
        views += marked
    views += (replace(nothing, substitutes=each) for each in new_texts)
    return tuple(
        Part(f"{name} {number}", _TEMPLATE, view, _contents(whole) if number == 1 else ())
        for number, view in enumerate(views, 1)
    )


def _contents(view: SynopsisView) -> tuple[ContentsEntry, ...]:
    head = view.head
    aside = " · ".join(part for part in (view.submitter, view.summary) if part)
    entries = [
        ContentsEntry(head.anchor, head.id, head.title, aside, head.decision.outcome),
        ContentsEntry(f"{head.anchor}--table", "", _("All amendments in the order of the text"), "", level=1),
    ]  # fmt: skip
    if view.text_opens:
        title = _("All amendments in one text")
        entries.append(ContentsEntry(f"{head.anchor}--text", "", title, "", level=1))
    return tuple(entries)


def _whole(item: BookResolution, frame: Frame) -> SynopsisView:
    merged = item.merged or MergedText(())
    heads = {
        each.amendment.id: head_of(
            each.amendment,
            no_break(each.amendment.subject),
            amendment_facts(each.amendment),
            each.still_open,
        )
        for each in item.amendments
    }
    resolution = item.resolution
    rows = tuple(_rows(item, merged, heads))
    marked = marked_parts(item, merged, frame.column)
    remarks, absent = tuple(_remarks(merged)), tuple(_absent(merged, heads))
    substitutes = tuple(_substitutes(item))
    return SynopsisView(
        head=head_of(resolution, no_break(resolution.title), ()),
        foot=foot_of(item),
        submitter=no_break(resolution.submitter),
        summary=no_break(amendments_text(len(item.amendments))),
        opens=True,
        table_opens=True,
        rows=rows,
        older=any(each.older_base for each in item.amendments),
        text_opens=bool(marked or remarks or absent or substitutes),
        marked=marked,
        remarks=remarks,
        absent=absent,
        substitutes=substitutes,
    )


def _rows(item: BookResolution, merged: MergedText, heads: Mapping[str, Head]) -> Iterator[BookRow]:
    written: Written = {}
    amendments = tuple(cited_now(each, merged, item.first, written) for each in item.amendments)
    seen: set[str] = set()
    for entry in synopsis(replace(item, amendments=amendments), _NO_LIMIT, _BEGINNING):
        amendment = entry.amendment.amendment
        row = synopsis_row(entry, heads[amendment.id], no_break(amendment.submitter))
        row = replace(row, where=where_of(entry, row.where, written))
        if PassageKind.SUBSTITUTE in entry.passage.kinds:
            row = replace(row, note=_("Begins as follows; the whole of it stands at the end."))
        anchor = "" if amendment.id in seen else file_stem(amendment.id)
        yield BookRow(row, anchor, entry.passage.citation.first)
        seen.add(amendment.id)


def _opens_section(item: BookResolution, rows: Sequence[BookRow]) -> list[bool]:
    """Tell for each row whether a heading of the text stands between it and the row before."""
    headings = [line.number for line in item.lines if item.text.blocks[line.block].level]
    lines = [0, *(each.line for each in rows)]
    return [
        bisect_right(headings, before) < bisect_right(headings, here)
        for before, here in pairwise(lines)
    ]


def sections(marked: Sequence[MarkedPartView]) -> Iterator[tuple[MarkedPartView, ...]]:
    """Yield the marked text in pieces of some ten pages, each beginning with a heading if one is near."""
    current: list[MarkedPartView] = []
    weight = 0
    for part in marked:
        blocks: list[BlockView] = []
        title = part.title
        for block in part.blocks:
            full = weight + block.weight > _MOST_WEIGHT
            if weight and (full or (block.heading and weight > _MOST_WEIGHT * 3 // 4)):
                if blocks:  # else the heading goes with what follows it
                    current.append(MarkedPartView(title, tuple(blocks)))
                    blocks, title = [], ""
                yield tuple(current)
                current, weight = [], 0
            blocks.append(block)
            weight += block.weight
        current.append(MarkedPartView(title, tuple(blocks)))
    if current:
        yield tuple(current)


def _in_pieces(
    substitutes: Sequence[SubstituteView],
) -> Iterator[tuple[SubstituteView, ...]]:
    """Yield new texts for the whole in pieces of some ten pages."""
    current: list[SubstituteView] = []
    weight = 0
    for each in substitutes:
        words: list[FlowingBlock] = []
        opens = True
        for block in each.words:
            rows = 1 + sum(len(run.text) for run in block.runs) // _CHARACTERS
            if weight and weight + rows > _MOST_WEIGHT:
                if words:
                    current.append(replace(each, words=tuple(words), opens=opens))
                    opens = False
                yield tuple(current)
                current, words, weight = [], [], 0
            words.append(block)
            weight += rows
        current.append(replace(each, words=tuple(words), opens=opens))
    if current:
        yield tuple(current)


def _remarks(merged: MergedText) -> Iterator[str]:
    if merged.proposed:
        words = _(
            "The text has changed near these since they were handed in; their place is a proposal: %(ids)s."
        )
        yield no_break(words % {"ids": ", ".join(merged.proposed)})
    if merged.decided:
        words = _(
            "Marked in the words that were adopted, not in those that were handed in: %(ids)s."
        )
        yield no_break(words % {"ids": ", ".join(merged.decided)})


def _absent(merged: MergedText, heads: Mapping[str, Head]) -> Iterator[AbsentView]:
    reasons = {
        Absence.SUBSTITUTE: _("Replaces the whole text; it is printed below"),
        Absence.STUCK: _("The words that it changes are no longer there"),
        Absence.CONTAINED: _("The text has this change already"),
        Absence.NESTED: _("Changes another amendment"),
        Absence.MERGED: _("Has been put into the text"),
        Absence.SETTLED: _("Has been settled without changing the text"),
    }
    for why, reason in reasons.items():
        names = tuple(
            (each.item, heads[each.item].anchor, _result(heads[each.item]))
            for each in merged.absent
            if each.why is why and each.item in heads
        )
        if names:
            yield AbsentView(reason, names)


def _result(head: Head) -> str:
    return "" if head.decision.state == "open" else head.decision.outcome


def _substitutes(item: BookResolution) -> Iterator[SubstituteView]:
    for each in item.amendments:
        for passage in each.passages:
            if PassageKind.SUBSTITUTE in passage.kinds:
                words = _("All of the text is replaced by:")
                if passage.citation.part is Concern.REASONS:
                    words = _("All of the reasons are replaced by:")
                yield SubstituteView(
                    each.amendment.id,
                    file_stem(each.amendment.id),
                    no_break(each.amendment.submitter),
                    words,
                    side(passage.lines, Mark.INSERTED, {}),
                )
