"""Makes a conference with the shape of the largest real case; the same seed makes the same words.

One resolution of about 400,000 characters, and amendments to it: mostly single words and
sentences replaced, added or deleted; some of whole paragraphs or of several places; some that
clash with another, some that say the same as another, up to two substitutes. As many as asked
for are adopted and free of conflict with each other.
"""

from __future__ import annotations

import functools
import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from large_text import FIRST, Prose

from antragstool.diff.compare import compare
from antragstool.instructions import read_instructions
from antragstool.model.edit import Edit
from antragstool.model.ids import amendment_id, file_stem
from antragstool.patch.blob import blob_id
from antragstool.store.header_write import build
from antragstool.store.header_yaml import Value
from antragstool.text.blocks import Kind, Text
from antragstool.text.lines import Line, number_lines
from antragstool.workflow.tracking import Base, Sender, track

LENGTH = 80
PATH = "resolutions/A1.md"
SIZE = 400_000
MARGIN = 14
KINDS = ("words", "words", "words", "insertion", "insertion", "deletion", "deletion", "new sentence", "no sentence", "other sentence")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the flat text that a proposal concerns, and the sentence around it."""

    kind: str
    start: int
    end: int
    sentence: tuple[int, int]


@dataclass(slots=True)
class Proposal:
    """An amendment in the making: *body* in words, what it changes, and where."""

    form: str
    body: str
    edits: tuple[Edit, ...]
    places: tuple[Place, ...]
    alone: bool = True
    outcome: str = ""


@dataclass(slots=True)
class Drafts:
    """Writes proposals in words and reads them as the program does; remembers which places are taken."""

    base: Base
    lines: tuple[Line, ...]
    prose: Prose
    taken: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _blocks: list[int] = field(init=False)
    _line_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        text = self.base.text.text
        self._blocks = [i for i, block in enumerate(text.blocks) if block.kind is Kind.PARAGRAPH]
        self._line_starts = [line.start for line in self.lines]

    @property
    def text(self) -> Text:
        """The resolution's text."""
        return self.base.text.text

    def free(self, paragraph: bool = False) -> Proposal:
        """Return a proposal that keeps away from all others: of words at one or several places, or a *paragraph*."""
        chance = self.prose.chance
        count = chance.randint(2, 4) if chance.random() < 0.12 and not paragraph else 1
        parts = [self._free_part(paragraph) for _count in range(count)]
        parts.sort(key=lambda part: part.edits[0].start)
        body = "\n\n".join(part.body for part in parts)
        edits = tuple(edit for part in parts for edit in part.edits)
        places = tuple(place for part in parts for place in part.places)
        return Proposal(parts[0].form, body, edits, places)

    def _free_part(self, paragraph: bool) -> Proposal:
        chance = self.prose.chance
        while True:
            block = chance.choice(self._blocks)
            found = (
                self._of_paragraph(block)
                if paragraph
                else self.written(self._place(block, chance.choice(KINDS)))
            )
            if found is not None and self._take(found):
                return found

    def _take(self, proposal: Proposal) -> bool:
        text = self.text
        ranges = []
        for edit in proposal.edits:
            start, end = edit.start - MARGIN, edit.end + MARGIN
            for block in range(text.block_at(max(0, start)), text.block_at(end) + 1):
                if any(first < end and start < last for first, last in self.taken.get(block, ())):
                    return False
                ranges.append((block, (start, end)))
        for block, taken in ranges:
            self.taken.setdefault(block, []).append(taken)
        return True

    def _place(self, block: int, kind: str) -> Place:
        """Return some words of a block for a change of this *kind*."""
        chance, flat = self.prose.chance, self.text.flat
        sentences = list(self._sentences(block))
        first, last = sentence = chance.choice(sentences)
        if kind in {"no sentence", "other sentence"}:
            return Place(kind, first, last, sentence)
        spaces = [i for i in range(first, last) if flat[i] == " "]
        if kind == "new sentence":
            return Place(kind, spaces[-4] + 1, last, sentence)
        index = chance.randrange(1, len(spaces) - 3)
        return Place(kind, spaces[index] + 1, spaces[index + chance.randint(1, 2)], sentence)

    def _sentences(self, block: int) -> Iterator[tuple[int, int]]:
        start, end = self.text.content_start(block), self.text.end_of(block)
        while start < end:
            stop = self.text.flat.index(".", start) + 1
            yield start, stop
            start = stop + 1

    def written(self, place: Place) -> Proposal | None:
        """Return the proposal of one place; None if its words would not be understood there."""
        words = self.text.flat[place.start : place.end]
        prose = self.prose
        where = self._where(place.start, place.end)
        new: Callable[[], str] = prose.sentence
        body = {
            "words": lambda: f"{where}: Ersetze „{words}“ durch „das {prose.noun()} neu“.",
            "insertion": lambda: f"{where}: Füge nach „{words}“ ein: „samt {prose.noun()}“.",
            "deletion": lambda: f"{where}: Streiche „{words}“.",
            "new sentence": lambda: f"{where}: Füge nach „{words}“ ein: „{new()}“",
            "no sentence": lambda: f"{where}: Streiche „{words}“",
            "other sentence": lambda: f"{where}: Ersetze „{words}“ durch „{new()}“",
        }[place.kind]()
        edits = self._understood(body, self.text.block_at(place.start))
        return Proposal("instructions", body, edits, (place,)) if edits else None

    def _of_paragraph(self, block: int) -> Proposal | None:
        chance, text = self.prose.chance, self.text
        start, end = text.starts[block], text.end_of(block)
        where = self._where(start, end)
        place = Place("paragraph", start, end, (start, end))
        if chance.random() < 0.3 and not self._has_twin(block):
            return self._as_blocks(block, place)
        new = self.prose.sentence() + " " + self.prose.sentence()
        body = chance.choice(
            [
                f"{where}: Streichen.",
                f"{where} ersetzen durch: „{new}“",
                f"Nach Zeile {self._line(end - 1).number} einfügen: „{new}“",
                f"Nach Zeile {self._line(end - 1).number} einfügen: „{new}“",
            ]
        )
        edits = self._understood(body, block)
        return Proposal("instructions", body, edits, (place,)) if edits else None

    def _has_twin(self, block: int) -> bool:
        """Tell whether an almost equal paragraph stands beside it: then it cannot be named by its words."""
        blocks = self.text.blocks
        words = set(blocks[block].content.split(" "))
        return any(
            len(words & set(blocks[beside].content.split(" "))) > len(words) // 2
            for beside in range(max(0, block - 1), min(len(blocks), block + 2))
            if beside != block
        )

    def _as_blocks(self, block: int, place: Place) -> Proposal:
        local, start = self._around(block)
        words = self.text.blocks[block].content.split(" ")
        words[len(words) // 2] = self.prose.noun()
        body = " ".join(words)
        blocks = [Text.from_flat(body).blocks[0] if each == self.text.blocks[block] else each
                  for each in local.blocks]  # fmt: skip
        edits = compare(local, Text(tuple(blocks)))
        moved = tuple(Edit(edit.start + start, edit.old, edit.new) for edit in edits)
        return Proposal("blocks", body, moved, (place,))

    def _around(self, block: int) -> tuple[Text, int]:
        first, last = max(0, block - 1), block + 2
        return Text(self.text.blocks[first:last]), self.text.starts[first]

    def _understood(self, body: str, block: int) -> tuple[Edit, ...]:
        """Read instructions as the program does, but in the paragraphs around their place only."""
        local, start = self._around(block)
        first = self._line(start + len(local.blocks[0].prefix)).number
        lines = number_lines(local, LENGTH, first)
        edits, problems = read_instructions(body, local, lines)
        return () if problems else tuple(Edit(e.start + start, e.old, e.new) for e in edits)

    def _line(self, position: int) -> Line:
        return self.lines[bisect_right(self._line_starts, position) - 1]

    def _where(self, start: int, end: int) -> str:
        first, last = self._line(start).number, self._line(end - 1).number
        return f"Zeile {first}" if first == last else f"Zeilen {first}–{last}"

    def clashing(self, other: Proposal) -> Proposal | None:
        """Return a proposal that cannot be carried out together with *other*."""
        place = other.places[0]
        kind = self.prose.chance.choice(("same", "same", "no sentence", "other sentence"))
        if place.kind == "paragraph":
            return self._of_paragraph(self.text.block_at(place.start))
        if kind == "same":
            found = self.written(place)
        else:
            found = self.written(Place(kind, *place.sentence, place.sentence))
        return found if found is not None and found.edits != other.edits[:1] else None

    def substitute(self) -> Proposal:
        """Return a proposal for another whole text."""
        body = self.prose.source(SIZE // 20)
        new = Base.of("", "", body, 1).text.text.flat
        return Proposal("substitute", body, (Edit(0, self.text.flat, new),), (), alone=False)


def resolution(seed: int) -> Base:
    """Return the resolution."""
    body = Prose(random.Random(seed)).source(SIZE)
    fields = {"id": "A1", "title": "Ein langes Programm", "submitter": "Landesvorstand"}
    source = build({**fields, "status": "submitted"}) + body
    return Base.of(PATH, blob_id(source.encode()), source, len(fields) + 4)


def proposals(drafts: Drafts, count: int, adopted: int) -> list[Proposal]:
    """Return *count* proposals, *adopted* of them adopted: a tenth clash, a fiftieth says what another says."""
    chance = drafts.prose.chance
    clashes, twins, substitutes = count // 10, count // 50, count // 1640
    alone = count - clashes - twins - substitutes
    made = [drafts.free(paragraph=number < count // 40) for number in range(alone)]
    one_place = [each for each in made if len(each.places) == 1]
    others: list[Proposal] = [drafts.substitute() for _number in range(substitutes)]
    while len(others) < clashes + substitutes:
        victim = chance.choice(one_place)
        rival = drafts.clashing(victim)
        if rival is not None:
            victim.alone = rival.alone = False
            others.append(rival)
    for _number in range(twins):
        twin = chance.choice(one_place)
        others.append(Proposal(twin.form, twin.body, twin.edits, twin.places, twin.alone))
    for each in chance.sample([each for each in made if each.alone], adopted):
        each.outcome = "adopted"
    made += others
    for each in made:
        if not each.outcome and (each.form == "substitute" or chance.random() < 0.5):
            each.outcome = "rejected"
    chance.shuffle(made)
    return made


def amendment_files(base: Base, made: list[Proposal]) -> Iterator[tuple[str, str]]:
    """Return path and content of every amendment's file and patch, as ``submit`` stores them."""
    for number, proposal in enumerate(made, 1):
        item_id = amendment_id("A1", number)
        stem = f"amendments/{file_stem(item_id)}"
        submitter = f"KV {FIRST[number % 20]}stadt"
        header = _header(base.blob, proposal.form, proposal.outcome)
        for word, value in (("WHO", submitter), ("WHAT", f"Punkt {number}"), ("NUMBER", item_id)):
            header = header.replace(word, value)
        sender = Sender(
            submitter, "amendments@antragstool.invalid", "Sun, 22 Nov 2026 19:00:00 +0000"
        )
        yield f"{stem}.md", f"{header}{proposal.body.rstrip()}\n"
        yield (
            f"{stem}.patch",
            track(base, proposal.edits, item_id, "A1", f"Punkt {number}", sender),
        )


@functools.cache
def _header(blob: str, form: str, outcome: str) -> str:
    """Return a header with words in the place of what differs: writing each strictly takes long."""
    yes, no = (150, 30) if outcome == "adopted" else (40, 130)
    vote: dict[str, Value] = {"vote": {"yes": yes, "no": no, "abstain": 5}, "outcome": outcome}
    return build(
        {
            "resolution": "A1", "submitter": "WHO", "subject": "WHAT", "id": "NUMBER", "base": blob,
            "received": "2026-11-22T19:00:00+00:00", "line-length": LENGTH, "first-line": 1,
            "form": form, **(vote if outcome else {})
        }
    )  # fmt: skip
