"""Words of the marked text as they are printed: signs explained, long stretches cut in the middle."""

from __future__ import annotations

from antragstool.i18n import _
from antragstool.merge.marked_runs import MarkedRun, Sign
from antragstool.text.blocks import Block

_LONGEST = 120
_KEPT = 50


def readable(run: MarkedRun) -> str:
    """Return the words of *run*; what opens a block is said in words: "heading of level 2"."""
    if run.sign is not Sign.PREFIX:
        return run.text
    block = Block.from_flat(run.text)
    if block.level:
        return _("[heading of level %(level)s]") % {"level": block.level} + " "
    if block.marker:
        return _("[list item]") + " "
    return _("[quotation]") + " " if ">" in block.prefix else run.text


def shortened(words: str, *, head: bool = True, tail: bool = True) -> str:
    """Return *words*, or only their *head* and *tail* where they are many."""
    words = words.replace("\n", " ¶ ")
    if len(words) <= _LONGEST:
        return words
    first = words[:_KEPT].rsplit(" ", 1)[0] if head else ""
    last = words[-_KEPT:].split(" ", 1)[-1] if tail else ""
    return f"{first} … {last}"
