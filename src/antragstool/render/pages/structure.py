"""The structure tree of a laid-out part, small enough to be joined quickly.

WeasyPrint makes an element of every box and of every run of words. Here those that say nothing
(Span and NonStruct without attributes) give what they hold to the element around them; inserted
and deleted words become a Span that says so in its expansion; and header cells say their scope.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf

from antragstool.i18n import _
from antragstool.render.pages.laid_out import DOCUMENT, Piece
from antragstool.render.pages.pieces import reference

_SILENT = {"/Span", "/NonStruct"}
_HEADING = re.compile(r"/H([1-6])")
_LONGEST = 200  # characters of an expansion; PDF/A allows no very long strings
INSERTED, DELETED = "Ins", "Del"  # names of our own, for a moment


@dataclass(slots=True)
class Element:
    """A structure element; *kids* are marked content by number, links by index, and elements."""

    kind: str
    sheet: int
    kids: list[Kid] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    number: int = 0


Kid = int | tuple[str, int] | Element


class Tree:
    """The elements of a part, read from WeasyPrint's objects.

    *objects* are those of the PDF, *sheet_of* gives a page's index by its object number, *link_of*
    a link's by its annotation's; *words* are those of each marked content, by sheet and number.
    """

    def __init__(
        self,
        objects: list[Any],
        sheet_of: Mapping[int, int],
        link_of: Mapping[int, int],
        words: list[dict[int, str]],
    ) -> None:
        self._objects, self._sheet_of, self._link_of = objects, sheet_of, link_of
        self._words = words
        self.roots: list[Element] = []

    def read(self, document: Any) -> None:
        """Read everything below WeasyPrint's own element for the document."""
        for kid in document["K"]:
            found = self._element(self._objects[reference(kid) or 0], head=False)
            if found.kind in _SILENT and not found.attributes and found.kids:
                found.kind = "/Div"  # the document itself holds no content
            self.roots.append(found)

    def _element(self, raw: Any, *, head: bool) -> Element:
        element = Element(raw["S"], self._sheet_of[reference(raw["Pg"]) or 0])
        head = head or element.kind == "/THead"
        for kid in raw["K"]:
            refers = reference(kid)
            if refers is None:
                element.kids.append(kid)
                continue
            inner = self._objects[refers]
            if inner.get("Type") == "/OBJR":
                element.kids.append(("link", self._link_of[reference(inner["Obj"]) or 0]))
                continue
            child = self._element(inner, head=head)
            if child.kind in _SILENT and not child.attributes:
                element.kids += child.kids
            else:
                element.kids.append(child)
        self._describe(element, raw, head=head)
        return element

    def _describe(self, element: Element, raw: Any, *, head: bool) -> None:
        for key in ("Alt", "A"):
            if key in raw:
                element.attributes[key] = raw[key]
        if element.kind in {"/TH", "/TD"}:
            attributes = {
                k: v for k, v in element.attributes.pop("A", {}).items() if k != "Headers"
            }
            if element.kind == "/TH":
                attributes["Scope"] = "/Column" if head else "/Row"
            if len(attributes) > 1:
                element.attributes["A"] = pydyf.Dictionary(attributes)
        if element.kind in {f"/{INSERTED}", f"/{DELETED}"}:
            inserted = element.kind == f"/{INSERTED}"
            label = _("insertion") if inserted else _("deletion")
            words = self.words_of(element)
            line = "/Underline" if inserted else "/LineThrough"
            element.kind = "/Span"
            if len(words) > _LONGEST:
                words = words[:_LONGEST].rsplit(" ", 1)[0] + " …"
            element.attributes["E"] = pydyf.String(f"{label}: {words}")
            element.attributes["A"] = pydyf.Dictionary({"O": "/Layout", "TextDecorationType": line})

    def words_of(self, element: Element) -> str:
        """Return the words that stand in *element*."""
        parts = []
        for kid in element.kids:
            if isinstance(kid, Element):
                parts.append(self.words_of(kid))
            elif isinstance(kid, int):
                parts.append(self._words[element.sheet].get(kid, ""))
        return "".join(parts)


def number_elements(roots: list[Element], first: int) -> list[Element]:
    """Give all elements their local numbers from *first* on, in reading order; return them."""
    found: list[Element] = []
    stack = list(reversed(roots))
    while stack:
        element = stack.pop()
        element.number = first + len(found)
        found.append(element)
        stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))
    return found


def level_headings(elements: Iterable[Element]) -> None:
    """Make headings that jump (H1, then H4) follow each other: H1, H2.

    People's texts jump, and the headings of a resolution stand below those of the book.
    """
    outer = [1]
    for element in elements:
        found = _HEADING.fullmatch(element.kind)
        if found:
            level = int(found[1])
            while outer and outer[-1] >= level:
                outer.pop()
            outer.append(level)
            element.kind = f"/H{len(outer)}"


def element_pieces(
    elements: list[Element],
    links: int,
    pattern_of: Callable[[Any], str],
) -> list[Piece]:
    """Return the pieces of numbered *elements*; *links* is the local number of the first link."""
    parents = {id(kid): each for each in elements for kid in each.kids if isinstance(kid, Element)}
    pieces = []
    for element in elements:
        parent = parents.get(id(element))
        references = [parent.number if parent else DOCUMENT, element.sheet]
        kids = []
        for kid in element.kids:
            if isinstance(kid, int):
                kids.append(str(kid))
            elif isinstance(kid, Element):
                kids.append("%d 0 R")
                references.append(kid.number)
            else:
                kids.append("<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>")
                references += [links + kid[1], element.sheet]
        said = "".join(f"/{key} {pattern_of(value)}" for key, value in element.attributes.items())
        pattern = (
            f"<</Type/StructElem/S{element.kind}/P %d 0 R/Pg %d 0 R/K[{' '.join(kids)}]{said}>>"
        )
        pieces.append(Piece(pattern, tuple(references)))
    return pieces
