"""What a page of a PDF really shows: its words with their places and marks, read with pikepdf.

Points are PDF's: 1/72 inch, from the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_FILLING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"})
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked content that is open: its tag, its number (-1 for none), and its replacement text."""

    tag: str
    mcid: int = -1
    actual: str | None = None


@dataclass(frozen=True, slots=True)
class Painted:
    """What one operator painted: *text* "" for lines and areas; *x* and *y* where words begin.

    *codes* are the glyph codes, *marks* the open marked contents, the outermost first.
    """

    operator: str
    marks: tuple[Mark, ...]
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    size: float = 0.0
    font: str = ""
    codes: tuple[int, ...] = ()

    @property
    def artifact(self) -> bool:
        """Whether it is no part of what is read: a line number, a running head, a rule."""
        return any(mark.tag == "/Artifact" for mark in self.marks)

    @property
    def mcid(self) -> int:
        """The number of the innermost numbered marked content, -1 without one."""
        return next((mark.mcid for mark in reversed(self.marks) if mark.mcid >= 0), -1)


class Font:
    """A font's way from glyph codes to text and widths (in 1/1000 em)."""

    def __init__(self, font: Any) -> None:
        self.font = font
        self.wide = font.get("/Subtype") == "/Type0"

    @cached_property
    def texts(self) -> dict[int, str]:
        """The text of each glyph code that ToUnicode knows."""
        if "/ToUnicode" not in self.font:
            return {}
        return read_cmap(self.font.ToUnicode.read_bytes().decode("latin-1"))

    @cached_property
    def widths(self) -> dict[int, float]:
        """The width of each glyph code that has one of its own."""
        if not self.wide:
            first = int(self.font.get("/FirstChar", 0))
            return {first + n: float(w) for n, w in enumerate(self.font.get("/Widths", []))}
        found: dict[int, float] = {}
        entries = list(self.font.DescendantFonts[0].get("/W", []))
        while entries:
            code = int(entries.pop(0))
            if isinstance(entries[0], pikepdf.Array):
                for offset, width in enumerate(entries.pop(0)):
                    found[code + offset] = float(width)
            else:
                last, width = int(entries.pop(0)), float(entries.pop(0))
                found.update(dict.fromkeys(range(code, last + 1), width))
        return found

    def codes(self, data: bytes) -> tuple[int, ...]:
        """Return the glyph codes of a shown string."""
        if not self.wide:
            return tuple(data)
        return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def read_cmap(source: str) -> dict[int, str]:
    """Return the text of each code that a ToUnicode map gives."""
    found: dict[int, str] = {}
    for body in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", body):
            found[int(code, 16)] = _utf16(text)
    for body in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for low, high, text in re.findall(
            r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", body
        ):
            start = _utf16(text)
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


@dataclass(slots=True)
class _State:
    matrix: Matrix = _PLAIN
    font: str = ""
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    leading: float = 0.0


@dataclass(slots=True)
class _Reader:
    """Goes through a content stream; *depth* is how deep q was nested at most."""

    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: Matrix = _PLAIN
    line: Matrix = _PLAIN
    fonts: dict[str, Font] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    depth: int = 0
    unbalanced: bool = False

    def read(self, stream: Any, resources: Any) -> Iterator[Painted]:
        self.fonts = {
            str(k): Font(v) for k, v in resources.get("/Font", pikepdf.Dictionary()).items()
        }
        for instruction in pikepdf.parse_content_stream(stream):
            name, values = str(instruction.operator), list(instruction.operands)
            if name in _SHOWING:
                yield self._show(name, values)
            elif name == "Do":
                yield from self._form(values[0], resources)
            elif name in _FILLING:
                yield Painted(name, tuple(self.marks))
            else:
                self._follow(name, values, resources)

    def _form(self, name: Any, resources: Any) -> Iterator[Painted]:
        inner = resources.XObject[str(name)]
        if inner.get("/Subtype") != "/Form":
            yield Painted("Do", tuple(self.marks))
            return
        before, fonts = self.state, self.fonts
        matrix = tuple(float(v) for v in inner.get("/Matrix", _PLAIN))
        self.state = _copy(before, matrix=_times(matrix, before.matrix))  # type: ignore[arg-type]
        yield from self.read(inner, inner.get("/Resources", resources))
        self.state, self.fonts = before, fonts

    def _follow(self, name: str, values: list[Any], resources: Any) -> None:
        state = self.state
        if name == "q":
            self.stack.append(_copy(state))
            self.depth = max(self.depth, len(self.stack))
        elif name == "Q":
            self.unbalanced |= not self.stack
            self.state = self.stack.pop() if self.stack else state
        elif name == "cm":
            state.matrix = _times(_matrix(values), state.matrix)
        elif name == "BT":
            self.text = self.line = _PLAIN
        elif name == "Tm":
            self.text = self.line = _matrix(values)
        elif name in {"Td", "TD"}:
            self._next_line(float(values[0]), float(values[1]))
            if name == "TD":
                state.leading = -float(values[1])
        elif name == "T*":
            self._next_line(0, -state.leading)
        elif name == "Tf":
            state.font, state.size = str(values[0]), float(values[1])
        elif name == "Tc":
            state.spacing = float(values[0])
        elif name == "Tw":
            state.word_spacing = float(values[0])
        elif name == "TL":
            state.leading = float(values[0])
        elif name in {"BMC", "BDC"}:
            self.marks.append(_mark(values, resources))
            self.numbers += [self.marks[-1].mcid] if self.marks[-1].mcid >= 0 else []
        elif name == "EMC":
            self.unbalanced |= not self.marks
            self.marks = self.marks[:-1]

    def _next_line(self, x: float, y: float) -> None:
        self.text = self.line = _times((1, 0, 0, 1, x, y), self.line)

    def _show(self, name: str, values: list[Any]) -> Painted:
        if name in {"'", '"'}:
            self._next_line(0, -self.state.leading)
        state, font = self.state, self.fonts[self.state.font]
        start = _times(self.text, state.matrix)
        shown, words, advance = [], [], 0.0
        items: Sequence[Any] = values[-1] if name == "TJ" else [values[-1]]
        for item in items:
            if not isinstance(item, pikepdf.String):
                advance -= float(item) / 1000 * state.size
                continue
            for code in font.codes(bytes(item)):
                shown.append(code)
                words.append(font.texts.get(code, "\ufffd"))
                advance += font.widths.get(code, 1000) / 1000 * state.size + state.spacing
        self.text = _times((1, 0, 0, 1, advance, 0), self.text)
        end = _times(self.text, state.matrix)
        scale = (start[2] ** 2 + start[3] ** 2) ** 0.5
        return Painted(
            name,
            tuple(self.marks),
            "".join(words),
            start[4],
            start[5],
            end[4] - start[4],
            state.size * scale,
            state.font,
            tuple(shown),
        )


def _copy(state: _State, matrix: Matrix | None = None) -> _State:
    return _State(
        matrix or state.matrix,
        state.font,
        state.size,
        state.spacing,
        state.word_spacing,
        state.leading,
    )


def _mark(values: list[Any], resources: Any) -> Mark:
    properties = values[1] if len(values) > 1 else {}
    if isinstance(properties, pikepdf.Name):
        properties = resources.Properties[str(properties)]
    actual = properties.get("/ActualText")
    mcid = int(properties.get("/MCID", -1))
    return Mark(str(values[0]), mcid, None if actual is None else str(actual))


def _matrix(values: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


@dataclass(frozen=True, slots=True)
class ReadPage:
    """All that a page paints, in order; *depth* is how deep its graphics states are nested.

    *numbers* are those of its marked contents, whether they hold something or not.
    """

    painted: tuple[Painted, ...]
    numbers: tuple[int, ...]
    depth: int
    unbalanced: bool

    @property
    def words(self) -> tuple[Painted, ...]:
        """What shows words."""
        return tuple(each for each in self.painted if each.codes)


def read_page(page: Any) -> ReadPage:
    """Read the content of a page."""
    reader = _Reader()
    painted = tuple(reader.read(page, page.Resources))
    unbalanced = reader.unbalanced or bool(reader.marks) or bool(reader.stack)
    return ReadPage(painted, tuple(reader.numbers), reader.depth, unbalanced)
