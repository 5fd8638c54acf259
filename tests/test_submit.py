import re
import subprocess
from pathlib import Path

import pytest

from tests.commands import RESOLUTION, TEXT, Answer, Clerk

REPLACE = "Zeile 5: Ersetze „höchstens 365 Euro“ durch „höchstens 300 Euro“.\n"


def line_of(clerk: Clerk, words: str) -> int:
    lines = clerk.run("show", "A1", "--numbers", "--format", "json").json["lines"]
    return int(next(line["number"] for line in lines if words in line["text"]))


def replace_price(clerk: Clerk) -> str:
    line = line_of(clerk, "365 Euro")
    return f"Zeile {line}: Ersetze „höchstens 365 Euro“ durch „höchstens 300 Euro“.\n"


def test_an_instruction_is_numbered_stored_shown_and_committed(clerk: Clerk) -> None:
    answer = clerk.submit(replace_price(clerk) + "\n# Begründung\n\nGünstiger.\n", subject="Preis")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("A1-Ä1\n")
    assert "[-365-]{+300+}" in answer.out or "[-höchstens 365 Euro-]" in answer.out
    stored = (clerk.folder / "amendments/A1-Ae1.md").read_text(encoding="utf-8")
    assert "id: A1-Ä1\n" in stored
    assert f"base: {clerk.git('rev-parse', f'HEAD~:{RESOLUTION}').strip()}\n" in stored
    assert re.search(r"^received: .*\d{4}-\d\d-\d\dT", stored, re.MULTILINE)
    assert stored.endswith("\n# Begründung\n\nGünstiger.\n")
    log = clerk.git("log", "-1", "--format=%s%n%(trailers)")
    assert log.startswith("Submit A1-Ä1: Preis\n")
    assert "Antragstool-Action: submit\nAmendment: A1-Ä1\n" in log
    assert clerk.git("status", "--porcelain") == ""
    assert clerk.run("check").code == 0


def test_the_json_names_the_lines_and_the_words(clerk: Clerk) -> None:
    file = clerk.write("a.md", replace_price(clerk))
    answer = clerk.run("submit", file, "--to", "a1", "--submitter", "KV X", "--format", "json")
    data = answer.json
    assert data["version"] == 1
    (item,) = data["submitted"]
    line = line_of(clerk, "365 Euro")
    assert item["id"] == "A1-Ä1"
    assert item["edits"][0]["lines"] == [line, line]
    assert item["edits"][0]["old"] == "höchstens 365 Euro"
    assert item["edits"][0]["new"] == "höchstens 300 Euro"


def test_git_applies_the_tracked_patch_to_its_base(clerk: Clerk) -> None:
    clerk.submit(replace_price(clerk))
    patch = clerk.folder / "amendments/A1-Ae1.patch"
    clerk.git("apply", str(patch))
    changed = (clerk.folder / RESOLUTION).read_text(encoding="utf-8")
    assert changed == TEXT.replace("365", "300")


def test_numbers_are_given_in_order_and_never_twice(clerk: Clerk) -> None:
    for expected in ("A1-Ä1", "A1-Ä2"):
        assert clerk.submit(replace_price(clerk)).out.startswith(expected)
    clerk.git("rm", "-q", "amendments/A1-Ae2.md", "amendments/A1-Ae2.patch")
    clerk.git("commit", "-q", "-m", "Remove the second")
    assert clerk.submit(replace_price(clerk)).out.startswith("A1-Ä3")


def test_several_files_are_one_commit_or_none(clerk: Clerk) -> None:
    good = clerk.write("good.md", replace_price(clerk))
    bad = clerk.write("bad.md", "Zeile 999: Streiche „Bus“.\n")
    worse = clerk.write("worse.md", "Bitte schöner machen!\n")
    before = clerk.state()
    answer = clerk.run("submit", good, bad, worse, "--to", "A1", "--submitter", "KV X")
    assert answer.code == 2
    assert "bad.md:1" in answer.err
    assert "worse.md:1" in answer.err
    assert clerk.state() == before
    answer = clerk.run("submit", good, good, "--to", "A1", "--submitter", "KV X")
    assert answer.out.startswith("A1-Ä1\nA1-Ä2\n")
    assert clerk.git("rev-list", "--count", "HEAD").strip() == "2"


def test_a_changed_copy_of_the_text_is_an_amendment(clerk: Clerk) -> None:
    body = (
        TEXT.split("---\n", 2)[2].split("# Begründung")[0].replace("jede Stunde", "alle 30 Minuten")
    )
    answer = clerk.submit(body)
    assert "[-jede Stunde-]{+alle 30 Minuten+}" in answer.out, answer.err
    assert clerk.run("check").code == 0


def test_a_changed_copy_of_the_whole_file_needs_the_submitter(clerk: Clerk) -> None:
    copy = clerk.write("copy.md", TEXT.replace("jede Stunde", "alle 30 Minuten"))
    before = clerk.state()
    answer = clerk.run("submit", copy)
    assert answer.code == 2
    assert "--submitter" in answer.err
    assert clerk.state() == before
    answer = clerk.run("submit", copy, "--submitter", "KV Musterstadt")
    assert "[-jede Stunde-]{+alle 30 Minuten+}" in answer.out, answer.err
    assert "submitter: KV Musterstadt" in (clerk.folder / "amendments/A1-Ae1.md").read_text()
    assert clerk.run("check").code == 0


def test_one_changed_paragraph_changes_only_that_paragraph(clerk: Clerk) -> None:
    answer = clerk.submit("Das Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n")
    assert answer.code == 0, answer.err
    assert "[-einmal-]{+zweimal+}" in answer.out
    assert "[-einmal-]{+zweimal+}" in clerk.run("diff", "A1-Ä1").out
    assert clerk.run("check").code == 0


def test_a_paragraph_that_fits_two_places_is_refused(clerk: Clerk) -> None:
    answer = clerk.submit("- Punkt 3: mehr Radwege\n")
    assert answer.code == 2


def test_a_substitute_replaces_the_whole_text(clerk: Clerk) -> None:
    file = clerk.write(
        "s.md", "---\nresolution: A1\nsubmitter: KV X\nform: substitute\n---\nAlles neu.\n"
    )
    assert clerk.run("submit", file).code == 0
    shown = clerk.run("show", "A1-Ä1", "--version", "changed", "--format", "json").json
    assert shown["text"] == "Alles neu."
    assert clerk.run("check").code == 0


@pytest.mark.parametrize("mail", [False, True])
def test_a_git_patch_is_an_amendment(clerk: Clerk, mail: bool, tmp_path: Path) -> None:
    fork = tmp_path / "fork"
    subprocess.run(["git", "clone", "-q", str(clerk.folder), str(fork)], check=True)
    path = fork / RESOLUTION
    path.write_text(
        path.read_text(encoding="utf-8").replace("jede Stunde", "stündlich"), encoding="utf-8"
    )
    identity = ["-c", "user.name=Erika Müller", "-c", "user.email=e@example.org"]
    if mail:
        commit = ["commit", "-qam", "Kürzer schreiben\n\nDas ist besser zu lesen."]
        subprocess.run(["git", *identity, *commit], cwd=fork, check=True)
        command = ["format-patch", "-1", "--stdout"]
    else:
        command = ["diff"]
    patch = subprocess.run(
        ["git", *command], cwd=fork, check=True, capture_output=True, encoding="utf-8"
    )
    file = clerk.write("fork.patch", patch.stdout)
    options = [] if mail else ["--submitter", "Erika Müller"]
    answer = clerk.run("submit", file, *options)
    assert answer.code == 0, answer.err
    assert "[-jede Stunde-]{+stündlich+}" in answer.out
    stored = (clerk.folder / "amendments/A1-Ae1.md").read_text(encoding="utf-8")
    assert "submitter: Erika Müller" in stored
    if mail:
        assert "subject: Kürzer schreiben" in stored
        assert "# Begründung\n\nDas ist besser zu lesen." in stored
    assert patch.stdout in stored
    assert clerk.run("check").code == 0


def test_a_patch_for_another_text_is_refused(clerk: Clerk) -> None:
    clerk.submit(replace_price(clerk))
    patch = (clerk.folder / "amendments/A1-Ae1.patch").read_text(encoding="utf-8")
    file = clerk.write("p.patch", patch.replace("365", "465"))
    before = clerk.state()
    answer = clerk.run("submit", file, "--submitter", "KV X")
    assert answer.code == 2
    assert clerk.state() == before


def test_a_patch_that_touches_the_header_or_the_reasons_is_refused(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    for old, new in (("OV Beispielhausen", "KV Fremd"), ("Ohne Bus", "Ohne Bahn")):
        path.write_text(TEXT.replace(old, new), encoding="utf-8")
        patch = clerk.write("p.patch", clerk.git("diff"))
        clerk.git("checkout", "-q", "--", RESOLUTION)
        answer = clerk.run("submit", patch, "--submitter", "KV X")
        assert answer.code == 2
        assert answer.err.startswith("Error:")


def test_a_later_line_length_does_not_change_what_was_handed_in(clerk: Clerk) -> None:
    clerk.submit(replace_price(clerk))
    with (clerk.folder / "antragstool.toml").open("a") as file:
        file.write("line-length = 40\n")
    assert line_of(clerk, "365 Euro") != 4
    assert clerk.run("check").code == 0
    assert "365 Euro-]{+höchstens 300" in clerk.run("diff", "A1-Ä1").out


def test_numbers_that_run_through_the_book_are_those_of_the_instructions(clerk: Clerk) -> None:
    with (clerk.folder / "antragstool.toml").open("a") as file:
        file.write('numbering = "book"\n')
    second = TEXT.replace("id: A1", "id: A2").replace("365", "100")
    (clerk.folder / "resolutions/A2-mehr.md").write_text(second, encoding="utf-8")
    clerk.git("add", "-A")
    clerk.git("commit", "-q", "-m", "A2")
    lines = clerk.run("show", "A2", "--numbers", "--format", "json").json["lines"]
    assert lines[0]["number"] == 9
    number = next(line["number"] for line in lines if "100 Euro" in line["text"])
    mail = clerk.write("a.md", f"Zeile {number}: Ersetze „100 Euro“ durch „90 Euro“.\n")
    answer = clerk.run("submit", mail, "--to", "A2", "--submitter", "KV X")
    assert f"Line {number}\n" in answer.out, answer.err
    assert "first-line: 9\n" in (clerk.folder / "amendments/A2-Ae1.md").read_text(encoding="utf-8")
    assert clerk.run("check").code == 0


def test_other_files_stay_as_they_are_and_are_not_committed(clerk: Clerk) -> None:
    (clerk.folder / "notes.txt").write_text("mine")
    (clerk.folder / "antragstool.toml").write_text('name = "Neu"\nlanguage = "en"\n')
    clerk.submit(replace_price(clerk))
    assert clerk.git("status", "--porcelain") == " M antragstool.toml\n?? notes.txt\n"
    names = clerk.git("show", "--name-only", "--format=", "HEAD").split()
    assert names == ["amendments/A1-Ae1.md", "amendments/A1-Ae1.patch"]


def test_the_header_keeps_what_people_typed(clerk: Clerk) -> None:
    header = "resolution: A1\nsubmitter: OV Nord: Süd\nsubject: no\n# von Hand\nsupporters: [KV A, KV B]\n"
    file = clerk.write("h.md", f"---\n{header}---\n{replace_price(clerk)}")
    assert clerk.run("submit", file).code == 0
    assert header in (clerk.folder / "amendments/A1-Ae1.md").read_text(encoding="utf-8")
    status = clerk.run("status", "--format", "json").json["items"][1]
    assert (status["submitter"], status["title"]) == ("OV Nord: Süd", "no")


def refuses(clerk: Clerk, answer: Answer, before: tuple[str, str, str], words: str) -> None:
    assert answer.code == 2, answer
    assert words in answer.err
    assert clerk.state() == before


def test_a_patch_for_another_version_is_refused_even_where_it_fits(clerk: Clerk) -> None:
    lines = "".join(f"\nZeile Nummer {number} im Abschnitt.\n" for number in range(8))
    first, second = f"## Schulen\n{lines}", f"## Polizei\n{lines}"
    path = clerk.folder / RESOLUTION
    header = TEXT.split("---\n")[1]
    path.write_text(f"---\n{header}---\n{first}\n{second}", encoding="utf-8")
    clerk.git("commit", "-qam", "Schulen zuerst")
    path.write_text(
        f"---\n{header}---\n{first.replace('Nummer 4', 'Nummer vier')}\n{second}", encoding="utf-8"
    )
    patch = clerk.write("p.patch", clerk.git("diff"))
    path.write_text(f"---\n{header}---\n{second}\n{first}", encoding="utf-8")
    clerk.git("commit", "-qam", "Polizei zuerst")
    before = clerk.state()
    refuses(clerk, clerk.run("submit", patch, "--submitter", "KV X"), before, "another version")
    without = "".join(
        line for line in patch.read_text().splitlines(True) if not line.startswith("index ")
    )
    bare = clerk.write("bare.patch", without)
    refuses(clerk, clerk.run("submit", bare, "--submitter", "KV X"), before, "which version")


def test_a_patch_made_before_a_vote_on_the_resolution_still_counts(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("365", "300"), encoding="utf-8")
    patch = clerk.write("p.patch", clerk.git("diff"))
    clerk.git("checkout", "-q", "--", RESOLUTION)
    clerk.run("recommend", "A1", "adopt")
    answer = clerk.run("submit", patch, "--submitter", "KV X")
    assert answer.code == 0, answer.err
    assert "[-365-]{+300+}" in answer.out
    assert clerk.run("check").code == 0


@pytest.mark.parametrize("shape", ["{patch}Zeile 1: Streiche „mehr“.\n", "Hallo, mein Patch:\n\n{patch}",
                                   "```diff\n{patch}```\nZeile 1: Streiche „mehr“.\n",
                                   "```diff\n{patch}```\n\n```diff\n{patch}```\n"])  # fmt: skip
def test_words_beside_a_patch_are_never_dropped(clerk: Clerk, shape: str) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("365", "300"), encoding="utf-8")
    patch = clerk.git("diff")
    clerk.git("checkout", "-q", "--", RESOLUTION)
    before = clerk.state()
    body = clerk.write("p.md", shape.format(patch=patch))
    refuses(clerk, clerk.run("submit", body, "--to", "A1", "--submitter", "KV X"), before, "patch")


@pytest.mark.parametrize("body", [
    "Im Satz Das Ticket kostet höchstens 365 Euro im Jahr bitte die Zahl auf 200 ändern\n",
    "Liebe Leute, hier unsere Fassung:\n\nDas Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n",
    "Das Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n\nViele Grüße\nHans\n",
    "{0} dem Landtag einmal im Jahr.\n\n{0} dem Kreistag einmal im Jahr.\n".format(
        "Das Land trägt die Kosten und berichtet"
    ),
])  # fmt: skip
def test_what_may_not_be_meant_as_text_is_asked_about(clerk: Clerk, body: str) -> None:
    before = clerk.state()
    refuses(clerk, clerk.submit(body), before, "Error:")


def test_a_header_and_an_option_that_disagree_are_refused(clerk: Clerk) -> None:
    file = clerk.write("a.md", f"---\nresolution: A2\nsubmitter: KV X\n---\n{replace_price(clerk)}")
    before = clerk.state()
    refuses(clerk, clerk.run("submit", file, "--to", "A1"), before, "A2")
    copy = clerk.write("c.md", TEXT.replace("OV Beispielhausen", "OV Neu").replace("365", "1"))
    refuses(clerk, clerk.run("submit", copy, "--submitter", "KV X"), before, '"submitter"')


def test_two_resolutions_with_one_id_stop_everything(clerk: Clerk) -> None:
    (clerk.folder / "resolutions/A1-a.md").write_text(TEXT.replace("ländlichen", "hügeligen"))
    clerk.git("add", "-A")
    clerk.git("commit", "-qm", "Twice")
    before = clerk.state()
    refuses(clerk, clerk.submit("Zeile 1: Streiche „mehr“.\n"), before, "A1")
    refuses(clerk, clerk.run("vote", "A1", "adopted"), before, "A1")


def test_a_sign_before_a_number_is_not_dropped(clerk: Clerk) -> None:
    before = clerk.state()
    refuses(clerk, clerk.submit("Zeile 4: Streiche „-365 Euro“.\n"), before, "-365 Euro")


def test_nothing_is_handed_in_without_a_branch(clerk: Clerk) -> None:
    clerk.git("checkout", "-q", "--detach")
    before = clerk.state()
    refuses(clerk, clerk.submit("Zeile 1: Streiche „mehr“.\n"), before, "detached HEAD")


def test_the_nearest_folder_counts_not_a_conference_further_up(clerk: Clerk) -> None:
    below = clerk.folder / "entwurf"
    below.mkdir()
    (below / "antragstool.toml").write_text('language = "en"\n')
    answer = Clerk(below).run("status")
    assert answer.code == 2
    assert "git init" in answer.err


@pytest.mark.parametrize("body", [
    "Hallo, in Zeile 7 soll „Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.“ gestrichen werden.\n",
    "Wir beantragen, den Satz Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr zu streichen.\n",
    "Antragsteller: KV Tal\nZeile 7: Ersetze „Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr.“ durch „Nein.“\n",
    "resolution: A1\nDas Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n",
])  # fmt: skip
def test_a_sentence_to_the_office_never_becomes_text(clerk: Clerk, body: str) -> None:
    before = clerk.state()
    answer = clerk.submit(body)
    refuses(clerk, answer, before, "Error:")
    assert "Zeile 88: Ersetze" in answer.err or "form: blocks" in answer.err


@pytest.mark.parametrize("body", [
    "Nach Zeile 7 einfügen: Neuer Text hier.\nBitte außerdem in Zeile 1 „mehr“ streichen.\n",
    "Nach Zeile 7 einfügen:\n\nNeuer Text hier.\n\nBegründung:\nWeil es gut ist.\n",
    "Nach Zeile 7 einfügen:\n\nNeuer Text hier.\n\nViele Grüße\nHans\n",
    "Das Land trägt die Kosten und berichtet dem Landtag zweimal im Jahr.\n\nBegründung: So ist es besser.\n",
])  # fmt: skip
def test_new_text_swallows_neither_instructions_nor_reasons_nor_greetings(
    clerk: Clerk, body: str
) -> None:
    before = clerk.state()
    refuses(clerk, clerk.submit(body), before, "Error:")


def test_a_copy_of_an_older_text_is_refused(clerk: Clerk) -> None:
    older = TEXT
    path = clerk.folder / RESOLUTION
    new_sentence = "Das Land trägt die Kosten und alle Risiken für die nächsten zehn Jahre"
    path.write_text(TEXT.replace("Das Land trägt die Kosten", new_sentence), encoding="utf-8")
    clerk.git("commit", "-qam", "Mehr Text")
    copy = clerk.write("copy.md", older.replace("365", "300"))
    before = clerk.state()
    answer = clerk.run("submit", copy, "--submitter", "KV X")
    refuses(clerk, answer, before, "older text")
    assert "antragstool show A1" in answer.err


def test_unsafe_characters_in_the_message_of_a_patch_are_refused(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("365", "300"), encoding="utf-8")
    clerk.git("commit", "-qam", "Günstiger\n\nWeil \u202ees so ist.")
    patch = clerk.write("p.patch", clerk.git("format-patch", "-1", "--stdout"))
    clerk.git("reset", "-q", "--hard", "HEAD~")
    before = clerk.state()
    refuses(clerk, clerk.run("submit", patch), before, "U+202E")


def test_check_holds_after_the_file_got_another_name(clerk: Clerk) -> None:
    clerk.submit(replace_price(clerk))
    clerk.git("mv", RESOLUTION, "resolutions/A1-anders.md")
    clerk.git("commit", "-qm", "Rename")
    assert clerk.run("check").code == 0


@pytest.mark.parametrize("whole_file", [True, False])
def test_a_line_wrapped_anew_makes_no_list_item(clerk: Clerk, whole_file: bool) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("fahren, auch", "fahren - bitte - und auch"), encoding="utf-8")
    clerk.git("commit", "-qam", "Dashes")
    copy = (
        path.read_text(encoding="utf-8")
        .replace("fahren - bitte", "fahren\n- bitte")
        .replace("365", "300")
    )
    body = copy if whole_file else copy.split("---\n", 2)[2].split("# Begründung")[0]
    before = clerk.state()
    answer = clerk.run("submit", clerk.write("c.md", body), "--to", "A1", "--submitter", "KV X")
    refuses(clerk, answer, before, "list item")
