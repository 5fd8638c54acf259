"""The parts of a book of a real conference, for the tests of what a kind of book says."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TypeVar

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.render.composing.frame import frame_of
from antragstool.render.composing.kinds import parts_of
from antragstool.render.composing.view import Part
from antragstool.render.html import Templates
from antragstool.render.options import BookKind, BookOptions

_View = TypeVar("_View")


def parts(folder: Path, options: BookOptions, *ids: str) -> list[Part]:
    """Return all parts of a book of the conference in *folder*."""
    with open_conference(folder) as conference:
        book = gather_book(conference, ids, options)
        frame = frame_of(book)
        return [part for item in book.items for part in parts_of(item.gather(), frame)]


def first_view(folder: Path, kind: BookKind, view: type[_View], *ids: str) -> _View:
    """Return what the first part of a book shows, which is a *view*."""
    item = parts(folder, BookOptions(kind), *ids)[0].item
    assert isinstance(item, view)
    return item


def pages(folder: Path, kind: BookKind, *ids: str) -> list[str]:
    """Return the HTML of all parts of a book."""
    with open_conference(folder) as conference:
        book = gather_book(conference, ids, BookOptions(kind))
        frame, templates = frame_of(book), Templates(folder)
        return [
            templates.part(frame, part)
            for item in book.items
            for part in parts_of(item.gather(), frame)
        ]


def words(html: str) -> str:
    """Return the words of a page in one line, without tags."""
    body = html.partition("<body")[2].partition(">")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).replace("\u00a0", " ").split())
