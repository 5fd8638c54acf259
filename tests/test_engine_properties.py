"""The laws of the engine, against the slow reference and against an editor who remembers everything."""

from __future__ import annotations

import itertools
import random
import textwrap
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from antragstool.diff.compare import compare
from antragstool.merge.canonical import CanonicalEdit, canonical, closed
from antragstool.merge.carry import Carried, Fate, carry
from antragstool.merge.clashes import Meeting, Placed, meetings, placed, stands_inside
from antragstool.merge.combine import carried_out, opened
from antragstool.merge.compose import compose
from antragstool.merge.forms import forms
from antragstool.merge.relation import CONFLICTS, Relation, relate
from antragstool.merge.transition import Transition
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown
from antragstool.workflow.final import ConflictError, settled_text
from antragstool.workflow.settling import Adopted, settle
from tests.free_edits import FreeEditor, amendment, plain_sentence, right_texts, trap_text
from tests.reference import (
    every_writing,
    hull,
    pairs,
    results_in_order,
    share_a_sign,
    trimmed_writings,
    ways_together,
    whole_writings,
    with_edit,
)
from tests.test_relation import structural_edits
from tests.texts import changed_texts

ONE_BY_ONE = (Relation.FREE, Relation.TOUCHING)
PIECES = ["ab", "ganz", "ganz", "der", "netto", "1.000", "n"]

small_sentences = st.tuples(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join),
    st.sampled_from([".", ".", "", "!"]),
).map("".join)
small_blocks = st.tuples(
    st.sampled_from(["", "", "## ", "- "]),
    st.lists(small_sentences, min_size=1, max_size=3).map(" ".join),
).map("".join)
small_texts = st.lists(small_blocks, min_size=1, max_size=4).map(
    lambda lines: Text.from_flat("\n".join(lines))
)
INSERTED = ["ganz ", "ganz", " ganz", "x ", "ab\n", "\nab.", "\n", ". ab", "", "## ", "der netto."]


def adopted_text(text: Text, adopted: Sequence[tuple[str, Sequence[Edit]]]) -> Text:
    """Put adopted amendments into a text, as the program does."""
    return settled_text(text, settle(text, [Adopted(name, tuple(each)) for name, each in adopted]))


@st.composite
def small_edits(draw: st.DrawFn, text: Text) -> Edit:
    """Return words as people change them, or any cut at all; block structure as often as words."""
    match draw(st.integers(0, 2)):
        case 0:
            return amendment(text, random.Random(draw(st.integers(0, 9_999))))
        case 1:
            return draw(st.sampled_from(structural_edits(text, "Neu hier.")))
    flat = text.flat
    start = draw(st.integers(0, len(flat)))
    end = draw(st.one_of(st.just(start), st.integers(start, min(len(flat), start + 9))))
    new = draw(st.sampled_from([*INSERTED, flat[start : start + 4]]))
    assume(new != flat[start:end])
    return Edit(start, flat[start:end], new)


one_edit = small_texts.flatmap(lambda text: st.tuples(st.just(text), small_edits(text)))
two_edits = small_texts.flatmap(
    lambda text: st.tuples(st.just(text), small_edits(text), small_edits(text))
)


def is_substitute(edit: Edit, text: Text) -> bool:
    return edit.start == 0 and edit.end == len(text.flat) and len(text.blocks) > 1


def flat_text(*lines: str) -> Text:
    return Text.from_flat("\n".join(lines))


# --- differences -----------------------------------------------------------------------------


@given(changed_texts())
@settings(max_examples=150, deadline=None)
def test_the_edits_between_two_texts_make_the_one_of_the_other(case: tuple[Text, Text]) -> None:
    old, new = case
    assert apply_edits(old.flat, compare(old, new)) == new.flat
    if new.blocks:
        assert apply_edits(new.flat, compare(new, old)) == old.flat
    made = apply_edits(closed(old.flat), [form.edit for form in in_place(old, compare(old, new))])
    assert made == closed(new.flat)


@given(st.integers(0, 99_999))
@settings(max_examples=80, deadline=None)
def test_the_edits_between_near_duplicates_make_the_one_of_the_other(seed: int) -> None:
    rng = random.Random(seed)
    old = trap_text(rng)
    editor = FreeEditor.of(old, rng)
    editor.edit(4)
    new, _came_from = editor.result()
    assert apply_edits(old.flat, compare(old, new)) == new.flat


def in_place(text: Text, edits: tuple[Edit, ...]) -> list[CanonicalEdit]:
    return sorted(forms(text, edits), key=lambda form: (form.edit.start, form.edit.end))


# --- one edit --------------------------------------------------------------------------------


@given(one_edit)
@settings(max_examples=200, deadline=None)
def test_the_form_is_one_of_the_shortest_writings_and_its_hull_holds_them_all(
    case: tuple[Text, Edit],
) -> None:
    text, edit = case
    assume(not is_substitute(edit, text))
    form = canonical(edit, text.flat)
    assert form.edit in whole_writings(edit, closed(text.flat))
    assert (form.first, form.last) == hull(edit, closed(text.flat))


@given(one_edit)
@settings(max_examples=60, deadline=None)
def test_every_writing_of_an_edit_has_one_form(case: tuple[Text, Edit]) -> None:
    text, edit = case
    assume(not is_substitute(edit, text))
    form = canonical(edit, text.flat)
    every = every_writing(edit, closed(text.flat))
    assert set(trimmed_writings(edit, closed(text.flat))) <= set(every)
    for writing in every[::3]:
        if writing.end <= len(text.flat) and not is_substitute(writing, text):
            assert canonical(writing, text.flat) == form


# --- two edits -------------------------------------------------------------------------------


@given(two_edits)
@example((flat_text("ab!"), Edit(0, "", "ab! "), Edit(0, "ab!", "freundlich")))
@example((flat_text("der ganz der"), Edit(4, "", "ganz "), Edit(4, "ganz", "sehr")))
@example((flat_text("n n."), Edit(0, "n ", ""), Edit(0, "n", "Rad")))
@example((flat_text("ganz ganz"), Edit(4, " ganz", ""), Edit(5, "ganz", "sehr")))
@example((flat_text("der netto Lohn"), Edit(4, "netto ", ""), Edit(10, "", "y ")))
@settings(max_examples=200, deadline=None)
def test_two_edits_stand_to_each_other_as_the_table_says(case: tuple[Text, Edit, Edit]) -> None:
    text, one, other = case
    assume(not is_substitute(one, text) and not is_substitute(other, text))
    first, second = canonical(one, text.flat), canonical(other, text.flat)
    relation = relate(first, second)
    assert relate(second, first) is relation
    flat = closed(text.flat)
    same = with_edit(flat, one) == with_edit(flat, other)
    assert (relation is Relation.AGREEMENT) == same
    hulls = sorted([hull(one, flat), hull(other, flat)])
    if not same:
        assert (relation is Relation.FREE) == (hulls[0][1] < hulls[1][0])
    if relation in {Relation.OVERLAP, Relation.CONTAINMENT, Relation.SAME_PLACE}:
        assert relation in CONFLICTS
    if same or relation is Relation.FREE:
        return
    insertions = not first.edit.old and not second.edit.old
    assert (relation is Relation.SAME_PLACE) == insertions
    if share_a_sign(first.edit, second.edit):
        assert relation in {Relation.OVERLAP, Relation.CONTAINMENT}


@given(two_edits)
@example((flat_text("ab!"), Edit(0, "", "ab! "), Edit(0, "ab!", "freundlich")))
@example((flat_text("ab.", "ab ab."), Edit(0, "ab.\n", ""), Edit(4, "", "Ein Absatz.\n")))
@settings(max_examples=200, deadline=None)
def test_what_does_not_clash_makes_one_text_however_it_is_written(
    case: tuple[Text, Edit, Edit],
) -> None:
    text, one, other = case
    assume(not is_substitute(one, text) and not is_substitute(other, text))
    first, second = canonical(one, text.flat), canonical(other, text.flat)
    if relate(first, second) in ONE_BY_ONE:
        ways = ways_together(one, other, closed(text.flat))
        assert len(ways) == 1
        merged = adopted_text(text, [("Ä1", (one,)), ("Ä2", (other,))])
        assert merged == Text.from_flat(ways.pop())


@given(small_texts, st.data())
@settings(max_examples=150, deadline=None)
def test_two_insertions_at_one_place_make_another_text_in_the_other_order(
    text: Text, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text.flat)))
    inserted = st.sampled_from([*filter(None, INSERTED), "x x ", "ganz ganz "])
    one, other = (Edit(start, "", data.draw(inserted)) for _ in range(2))
    first, second = (canonical(each, text.flat).edit for each in (one, other))
    if first.old or second.old or first.start != second.start or first == second:
        return
    flat = closed(text.flat)
    orders = [results_in_order(flat, [[a], [b]]) for a, b in ((first, second), (second, first))]
    assert (orders[0] == orders[1]) == (first.new + second.new == second.new + first.new)
    with pytest.raises(ConflictError):
        adopted_text(text, [("Ä1", (one,)), ("Ä2", (other,))])


def test_a_doubled_word_and_a_change_of_that_word_clash() -> None:
    text = flat_text("Das ist ganz wichtig.")
    doubled, changed = Edit(8, "", "ganz "), Edit(8, "ganz", "sehr")
    for edit in (doubled, Edit(12, "", " ganz")):
        assert relate(canonical(edit, text.flat), canonical(changed, text.flat)) in CONFLICTS
    beside = Edit(13, "wichtig", "egal")
    assert relate(canonical(doubled, text.flat), canonical(beside, text.flat)) in ONE_BY_ONE


def test_one_of_two_equal_sentences_that_are_a_whole_block_is_not_guessed() -> None:
    text = flat_text("Das gilt. Das gilt.")
    gone = canonical(Edit(0, "Das gilt. ", ""), text.flat)
    for start in (4, 14):
        assert relate(gone, canonical(Edit(start, "gilt", "zählt"), text.flat)) in CONFLICTS


# --- many edits ------------------------------------------------------------------------------


@st.composite
def amendments(draw: st.DrawFn) -> tuple[Text, list[tuple[Edit, ...]]]:
    """Return a text of near-duplicates and amendments to it, each with an edit or two."""
    text = trap_text(random.Random(draw(st.integers(0, 9_999))))
    found: list[tuple[Edit, ...]] = []
    for _number in range(draw(st.integers(2, 4))):
        rng = random.Random(draw(st.integers(0, 99_999)))
        edits = [amendment(text, rng)]
        more = amendment(text, rng)
        apart = relate(canonical(edits[0], text.flat), canonical(more, text.flat))
        if apart is Relation.FREE and draw(st.booleans()):
            edits.append(more)
        found.append(tuple(sorted(edits, key=lambda edit: edit.start)))
    return text, found


def brute_force(edits: list[Placed]) -> Counter[tuple[frozenset[Placed], Relation]]:
    found: Counter[tuple[frozenset[Placed], Relation]] = Counter()
    for one, other in pairs(edits):
        first, second = edits[one], edits[other]
        relation = relate(first.form, second.form)
        if first.item == second.item or relation is Relation.FREE:
            continue
        owners = {each.item for each in edits if each.form.edit == second.form.edit}
        owned = {each.item for each in edits if each.form.edit == first.form.edit}
        if relation is Relation.AGREEMENT or not (first.item in owners or second.item in owned):
            found[frozenset({first, second}), relation] += 1
    return found


def all_placed(text: Text, found: list[tuple[Edit, ...]]) -> list[Placed]:
    return [
        each
        for number, edits in enumerate(found, 1)
        for each in placed(f"Ä{number}", forms(text, edits))
    ]


def as_set(found: list[Meeting]) -> Counter[tuple[frozenset[Placed], Relation]]:
    return Counter((frozenset({each.one, each.other}), each.relation) for each in found)


@given(amendments(), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_the_sweep_finds_what_comparing_every_pair_finds(
    case: tuple[Text, list[tuple[Edit, ...]]], rng: random.Random
) -> None:
    text, found = case
    edits = all_placed(text, found)
    expected = brute_force(edits)
    assert as_set(meetings(edits)) == expected
    rng.shuffle(edits)
    assert as_set(meetings(edits)) == expected


@given(amendments(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_clashes_do_not_depend_on_ids_or_on_the_order_of_handing_in(
    case: tuple[Text, list[tuple[Edit, ...]]], rng: random.Random
) -> None:
    text, found = case
    names = [f"B{number}" for number in range(len(found))]
    rng.shuffle(names)
    handed_in = list(zip(names, found, strict=True))
    rng.shuffle(handed_in)
    forms_of = {name: found.index(edits) for name, edits in handed_in}

    def clashing(edits: list[Placed], key: dict[str, int]) -> Counter[tuple[frozenset[int], str]]:
        return Counter(
            (frozenset({key[m.one.item], key[m.other.item]}), m.relation.value)
            for m in meetings(edits)
        )

    plain = {f"Ä{number}": found.index(edits) for number, edits in enumerate(found, 1)}
    renamed = [each for name, edits in handed_in for each in placed(name, forms(text, edits))]
    assert clashing(all_placed(text, found), plain) == clashing(renamed, forms_of)


@given(st.integers(0, 9_999), st.integers(20, 120))
@settings(max_examples=40, deadline=None)
def test_clashes_do_not_depend_on_how_the_files_are_wrapped(seed: int, length: int) -> None:
    rng = random.Random(seed)
    lines = [plain_sentence(rng) for _ in range(4)]
    base = flat_text(*lines)
    changed = []
    for _number in range(3):
        editor = FreeEditor.of(base, rng)
        editor.edit(2)
        changed.append(editor.result()[0])

    def found_at(length: int) -> list[Meeting]:
        old, *new = (wrapped(text, length) for text in (base, *changed))
        return meetings(all_placed(old, [compare(old, text) for text in new]))

    assert found_at(length) == found_at(10_000)


def wrapped(text: Text, length: int) -> Text:
    """Return the text as it is read from a file with lines of *length*."""
    source = [
        "\n".join(textwrap.wrap(block.content, length, break_long_words=False))
        for block in text.blocks
    ]
    return read_markdown("\n\n".join(source)).text


@given(amendments())
@settings(max_examples=120, deadline=None)
def test_adopted_amendments_make_what_one_after_the_other_makes_in_any_order(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    text, found = case
    adopted = [(f"Ä{number}", edits) for number, edits in enumerate(found, 1)]
    clash = any(meeting.clashes for meeting in meetings(all_placed(text, found)))
    distinct = dict.fromkeys(form.edit for edits in found for form in forms(text, edits))
    if clash:
        with pytest.raises(ConflictError):
            adopted_text(text, adopted)
        return
    merged = adopted_text(text, adopted)
    assert merged == adopted_text(text, adopted[::-1])
    for order in itertools.islice(itertools.permutations(distinct), 24):
        made = results_in_order(closed(text.flat), [[edit] for edit in order])
        assert made is not None
        assert Text.from_flat(made) == merged


# --- carrying over ---------------------------------------------------------------------------


@given(amendments())
@settings(max_examples=150, deadline=None)
def test_carried_over_adopted_amendments_it_makes_what_merging_makes(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    text, (mine, *others) = case
    adopted = [(f"Ä{number}", edits) for number, edits in enumerate(others, 1)]
    settled = settle(text, [Adopted(name, edits) for name, edits in adopted])
    if settled.clashes:
        return
    new = adopted_text(text, adopted)
    assume(closed(new.flat) == carried_out(text, settled.shared))
    recorded = opened([shared.edit for shared in settled.shared], text.flat)
    assert apply_edits(text.flat, recorded) == new.flat
    found = carry(mine, Transition(text, new, recorded))
    if {landing.fate for landing in found.landings} == {Fate.CARRIED}:
        merged = adopted_text(text, [*adopted, ("Ich", mine)])
        assert Text.from_flat(apply_edits(new.flat, found.edits)) == merged
    mixed = all_placed(text, [mine, *others])
    alone = not [m for m in meetings(mixed) if "Ä1" in {m.one.item, m.other.item}]
    if alone:
        assert found.fate is Fate.CARRIED


@given(amendments(), st.integers(0, 9_999))
@settings(max_examples=80, deadline=None)
def test_of_several_edits_each_lands_where_it_lands_alone(
    case: tuple[Text, list[tuple[Edit, ...]]], seed: int
) -> None:
    text, (mine, *_others) = case
    editor = FreeEditor.of(text, random.Random(seed))
    editor.edit(2)
    way = Transition(text, editor.result()[0])
    together = carry(mine, way)
    alone = [carry([edit], way) for edit in mine]
    landed = [landing.landed for each in alone for landing in each.landings]
    assert [landing.landed for landing in together.landings] == landed
    if Fate.STUCK in {each.fate for each in alone}:
        assert together.fate is Fate.STUCK
        assert not together.edits
    elif Fate.PROPOSED in {each.fate for each in alone}:
        assert together.fate is not Fate.CARRIED


@given(amendments())
@settings(max_examples=60, deadline=None)
def test_carried_over_two_changes_it_lands_where_their_composition_puts_it(
    case: tuple[Text, list[tuple[Edit, ...]]],
) -> None:
    text, (mine, first, *_rest) = case
    middle = Text.from_flat(apply_edits(text.flat, first))
    assume(middle.flat == apply_edits(text.flat, first))
    second = (amendment(middle, random.Random(len(middle.flat))),)
    new = Text.from_flat(apply_edits(middle.flat, second))
    assume(new.flat == apply_edits(middle.flat, second))
    step = carry(mine, Transition(text, middle, first))
    assume({landing.fate for landing in step.landings} == {Fate.CARRIED})
    steps = carry(step.edits, Transition(middle, new, second))
    at_once = carry(mine, Transition(text, new, compose(first, second)))
    if steps.fate is at_once.fate is Fate.CARRIED:
        assert apply_edits(new.flat, steps.edits) == apply_edits(new.flat, at_once.edits)


def lands_right(seed: int, most: int) -> Counter[str]:
    """Edit a text of near-duplicates freely, carry amendments over, and look where they stand."""
    rng = random.Random(seed)
    base = trap_text(rng)
    editor = FreeEditor.of(base, rng)
    editor.edit(rng.randint(1, most))
    new, came_from = editor.result()
    fates: Counter[str] = Counter()
    if new == base:
        return fates
    way = Transition(base, new)
    for _number in range(4):
        edit = amendment(base, rng)
        found = carry([edit], way)
        fates[found.fate.value] += 1
        if found.fate is Fate.CARRIED:
            made = closed(apply_edits(new.flat, found.edits))
            assert made in right_texts(edit, base, new, came_from), (seed, edit)
        old_words_stand_there(found, new)
    return fates


def old_words_stand_there(found: Carried, new: Text) -> None:
    for landing in found.landings:
        if landing.landed is not None:
            old = landing.landed.old
            assert closed(new.flat)[landing.landed.start : landing.landed.end] == old


@given(st.integers(0, 1_000_000))
@example(119)  # a paragraph was joined to another one, and a copy stands behind it
@example(288)  # a copy of the paragraph before which something is inserted
@example(360)  # one of three equal paragraphs joined to another
@example(3914)  # "Punkt 8" went, and "Punkt 6" stands there
@example(5218)  # two sentences that differ in a number changed places
@example(2002495)  # a paragraph was split, and a copy of it stands behind it
@example(102936)  # a sentence went, and another one much like it came into the next paragraph
@settings(max_examples=150, deadline=None)
def test_no_amendment_ever_lands_on_words_that_only_look_like_its_own(seed: int) -> None:
    lands_right(seed, 3)


@pytest.mark.slow
@pytest.mark.parametrize("share", range(8))
def test_of_thousands_of_amendments_none_lands_on_words_that_only_look_like_its_own(
    share: int,
) -> None:
    fates: Counter[str] = Counter()
    for seed in range(2_000_000 + share * 500, 2_000_500 + share * 500):
        fates += lands_right(seed, 3)
    assert fates.total() > 1_500
    assert fates["carried"] > fates.total() / 2


# --- the traps, in words ---------------------------------------------------------------------


def edited(old: Text, *lines: str) -> Transition:
    return Transition(old, flat_text(*lines))


def test_an_amendment_to_one_of_two_equal_paragraphs_waits_when_one_of_them_went() -> None:
    twin, other = "Wir fordern mehr Busse im Land.", "Das Ticket kostet weniger als heute."
    base = flat_text(twin, other, twin)
    for start in (base.starts[0], base.starts[2]):
        found = carry([Edit(start + 12, "mehr", "viel mehr")], edited(base, "Ganz neu.", twin))
        assert found.fate in {Fate.PROPOSED, Fate.STUCK}


def test_an_amendment_waits_when_its_sentence_came_a_second_time() -> None:
    base = flat_text("Wir fordern mehr Busse im Land. Das ist richtig so.", "Und es ist gut.")
    new = edited(base, base.blocks[0].flat, base.blocks[0].flat, "Und es ist gut.")
    assert carry([Edit(12, "mehr", "viel mehr")], new).fate is Fate.PROPOSED


def test_an_amendment_to_one_item_is_carried_past_changes_to_others() -> None:
    items = [f"- Punkt {number} fordert das Land auf, mehr zu tun." for number in range(1, 10)]
    base = flat_text(*items)
    changed = [*items[:2], "- Ein ganz anderer Spiegelstrich.", *items[3:]]
    at = base.starts[6] + len("- Punkt 7 ")
    found = carry([Edit(at, "fordert", "bittet")], edited(base, *changed))
    assert found.fate is Fate.CARRIED
    assert "- Punkt 7 bittet das Land" in apply_edits("\n".join(changed), found.edits)


def test_where_one_of_two_equal_paragraphs_went_nothing_in_them_is_disposed_of() -> None:
    twin = "Wir fordern mehr Busse im ganzen Land.\n"
    base = flat_text("Vorn.", twin.strip(), twin.strip(), "Hinten.")
    gone = Edit(base.starts[1], twin, "")
    way = Transition(base, flat_text("Vorn.", twin.strip(), "Hinten."), [gone])
    assert way.known
    for start in base.starts[1:3]:
        inner = Edit(start + 12, "mehr ", "")
        assert carry([inner], way).fate is Fate.STUCK
        assert not stands_inside(canonical(inner, base.flat), canonical(gone, base.flat))
        assert relate(canonical(inner, base.flat), canonical(gone, base.flat)) in CONFLICTS
    assert carry([gone], way).fate is Fate.CONTAINED


@given(st.integers(0, 9_999))
@settings(max_examples=40, deadline=None)
def test_between_sentences_of_their_own_everything_apart_is_carried(seed: int) -> None:
    rng = random.Random(seed)
    lines = [plain_sentence(rng) for _ in range(6)]
    assume(len(set(lines)) == len(lines))
    base = flat_text(*lines)
    word = lines[4].split(" ")[1]
    at = base.starts[4] + len("Wir ")
    changed = [lines[0], "Vorn kommt etwas hinzu.", *lines[1:5]]
    found = carry([Edit(at, word, "Trams")], edited(base, *changed))
    made = apply_edits("\n".join(changed), found.edits)
    if found.fate is Fate.CARRIED:
        assert made.split("\n")[-1].startswith("Wir Trams")
    assert found.fate in {Fate.CARRIED, Fate.PROPOSED}
