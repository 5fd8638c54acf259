"""The structure tree of a PDF as plain values, and the words that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from tests.pdf_reading import ReadPage, read_page

Key = tuple[int, int]


def key(thing: Any) -> Key:
    """Return what tells an object of a PDF from all others."""
    number, generation = thing.objgen
    return (number, generation)


def within(thing: Any, name: str) -> Any:
    """Return the dictionary *name* in a dictionary, an empty one if it has none."""
    return thing.get(name, pikepdf.Dictionary())


@dataclass(frozen=True, slots=True)
class Content:
    """A marked content: the index of its page, -1 for a page that is not there, and its number."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An annotation that belongs to a structure element."""

    annotation: Any


@dataclass(slots=True)
class Node:
    """A structure element; *kind* is what it is in the end, by the role map."""

    kind: str
    raw: Any
    parent: Node | None
    kids: list[Node | Content | Reference] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        """The elements right below this one."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it in reading order."""
        yield self
        for node in self.nodes:
            yield from node.walk()

    def contents(self) -> Iterator[Content]:
        """Yield all marked contents in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.contents()
            elif isinstance(kid, Content):
                yield kid

    def attribute(self, name: str) -> Any:
        """Return an attribute of the element from one of its attribute objects, or None."""
        found = self.raw.get("/A")
        owners = list(found) if isinstance(found, pikepdf.Array) else [found]
        for owner in owners:
            if isinstance(owner, pikepdf.Dictionary) and name in owner:
                return owner[name]
        return None


class Structure:
    """A tagged PDF, read once. *problems* are those of the tree as such."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.problems: list[str] = []
        self.pages: tuple[ReadPage, ...] = tuple(read_page(page) for page in pdf.pages)
        self._index = {key(page.obj): index for index, page in enumerate(pdf.pages)}
        self._seen: set[Key] = set()
        root = pdf.Root.get("/StructTreeRoot")
        self.root = Node("StructTreeRoot", root, None)
        if root is None:
            self.problems.append("there is no structure tree")
            return
        self._roles = {str(k): str(v) for k, v in within(root, "/RoleMap").items()}
        self._read_kids(self.root, -1)

    def _read_kids(self, node: Node, page: int) -> None:
        kids = node.raw.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
        for kid in listed:
            self._read_kid(node, kid, page)

    def _read_kid(self, node: Node, kid: Any, page: int) -> None:
        if not isinstance(kid, pikepdf.Dictionary):
            node.kids.append(Content(page, int(kid)))
            return
        page = self._index.get(key(kid.Pg), -1) if "/Pg" in kid else page
        kind = kid.get("/Type")
        if kind == "/MCR":
            node.kids.append(Content(page, int(kid.MCID)))
        elif kind == "/OBJR":
            node.kids.append(Reference(kid.Obj))
        else:
            self._read_element(node, kid, page)

    def _read_element(self, node: Node, kid: Any, page: int) -> None:
        if key(kid) in self._seen:
            self.problems.append(f"a {kid.S} stands in the tree twice")
            return
        self._seen.add(key(kid))
        if key(kid.get("/P", kid)) != key(node.raw):
            self.problems.append(f"a {kid.S} names another parent than the one that holds it")
        child = Node(self._kind(str(kid.S)), kid, node)
        node.kids.append(child)
        self._read_kids(child, page)

    def _kind(self, name: str) -> str:
        met = {name}
        while name in self._roles:
            name = self._roles[name]
            if name in met:
                self.problems.append(f"the role map goes round in a circle at {name}")
                break
            met.add(name)
        return name.removeprefix("/")

    def words(self, content: Content) -> str:
        """Return the words of a marked content."""
        page = self.pages[content.page]
        return "".join(each.text for each in page.words if each.mcid == content.mcid)

    def text(self, node: Node) -> str:
        """Return all words of an element in reading order."""
        return "".join(self.words(content) for content in node.contents())
