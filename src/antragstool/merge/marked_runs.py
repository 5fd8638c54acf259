"""Marked words: pieces of a text as people see them, without the signs of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from antragstool.diff.passages import Mark
from antragstool.merge.marking import Claim, Piece
from antragstool.text.blocks import Block, Text
from antragstool.text.markdown import read_inline


class Sign(StrEnum):
    """What a run stands for if not for its words: a block's end, or what opens a block ("## ")."""

    NONE = ""
    BREAK = "break"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """Visible words with one mark, whose they are, and whether the mark ends with them.

    *clash* is the number of the clash that the words are the base of, 0 for none.
    """

    mark: Mark
    text: str
    strong: bool = False
    emphasis: bool = False
    claims: tuple[Claim, ...] = ()
    moved: bool = False
    clash: int = 0
    last: bool = False
    sign: Sign = Sign.NONE


def visible_runs(text: Text, found: Iterable[Piece]) -> tuple[MarkedRun, ...]:
    """Return *found* as the words of one line; a block's end between them is a sign."""
    out: list[MarkedRun] = []
    for piece in found:
        if piece.mark is Mark.INSERTED:
            for number, words in enumerate(piece.text.strip("\n").split("\n")):
                if number:
                    out.append(_break(piece))
                out += inserted_runs(Block.from_flat(words).content or words, piece)
            continue
        for index in range(text.block_at(piece.start), len(text.blocks)):
            if text.starts[index] >= piece.end:
                break
            if out and text.starts[index] > piece.start:
                out.append(_break(piece))
            out += base_runs(text, index, piece.start, piece.end, piece)
    return tuple(out)


def run_of(piece: Piece, text: str, sign: Sign = Sign.NONE) -> MarkedRun:
    """Return *text*, which are not the piece's own words, with its mark."""
    return MarkedRun(
        piece.mark,
        text,
        claims=piece.claims,
        moved=piece.moved,
        clash=piece.clash,
        sign=sign,
        last=bool(piece.clash),
    )


def _break(piece: Piece) -> MarkedRun:
    return MarkedRun(piece.mark, "¶", claims=piece.claims, moved=piece.moved, sign=Sign.BREAK)


def inserted_runs(words: str, piece: Piece) -> Iterator[MarkedRun]:
    """Yield inserted *words* of *piece* without the signs of Markdown."""
    for span in read_inline(words):
        yield MarkedRun(
            piece.mark, span.text, span.strong, span.emphasis, piece.claims, piece.moved
        )


def base_runs(text: Text, index: int, start: int, end: int, piece: Piece) -> Iterator[MarkedRun]:
    """Yield the visible characters of block *index* between two positions."""
    origin = text.content_start(index)
    for span in read_inline(text.blocks[index].content):
        low = max(start - origin, span.start)
        high = min(end - origin, span.start + len(span.text))
        if low < high:
            words = span.text[low - span.start : high - span.start]
            yield MarkedRun(
                piece.mark,
                words,
                span.strong,
                span.emphasis,
                piece.claims,
                piece.moved,
                piece.clash,
            )


def with_text(run: MarkedRun, text: str) -> MarkedRun:
    """Return *run* with other words."""
    return replace(run, text=text)


def as_last(run: MarkedRun) -> MarkedRun:
    """Return *run* as the end of its mark."""
    return replace(run, last=True)
