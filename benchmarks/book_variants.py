"""One variant of making a book, for a process of its own; books.py starts it and measures.

    python book_variants.py html CONFERENCE BOOK FILE      the book's own HTML, all parts in one document
    python book_variants.py plain FILE PDF                 WeasyPrint alone, no tags
    python book_variants.py tagged FILE PDF                WeasyPrint alone, PDF/UA-1
    python book_variants.py render CONFERENCE BOOK COUNT   this program, with COUNT processes

Prints the number of pages.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path


def write_html(root: Path, kind: str, file: Path) -> int:
    """Write the HTML of a book as one document, each part on a new page; return 0, as it has no pages."""
    from antragstool.actions.opened import open_conference
    from antragstool.actions.rendering import gather_book
    from antragstool.i18n import activate
    from antragstool.render.composing.frame import cover_of, frame_of
    from antragstool.render.composing.kinds import parts_of
    from antragstool.render.html import Templates
    from antragstool.render.options import BookKind, BookOptions

    activate("de")
    with open_conference(root) as conference:
        book = gather_book(conference, (), BookOptions(BookKind(kind)))
        frame, templates = frame_of(book), Templates(root)
        composed = [part for item in book.items for part in parts_of(item.gather(), frame)]
        contents = [entry for part in composed for entry in part.contents]
        documents = [
            templates.cover(frame, cover_of(book)),
            templates.contents(frame, contents),
            *(templates.part(frame, part) for part in composed),
        ]
    head, _body = _split(documents[-1])
    pages = "".join(
        f'<div style="break-before: page">{_split(each)[1]}</div>' for each in documents
    )
    file.write_text(f"{head}{pages}</body></html>", encoding="utf-8")
    return 0


def _split(html: str) -> tuple[str, str]:
    """Return what comes before the content of a document's body, and this content."""
    start = html.index(">", html.index("<body")) + 1
    return html[:start], html[start : html.rindex("</body>")]


def plain(file: Path, pdf: Path, tagged: bool) -> int:
    """Write *file* as a PDF with WeasyPrint alone, with our fonts and styles; return the pages."""
    from antragstool.render.pages import fonts
    from antragstool.render.templates import package_templates

    package = package_templates()
    fonts.use_only(package / "fonts")
    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    variant = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    source = HTML(string=file.read_text(encoding="utf-8"), base_url=package.as_uri() + "/")
    document = source.render(**variant)
    document.write_pdf(pdf, **variant)
    return len(document.pages)


def render(root: Path, kind: str, processes: int) -> int:
    """Write the book as the command does, with this many processes; return the pages."""
    from antragstool.actions.books.selecting import pick
    from antragstool.actions.opened import open_conference
    from antragstool.actions.rendering import book_of, default_output
    from antragstool.i18n import activate
    from antragstool.model.selection import Selection
    from antragstool.render.options import BookKind, BookOptions
    from antragstool.render.pages.pdf import render_book
    from antragstool.store.secret import secret_of

    activate("de")
    options = BookOptions(BookKind(kind))
    with open_conference(root) as conference:
        conference.demand_no_problems()
        files = conference.files
        conference.demand_committed(*files.amendments, *files.versions.values())
        book = book_of(conference, pick(conference, Selection()), options)
        output = root / default_output(options)
        return render_book(book, output, root, secret=secret_of(root), processes=processes).pages


def main() -> None:
    """Run one variant."""
    match sys.argv[1:]:
        case ["html", root, kind, file]:
            print(write_html(Path(root), kind, Path(file)))
        case [("plain" | "tagged") as how, file, pdf]:
            print(plain(Path(file), Path(pdf), how == "tagged"))
        case ["render", root, kind, processes]:
            print(render(Path(root), kind, int(processes)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
