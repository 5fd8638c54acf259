"""The synopsis: lines | original | proposed | recommendation | outcome, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.diff.passages import Mark, Passage, PassageKind, PassageLine, Run
from antragstool.i18n import _
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.printed import FlowingBlock, Setting, bullet
from antragstool.render.typography import no_break
from antragstool.text.lines import Line
from antragstool.workflow.labels import citation_text, passage_kind_label

_LONGEST = 1800  # visible characters in one cell
_ELLIPSIS = Run(Mark.SAME, "… ")


@dataclass(frozen=True, slots=True)
class SynopsisEntry:
    """One passage of an amendment, before the words for its decision are added.

    *original* and *proposed* are empty where there is nothing to show on that side; *notes*
    say what happens where words alone do not show it.
    """

    amendment: BookAmendment
    lines: str
    note: str
    original: tuple[FlowingBlock, ...]
    proposed: tuple[FlowingBlock, ...]


def synopsis(item: BookResolution) -> tuple[SynopsisEntry, ...]:
    """Return a row for every passage of every amendment, in the order of the text."""
    found = [
        (_place(passage), order, _entry(item, amendment, passage))
        for order, amendment in enumerate(item.amendments)
        for passage in amendment.passages
    ]
    return tuple(entry for _p, _o, entry in sorted(found, key=lambda row: row[:2]))


def _place(passage: Passage) -> tuple[int, int]:
    citation = passage.citation
    return (citation.first, 1) if citation.after else (citation.first, 0)


def _entry(item: BookResolution, amendment: BookAmendment, passage: Passage) -> SynopsisEntry:
    cited = no_break(citation_text(passage.citation))
    if PassageKind.SUBSTITUTE in passage.kinds:
        whole = (FlowingBlock(Setting(), (Run(Mark.SAME, _("The whole text")),)),)
        proposed = _side(passage.lines, Mark.INSERTED, {})
        return SynopsisEntry(amendment, cited, "", whole, _limited(proposed))
    ends = {} if amendment.older_base else _line_ends(item)
    shown = [line for line in passage.lines if not line.context]
    return SynopsisEntry(
        amendment,
        cited,
        ", ".join(
            passage_kind_label(kind) for kind in passage.kinds if kind in _NEED_WORDS
        ),
        _limited(_side(shown, Mark.DELETED, ends)),
        _limited(_side(shown, Mark.INSERTED, ends)),
    )


_NEED_WORDS = {
    PassageKind.SPLIT,
    PassageKind.JOIN,
    PassageKind.LEVEL,
    PassageKind.MOVE_FROM,
    PassageKind.MOVE_TO,
}


def _line_ends(item: BookResolution) -> dict[int, str]:
    """Return what stands between each official line and the next: a space, or nothing."""
    flat = item.text.flat
    return {line.number: _line_end(flat, line) for line in item.lines}


def _line_end(flat: str, line: Line) -> str:
    if line.cut:
        return "-"
    return " " if flat[line.start : line.end].endswith(" ") else ""


def _side(
    lines: Sequence[PassageLine], mark: Mark, ends: dict[int, str]
) -> tuple[FlowingBlock, ...]:
    """Return what stands on one side: the unchanged words and those with *mark*."""
    blocks: list[FlowingBlock] = []
    runs: list[Run] = []
    setting = Setting()
    numbered = False
    for index, line in enumerate(lines):
        if line.opens_block or index == 0:
            blocks += _block(setting, runs)
            marker = bullet(line.marker, line.depth) if line.opens_block else ""
            setting = Setting(line.level, line.depth, marker, line.quotation)
            runs = []
            numbered = line.number is not None
        mine = [run for run in line.runs if run.mark in (Mark.SAME, mark)]
        if index == 0 and not line.opens_block and mine:
            mine.insert(0, _ELLIPSIS)
        end = ends.get(line.number, _guess_end(line)) if line.number else ""
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is not None and not following.opens_block:
            runs += _joined(mine, end)
        else:
            runs += mine
    blocks += _block(setting, runs)
    del numbered
    return tuple(blocks)


def _guess_end(line: PassageLine) -> str:
    return "" if line.runs and line.runs[-1].text.endswith("-") else " "


def _joined(runs: Sequence[Run], end: str) -> Iterator[Run]:
    """Put the end of a line after its runs; the hyphen of a word cut by the line goes again."""
    out = list(runs)
    if end == "-":
        if out and out[-1].text == "-":
            out.pop()
    elif end and out and not out[-1].text.endswith(" "):
        out[-1] = replace(out[-1], text=out[-1].text + end)
    yield from out


def _block(setting: Setting, runs: Iterable[Run]) -> Iterator[FlowingBlock]:
    kept = tuple(runs)
    if any(run.text.strip() and run is not _ELLIPSIS for run in kept):
        yield FlowingBlock(setting, kept)


def _limited(blocks: tuple[FlowingBlock, ...]) -> tuple[FlowingBlock, ...]:
    """Cut what is too long for a table at a block or a word; the amendment itself shows it all."""
    left = _LONGEST
    out: list[FlowingBlock] = []
    for block in blocks:
        runs: list[Run] = []
        for run in block.runs:
            if len(run.text) > left:
                words = run.text[:left].rsplit(" ", 1)[0]
                runs.append(replace(run, text=words + " …"))
                out.append(replace(block, runs=tuple(runs)))
                return tuple(out)
            runs.append(run)
            left -= len(run.text)
        out.append(replace(block, runs=tuple(runs)))
    return tuple(out)
