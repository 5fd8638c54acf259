"""All books as everybody can read them: PDF/UA-1 and PDF/A-3u, by the checks of pdf_checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.render.book import Source
from antragstool.render.options import BookKind, BookOptions, Paper
from antragstool.render.pages.pdf import render_book
from tests.book_samples import amendment, book, documents, first_of, parts, with_only
from tests.commands import Clerk
from tests.pdf_checks import problems_of
from tests.pdf_reading import read_page
from tests.pdf_structure import Node, Structure
from tests.sample_conference import sample_conference

pytestmark = pytest.mark.slow
EPOCH = {"SOURCE_DATE_EPOCH": "1809768600"}
HARD = (
    BookOptions(BookKind.MOTIONS, paper=Paper.A5, every=5, large=True, new_page=True),
    BookOptions(BookKind.MOTIONS, columns=2, reasons=False),
    BookOptions(BookKind.SYNOPSIS, paper=Paper.A5),
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """The sample conference, for all tests of this module."""
    return sample_conference(tmp_path_factory.mktemp("sample") / "conference")


@pytest.fixture(scope="module")
def printed(sample: Clerk) -> Callable[[BookOptions], Path]:
    """Return a function that prints a book of the sample once, and says where it is."""
    done: dict[BookOptions, Path] = {}

    def render(options: BookOptions) -> Path:
        if options not in done:
            path = sample.folder.parent / f"{len(done)}.pdf"
            with open_conference(sample.folder) as conference:
                written = render_book(
                    gather_book(conference, (), options), path, sample.folder, EPOCH
                )
            assert written.warnings == ()
            done[options] = path
        return done[options]

    return render


@pytest.mark.parametrize("options", [*map(BookOptions, BookKind), *HARD], ids=lambda o: str(o.kind))
def test_every_book_is_one_that_everybody_can_read(
    printed: Callable[[BookOptions], Path], options: BookOptions
) -> None:
    with pikepdf.open(printed(options)) as pdf:
        assert problems_of(pdf) == []


DEEP = """#### Tief zuerst

Ein Absatz, der lang genug ist, dass man ihn als Ganzes ersetzen kann, ohne dass etwas übrig bleibt.

- eins
  - zwei
    - drei
      - vier
- fünf

1. sechs
   1) sieben

> Zitat mit <b>Zeichen</b> & „Anführung“.

## Flacher

###### Ganz tief

# Begründung

- auch hier
  - eine Liste
"""


def test_texts_that_jump_and_nest_are_one_document_all_the_same(tmp_path: Path) -> None:
    def longer(flat: str) -> str:
        return flat.replace("Ein Absatz, der", "Sehr lange Worte, " * 3000 + "die")

    sample = book(DEEP, amended=False)
    changes = (
        amendment(1, longer, body=DEEP),
        amendment(2, lambda flat: flat.replace("- drei", "- zwölf\n  - elf"), body=DEEP),
        amendment(3, lambda flat: flat.replace("\n> Zitat", "\n## Neu\n> Zitat"), body=DEEP),
    )
    path = tmp_path / "book.pdf"
    sample = with_only(sample, replace(first_of(sample), amendments=changes))
    assert render_book(sample, path, tmp_path, EPOCH).warnings == ()
    with pikepdf.open(path) as pdf:
        assert problems_of(pdf) == []


def test_a_resolution_in_several_parts_is_one_document_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antragstool.render.composing.motions._MOST_AMENDMENTS", 1)
    path = tmp_path / "book.pdf"
    assert len(parts(book())) > 3
    render_book(book(), path, tmp_path, EPOCH)
    with pikepdf.open(path) as pdf:
        assert problems_of(pdf) == []


def test_the_sources_are_attached_to_every_book(sample: Clerk) -> None:
    path = sample.folder.parent / "attached.pdf"
    answer = sample.run("render", "-o", path)
    assert answer.code == 0, answer.err
    with pikepdf.open(path) as pdf:
        assert problems_of(pdf) == []
        attached = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    files = sample.git("ls-files").split()
    assert set(attached) == {*files, "votes.json"}
    for name in files:
        assert attached[name] == (sample.folder / name).read_bytes()


def _marked(html: str, tag: str) -> Iterator[str]:
    for words in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", html, re.DOTALL):
        yield _squeezed(re.sub(r"<[^>]*>", "", words))


def _squeezed(words: str) -> str:
    plain = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return re.sub(r"[\s\u00ad\u2010-]+", "", plain)


def test_inserted_and_deleted_words_say_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    render_book(book(), path, tmp_path, EPOCH)
    html = "".join(documents(book(), tmp_path))
    with pikepdf.open(path) as pdf:
        structure = Structure(pdf)
        said: dict[str, str] = {"insertion": "", "deletion": ""}
        for node in structure.root.walk():
            if "/E" in node.raw:
                label, _colon, words = str(node.raw.E).partition(": ")
                said[label] += _squeezed(words)
    assert said["insertion"] == "".join(_marked(html, "ins")) != ""
    assert said["deletion"] == "".join(_marked(html, "del")) != ""


def test_the_tree_reads_the_text_in_its_order(printed: Callable[[BookOptions], Path]) -> None:
    with pikepdf.open(printed(BookOptions())) as pdf:
        structure = Structure(pdf)
        read = _squeezed(structure.text(structure.root))
    passages = (
        "Gute Busse für alle",
        "Wir fordern mehr Busse im ländlichen Raum. Wer keinen",
        "Bezahlbar für alle",
        "Das Ticket kostet höchstens 365 Euro im Jahr. Schüler*innen und Auszubildende",
        "überdacht und beleuchtet",
        "Mobilität ist ein Grundrecht, kein Luxus, und sie endet nicht",
        "Ohne Bus geht auf dem Land wenig.",
        "A1-Ä1",
        "A1-Ä5-Ä1",
        "A1-Ä9",
        "An Sitzungen der Gremien kann digital teilgenommen werden.",
        "S1-Ä2",
    )
    at = 0
    for words in passages:
        found = read.find(_squeezed(words), at)
        assert found >= 0, words
        at = found


def test_lists_are_lists_with_their_signs_and_lists_inside(
    printed: Callable[[BookOptions], Path],
) -> None:
    with pikepdf.open(printed(BookOptions())) as pdf:
        structure = Structure(pdf)
        items = [node for node in structure.root.walk() if node.kind == "LI"]
        found = {}
        for item in reversed(items):  # the first one, in the text of the resolution, counts
            words = [structure.text(node).strip() for node in item.nodes]
            found[_squeezed(words[-1])[:12]] = (words[0], _depth(item), len(words))
    assert found["Punkt1:mehrH"] == ("•", 1, 2)
    assert found["überdachtund"][1:] == (2, 2)
    assert found["miteinemFahr"][1:] == (3, 2)
    assert found["Punkt2:mehrF"] == ("•", 1, 2)
    assert found["ZuerstdieLan"] == ("1.", 1, 2)


def _depth(node: Node) -> int:
    """Return in how many lists an element stands."""
    return (node.kind == "LI") + (_depth(node.parent) if node.parent else 0)


def test_numbers_heads_and_feet_are_no_part_of_what_is_read(
    printed: Callable[[BookOptions], Path],
) -> None:
    with pikepdf.open(printed(BookOptions())) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            height = float(page.mediabox[3])
            words = read_page(page).words
            edges = [w for w in words if w.y > height - 50 or w.y < 50]
            assert all(each.artifact for each in edges), number
            assert number == 1 or any(f"Page {number} of" in _blanks(w.text) for w in edges)
            tagged = " ".join(each.text for each in words if not each.artifact)
            assert f"Page {number} of" not in _blanks(tagged)


def _blanks(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_what_the_checks_find(tmp_path: Path) -> None:
    """A book that was spoiled is noticed, each time for what was spoiled."""
    path = tmp_path / "book.pdf"
    files = (Source("a.md", b"eins"), Source("b.md", b"zwei"))
    render_book(replace(book(), sources=lambda: files), path, tmp_path, EPOCH)
    for spoil, words in SPOILED:
        with pikepdf.open(path) as pdf:
            before = set(problems_of(pdf))
            spoil(pdf)
            found = set(problems_of(pdf)) - before
        assert any(words in each for each in found), (words, found)


def _first(pdf: pikepdf.Pdf, kind: str) -> Any:
    return next(node for node in Structure(pdf).root.walk() if node.kind == kind).raw


def _untag(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[2].Contents
    target = contents[0] if isinstance(contents, pikepdf.Array) else contents
    content = target.read_bytes()
    changed = re.sub(rb"/Span\s*<</MCID 0>>\s*BDC", b"/Artifact BMC", content, count=1)
    assert changed != content
    target.write(changed)


def _without(holder: Callable[[pikepdf.Pdf], Any], name: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del holder(pdf)[name]

    return spoil


def _root(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root


def _with_kind(kind: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        _first(pdf, kind).S = pikepdf.Name(f"/{new}")

    return spoil


def _link(pdf: pikepdf.Pdf) -> Any:
    return next(page.Annots[0] for page in pdf.pages if "/Annots" in page)


def _expansion(pdf: pikepdf.Pdf) -> Any:
    return next(node for node in Structure(pdf).root.walk() if "/E" in node.raw).raw


def _header_cell(pdf: pikepdf.Pdf) -> Any:
    return _first(pdf, "TH").A


def _font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[2].Resources.Font.values()))


def _descriptor(pdf: pikepdf.Pdf) -> Any:
    return _font(pdf).DescendantFonts[0].FontDescriptor


def _descendant(pdf: pikepdf.Pdf) -> Any:
    return _font(pdf).DescendantFonts[0]


def _other_font(pdf: pikepdf.Pdf) -> None:
    """Let the words of one face be shown with the glyphs of another."""
    first, second = list(pdf.pages[2].Resources.Font.values())[:2]
    other = second.DescendantFonts[0].FontDescriptor
    first.DescendantFonts[0].FontDescriptor.FontFile2 = other.FontFile2


def _attached(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.Names.EmbeddedFiles.Names[1]


def _swap_attachments(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names[0], names[2] = names[2], names[0]


def _act(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")


def _drop_kid(pdf: pikepdf.Pdf) -> None:
    del _first(pdf, "Document").K[-1]


SPOILED: tuple[tuple[Callable[[pikepdf.Pdf], None], str], ...] = (
    (_without(_root, "/Lang"), "no language"),
    (_without(_root, "/MarkInfo"), "tagged"),
    (_without(_root, "/ViewerPreferences"), "title"),
    (_without(_root, "/Metadata"), "metadata"),
    (_without(_root, "/OutputIntents"), "output intents"),
    (_without(_link, "/Contents"), "no words of its own"),
    (_without(_link, "/StructParent"), "does not know a link"),
    (_without(_link, "/Dest"), "leads nowhere"),
    (_without(_expansion, "/E"), "inserted or deleted"),
    (_without(_header_cell, "/Scope"), "heads a row"),
    (_with_kind("H1", "H3"), "jumps"),
    (_with_kind("TR", "P"), "holds P"),
    (_with_kind("P", "Absatz"), "no standard element"),
    (_drop_kid, "belongs to no element"),
    (_untag, "which is not there"),
    (_without(_font, "/ToUnicode"), "without a text"),
    (_without(_descriptor, "/FontFile2"), "not embedded"),
    (_without(_descendant, "/W"), "without a width"),
    (_other_font, "“"),
    (_without(_root, "/AF"), "not every attachment"),
    (_without(_attached, "/AFRelationship"), "what it is to the document"),
    (_without(_attached, "/UF"), "its name twice"),
    (_swap_attachments, "not in order"),
    (_act, "by itself"),
)


def test_nodes_are_read_with_their_words(printed: Callable[[BookOptions], Path]) -> None:
    with pikepdf.open(printed(BookOptions())) as pdf:
        structure = Structure(pdf)
        headings = [
            (node.kind, structure.text(node).strip())
            for node in structure.root.walk()
            if isinstance(node, Node) and re.fullmatch(r"H[12]", node.kind)
        ]
    assert ("H1", "Book of motions") in headings
    assert ("H1", "Gute Busse für alle") in headings
    assert ("H2", "Nachtbusse") in headings
