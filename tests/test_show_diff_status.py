import re

import pytest

from antragstool.actions.opened import open_conference
from antragstool.cli import terminal
from antragstool.diff.reading import passages
from tests.commands import Clerk

EDIT = "Zeile 4: Ersetze „365“ durch „300“.\n"


def test_show_prints_the_text_as_markdown_or_with_its_lines(clerk: Clerk) -> None:
    text = clerk.run("show", "A1").out
    assert text.startswith("Wir fordern mehr Busse im ländlichen Raum. Die Busse")
    assert "\n\n## Bezahlbar für alle\n\n" in text
    assert "- Punkt 1: mehr Haltestellen\n- Punkt 2: mehr Fahrer*innen\n" in text
    assert "Begründung" not in text
    numbered = clerk.run("show", "A1", "--numbers").out
    assert numbered.split("\n")[0].startswith("1  Wir fordern mehr Busse")
    assert "3  ## Bezahlbar für alle" in numbered
    data = clerk.run("show", "A1", "--numbers", "--format", "json").json
    assert data["text"] == text.rstrip("\n")
    assert [line["number"] for line in data["lines"]] == list(range(1, len(data["lines"]) + 1))
    assert all(len(line["text"]) <= 80 for line in data["lines"])


def test_the_line_length_is_configured(clerk: Clerk) -> None:
    with (clerk.folder / "antragstool.toml").open("a") as file:
        file.write("line-length = 40\n")
    lines = clerk.run("show", "A1", "--numbers", "--format", "json").json["lines"]
    assert max(len(line["text"]) for line in lines) <= 40


def test_show_changed_needs_an_amendment(clerk: Clerk) -> None:
    clerk.submit(EDIT)
    assert "300 Euro" in clerk.run("show", "A1-Ä1", "--version", "changed").out
    assert "365 Euro" in clerk.run("show", "A1-Ä1").out
    assert clerk.run("show", "A1", "--version", "changed").code == 2


def test_diff_shows_the_words_the_lines_and_one_line_of_context(clerk: Clerk) -> None:
    clerk.submit(EDIT, subject="Preis")
    assert clerk.run("diff", "A1-Ä1").out == (
        "A1-Ä1 · Preis\n"
        'to A1 "Gute Busse für alle", from KV Musterstadt\n'
        "\n"
        "Line 4\n"
        "    3  ## Bezahlbar für alle\n"
        "    4  Das Ticket kostet höchstens [-365-]{+300+} Euro im Jahr. Schüler*innen und Auszubildende\n"
        "    5  fahren kostenlos. Die Busse sollen barrierefrei sein.\n"
    )


def test_the_german_headings_are_those_of_the_paper(clerk: Clerk) -> None:
    config = clerk.folder / "antragstool.toml"
    config.write_text(config.read_text().replace('"en"', '"de"'))
    clerk.submit("Zeilen 4–5 ersetzen durch: „Alles fährt kostenlos.“")
    clerk.submit("Nach Zeile 5 einfügen: „Ein ganz neuer Absatz.“")
    assert "\nZeilen 4–5" in clerk.run("diff", "A1-Ä1").out
    assert "\nNach Zeile 5" in clerk.run("diff", "A1-Ä2").out


def test_a_pipe_gets_no_colour_and_a_terminal_marks_by_more_than_colour(clerk: Clerk) -> None:
    clerk.submit(EDIT)
    assert "\x1b" not in clerk.run("diff", "A1-Ä1").out
    with open_conference(clerk.folder) as conference:
        amendment = conference.files.amendments[0]
        base = conference.base_of(amendment)
        shown = passages(
            base.text.text,
            conference.edits(amendment),
            conference.lines(conference.files.resolutions[0], base),
        )
    coloured = terminal.passages_text(shown, colour=True)
    assert "\x1b[31m\x1b[9m365\x1b[0m" in coloured
    assert "\x1b[32m\x1b[4m300\x1b[0m" in coloured
    assert not any(line.endswith(" ") for line in coloured.split("\n"))


def test_a_long_inserted_paragraph_wraps_without_a_blank_before_its_lines(clerk: Clerk) -> None:
    clerk.submit(f"Nach Zeile 5 einfügen: „{'Wort ' * 60}Ende“")
    with open_conference(clerk.folder) as conference:
        amendment = conference.files.amendments[0]
        base = conference.base_of(amendment)
        shown = passages(
            base.text.text,
            conference.edits(amendment),
            conference.lines(conference.files.resolutions[0], base),
        )
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.passages_text(shown, colour=True))
    wrapped = [line for line in plain.split("\n") if "Wort" in line]
    assert len(wrapped) > 3
    assert {line.index("Wort") for line in wrapped} == {7}


@pytest.mark.parametrize(
    ("terminal_there", "environment", "expected"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_when_colour_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
    terminal_there: bool,
    environment: dict[str, str],
    expected: bool,
) -> None:
    class Stream:
        def isatty(self) -> bool:
            return terminal_there

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Stream())
    assert terminal.wants_colour() is expected


def test_diff_as_patch_is_the_tracked_patch(clerk: Clerk) -> None:
    clerk.submit(EDIT)
    stored = (clerk.folder / "amendments/A1-Ae1.patch").read_text(encoding="utf-8")
    assert clerk.run("diff", "A1-Ä1", "--format", "patch").out == stored


def test_diff_of_a_resolution_shows_all_its_amendments(clerk: Clerk) -> None:
    assert clerk.run("diff", "A1").code == 2
    clerk.submit(EDIT)
    clerk.submit("Nach Zeile 5 einfügen: „Ein ganz neuer Absatz.“")
    items = clerk.run("diff", "A1", "--format", "json").json["amendments"]
    assert [item["id"] for item in items] == ["A1-Ä1", "A1-Ä2"]
    (edit,) = items[1]["edits"]
    assert edit["kind"] == "insert-block"
    assert edit["after"] is True
    assert edit["lines"] == [5, 5]
    assert (edit["old"], edit["new"].strip()) == ("", "Ein ganz neuer Absatz.")


def test_status_lists_everything_and_what_is_open(clerk: Clerk) -> None:
    clerk.submit(EDIT, subject="Preis")
    clerk.run("vote", "A1-Ä1", "--yes", "9", "--no", "3")
    out = clerk.run("status").out
    assert "Gute Busse für alle" in out
    assert "adopted (9 yes, 3 no" in out
    assert "1 item is still open." in out
    items = clerk.run("status", "--format", "json").json["items"]
    assert [(item["id"], item["kind"], item["outcome"]) for item in items] == [
        ("A1", "resolution", None),
        ("A1-Ä1", "amendment", "adopted"),
    ]


def test_nothing_from_a_file_reaches_the_terminal_as_a_control_sequence(clerk: Clerk) -> None:
    path = clerk.folder / "resolutions/A1-busse.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("mehr Busse", "mehr \x1b[2JBusse"),
        encoding="utf-8",
    )
    for command in (["show", "A1"], ["show", "A1", "--numbers"], ["status"], ["check"]):
        answer = clerk.run(*command)
        assert "\x1b[2J" not in answer.out + answer.err
    assert clerk.run("check").code == 1
