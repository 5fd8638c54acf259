"""How two edits stand to each other, against applying them one after the other."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.merge.canonical import CanonicalEdit, canonical, closed
from antragstool.merge.relation import CONFLICTS, Relation, relate
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from tests.test_canonical import edits_in, flat_texts
from tests.texts import texts

BASE = "Wir fordern den netto Lohn. Das ist gut so.\nZweiter Absatz hier.\nDritter Absatz da."


def relation(one: Edit, other: Edit, flat: str = BASE) -> Relation:
    first, second = canonical(one, flat), canonical(other, flat)
    assert relate(first, second) == relate(second, first)
    return relate(first, second)


def edit(old: str, new: str, flat: str = BASE) -> Edit:
    return Edit(flat.index(old), old, new)


def insert(before: str, new: str, flat: str = BASE) -> Edit:
    return Edit(flat.index(before), "", new)


def one_after_the_other(flat: str, first: CanonicalEdit, second: CanonicalEdit) -> str:
    """Apply *first*, then *second* at the place to which its words have moved."""
    text = apply_edits(closed(flat), [first.edit])
    shift = 0
    if first.edit.end <= second.edit.start and first.edit.start <= second.edit.start:
        shift = len(first.edit.new) - len(first.edit.old)
    return apply_edits(text, [Edit(second.edit.start + shift, second.edit.old, second.edit.new)])


flats_with_two = flat_texts.flatmap(
    lambda flat: st.tuples(st.just(flat), edits_in(flat), edits_in(flat))
)


@given(flats_with_two)
@settings(max_examples=150, deadline=None)
def test_free_and_touching_edits_make_one_text_in_both_orders(case: tuple[str, Edit, Edit]) -> None:
    flat, one, other = case
    first, second = canonical(one, flat), canonical(other, flat)
    if relate(first, second) in {Relation.FREE, Relation.TOUCHING}:
        assert one_after_the_other(flat, first, second) == one_after_the_other(flat, second, first)


@given(flats_with_two)
@settings(max_examples=100, deadline=None)
def test_agreement_means_that_each_alone_makes_the_same_text(case: tuple[str, Edit, Edit]) -> None:
    flat, one, other = case
    agree = relation(one, other, flat) is Relation.AGREEMENT
    same = apply_edits(flat, [one]) == apply_edits(flat, [other])
    if agree:
        assert same
    substitutes = [e for e in (one, other) if e.start == 0 and e.end == len(flat)]
    if same and not substitutes:
        assert agree


@given(flats_with_two)
@settings(max_examples=100, deadline=None)
def test_words_that_both_change_are_never_without_conflict(case: tuple[str, Edit, Edit]) -> None:
    flat, one, other = case
    first, second = canonical(one, flat), canonical(other, flat)
    shared = set(range(first.edit.start, first.edit.end)) & set(
        range(second.edit.start, second.edit.end)
    )
    if shared and first.edit != second.edit:
        assert relate(first, second) in CONFLICTS


@given(texts, st.data())
@settings(max_examples=150, deadline=None)
def test_two_changes_without_conflict_leave_the_blocks_of_each(
    text: Text, data: st.DataObject
) -> None:
    """Whole blocks inserted, deleted, joined and retitled, two at a time: none swallows another."""
    flat = text.flat
    one = data.draw(st.sampled_from(structural_edits(text, "NEU EINS.")))
    other = data.draw(st.sampled_from(structural_edits(text, "NEU ZWEI.")))
    first, second = canonical(one, flat), canonical(other, flat)
    if relate(first, second) not in {Relation.FREE, Relation.TOUCHING}:
        return
    both = apply_edits(
        closed(flat), sorted([first.edit, second.edit], key=lambda e: (e.start, e.end))
    )
    for each, new in ((one, "NEU EINS."), (other, "NEU ZWEI.")):
        assert both.split("\n").count(new) == (new in each.new)
    lengths = [len(Text.from_flat(apply_edits(flat, [each])).blocks) for each in (one, other)]
    grown = sum(length - len(text.blocks) for length in lengths)
    assert len(Text.from_flat(both).blocks) == len(text.blocks) + grown


def structural_edits(text: Text, new: str) -> list[Edit]:
    found: list[Edit] = []
    for index, start in enumerate(text.starts):
        end = text.end_of(index)
        found += [Edit(start, "", f"{new}\n"), Edit(end, "", f"\n{new}")]
        found.append(Edit(end, "", " Ein Satz mehr."))
        found.append(Edit(text.content_start(index), "", "Vorne steht das. "))
        if end < len(text.flat):
            found.append(Edit(start, text.flat[start : end + 1], ""))
            found.append(Edit(end, text.flat[end : text.content_start(index + 1)], " "))
        elif index:
            found.append(Edit(start - 1, text.flat[start - 1 : end], ""))
        if text.blocks[index].level == 2:
            found.append(Edit(start, "## ", "### "))
            found.append(Edit(start, "## ", ""))
        elif not text.blocks[index].prefix:
            found.append(Edit(start, "", "## "))
    return found


def test_the_same_word_inserted_with_the_blank_on_either_side_is_agreement() -> None:
    one, other = Edit(12, "", "guten "), Edit(11, "", " guten")
    assert relation(one, other) is Relation.AGREEMENT


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (edit("Lohn", "Sold"), edit("gut", "schlecht"), Relation.FREE),
        (edit("Lohn", "Sold"), edit("Lohn", "Gehalt"), Relation.OVERLAP),
        (edit("netto Lohn", "Sold jetzt"), edit("den netto", "jeden brutto"), Relation.OVERLAP),
        (edit("netto Lohn", ""), edit("Lohn", "Sold"), Relation.CONTAINMENT),
        (edit("den netto Lohn", "alles"), insert("Lohn", "echten "), Relation.CONTAINMENT),
        (insert("netto", "x "), insert("netto", "y "), Relation.SAME_PLACE),
        (insert("netto", "x "), Edit(15, "", " y"), Relation.SAME_PLACE),
        (edit("netto", "brutto"), insert("Lohn", "y "), Relation.TOUCHING),
        (edit("netto ", ""), insert("Lohn", "y "), Relation.TOUCHING),
        (edit("netto ", ""), edit("Lohn", "Sold"), Relation.TOUCHING),
        (insert("Zweiter", "Neu A.\n"), insert("Zweiter", "Neu B.\n"), Relation.SAME_PLACE),
        (insert("Zweiter", "Neu A.\n"), Edit(43, "", "\nNeu B."), Relation.SAME_PLACE),
        (insert("Zweiter", "Neu A.\n"), Edit(43, "", "\nNeu A."), Relation.AGREEMENT),
        (insert("Zweiter", "Neu A.\n"), edit("\n", " "), Relation.CONTAINMENT),
        (insert("Zweiter", "## "), edit("\n", " "), Relation.OVERLAP),
        (insert("Zweiter", "Neu A.\n"), edit("Zweiter Absatz hier.\n", ""), Relation.TOUCHING),
        (edit("Zweiter Absatz hier.\n", ""), edit("\nDritter Absatz da.", ""), Relation.TOUCHING),
        (Edit(0, BASE, "Neu."), edit("Lohn", "Sold"), Relation.CONTAINMENT),
        (Edit(0, BASE, "Neu."), Edit(len(BASE), "", "\nNoch."), Relation.CONTAINMENT),
        (Edit(0, BASE, "Neu."), Edit(0, BASE, "Anders."), Relation.CONTAINMENT),
        (Edit(0, BASE, "Neu."), Edit(0, BASE, "Neu."), Relation.AGREEMENT),
    ],
)  # fmt: skip
def test_the_table_of_relations(one: Edit, other: Edit, kind: Relation) -> None:
    found = relation(one, other)
    if {one.new, other.new} == {"## ", " "}:  # whichever it is called, it must not go through
        assert found in CONFLICTS
    else:
        assert found is kind


def test_one_of_two_equal_words_deleted_and_the_other_changed_is_a_conflict() -> None:
    flat = "Das ist ganz ganz wichtig."
    deleted = Edit(8, "ganz ", "")
    for start in (8, 13):
        assert relation(deleted, Edit(start, "ganz", "sehr"), flat) in CONFLICTS
    assert relation(deleted, Edit(13, "", "und "), flat) in CONFLICTS
    assert relation(deleted, edit("wichtig", "egal", flat), flat) is Relation.TOUCHING


def test_items_of_a_list_of_near_duplicates_are_changed_independently() -> None:
    items = [f"- Punkt {number} fordert das Land auf." for number in range(1, 10)]
    flat = "\n".join(items)
    changes = []
    for number in range(1, 10):
        start = flat.index(f"Punkt {number}")
        changes.append(Edit(start + 8, "fordert", f"bittet{number}"))
    for one, other in itertools.combinations(changes, 2):
        assert relation(one, other, flat) is Relation.FREE
    gone = Edit(flat.index(items[3]), items[3] + "\n", "")
    others = [relation(gone, change, flat) for change in changes if change != changes[3]]
    assert set(others) == {Relation.FREE, Relation.TOUCHING}
    assert others.count(Relation.TOUCHING) == 1  # the equal words before the next item's number
    assert relation(gone, changes[3], flat) is Relation.CONTAINMENT
