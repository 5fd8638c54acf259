"""The words of an amendment as they stand on a screen: flowing, with the changes marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from antragstool.diff.passages import Mark, Passage, PassageLine, Run
from antragstool.i18n import _
from antragstool.render.book import BookAmendment, BookResolution
from antragstool.render.composing.printed import FlowingBlock, Setting, bullet
from antragstool.render.composing.remarks import is_move, printed_lines, remark
from antragstool.render.composing.results import names_of
from antragstool.render.composing.slides import SlideText
from antragstool.render.composing.synopsis_words import line_ends
from antragstool.render.composing.typography import no_break
from antragstool.workflow.labels import citation_text, version_label


def slide_texts(item: BookResolution, one: BookAmendment, *, bare: bool) -> Iterator[SlideText]:
    """Yield what an amendment and its changed versions say; *bare* leaves out the lines around the changes."""
    earlier = one.older_base or one.changes_amendment
    ends = {} if earlier else line_ends(item)
    for passage in one.passages:
        parts = one.parts_of(passage) if one.amendment.parts else ()
        names = names_of(one.amendment.id, parts)
        cited = citation_text(passage.citation, item.first)
        heading = f"{', '.join(names)} · {cited}" if names else cited
        if one.older_base and not one.changes_amendment and passage.lines:
            heading = f"{heading} ({_('earlier version')})"
        yield _text(passage, one.passages, heading, ends, item.first, bare=bare)
    for version in one.versions:
        for passage in version.passages:
            cited = citation_text(passage.citation, item.first)
            heading = f"{version_label(version.kind)} · {cited}"
            yield _text(passage, version.passages, heading, ends, item.first, bare=bare)


def _text(
    passage: Passage,
    others: Sequence[Passage],
    heading: str,
    ends: Mapping[int | None, str],
    first: int,
    *,
    bare: bool,
) -> SlideText:
    lines = [line for line in printed_lines(passage) if not (bare and line.context)]
    if len(lines) > 1 and lines[-1].context and lines[-1].opens_block:
        lines.pop()  # the next paragraph has nothing to do with it
    if len(lines) > 1 and lines[0].context and lines[1].opens_block and not _is_new(lines[1]):
        del lines[0]  # nor has the one before, unless it says where new words stand
    return SlideText(
        no_break(heading),
        no_break(remark(passage, others, first)),
        is_move(passage),
        tuple(_flow(lines, ends)),
    )


def _is_new(line: PassageLine) -> bool:
    return line.number is None


def _flow(lines: Sequence[PassageLine], ends: Mapping[int | None, str]) -> Iterator[FlowingBlock]:
    """Yield the lines of a passage as blocks that flow, with the words of the context around them."""
    runs: list[Run] = []
    setting = Setting()
    for index, line in enumerate(lines):
        if line.opens_block or index == 0:
            if runs:
                yield FlowingBlock(setting, tuple(runs))
            marker = bullet(line.marker, line.depth) if line.opens_block else ""
            setting, runs = Setting(line.level, line.depth, marker, line.quotation), []
            if not line.opens_block:
                runs.append(Run(Mark.SAME, "… "))
        goes_on = index + 1 < len(lines) and not lines[index + 1].opens_block
        runs += _line(line.runs, ends.get(line.number)) if goes_on else line.runs
    if runs:
        if lines[-1].context and not runs[-1].text.rstrip().endswith((".", ":", "!", "?")):
            runs.append(Run(Mark.SAME, " …"))
        yield FlowingBlock(setting, tuple(runs))


def _line(runs: Sequence[Run], end: str | None) -> list[Run]:
    """Return the runs of a line and what stands between it and the next one."""
    out = list(runs)
    if not out:
        return out
    if end == "-":
        return out[:-1] if out[-1].text == "-" else out
    if end is None:
        end = "" if out[-1].text.endswith("-") else " "
    if end and not out[-1].text.endswith(" "):
        out[-1] = replace(out[-1], text=out[-1].text + end)
    return out
