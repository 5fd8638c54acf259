"""A small conference with everything that a book has to print: always the same, to the second.

Two resolutions with lists, quotations, headings and long words; amendments of every form, to the
title, the reasons and to an amendment; votes with and without counts, in parts, recounted, against
the committee's advice. The first resolution was adopted, but not yet put together (``adopt``); the
second is open.
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from antragstool.i18n import activate
from antragstool.store.git import Repository
from antragstool.store.header_write import set_fields
from tests.commands import Clerk

MOMENT = datetime(2027, 5, 8, 9, 30, tzinfo=UTC)
CONFIGURATION = """\
name = "Landesparteitag 2027"
organisation = "Jugendverband Musterland"
place = "Musterstadt"
date = "2027-05-08"
deadline = "2027-04-10"
committee = "Antragskommission"
language = "de"
entitled = 189

[rules]
"S*" = "two-thirds"
"""
BUSES = """\
---
id: A1
title: Gute Busse für alle
submitter: OV Beispielhausen
supporters: [Kim Muster, Alex Beispiel, Chris Vorlage]
addressee: Landtagsfraktion
---
Wir fordern mehr Busse im ländlichen Raum. Wer keinen Führerschein hat oder sich kein Auto leisten kann, darf nicht vom Leben abgeschnitten sein.
Die Busse sollen jede Stunde fahren, auch am Abend und am Wochenende.

## Bezahlbar für alle

Das Ticket kostet höchstens 365 Euro im Jahr. Schüler*innen und Auszubildende fahren kostenlos.
Die Busse sollen **barrierefrei** sein, und zwar *alle*.

- Punkt 1: mehr Haltestellen in den Ortsteilen, damit niemand weiter als 500 Meter gehen muss
  - überdacht und beleuchtet
    - mit einem Fahrplan in großer Schrift
  - mit Platz für Fahrräder
- Punkt 2: mehr Fahrer*innen

1. Zuerst die Landkreise ohne Bahnanschluss.
2. Dann alle anderen.

> Mobilität ist ein Grundrecht, kein Luxus, und sie endet nicht an der Stadtgrenze.

## Wer bezahlt

Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr. Ein Personenbeförderungsgesetzesänderungsentwurf wird vorgelegt.

# Begründung

Ohne Bus geht auf dem Land wenig. Nach § 8 Abs. 3 PBefG gehört der Nahverkehr zur Daseinsvorsorge; z. B. fuhr 2026 in 26,2 % der Gemeinden am Sonntag kein einziger Bus.
"""
STATUTES = """\
---
id: S1
title: Satzungsänderung zur digitalen Teilnahme an den Sitzungen aller Gremien und zur Frist für Anträge
submitter: Landesvorstand
---
An Sitzungen der Gremien kann digital teilgenommen werden.

Anträge sind sechs Wochen vor dem Parteitag einzureichen. Über Ausnahmen entscheidet das Präsidium mit Zweidrittelmehrheit.

# Begründung

Weite Wege schließen Menschen aus.
"""
BUS_AMENDMENTS = (
    ("KV Musterstadt", "Bahnen", "Zeile 1: Ersetze „mehr Busse“ durch „mehr Busse und Bahnen“.\n"),
    ("KV Nordkreis", "", "Ersetze „365 Euro“ durch „300 Euro“.\n"),
    (
        "KV Südkreis",
        "Kosten und Bericht",
        """\
Ersetze „Das Land trägt“ durch „Bund und Land tragen“.
Ersetze „einmal“ durch „zweimal“.
Streiche „mit Platz für Fahrräder“.
""",
    ),
    ("AK Bildung", "", "Streiche „und Auszubildende“.\n"),
    (
        "Kim Muster",
        "Nachtbusse",
        """\
Nach Zeile 4 einfügen: „Nachtbusse verbinden am Wochenende alle Orte mit mehr als 2.000 Einwohner*innen, und zwar bis zum letzten Zug.“

# Begründung
Wer feiert, soll auch heimkommen.
""",
    ),
    ("OV Hintertal", "", "Ersetze „365 Euro“ durch „einen Euro am Tag“.\n"),
    ("OV Hintertal", "Ohne Luxus", "Streiche „, kein Luxus“.\n"),
)


def sample_conference(folder: Path) -> Clerk:
    """Make the conference in the new *folder*, and return its clerk."""
    activate("de")
    Repository.create(folder).close()
    clerk = Clerk(folder)
    moment = MOMENT.isoformat()
    dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    with mock.patch.dict(os.environ, dates):
        for setting, value in (("user.name", "Kim Muster"), ("user.email", "kim@example.org")):
            subprocess.run(["git", "config", setting, value], cwd=folder, check=True)
        _write(clerk)
        _hand_in(clerk)
        _advise(clerk)
        _vote(clerk)
    return clerk


def _write(clerk: Clerk) -> None:
    (clerk.folder / "antragstool.toml").write_text(CONFIGURATION, encoding="utf-8")
    for name in ("resolutions", "amendments"):
        (clerk.folder / name).mkdir()
    (clerk.folder / "resolutions" / "A1-busse.md").write_text(BUSES, encoding="utf-8")
    (clerk.folder / "resolutions" / "S1-satzung.md").write_text(STATUTES, encoding="utf-8")
    clerk.git("add", "-A")
    clerk.git("commit", "-q", "-m", "Start")


def _do(clerk: Clerk, *arguments: str | Path) -> None:
    answer = clerk.run(*arguments)
    assert answer.code == 0, (arguments, answer.err)


def _submit(clerk: Clerk, to: str, submitter: str, body: str, **more: str) -> None:
    header = {"resolution": to, "submitter": submitter, **more}
    lines = "".join(f"{name}: {value}\n" for name, value in header.items())
    _do(clerk, "submit", clerk.write("handed-in.md", f"---\n{lines}---\n{body}"))


def _hand_in(clerk: Clerk) -> None:
    for submitter, subject, body in BUS_AMENDMENTS:
        more = {"subject": subject} if subject else {}
        _submit(clerk, "A1", submitter, body, **more)
    _submit(clerk, "A1-Ä5", "Alex Beispiel", "Ersetze „2.000“ durch „1.000“.\n")
    _submit(clerk, "A1", "KV Mitte", "Gute Busse und Bahnen für alle\n", concerns="title")
    _submit(clerk, "A1", "KV Mitte", "In der Begründung: Ersetze „wenig“ durch „nichts“.\n")
    names = ", ".join(f"Vorname Nachname {number}" for number in range(1, 41))
    _submit(clerk, "S1", "Vorname Nachname 1", "Ersetze „sechs“ durch „vier“.\n", supporters=names)
    _submit(
        clerk,
        "S1",
        "KV Musterstadt",
        "Alle Gremien tagen digital, wenn nicht ein Viertel der Mitglieder widerspricht.\n\n"
        "Anträge können bis zum Beginn des Parteitags eingereicht werden.\n",
        form="substitute",
        subject="Ganz anders",
    )
    _submit(clerk, "S1", "KV Nordkreis", "Ersetze „sechs“ durch „acht“.\n", subject="Mehr Zeit")
    _submit(clerk, "S1", "KV Südkreis", "Ersetze „sechs Wochen“ durch „einen Monat“.\n")
    for path in (clerk.folder / "amendments").glob("*.md"):
        source = path.read_text(encoding="utf-8")
        path.write_text(set_fields(source, {"received": MOMENT.isoformat()}), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Received on the day itself")


def _advise(clerk: Clerk) -> None:
    _do(clerk, "recommend", "A1", "adopt")
    _do(clerk, "recommend", "A1-Ä1", "adopt")
    _do(clerk, "recommend", "A1-Ä2", "reject", "--note", "zu teuer")
    words = clerk.write(
        "words.md", "Ersetze „Schüler*innen und Auszubildende“ durch „Alle unter 25“.\n"
    )
    _do(clerk, "recommend", "A1-Ä4", "adopt-committee-version", "--text", words)
    _do(clerk, "recommend", "S1-Ä1", "refer", "--note", "an den Landesausschuss")


def _vote(clerk: Clerk) -> None:
    _do(clerk, "vote", "A1-Ä1", "--yes", "150", "--no", "12", "--abstain", "10")
    _do(clerk, "vote", "A1-Ä2", "--yes", "80", "--no", "81", "--abstain", "9")
    _do(clerk, "vote", "A1-Ä2", "--yes", "88", "--no", "78", "--abstain", "6")
    _do(clerk, "vote", "A1-Ä3", "adopted", "--parts", "1,2", "--wording", "mit großer Mehrheit")
    _do(clerk, "vote", "A1-Ä3", "rejected", "--parts", "3", "--yes", "20", "--no", "140")
    words = clerk.folder.parent / "words.md"
    _do(
        clerk,
        "vote",
        "A1-Ä4",
        "adopted-committee-version",
        "--text",
        words,
        "--wording",
        "einstimmig",
    )
    _do(clerk, "vote", "A1-Ä5-Ä1", "adopted", "--wording", "mit großer Mehrheit")
    _do(clerk, "vote", "A1-Ä5", "--yes", "99", "--no", "50", "--cast", "160")
    _do(clerk, "vote", "A1-Ä7", "withdrawn")
    _do(clerk, "vote", "A1-Ä8", "taken-over")
    _do(clerk, "vote", "A1-Ä9", "rejected")
    _do(clerk, "vote", "A1", "--yes", "170", "--no", "0", "--abstain", "2")
    _do(clerk, "vote", "S1-Ä1", "--yes", "60", "--no", "60")
