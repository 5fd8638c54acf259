"""Carrying over: the cases that a clerk meets, and the traps of texts full of near-duplicates."""

import pytest

from antragstool.merge.carry import Fate, carry
from antragstool.merge.transition import Transition
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text

TEXT = "\n".join(
    [
        "## Busse",
        "Wir fordern mehr Busse im ländlichen Raum. Die Busse sollen jede Stunde fahren, auch am Abend.",
        "Das Ticket kostet höchstens 365 Euro im Jahr. Auszubildende fahren immer kostenlos mit.",
        "- Punkt 1: mehr Haltestellen im Dorf",
        "- Punkt 2: mehr Haltestellen im Dorf",
        "- Punkt 3: mehr Haltestellen im Dorf",
        "Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.",
    ]
)
BASE = Text.from_flat(TEXT)


def edit(old: str, new: str, flat: str = TEXT) -> Edit:
    assert flat.count(old) == 1
    return Edit(flat.index(old), old, new)


def behind(words: str, new: str) -> Edit:
    assert TEXT.count(words) == 1
    return Edit(TEXT.index(words) + len(words), "", new)


def adopted(*edits: Edit) -> Transition:
    """Return the way to the text with *edits*, which are recorded."""
    return Transition(BASE, Text.from_flat(apply_edits(TEXT, edits)), edits)


def edited(*edits: Edit) -> Transition:
    """Return the way to the text that somebody edited freely."""
    return Transition(BASE, Text.from_flat(apply_edits(TEXT, edits)))


@pytest.mark.parametrize("way_to", [adopted, edited])
def test_an_edit_far_from_every_change_is_carried(way_to: object) -> None:
    assert callable(way_to)
    way = way_to(edit("mehr Busse", "viel mehr Busse"), edit("höchstens", "maximal"))
    result = carry([edit("einmal im Jahr", "zweimal im Jahr")], way)
    assert result.fate is Fate.CARRIED
    assert apply_edits(way.new.flat, result.edits).endswith("zweimal im Jahr.")


def test_beside_an_adopted_change_the_place_is_known_exactly() -> None:
    way = adopted(edit("jede Stunde", "alle 30 Minuten"))
    result = carry([edit("Abend", "Wochenende")], way)
    assert result.fate is Fate.CARRIED
    assert "alle 30 Minuten fahren, auch am Wochenende." in apply_edits(way.new.flat, result.edits)


def test_the_same_change_is_contained() -> None:
    way = adopted(behind("Wir fordern ", "deutlich "))
    other_form = Edit(TEXT.index(" mehr Busse"), "", " deutlich")
    assert carry([other_form], way).fate is Fate.CONTAINED
    assert carry([other_form], way).edits == ()


def test_a_deletion_inside_a_deleted_passage_is_contained() -> None:
    way = adopted(edit(" Auszubildende fahren immer kostenlos mit.", ""))
    assert carry([edit("immer ", "")], way).fate is Fate.CONTAINED


def test_other_words_for_the_same_words_are_stuck_and_both_changes_are_named() -> None:
    change = edit("365 Euro", "300 Euro")
    result = carry([edit("365 Euro", "400 Euro")], adopted(change))
    assert result.fate is Fate.STUCK
    assert result.edits == ()
    assert result.landings[0].changes


def test_a_touching_change_is_proposed_and_lands_on_its_own_words() -> None:
    way = adopted(edit("höchstens", "maximal"))
    result = carry([behind("höchstens ", "genau ")], way)
    assert result.fate is Fate.PROPOSED
    assert "maximal genau 365" in apply_edits(way.new.flat, result.edits)


def test_a_second_new_paragraph_at_one_place_is_proposed_behind_the_first() -> None:
    at = TEXT.index("Das Land")
    way = adopted(Edit(at, "", "Erster neuer Absatz.\n"))
    result = carry([Edit(at, "", "Zweiter neuer Absatz.\n")], way)
    assert result.fate is Fate.PROPOSED
    lines = apply_edits(way.new.flat, result.edits).split("\n")
    assert lines.index("Zweiter neuer Absatz.") == lines.index("Erster neuer Absatz.") + 1


def test_a_new_last_paragraph_is_carried_to_the_end() -> None:
    way = adopted(edit("mehr Busse", "viel mehr Busse"))
    result = carry([Edit(len(TEXT), "", "\nEin neuer Schluss.")], way)
    assert result.fate is Fate.CARRIED
    assert apply_edits(way.new.flat, result.edits).endswith("im Jahr.\nEin neuer Schluss.")


def test_a_moved_block_is_proposed_where_it_stands_now() -> None:
    lines = TEXT.split("\n")
    moved = Text.from_flat("\n".join([lines[0], lines[2], *lines[3:], lines[1]]))
    result = carry([edit("jede Stunde", "alle 30 Minuten")], Transition(BASE, moved))
    assert result.fate is Fate.PROPOSED
    assert apply_edits(moved.flat, result.edits).endswith(
        "Die Busse sollen alle 30 Minuten fahren, auch am Abend."
    )


def test_the_next_item_of_a_list_of_near_duplicates_is_never_taken_for_the_deleted_one() -> None:
    second = TEXT.index("- Punkt 2")
    wanted = Edit(TEXT.index("Dorf", second), "Dorf", "Ort")
    gone = Edit(second, "- Punkt 2: mehr Haltestellen im Dorf\n", "")
    for way in (adopted(gone), edited(gone)):
        result = carry([wanted], way)
        assert result.fate is Fate.STUCK
        assert not result.edits


def test_a_sentence_that_was_rewritten_around_the_edit_is_not_trusted() -> None:
    way = edited(
        edit("Das Ticket kostet höchstens", "Alle Fahrkarten gibt es für"),
        edit("im Jahr. Auszubildende", "pro Monat und Kopf. Auszubildende"),
    )
    result = carry([edit("365", "300")], way)
    assert result.fate is not Fate.CARRIED


def test_a_substitute_is_stuck_once_the_text_has_changed() -> None:
    way = adopted(edit("mehr Busse", "viel mehr Busse"))
    assert carry([Edit(0, TEXT, "Ein Satz.\nNoch einer.")], way).fate is Fate.STUCK


def test_what_can_be_carried_waits_for_what_is_stuck() -> None:
    way = adopted(edit("365 Euro", "300 Euro"))
    edits = [edit("365 Euro", "400 Euro"), edit("einmal im Jahr", "zweimal im Jahr")]
    result = carry(edits, way)
    assert [landing.fate for landing in result.landings] == [Fate.STUCK, Fate.CARRIED]
    assert result.fate is Fate.STUCK
    assert result.edits == ()


def test_what_is_contained_is_left_out_and_the_rest_is_carried() -> None:
    change = edit("365 Euro", "300 Euro")
    result = carry([change, edit("einmal im Jahr", "zweimal im Jahr")], adopted(change))
    assert result.fate is Fate.CARRIED
    assert [each.new for each in result.edits] == ["zweimal im Jahr"]
