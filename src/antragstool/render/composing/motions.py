"""The book of motions: text, amendments and synopsis of each resolution, as the template prints them."""

from __future__ import annotations

from dataclasses import replace

from antragstool.i18n import _
from antragstool.render.book import BookResolution
from antragstool.render.composing.amendments import amendment_view, where_lines_count
from antragstool.render.composing.chunks import chunks
from antragstool.render.composing.frame import amendments_text
from antragstool.render.composing.heads import foot_of, head_of, resolution_facts
from antragstool.render.composing.printed import flowing, print_text
from antragstool.render.composing.synopsis import synopsis
from antragstool.render.composing.synopsis_rows import synopsis_row
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import (
    AmendmentView,
    ContentsEntry,
    Decision,
    Frame,
    Part,
    ResolutionView,
)

_MOST_AMENDMENTS = 60  # in one part
_MOST_ROWS = 150  # of the synopsis, in one part


def motions_parts(item: BookResolution, frame: Frame) -> tuple[Part, ...]:
    """Return the parts of the book of motions for one resolution.

    That is one part, unless there are so many amendments that its layout would take too long
    and too much memory.
    """
    whole = _resolution(item, frame)
    contents = _contents(whole)
    groups = chunks(whole.amendments, _MOST_AMENDMENTS)
    if len(groups) < 2:
        return (Part(item.resolution.id, "motions.html", whole, contents),)
    first = replace(whole, amendments=groups[0], synopsis=())
    parts = [Part(item.resolution.id, "motions.html", first, contents)]
    for chunk in groups[1:]:
        name = f"{chunk[0].head.id}–{chunk[-1].head.id}"
        further = replace(first, opens=False, blocks=(), reasons=(), amendments=chunk)
        parts.append(Part(name, "motions.html", further))
    for index, rows in enumerate(chunks(whole.synopsis, _MOST_ROWS)):
        further = replace(first, opens=False, blocks=(), reasons=(), amendments=(), synopsis=rows)
        parts.append(Part(f"{item.resolution.id} {index + 1}", "motions.html", further))
    return tuple(parts)


def _contents(view: ResolutionView) -> tuple[ContentsEntry, ...]:
    head = view.head
    aside = " · ".join(part for part in (view.submitter, view.summary) if part)
    entries = [ContentsEntry(head.anchor, head.id, head.title, aside, _standing(head.decision))]
    for each in view.amendments:
        title = each.head.title or _places(each)
        aside = each.submitter
        note, level = _standing(each.head.decision), 2 if each.nested else 1
        entries.append(ContentsEntry(each.head.anchor, each.head.id, title, aside, note, level))
    if view.synopsis:
        anchor = f"{head.anchor}--synopsis"
        entries.append(ContentsEntry(anchor, "", _("Synopsis of the amendments"), "", level=1))
    return tuple(entries)


def _standing(decision: Decision) -> str:
    """Return what the contents say of an item: what was decided, before that what is recommended."""
    return decision.advice if decision.state == "open" else decision.outcome


def _places(view: AmendmentView) -> str:
    """Return what an amendment without a subject changes: "Lines 87–88", "Title"."""
    cited = list(dict.fromkeys(passage.citation for passage in view.passages))
    return ", ".join(cited[:2]) + (" …" if len(cited) > 2 else "") or view.submitter


def _resolution(item: BookResolution, frame: Frame) -> ResolutionView:
    resolution, column = item.resolution, frame.column
    amendments = tuple(amendment_view(each, frame, item.first) for each in item.amendments)
    heads = {view.head.id: view for view in amendments}
    rows = tuple(
        synopsis_row(entry, view.head, view.submitter)
        for entry in synopsis(item)
        for view in (heads[entry.amendment.amendment.id],)
    )
    return ResolutionView(
        head=head_of(resolution, no_break(resolution.title), resolution_facts(resolution)),
        submitter=no_break(resolution.submitter),
        foot=foot_of(item),
        opens=True,
        summary=no_break(amendments_text(len(amendments))) if amendments else "",
        blocks=print_text(item.text, item.lines, column),
        reasons=flowing(item.reasons) if frame.options.reasons else (),
        amendments=amendments,
        synopsis=rows,
        note=_note(item),
    )


def _note(item: BookResolution) -> str:
    """Return what the lines of amendments to an older version mean, "" if there are none."""
    if not any(where_lines_count(each) and not each.changes_amendment for each in item.amendments):
        return ""
    return _("Where it says earlier version, the lines are those of the text as it was before.")
