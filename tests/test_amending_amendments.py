"""Amendments to amendments: handing in, proving, and carrying out what was adopted of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.actions.opened import open_conference
from antragstool.model.decision import Outcome
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit, apply_edits
from antragstool.store.header_write import set_fields
from antragstool.text.blocks import Text
from antragstool.workflow.amending import outside
from antragstool.workflow.final import ConflictError
from tests.adopted import adopted_edits
from tests.commands import RESOLUTION, TEXT, Answer, Clerk

PRICE = "Zeile 4: Ersetze „365 Euro im Jahr“ durch „300 Euro im ganzen Jahr“.\n"
SUBSTITUTE = "Alles neu macht der Mai.\n\nGanz neu.\n"


def hand_in(clerk: Clerk, body: str, to: str = "A1", **header: str) -> Answer:
    fields = {"resolution": to, "submitter": "KV Musterstadt", **header}
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return clerk.run("submit", clerk.write("handed-in.md", f"---\n{lines}---\n{body}"))


def applied(clerk: Clerk, *stems: str) -> str:
    """Return the resolution's file after git has applied tracked patches one after the other."""
    for stem in stems:
        clerk.git("apply", str(clerk.folder / f"amendments/{stem}.patch"))
    try:
        return (clerk.folder / RESOLUTION).read_text(encoding="utf-8")
    finally:
        clerk.git("checkout", "-q", "--", RESOLUTION)


def effective(clerk: Clerk, item_id: str = "A1-Ä1") -> str:
    """Return the text that an amendment makes with all that was adopted of the amendments to it."""
    with open_conference(clerk.folder) as conference:
        amendment = conference.find(item_id)
        assert isinstance(amendment, Amendment)
        base = conference.base_of(amendment).text.text
        adopted = replace(amendment, outcome=Outcome.ADOPTED)
        return apply_edits(base.flat, adopted_edits(conference, adopted))


def test_it_gets_a_number_below_the_other_and_changes_its_words(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    answer = hand_in(clerk, "Zeile 4: Ersetze „300“ durch „250“.\n", "A1-Ä1")
    assert answer.out.startswith("A1-Ä1-Ä1\n"), answer.err
    assert "[-300-]{+250+} Euro im ganzen Jahr" in answer.out
    assert hand_in(clerk, "Zeile 4: Streiche „ganzen“.\n", "A1-Ae1").out.startswith("A1-Ä1-Ä2\n")
    assert hand_in(clerk, "Streiche „barrierefrei“.\n").out.startswith("A1-Ä2\n")
    stored = (clerk.folder / "amendments/A1-Ae1-Ae1.md").read_text(encoding="utf-8")
    patch = clerk.git("rev-parse", "HEAD:amendments/A1-Ae1.patch").strip()
    assert f"base: {patch}\n" in stored
    assert "resolution: A1-Ä1\n" in stored
    assert clerk.run("check").code == 0, clerk.run("check").err


def test_git_applies_its_patch_after_that_of_the_other(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Zeile 4: Ersetze „300“ durch „250“.\n", "A1-Ä1")
    wanted = TEXT.replace("365 Euro im Jahr", "250 Euro im ganzen Jahr")
    assert applied(clerk, "A1-Ae1", "A1-Ae1-Ae1") == wanted


def test_its_lines_are_those_of_the_changed_text(clerk: Clerk) -> None:
    hand_in(clerk, "Nach Zeile 2 einfügen: „Und auch nachts.“\n")
    shown = clerk.run("show", "A1-Ä1", "--version", "changed", "--numbers").out
    assert "3  Und auch nachts." in shown
    answer = hand_in(clerk, "Zeile 3: Ersetze „nachts“ durch „feiertags“.\n", "A1-Ä1")
    assert answer.code == 0, answer.err
    assert clerk.run("check").code == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PRICE, "Zeile 4: Streiche „höchstens“.\n"),
        (PRICE, "Zeile 4: Ersetze „höchstens 300“ durch „nur 300“.\n"),
        (PRICE, "Nach Zeile 2 einfügen: „Und auch nachts.“\n"),
        ("Streiche „barrierefrei“.\n", "Zeile 5: Füge vor „kostenlos“ ein: „immer“.\n"),
    ],
)
def test_other_words_than_those_that_it_brings_in_are_refused(
    clerk: Clerk, first: str, second: str
) -> None:
    hand_in(clerk, first)
    before = clerk.state()
    answer = hand_in(clerk, second, "A1-Ä1")
    assert answer.code == 2
    assert "Hand this change in to A1" in answer.err
    assert clerk.state() == before


def test_words_at_the_place_of_a_deletion_are_its_own(clerk: Clerk) -> None:
    hand_in(clerk, "Streiche „barrierefrei“.\n")
    answer = hand_in(clerk, "Zeile 5: Füge nach „Busse sollen“ ein: „bequem“.\n", "A1-Ä1")
    assert answer.code == 0, answer.err
    assert "Die Busse sollen bequem sein." in applied(clerk, "A1-Ae1", "A1-Ae1-Ae1")


def test_a_changed_paragraph_with_the_other_carried_out_is_one_too(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    changed = (
        "Das Ticket kostet höchstens 200 Euro im ganzen Jahr. Schüler*innen und Auszubildende "
        "fahren kostenlos. Die Busse sollen barrierefrei sein.\n"
    )
    answer = hand_in(clerk, changed, "A1-Ä1")
    assert "[-300-]{+200+}" in answer.out, answer.err
    assert clerk.run("check").code == 0


def test_a_changed_copy_of_the_whole_file_needs_the_option(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    copy = clerk.write("copy.md", TEXT.replace("365 Euro im Jahr", "99 Euro im ganzen Jahr"))
    answer = clerk.run("submit", copy, "--to", "A1-Ä1", "--submitter", "KV X")
    assert answer.out.startswith("A1-Ä1-Ä1\n"), answer.err
    assert "[-300-]{+99+}" in answer.out


def test_a_patch_is_made_on_the_file_with_the_other_applied(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    clerk.git("checkout", "-q", "-b", "fork")
    clerk.git("apply", str(clerk.folder / "amendments/A1-Ae1.patch"))
    clerk.git("commit", "-q", "-a", "-m", "With A1-Ä1")
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text(encoding="utf-8").replace("300", "250"), encoding="utf-8")
    patch = clerk.git("diff")
    clerk.git("checkout", "-q", "-f", "-")
    answer = hand_in(clerk, f"```diff\n{patch}```\n", "A1-Ä1")
    assert answer.code == 0, answer.err
    assert "[-300-]{+250+}" in answer.out
    assert clerk.run("check").code == 0, clerk.run("check").err


def test_a_substitute_is_amended_in_the_same_way(clerk: Clerk) -> None:
    hand_in(clerk, SUBSTITUTE, form="substitute")
    answer = hand_in(clerk, "Zeile 1: Ersetze „Mai“ durch „Juni“.\n", "A1-Ä1")
    assert answer.code == 0, answer.err
    assert "Alles neu macht der Juni.\n" in applied(clerk, "A1-Ae1", "A1-Ae1-Ae1")
    assert clerk.run("check").code == 0
    clerk.run("vote", "A1-Ä1-Ä1", "adopted")
    assert effective(clerk) == "Alles neu macht der Juni.\nGanz neu."


def test_of_a_title_the_title_is_amended(clerk: Clerk) -> None:
    hand_in(clerk, "Titel: Ersetze „Gute“ durch „Wirklich gute“.\n")
    answer = hand_in(clerk, "Ersetze „Wirklich“ durch „Sehr“.\n", "A1-Ä1")
    assert answer.code == 0, answer.err
    assert "title: Sehr gute Busse für alle\n" in applied(clerk, "A1-Ae1", "A1-Ae1-Ae1")
    assert "concerns: title\n" in (clerk.folder / "amendments/A1-Ae1-Ae1.md").read_text()
    assert clerk.run("check").code == 0
    refused = hand_in(clerk, "Begründung: Streiche „Bus“.\n", "A1-Ä1")
    assert "This concerns the reasons, but the amendment the title." in refused.err


def test_there_is_only_one_level(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Streiche „ganzen“.\n", "A1-Ä1")
    answer = hand_in(clerk, "Streiche „300“.\n", "A1-Ä1-Ä1")
    assert answer.code == 2
    assert "itself an amendment to an amendment" in answer.err


@pytest.mark.parametrize("outcome", ["withdrawn", "adopted", "rejected", "taken-over"])
def test_a_decided_one_cannot_be_amended(clerk: Clerk, outcome: str) -> None:
    hand_in(clerk, PRICE)
    clerk.run("vote", "A1-Ä1", outcome)
    answer = hand_in(clerk, "Streiche „ganzen“.\n", "A1-Ä1")
    assert answer.code == 2
    assert "cannot be amended any more" in answer.err


def test_a_changed_patch_of_the_other_is_found(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    path = clerk.folder / "amendments/A1-Ae1.patch"
    path.write_text(path.read_text(encoding="utf-8").replace("KV Musterstadt", "KV Anders"))
    answer = hand_in(clerk, "Streiche „ganzen“.\n", "A1-Ä1")
    assert answer.code == 2
    assert "is not the committed one" in answer.err


def test_it_stands_below_the_other_in_status_diff_and_book(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Streiche „barrierefrei“.\n")
    hand_in(clerk, "Streiche „ganzen“.\n", "A1-Ä1")
    ids = [item["id"] for item in clerk.run("status", "--format", "json").json["items"]]
    assert ids == ["A1", "A1-Ä1", "A1-Ä1-Ä1", "A1-Ä2"]
    found = clerk.run("diff", "A1", "--format", "json").json["amendments"]
    assert [item["id"] for item in found] == ids[1:]
    assert clerk.run("render").code == 0
    assert clerk.run("render", "A1-Ä1-Ä1").code == 0


def test_without_the_other_its_file_is_an_orphan(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Streiche „ganzen“.\n", "A1-Ä1")
    for ending in ("md", "patch"):
        (clerk.folder / f"amendments/A1-Ae1.{ending}").unlink()
    assert "which does not exist" in clerk.run("check").err


def test_what_was_adopted_of_them_is_carried_out_together(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    for body in ("Ersetze „300“ durch „250“.\n", "Streiche „ganzen“.\n", "Streiche „300 Euro“.\n"):
        hand_in(clerk, body, "A1-Ä1")
    before = effective(clerk)
    assert "300 Euro im ganzen Jahr" in before
    clerk.run("vote", "A1-Ä1-Ä1", "adopted")
    clerk.run("vote", "A1-Ä1-Ä2", "taken-over")
    clerk.run("vote", "A1-Ä1-Ä3", "rejected")
    assert effective(clerk) == before.replace("300 Euro im ganzen Jahr", "250 Euro im Jahr")
    clerk.run("vote", "A1-Ä1", "adopted")
    final = clerk.run("show", "A1", "--version", "final")
    assert "höchstens 250 Euro im Jahr." in final.out, final.err


def test_those_that_say_the_same_are_carried_out_once(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    for _time in range(2):
        hand_in(clerk, "Füge nach „ganzen“ ein: „langen“.\n", "A1-Ä1")
    for number in (1, 2):
        clerk.run("vote", f"A1-Ä1-Ä{number}", "adopted")
    assert "im ganzen langen Jahr" in effective(clerk)


def test_those_that_clash_stop_it(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    for price in ("250", "200"):
        hand_in(clerk, f"Ersetze „300“ durch „{price}“.\n", "A1-Ä1")
    for number in (1, 2):
        clerk.run("vote", f"A1-Ä1-Ä{number}", "adopted")
    with pytest.raises(ConflictError, match=r"A1-Ä1-Ä1 .*A1-Ä1-Ä2 .*clash"):
        effective(clerk)


def test_the_one_that_yields_is_left_out(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    for price in ("250", "200"):
        hand_in(clerk, f"Ersetze „300“ durch „{price}“.\n", "A1-Ä1")
    for number in (1, 2):
        clerk.run("vote", f"A1-Ä1-Ä{number}", "adopted")
    path = clerk.folder / "amendments/A1-Ae1-Ae2.md"
    source = path.read_text(encoding="utf-8")
    path.write_text(set_fields(source, {"yields-to": ("A1-Ä1-Ä1",)}), encoding="utf-8")
    assert "höchstens 250 Euro im ganzen Jahr" in effective(clerk)


def test_after_the_other_was_carried_over_its_amendments_still_count(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Ersetze „300“ durch „250“.\n", "A1-Ä1")
    clerk.run("vote", "A1-Ä1-Ä1", "adopted")
    path = clerk.folder / RESOLUTION
    text = TEXT.replace("Wir fordern", "Wir alle zusammen fordern heute")
    path.write_text(text, encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Another text")
    answer = clerk.run("rebase", "A1")
    assert answer.code == 0, answer.err
    assert "Wir alle zusammen" in clerk.run("show", "A1-Ä1").out
    assert "Wir alle zusammen" in effective(clerk)
    assert "höchstens 250 Euro im ganzen Jahr" in effective(clerk)


def test_one_waits_until_the_other_was_confirmed_and_is_then_confirmed_itself(
    clerk: Clerk,
) -> None:
    hand_in(clerk, "Nach Zeile 5 einfügen: „Fußwege sind breit.“\n")
    hand_in(clerk, "Ersetze „Fußwege sind“ durch „Gehwege sind“.\n", "A1-Ä1")
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("barrierefrei sein.", "leise fahren."), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Another text")
    first = clerk.run("rebase", "A1")
    assert "A1-Ä1 is proposed here" in first.out
    assert "A1-Ä1-Ä1" not in first.out
    second = clerk.run("rebase", "A1", "--accept", "A1-Ä1")
    assert "Carried over: A1-Ä1.\n" in second.out, second.err
    assert second.err == ""
    third = clerk.run("rebase", "A1")
    assert "[-Fußwege sind-]{+Gehwege sind+} breit." in third.out
    assert "antragstool rebase A1 --accept A1-Ä1-Ä1" in third.out
    assert clerk.run("rebase", "A1", "--accept", "A1-Ä1-Ä1").code == 0
    assert clerk.run("check").code == 0, clerk.run("check").err


def test_one_that_undoes_the_other_leaves_nothing(clerk: Clerk) -> None:
    hand_in(clerk, "Ersetze „365“ durch „300“.\n")
    hand_in(clerk, "Ersetze „300“ durch „365“.\n", "A1-Ä1")
    clerk.run("vote", "A1-Ä1-Ä1", "adopted")
    with open_conference(clerk.folder) as conference:
        amendment = conference.find("A1-Ä1")
        assert isinstance(amendment, Amendment)
        assert adopted_edits(conference, replace(amendment, outcome=Outcome.ADOPTED)) == ()


@pytest.mark.parametrize(
    ("edit", "inside"),
    [
        (Edit(4, "rote", "blaue"), True),
        (Edit(4, "rote Haus", "blaue Haus"), True),
        (Edit(9, "Haus", "Heim"), False),
        (Edit(0, "Das rote", "Dies rote"), False),
        (Edit(4, "", "sehr "), True),
        (Edit(8, "", " alte"), True),
        (Edit(13, "", " dort"), False),
        (Edit(4, "rote ", ""), True),
        (Edit(0, "Das rote Haus", "Ein Heim"), False),
    ],
)
def test_what_is_inside_the_new_words(edit: Edit, inside: bool) -> None:
    amended = Text.from_flat("Das rote Haus am Wald.")
    found = outside(amended, (Edit(4, "grüne", "rote"),), (edit,))
    assert found == (() if inside else (edit,))


def single_edits(flat: str) -> st.SearchStrategy[Edit]:
    """Return edits of *flat*: words out, words in, words for words."""

    def edit(start: int, length: int, new: str) -> Edit | None:
        old = flat[start : start + length]
        return Edit(start, old, new) if old != new else None

    made = st.builds(
        edit, st.integers(0, len(flat)), st.integers(0, 6), st.text("ab .", max_size=6)
    )
    return made.filter(bool).map(lambda found: found or Edit(0, "", " "))


@given(st.data())
def test_nothing_but_the_new_words_and_the_blanks_beside_them_may_differ(
    data: st.DataObject,
) -> None:
    before = data.draw(st.text("ab .", min_size=1, max_size=30))
    brought = data.draw(single_edits(before))
    flat = before[: brought.start] + brought.new + before[brought.end :]
    edit = data.draw(single_edits(flat))
    after = flat[: edit.start] + edit.new + flat[edit.end :]
    start, end = brought.start, brought.start + len(brought.new)
    head = flat[:start].rstrip()
    tail = flat[end:].lstrip()
    own = len(after) >= len(head) + len(tail) and after.startswith(head) and after.endswith(tail)
    text = Text.from_flat("x")
    object.__setattr__(text, "flat", flat)
    assert (outside(text, (brought,), (edit,)) == ()) is own
