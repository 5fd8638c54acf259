"""Lists in the structure tree: paragraphs that begin with a bullet or a number become list items.

Official lines are paragraphs, for their lines must not be set by anything but the text. What begins
one with ``<x-marker-2>`` is an item of the second level; items that follow each other are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from antragstool.render.pages.structure import Element, Kid

MARKER = re.compile(r"x-marker-(\d)")
LABEL = "Lbl-"  # and the level: the kind of a marker until its list is made
_LABEL = re.compile(rf"/{LABEL}(\d)")


def make_lists(element: Element) -> None:
    """Put the list items below *element* into lists, at every depth of the tree."""
    element.kids = list(_with_lists(element.kids))
    for kid in element.kids:
        if isinstance(kid, Element):
            if _LABEL.fullmatch(kid.kind):
                kid.kind = "/Span"  # a marker that begins no paragraph marks nothing
            make_lists(kid)


def _with_lists(kids: Sequence[Kid]) -> Iterator[Kid]:
    run: list[tuple[int, Element]] = []
    for kid in kids:
        level = _level(kid)
        if isinstance(kid, Element) and level:
            run.append((level, kid))
            continue
        if run:
            yield _list(run)
            run = []
        yield kid
    if run:
        yield _list(run)


def _list(run: Sequence[tuple[int, Element]]) -> Element:
    """Return the list of a run of items; those of a deeper level stand in the item before them."""
    outer = min(level for level, _item in run)
    found = Element("/L", run[0][1].sheet)
    inner: list[tuple[int, Element]] = []
    for level, paragraph in [*run, (outer, None)]:
        if paragraph is not None and level > outer:
            inner.append((level, paragraph))
            continue
        if inner:
            deeper = _list(inner)
            last = found.kids[-1] if found.kids else None
            if isinstance(last, Element) and isinstance(last.kids[-1], Element):
                last.kids[-1].kids.append(deeper)
            else:
                body = Element("/LBody", deeper.sheet, [deeper])
                found.kids.append(Element("/LI", deeper.sheet, [body]))
            inner = []
        if paragraph is not None:
            found.kids.append(_item(paragraph))
    return found


def _item(paragraph: Element) -> Element:
    label, *words = paragraph.kids
    if isinstance(label, Element):
        label.kind = "/Lbl"
    body = Element("/LBody", paragraph.sheet, list(words))
    return Element("/LI", paragraph.sheet, [label, body])


def _level(kid: Kid) -> int:
    """Return the level of a paragraph that is a list item, 0 for everything else."""
    if not isinstance(kid, Element) or kid.kind != "/P" or not kid.kids:
        return 0
    first = kid.kids[0]
    found = _LABEL.fullmatch(first.kind) if isinstance(first, Element) else None
    return int(found[1]) if found else 0
