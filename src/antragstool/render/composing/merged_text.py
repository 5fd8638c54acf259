"""The marked text of a resolution, as the synopsis prints it: numbers at the marks, clashes in boxes.

The words of the base stand in their official lines; what clashes is framed there and followed by a
box with the competing readings, each with the numbers of those who ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from antragstool.diff.passages import Mark, Run
from antragstool.i18n import _
from antragstool.merge.marked_lines import MarkedLine
from antragstool.merge.marked_runs import MarkedRun
from antragstool.merge.marking import Claim
from antragstool.model.documents import Concern
from antragstool.model.ids import file_stem
from antragstool.render.book import BookResolution
from antragstool.render.composing.measure import Column
from antragstool.render.composing.merged_views import (
    BlockView,
    ClashView,
    LineView,
    MarkedPartView,
    NameView,
    PieceView,
    ReadingView,
    WordsView,
)
from antragstool.render.composing.merged_words import readable, shortened
from antragstool.render.composing.printed import (
    PrintedBlock,
    PrintedLine,
    Setting,
    fitting,
    setting_of,
)
from antragstool.render.composing.results import decision_of
from antragstool.render.composing.typography import no_break
from antragstool.render.merged_text import MergedClash, MergedPart, MergedReading, MergedText
from antragstool.workflow.labels import citation_text

_ROW = 80  # characters in a row of the page
# Of the size of official lines: that of the marked text (as in synopsis.css), and a character of a number.
_SCALE = 0.83
_NAME_WIDTH = 0.36
# A line that is only a little too long is set smaller, lest a single word go to the next one.
_LEAST_FOR_A_WORD = 88.0


def marked_parts(
    item: BookResolution, merged: MergedText, column: Column
) -> tuple[MarkedPartView, ...]:
    """Return the title, the text and the reasons, as far as something is marked in them."""
    writer = _Writer(item, column)
    order = (Concern.TITLE, Concern.TEXT, Concern.REASONS)
    titles = {Concern.TITLE: _("Title"), Concern.TEXT: "", Concern.REASONS: _("Reasons")}
    found = sorted(merged.parts, key=lambda part: order.index(part.concerns))
    return tuple(
        MarkedPartView(titles[part.concerns], tuple(writer.blocks(part))) for part in found
    )


class _Writer:
    def __init__(self, item: BookResolution, column: Column) -> None:
        self.item = item
        self.column = column
        self.amendments = {each.amendment.id: each for each in item.amendments}
        self.stem = file_stem(item.resolution.id)

    def blocks(self, part: MergedPart) -> Iterator[BlockView]:
        """Yield the blocks of a part; what is inserted in a block stands with it."""
        clashes = {each.number: self._clash(each) for each in part.clashes}
        for _index, group in groupby(_numbered(part.lines), key=lambda pair: pair[0]):
            lines = [line for _index, line in group]
            pieces = tuple(self._pieces(lines, clashes, part.concerns))
            weight = sum(map(_weight, pieces))
            yield BlockView(bool(lines[0].block.level), pieces, weight)

    def _pieces(
        self, lines: Sequence[MarkedLine], clashes: Mapping[int, ClashView], concerns: Concern
    ) -> Iterator[PieceView]:
        numbered = concerns is Concern.TEXT
        for plain, group in groupby(lines, key=lambda line: line.plain and numbered):
            members = list(group)
            if plain:
                yield PieceView(plain=self._official(members))
                continue
            for line in members:
                boxes = tuple(clashes[number] for number in line.clashes)
                shown = self._line(line, numbered=numbered) if line.runs else None
                yield PieceView(line=shown, clashes=boxes)

    def _official(self, lines: Sequence[MarkedLine]) -> PrintedBlock:
        setting = _setting(lines[0])
        printed = (tuple(map(_run, line.runs)) for line in lines)
        return PrintedBlock(
            setting,
            lines[0].number or 0,
            tuple(PrintedLine(runs, fitting(runs, setting, self.column)) for runs in printed),
        )

    def _line(self, line: MarkedLine, *, numbered: bool) -> LineView:
        setting = _setting(line)
        words = tuple(map(self._words, line.runs))
        tag = setting.tag if line.opens else "p"
        if not numbered or line.number is None:
            return LineView(tag, setting, None, 100.0, words)
        base = tuple(_run(run) for run in line.runs if run.mark is not Mark.INSERTED)
        percent = fitting(base, setting, self.column)
        whole = fitting(tuple(map(_run, line.runs)), setting, self._room(words))
        if _LEAST_FOR_A_WORD <= whole < percent:
            percent = whole
        return LineView(tag, setting, line.number, percent, words)

    def _room(self, words: Iterable[WordsView]) -> Column:
        """Return the column for a line in the smaller type of this text, less what its numbers take."""
        names = sum(len(name.text) + 1 for each in words for name in each.names)
        width = self.column.width - names * _NAME_WIDTH * self.column.size
        return Column(width, self.column.size * _SCALE)

    def _words(self, run: MarkedRun) -> WordsView:
        words = readable(run)
        kept = words.rstrip(" ") if run.last else words
        return WordsView(
            run.mark,
            kept or words,
            run.strong,
            run.emphasis,
            run.moved,
            contested=bool(run.clash),
            names=self._names(run.claims) if run.last else (),
            sign=_sign(run.clash) if run.clash and run.last else "",
            clash=self._anchor(run.clash) if run.clash and run.last else "",
            space=words[len(kept) :] if kept else "",
        )

    def _names(self, claims: Iterable[Claim]) -> tuple[NameView, ...]:
        return tuple(dict.fromkeys(map(self._name, claims)))

    def _name(self, claim: Claim) -> NameView:
        short = claim.item.removeprefix(f"{self.item.resolution.id}-")
        known = self.amendments.get(claim.item)
        if known is not None and known.amendment.parts and known.numbers:
            short = f"{short}.{claim.number}"
        return NameView(short, file_stem(claim.item))

    def _anchor(self, number: int) -> str:
        return f"{self.stem}--clash-{number}"

    def _clash(self, clash: MergedClash) -> ClashView:
        return ClashView(
            anchor=self._anchor(clash.number),
            sign=_sign(clash.number),
            citation=no_break(citation_text(clash.citation, self.item.first)),
            words=shortened(clash.words),
            readings=tuple(self._reading(each) for each in clash.readings),
        )

    def _reading(self, reading: MergedReading) -> ReadingView:
        runs = reading.runs
        if all(run.mark is not Mark.SAME or not run.text.strip() for run in runs):
            runs = tuple(run for run in runs if run.mark is Mark.INSERTED)
        words = tuple(
            replace(self._words(replace(run, last=False)), text=words)
            for run, words in _elided(runs)
        )
        names = tuple({claim.item: claim for claim in reading.claims}.values())
        known = self.amendments.get(names[0].item) if len(names) == 1 else None
        decision = decision_of(known.amendment, known.still_open) if known else None
        result = decision.outcome if decision else ""
        if decision and decision.state == "open":
            advice = {"advice": decision.advice}
            result = _("recommended: %(advice)s") % advice if decision.advice else ""
        return ReadingView(
            self._names(reading.claims),
            words,
            nothing=not any(run.mark is not Mark.DELETED for run in runs),
            moved=any(run.moved for run in reading.runs),
            state=decision.state if decision else "open",
            result=result,
        )


def _elided(runs: Sequence[MarkedRun]) -> Iterator[tuple[MarkedRun, str]]:
    """Leave words out of long unchanged and deleted stretches: the lines above have them."""
    for index, run in enumerate(runs):
        words = readable(run)
        if run.mark is Mark.INSERTED:
            yield run, words
        elif run.mark is Mark.DELETED:
            yield run, shortened(words)
        else:
            yield run, shortened(words, head=index > 0, tail=index + 1 < len(runs))


def _sign(number: int) -> str:
    return _("C%(number)s") % {"number": number}


def _numbered(lines: Iterable[MarkedLine]) -> Iterator[tuple[int, MarkedLine]]:
    """Count blocks: one begins where a line opens one, but for what stays in a base's block."""
    count = 0
    source = -1
    for line in lines:
        if line.opens and not (line.number is None and line.source == source >= 0):
            count += 1
        source = line.source
        yield count, line


def _setting(line: MarkedLine) -> Setting:
    setting = setting_of(line.block)
    return setting if line.opens else replace(setting, marker="")


def _run(run: MarkedRun) -> Run:
    return Run(run.mark, run.text, run.strong, run.emphasis)


def _weight(piece: PieceView) -> int:
    rows = len(piece.plain.lines) if piece.plain else 0
    if piece.line:
        rows += 1 + sum(len(words.text) for words in piece.line.words) // _ROW
    for clash in piece.clashes:
        rows += 2 + sum(
            1 + sum(len(words.text) for words in reading.words) // _ROW
            for reading in clash.readings
        )
    return rows
