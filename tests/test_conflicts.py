"""The command conflicts: each kind of meeting, and what it must never depend on."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.merge.clashes import Placed
from antragstool.merge.forms import forms
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text
from antragstool.workflow.conflicts import Report, report
from tests.commands import Clerk

TO_300 = "Zeile 4: Ersetze „365“ durch „300“.\n"
TO_200 = "Zeile 4: Ersetze „365“ durch „200“.\n"
WITHOUT_PRICE = "Zeile 4: Streiche „höchstens 365 Euro“.\n"
NEW_TEXT = "---\nform: substitute\n---\nAlles neu.\n"


def hand_in(clerk: Clerk, *bodies: str) -> None:
    header = "---\nresolution: A1\nsubmitter: KV Musterstadt\n"
    for body in bodies:
        words = body.removeprefix("---\n") if body.startswith("---\n") else f"---\n{body}"
        answer = clerk.run("submit", clerk.write("handed-in.md", header + words))
        assert answer.code == 0, answer.err


def conflicts(clerk: Clerk, item: str = "A1") -> Any:
    answer = clerk.run("conflicts", item, "--format", "json")
    assert answer.code == (1 if answer.json["conflicts"] else 0), answer.err
    return answer.json


@pytest.mark.parametrize(
    ("one", "other", "kind", "lines"),
    [
        (TO_300, TO_200, "overlap", [4, 4]),
        ("Zeile 1: Streiche „im ländlichen“.", "Zeile 1: Streiche „ländlichen Raum“.", "overlap", [1, 1]),
        (WITHOUT_PRICE, TO_300, "containment", [4, 4]),
        ("Streiche Zeilen 4–5.", TO_300, "containment", [4, 5]),
        (WITHOUT_PRICE, "Zeile 4: Nach „365“ füge „bis 400“ ein.", "containment", [4, 4]),
        ("Zeile 1: Nach „mehr“ füge „neue“ ein.", "Zeile 1: Nach „mehr“ füge „saubere“ ein.", "same-place", [1, 1]),
        ("Nach Zeile 2 füge einen neuen Absatz ein: „Und Bahnen.“", "Nach Zeile 2 füge einen neuen Absatz ein: „Und Schiffe.“", "same-place", [2, 2]),
    ],
)  # fmt: skip
def test_each_kind_of_conflict_is_named_with_its_lines(
    clerk: Clerk, one: str, other: str, kind: str, lines: list[int]
) -> None:
    hand_in(clerk, one, other)
    found = conflicts(clerk)
    assert (found["version"], found["resolution"]) == (1, "A1")
    (conflict,) = found["conflicts"]
    assert conflict["kind"] == kind
    assert conflict["amendments"] == ["A1-Ä1", "A1-Ä2"]
    assert conflict["lines"] == lines
    assert [each["id"] for each in conflict["edits"]] == ["A1-Ä1", "A1-Ä2"]
    assert ("after" in conflict) == ("neuen Absatz" in one)
    assert conflict.get("outer") == ("A1-Ä1" if kind == "containment" else None)
    assert found["agreements"] == found["touching"] == found["stuck"] == []


def test_the_words_of_each_side_are_given(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200)
    edits = conflicts(clerk)["conflicts"][0]["edits"]
    assert [(each["number"], each["old"], each["new"]) for each in edits] == [
        (1, "365", "300"),
        (1, "365", "200"),
    ]
    assert [each["lines"] for each in edits] == [[4, 4], [4, 4]]


@pytest.mark.parametrize(
    "other",
    [
        "Zeile 1: Ersetze „ländlichen“ durch „ganzen“.",
        "Zeile 4: Ersetze „Jahr“ durch „Monat“.",
        "Nach Zeile 5 füge einen neuen Absatz ein: „Und Bahnen.“",
    ],
)
def test_free_amendments_are_no_finding_even_on_one_line(clerk: Clerk, other: str) -> None:
    hand_in(clerk, TO_300, other)
    found = conflicts(clerk)
    assert found["conflicts"] == found["agreements"] == found["touching"] == []
    assert clerk.run("conflicts", "A1").out == "2 amendments to A1: no conflict.\n"


def test_neighbours_that_share_no_character_touch(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, "Zeile 4: Nach „365“ füge „oder 400“ ein.")
    found = conflicts(clerk)
    assert found["conflicts"] == []
    (touching,) = found["touching"]
    assert touching["amendments"] == ["A1-Ä1", "A1-Ä2"]
    assert touching["lines"] == [4, 4]
    assert clerk.run("conflicts", "A1").code == 0


def test_one_edit_of_several_amendments_is_one_agreement(clerk: Clerk) -> None:
    more = TO_300.strip() + " Zeile 8: Ersetze „trägt“ durch „zahlt“.\n"
    hand_in(clerk, TO_300, more, TO_300)
    found = conflicts(clerk)
    assert found["conflicts"] == []
    (agreement,) = found["agreements"]
    assert agreement["amendments"] == ["A1-Ä1", "A1-Ä2", "A1-Ä3"]
    assert (agreement["old"], agreement["new"], agreement["lines"]) == ("365", "300", [4, 4])
    assert agreement["whole"] is False
    assert "want the same here" in clerk.run("conflicts", "A1").out


def test_the_same_amendment_twice_is_the_same_as_a_whole(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_300)
    assert [each["whole"] for each in conflicts(clerk)["agreements"]] == [True]
    assert "A1-Ä1 and A1-Ä2 are one and the same" in clerk.run("conflicts", "A1").out


def test_a_substitute_is_one_conflict_with_each_other_amendment(clerk: Clerk) -> None:
    more = TO_300.strip() + " Zeile 8: Ersetze „trägt“ durch „zahlt“.\n"
    hand_in(clerk, more, "Zeile 1: Streiche „mehr“.", NEW_TEXT)
    found = conflicts(clerk)["conflicts"]
    assert [(each["kind"], each["amendments"], each["outer"]) for each in found] == [
        ("containment", ["A1-Ä1", "A1-Ä3"], "A1-Ä3"),
        ("containment", ["A1-Ä2", "A1-Ä3"], "A1-Ä3"),
    ]
    assert [each["id"] for each in found[0]["edits"]] == ["A1-Ä1", "A1-Ä1", "A1-Ä3"]
    assert found[0]["edits"][-1]["substitute"] is True
    text = clerk.run("conflicts", "A1").out
    assert "Whole text: A1-Ä3 replaces it, and so clashes with A1-Ä1 and A1-Ä2\n" in text


def test_two_places_are_two_conflicts(clerk: Clerk) -> None:
    hand_in(
        clerk,
        TO_300.strip() + " Zeile 8: Ersetze „trägt“ durch „zahlt“.",
        TO_200.strip() + " Zeile 8: Ersetze „trägt“ durch „teilt“.",
    )
    found = conflicts(clerk)["conflicts"]
    assert [each["lines"] for each in found] == [[4, 4], [8, 8]]
    assert [[e["number"] for e in each["edits"]] for each in found] == [[1, 1], [2, 2]]


def test_what_became_of_an_amendment_changes_no_conflict_but_is_said(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200)
    before = conflicts(clerk)
    clerk.run("vote", "A1-Ä1", "withdrawn")
    clerk.run("recommend", "A1-Ä2", "reject")
    assert conflicts(clerk) == before
    assert clerk.run("conflicts", "A1").out == (
        "Line 4: A1-Ä1 and A1-Ä2 change the same words\n"
        "  A1-Ä1 (withdrawn)\n"
        "      Das Ticket kostet höchstens [-365-]{+300+} Euro im Jahr. Schüler*innen…\n"
        "  A1-Ä2 (recommended: Rejection)\n"
        "      Das Ticket kostet höchstens [-365-]{+200+} Euro im Jahr. Schüler*innen…\n"
        "\n"
        "2 amendments to A1: 1 conflict.\n"
    )


def test_a_passage_on_which_many_clash_is_told_once(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, TO_200, TO_300, WITHOUT_PRICE)
    text = clerk.run("conflicts", "A1").out
    assert text.startswith(
        "Line 4: A1-Ä1, A1-Ä2 and A1-Ä3 change the same words; "
        "A1-Ä4 contains A1-Ä1, A1-Ä2 and A1-Ä3\n"
    )
    assert "4 amendments to A1: 5 conflicts, 1 agreement.\n" in text


@pytest.mark.parametrize("length", [40, 61, 120])
def test_line_length_moves_the_lines_and_nothing_else(clerk: Clerk, length: int) -> None:
    hand_in(clerk, TO_300, TO_200, WITHOUT_PRICE, "Zeile 4: Ersetze „Jahr“ durch „Monat“.")
    before = conflicts(clerk)
    with (clerk.folder / "antragstool.toml").open("a") as file:
        file.write(f"line-length = {length}\n")
    assert _without_lines(conflicts(clerk)) == _without_lines(before)


def _without_lines(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_lines(value) for key, value in data.items() if key != "lines"}
    return [_without_lines(each) for each in data] if isinstance(data, list) else data


def test_amendments_of_a_text_that_nobody_wants_to_change_are_asked_for_in_vain(
    clerk: Clerk,
) -> None:
    answer = clerk.run("conflicts", "A1")
    assert answer.code == 2
    assert "There are no amendments to A1." in answer.err
    hand_in(clerk, TO_300)
    answer = clerk.run("conflicts", "A1-Ä1")
    assert answer.code == 2
    assert "antragstool conflicts A1\n" in answer.err


def test_what_has_no_place_any_more_is_named(clerk: Clerk) -> None:
    hand_in(clerk, TO_300, "Zeile 1: Streiche „mehr“.", TO_200)
    path = clerk.folder / "resolutions" / "A1-busse.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("höchstens 365 Euro im Jahr", "nichts mehr"), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Andere Preise")
    found = conflicts(clerk)
    assert found["conflicts"] == []
    assert found["stuck"] == [
        {"id": "A1-Ä1", "fate": "stuck"},
        {"id": "A1-Ä3", "fate": "stuck"},
    ]
    assert (
        "A1-Ä3: the words that it changes are no longer there" in clerk.run("conflicts", "A1").out
    )


def test_title_and_text_are_apart_and_amendments_to_an_amendment_too(clerk: Clerk) -> None:
    for target, body in (
        ("A1\nconcerns: title", "Ersetze „Gute“ durch „Bessere“."),
        ("A1\nconcerns: title", "Ersetze „Gute“ durch „Neue“."),
        ("A1-Ä1", "Ersetze „Bessere“ durch „Die besten“."),
        ("A1-Ä1", "Ersetze „Bessere“ durch „Mehr“."),
    ):
        name = clerk.write("part.md", f"---\nresolution: {target}\nsubmitter: KV X\n---\n{body}\n")
        answer = clerk.run("submit", name)
        assert answer.code == 0, answer.err
    hand_in(clerk, TO_300)
    (conflict,) = conflicts(clerk)["conflicts"]
    assert (conflict["amendments"], conflict["concerns"]) == (["A1-Ä1", "A1-Ä2"], "title")
    assert conflict["lines"] is None
    assert "Title: A1-Ä1 and A1-Ä2 change the same words\n" in clerk.run("conflicts", "A1").out
    (conflict,) = conflicts(clerk, "A1-Ä1")["conflicts"]
    assert conflict["amendments"] == ["A1-Ä1-Ä1", "A1-Ä1-Ä2"]


# -- the report itself


FLAT = (
    "Wir fordern mehr Busse im ländlichen Raum, auch am Abend und am Wochenende.\n"
    "## Bezahlbar für alle\n"
    "Das Ticket kostet höchstens 365 Euro im Jahr."
)
_words = FLAT.split(" ")


@st.composite
def amendments(draw: st.DrawFn) -> list[tuple[Edit, ...]]:
    """Return some amendments of one edit each to FLAT, many of them close together."""
    starts = [0]
    for word in _words:
        starts.append(starts[-1] + len(word) + 1)
    found: list[tuple[Edit, ...]] = []
    for _count in range(draw(st.integers(2, 7))):
        first = draw(st.integers(0, len(_words) - 1))
        last = min(len(_words), first + draw(st.integers(0, 3)))
        old = FLAT[starts[first] : max(starts[first], starts[last] - 1)]
        new = draw(st.sampled_from(["neu ", "ganz anders ", ""]))
        new = new.strip() if old else new
        if old != new and "\n" not in old:
            found.append((Edit(starts[first], old, new),))
    return found


def _report(names: list[str], edits: list[tuple[Edit, ...]]) -> Report:
    text = Text.from_flat(FLAT)
    return report(
        Placed(name, number, form)
        for name, those in zip(names, edits, strict=True)
        for number, form in enumerate(forms(text, those), 1)
    )


@given(amendments(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_neither_names_nor_the_order_of_handing_in_matter(
    edits: list[tuple[Edit, ...]], random: Any
) -> None:
    names = [f"A1-Ä{number}" for number in range(1, len(edits) + 1)]
    renamed = random.sample(names, len(names))
    new_name = dict(zip(names, renamed, strict=True))
    together = list(zip(renamed, edits, strict=True))
    random.shuffle(together)
    before = _report(names, edits)
    after = _report([name for name, _edit in together], [edit for _name, edit in together])
    assert _facts(after, {name: name for name in names}) == _facts(before, new_name)


def _facts(found: Report, name: dict[str, str]) -> object:
    return (
        {
            (c.kind, frozenset(map(name.get, c.items)), name.get(c.outer, ""))
            for c in found.conflicts
        },
        {(frozenset(map(name.get, a.items)), a.edit, a.whole) for a in found.agreements},
        {frozenset(map(name.get, t.items)) for t in found.touching},
    )


def test_ids_are_told_in_their_natural_order() -> None:
    edit = Edit(FLAT.index("365"), "365", "")
    others: list[tuple[Edit, ...]] = [
        (Edit(edit.start, "365", str(number)),) for number in (300, 200)
    ]
    found = _report(["A1-Ä10", "A1-Ä9"], others)
    assert [each.items for each in found.conflicts] == [("A1-Ä9", "A1-Ä10")]


def test_the_json_is_one_object_with_a_version(clerk: Clerk, tmp_path: Path) -> None:
    hand_in(clerk, TO_300)
    answer = clerk.run("conflicts", "A1", "--format", "json")
    assert json.loads(answer.out) == {
        "version": 1,
        "resolution": "A1",
        "conflicts": [],
        "agreements": [],
        "touching": [],
        "stuck": [],
    }
