"""What a page refers to, put into the page itself: styles, fonts and pictures as data URLs.

Only what the PDF may be made of is read, by the same rules (:class:`Folders`). Links that a
reader may follow stay links. Whatever this module does not know about, the page's own content
security policy keeps the browser from fetching.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.render.pages.fetching import Folders, RefusedReferenceError, media_type, refused
from antragstool.render.web.fonts import subset

_FONTS = {".otf", ".ttf", ".woff", ".woff2"}
_IN_POINTS = {"pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_DEEPEST = 8  # style sheets that import style sheets
# A tag that shows a picture. What people typed is escaped, so "<" begins a tag of a template.
_PICTURE = re.compile(r"""<(?:img|image|use)\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Embedder:
    """Puts files of the conference or the program into a page.

    *characters* are those that the page shows: fonts get the signs for them. *size* is the type
    size of the official lines in points, which is 1rem: lengths in points or millimetres become
    multiples of it, so that the page grows with the size that its reader has chosen.
    """

    folders: Folders
    characters: str
    size: float
    problems: list[Problem] = field(default_factory=list)

    def style(self, name: str) -> str:
        """Return the style sheet *name* of the conference, or else of the program; "" without one."""
        base = (self.folders.root / "templates").as_uri() + "/"
        try:
            path = self.folders.find(base + name)
        except RefusedReferenceError:
            return ""
        # "</style>" would end the element; in CSS the stroke may be escaped.
        return self._sheet(_read(path, self.folders), base, 0).replace("</", "<\\/")

    def pictures(self, html: str) -> str:
        """Return *html* with the pictures of its templates inside of it."""
        return _PICTURE.sub(lambda match: self._picture(match[0]), html)

    def data_url(self, url: str, base: str) -> str:
        """Return the file that *url* means in *base* as a data URL; "" and a problem if it must not be read."""
        try:
            url = urljoin(base, url)
            if url.startswith("data:"):
                return url
            path = self.folders.find(url)
            data = path.read_bytes()
        except (OSError, ValueError):
            self.problems.append(refused(url))
            return ""
        suffix, kind = path.suffix.lower(), media_type(path)
        if suffix in _FONTS:
            try:
                data, kind = subset(data, self.characters), "font/woff2"
            except ValueError as error:
                self.problems.append(_broken_font(path, self.folders, error))
        return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"

    def _picture(self, tag: str) -> str:
        def embedded(name: str, value: str | None) -> str | None:
            if name not in {"src", "href", "xlink:href"} or not value or value.startswith("#"):
                return value
            return self.data_url(value, (self.folders.root / "templates").as_uri() + "/")

        return _Tag(tag, embedded).text

    def _sheet(self, source: str, base: str, depth: int) -> str:
        import tinycss2

        rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
        return "\n".join(self._rules(rules, base, depth))

    def _rules(self, rules: Sequence[Any], base: str, depth: int) -> Iterator[str]:
        import tinycss2

        for rule in rules:
            keyword = rule.lower_at_keyword if rule.type == "at-rule" else ""
            if keyword == "import":
                yield self._imported(rule, base, depth)
            elif keyword != "charset":
                paper = keyword == "page" or _is_for_print(rule)
                if getattr(rule, "content", None) is not None:
                    rule.content = self._values(rule.content, base, scaled=not paper)
                yield tinycss2.serialize([rule])

    def _imported(self, rule: Any, base: str, depth: int) -> str:
        import tinycss2

        words = [token for token in rule.prelude if token.type not in {"whitespace", "comment"}]
        url = _url_of(words[0]) if words else None
        if url is None or depth >= _DEEPEST:
            self.problems.append(refused(url or "@import"))
            return ""
        try:
            url = urljoin(base, url)
            source = _read(self.folders.find(url), self.folders)
        except (OSError, ValueError):
            self.problems.append(refused(url))
            return ""
        sheet = self._sheet(source, url, depth + 1)
        media = tinycss2.serialize(words[1:])
        return f"@media {media} {{{sheet}}}" if media else sheet

    def _values(self, tokens: Sequence[Any], base: str, *, scaled: bool) -> list[Any]:
        out: list[Any] = []
        for token in tokens:
            url = _url_of(token)
            if url is not None and token.type != "string":
                out.append(_url_token(token, self._reference(url, base)))
                continue
            if scaled and token.type == "dimension" and token.lower_unit in _IN_POINTS:
                out.append(_in_rem(token, self.size))
                continue
            for name in ("arguments", "content"):
                if isinstance(getattr(token, name, None), list):
                    setattr(token, name, self._values(getattr(token, name), base, scaled=scaled))
            out.append(token)
        return out

    def _reference(self, url: str, base: str) -> str:
        return url if url.startswith("#") else self.data_url(url, base)


class _Tag(HTMLParser):
    """One start tag, written anew with its values changed."""

    def __init__(self, tag: str, change: Callable[[str, str | None], str | None]) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._change = change
        self.feed(tag)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [(name, self._change(name, value)) for name, value in attrs if name != "srcset"]
        words = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept
        )
        self.text += f"<{tag}{words}>"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.text = self.text[:-1] + "/>"


def _is_for_print(rule: Any) -> bool:
    """Whether a rule is for paper alone, where a point is a point."""
    if rule.type != "at-rule" or rule.lower_at_keyword != "media":
        return False
    words = [token.lower_value for token in rule.prelude if token.type == "ident"]
    return words == ["print"]


def _url_of(token: Any) -> str | None:
    if token.type in {"url", "string"}:
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        words = [each for each in token.arguments if each.type == "string"]
        return str(words[0].value) if words else ""
    return None


def _url_token(token: Any, url: str) -> Any:
    from tinycss2.ast import URLToken
    from tinycss2.serializer import serialize_string_value

    written = f'url("{serialize_string_value(url)}")'
    return URLToken(token.source_line, token.source_column, url, written)


def _in_rem(token: Any, size: float) -> Any:
    from tinycss2.ast import DimensionToken

    value = round(token.value * _IN_POINTS[token.lower_unit] / size, 4)
    return DimensionToken(
        token.source_line, token.source_column, value, None, f"{value:.4f}", "rem"
    )


def _read(path: Path, folders: Folders) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                _("The file is not UTF-8."),
                _shown(path, folders),
                hint=_("Correct the template or style of the conference."),
            )
        ) from error


def _broken_font(path: Path, folders: Folders, error: ValueError) -> Problem:
    return Problem(
        _("This font cannot be read: %(reason)s.") % {"reason": str(error).rstrip(".")},
        _shown(path, folders),
        hint=_("Put another font there."),
    )


def _shown(path: Path, folders: Folders) -> str:
    inside = path.is_relative_to(folders.root)
    return str(path.relative_to(folders.root)) if inside else str(path)
