"""From the HTML of a part to the part laid out, in whatever process this is.

Style sheets are read once for all parts; fonts too. A part knows nothing of the others.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from antragstool.errors import InputError, MachineError, Problem
from antragstool.i18n import _, active
from antragstool.render.libraries import require_libraries
from antragstool.render.pages import fonts
from antragstool.render.pages.blaming import templates_blamed
from antragstool.render.pages.capturing import capture
from antragstool.render.pages.fetching import Folders, fetcher
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.logged import logged
from antragstool.render.templates import conference_templates, package_templates


class Press:
    """Lays out the parts of books for the conference in the folder *root*.

    Raises MachineError if a library or a folder for the fonts is missing. Making one imports
    WeasyPrint.
    """

    def __init__(self, root: Path) -> None:
        require_libraries()
        package = package_templates()
        try:
            self.temporary = fonts.use_only(package / "fonts")
        except OSError as error:
            problem = Problem(
                _("The fonts of the book cannot be prepared: %(reason)s.")
                % {"reason": error.strerror or type(error).__name__},
                str(error.filename or ""),
                hint=_("Make room in the folder for temporary files."),
            )
            raise MachineError(problem) from error
        from weasyprint.text.fonts import FontConfiguration

        self._folders = Folders(root.resolve(), package)
        self._base = conference_templates(self._folders.root).as_uri() + "/"
        self._refused: list[Problem] = []
        self._pictures: set[tuple[str, str]] = set()
        self.fetcher = fetcher(self._folders, self._refused.append, self._found)
        self._fonts = FontConfiguration()
        self._styles: dict[str, tuple[Any, frozenset[tuple[str, str]]]] = {}

    def lay_out(self, html: str) -> LaidOut:
        """Return a part, laid out.

        Raises InputError if the templates refer to what must not be read, or cannot be laid out.
        """
        self._refused.clear()
        self._pictures.clear()
        with logged() as warnings, collected_once(), templates_blamed(self._folders.root):
            part = self._captured(html)
        if self._refused:
            raise InputError(dict.fromkeys(self._refused))
        pictures = tuple(sorted(self._pictures))
        return replace(part, warnings=tuple(dict.fromkeys(warnings)), pictures=pictures)

    def _found(self, file: Path, data: bytes) -> None:
        """Remember a file of the conference; what is in templates/ counts for all parts anyway."""
        root = self._folders.root
        if file.is_relative_to(root) and not file.is_relative_to(root / "templates"):
            digest = hashlib.sha256(data).hexdigest()
            self._pictures.add((file.relative_to(root).as_posix(), digest))

    def _captured(self, html: str) -> LaidOut:
        # The document must be garbage when this returns.
        document, every = self.document(html)
        return capture(document, every)

    def warm_up(self) -> None:
        """Read the rules of hyphenation, before other processes would each read them for themselves."""
        import pyphen

        if active() in pyphen.LANGUAGES:
            pyphen.Pyphen(lang=active())

    def document(self, html: str) -> tuple[Any, int]:
        """Return WeasyPrint's document, and which line numbers it wants: every 1st or 5th."""
        from weasyprint import HTML

        source = HTML(string=html, base_url=self._base, url_fetcher=self.fetcher, encoding=None)
        styles = [self._style(link) for link in _links(source.etree_element)]
        document = source.render(
            stylesheets=styles, font_config=self._fonts, presentational_hints=False
        )
        if self._refused:
            raise InputError(dict.fromkeys(self._refused))
        body = source.etree_element.find("body")
        every = body.get("data-every", "1") if body is not None else "1"
        return document, int(every) if every.isdecimal() else 1

    def _style(self, name: str) -> Any:
        from weasyprint import CSS

        if name not in self._styles:
            before, self._pictures = self._pictures, set()
            style = CSS(url=self._base + name, url_fetcher=self.fetcher, font_config=self._fonts)
            self._styles[name] = style, frozenset(self._pictures)
            self._pictures = before
        style, files = self._styles[name]
        self._pictures |= files  # it was read once, but every part depends on what it imports
        return style


@contextlib.contextmanager
def collected_once() -> Iterator[None]:
    """Collect the garbage of a layout when it is over, all of it and once.

    A layout is a web of objects that refer to each other. The collector would walk through it again
    and again while it grows (up to a fifth of the time), and then leave it where it is for long.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if was_on:
            gc.enable()


def _links(root: Any) -> Iterator[str]:
    """Take the links to style sheets out of a document, and yield their names."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "link" and child.get("rel") == "stylesheet" and child.get("href"):
                parent.remove(child)
                yield child.get("href")
