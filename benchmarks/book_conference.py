"""Makes a conference of many short resolutions out of the seed text; the same sizes make the same files.

    .venv/bin/python benchmarks/book_conference.py FOLDER [--resolutions 200] [--amendments 5]

Each resolution is put together of paragraphs of the real resolution A1 of this repository, with
its headings and reasons; 200 with 5 amendments each make about 1,000 pages of the book of motions.
The amendments are written in words and read as the program reads them. Nine in ten have a
recommendation, two thirds were voted on. Files and tracked patches are as ``submit`` stores them.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from antragstool.errors import InputError
from antragstool.instructions import read_instructions
from antragstool.model.edit import Edit
from antragstool.model.ids import amendment_id, file_stem
from antragstool.patch.blob import blob_id
from antragstool.store.config import CONFIG_FILE, template
from antragstool.store.header_write import build
from antragstool.store.header_yaml import Value
from antragstool.text.blocks import Kind
from antragstool.text.lines import Line, number_lines
from antragstool.workflow.tracking import Base, Sender, track

SEED_FILE = Path(__file__).parent.parent / "resolutions" / "A1-fortschritt-durch-vielfalt.md"
LENGTH = 80
SIZE = 900  # characters of a resolution's text, about; with title and reasons a page
RECEIVED = "2026-11-22T19:00:00+00:00"
DATE = "Sun, 22 Nov 2026 19:00:00 +0000"
COMMITTER = ("-c", "user.name=Konferenz", "-c", "user.email=k@example.org")
COMMIT_DATE = {"GIT_AUTHOR_DATE": RECEIVED, "GIT_COMMITTER_DATE": RECEIVED}
PLACES = "Nord Süd Ost West Mitte Neustadt Altstadt Oberland Unterland Seekreis".split()  # noqa: SIM905
KINDS = (
    *["words"] * 6, *["insertion", "deletion"] * 2,
    "new sentence", "other sentence", "no sentence", "paragraph",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seed:
    """The paragraphs, headings and sentences of the real resolution."""

    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]

    @classmethod
    def read(cls) -> Seed:
        """Read them from the example conference of this repository."""
        body = SEED_FILE.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        parts = [part.strip() for part in body.split("\n\n")]
        headings = tuple(part for part in parts if part.startswith("## "))
        paragraphs = tuple(part for part in parts if 120 < len(part) < 900 and part[0].isalpha())
        lines = [line for part in paragraphs for line in part.split("\n")]
        sentences = tuple(line for line in lines if re.fullmatch(r"[^„“»«]{40,140}\.", line))
        return cls(paragraphs, headings, sentences)


@dataclass(slots=True)
class Writer:
    """Writes resolutions and amendments; every choice comes from *chance*."""

    seed: Seed
    chance: random.Random

    def resolution(self, number: int) -> Base:
        """Return resolution *number*, with a vote on every seventh."""
        chance, parts = self.chance, list[str]()
        paragraphs = chance.sample(self.seed.paragraphs, len(self.seed.paragraphs))
        while sum(map(len, parts)) < SIZE:
            if not parts:
                parts.append(chance.choice(self.seed.headings))
            parts.append(paragraphs.pop())
        reasons = "\n".join(chance.sample(self.seed.sentences, chance.randint(1, 2)))
        title = " ".join(chance.choice(self.seed.sentences).rstrip(".").split()[:6])
        fields: dict[str, Value] = {
            "id": f"A{number}", "title": f"{title} ({number})",
            "submitter": self._submitter(), "status": "submitted",
        }  # fmt: skip
        fields |= self._decided(0.9, 1 / 7)
        body = "\n\n".join(parts) + f"\n\n# Begründung\n\n{reasons}\n"
        header = build(fields)
        source, path = header + body, f"resolutions/A{number}.md"
        return Base.of(path, blob_id(source.encode()), source, header.count("\n") + 1)

    def _submitter(self) -> str:
        return f"Kreisverband {self.chance.choice(PLACES)} {self.chance.randint(1, 40)}"

    def _decided(self, advised: float, voted: float) -> dict[str, Value]:
        """Return what a header says of recommendation and vote; the chances that there is one."""
        chance, fields = self.chance, dict[str, Value]()
        if chance.random() < advised:
            fields["recommendation"] = {"verdict": chance.choice(("adopt", "reject"))}
        if chance.random() < voted:
            yes, no = chance.sample(range(20, 160), 2)
            fields["vote"] = {"yes": yes, "no": no, "abstain": chance.randint(0, 20)}
            fields["outcome"] = "adopted" if yes > no else "rejected"
        return fields

    def amendments(self, base: Base, count: int) -> Iterator[tuple[str, str]]:
        """Yield path and content of the files of *count* amendments to a resolution."""
        lines = number_lines(base.text.text, LENGTH)
        resolution = Path(base.path).stem
        for number in range(1, count + 1):
            body, edits = self._proposal(base, lines)
            if self.chance.random() < 0.1:
                body += f"\n\n# Begründung\n\n{self.chance.choice(self.seed.sentences)}"
            item_id, submitter = amendment_id(resolution, number), self._submitter()
            subject = f"Punkt {number}"
            fields: dict[str, Value] = {
                "resolution": resolution, "submitter": submitter, "subject": subject,
                "id": item_id, "base": base.blob, "received": RECEIVED,
                "line-length": LENGTH, "first-line": 1, "form": "instructions",
            }  # fmt: skip
            fields |= self._decided(0.9, 2 / 3)
            stem = f"amendments/{file_stem(item_id)}"
            yield f"{stem}.md", f"{build(fields)}{body}\n"
            sender = Sender(submitter, "amendments@antragstool.invalid", DATE)
            yield f"{stem}.patch", track(base, edits, item_id, resolution, subject, sender)

    def _proposal(self, base: Base, lines: tuple[Line, ...]) -> tuple[str, tuple[Edit, ...]]:
        """Return a change in words at one place or two, and the edits that they mean."""
        while True:
            parts = [
                self._part(base, lines)
                for _part in range(self.chance.choice((1, 1, 1, 1, 1, 1, 1, 2)))
            ]
            body = "\n\n".join(parts)
            try:
                edits, problems = read_instructions(body, base.text.text, lines)
                if edits and not problems:
                    base.changed(edits)
                    return body, edits
            except InputError:
                continue

    def _part(self, base: Base, lines: tuple[Line, ...]) -> str:
        text, chance = base.text.text, self.chance
        block = chance.choice(
            [i for i, each in enumerate(text.blocks) if each.kind is Kind.PARAGRAPH]
        )
        kind = chance.choice(KINDS)
        new = chance.choice(self.seed.sentences)
        start, end = text.content_start(block), text.end_of(block)
        if kind == "paragraph":
            where = _where(lines, start, end)
            return chance.choice((f"{where}: Streichen.", f"{where} ersetzen durch: „{new}“"))
        sentences = [match.span() for match in re.finditer(r"[^.]{30,}\.", text.flat[start:end])]
        if not sentences:
            return f"Nach Zeile {_number(lines, end - 1)} einfügen: „{new}“"
        first, last = chance.choice(sentences)
        sentence = text.flat[start + first : start + last].lstrip()
        words = sentence.rstrip(".").split(" ")
        at = chance.randrange(max(1, len(words) - 3))
        some = " ".join(words[at : at + chance.randint(2, 4)])
        other = " ".join(new.rstrip(".").split(" ")[1 : chance.randint(3, 6)])
        where = _where(lines, start + last - len(sentence), start + last)
        return {
            "words": f"{where}: Ersetze „{some}“ durch „{other}“.",
            "insertion": f"{where}: Füge nach „{some}“ ein: „{other}“.",
            "deletion": f"{where}: Streiche „{some}“.",
            "new sentence": f"{where}: Füge nach „{sentence}“ ein: „{new}“",
            "other sentence": f"{where}: Ersetze „{sentence}“ durch „{new}“",
            "no sentence": f"{where}: Streiche „{sentence}“",
        }[kind]


def _number(lines: tuple[Line, ...], position: int) -> int:
    return next(line.number for line in reversed(lines) if line.start <= position)


def _where(lines: tuple[Line, ...], start: int, end: int) -> str:
    first, last = _number(lines, start), _number(lines, end - 1)
    return f"Zeile {first}" if first == last else f"Zeilen {first}–{last}"


@functools.cache
def _seed() -> Seed:
    return Seed.read()


def conference_files(resolutions: int, amendments: int) -> Iterator[tuple[str, str]]:
    """Yield path and content of every file of a conference, the resolution before its amendments."""
    yield CONFIG_FILE, template("de")
    for number in range(1, resolutions + 1):
        writer = Writer(_seed(), random.Random(f"resolution {number}"))
        base = writer.resolution(number)
        yield base.path, base.source
        yield from writer.amendments(base, amendments)


def make(folder: Path, resolutions: int, amendments: int) -> None:
    """Make the conference in *folder*, which is empty or not there: two commits, as of one fixed moment."""
    for path, content in conference_files(resolutions, amendments):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode())
    _git(folder, "init", "-q", "-b", "main")
    for what, subject in ((("antragstool.toml", "resolutions"), "Anträge"), ((".",), "Änderungen")):
        _git(folder, "add", "--", *what)
        _git(folder, "commit", "-q", "-m", subject)


def _git(folder: Path, *arguments: str) -> None:
    command = ["git", *COMMITTER, *arguments]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **COMMIT_DATE})


def main() -> None:
    """Make one conference."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resolutions", type=int, default=200)
    parser.add_argument("--amendments", type=int, default=5)
    options = parser.parse_args()
    make(options.folder, options.resolutions, options.amendments)


if __name__ == "__main__":
    main()
