"""German-like sentences and texts, made of the words below; the same chance makes the same words."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = "Bildungs Verkehrs Gesundheits Wohnungs Energie Kultur Pflege Umwelt Jugend Haushalts Arbeits Klima Hochschul Sport Wasser Verwaltungs Familien Forschungs Stadt Regional".split()  # noqa: SIM905
SECOND = "konzept programm gesetz angebot planung ausbau bericht förderung beirat vertrag leitbild fonds rahmen prüfung netzwerk zentrum ordnung bündnis ziel auftrag".split()  # noqa: SIM905
WHO = [
    "Die Landesregierung",
    "Der Landtag",
    "Jede Gemeinde",
    "Unser Verband",
    "Die Fachkonferenz",
    "Das Ministerium",
    "Der Kreistag",
    "Die Mehrheit der Beschäftigten",
    "Eine unabhängige Stelle",
]
VERBS = "stärkt prüft erneuert fordert veröffentlicht begleitet finanziert erweitert vereinfacht sichert".split()  # noqa: SIM905
MANNER = "dauerhaft verlässlich barrierefrei schrittweise gemeinsam transparent flächendeckend jährlich solidarisch zügig".split()  # noqa: SIM905
PLACES = [
    "in allen Landesteilen",
    "auf dem Land",
    "in jeder Kommune",
    "für Schüler*innen und Auszubildende",
    "ohne zusätzliche Gebühren",
    "mit klaren Fristen",
    "bis zum Ende der Wahlperiode",
    "über die Kreisgrenzen hinweg",
]


@dataclass(slots=True)
class Prose:
    """Makes sentences and texts."""

    chance: random.Random

    def noun(self) -> str:
        """Return a compound."""
        return self.chance.choice(FIRST) + self.chance.choice(SECOND)

    def sentence(self) -> str:
        """Return a sentence of 8 to 25 words."""
        pick, chance = self.chance.choice, self.chance
        words = f"{pick(WHO)} {pick(VERBS)} das {self.noun()} {pick(MANNER)}"
        for _more in range(chance.randint(0, 3)):
            words += f" und {pick(MANNER)} das {self.noun()} {pick(PLACES)}"
        return f"{words} {chance.randint(2, 999)} Mal {pick(PLACES)}."

    def source(self, size: int) -> str:
        """Return the Markdown of a text of about *size* characters, one sentence to a line."""
        chance = self.chance
        parts: list[str] = []
        while sum(map(len, parts)) < size:
            parts.append(f"## {self.noun()} und {self.noun()}")
            parts += (self._paragraph() for _count in range(chance.randint(4, 9)))
            point = self.noun()  # almost equal points: a trap for whoever looks for words
            parts.append(
                "\n".join(
                    f"- Punkt {number}: Das Land fordert das {point} auf der Stufe {number}."
                    for number in range(1, chance.randint(3, 5))
                )
            )
            if chance.random() < 0.3:
                twin = self._paragraph()
                parts += (twin, twin.replace(" Mal ", " Mal im Jahr ", 1))
        return "\n\n".join(parts) + "\n"

    def _paragraph(self) -> str:
        return "\n".join(self.sentence() for _count in range(self.chance.randint(3, 7)))
