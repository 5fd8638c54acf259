"""``adopt``, with a real repository: what is voted gets into the text, once, by name, and nothing else."""

import subprocess

import pytest

from tests.commands import RESOLUTION, Clerk

PRICE = "Ersetze „365 Euro“ durch „300 Euro“."
OTHER_PRICE = "Ersetze „365 Euro“ durch „200 Euro“."
OFTEN = "Ersetze „jede Stunde“ durch „alle 30 Minuten“."


def hand_in(clerk: Clerk, body: str, submitter: str = "KV Musterstadt", **more: str) -> str:
    answer = clerk.submit(body, submitter=submitter, **more)
    assert answer.code == 0, answer.err
    return answer.out.split("\n")[0]


def vote(clerk: Clerk, *arguments: str) -> None:
    answer = clerk.run("vote", *arguments)
    assert answer.code == 0, answer.err


def text(clerk: Clerk) -> str:
    return (clerk.folder / RESOLUTION).read_text(encoding="utf-8")


def header(clerk: Clerk, item_id: str) -> str:
    name = item_id.replace("Ä", "Ae")
    return (clerk.folder / f"amendments/{name}.md").read_text(encoding="utf-8")


def adopt(clerk: Clerk, *options: str) -> None:
    answer = clerk.run("adopt", "A1", *options)
    assert answer.code == 0, answer.err + answer.out


def clean(clerk: Clerk) -> None:
    assert clerk.git("status", "--porcelain") == ""
    answer = clerk.run("check")
    assert answer.code == 0, answer.err


def test_one_commit_for_each_its_author_the_submitter_with_the_vote(clerk: Clerk) -> None:
    hand_in(clerk, PRICE, "KV Eins", subject="Billiger")
    hand_in(clerk, OFTEN, "KV Zwei")
    vote(clerk, "A1-Ä1", "--yes", "80", "--no", "20", "--abstain", "3")
    vote(clerk, "A1-Ä2", "adopted", "--wording", "einstimmig")
    adopt(clerk)
    assert "höchstens 300 Euro im Jahr" in text(clerk)
    assert "alle 30 Minuten fahren" in text(clerk)
    last, first = clerk.git("log", "-2", "--format=%an|%s|%(trailers:unfold)%x00").split("\0")[:2]
    assert first.strip().startswith("KV Eins|Adopt A1-Ä1: Billiger|")
    for trailer in ("Amendment: A1-Ä1", "Outcome: adopted", "Vote: yes 80, no 20, abstain 3"):
        assert trailer in first
    assert last.startswith("KV Zwei|Adopt A1-Ä2|")
    assert "Vote: einstimmig" in last
    blame = clerk.git("blame", "--line-porcelain", "--", RESOLUTION)
    assert "author KV Eins" in blame
    assert "author KV Zwei" in blame
    clean(clerk)


def test_each_step_is_a_patch_that_git_applies_to_the_version_before(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN)
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    adopt(clerk)
    for back, number in ((2, 1), (1, 2)):
        before = clerk.git("show", f"HEAD~{back}:{RESOLUTION}")
        after = clerk.git("show", f"HEAD~{back - 1}:{RESOLUTION}")
        (clerk.folder / RESOLUTION).write_text(before, encoding="utf-8")
        clerk.git("apply", f"amendments/A1-Ae{number}.merged.patch")
        assert text(clerk) == after
    clean(clerk)


def test_agreements_are_put_in_once_with_all_names(clerk: Clerk) -> None:
    hand_in(clerk, PRICE, "KV Eins")
    hand_in(clerk, OFTEN, "KV Zwei")
    hand_in(clerk, PRICE, "KV Drei")
    for number in (1, 2, 3):
        vote(clerk, f"A1-Ä{number}", "adopted")
    answer = clerk.run("adopt", "A1", "--format", "json")
    assert [step["amendments"] for step in answer.json["adopted"]] == [
        ["A1-Ä1", "A1-Ä3"],
        ["A1-Ä2"],
    ]
    message = clerk.git("log", "-1", "--skip=1", "--format=%B")
    assert "Amendment: A1-Ä1" in message
    assert "Amendment: A1-Ä3" in message
    assert "Co-authored-by: KV Drei" in message
    assert text(clerk).count("300 Euro") == 1
    assert "merged:" in header(clerk, "A1-Ä3")
    clean(clerk)


def test_a_clash_stops_and_says_what_to_decide_and_nothing_is_put_in(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    hand_in(clerk, OFTEN)
    for number in (1, 2, 3):
        vote(clerk, f"A1-Ä{number}", "adopted")
    before = clerk.state()
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    for words in ("A1-Ä1", "A1-Ä2", "Line 4", "365 → 300", "--prefer", "--wording"):
        assert words in answer.err, answer.err
    assert "A1-Ä3" not in answer.err
    assert clerk.state() == before
    assert clerk.run("show", "A1", "--version", "final").code == 1


def test_the_preferred_one_prevails_and_it_is_on_record(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE + "\n\n" + OFTEN)
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    answer = clerk.run("adopt", "A1", "--prefer", "A1-Ä1", "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["displaced"] == [{"id": "A1-Ä2", "number": 2, "by": "A1-Ä1"}]
    assert "300 Euro" in text(clerk)
    assert "alle 30 Minuten" in text(clerk)  # the rest of what was adopted is not lost
    assert "yields-to:\n  - A1-Ä1" in header(clerk, "A1-Ä2")
    clean(clerk)
    again = clerk.run("adopt", "A1", "--format", "json").json
    assert again["adopted"] == again["stuck"] == []


def test_preferring_what_does_not_clash_is_refused(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    hand_in(clerk, OFTEN)
    for number in (1, 2, 3):
        vote(clerk, f"A1-Ä{number}", "adopted")
    before = clerk.state()
    assert clerk.run("adopt", "A1", "--prefer", "A1-Ä3").code == 2
    assert clerk.run("adopt", "A1", "--prefer", "A1-Ä1", "--prefer", "A1-Ä2").code == 2
    assert clerk.run("adopt", "A1", "--first", "A1-Ä1").code == 2
    assert clerk.run("adopt", "A1-Ä1").code == 2
    assert clerk.state() == before


@pytest.mark.parametrize("first", ["A1-Ä1", "A1-Ä2"])
def test_of_two_insertions_at_one_place_a_person_says_the_order(clerk: Clerk, first: str) -> None:
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der erste neue Absatz.“")
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der zweite neue Absatz.“")
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    assert "--first" in answer.err
    adopt(clerk, "--first", first)
    wanted = ["Der erste neue Absatz.", "Der zweite neue Absatz."]
    found = [line for line in text(clerk).split("\n") if line in wanted]
    assert found == (wanted if first == "A1-Ä1" else wanted[::-1])
    clean(clerk)


def test_an_agreed_wording_is_an_item_of_its_own_and_replaces_both(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    hand_in(clerk, OFTEN)
    for number in (1, 2, 3):
        vote(clerk, f"A1-Ä{number}", "adopted")
    file = clerk.write("einigung.md", "Ersetze „365 Euro“ durch „250 Euro“.\n")
    answer = clerk.run("adopt", "A1", "--wording", file, "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["wording"] == "A1-Ä4"
    assert "250 Euro" in text(clerk)
    assert "alle 30 Minuten" in text(clerk)
    assert "wording-for:\n  - A1-Ä1\n  - A1-Ä2" in header(clerk, "A1-Ä4")
    assert "300 Euro" in header(clerk, "A1-Ä1")  # what was handed in stays
    assert "gives way to A1-Ä4" in clerk.run("status").out
    assert "agreed wording for A1-Ä1, A1-Ä2" in clerk.run("status").out
    clean(clerk)


def test_a_wording_for_another_passage_is_refused(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    before = clerk.state()
    file = clerk.write("einigung.md", OFTEN)
    assert clerk.run("adopt", "A1", "--wording", file).code == 2
    assert clerk.state() == before


def test_adopted_in_part(clerk: Clerk) -> None:
    hand_in(
        clerk, "\n\n".join([OFTEN, PRICE, "Streiche „und berichtet dem Landtag einmal im Jahr“."])
    )
    vote(clerk, "A1-Ä1", "adopted", "--parts", "1,3", "--yes", "50", "--no", "4")
    adopt(clerk)
    assert "alle 30 Minuten" in text(clerk)
    assert "365 Euro" in text(clerk)
    assert "berichtet" not in text(clerk)
    clean(clerk)
    vote(clerk, "A1-Ä1", "adopted", "--parts", "2")
    adopt(clerk)
    assert "300 Euro" in text(clerk)
    assert "merged:" in header(clerk, "A1-Ä1")
    assert (clerk.folder / "amendments/A1-Ae1.merged-2.patch").exists()
    clean(clerk)


def test_a_rejected_part_stays_out_for_good(clerk: Clerk) -> None:
    hand_in(clerk, f"{OFTEN}\n\n{PRICE}")
    vote(clerk, "A1-Ä1", "adopted", "--parts", "1")
    vote(clerk, "A1-Ä1", "rejected", "--parts", "2")
    adopt(clerk)
    assert "alle 30 Minuten" in text(clerk)
    assert "365 Euro" in text(clerk)
    assert "outcome: adopted-in-part" in header(clerk, "A1-Ä1")
    clean(clerk)


def test_adopted_in_other_words(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted-as-amended")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    assert "--text" in answer.err
    file = clerk.write("fassung.md", "Ersetze „365 Euro“ durch „333 Euro“.\n")
    vote(clerk, "A1-Ä1", "adopted-as-amended", "--text", str(file))
    adopt(clerk)
    assert "333 Euro" in text(clerk)
    assert "300 Euro" in header(clerk, "A1-Ä1")
    clean(clerk)


def test_the_committees_version(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    file = clerk.write("fassung.md", "Ersetze „365 Euro“ durch „333 Euro“.\n")
    answer = clerk.run("recommend", "A1-Ä1", "adopt-committee-version", "--text", file)
    assert answer.code == 0, answer.err
    vote(clerk, "A1-Ä1", "adopted-committee-version")
    adopt(clerk)
    assert "333 Euro" in text(clerk)
    clean(clerk)


def test_open_amendments_are_carried_over_and_their_earlier_base_stays_on_record(
    clerk: Clerk,
) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Ersetze „einmal im Jahr“ durch „zweimal im Jahr“.", "KV Zwei")
    base = clerk.git("rev-parse", f"HEAD:{RESOLUTION}").strip()
    vote(clerk, "A1-Ä1", "adopted")
    answer = clerk.run("adopt", "A1", "--format", "json")
    assert answer.json["carried"] == ["A1-Ä2"]
    now = clerk.git("rev-parse", f"HEAD:{RESOLUTION}").strip()
    assert f"base: {base}" in header(clerk, "A1-Ä2")
    assert f"carried:\n  - {now}" in header(clerk, "A1-Ä2")
    patch = (clerk.folder / "amendments/A1-Ae2.patch").read_text(encoding="utf-8")
    assert f"Base: {now}" in patch
    assert f'Earlier: {{"base": "{base}"' in patch
    clerk.git("apply", "amendments/A1-Ae2.patch")
    assert "zweimal im Jahr" in text(clerk)
    clerk.git("checkout", "--", RESOLUTION)
    clean(clerk)
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    assert "300 Euro" in text(clerk)
    assert "zweimal im Jahr" in text(clerk)
    clean(clerk)


def test_what_cannot_be_carried_is_listed_and_keeps_its_own_text(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    before = header(clerk, "A1-Ä2")
    vote(clerk, "A1-Ä1", "adopted")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 0
    assert "A1-Ä2" in answer.out
    assert header(clerk, "A1-Ä2") == before
    stuck = clerk.run("rebase", "A1", "--format", "json")
    assert stuck.code == 1
    assert [each["id"] for each in stuck.json["stuck"]] == ["A1-Ä2"]
    vote(clerk, "A1-Ä2", "adopted")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 1
    assert "A1-Ä2" in answer.err
    assert "300 Euro" in text(clerk)


def test_the_same_change_that_was_still_open_is_disposed_of(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, PRICE, "KV Zwei")
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    assert "outcome: disposed-of" in header(clerk, "A1-Ä2")
    assert "disposed-by: A1-Ä1" in header(clerk, "A1-Ä2")
    clean(clerk)


def test_run_again_after_more_votes_it_goes_on(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN)
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    nothing = clerk.git("rev-parse", "HEAD")
    adopt(clerk)
    assert clerk.git("rev-parse", "HEAD") == nothing
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    assert "300 Euro" in text(clerk)
    assert "alle 30 Minuten" in text(clerk)
    clean(clerk)


def test_what_was_taken_over_is_in_and_what_was_rejected_or_withdrawn_is_not(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN)
    hand_in(clerk, "Streiche „einmal im Jahr“.")
    vote(clerk, "A1-Ä1", "taken-over")
    vote(clerk, "A1-Ä2", "rejected")
    vote(clerk, "A1-Ä3", "withdrawn")
    adopt(clerk)
    assert "300 Euro" in text(clerk)
    assert "jede Stunde" in text(clerk)
    assert "einmal im Jahr" in text(clerk)
    clean(clerk)


def test_after_a_free_edit_what_was_adopted_lands_on_its_own_words(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE, "KV Zwei")
    vote(clerk, "A1-Ä1", "adopted")
    path = clerk.folder / RESOLUTION
    path.write_text(
        text(clerk).replace("Wir fordern", "Ein neuer Absatz ganz oben.\n\nWir fordern"),
        encoding="utf-8",
    )
    clerk.git("commit", "-qam", "Ein Absatz mehr")
    adopt(clerk)
    assert "höchstens 300 Euro im Jahr" in text(clerk)
    assert "Ein neuer Absatz ganz oben." in text(clerk)


def test_a_text_that_is_not_committed_is_refused(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    path = clerk.folder / RESOLUTION
    path.write_text(text(clerk) + "\nMehr.\n", encoding="utf-8")
    answer = clerk.run("adopt", "A1")
    assert answer.code == 2
    assert "git commit" in answer.err


def test_the_final_text_is_the_one_that_adopting_makes(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OFTEN)
    hand_in(clerk, "Zeilen 6–7: Streichen.")
    hand_in(clerk, "Nach Zeile 8 einfügen: „Das gilt ab sofort.“")
    for number in range(1, 5):
        vote(clerk, f"A1-Ä{number}", "adopted")
    final = clerk.run("show", "A1", "--version", "final").out
    adopt(clerk)
    assert clerk.run("show", "A1").out == final
    assert clerk.run("show", "A1", "--version", "final").out == final
    clean(clerk)


def test_git_alone_agrees_with_every_commit(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    done = subprocess.run(
        ["git", "fsck", "--strict"], cwd=clerk.folder, check=False, capture_output=True
    )
    assert done.returncode == 0


def test_what_is_proposed_is_shown_in_the_new_text(clerk: Clerk) -> None:
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der erste neue Absatz, mit vielen Wörtern darin.“")
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der zweite neue Absatz.“")
    vote(clerk, "A1-Ä1", "adopted")
    answer = clerk.run("adopt", "A1")
    assert "After line 8" in answer.out
    assert "+ {+Der zweite neue Absatz.+}" in answer.out
    edits = clerk.run("rebase", "A1", "--format", "json").json["proposed"][0]["edits"]
    assert (edits[0]["kind"], edits[0]["lines"]) == ("insert-block", [8, 8])


def test_words_that_were_quoted_and_left_are_named_when_another_one_changes_them(
    clerk: Clerk,
) -> None:
    hand_in(clerk, "Ersetze „Die Busse sollen barrierefrei sein“ durch „Die Bahn soll kommen“.")
    hand_in(
        clerk, "Ersetze „Die Busse sollen barrierefrei“ durch „Alle Busse sollen barrierefrei“."
    )
    assert clerk.run("conflicts", "A1", "--format", "json").json["touching"]
    vote(clerk, "A1-Ä2", "adopted")
    answer = clerk.run("adopt", "A1", "--format", "json")
    assert [each["id"] for each in answer.json["proposed"]] == ["A1-Ä1"]


MOVED = """\
Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.

Wir fordern mehr Busse im ländlichen Raum.
Die Busse sollen jede Stunde fahren, auch am Abend und am Wochenende.

## Bezahlbar für alle

Das Ticket kostet höchstens 365 Euro im Jahr.
Schüler*innen und Auszubildende fahren kostenlos.
Die Busse sollen barrierefrei sein.

- Punkt 1: mehr Haltestellen
- Punkt 2: mehr Fahrer*innen
"""


def test_who_moves_a_passage_does_not_agree_with_who_deletes_it(clerk: Clerk) -> None:
    file = clerk.write(
        "umzug.md", f"---\nresolution: A1\nsubmitter: KV Umzug\nform: copy\n---\n{MOVED}"
    )
    assert clerk.run("submit", file).code == 0
    delete = "Streiche „Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.“"
    hand_in(clerk, delete, "KV Weg")
    hand_in(clerk, "Ersetze „dem Landtag“ durch „dem Kreistag“.", "KV Kreis")
    assert clerk.run("conflicts", "A1").code == 1
    vote(clerk, "A1-Ä1", "adopted")
    assert "outcome" not in header(clerk, "A1-Ä3")
    adopt(clerk)
    assert "outcome" not in header(clerk, "A1-Ä2")
    found = clerk.run("rebase", "A1", "--format", "json").json
    assert [each["id"] for each in found["proposed"]] == ["A1-Ä3"]
    assert [each["id"] for each in found["stuck"]] == ["A1-Ä2"]


def test_a_decision_can_be_taken_back_until_it_is_carried_out(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der erste neue Absatz.“")
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der zweite neue Absatz.“")
    for number in range(1, 5):
        vote(clerk, f"A1-Ä{number}", "adopted")
    answer = clerk.run("adopt", "A1", "--prefer", "A1-Ä1")
    assert answer.code == 1
    assert "The decision is recorded." in answer.err
    adopt(clerk, "--prefer", "A1-Ä2", "--first", "A1-Ä4")
    assert "200 Euro" in text(clerk)
    assert "yields-to" not in header(clerk, "A1-Ä2")
    clean(clerk)


def test_only_what_stays_itself_displaces_another(clerk: Clerk) -> None:
    hand_in(clerk, "Ersetze „365“ durch „300“.")
    hand_in(clerk, "Ersetze „365 Euro“ durch „200 Taler“.")
    hand_in(clerk, "Ersetze „365 Euro“ durch „365 Dollar“.")
    for number in (1, 2, 3):
        vote(clerk, f"A1-Ä{number}", "adopted")
    for item_id, winner in (("A1-Ä1", "A1-Ä2"), ("A1-Ä2", "A1-Ä3")):
        path = clerk.folder / f"amendments/{item_id.replace('Ä', 'Ae')}.md"
        path.write_text(
            path.read_text().replace("outcome: adopted", f"outcome: adopted\nyields-to: {winner}")
        )
    clerk.git("commit", "-qam", "Decided")
    adopt(clerk)
    assert "300 Dollar" in text(clerk)


def test_a_rejected_part_stays_out_also_with_an_amendment_to_the_amendment(clerk: Clerk) -> None:
    hand_in(clerk, f"{OFTEN}\n\n{PRICE}\n\nStreiche „und am Wochenende“.")
    file = clerk.write(
        "aeae.md",
        "---\nresolution: A1-Ä1\nsubmitter: KV Drei\n---\nErsetze „alle 30 Minuten“ durch „alle 20 Minuten“.\n",
    )
    assert clerk.run("submit", file).code == 0
    vote(clerk, "A1-Ä1-Ä1", "adopted")
    vote(clerk, "A1-Ä1", "adopted", "--parts", "1")
    vote(clerk, "A1-Ä1", "rejected", "--parts", "2,3")
    adopt(clerk)
    assert "alle 20 Minuten" in text(clerk)
    assert "365 Euro" in text(clerk)
    assert "und am Wochenende" in text(clerk)
    assert "merged:" in header(clerk, "A1-Ä1-Ä1")
    clean(clerk)


def test_the_order_of_insertions_holds_also_for_one_that_changes_more(clerk: Clerk) -> None:
    hand_in(clerk, "Nach Zeile 7 einfügen: „Der erste neue Absatz.“")
    hand_in(
        clerk, f"Nach Zeile 7 einfügen: „Der zweite neue Absatz.“\n\n{OFTEN}\n\nStreiche „einmal“."
    )
    for number in (1, 2):
        vote(clerk, f"A1-Ä{number}", "adopted")
    adopt(clerk, "--first", "A1-Ä2")
    assert text(clerk).index("Der zweite neue") < text(clerk).index("Der erste neue")
    clean(clerk)


def test_what_the_loser_had_disposed_of_is_open_again(clerk: Clerk) -> None:
    hand_in(clerk, "Zeilen 4-5: Streichen.", "KV Weg")
    hand_in(clerk, PRICE, "KV Preis")
    hand_in(clerk, "Ersetze „Das Ticket kostet“ durch „Die Karte kostet“.", "KV Karte")
    vote(clerk, "A1-Ä3", "adopted")
    vote(clerk, "A1-Ä1", "adopted")
    assert "disposed-by: A1-Ä1" in header(clerk, "A1-Ä2")
    adopt(clerk, "--prefer", "A1-Ä3")
    assert "outcome" not in header(clerk, "A1-Ä2")
    assert "Die Karte kostet" in text(clerk)


def test_a_squashed_history_holds_nobody_up(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, "Ersetze „einmal im Jahr“ durch „zweimal im Jahr“.", "KV Zwei")
    hand_in(clerk, OFTEN, "KV Drei")
    start = clerk.git("rev-parse", "HEAD").strip()
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    vote(clerk, "A1-Ä3", "adopted")
    adopt(clerk)
    middle = clerk.git("rev-parse", f"HEAD~3:{RESOLUTION}").strip()
    clerk.git("reset", "-q", "--soft", start)
    clerk.git("commit", "-qm", "Squashed")
    clerk.git("reflog", "expire", "--expire=now", "--all")
    clerk.git("gc", "-q", "--prune=now")
    assert middle not in clerk.git("cat-file", "--batch-all-objects", "--batch-check")
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    assert "zweimal im Jahr" in text(clerk)
    assert "300 Euro" in text(clerk)


THREE = f"{OFTEN}\n\n{PRICE}\n\nErsetze „barrierefrei“ durch „leise“."


@pytest.mark.parametrize("rejected", ["1", "2", "3", "1,3"])
def test_a_rejected_part_takes_no_other_part_along(clerk: Clerk, rejected: str) -> None:
    hand_in(clerk, THREE)
    hand_in(clerk, "Ersetze „einmal im Jahr“ durch „zweimal im Jahr“.", "KV Zwei")
    vote(clerk, "A1-Ä1", "rejected", "--parts", rejected)
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    clean(clerk)
    others = [number for number in "123" if number not in rejected]
    vote(clerk, "A1-Ä1", "adopted", "--parts", ",".join(others))
    adopt(clerk)
    wanted = {"1": "alle 30 Minuten", "2": "300 Euro", "3": "leise"}
    for number, words in wanted.items():
        assert (words in text(clerk)) == (number in others)
    clean(clerk)
    vote(clerk, "A1-Ä1", "adopted", "--parts", rejected)  # a recount
    adopt(clerk)
    assert all(words in text(clerk) for words in wanted.values())
    clean(clerk)


def test_an_adopted_one_whose_words_are_gone_is_given_words_for_the_text_of_now(
    clerk: Clerk,
) -> None:
    hand_in(clerk, PRICE)
    hand_in(clerk, OTHER_PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    vote(clerk, "A1-Ä2", "adopted")
    assert clerk.run("check").code == 1
    assert clerk.run("adopt", "A1").code == 1
    file = clerk.write("fassung.md", "Zeile 4: Ersetze „300 Euro“ durch „250 Euro“.\n")
    vote(clerk, "A1-Ä2", "adopted-as-amended", "--text", str(file))
    adopt(clerk)
    assert "250 Euro" in text(clerk)
    clean(clerk)


def test_a_substitute_adopted_late_is_given_words_for_the_text_of_now(clerk: Clerk) -> None:
    short = "---\nresolution: A1\nsubmitter: KV Kurz\nform: substitute\n---\nBusse, überall.\n\nJetzt.\n"
    assert clerk.run("submit", clerk.write("kurz.md", short)).code == 0
    hand_in(clerk, PRICE, "KV Zwei")
    vote(clerk, "A1-Ä2", "adopted")
    adopt(clerk)
    vote(clerk, "A1-Ä1", "adopted")
    assert clerk.run("adopt", "A1").code == 1
    file = clerk.write("fassung.md", "---\nform: substitute\n---\nBusse, überall.\n\nJetzt.\n")
    vote(clerk, "A1-Ä1", "adopted-as-amended", "--text", str(file))
    adopt(clerk)
    assert clerk.run("show", "A1").out == "Busse, überall.\n\nJetzt.\n"
    clean(clerk)


def test_a_merged_mark_written_by_hand_hides_nothing(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    base = clerk.git("rev-parse", f"HEAD:{RESOLUTION}").strip()
    path = clerk.folder / "amendments/A1-Ae1.md"
    path.write_text(
        path.read_text().replace("outcome: adopted", f"outcome: adopted\nmerged: {base}")
    )
    clerk.git("commit", "-qam", "By hand")
    answer = clerk.run("check")
    assert answer.code == 1
    assert "A1-Ä1" in answer.err
