"""Reading CommonMark: the one home of markdown-it-py.

Only what a resolution consists of is read as markup: headings with ``#``, lists,
quotations, emphasis and backslash escapes. Everything else (HTML, links, code,
tables) is text and printed as it was typed. One exception to CommonMark: a ``*``
between two letters is a letter itself, so that "Schüler*innen und Bürger*innen" stays.

Every character of the flat form is mapped to its place in the source, so that a
change touches only the bytes it means.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antragstool.text.blocks import Block, Text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_DEEPEST = 100
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\r?\n?$")
_REASONS = re.compile(r"#\s+(?:Begründung|Begruendung|Reasons|Reason)\s*:?\s*#*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BlockSource:
    """Where a block stands in the source.

    *first* and *last* are line indices from 0 (*last* exclusive). *offsets* maps each
    character of the block's content to its position, counted from the start of the block's
    first line, so that it stays true when lines before the block change; it is empty where
    no such map exists (the source is not NFC, or uses tabs inside a list), and then the
    block can only be rewritten as a whole.
    """

    first: int
    last: int
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A text that was read from Markdown, with the place of every block.

    *source* is what was read, *lines* its lines with their ends; *text* its blocks before the
    reasons, *reasons* the blocks after the heading that opens them. *reasons_line* is the index
    of that heading's line, or None. *nested* is False where lists and quotations were too deep
    to be read as such; then each line depends on all the others.
    """

    source: str
    lines: tuple[str, ...]
    text: Text
    places: tuple[BlockSource, ...]
    reasons: Text
    reasons_line: int | None
    nested: bool

    @property
    def end(self) -> int:
        """The index of the line after the text: where the reasons open, or the source ends."""
        return len(self.lines) if self.reasons_line is None else self.reasons_line


@dataclass(frozen=True, slots=True)
class ReadBlocks:
    """The blocks of some lines and their places in them; *nested* as in :class:`MarkdownText`."""

    blocks: tuple[Block, ...]
    places: tuple[BlockSource, ...]
    nested: bool


def read_markdown(source: str) -> MarkdownText:
    """Read the body of a resolution or amendment. Any string is valid input."""
    lines = split_lines(source)
    reasons_line = next((i for i, line in enumerate(lines) if is_reasons_heading(line)), None)
    end = len(lines) if reasons_line is None else reasons_line
    read = read_blocks(lines[:end])
    reasons = Text(read_blocks(lines[end + 1 :]).blocks)
    return MarkdownText(
        source, tuple(lines), Text(read.blocks), read.places, reasons, reasons_line, read.nested
    )


def is_reasons_heading(line: str) -> bool:
    """Tell whether a source line is the heading that opens the reasons."""
    return line.startswith("#") and bool(_REASONS.fullmatch(_normal(line.rstrip("\r\n"))))


def split_lines(source: str) -> list[str]:
    """Split at LF, keeping the line ends; unlike ``str.splitlines`` nothing else ends a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", source)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def read_blocks(lines: Sequence[str]) -> ReadBlocks:
    """Read source lines, each with its line end, among which no heading opens reasons."""
    blocks: list[Block] = []
    places: list[BlockSource] = []
    nest = _Nest()
    tokens, nested = _tokens(lines)
    for token in tokens:
        if token.type != "inline":
            nest.enter(token)
            continue
        first, last = token.map or (0, 0)
        closed = bool(nest.heading)
        pieces = [piece.strip() for piece in token.content.split("\n")]
        content = _normal(" ".join(piece for piece in pieces if piece))
        if not content:
            continue
        blocks.append(Block(nest.prefix(), content))
        places.append(
            BlockSource(first, last, _offsets(content, pieces, lines[first:last], closed))
        )
    return ReadBlocks(tuple(blocks), tuple(places), nested)


def _tokens(lines: Sequence[str]) -> tuple[list[Token], bool]:
    # A carriage return in the middle of a line is no line end.
    source = "".join(line.rstrip("\r\n").replace("\r", " ") + "\n" for line in lines)
    tokens = _block_parser().parse(source)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        # Deeper than that the parser drops words; so nothing is read as a list or quotation.
        return _block_parser(nesting=False).parse(source), False
    return tokens, True


class _Nest:
    """The lists, quotations and heading that the parser is in at the moment."""

    def __init__(self) -> None:
        self.containers: list[str] = []
        self.marker = ""
        self.heading = ""

    def enter(self, token: Token) -> None:
        if token.type == "blockquote_open":
            self.containers.append("> ")
        elif token.type == "list_item_open":
            self.marker = (token.info + token.markup if token.info else token.markup) + " "
            self.containers.append("  ")
        elif token.type in {"blockquote_close", "list_item_close"}:
            self.containers.pop()
            self.marker = ""
        elif token.type == "heading_open":
            self.heading = "#" * int(token.tag[1]) + " "
        elif token.type == "heading_close":
            self.heading = ""

    def prefix(self) -> str:
        """Return the prefix of the block that comes now; only a list item's first block has the marker."""
        containers = self.containers
        if self.marker and containers and containers[-1] == "  ":
            containers = [*containers[:-1], self.marker]
        self.marker = ""
        return "".join(containers) + self.heading


def _offsets(
    content: str, pieces: list[str], lines: Sequence[str], heading: bool
) -> tuple[int, ...]:
    """Map the characters of *content* to the block's own *lines*, or give up with an empty tuple.

    A *heading* may have closing ``#`` behind its words.
    """
    offsets: list[int] = []
    start = 0
    for line, piece in zip(lines, pieces, strict=False):
        at = _CLOSING.sub("", line).rfind(piece) if heading else line.rfind(piece)
        if at < 0 or not unicodedata.is_normalized("NFC", piece):
            return ()
        if piece:
            if offsets:  # the line end before this piece is the space between two words
                offsets.append(offsets[-1] + 1)
            offsets.extend(range(start + at, start + at + len(piece)))
        start += len(line)
    return tuple(offsets) if len(offsets) == len(content) else ()


@functools.cache
def _block_parser(nesting: bool = True) -> MarkdownIt:
    """Return a parser that reads blocks only: what stands inside them is not looked at."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"maxNesting": _DEEPEST}).enable(["list", "heading", "blockquote"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser if nesting else parser.disable(["list", "blockquote"])


@functools.cache
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline.emphasis import tokenize

    def emphasis(state: StateInline, silent: bool) -> bool:
        character = state.src[state.pos]
        if character not in "*_":
            return False
        end = state.pos
        while end < state.posMax and state.src[end] == character:
            end += 1
        inside_word = (
            state.pos > 0
            and end < len(state.src)
            and state.src[state.pos - 1].isalnum()
            and state.src[end].isalnum()
        )
        if not inside_word:
            return tokenize(state, silent)
        if not silent:
            state.pending += state.src[state.pos : end]
        state.pos = end
        return True

    parser = MarkdownIt("zero", {"maxNesting": _DEEPEST}).enable(["emphasis", "escape"])
    parser.disable("text_join")
    parser.inline.ruler.at("emphasis", emphasis)
    return parser


@dataclass(frozen=True, slots=True)
class Span:
    """A run of visible characters of a block's content: where it starts, and how it is set."""

    start: int
    text: str
    strong: bool
    emphasis: bool


@functools.lru_cache(maxsize=4096)
def read_inline(content: str) -> tuple[Span, ...]:
    """Return the visible characters of a block's content, without ``**``, ``*`` and backslashes.

    Each span maps one to one to ``content[start : start + len(text)]``.
    """
    if not any(mark in content for mark in "*_\\"):
        return (Span(0, content, strong=False, emphasis=False),) if content else ()
    spans: list[Span] = []
    position = 0
    strong = emphasis = 0
    for token in _inline_parser().parseInline(content)[0].children or ():
        if token.type == "text":
            spans.append(Span(position, token.content, strong > 0, emphasis > 0))
            position += len(token.content)
        elif token.type == "text_special":
            position += len(token.markup)
            spans.append(
                Span(position - len(token.content), token.content, strong > 0, emphasis > 0)
            )
        else:
            position += len(token.markup)
            strong += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
            emphasis += {"em_open": 1, "em_close": -1}.get(token.type, 0)
    if any(content[span.start : span.start + len(span.text)] != span.text for span in spans):
        return (Span(0, content, strong=False, emphasis=False),)
    return tuple(spans)
