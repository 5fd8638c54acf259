"""Passages: what people read of an amendment."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.diff.compare import compare
from antragstool.diff.passages import Citation, Mark, Passage, PassageKind
from antragstool.diff.reading import passages
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_inline
from antragstool.text.tokens import is_word, tokens, words
from tests.marks import marked
from tests.test_canonical import edits_in
from tests.texts import changed_texts, texts


def seen(flat: str) -> str:
    """Return what of a flat text one sees, block by block."""
    return "\n".join(
        "".join(span.text for span in read_inline(block.content))
        for block in Text.from_flat(flat).blocks
    )


def runs(shown: tuple[Passage, ...], mark: Mark) -> str:
    return "\n".join(
        "".join(run.text for run in line.runs if run.mark is mark)
        for passage in shown
        for line in passage.lines
        if not line.context
    )


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def show(text: Text, edits: tuple[Edit, ...], length: int = 80) -> tuple[Passage, ...]:
    return passages(text, edits, number_lines(text, length))


@given(changed_texts(), st.integers(20, 120))
@settings(max_examples=250, deadline=None)
def test_every_deleted_and_inserted_word_is_shown_once(
    pair: tuple[Text, Text], length: int
) -> None:
    old, new = pair
    edits = compare(old, new)
    shown = show(old, edits, length)
    deleted, inserted = runs(shown, Mark.DELETED), runs(shown, Mark.INSERTED)
    assert letters(deleted) == letters("".join(edit.old for edit in edits))
    assert letters(inserted) == letters("".join(edit.new for edit in edits))


@given(changed_texts(), st.integers(20, 120))
@settings(max_examples=150, deadline=None)
def test_the_old_words_of_a_line_are_the_official_line(
    pair: tuple[Text, Text], length: int
) -> None:
    old, new = pair
    lines = number_lines(old, length)
    found: dict[int, str] = {}
    number = None
    for passage in passages(old, compare(old, new), lines):
        for line in passage.lines:
            number = line.number if line.number is not None else number
            rest = "".join(run.text for run in line.runs if run.mark is not Mark.INSERTED)
            if number is not None:
                found[number] = found.get(number, "") + rest
    for number, words_shown in found.items():
        official = lines[number - 1].shown
        assert letters(words_shown) == letters(official), (number, words_shown, official)


@given(changed_texts(), st.integers(20, 120))
@settings(max_examples=150, deadline=None)
def test_a_citation_covers_what_changes_and_no_context(
    pair: tuple[Text, Text], length: int
) -> None:
    old, new = pair
    lines = number_lines(old, length)
    for passage in passages(old, compare(old, new), lines):
        citation = passage.citation
        marked_lines = {
            line.number
            for line in passage.lines
            if line.number is not None and any(run.mark is not Mark.SAME for run in line.runs)
        }
        context = {line.number for line in passage.lines if line.context}
        assert not context & marked_lines
        if citation.after:
            assert not marked_lines
            assert 0 <= citation.first <= lines[-1].number
        elif marked_lines:
            assert citation.first <= min(marked_lines)
            assert max(marked_lines) <= max(citation.first, citation.last)


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_a_new_text_for_the_whole_shows_both(old: Text, new: Text) -> None:
    if old == new:
        return
    edits = (Edit(0, old.flat, new.flat),)
    shown = show(old, edits)
    assert letters(runs(shown, Mark.DELETED)) == letters(seen(old.flat))
    assert letters(runs(shown, Mark.INSERTED)) == letters(seen(new.flat))
    assert len(shown) == 1


@given(
    texts.flatmap(lambda text: st.tuples(st.just(text), edits_in(text.flat))), st.integers(20, 90)
)
@settings(max_examples=250, deadline=None)
def test_any_edit_of_words_can_be_shown(case: tuple[Text, Edit], length: int) -> None:
    text, edit = case
    shown = show(text, (edit,), length)
    assert len(shown) == 1
    assert shown[0].edits == (0,)
    plain = [set("0123456789.)-#> ") >= set(line) for line in (edit.old, edit.new)]
    if not any(plain):
        assert letters(runs(shown, Mark.DELETED)) <= letters(edit.old)
        assert sum(letters(edit.old).values()) - 3 <= sum(
            letters(runs(shown, Mark.DELETED)).values()
        )


def one(old: str, new: str, length: int = 80) -> Passage:
    base = Text.from_flat(old)
    edits = compare(base, Text.from_flat(new))
    assert apply_edits(base.flat, edits) == new
    (passage,) = passages(base, edits, number_lines(base, length), context=0)
    return passage


LONG = "Dieser Satz hat einige Worte und bleibt."


@pytest.mark.parametrize(
    ("old", "new", "kinds", "citation"),
    [
        ("Eins zwei drei vier.", "Eins zwei fünf vier.", "replace", (1, 1, False)),
        ("Eins zwei drei vier.", "Eins zwei drei und vier.", "insert", (1, 1, False)),
        ("Eins zwei drei vier.", "Eins zwei vier.", "delete", (1, 1, False)),
        (LONG, f"{LONG}\nNeu.", "insert-block", (1, 0, True)),
        (LONG, f"Neu.\n{LONG}", "insert-block", (0, 0, True)),
        (f"{LONG}\nEins.\nZwei.", f"{LONG}\nEins.\nNeu dazu.\nZwei.", "insert-block", (2, 0, True)),
        (f"{LONG}\nWeg damit jetzt.", LONG, "delete-block", (2, 2, False)),
        (f"Weg damit jetzt.\n{LONG}", LONG, "delete-block", (1, 1, False)),
        ("Weg damit.", "", "delete-block", (1, 1, False)),
        ("## Ein Titel hier", "### Ein Titel hier", "level", (1, 1, False)),
        ("Ein Titel steht hier", "## Ein Titel steht hier", "level", (1, 1, False)),
        ("## Ein Titel steht hier", "Ein Titel steht hier", "level", (1, 1, False)),
        ("- Ein Punkt steht hier", "1. Ein Punkt steht hier", "level", (1, 1, False)),
        ("Eins da. Zwei hier.", "Eins da.\nZwei hier.", "split", (1, 1, False)),
        ("Eins da.\nZwei hier.", "Eins da. Zwei hier.", "join", (1, 1, False)),
    ],
)  # fmt: skip
def test_kinds_and_citations(
    old: str, new: str, kinds: str, citation: tuple[int, int, bool]
) -> None:
    passage = one(old, new)
    assert [kind.value for kind in passage.kinds] == [kinds]
    assert passage.citation == Citation(*citation)


def test_a_moved_block_is_cited_where_it_was_and_where_it_comes() -> None:
    old = [
        f"Absatz {name} steht hier mit eigenen Worten."
        for name in ("eins", "zwei", "drei", "vier", "fünf")
    ]
    base = Text.from_flat("\n".join(old))
    edits = compare(base, Text.from_flat("\n".join([old[1], old[2], old[3], old[0], old[4]])))
    shown = passages(base, edits, number_lines(base), context=0)
    assert [(p.kinds, p.citation) for p in shown] == [
        ((PassageKind.MOVE_FROM,), Citation(1, 1)),
        ((PassageKind.MOVE_TO,), Citation(4, 0, after=True)),
    ]


def test_the_marker_of_an_item_stands_on_its_first_line_only() -> None:
    item = "- Ein Punkt mit vielen Worten, der länger ist als eine Zeile im Heft sein kann."
    passage = one(item, item.replace("sein kann", "sein darf"), 40)
    base = Text.from_flat(item)
    shown = passages(
        base, compare(base, Text.from_flat(item.replace("Punkt", "Satz"))), number_lines(base, 40)
    )
    opening = [line for line in shown[0].lines if line.opens_block]
    assert [line.marker for line in opening] == ["-"]
    assert not any(line.opens_block for line in passage.lines)
    assert all("- " not in "".join(run.text for run in line.runs) for line in shown[0].lines)


def test_a_new_item_has_its_marker_once_and_no_number() -> None:
    passage = one("- eins\n- zwei", "- eins\n- neu dabei\n- zwei")
    (line,) = passage.lines
    assert (line.number, line.marker, line.depth, line.opens_block) == (None, "-", 1, True)
    assert [(run.mark, run.text) for run in line.runs] == [(Mark.INSERTED, "neu dabei")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Das ist ein Wort hier.", "Das ist ein **Wort** hier."),
        ("Das ist ein **Wort** hier.", "Das ist ein Wort hier."),
        ("Das ist ein *Wort* hier.", "Das ist ein **Wort** hier."),
        ("Das ist \\*ein Wort hier.", "Das ist ein Wort hier."),
        ("Das - hier.", "Das – hier."),
        ("Ein  Wort steht hier.", "Ein Wort steht hier."),
        ("Ein Wort steht hier.", "Ein\u00a0Wort steht hier."),
        ("Sie sagt \"Ja\" dazu.", "Sie sagt „Ja“ dazu."),
        ("Ende ohne Punkt", "Ende ohne Punkt."),
        ("Wort, hier.", "Wort hier."),
    ],
)  # fmt: skip
def test_what_changes_is_visible_however_small(old: str, new: str) -> None:
    passage = one(old, new)
    marks = [run for line in passage.lines for run in line.runs if run.mark is not Mark.SAME]
    assert marks
    assert all(run.text.strip() for run in marks)


def test_edits_far_apart_are_passages_of_their_own_and_near_ones_are_one() -> None:
    blocks = [f"Absatz Nummer {number} mit Worten." for number in range(12)]
    base = Text.from_flat("\n".join(blocks))
    changed = [*blocks]
    for index in (1, 2, 9):
        changed[index] = changed[index].replace("Worten", "Sätzen")
    edits = compare(base, Text.from_flat("\n".join(changed)))
    shown = passages(base, edits, number_lines(base))
    assert [passage.citation for passage in shown] == [Citation(2, 3), Citation(10, 10)]
    assert [passage.edits for passage in shown] == [(0, 1), (2,)]
    assert [line.number for line in shown[0].lines] == [1, 2, 3, 4]
    assert [line.context for line in shown[0].lines] == [True, False, False, True]


def test_an_empty_text_that_gets_its_first_words() -> None:
    shown = passages(Text(()), (Edit(0, "", "Erste Worte.\n- Punkt"),), ())
    assert runs(shown, Mark.INSERTED) == "Erste Worte.\nPunkt"
    assert shown[0].citation == Citation(0, 0, after=True)


def test_numbers_that_run_through_the_book_are_cited() -> None:
    base = Text.from_flat("Eins zwei.\nDrei vier.\nFünf sechs.")
    lines = number_lines(base, 80, 501)
    (first,) = passages(base, (Edit(5, "zwei", "acht"),), lines)
    assert first.citation == Citation(501, 501)
    (new,) = passages(base, (Edit(0, "", "Neu.\n"),), lines)
    assert new.citation == Citation(500, 0, after=True)
    (late,) = passages(base, (Edit(len(base.flat), "", "\nNeu."),), lines)
    assert late.citation == Citation(503, 0, after=True)


def test_deleted_lines_are_cited_without_their_neighbours() -> None:
    old = "Erster Satz steht hier vorn. Zweiter Satz steht gleich dahinter da. Dritter Satz am Ende hier."
    base = Text.from_flat(old)
    lines = number_lines(base, 30)
    whole = lines[1]
    edit = Edit(whole.start, base.flat[whole.start : whole.end], "")
    (passage,) = passages(base, (edit,), lines)
    assert passage.citation == Citation(2, 2)
    assert [line.number for line in passage.lines] == [1, 2, 3]


@given(changed_texts())
@settings(max_examples=80, deadline=None)
def test_marks_never_cut_words_in_what_is_shown(pair: tuple[Text, Text]) -> None:
    old, new = pair
    edits = compare(old, new)
    shown = show(old, edits, 120)
    known = Counter(words(seen(old.flat))) + Counter(words(seen(new.flat)))
    for passage in shown:
        for line in passage.lines:
            for run in line.runs:
                if run.mark is Mark.SAME or "-" in run.text[-1:]:
                    continue
                for token in tokens(run.text):
                    assert (
                        not is_word(token) or token in known or token.strip("-") in "-".join(known)
                    )


def test_passages_are_made_in_one_go_for_a_text_of_many_changes() -> None:
    blocks = [f"Absatz Nummer {number} mit einigen Worten." for number in range(1500)]
    base = Text.from_flat("\n".join(blocks))
    edits = compare(base, Text.from_flat(base.flat.replace("einigen", "vielen")))
    shown = passages(base, edits, number_lines(base))
    assert len(shown) == 1
    assert marked(shown).count("{+vielen+}") == 1500
