"""The outline of a book: the bookmarks of all its parts, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pydyf

from antragstool.render.pages.laid_out import Bookmark

if TYPE_CHECKING:
    from antragstool.render.pages.joining import Joined


def add_outline(pdf: Any, joined: Joined, pages: Sequence[int]) -> None:
    """Add the outline to *pdf*; *pages* are the object numbers of the pages."""
    marks = [
        (first, mark)
        for part, first in zip(joined.parts, joined.firsts, strict=True)
        for mark in part.bookmarks
    ]
    if not marks:
        return
    root = pydyf.Dictionary({"Type": "/Outlines"})
    pdf.add_object(root)
    _add(pdf, root, marks, pages)
    pdf.catalog["Outlines"] = root.reference


def _add(pdf: Any, parent: Any, marks: Sequence[tuple[int, Bookmark]], pages: Sequence[int]) -> int:
    """Add *marks* below *parent*, and return how many lines are to be seen there."""
    items = []
    visible = len(marks)
    for first, mark in marks:
        place = [b"%d 0 R" % pages[first + mark.sheet], "/XYZ", mark.x, mark.y, 0]
        item = pydyf.Dictionary(
            {
                "Title": pydyf.String(mark.label),
                "Parent": parent.reference,
                "Dest": pydyf.Array(place),
            }
        )
        pdf.add_object(item)
        if mark.inner:
            inside = _add(pdf, item, [(first, each) for each in mark.inner], pages)
            if mark.is_open:
                visible += inside
            else:
                item["Count"] = -inside
        items.append(item)
    for one, other in pairwise(items):
        one["Next"], other["Prev"] = other.reference, one.reference
    parent["First"], parent["Last"], parent["Count"] = (
        items[0].reference,
        items[-1].reference,
        visible,
    )
    return visible
