"""Type sizes, no-break spaces, printed lines: everything that needs no PDF."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.diff.passages import Mark, Run
from antragstool.render.composing import measure
from antragstool.render.composing.frame import frame_of
from antragstool.render.composing.measure import Column
from antragstool.render.composing.printed import Setting, bullet, flowing, print_text, width_of
from antragstool.render.composing.remarks import printed_lines, remark
from antragstool.render.composing.synopsis import SynopsisEntry, synopsis
from antragstool.render.composing.typography import no_break, no_break_counts
from antragstool.text.blocks import Text
from tests.book_samples import BODY, amendment, book, first_of, resolution, view_of

COLUMN = Column.of(462, 80)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("§ 25 a AufenthG", "§~25~a AufenthG"),
        ("§§ 3 und 4", "§§~3 und 4"),
        ("26,2 % der Menschen", "26,2~% der Menschen"),
        ("z. B. hier, d. h. dort, u. a. m.", "z.~B. hier, d.~h. dort, u.~a. m."),
        ("i. d. R.", "i.~d.~R."),
        ("Nr. 5, S. 3, Art. 28 Abs. 1", "Nr.~5, S.~3, Art.~28 Abs.~1"),
        ("5. Mai 2012", "5.~Mai 2012"),
        ("Zeile 87", "Zeile~87"),
        ("Nichts davon. Und 5 Punkte", "Nichts davon. Und 5 Punkte"),
    ],
)
def test_spaces_that_must_not_break_do_not(typed: str, printed: str) -> None:
    assert no_break(typed).replace("\u00a0", "~") == printed


@given(st.text())
def test_typography_changes_nothing_but_spaces(text: str) -> None:
    for changed in (no_break(text), no_break_counts(text)):
        assert changed.replace("\u00a0", " ") == text.replace("\u00a0", " ")


def test_a_count_stays_with_what_was_counted() -> None:
    assert no_break_counts("88 Ja, 78 Nein").replace("\u00a0", "~") == "88~Ja, 78~Nein"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.integers(20, 200),
    st.sampled_from([240.0, 330.0, 462.0]),
)
def test_every_line_fits_the_column_at_the_percentage_that_is_chosen(
    text: str, length: int, points: float
) -> None:
    column = Column.of(points, length)
    width = measure.width(text)
    percent = measure.shrink(width, column)
    assert 0 <= percent <= 100
    assert width * column.size * percent / 100 <= points


@pytest.mark.parametrize("length", [20, 40, 80, 95, 100, 120, 200])
def test_the_type_is_never_large_and_usual_lines_fit_unshrunk(length: int) -> None:
    body = " ".join(["Vielfalt ist die Grundlage unserer Gesellschaft und ihrer Zukunft."] * 30)
    item = resolution(body, length)
    column = frame_of(book(body, length, amended=False)).column
    assert column.size <= 12
    blocks = print_text(item.text, item.lines, column)
    assert all(line.percent == 100 for block in blocks for line in block.lines)


def test_capitals_are_set_smaller_and_the_rest_is_not() -> None:
    item = resolution(BODY, 80)
    column = frame_of(book()).column
    lines = {
        "".join(run.text for run in line.runs): line.percent
        for block in print_text(item.text, item.lines, column)
        for line in block.lines
    }
    small = [text for text, percent in lines.items() if percent < 100]
    assert small
    assert all(text.isupper() for text in small)


@pytest.mark.parametrize("length", [20, 80, 95])
def test_printed_lines_say_exactly_what_the_official_lines_say(length: int) -> None:
    item = resolution(BODY, length, first=995)
    printed = print_text(item.text, item.lines, COLUMN)
    shown = ["".join(run.text for run in line.runs) for block in printed for line in block.lines]
    assert shown == [line.shown for line in item.lines]
    assert [block.first for block in printed] == sorted(block.first for block in printed)
    assert printed[0].first == 995


def test_emphasis_is_kept_in_official_lines() -> None:
    item = resolution()
    runs = [
        run
        for block in print_text(item.text, item.lines, COLUMN)
        for line in block.lines
        for run in line.runs
    ]
    assert Run(Mark.SAME, "fettem Wort", strong=True) in runs
    assert Run(Mark.SAME, "kursivem Wort", emphasis=True) in runs


def test_bullets_are_typographic_and_numbers_are_as_typed() -> None:
    assert [bullet("-", 1), bullet("*", 2), bullet("3.", 1), bullet("4)", 1)] == [
        "•",
        "–",
        "3.",
        "4)",
    ]


def test_a_heading_is_measured_in_its_own_size() -> None:
    run = (Run(Mark.SAME, "Überschrift"),)
    assert width_of(run, Setting(level=2)) > width_of(run, Setting()) * 1.2


def test_running_heads_are_shortened_at_a_word() -> None:
    long = "Ein Titel, der viel zu lang ist für einen Kolumnentitel"
    short = measure.shorten(long, 100, 8.5)
    assert short.endswith(" …")
    assert long.startswith(short[:-2])
    assert measure.width(short, measure.SANS) * 8.5 <= 100
    assert measure.shorten("kurz", 100, 8.5) == "kurz"
    assert measure.shorten("W" * 80, 100, 8.5).endswith("W…")


def test_a_name_as_long_as_a_book_is_shortened_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    usual = measure.width

    def width(text: str, font: str = measure.REGULAR) -> float:
        measured.append(len(text))
        return usual(text, font)

    monkeypatch.setattr(measure, "width", width)
    names = "Ortsverband Nord, " * 10_000
    assert measure.shorten(names, 290, 8.5).startswith("Ortsverband Nord, Ortsverband Nord")
    assert measure.shorten("W" * 100_000, 290, 8.5).endswith("W…")
    assert sum(measured) < 10_000


def test_reasons_flow_with_no_break_spaces() -> None:
    assert flowing(resolution().reasons)[0].runs[0].text.startswith("Nach §\u00a025\u00a0a")
    assert flowing(Text(())) == ()


def _words(entry: SynopsisEntry) -> tuple[list[str], list[str]]:
    sides = (entry.original, entry.proposed)
    original, proposed = (
        ["".join(run.text for run in block.runs) for block in side] for side in sides
    )
    return original, proposed


def test_the_synopsis_is_in_the_order_of_the_text() -> None:
    ids = [entry.amendment.amendment.id for entry in synopsis(first_of(book()))]
    assert ids == ["A1-Ä4", "A1-Ä3", "A1-Ä1", "A1-Ä2"]


def test_the_synopsis_sets_the_old_words_beside_the_new() -> None:
    entries = {e.amendment.amendment.id: e for e in synopsis(first_of(book()))}
    original, proposed = _words(entries["A1-Ä1"])
    assert "seit mehr als über einem Jahr in" in " ".join(original)
    assert "seit mehr als sechs Monaten in" in " ".join(proposed)
    assert entries["A1-Ä1"].proposed[0].runs[-1].text.endswith("…")
    assert _words(entries["A1-Ä2"])[1] == []
    assert _words(entries["A1-Ä4"]) == ([], ["Neuer Anfang."])
    assert _words(entries["A1-Ä3"])[1][0].startswith("Ganz anderer Text")


def test_a_split_shows_one_paragraph_beside_two() -> None:
    item = resolution("Ein Satz steht hier. Noch ein Satz steht hier.")
    split = amendment(
        1,
        lambda flat: flat.replace(". Noch", ".\nNoch"),
        body="Ein Satz steht hier. Noch ein Satz steht hier.",
    )
    (entry,) = synopsis(replace(item, amendments=(split,)))
    original, proposed = _words(entry)
    assert original == ["Ein Satz steht hier. Noch ein Satz steht hier."]
    assert proposed == ["Ein Satz steht hier.¶", "Noch ein Satz steht hier."]


def test_a_line_of_the_synopsis_joins_words_as_the_text_does() -> None:
    body = "Die kulturell-vielfältige Gesellschaft braucht Bund- und Landesmittel und Mittelmaß."
    item = resolution(body, 20)
    found = amendment(1, lambda _flat: "Nein.", body=body, length=20)
    (entry,) = synopsis(replace(item, amendments=(found,)))
    original = " ".join(_words(entry)[0])
    assert original in {body, "The whole text", "Gesamter Text"}


ONE = "Der erste Absatz ist lang genug, um ihn wiederzuerkennen."
TWO = "Der zweite Absatz steht danach und sagt etwas ganz anderes."
REST = ["Noch ein Absatz, der bleibt.", "Und ein weiterer Absatz.", "Ende der Vorlage."]


def test_a_moved_paragraph_is_said_to_be_moved() -> None:
    body = "\n\n".join([ONE, TWO, *REST])
    item = resolution(body)
    moved = amendment(1, lambda _flat: "\n".join([TWO, *REST, ONE]), body=body)
    entries = synopsis(replace(item, amendments=(moved,)))
    assert [entry.moved for entry in entries] == [True, True]
    assert entries[0].note == "Is moved. New place: After line 5."
    assert entries[1].note == "Is moved here. Old place: Line 1."
    assert _words(entries[0]) == ([ONE], [])
    assert _words(entries[1]) == ([], [ONE])


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("## Titel", "### Titel", "The heading of level 2 becomes one of level 3."),
        ("## Titel", "Titel", ""),
    ],
)
def test_another_heading_level_is_said_without_hashes(
    before: str, after: str, sentence: str
) -> None:
    body = f"{ONE}\n\n{before}\n\n{TWO}"
    found = amendment(1, lambda flat: flat.replace(before, after), body=body)
    said = [remark(passage, found.passages) for passage in found.passages]
    if sentence:
        assert said == [sentence]
        words = [r.text for p in found.passages for line in printed_lines(p) for r in line.runs]
        assert not any("#" in word for word in words)
    else:
        assert all("level" not in words for words in said)


def test_a_very_long_cell_is_cut_at_a_word() -> None:
    long = " ".join(["Wort"] * 900)
    item = resolution(ONE)
    found = amendment(1, lambda flat: f"{flat}\n{long}", body=ONE)
    (entry,) = synopsis(replace(item, amendments=(found,)))
    (text,) = _words(entry)[1]
    assert text.endswith("Wort …")
    assert len(text) < 1900


def test_a_substitute_does_not_print_the_old_text_again() -> None:
    (view,) = [a for a in view_of(book()).amendments if a.head.id == "A1-Ä3"]
    (passage,) = view.passages
    assert passage.remark == "The whole text is replaced by:"
    assert all(run.mark is Mark.INSERTED for line in passage.lines for run in line.runs)


def test_unchanged_lines_of_a_passage_are_kept_on_one_line() -> None:
    for item in view_of(book()).amendments:
        for passage in item.passages:
            for line in passage.lines:
                same = all(run.mark is Mark.SAME for run in line.runs)
                assert line.kept == (same and line.number is not None)


def test_shares_of_a_vote_never_exceed_the_bar() -> None:
    view = view_of(book()).amendments[0].head.decision
    assert [bar.kind for bar in view.bars] == ["yes", "no", "abstain"]
    assert 99.9 < sum(bar.percent for bar in view.bars) <= 100


def test_an_item_without_outcome_says_so_and_keeps_its_recommendation_apart() -> None:
    decision = view_of(book()).amendments[3].head.decision
    assert (decision.state, decision.outcome) == ("open", "not voted on yet")
    assert decision.recommendation == decision.vote == ""


def test_what_is_longer_than_any_word_may_break_and_keeps_its_characters() -> None:
    pasted = "data:image/png;base64," + "iVBORw0KGgo" * 5000
    parted = no_break(f"Nr. 5 {pasted} z. B.")
    assert max(map(len, re.split(r"[\s\u200b]", parted))) <= 60
    assert parted.replace("\u200b", "") == f"Nr.\u00a05 {pasted} z.\u00a0B."
    assert no_break("x" * 199) == "x" * 199
    assert no_break("e\u0301" * 500) == "e\u0301" * 500
