"""From a statement to a change: an instruction tied to the words it names.

:func:`resolve` either returns a change that says exactly which words, or raises
CannotCarryOutError; it never takes the next best place.
"""

from __future__ import annotations

from dataclasses import dataclass

from antragstool.i18n import _
from antragstool.instructions.changes import Change, Deletion, Insertion, NewBlocks, Replacement
from antragstool.instructions.forms import Action
from antragstool.instructions.messages import line_range
from antragstool.instructions.places import Place
from antragstool.instructions.spacing import inserted_after, inserted_before, with_whole_marks
from antragstool.instructions.targets import CannotCarryOutError, Target
from antragstool.instructions.wording import Payload
from antragstool.instructions.words_of_text import Occurrence
from antragstool.text.blocks import Block


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a sentence asks for: *needle* are the quoted words of the text, *payload* the new ones."""

    line: int
    action: Action
    place: Place | None
    needle: str
    payload: Payload


def resolve(instruction: Instruction, target: Target) -> Change:
    """Tie an instruction to the text. Raises CannotCarryOutError if that is not possible."""
    match instruction.action:
        case Action.REPLACE:
            return _replace(instruction, target)
        case Action.DELETE:
            return _delete(instruction, target)
        case Action.INSERT_AFTER | Action.INSERT_BEFORE:
            return _insert(instruction, target)
        case Action.INSERT_BLOCKS:
            return _insert_blocks(instruction, target)
        case Action.DELETE_LINES:
            return Deletion(instruction.line, _whole_words(_ranges(instruction, target), target))
        case Action.REPLACE_LINES:
            return _replace_lines(instruction, target)
        case Action.REPLACE_ALL:
            return _replace_all(instruction, target)


def _replace(instruction: Instruction, target: Target) -> Change:
    found = target.find(instruction.needle, instruction.place)
    text = target.text
    first, last = text.block_at(found.start), text.block_at(found.end - 1)
    if first != last or instruction.payload.has_paragraphs:
        if found.start == text.content_start(first) and found.end == text.end_of(last):
            return _replace_blocks(instruction, target, first, last)
        if first == last:
            raise CannotCarryOutError(
                _("The new words contain an empty line, but the old ones are part of a paragraph."),
                _("For new paragraphs write: Nach Zeile 101 einfügen: „…“"),
            )
        raise CannotCarryOutError(
            _(
                "Words that run over the end of a paragraph can only be replaced in whole paragraphs."
            ),
            _("Write one instruction for each paragraph."),
        )
    return _replace_words(instruction, target, found.start, found.end)


def _replace_words(instruction: Instruction, target: Target, start: int, end: int) -> Change:
    new = instruction.payload.words
    if not new:
        raise _no_words()
    marks = with_whole_marks(target.text, start, end, new)
    if marks is None:
        raise _unfit()
    if target.text.flat[slice(*marks)] == new:
        raise _no_effect()
    return Replacement(instruction.line, *marks, new)


def _delete(instruction: Instruction, target: Target) -> Change:
    found = target.find(instruction.needle, instruction.place)
    return Deletion(instruction.line, _per_block(found, target))


def _per_block(found: Occurrence, target: Target) -> tuple[tuple[int, int], ...]:
    text = target.text
    blocks = range(text.block_at(found.start), text.block_at(found.end - 1) + 1)
    return tuple(
        (max(found.start, text.content_start(index)), min(found.end, text.end_of(index)))
        for index in blocks
    )


def _insert(instruction: Instruction, target: Target) -> Change:
    found = target.find(instruction.needle, instruction.place)
    words = instruction.payload.words
    if not words:
        raise _no_words()
    if instruction.payload.has_paragraphs:
        raise CannotCarryOutError(
            _("Words inside a paragraph cannot contain an empty line."),
            _("For new paragraphs write: Nach Zeile 101 einfügen: „…“"),
        )
    if instruction.action is Action.INSERT_AFTER:
        position = found.end
        new = inserted_after(target.text, position, words)
    else:
        position = found.start
        new = inserted_before(target.text, position, words)
    if with_whole_marks(target.text, position, position, new) != (position, position):
        raise _unfit()
    return Insertion(instruction.line, position, new)


def _insert_blocks(instruction: Instruction, target: Target) -> Change:
    if instruction.place is None:
        raise ValueError(instruction)
    before = target.gap(instruction.place)
    blocks = _blocks(instruction.payload)
    return NewBlocks(instruction.line, before, "\n".join(block.flat for block in blocks))


def _ranges(instruction: Instruction, target: Target) -> tuple[tuple[int, int], ...]:
    """Return the ranges that the lines named take in each block, without spaces at the rim."""
    if instruction.place is None:
        raise ValueError(instruction)
    first, last = target.named(instruction.place)
    text = target.text
    ranges: list[tuple[int, int]] = []
    for index in range(first.block, last.block + 1):
        start = first.start if index == first.block else text.content_start(index)
        end = last.end if index == last.block else text.end_of(index)
        words = text.flat[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        ranges.append((start, end))
    return tuple(ranges)


def _whole_words(
    ranges: tuple[tuple[int, int], ...], target: Target
) -> tuple[tuple[int, int], ...]:
    """Return *ranges* if they begin and end between words; only the first start and the last end can fail."""
    for position in (ranges[0][0], ranges[-1][1]):
        if not target.visible.is_border(position):
            index = target.visible.index_of(position)
            word = target.visible.widened(Occurrence(position, position, index, index))
            raise CannotCarryOutError(
                _('A line break in these lines goes through the word "%(word)s".')
                % {"word": target.visible.shown(word)},
                _("Quote the words that are meant, from the first to the last whole word."),
            )
    return ranges


def _replace_lines(instruction: Instruction, target: Target) -> Change:
    ranges = _whole_words(_ranges(instruction, target), target)
    text = target.text
    start, end = ranges[0][0], ranges[-1][1]
    first, last = text.block_at(start), text.block_at(end - 1)
    if start == text.content_start(first) and end == text.end_of(last):
        return _replace_blocks(instruction, target, first, last)
    if first != last or instruction.payload.has_paragraphs:
        place = instruction.place
        raise CannotCarryOutError(
            _("The %(lines)s do not take whole paragraphs.")
            % {"lines": line_range(place.first, place.last) if place else ""},
            _("Replace whole paragraphs, or write one instruction for each paragraph."),
        )
    return _replace_words(instruction, target, start, end)


def _replace_blocks(instruction: Instruction, target: Target, first: int, last: int) -> Change:
    """Replace whole blocks; new words without a mark of their own keep the kind of what they replace."""
    text = target.text
    blocks = _blocks(instruction.payload)
    old = [block.prefix for block in text.blocks[first : last + 1]]
    if len(old) == len(blocks) or len(set(old)) == 1:
        kinds = old if len(old) == len(blocks) else old[:1] * len(blocks)
        blocks = tuple(
            block if block.prefix else Block(kind, block.content)
            for kind, block in zip(kinds, blocks, strict=True)
        )
    new = "\n".join(block.flat for block in blocks)
    start, end = text.starts[first], text.end_of(last)
    if text.flat[start:end] == new:
        raise _no_effect()
    prefix = old[0]
    if prefix and blocks[0].prefix == prefix:
        start, new = start + len(prefix), new[len(prefix) :]
    return Replacement(instruction.line, start, end, new)


def _replace_all(instruction: Instruction, target: Target) -> Change:
    place = instruction.place
    if place is not None:
        first, last = target.named(place)
        if first is not target.lines[0] or last is not target.lines[-1]:
            raise CannotCarryOutError(
                _("The %(lines)s are not the whole text.")
                % {"lines": line_range(place.first, place.last)},
                target.extent(),
            )
    new = "\n".join(block.flat for block in _blocks(instruction.payload))
    if new == target.text.flat:
        raise _no_effect()
    return Replacement(instruction.line, 0, len(target.text.flat), new)


def _blocks(payload: Payload) -> tuple[Block, ...]:
    blocks = payload.blocks()
    if blocks is None:
        raise CannotCarryOutError(
            _("The new text contains the heading that opens the reasons."),
            _("Reasons stand after the instructions, not inside a quotation."),
        )
    if not blocks:
        raise _no_words()
    return blocks


def _no_words() -> CannotCarryOutError:
    return CannotCarryOutError(
        _("The new words are missing."), _("To take words out, write: Zeile 88: Streiche „X“.")
    )


def _no_effect() -> CannotCarryOutError:
    return CannotCarryOutError(
        _("This instruction changes nothing: the new words are the old ones."),
        _("Correct the new words, or leave the instruction out."),
    )


def _unfit() -> CannotCarryOutError:
    return CannotCarryOutError(
        _("With the new words, signs like * or # would change how the words around them are set."),
        _(
            "Write a backslash before a sign that is meant as a character, or quote whole bold words."
        ),
    )
