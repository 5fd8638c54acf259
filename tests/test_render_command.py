"""The command line of ``render``: options, selections, names of files, the progress bar, Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from antragstool.actions.books.selecting import Picked, pick
from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import book_of, default_output
from antragstool.cli.progress import Progress, bar_text
from antragstool.errors import InputError
from antragstool.i18n import activate
from antragstool.model.decision import Outcome
from antragstool.model.selection import Selection, State
from antragstool.render.composing.frame import cover_of
from antragstool.render.options import BookKind, BookOptions, Medium
from tests.commands import TEXT, Clerk

CHEAPER = "Zeile 4: Ersetze „365“ durch „300“."
CHEAPEST = "Zeile 4: Ersetze „365“ durch „100“."
BARE = "Zeile 4: Streiche „höchstens“."


@pytest.fixture
def busy(clerk: Clerk) -> Clerk:
    """A1 with three amendments and B1 with none; A1-Ä2 is rejected, the tag print-1 is there."""
    second = TEXT.replace("id: A1", "id: B1").replace("Gute Busse", "Gute Bahnen")
    (clerk.folder / "resolutions" / "B1-bahnen.md").write_text(second, encoding="utf-8")
    clerk.git("add", "-A")
    clerk.git("commit", "-q", "-m", "Second motion")
    for body in (CHEAPER, CHEAPEST, BARE):
        assert clerk.submit(body).code == 0
    assert clerk.run("vote", "A1-Ä2", "rejected").code == 0
    clerk.git("tag", "print-1")
    return clerk


def picked(
    clerk: Clerk, *ids: str, states: Sequence[State] = (), since: str | None = None
) -> Picked:
    with open_conference(clerk.folder) as conference:
        return pick(conference, Selection(ids, tuple(states), since))


def shown(found: Picked) -> dict[str, list[str]]:
    """Return the ids of what was picked: the amendments of each resolution."""
    return {
        each.id: [amendment.id for amendment in found.amendments[each.id]]
        for each in found.resolutions
    }


ALL = {"A1": ["A1-Ä1", "A1-Ä2", "A1-Ä3"], "B1": []}

# Ids


def test_without_a_selection_everything_is_picked_and_nothing_said(busy: Clerk) -> None:
    found = picked(busy)
    assert shown(found) == ALL
    assert (found.words, found.left_out) == ("", (0, 0))


def test_a_resolution_brings_its_amendments_and_an_amendment_its_resolution(busy: Clerk) -> None:
    assert shown(picked(busy, "a1")) == {"A1": ALL["A1"]}
    assert shown(picked(busy, "A1-Ae2", "B1")) == {"A1": ["A1-Ä2"], "B1": []}
    assert shown(picked(busy, "A1-Ä2", "A1")) == {"A1": ALL["A1"]}
    assert picked(busy, "A1-Ae2", "B1").left_out == (0, 2)


def test_an_id_that_there_is_not_is_refused(busy: Clerk) -> None:
    with pytest.raises(InputError, match="A1-Ä9"):
        picked(busy, "A1", "A1-Ä9")


def test_a_long_list_of_ids_is_said_shortly(busy: Clerk) -> None:
    for number in range(8):
        assert busy.submit(f"Zeile 4: Ersetze „365“ durch „{number}“.").code == 0
    words = picked(busy, *(f"A1-Ä{number}" for number in range(1, 11))).words
    assert words == "A1-Ä1, A1-Ä2, A1-Ä3, A1-Ä4, A1-Ä5, A1-Ä6, A1-Ä7, 3 more"


# States


def test_every_outcome_is_a_state_and_nothing_else_but_open_and_decided() -> None:
    assert {each.value for each in State} == {each.value for each in Outcome} | {"open", "decided"}


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_an_item_is_either_open_or_decided(outcome: Outcome | None) -> None:
    assert State.OPEN.holds(outcome) is not State.DECIDED.holds(outcome)
    exact = [s for s in State if s.holds(outcome) and s not in (State.OPEN, State.DECIDED)]
    assert [each.value for each in exact] == ([outcome.value] if outcome else [])


def test_the_open_ones_keep_their_resolution_as_a_frame(busy: Clerk) -> None:
    assert busy.run("vote", "A1", "adopted").code == 0
    found = picked(busy, states=[State.OPEN])
    assert shown(found) == {"A1": ["A1-Ä1", "A1-Ä3"], "B1": []}
    assert (found.words, found.left_out) == ("open", (0, 1))
    assert shown(picked(busy, states=[State.REJECTED])) == {"A1": ["A1-Ä2"]}
    assert shown(picked(busy, states=[State.ADOPTED])) == {"A1": []}


def test_several_states_are_added_up_and_ids_narrow_them_down(busy: Clerk) -> None:
    assert busy.run("vote", "A1-Ä3", "withdrawn").code == 0
    two = picked(busy, states=[State.REJECTED, State.WITHDRAWN])
    assert shown(two) == {"A1": ["A1-Ä2", "A1-Ä3"]}
    assert two.words == "rejected, withdrawn"
    assert shown(picked(busy, states=[State.DECIDED])) == shown(two)
    assert shown(picked(busy, "A1-Ä1", "A1-Ä3", states=[State.WITHDRAWN])) == {"A1": ["A1-Ä3"]}


def test_a_selection_of_nothing_is_an_error_that_says_what_was_asked_for(busy: Clerk) -> None:
    answer = busy.run("render", "A1", "--status", "taken-over")
    assert answer.code == 2
    assert "(A1; taken over)" in answer.err
    assert not (busy.folder / "build").exists()


# What has changed


def test_nothing_has_changed_since_the_last_commit(busy: Clerk) -> None:
    answer = busy.run("render", "--since", "print-1")
    assert answer.code == 2
    assert "print-1" in answer.err
    assert "The last print still shows everything as it is." in answer.err


def test_votes_recommendations_and_new_amendments_are_changes(busy: Clerk) -> None:
    assert busy.run("recommend", "A1-Ä3", "reject").code == 0
    assert busy.submit("Zeile 4: Ersetze „365“ durch „200“.").code == 0
    assert shown(picked(busy, since="print-1")) == {"A1": ["A1-Ä3", "A1-Ä4"]}
    assert busy.run("vote", "B1", "adopted").code == 0
    assert shown(picked(busy, since="print-1")) == {"A1": ["A1-Ä3", "A1-Ä4"], "B1": []}
    assert shown(picked(busy, since="print-1", states=[State.OPEN])) == {"A1": ["A1-Ä3", "A1-Ä4"]}
    assert shown(picked(busy, "B1", since="print-1")) == {"B1": []}


def test_another_version_of_an_amendment_is_a_change_of_it(busy: Clerk) -> None:
    words = busy.write("words.md", "Zeile 4: Ersetze „365“ durch „320“.")
    verdict = "adopt-committee-version"
    assert busy.run("recommend", "A1-Ä1", verdict, "--text", words).code == 0
    busy.git("tag", "print-2")
    version = busy.folder / "amendments" / "A1-Ae1.committee.md"
    version.write_text(version.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert shown(picked(busy, since="print-2")) == {"A1": ["A1-Ä1"]}


def test_what_is_not_committed_yet_is_a_change_and_what_was_undone_is_none(busy: Clerk) -> None:
    path = busy.folder / "resolutions" / "B1-bahnen.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("jede Stunde", "jede halbe Stunde"), encoding="utf-8")
    assert shown(picked(busy, since="HEAD")) == {"B1": []}
    path.write_text(before, encoding="utf-8")
    with pytest.raises(InputError):
        picked(busy, since="HEAD")


def test_a_renamed_file_has_not_changed(busy: Clerk) -> None:
    busy.git("mv", "resolutions/B1-bahnen.md", "resolutions/B1-zuege.md")
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    assert shown(picked(busy, since="print-1")) == {"A1": ["A1-Ä1"]}


def test_adopting_changes_the_resolution_and_what_was_carried_over(busy: Clerk) -> None:
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    assert busy.run("adopt", "A1").code == 0
    assert set(shown(picked(busy, since="print-1"))) == {"A1"}
    assert "A1-Ä1" in shown(picked(busy, since="print-1"))["A1"]


def test_before_the_first_file_everything_is_new(busy: Clerk) -> None:
    first = busy.git("rev-list", "--max-parents=0", "HEAD").strip()
    assert shown(picked(busy, since=first)) == ALL | {"B1": []}
    found = picked(busy, "B1", since=first)
    assert f"({first[:10]})" in found.words


@pytest.mark.parametrize(
    "name",
    [
        "print-9",
        "",
        "-x",
        "--all",
        "--output=/tmp/x",
        "HEAD\nHEAD",
        "HEAD\0",
        "HEAD HEAD",
        "HEAD:resolutions",
        ":/Second",
        "HEAD^{/Second}",
        "HEAD^{tree}",
        "../../etc/passwd",
        "print\u202e-1",
        "\x1b[31m",
        "x" * 5000,
        "0" * 40,
    ],
)
def test_what_is_no_revision_is_refused_without_asking_git_for_anything_else(
    busy: Clerk, name: str
) -> None:
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    before = busy.state()
    with pytest.raises(InputError) as refused:
        picked(busy, since=name)
    message = str(refused.value)
    assert "print-1" in message
    assert not set(message) & set("\x1b\0\u202e")
    assert len(message) < 300
    assert busy.state() == before


def test_a_branch_a_commit_and_its_parents_are_revisions(busy: Clerk) -> None:
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    short = busy.git("rev-parse", "--short", "print-1").strip()
    busy.git("branch", "gedruckt/mai", "print-1")
    busy.git("tag", "-a", "-m", "annotated", "druck-ä", "print-1")
    for name in ("print-1", short, "gedruckt/mai", "HEAD~1", "druck-ä"):
        assert shown(picked(busy, since=name)) == {"A1": ["A1-Ä1"]}


# Saying it


def test_the_cover_and_the_terminal_say_what_was_selected(busy: Clerk) -> None:
    busy.git("tag", "-f", "print-1")
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    with open_conference(busy.folder) as conference:
        found = pick(conference, Selection(states=(State.ADOPTED,), since="print-1"))
        cover = cover_of(book_of(conference, found, BookOptions()))
    assert cover.selection.replace("\xa0", " ").startswith(
        "Selection: adopted; new or changed since "
    )
    assert cover.selection.endswith("(print-1)")
    answer = busy.run("render", "--status", "adopted", "-o", busy.folder / "a.pdf")
    assert answer.code == 0
    assert answer.err == "Selection: adopted. Left out: 1 motion, 2 amendments.\n"


def test_a_selection_that_leaves_nothing_out_is_not_mentioned(busy: Clerk) -> None:
    with open_conference(busy.folder) as conference:
        found = pick(conference, Selection(ids=("A1", "B1")))
        assert cover_of(book_of(conference, found, BookOptions())).selection == ""


# Options and files


def test_every_book_has_a_file_name_of_its_own_in_both_languages() -> None:
    for language, motions in (("de", "antragsbuch"), ("en", "antragsbuch")):
        activate(language)
        names = [default_output(BookOptions(kind)) for kind in BookKind]
        assert len(set(names)) == len(names)
        assert all(str(name).isascii() and name.parent == Path("build") for name in names)
        assert names[0].name == f"{motions}.pdf"
    activate("de")
    assert default_output(BookOptions(BookKind.MINUTES)).name == "beschlussprotokoll.pdf"
    assert default_output(BookOptions(BookKind.SYNOPSIS, Medium.HTML)).name == "synopse.html"


@pytest.mark.parametrize("name", ["book.txt", "book", "book.pdf.gz", "book.htm", "resolutions.md"])
def test_another_ending_is_refused_before_anything_is_done(clerk: Clerk, name: str) -> None:
    answer = clerk.run("render", "-o", clerk.folder.parent / name)
    assert answer.code == 2
    assert ".html" in answer.err
    assert not (clerk.folder.parent / name).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--book", "novel"],
        ["--paper", "a6"],
        ["--columns", "3"],
        ["--line-numbers", "tenth"],
        ["--status", "maybe"],
    ],
)
def test_an_option_that_is_not_known_is_refused(clerk: Clerk, arguments: list[str]) -> None:
    answer = clerk.run("render", *arguments)
    assert answer.code == 2
    assert arguments[0] in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--book", "projector", "--paper", "a5"],
        ["--book", "projector", "--large-print"],
        ["--large-print", "--columns", "2"],
        ["-o", "book.html", "--columns", "2"],
        ["-o", "book.html", "--paper", "a5"],
    ],
)
def test_options_that_cannot_both_be_had_are_refused(clerk: Clerk, arguments: list[str]) -> None:
    answer = clerk.run("render", *arguments)
    assert answer.code == 2
    assert "leave --" in answer.err
    assert not (clerk.folder / "build").exists()


def test_the_status_is_understood_in_german_too(busy: Clerk) -> None:
    for word in ("abgelehnt", "rejected", "Rejected"):
        answer = busy.run("render", "--status", word, "-o", busy.folder / "resolutions" / "x.txt")
        assert "maybe" not in answer.err
        assert "x.txt" in answer.err


def completed(words: str, folder: Path) -> list[str]:
    """Return what bash would offer at the end of *words*."""
    environment = os.environ | {
        "_ANTRAGSTOOL_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from antragstool.cli.main import program; program(prog_name='antragstool')",
        ],
        env=environment,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_the_shell_completes_books_states_and_tags(busy: Clerk) -> None:
    assert completed("antragstool render --book m", busy.folder) == ["motions", "minutes"]
    assert completed("antragstool render --status ad", busy.folder)[0] == "adopted"
    assert completed("antragstool render --since pr", busy.folder) == ["print-1"]


# The progress bar


class Seconds:
    """A clock that goes by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_short_work_draws_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Seconds()
    progress = Progress(clock)
    for done in range(10):
        clock.now += 0.09
        progress(done, 9, "A1")
    progress.clear()
    assert capsys.readouterr() == ("", "")


def test_the_bar_says_how_much_is_done_and_how_long_the_rest_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Seconds()
    progress = Progress(clock)
    for done in range(1, 101):  # these were ready before
        progress(done, 200, f"A{done}")
    for done in range(101, 121):
        clock.now += 0.5
        progress(done, 200, f"C{done}")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("120/200   60 %  about 40 s left  C120")
    clock.now += 0.01
    progress(121, 200, "C121")  # too soon after the last drawing
    assert capsys.readouterr().err == ""
    progress.clear()
    assert capsys.readouterr().err == "\r"  # what erases the line is kept from a pipe


@pytest.mark.parametrize("width", [20, 40, 60, 79, 200])
@pytest.mark.parametrize("name", ["", "A1", "B17-" + "Ä" * 60])
def test_the_bar_never_reaches_the_end_of_the_line(width: int, name: str) -> None:
    for done in (0, 1, 799, 800):
        assert len(bar_text(done, 800, 12345.0, name, width)) <= width


def test_minutes_are_told_as_minutes() -> None:
    assert "about 3:20 min left" in bar_text(1, 2, 200.0, "", 200)
    assert "left" not in bar_text(2, 2, 0.0, "", 200)
    assert "left" not in bar_text(0, 2, None, "", 200)


def _on_a_terminal(arguments: Sequence[str], term: str) -> str:
    """Return what the program shows on the terminal that is its standard error."""
    code = (
        "import sys; from antragstool.cli.progress import progress_bar\n"
        "import time\n"
        "with progress_bar() as progress:\n"
        "    print(progress is None)\n"
    )
    master, slave = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            stderr=slave,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"TERM": term},
            check=True,
        )
    finally:
        os.close(slave)
        os.close(master)
    return done.stdout.strip()


def test_there_is_a_bar_on_a_terminal_and_none_in_a_pipe_or_on_a_dumb_one() -> None:
    assert _on_a_terminal([], "xterm") == "False"
    assert _on_a_terminal([], "dumb") == "True"
    code = "from antragstool.cli.progress import _wanted; print(_wanted())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.slow
def test_a_render_into_a_pipe_says_nothing_but_where_the_book_is(clerk: Clerk) -> None:
    answer = clerk.run("render")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.count("\n") == 1


# Ctrl-C


# Says when the first part is ready, and then waits for what comes.
_SLOW = """
import contextlib, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from antragstool.cli import progress
from antragstool.cli.main import main

def wait(done, total, name):
    print("ready", flush=True)
    time.sleep(60)

@contextlib.contextmanager
def waiting():
    yield wait

progress.progress_bar = waiting
main()
"""


def _interrupted(clerk: Clerk, output: Path) -> tuple[int, str]:
    """Render, press Ctrl-C in the middle of it; return exit code and error output."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW, "render", "-o", str(output)],
        cwd=clerk.folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        process_group=0,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the children as well
    _out, err = process.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):  # nor is a child left behind
        os.killpg(process.pid, 0)
    return process.returncode, err


@pytest.mark.slow
def test_ctrl_c_leaves_the_older_book_and_nothing_else(busy: Clerk) -> None:
    folder = busy.folder.parent / "printed"
    folder.mkdir()
    output = folder / "book.pdf"
    assert busy.run("render", "-o", output).code == 0
    before = output.read_bytes()
    assert busy.run("vote", "A1-Ä1", "adopted").code == 0
    code, err = _interrupted(busy, output)
    assert code == 130
    assert err == "Interrupted; an older book is as it was.\n"
    assert output.read_bytes() == before
    assert list(folder.iterdir()) == [output]
    assert busy.run("render", "-o", output).code == 0
    assert output.read_bytes() != before
