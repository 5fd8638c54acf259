"""Running the program as a person does, in this process, and a conference to run it in."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antragstool.cli.main import run_program

TEXT = """\
---
id: A1
title: Gute Busse für alle
submitter: OV Beispielhausen
status: submitted
---
Wir fordern mehr Busse im ländlichen Raum.
Die Busse sollen jede Stunde fahren, auch am Abend und am Wochenende.

## Bezahlbar für alle

Das Ticket kostet höchstens 365 Euro im Jahr.
Schüler*innen und Auszubildende fahren kostenlos.
Die Busse sollen barrierefrei sein.

- Punkt 1: mehr Haltestellen
- Punkt 2: mehr Fahrer*innen

Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.

# Begründung

Ohne Bus geht auf dem Land wenig.
"""
RESOLUTION = "resolutions/A1-busse.md"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class _Captured(io.StringIO):
    """A stream that click can write bytes to as well."""

    def isatty(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who works in the conference in *folder*."""

    folder: Path

    def run(self, *arguments: str | Path) -> Answer:
        out, err = _Captured(), _Captured()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_program([*map(str, arguments), "-C", str(self.folder)])
        return Answer(code, out.getvalue(), err.getvalue())

    def write(self, name: str, text: str) -> Path:
        """Write a file outside of the conference, as it came by mail."""
        path = self.folder.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def submit(self, body: str, *, subject: str = "", submitter: str = "KV Musterstadt") -> Answer:
        """Hand in a body to A1."""
        header = f"resolution: A1\nsubmitter: {submitter}\n" + (
            f"subject: {subject}\n" if subject else ""
        )
        return self.run("submit", self.write("handed-in.md", f"---\n{header}---\n{body}"))

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    def state(self) -> tuple[str, str, str]:
        """Return everything that must not change when something is refused."""
        files = sorted(
            (str(path.relative_to(self.folder)), path.read_bytes())
            for path in self.folder.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.folder).parts
        )
        return self.git("rev-parse", "HEAD"), self.git("status", "--porcelain"), repr(files)


def found(folder: Path, language: str = "en") -> Clerk:
    """Make a conference with the resolution A1 and return its clerk."""
    clerk = Clerk(folder)
    configuration = f'name = "Landesparteitag"\nplace = "Musterstadt"\ndate = "2027-05-08"\nlanguage = "{language}"\n'
    (folder / "antragstool.toml").write_text(configuration, encoding="utf-8")
    for name in ("resolutions", "amendments"):
        (folder / name).mkdir()
    (folder / RESOLUTION).write_text(TEXT, encoding="utf-8")
    clerk.git("add", "-A")
    clerk.git("commit", "-q", "-m", "Start")
    return clerk
