"""The canonical form, against a slow reference that tries every place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.merge.canonical import CanonicalEdit, canonical, closed
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.tokens import flat_tokens

SMALL = st.lists(
    st.sampled_from(
        ["ab", "ab ", " ", "der ", "netto ", ".", ". ", "\n", "- ", "## ", "1.000", "Punkt 1", "Punkt 2\n", "n", "-"]
    ),
    max_size=9,
).map("".join)  # fmt: skip


@st.composite
def edits_in(draw: st.DrawFn, flat: str) -> Edit:
    """Return an edit of *flat* that often has several equivalent forms."""
    start = draw(st.integers(0, len(flat)))
    end = draw(st.one_of(st.just(start), st.integers(start, len(flat))))
    old = flat[start:end]
    near = st.integers(0, len(flat)).flatmap(
        lambda low: st.integers(low, min(len(flat), low + 9)).map(lambda high: flat[low:high])
    )
    new = draw(st.one_of(st.just(""), near, SMALL).filter(lambda words: words != old))
    return Edit(start, old, new)


flat_texts = st.lists(SMALL, min_size=1, max_size=3).map("".join).filter(bool)
flats_with_edit = flat_texts.flatmap(lambda flat: st.tuples(st.just(flat), edits_in(flat)))


def every_form(edit: Edit, flat: str) -> list[Edit]:
    """Return, by trying all places, every single edit without equal ends that does the same as *edit*."""
    text = closed(flat)
    wanted = closed(apply_edits(flat, [edit]))
    grown = len(wanted) - len(text)
    forms = []
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            new = wanted[start : end + grown]
            if end + grown < start or text[:start] + new + text[end:] != wanted:
                continue
            old = text[start:end]
            if old == new or (old and new and (old[0] == new[0] or old[-1] == new[-1])):
                continue
            forms.append(Edit(start, old, new))
    return forms


def is_substitute(edit: Edit, flat: str) -> bool:
    return edit.start == 0 and edit.end == len(flat) and "\n" in flat


@given(flats_with_edit)
@settings(max_examples=300, deadline=None)
def test_the_canonical_form_makes_the_same_text(case: tuple[str, Edit]) -> None:
    flat, edit = case
    form = canonical(edit, flat)
    assert apply_edits(closed(flat), [form.edit]) == closed(apply_edits(flat, [edit]))


@given(flats_with_edit)
@settings(max_examples=200, deadline=None)
def test_every_edit_that_does_the_same_has_the_same_form_and_hull(case: tuple[str, Edit]) -> None:
    flat, edit = case
    if is_substitute(edit, flat):
        return
    form = canonical(edit, flat)
    inside = [other for other in every_form(edit, flat) if other.end <= len(flat)]
    for other in inside:
        if not is_substitute(other, flat):
            assert canonical(other, flat) == form
    grown = Edit(0, flat, apply_edits(flat, [edit]))
    if "\n" not in flat:
        assert canonical(grown, flat) == form


@given(flats_with_edit)
@settings(max_examples=200, deadline=None)
def test_the_hull_holds_every_equivalent_form(case: tuple[str, Edit]) -> None:
    flat, edit = case
    form = canonical(edit, flat)
    for other in every_form(edit, flat):
        assert form.first <= other.start
        assert other.end <= form.last
    assert form.first <= form.edit.start
    assert form.edit.end <= form.last


@given(flats_with_edit)
@settings(max_examples=200, deadline=None)
def test_the_canonical_form_never_cuts_a_word(case: tuple[str, Edit]) -> None:
    flat, edit = case
    form = canonical(edit, flat).edit
    if is_substitute(edit, flat):
        return
    for text, end in (
        (closed(flat), form.end),
        (apply_edits(closed(flat), [form]), form.start + len(form.new)),
    ):
        borders = {0}
        for token in flat_tokens(text):
            borders.add(max(borders) + len(token))
        assert {form.start, end} <= borders


def form(flat: str, start: int, old: str, new: str) -> Edit:
    return canonical(Edit(start, old, new), flat).edit


@pytest.mark.parametrize("start_and_new", [(4, "netto "), (3, " netto")])
def test_a_word_inserted_before_or_behind_a_blank_is_the_same(
    start_and_new: tuple[int, str],
) -> None:
    start, new = start_and_new
    found = canonical(Edit(start, "", new), "der Lohn steigt.")
    assert found.edit == Edit(4, "", "netto ")
    assert (found.first, found.last) == (3, 4)


def test_a_doubled_word_is_inserted_at_one_place() -> None:
    flat = "der netto Lohn"
    places = [canonical(Edit(start, "", new), flat) for start, new in
              [(4, "netto "), (10, "netto "), (3, " netto"), (9, " netto")]]  # fmt: skip
    assert len(set(places)) == 1
    assert (places[0].first, places[0].last) == (3, 10)


def test_a_sentence_is_inserted_where_a_sentence_begins() -> None:
    flat = "Erster Satz. Letzter Satz."
    assert form(flat, 12, "", " Neuer Satz.") == Edit(13, "", "Neuer Satz. ")
    assert form(flat, 11, "", ". Neuer Satz") == Edit(13, "", "Neuer Satz. ")


def test_a_sentence_behind_the_last_does_not_slide_across_its_full_stop() -> None:
    flat = "Erster Satz.\nLetzter Satz."
    assert form(flat, 26, "", " Neuer Satz.") == Edit(26, "", " Neuer Satz.")
    assert form(flat, 25, "", ". Neuer Satz") == Edit(26, "", " Neuer Satz.")


def test_a_new_block_stands_where_a_block_begins() -> None:
    flat = "Eins.\nZwei."
    assert form(flat, 5, "", "\nNeu!") == Edit(6, "", "Neu!\n")
    assert form(flat, 11, "", "\nNeu!") == Edit(12, "", "Neu!\n")


def test_the_last_block_goes_with_its_own_line_end() -> None:
    assert form("Eins.\nZwei!", 5, "\nZwei!", "") == Edit(6, "Zwei!\n", "")


def test_a_new_ending_replaces_the_word() -> None:
    assert form("Die Kinder.", 10, "", "n") == Edit(4, "Kinder", "Kindern")
    assert form("Es sind 1.000 Euro.", 10, "0", "5") == Edit(8, "1.000", "1.500")
    assert form("## Titel", 2, "", "#") == Edit(0, "## ", "### ")


def test_an_item_of_a_list_of_near_duplicates_goes_as_a_whole() -> None:
    items = [f"- Punkt {number} fordert das Land auf." for number in range(1, 10)]
    flat = "\n".join(items)
    start = flat.index(items[4])
    whole = canonical(Edit(start, items[4] + "\n", ""), flat)
    turned = "- Punkt "
    shifted = canonical(
        Edit(start + len(turned), items[4][len(turned) :] + "\n" + turned, ""), flat
    )
    assert whole == shifted
    assert whole.edit == Edit(start, items[4] + "\n", "")
    assert not whole.repeated


def test_a_new_text_for_the_whole_is_a_substitute() -> None:
    found = canonical(Edit(0, "Eins.\nZwei.", "Eins.\nDrei."), "Eins.\nZwei.")
    assert found.substitute
    assert (found.first, found.last) == (0, 12)


def test_words_that_stand_twice_in_a_row_are_known_as_repeated() -> None:
    flat = "Das ist ganz ganz wichtig."
    assert canonical(Edit(8, "ganz ", ""), flat).repeated
    assert canonical(Edit(8, "ganz ", ""), flat) == canonical(Edit(13, "ganz ", ""), flat)
    assert not canonical(Edit(4, "ist ", ""), flat).repeated


def test_a_long_run_of_equal_signs_is_no_work() -> None:
    flat = "ha " * 20_000
    found = canonical(Edit(30_000, "ha ", ""), flat)
    assert isinstance(found, CanonicalEdit)
    assert (found.first, found.last, found.edit.start) == (0, 60_000, 0)
