"""Whether a place in a freely edited text can be trusted to be the one that an edit was written for.

The two texts are compared by words, and equal words may be equal by chance: a lone "der" that happens
to match is no anchor, and of two sentences that read alike nobody knows which one stayed.
"""

from __future__ import annotations

import re

from antragstool.merge.canonical import CanonicalEdit
from antragstool.merge.transition import Transition
from antragstool.model.edit import Edit
from antragstool.text.blocks import Block
from antragstool.text.tokens import words

CONTEXT = 20
# "am 8. Mai" is no end
_SENTENCE_END = re.compile(r"(?:(?<!\b\d)(?<!\b\d\d)\.|[!?…])[\"“”»«)]*(?=\s|$)")


def is_trusted(edit: Edit, form: CanonicalEdit, landed: Edit, way: Transition) -> bool:
    """Tell whether *landed* surely is the place of *edit*, whose canonical form is *form*.

    At least 20 signs on either side are the same, at least half of the sentence's other words are
    unchanged, and no other sentence like it came, went or moved.
    """
    near = _context_holds(edit, landed, way) and _sentence_holds(form, way)
    return near and not _may_be_a_twin(form, landed, way)


def stands_once(form: CanonicalEdit, way: Transition) -> bool:
    """Tell whether the sentence of an edit is the only one that reads like this in the old text."""
    found = _passages(form.edit, form.structural and form.opens_line, way.old_flat)
    return all(way.old_flat.count(passage) == 1 for passage in found)


def _context_holds(edit: Edit, landed: Edit, way: Transition) -> bool:
    """Tell whether the signs on either side stand beside the edit where it lands, too."""
    old, new = way.old_flat, way.new_flat
    before = old[max(0, edit.start - CONTEXT) : edit.start]
    behind = old[edit.end : edit.end + CONTEXT]
    at = landed.start - len(before)
    return new[max(0, at) : landed.start] == before and new.startswith(behind, landed.end)


def _sentence_holds(form: CanonicalEdit, way: Transition) -> bool:
    """Tell whether at least half of the other words of the edit's sentence are unchanged."""
    start, end = _sentence(form.edit, way.old_flat)
    others = gone = 0
    for low, high in ((start, form.edit.start), (form.edit.end, end)):
        others += len(words(way.old_flat[low:high])) if low < high else 0
        for change in way.meeting(low, high) if low < high else ():
            cut = way.old_flat[max(low, change.edit.start) : min(high, change.edit.end)]
            gone += len(words(cut))
    return 2 * (others - gone) >= others


def _may_be_a_twin(form: CanonicalEdit, landed: Edit, way: Transition) -> bool:
    """Tell whether the sentence of an edit stands, or stood, elsewhere too, and came, went or moved.

    Then nobody can tell from the two texts whether the one at its place now is not another one. Nor
    where it was changed among sentences much like it.
    """
    old = _passages(form.edit, form.structural and form.opens_line, way.old_flat)
    new = _passages(landed, form.structural and form.opens_line, way.new_flat)
    before, after, changed = way.unbroken
    if any(each in after for each in old - new) or any(each in before for each in new - old):
        return True
    if any(way.has_likeness(each) for each in old ^ new):
        return True
    for passage in old | new:
        counts = before.count(passage), after.count(passage)
        if (max(counts) > 1 and counts[0] != counts[1]) or passage in changed:
            return True
    return False


def _passages(edit: Edit, between_blocks: bool, flat: str) -> set[str]:
    """Return what identifies an edit's place: its sentence, or the blocks around a new block."""
    start, end = _sentence(edit, flat)
    if between_blocks and start:
        start = flat.rfind("\n", 0, start - 1) + 1
    return {Block.from_flat(line).content for line in flat[start:end].split("\n")} - {""}


def _sentence(edit: Edit, flat: str) -> tuple[int, int]:
    """Return the sentence in which an edit stands; the one before it for a new sentence."""
    block = flat.rfind("\n", 0, edit.start) + 1
    close = flat.find("\n", edit.end)
    close = len(flat) if close < 0 else close
    ends = [found.end() for found in _SENTENCE_END.finditer(flat, block, edit.start)]
    start = max((end + 1 for end in ends if end + 1 < edit.start), default=block)
    found = _SENTENCE_END.search(flat, max(edit.end - 1, block), close)
    return start, max(edit.end, found.end() if found else close)
