"""The marked text of a resolution as its template sees it: every word chosen."""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.render.composing.printed import PrintedBlock, Setting


@dataclass(frozen=True, slots=True)
class NameView:
    """The number of an amendment, short ("Ä3"), and the anchor of its row."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class WordsView:
    """Words with one mark, and what stands behind them: *names*, or the sign of a clash.

    *contested* words are the base of a clash; *clash* is its anchor, where the words end. *space*
    follows all of that.
    """

    mark: str
    text: str
    strong: bool
    emphasis: bool
    moved: bool
    contested: bool
    names: tuple[NameView, ...]
    sign: str
    clash: str
    space: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A marked line; *number* is None where it has none, *percent* the size at which it fits.

    *tag* is the HTML element: a heading where a block that is one begins.
    """

    tag: str
    setting: Setting
    number: int | None
    percent: float
    words: tuple[WordsView, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading of a clash; *nothing* says that nothing is left, *moved* that it stands elsewhere.

    *state* and *result* as in a head.
    """

    names: tuple[NameView, ...]
    words: tuple[WordsView, ...]
    nothing: bool
    state: str
    result: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ClashView:
    """A box with competing readings; *words* are those of the base, if they are few."""

    anchor: str
    sign: str
    citation: str
    words: str
    readings: tuple[ReadingView, ...]

    @property
    def results(self) -> bool:
        """Whether something is known of one of the readings."""
        return any(reading.result for reading in self.readings)


@dataclass(frozen=True, slots=True)
class PieceView:
    """What stands together without a break: official lines as they are, or one marked line.

    One of *plain* and *line* is there at most; *clashes* follow it.
    """

    plain: PrintedBlock | None = None
    line: LineView | None = None
    clashes: tuple[ClashView, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the text with its pieces; *weight* is about how many rows it takes."""

    heading: bool
    pieces: tuple[PieceView, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class MarkedPartView:
    """The text, or under a *title* what is not the text: the resolution's title or its reasons."""

    title: str
    blocks: tuple[BlockView, ...]
