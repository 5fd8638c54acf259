"""Whether the links of a PDF are part of its structure and lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.pdf_structure import Reference, Structure, key, within


def link_problems(structure: Structure) -> Iterator[str]:
    """Yield what is wrong with links: all are in the tree, have words, and lead to a place that is there."""
    held = {
        key(kid.annotation): node
        for node in structure.root.walk()
        for kid in node.kids
        if isinstance(kid, Reference)
    }
    root = structure.root.raw
    numbers = number_tree(root.ParentTree) if root is not None and "/ParentTree" in root else {}
    names = _destinations(structure.pdf.Root)
    for number, page in enumerate(structure.pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                yield f"page {number}: an annotation that is no link: {annotation.get('/Subtype')}"
                continue
            if not str(annotation.get("/Contents", "")).strip():
                yield f"page {number}: a link has no words of its own (Contents)"
            node = held.get(key(annotation))
            if node is None or node.kind != "Link":
                yield f"page {number}: a link belongs to no Link of the tree"
            entry = numbers.get(int(annotation.get("/StructParent", -1)))
            if entry is None or (node is not None and key(entry) != key(node.raw)):
                yield f"page {number}: the parent tree does not know a link"
            if "/Dest" in annotation and str(annotation.Dest) not in names:
                yield f"page {number}: a link leads to “{annotation.Dest}”, which is nowhere"
            if "/Dest" not in annotation and "/A" not in annotation:
                yield f"page {number}: the link “{annotation.get('/Contents', '')}” leads nowhere"
    for node in structure.root.walk():
        if node.kind == "Link" and not any(isinstance(kid, Reference) for kid in node.kids):
            yield f"“{structure.text(node)}” is a Link without a link"


def _destinations(root: Any) -> set[str]:
    tree = within(within(root, "/Names"), "/Dests")
    listed = list(tree.get("/Names", []))
    return {str(name) for name in listed[::2]}


def number_tree(node: Any) -> dict[int, Any]:
    """Return the values of a number tree by their numbers."""
    listed = list(node.get("/Nums", []))
    found = {int(number): value for number, value in zip(listed[::2], listed[1::2], strict=True)}
    for kid in node.get("/Kids", []):
        found |= number_tree(kid)
    return found
