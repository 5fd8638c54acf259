"""Texts full of near-duplicates, edited freely by somebody who remembers where every sign went.

That memory is what no program has that sees the two texts only; so it can tell whether an
amendment that was carried over stands at its own words or at words that look like them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from antragstool.model.edit import Edit
from antragstool.text.blocks import Block, Text
from tests.reference import trimmed_writings

Sign = tuple[str, int]  # a character and where it stood in the base; -1 if it is new
Line = list[Sign]

VERBS = ["fordert", "bittet", "verpflichtet", "ermutigt", "unterstützt"]
WORDS = [
    "mehr", "Busse", "im", "Dorf", "und", "der", "die", "Schüler*innen", "jede", "Stunde", "kostenlos",
    "Land", "26,2 %", "nicht", "sofort", "Haltestellen", "ganz", "Jahr", "alle", "Kommunen",
]  # fmt: skip


def plain_sentence(rng: random.Random, words: Sequence[str] = WORDS) -> str:
    """Return a sentence of chance words."""
    chosen = [rng.choice(words) for _ in range(rng.randint(4, 12))]
    return " ".join(["Wir", *chosen]) + "."


def near_duplicate(rng: random.Random) -> str:
    """Return one of a few sentences that differ in a number or a word."""
    number = rng.randint(1, 9)
    return rng.choice(
        [
            f"Punkt {number} fordert das Land auf, mehr Busse fahren zu lassen.",
            f"Punkt {number} fordert den Bund auf, mehr Busse fahren zu lassen.",
            "Das ist uns ganz ganz wichtig.",
            f"Der {number}. Punkt ist uns ganz wichtig.",
            "Wir fordern mehr Busse und mehr Busse und mehr Bahnen.",
        ]
    )


def trap_text(rng: random.Random) -> Text:
    """Return a text of repeated and nearly repeated paragraphs, sentences and list items."""
    kind = rng.randrange(4)
    lines: list[str] = []
    if kind == 0:
        verb = rng.choice(VERBS)
        lines = [f"- Punkt {n} {verb} das Land auf, mehr zu tun." for n in range(1, 10)]
    elif kind == 1:
        sentence = plain_sentence(rng)
        for _ in range(rng.randint(4, 8)):
            lines.append(sentence if rng.random() < 0.5 else plain_sentence(rng))
    elif kind == 2:
        for _ in range(rng.randint(3, 6)):
            lines.append(" ".join(near_duplicate(rng) for _ in range(rng.randint(1, 4))))
    else:
        for _ in range(rng.randint(4, 9)):
            one = near_duplicate(rng) if rng.random() < 0.6 else plain_sentence(rng)
            lines.append(rng.choice(["", "", "- ", "## "]) + one)
    return Text.from_flat("\n".join(lines))


@dataclass(slots=True)
class FreeEditor:
    """Changes a text by words, sentences and blocks; *lines* remember where their signs stood."""

    rng: random.Random
    lines: list[Line]
    twins_touched: bool = False

    @classmethod
    def of(cls, text: Text, rng: random.Random) -> FreeEditor:
        lines, position = [], 0
        for line in text.flat.split("\n"):
            lines.append([(sign, position + at) for at, sign in enumerate(line)])
            position += len(line) + 1
        return cls(rng, lines)

    def edit(self, times: int, changes: Sequence[Callable[[FreeEditor], None]] = ()) -> None:
        """Change something *times* times; of what stands there more than once, one thing at most.

        Two such changes could put one twin into the other's place, and leave no trace of it.
        """
        for _ in range(times):
            before = [list(line) for line in self.lines]
            change = self.rng.choice(changes or CHANGES)
            change(self)
            if _concerns_twins(before, self.lines, change in (_move_block, _swap_sentences)):
                if self.twins_touched or _order_of_twins(before) != _order_of_twins(self.lines):
                    self.lines = before
                self.twins_touched = True
            if any(_is_put_together_again(line) for line in self.lines):
                self.lines = before

    def result(self) -> tuple[Text, list[int]]:
        """Return the text as it is now, and for each of its signs its place in the base."""
        signs: list[Sign] = []
        for line in self.lines:
            if _flat(line).strip(" ") and Block.from_flat(_flat(line)).content.strip():
                trimmed = _trimmed(line)
                # A line end belongs to the last sign before it, if the line still has its end.
                signs += [*trimmed, ("\n", -2 - trimmed[-1][1] if trimmed[-1][1] >= 0 else -1)]
        text = Text.from_flat("".join(sign for sign, _at in signs))
        assert text.flat + "\n" == "".join(sign for sign, _at in signs), text.flat
        return text, [at for _sign, at in signs]

    def words_of(self, line: Line) -> list[tuple[int, int]]:
        """Return the ranges of the words of a line, behind its prefix."""
        flat = _flat(line)
        position = len(Block.from_flat(flat).prefix)
        found = []
        for word in flat[position:].split(" "):
            if word:
                found.append((position, position + len(word)))
            position += len(word) + 1
        return found

    def sentences_of(self, line: Line) -> list[tuple[int, int]]:
        """Return the ranges of the sentences of a line."""
        return _sentences(line)


def _sentences(line: Line) -> list[tuple[int, int]]:
    flat = _flat(line)
    start = len(Block.from_flat(flat).prefix)
    found = []
    while start < len(flat):
        end = flat.find(". ", start)
        end = len(flat) if end < 0 else end + 1
        found.append((start, end))
        start = end + 1
    return found


def _places_of_sentences(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Return for each sentence where its first signs stood in the base, in the order of now."""
    found: dict[str, list[int]] = {}
    for line in lines:
        for start, end in _sentences(line):
            found.setdefault(_flat(line[start:end]), []).append(line[start][1])
    return found


def _concerns_twins(before: Sequence[Line], after: Sequence[Line], moved: bool) -> bool:
    old, new = _places_of_sentences(before), _places_of_sentences(after)
    for sentence in {*old, *new}:
        counts = len(old.get(sentence, ())), len(new.get(sentence, ()))
        if max(counts) > 1 and (moved or counts[0] != counts[1]):
            return True
    return False


def _is_put_together_again(line: Line) -> bool:
    """Tell whether words went and the same words came in their stead, one sign at least.

    What looks untouched then would not be: nobody could know.
    """
    new = [sign for sign, at in line if at < 0]
    known = [at for _sign, at in line if at >= 0]
    if not new or not known:
        return False
    gone = max(known) - min(known) + 1 - len(known)
    return gone == len(new)


def _order_of_twins(lines: Sequence[Line]) -> list[int]:
    """Return whether any twin overtook another: their places in the base, where they stand twice."""
    found = []
    for _sentence, places in sorted(_places_of_sentences(lines).items()):
        known = [place for place in places if place >= 0]
        found += [place for place, other in itertools.pairwise(known) if place > other]
    return found


def _flat(line: Line) -> str:
    return "".join(sign for sign, _at in line)


def _trimmed(line: Line) -> Line:
    first = len(Block.from_flat(_flat(line)).prefix)
    while line[-1][0] == " ":
        line = line[:-1]
    while line[first][0] == " ":
        line = line[:first] + line[first + 1 :]
    return line


def _new(words: str) -> Line:
    return [(sign, -1) for sign in words]


def _place(editor: FreeEditor) -> Line:
    return editor.rng.choice(editor.lines)


def _replace_word(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.words_of(line)
    if ranges:
        start, end = editor.rng.choice(ranges)
        line[start:end] = _new(editor.rng.choice(WORDS))


def _delete_words(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.words_of(line)
    if len(ranges) > 2:
        at = editor.rng.randrange(len(ranges) - 1)
        last = min(len(ranges) - 1, at + editor.rng.randint(1, 3))
        del line[ranges[at][0] : ranges[last][0]]


def _insert_words(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.words_of(line)
    if ranges:
        start, end = editor.rng.choice(ranges)
        word = "".join(s for s, _ in line[start:end]) if editor.rng.random() < 0.3 else None
        line[start:start] = _new((word or editor.rng.choice(WORDS)) + " ")


def _delete_sentence(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.sentences_of(line)
    if len(ranges) > 1:
        at = editor.rng.randrange(len(ranges))
        start, end = ranges[at]
        if at:
            del line[start - 1 : end]
        else:
            del line[start : end + 1]


def _insert_sentence(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.sentences_of(line)
    if ranges:
        at, _end = editor.rng.choice(ranges)
        line[at:at] = _new(near_duplicate(editor.rng) + " ")


def _swap_sentences(editor: FreeEditor) -> None:
    line = _place(editor)
    ranges = editor.sentences_of(line)
    if len(ranges) > 1:
        at = editor.rng.randrange(len(ranges) - 1)
        (s1, e1), (s2, e2) = ranges[at], ranges[at + 1]
        if _flat(line[s1:e1]) != _flat(line[s2:e2]):
            line[s1:e2] = [*line[s2:e2], *line[e1:s2], *line[s1:e1]]


def _delete_block(editor: FreeEditor) -> None:
    if len(editor.lines) > 1:
        editor.lines.pop(editor.rng.randrange(len(editor.lines)))


def _insert_block(editor: FreeEditor) -> None:
    at = editor.rng.randint(0, len(editor.lines))
    words = editor.rng.choice([plain_sentence, near_duplicate])(editor.rng)
    editor.lines.insert(at, _new(words))


def _copy_block(editor: FreeEditor) -> None:
    at = editor.rng.randint(0, len(editor.lines))
    editor.lines.insert(at, _new(_flat(_place(editor))))


def _move_block(editor: FreeEditor) -> None:
    one = editor.rng.randrange(len(editor.lines))
    line = editor.lines.pop(one)
    editor.lines.insert(editor.rng.randint(0, len(editor.lines)), line)


def _split_block(editor: FreeEditor) -> None:
    at = editor.rng.randrange(len(editor.lines))
    ranges = editor.sentences_of(editor.lines[at])
    if len(ranges) > 1:
        cut = editor.rng.choice(ranges[1:])[0]
        line = editor.lines[at]
        editor.lines[at : at + 1] = [line[: cut - 1], line[cut:]]


def _join_blocks(editor: FreeEditor) -> None:
    at = editor.rng.randrange(len(editor.lines))
    if at + 1 < len(editor.lines):
        one, other = editor.lines[at : at + 2]
        prefix = len(Block.from_flat(_flat(other)).prefix)
        editor.lines[at : at + 2] = [[*one, *_new(" "), *other[prefix:]]]


CHANGES = (
    _replace_word, _replace_word, _delete_words, _insert_words, _delete_sentence, _insert_sentence,
    _swap_sentences, _delete_block, _insert_block, _copy_block, _move_block, _split_block, _join_blocks,
)  # fmt: skip
TYPICAL = (_replace_word, _replace_word, _replace_word, _insert_words, _insert_words, _delete_words,
           _insert_sentence, _delete_sentence, _insert_block, _delete_block)  # fmt: skip


def amendment(text: Text, rng: random.Random) -> Edit:
    """Return one edit as people propose it: words, a sentence, a block."""
    index = rng.randrange(len(text.blocks))
    start, end = text.starts[index], text.end_of(index)
    first = text.content_start(index)
    words = []
    position = first
    for word in text.flat[first:end].split(" "):
        words.append((position, word))
        position += len(word) + 1
    at, word = rng.choice(words)
    match rng.randrange(8):
        case 0 | 1 | 2:
            choice = ["Trams", "bisweilen", "freundlich", "Rad und Bahn"]
            new = rng.choice([each for each in choice if each != word.rstrip(".")])
            return Edit(at, word, new + ("." if word.endswith(".") else ""))
        case 3:
            return Edit(at, "", rng.choice(["überall ", "in Zukunft ", word + " "]))
        case 4 if at + len(word) < end:
            return Edit(at, word + " ", "")
        case 5:
            return Edit(end, "", " Das prüfen wir jährlich.")
        case 6:
            return Edit(start, "", "Ein Absatz aus dem Antrag der Jusos.\n")
        case _ if len(text.blocks) > 1:
            if end < len(text.flat):
                return Edit(start, text.flat[start : end + 1], "")
            return Edit(start - 1, text.flat[start - 1 : end], "")
        case _:
            return Edit(at, word, "Trams")


def right_texts(edit: Edit, base: Text, new: Text, came_from: Sequence[int]) -> set[str]:
    """Return what *edit* may make of *new*: in any of its writings, at its own words only.

    *came_from* tells for each sign of the closed new text where in the base it stood.
    """
    before, after = base.flat + "\n", new.flat + "\n"
    at_new: dict[int, int] = {}
    for position, origin in enumerate(came_from):
        if origin >= 0:
            at_new[origin] = position
        elif origin <= -2 and before[-1 - origin] == "\n":
            at_new[-1 - origin] = position  # a line end follows the sign before it
    found: set[str] = set()
    for writing in trimmed_writings(edit, before):
        start, end = writing.start, writing.end
        if writing.old:
            places = [at_new.get(at) for at in range(start, end)]
            first = places[0]
            if first is None or places != list(range(first, first + len(places))):
                continue
            found.add(after[:first] + writing.new + after[first + len(places) :])
            continue
        left, right = at_new.get(start - 1), at_new.get(start)
        spots = {0} if start == 0 else set()
        spots |= {left + 1} if left is not None else set()
        spots |= {right} if right is not None else set()
        found |= {after[:at] + writing.new + after[at:] for at in spots}
    return found
