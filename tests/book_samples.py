"""Books made by hand for the tests of the render layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from antragstool.diff.compare import compare
from antragstool.diff.reading import passages
from antragstool.model.conference import Conference
from antragstool.model.decision import Majority, Outcome, Recommendation, Verdict, Vote
from antragstool.model.documents import Amendment, Form, Resolution
from antragstool.model.edit import Edit
from antragstool.render.book import Book, BookAmendment, BookItem, BookResolution
from antragstool.render.composing.frame import cover_of, frame_of
from antragstool.render.composing.kinds import parts_of
from antragstool.render.composing.motions import motions_parts
from antragstool.render.composing.view import ContentsEntry, Part, ResolutionView
from antragstool.render.html import Templates
from antragstool.render.options import BookOptions
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_markdown

BODY = """Die Landeskonferenz möge beschließen, dass alle Menschen, die seit mehr als über einem Jahr in einer Gemeinde gemeldet sind, dort auch wählen dürfen, und zwar unabhängig von ihrer Staatsangehörigkeit.

## Begründet ist das so

- Erster Punkt mit **fettem Wort** und *kursivem Wort* und Schüler*innen, der über die eine Zeile hinausgeht.
  - Unterpunkt.
- Zweiter Punkt

> Ein Zitat, das eingerückt steht und über mehrere Zeilen läuft, weil es lang ist, wie Zitate es nun einmal sind.

<b>Kein HTML</b> & kein Befehl, sondern Text. Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsmitglied.

DIES IST EINE ZEILE AUS GROSSBUCHSTABEN, DIE BREITER IST ALS ANDERE ZEILEN, UND DOCH PASSEN MUSS.

# Begründung

Nach § 25 a gilt für 26,2 % etwas anderes.
"""


def amendment(
    number: int,
    change: Callable[[str], str],
    *,
    body: str = BODY,
    length: int = 80,
    subject: str = "",
    recommendation: Recommendation | None = None,
    outcome: Outcome | None = None,
    vote: Vote | None = None,
    older_base: bool = False,
    whole: bool = False,
) -> BookAmendment:
    """Return an amendment to *body* that changes its flat text, or replaces it as a *whole*."""
    text = read_markdown(body).text
    new = change(text.flat)
    edits = (Edit(0, text.flat, new),) if whole else compare(text, Text.from_flat(new))
    record = Amendment(
        id=f"A1-Ä{number}",
        resolution="A1",
        base="0" * 40,
        path=f"amendments/A1-Ae{number}.md",
        body="",
        body_line=1,
        source="",
        form=Form.COPY,
        submitter="KV Musterstadt",
        subject=subject,
        example=True,
        recommendation=recommendation,
        outcome=outcome,
        vote=vote,
    )
    found = passages(text, edits, number_lines(text, length))
    reasons = read_markdown("# Begründung\nWeil es z. B. gut ist.").reasons
    return BookAmendment(record, found, reasons, older_base)


def amendments(body: str = BODY, length: int = 80) -> tuple[BookAmendment, ...]:
    """Return one amendment of every common kind."""

    def whole(_flat: str) -> str:
        return "Ganz anderer Text, der mit dem alten nichts gemein hat.\n- Punkt eins"

    return (
        amendment(
            1,
            lambda flat: flat.replace("über einem Jahr", "sechs Monaten"),
            body=body,
            length=length,
            subject="Sechs Monate",
            recommendation=Recommendation(Verdict.ADOPT_AS_AMENDED, "ohne Satz 2"),
            outcome=Outcome.ADOPTED,
            vote=Vote(yes=1204, no=78, abstain=6, majority=Majority.TWO_THIRDS),
        ),
        amendment(
            2,
            lambda flat: flat.replace("\n- Zweiter Punkt", ""),
            body=body,
            length=length,
            recommendation=Recommendation(Verdict.REJECT),
            outcome=Outcome.REJECTED,
            vote=Vote(wording="mit großer Mehrheit"),
        ),
        amendment(3, whole, body=body, length=length, subject="Ersetzung", whole=True),
        amendment(
            4, lambda flat: "Neuer Anfang.\n" + flat, body=body, length=length, older_base=True
        ),
    )


def resolution(body: str = BODY, length: int = 80, first: int = 1, **more: str) -> BookResolution:
    """Return a resolution without amendments."""
    read = read_markdown(body)
    record = Resolution(
        id="A1",
        title=more.get("title", "Wahlrecht für alle"),
        path="resolutions/A1.md",
        body=body,
        body_line=6,
        source="",
        blob="0123456789abcdef" * 2,
        submitter=more.get("submitter", "Landesvorstand"),
    )
    return BookResolution(record, read.text, number_lines(read.text, length, first), read.reasons)


def book(
    body: str = BODY,
    length: int = 80,
    first: int = 1,
    *,
    amended: bool = True,
    options: BookOptions | None = None,
) -> Book:
    """Return a book with one resolution and, if *amended*, its amendments."""
    item = resolution(body, length, first)
    if amended:
        item = BookResolution(
            item.resolution, item.text, item.lines, item.reasons, amendments(body, length)
        )
    conference = Conference(
        name="Landeskonferenz 2012",
        organisation="Jugendverband Musterland",
        place="Heidenheim",
        date="2012-05-05",
        committee="Antragskommission",
        line_length=length,
    )
    items = (BookItem.ready(item),)
    return Book(conference, items, "de", date(2012, 5, 7), options or BookOptions())


def first_of(sample: Book) -> BookResolution:
    """Return the first resolution of a book."""
    return sample.items[0].gather()


def with_only(sample: Book, item: BookResolution) -> Book:
    """Return the book with *item* in the place of all its resolutions."""
    return replace(sample, items=(BookItem.ready(item),))


def view_of(sample: Book) -> ResolutionView:
    """Return the first resolution of a book as the book of motions shows it."""
    view = motions_parts(first_of(sample), frame_of(sample))[0].item
    assert isinstance(view, ResolutionView)
    return view


def parts(sample: Book) -> tuple[Part, ...]:
    """Return all parts of a book."""
    frame = frame_of(sample)
    return tuple(part for item in sample.items for part in parts_of(item.gather(), frame))


def front_html(sample: Book, root: Path, contents: tuple[ContentsEntry, ...] = ()) -> str:
    """Return cover and contents of a book as HTML; *root* is the folder of the conference."""
    templates, frame = Templates(root), frame_of(sample)
    return templates.cover(frame, cover_of(sample)) + templates.contents(frame, contents)


def documents(sample: Book, root: Path) -> tuple[str, ...]:
    """Return every document of a book as HTML: cover with contents, then its parts."""
    found = parts(sample)
    contents = tuple(entry for part in found for entry in part.contents)
    templates, frame = Templates(root), frame_of(sample)
    return (
        front_html(sample, root, contents),
        *(templates.part(frame, part) for part in found),
    )
