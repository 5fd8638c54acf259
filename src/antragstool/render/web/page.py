"""From a book to one HTML file that needs nothing else: no server, no network, no other file.

The parts are those of the PDF, one after another on one page, from the same templates. Head,
security policy and script are the program's own and no template's: a conference's templates may
change what the page shows, but not what it is allowed to do.

The same book gives the same bytes. Without the script everything is shown.
"""

from __future__ import annotations

import base64
import hashlib
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.render.book import Book
from antragstool.render.composing.frame import cover_of, frame_of
from antragstool.render.composing.kinds import parts_of
from antragstool.render.composing.view import ContentsEntry, Cover, Frame
from antragstool.render.html import Templates
from antragstool.render.options import BookKind, Medium, Paper
from antragstool.render.output import check_output, written_whole
from antragstool.render.pages.fetching import Folders
from antragstool.render.templates import package_templates
from antragstool.render.web.embedding import Embedder
from antragstool.render.web.headings import with_levels

# On a narrow screen the contents begin closed, before anything is painted below them.
_CLOSE_CONTENTS = (
    'if (matchMedia("(max-width: 60rem)").matches)'
    " document.currentScript.previousElementSibling.open = false;"
)
_FORMS = {BookKind.BALLOTS, BookKind.PROJECTOR}
_DARK = "screen and (prefers-color-scheme: dark)"


@dataclass(frozen=True, slots=True)
class WebBook:
    """What was written: what is odd, and what could not be printed."""

    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsBranch:
    """An entry of the contents, and those below it."""

    entry: ContentsEntry
    below: tuple[ContentsBranch, ...] = ()


def render_web(book: Book, output: Path, root: Path, created: str = "") -> WebBook:
    """Write *book* as one HTML file to *output*; *root* is the folder of the conference.

    *created* is an ISO time for the file's own data, or "". Raises InputError for templates that
    cannot be used or that refer to what must not be read, MachineError if the file cannot be
    written; an older *output* is then as it was.
    """
    _check_kind(book.options.kind)
    check_output(output, root, Medium.HTML)
    html, problems = _whole(book, root, created)
    with written_whole(output) as file:
        file.write(html.encode("utf-8", "replace"))
    return WebBook((), problems)


def _check_kind(kind: BookKind) -> None:
    if kind in _FORMS:
        raise InputError(
            Problem(
                _(
                    "Ballot sheets and the projector view are made of pages; there is no HTML of them."
                ),
                hint=_("Name a .pdf file."),
            )
        )


def web_page(book: Book, root: Path, created: str = "") -> str:
    """Return the whole page of *book*; errors as in :func:`render_web`."""
    return _whole(book, root, created)[0]


def _whole(book: Book, root: Path, created: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the whole page of *book*, and what could not be printed."""
    options = replace(book.options, medium=Medium.HTML, paper=Paper.A4, columns=1)
    book = replace(book, options=options)
    frame, cover = frame_of(book), cover_of(book, created)
    parts = [part for item in book.items for part in parts_of(item.gather(), frame)]
    templates = Templates(root)
    body = templates.web(
        frame,
        {
            "cover": cover,
            "contents": branches(entry for part in parts for entry in part.contents),
            "parts": parts,
            "after_contents": f"<script>{_CLOSE_CONTENTS}</script>",
        },
    )
    problems = tuple(problem for part in parts for problem in part.problems)
    return _page(frame, cover, body, root), problems


def branches(entries: Iterable[ContentsEntry]) -> tuple[ContentsBranch, ...]:
    """Return the contents as they hang below each other by their levels."""
    return _branches(tuple(entries))


def _branches(entries: Sequence[ContentsEntry]) -> tuple[ContentsBranch, ...]:
    found: list[ContentsBranch] = []
    start = 0
    while start < len(entries):
        end = start + 1
        while end < len(entries) and entries[end].level > entries[start].level:
            end += 1
        found.append(ContentsBranch(entries[start], _branches(entries[start + 1 : end])))
        start = end
    return tuple(found)


def _page(frame: Frame, cover: Cover, body: str, root: Path) -> str:
    package = package_templates()
    characters = "".join(sorted({*body, *string.printable, *"…–"} - set(string.whitespace)))
    embedder = Embedder(Folders(root.resolve(), package), characters + " ", frame.column.size)
    body = with_levels(embedder.pictures(body))
    kind = frame.options.kind
    style = "\n".join(embedder.style(name) for name in ("book.css", f"{kind}.css", "web.css"))
    dark = embedder.style("web-dark.css")
    if embedder.problems:
        raise InputError(dict.fromkeys(embedder.problems))
    script = (package / "web.js").read_text(encoding="utf-8")
    title = f"{frame.title} – {cover.name}" if cover.name else frame.title
    large = " large" if frame.options.large else ""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(frame.language)}" class="web book-{kind}{large}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        *_meta(frame, cover),
        f"<title>{escape(title)}</title>",
        f"<style>{style}\n{_measures(frame)}</style>",
        f'<style id="web--dark" media="{_DARK}">{dark}</style>',
        f"<script>{script}</script>",
        "</head>",
        "<body>",
        body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _policy(script: str) -> str:
    scripts = " ".join(f"'sha256-{_hash(each)}'" for each in (script, _CLOSE_CONTENTS))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _meta(frame: Frame, cover: Cover) -> list[str]:
    values = {
        "generator": "antragstool",  # by this an older book is known: output.py
        "author": frame.organisation,
        "description": cover.place_and_date,
        "dcterms.modified": cover.created,
        "color-scheme": "light dark",
    }
    return [
        f'<meta name="{name}" content="{escape(value)}">' for name, value in values.items() if value
    ]


def _measures(frame: Frame) -> str:
    """Return the widths and sizes that depend on the conference, as the templates have them for paper."""
    width = round(frame.column.width / frame.column.size, 3)
    reasons = round(frame.reasons_size / frame.column.size, 4)
    return (
        f":root {{ --line-width: {width}rem; --reasons-size: {reasons}rem; }}\n"
        f"@media print {{ html {{ font-size: {frame.column.size}pt; }} }}"
    )
