"""Amendments to the title and to the reasons, from the file that is handed in to the book."""

import subprocess

import pytest

from tests.commands import RESOLUTION, TEXT, Answer, Clerk

OWN = "\n# Begründung\n\nSo ist es klarer.\n"


def hand_in(clerk: Clerk, body: str, **header: str) -> Answer:
    fields = {"resolution": "A1", "submitter": "KV Musterstadt", **header}
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return clerk.run("submit", clerk.write("handed-in.md", f"---\n{lines}---\n{body}"))


def copy(clerk: Clerk, *changes: tuple[str, str]) -> Answer:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return clerk.run("submit", clerk.write("copy.md", text), "--submitter", "KV Musterstadt")


def applied(clerk: Clerk, number: int = 1) -> str:
    """Return the resolution's file after git has applied a tracked patch."""
    clerk.git("apply", str(clerk.folder / f"amendments/A1-Ae{number}.patch"))
    try:
        return (clerk.folder / RESOLUTION).read_text(encoding="utf-8")
    finally:
        clerk.git("checkout", "-q", "--", RESOLUTION)


TITLE = ("title: Gute Busse für alle", "title: Bessere Busse für alle")
REASONS = ("auf dem Land wenig", "auf dem Dorf wenig")
SAYS = {
    "title": [
        ("Titel: Ersetze „Gute“ durch „Bessere“.\n" + OWN, {}),
        ("Titel ändern in: „Bessere Busse für alle“\n", {}),
        ("Ersetze „Gute“ durch „Bessere“.\n", {"concerns": "title"}),
        ("Bessere Busse für alle\n" + OWN, {"concerns": "title"}),
        ("# Bessere Busse für alle\n", {"concerns": "title", "form": "substitute"}),
    ],
    "reasons": [
        ("In der Begründung: Ersetze „Land“ durch „Dorf“.\n" + OWN, {}),
        ("Ersetze „Land“ durch „Dorf“.\n", {"concerns": "reasons"}),
        ("Ohne Bus geht auf dem Dorf wenig.\n" + OWN, {"concerns": "reasons"}),
        ("# Begründung\n\nOhne Bus geht auf dem Dorf wenig.\n" + OWN, {"concerns": "reasons"}),
    ],
}


@pytest.mark.parametrize(
    ("part", "body", "header"),
    [(part, body, header) for part, cases in SAYS.items() for body, header in cases],
)
def test_every_way_to_change_a_part_gives_the_same_file(
    clerk: Clerk, part: str, body: str, header: dict[str, str]
) -> None:
    answer = hand_in(clerk, body, **header)
    assert answer.code == 0, answer.err
    change = TITLE if part == "title" else REASONS
    assert applied(clerk) == TEXT.replace(*change)
    assert f"concerns: {part}\n" in (clerk.folder / "amendments/A1-Ae1.md").read_text()
    assert clerk.run("check").code == 0, clerk.run("check").err


@pytest.mark.parametrize(("change", "part"), [(TITLE, "title"), (REASONS, "reasons")])
def test_a_copy_of_the_file_that_changes_one_part_is_an_amendment_to_it(
    clerk: Clerk, change: tuple[str, str], part: str
) -> None:
    answer = copy(clerk, change)
    assert answer.code == 0, answer.err
    assert applied(clerk) == TEXT.replace(*change)
    assert f"concerns: {part}\n" in (clerk.folder / "amendments/A1-Ae1.md").read_text()
    assert clerk.run("check").code == 0


@pytest.mark.parametrize("change", [TITLE, REASONS])
def test_a_copy_that_changes_the_text_as_well_is_refused(
    clerk: Clerk, change: tuple[str, str]
) -> None:
    before = clerk.state()
    answer = copy(clerk, change, ("jede Stunde", "alle 30 Minuten"))
    assert answer.code == 2
    assert "more than one part" in answer.err
    assert "Hand in a copy of the file for each of them" in answer.err
    assert clerk.state() == before


def test_own_reasons_below_a_changed_copy_of_the_text_stay_reasons(clerk: Clerk) -> None:
    answer = copy(
        clerk,
        ("jede Stunde", "alle 30 Minuten"),
        ("Ohne Bus geht auf dem Land wenig.", "Wer lange wartet, fährt Auto."),
    )
    assert answer.code == 0, answer.err
    assert (
        clerk.run("diff", "A1-Ä1", "--format", "json").json["amendments"][0]["concerns"] == "text"
    )


def test_parts_have_no_lines(clerk: Clerk) -> None:
    assert "Title\n" in hand_in(clerk, SAYS["title"][0][0]).out
    shown = hand_in(clerk, SAYS["reasons"][0][0]).out
    assert "Reasons\n" in shown
    assert "Line" not in shown
    titles, reasons = clerk.run("diff", "A1", "--format", "json").json["amendments"]
    assert (titles["concerns"], titles["edits"][0]["lines"]) == ("title", [])
    assert (reasons["concerns"], reasons["edits"][0]["lines"]) == ("reasons", [])
    items = clerk.run("status", "--format", "json").json["items"]
    assert [item["concerns"] for item in items] == [None, "title", "reasons"]


def test_the_changed_version_is_that_of_the_part(clerk: Clerk) -> None:
    hand_in(clerk, SAYS["title"][0][0])
    assert clerk.run("show", "A1-Ä1", "--version", "changed").out == "Bessere Busse für alle\n"
    assert clerk.run("show", "A1-Ä1").out == "Gute Busse für alle\n"


@pytest.mark.parametrize(
    ("body", "header", "said"),
    [
        ("Zeile 4: Streiche „365“.\nTitel: Streiche „Gute“.\n", {}, "hand them in as files of"),
        ("Zeile 1: Streiche „Bus“.\n", {"concerns": "reasons"}, "have no line numbers"),
        ("Titel: Streiche „Gute“.\n", {"concerns": "reasons"}, "This concerns the title"),
        ("Titel: Streiche „Gute“.\n", {"concerns": "text"}, "This concerns the title"),
        ("Eine Zeile\n\nund noch eine\n", {"concerns": "title"}, "one line of words"),
        ("Gute Busse für alle\n", {"concerns": "title"}, "changes nothing"),
        ("Titel: Streiche „Busse“.\n", {"concerns": "heading"}, "heading"),
    ],
)
def test_what_is_refused(clerk: Clerk, body: str, header: dict[str, str], said: str) -> None:
    before = clerk.state()
    answer = hand_in(clerk, body, **header)
    assert answer.code == 2
    assert said in answer.err
    assert clerk.state() == before


def test_a_resolution_without_reasons_says_so(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.split("# Begründung")[0], encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "No reasons")
    answer = hand_in(clerk, "Begründung: Streiche „Bus“.\n")
    assert answer.code == 2
    assert "has no reasons" in answer.err


@pytest.mark.parametrize("title", ["Mehr: viel mehr", "no", "2027-05-08", "1. Mai für alle", "#1"])
def test_a_new_title_comes_back_as_it_was_typed(clerk: Clerk, title: str) -> None:
    answer = hand_in(clerk, f"Titel ändern in: „{title}“\n")
    assert answer.code == 0, answer.err
    (clerk.folder / RESOLUTION).write_text(applied(clerk), encoding="utf-8")
    assert clerk.run("status", "--format", "json").json["items"][0]["title"] == title


def test_a_later_change_of_the_text_makes_no_older_title(clerk: Clerk) -> None:
    hand_in(clerk, SAYS["title"][0][0])
    path = clerk.folder / RESOLUTION
    path.write_text(TEXT.replace("jede Stunde", "immer"), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Another text")
    assert clerk.run("check").code == 0, clerk.run("check").err
    path.write_text(TEXT.replace("Gute", "Neue"), encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Another title")
    assert "older text" in clerk.run("check").err


def test_the_book_cites_the_parts(clerk: Clerk) -> None:
    hand_in(clerk, SAYS["title"][0][0])
    hand_in(clerk, SAYS["reasons"][2][0], concerns="reasons")
    clerk.submit("Streiche „barrierefrei“.\n")
    answer = clerk.run("render")
    assert answer.code == 0, answer.err
    book = str(clerk.folder / "build/antragsbuch.pdf")
    shown = subprocess.run(["pdftotext", "-layout", book, "-"], capture_output=True, check=True)
    text = shown.stdout.decode()
    assert "So ist es klarer." in text
    synopsis = text[text.index("Synopsis") :] if "Synopsis" in text else text
    assert synopsis.index("Title") < synopsis.rindex("Reasons")


def diff_of(clerk: Clerk, *changes: tuple[str, str]) -> str:
    """Return what git diff says about changes of the resolution's file."""
    path = clerk.folder / RESOLUTION
    text = TEXT
    for old, new in changes:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    try:
        return clerk.git("diff")
    finally:
        clerk.git("checkout", "-q", "--", RESOLUTION)


@pytest.mark.parametrize(("change", "part"), [(TITLE, "title"), (REASONS, "reasons")])
def test_a_patch_below_a_header_that_names_the_part(
    clerk: Clerk, change: tuple[str, str], part: str
) -> None:
    answer = hand_in(clerk, f"```diff\n{diff_of(clerk, change)}```\n{OWN}", concerns=part)
    assert answer.code == 0, answer.err
    assert applied(clerk) == TEXT.replace(*change)
    assert clerk.run("check").code == 0


@pytest.mark.parametrize(("change", "part"), [(TITLE, "title"), (REASONS, "reasons")])
def test_a_patch_that_changes_more_than_the_part_is_refused(
    clerk: Clerk, change: tuple[str, str], part: str
) -> None:
    patch = diff_of(clerk, change, ("jede Stunde", "alle 30 Minuten"))
    answer = hand_in(clerk, f"```diff\n{patch}```\n", concerns=part)
    assert answer.code == 2
    assert f"changes more than the {part}" in answer.err
    assert "amendment of its own" in clerk.run(
        "submit", clerk.write("x.patch", patch), "--submitter", "KV X"
    ).err  # fmt: skip


@pytest.mark.parametrize("outcome", ["withdrawn", "rejected", ""])
def test_reasons_that_were_removed_stop_nothing_else(clerk: Clerk, outcome: str) -> None:
    hand_in(clerk, "Ersetze „wenig“ durch „nichts“.\n", concerns="reasons")
    hand_in(clerk, "Ersetze „365 Euro“ durch „300 Euro“.\n")
    if outcome:
        assert clerk.run("vote", "A1-Ä1", outcome).code == 0
    assert clerk.run("vote", "A1-Ä2", "adopted").code == 0
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text(encoding="utf-8").partition("# Begründung")[0])
    clerk.git("commit", "-qam", "Without reasons")
    for command in ("conflicts", "order"):
        answer = clerk.run(command, "A1")
        assert answer.code in {0, 1}, answer.err
        assert "no reasons" not in answer.err
    answer = clerk.run("adopt", "A1")
    assert answer.code == 0, answer.err
    assert "300 Euro" in path.read_text(encoding="utf-8")
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert [each["id"] for each in answer.json["stuck"]] == ([] if outcome else ["A1-Ä1"])
    assert clerk.run("status").code == 0
