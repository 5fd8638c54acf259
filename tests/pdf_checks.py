"""Whether a PDF is one that everybody can read, and that can be kept: checks for PDF/UA-1 and PDF/A-3u.

veraPDF is not among the packages of the tests, so these are the rules that a book can break,
written with pikepdf. :func:`problems_of` gathers them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from tests.pdf_fonts import font_problems
from tests.pdf_keeping import keeping_problems
from tests.pdf_links import link_problems, number_tree
from tests.pdf_structure import Content, Node, Structure, key, within

_HEADING = re.compile(r"H([1-6])")
_STANDARD = re.compile(
    "Document|Part|Art|Sect|Div|BlockQuote|Caption|TOCI?|Index|NonStruct|Private|P|H[1-6]?|L|LI|Lbl"
    "|LBody|Table|TR|TH|TD|THead|TBody|TFoot|Span|Quote|Note|Reference|BibEntry|Code|Link|Annot"
    "|Ruby|RB|RT|RP|Warichu|WT|WP|Figure|Formula|Form"
)
_PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TOCI": {"TOC"},
}
_KIDS = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}


def problems_of(pdf: pikepdf.Pdf) -> list[str]:
    """Return all that is wrong with a PDF as a document for everybody and for the archive."""
    structure = Structure(pdf)
    checks = (
        structure.problems,
        _document(pdf),
        _content(structure),
        _parent_tree(structure),
        _nesting(structure),
        _headings(structure),
        _tables(structure),
        _expansions(structure),
        link_problems(structure),
        font_problems(structure),
        keeping_problems(structure),
    )
    counted = Counter(problem for check in checks for problem in check)
    return [f"{text} ({n} times)" if n > 1 else text for text, n in counted.items()]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the document says no language"
    if not within(root, "/ViewerPreferences").get("/DisplayDocTitle"):
        yield "the window does not show the title (DisplayDocTitle)"
    marked = within(root, "/MarkInfo")
    if not marked.get("/Marked") or marked.get("/Suspects"):
        yield "the document does not say that it is tagged (MarkInfo)"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "the document has no title"
    for number, page in enumerate(pdf.pages, 1):
        if "/Annots" in page and page.get("/Tabs") != "/S":
            yield f"page {number}: the tab key does not follow the structure"
    for _title, bookmark in _bookmarks(root.get("/Outlines")):
        if not str(bookmark.get("/Title", "")).strip():
            yield "a bookmark has no words"


def _bookmarks(item: Any) -> Iterator[tuple[str, Any]]:
    following = item.get("/First") if item is not None else None
    while following is not None:
        yield str(following.get("/Title", "")), following
        yield from _bookmarks(following)
        following = following.get("/Next")


def _content(structure: Structure) -> Iterator[str]:
    """All that is painted belongs to one element of the tree, or is an artifact, never both."""
    owners = Counter(structure.root.contents())
    painted: set[Content] = set()
    for index, page in enumerate(structure.pages):
        if page.unbalanced:
            yield f"page {index + 1}: marked contents or graphics states are not closed"
        for each in page.painted:
            tags = [mark.tag for mark in each.marks]
            if each.mcid >= 0:
                painted.add(Content(index, each.mcid))
                if each.artifact:
                    yield f"page {index + 1}: an artifact and an element hold one in the other"
            elif not each.artifact:
                yield f"page {index + 1}: “{each.text}” ({each.operator}) is neither tagged nor artifact: {tags}"
        for number, count in Counter(page.numbers).items():
            if count > 1:
                yield f"page {index + 1}: the marked content {number} is there {count} times"
    for content, count in owners.items():
        if count > 1:
            yield f"page {content.page + 1}: {count} elements hold marked content {content.mcid}"
    for content in sorted(painted - set(owners), key=lambda c: (c.page, c.mcid)):
        words = structure.words(content)
        yield f"page {content.page + 1}: “{words}” belongs to no element of the tree"
    for content in set(owners) - painted:
        if content.page < 0 or content.mcid not in structure.pages[content.page].numbers:
            yield f"page {content.page + 1}: an element names content {content.mcid}, which is not there"


def _parent_tree(structure: Structure) -> Iterator[str]:
    root = structure.root.raw
    if root is None:
        return
    if "/ParentTree" not in root:
        yield "there is no parent tree"
        return
    numbers = number_tree(root.ParentTree)
    if list(numbers) != sorted(numbers):
        yield "the parent tree is not in order"
    owner = {
        kid: node.raw
        for node in structure.root.walk()
        for kid in node.kids
        if isinstance(kid, Content)
    }
    for index, page in enumerate(structure.pdf.pages):
        entries = numbers.get(int(page.get("/StructParents", -1)))
        found = [content for content in owner if content.page == index]
        if entries is None:
            if found:
                yield f"page {index + 1} is not in the parent tree"
            continue
        for content in found:
            known = content.mcid < len(entries) and isinstance(
                entries[content.mcid], pikepdf.Dictionary
            )
            if not known or key(entries[content.mcid]) != key(owner[content]):
                yield f"page {index + 1}: the parent tree gives another element for content {content.mcid}"


def _nesting(structure: Structure) -> Iterator[str]:
    top = structure.root.nodes
    if [node.kind for node in top] != ["Document"]:
        yield f"the tree does not begin with one Document: {[node.kind for node in top]}"
    for node in structure.root.walk():
        if node is structure.root:
            continue
        if not _STANDARD.fullmatch(node.kind):
            yield f"“{node.kind}” is no standard element, and the role map does not say what it is"
        parent = node.parent.kind if node.parent else ""
        if node.kind in _PARENTS and parent not in _PARENTS[node.kind]:
            yield f"a {node.kind} stands in a {parent}"
        allowed = _KIDS.get(node.kind)
        for kid in node.kids:
            name = kid.kind if isinstance(kid, Node) else "content"
            if allowed and name not in allowed and name != "NonStruct":
                yield f"a {node.kind} holds {name}"
        if node.kind == "Figure" and not str(node.raw.get("/Alt", "")):
            yield "a picture has no words for those who do not see it"
        if node.kind == "Document" and any(isinstance(kid, Content) for kid in node.kids):
            yield "words stand in no paragraph (right in the Document)"


def _headings(structure: Structure) -> Iterator[str]:
    before = 0
    for node in structure.root.walk():
        match = _HEADING.fullmatch(node.kind)
        if node.kind == "H":
            yield "a heading has no level"
        if match:
            level = int(match[1])
            words = structure.text(node).strip()
            if level > before + 1:
                yield f"the heading “{words}” jumps from level {before} to {level}"
            if not words:
                yield f"a heading of level {level} is empty"
            before = level


def _tables(structure: Structure) -> Iterator[str]:
    for table in (node for node in structure.root.walk() if node.kind == "Table"):
        rows = [node for node in _cells_below(table) if node.kind == "TR"]
        cells = [cell for row in rows for cell in row.nodes]
        name = f"the table “{structure.text(cells[0])[:30] if cells else ''}…”"
        if not any(cell.kind == "TH" for cell in cells):
            yield f"{name} has no header cells"
        for cell in cells:
            if cell.kind == "TH" and cell.attribute("/Scope") not in ("/Row", "/Column", "/Both"):
                yield f"{name}: a header cell does not say whether it heads a row or a column"
        if len({_width(row) for row in _filled(rows)}) > 1:
            yield f"{name} has rows of different lengths"


def _cells_below(table: Node) -> Iterator[Node]:
    for node in table.nodes:
        yield node
        if node.kind in {"THead", "TBody", "TFoot"}:
            yield from node.nodes


def _width(row: Node) -> int:
    return sum(int(cell.attribute("/ColSpan") or 1) for cell in row.nodes)


def _filled(rows: list[Node]) -> list[Node]:
    """Return *rows* without those whose length depends on cells that reach down into them."""
    found, covered = [], 0
    for row in rows:
        if not covered:
            found.append(row)
        reach = max((int(cell.attribute("/RowSpan") or 1) for cell in row.nodes), default=1) - 1
        covered = max(covered - 1, reach)
    return found


def _expansions(structure: Structure) -> Iterator[str]:
    """Words with a line under or through them say what that line means."""
    for node in structure.root.walk():
        line = node.attribute("/TextDecorationType")
        if line is None or line == "/None":
            continue
        said, words = str(node.raw.get("/E", "")), structure.text(node)
        label, colon, rest = said.partition(": ")
        if not colon or not label:
            yield f"“{words}” does not say in words that it was inserted or deleted: “{said}”"
        elif _plain(rest) != _plain(words) and not _begins(rest, _plain(words)):
            yield f"“{words}” is said to be “{said}”"


def _begins(said: str, words: str) -> bool:
    return said.endswith("…") and words.startswith(_plain(said)[:-1])


def _plain(words: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", words)
