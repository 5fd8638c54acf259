import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from antragstool.cli.main import program, run_program
from tests.commands import Clerk

EDIT = "Zeile 4: Ersetze „365“ durch „300“.\n"


def identified(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kim Muster")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kim@example.org")
    return Clerk(folder)


def test_init_makes_a_conference_that_is_committed_and_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = identified(tmp_path, monkeypatch)
    answer = clerk.run("init", "parteitag")
    assert answer.code == 0, answer.err
    new = Clerk(tmp_path / "parteitag")
    assert new.git("status", "--porcelain") == ""
    assert new.run("check").code == 0
    assert new.run("status").code == 0
    assert clerk.run("init", "parteitag").code == 2
    assert clerk.run("init", "parteitag/resolutions").code == 2


def test_init_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = identified(tmp_path / "da", monkeypatch)
    clerk.folder.mkdir()
    (clerk.folder / ".gitignore").write_text("mine\n")
    (clerk.folder / "notes.txt").write_text("mine\n")
    assert clerk.run("init").code == 0
    assert (clerk.folder / ".gitignore").read_text() == "mine\n"
    assert "notes.txt" in clerk.git("status", "--porcelain")


def test_init_without_a_name_for_git_says_what_to_do(tmp_path: Path) -> None:
    answer = Clerk(tmp_path).run("init", "neu")
    assert answer.code == 2
    assert "git config" in answer.err


CONTEXT = click.Context(program)
NAMES = program.list_commands(CONTEXT)


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_commands_has_the_first_sentence_of_each(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    command = program.get_command(CONTEXT, name)
    assert command is not None
    assert run_program(["--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f" {name} {' '.join(command.get_short_help_str().split())} " in f"{shown} "


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example_in_both_languages(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for language, usage in (("en", "Usage: antragstool"), ("de", "Aufruf: antragstool")):
        monkeypatch.setenv("LANGUAGE", language)
        assert run_program([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert usage in shown
        assert f"  antragstool {name}" in shown
        assert "-C DIR" in shown


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['antragstool', '--help']\n"
        "try:\n    from antragstool.cli.main import main; main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'git', 'weasyprint', 'jinja2', 'babel', 'ruamel.yaml', 'markdown_it', 'regex',"
        " 'diff_match_patch', 'fontTools'}\n"
        "print('HEAVY:', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.endswith("HEAVY: []\n")


def test_usage_errors_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["nonsense"],
        ["submit"],
        ["vote", "A1", "--yes", "-1"],
        ["diff", "--format", "x", "A1"],
    ):
        assert run_program(arguments) == 2
        assert capsys.readouterr().err


@pytest.mark.slow
def test_render_writes_the_book_and_says_where(clerk: Clerk) -> None:
    clerk.submit(EDIT, subject="Preis")
    clerk.run("recommend", "A1-Ä1", "reject")
    clerk.run("vote", "A1-Ä1", "--yes", "88", "--no", "78", "--abstain", "6")
    answer = clerk.run("render")
    assert answer.code == 0, answer.err
    book = clerk.folder / "build/antragsbuch.pdf"
    assert str(book) in answer.out
    text = subprocess.run(
        ["pdftotext", str(book), "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    for words in (
        "Landesparteitag",
        "Gute Busse für alle",
        "A1-Ä1",
        "Preis",
        "88",
        "78",
        "Ohne Bus geht",
    ):
        assert words in text


@pytest.mark.slow
def test_a_failing_render_keeps_the_old_book(clerk: Clerk) -> None:
    clerk.run("render", "-o", clerk.folder / "a.pdf")
    before = (clerk.folder / "a.pdf").read_bytes()
    (clerk.folder / "amendments/A1-Ae1.md").write_text("kaputt")
    answer = clerk.run("render", "-o", clerk.folder / "a.pdf")
    assert answer.code == 2
    assert "amendments/A1-Ae1.md" in answer.err
    assert (clerk.folder / "a.pdf").read_bytes() == before


def test_a_book_never_overwrites_anything_but_a_book(clerk: Clerk) -> None:
    before = clerk.state()
    for output in ("resolutions/A1-busse.md", "antragstool.toml", "resolutions"):
        answer = clerk.run("render", "-o", clerk.folder / output)
        assert answer.code == 2
        assert output in answer.err
    assert clerk.state() == before


def test_templates_that_lead_out_of_the_conference_are_refused(
    clerk: Clerk, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM")
    (clerk.folder / "templates").mkdir()
    (clerk.folder / "templates/motions.html").symlink_to(secret)
    answer = clerk.run("render")
    assert answer.code == 2
    assert "templates/motions.html" in answer.err
    assert "GEHEIM" not in answer.err


def test_init_understands_a_folder_beside_a_repository(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    identified(clerk.folder, monkeypatch)
    assert clerk.run("init", "../neu").code == 0
    assert (clerk.folder.parent / "neu/antragstool.toml").is_file()


def test_no_include_follows_a_link_out_of_the_conference(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("GEHEIM")
    templates = clerk.folder / "templates"
    templates.mkdir()
    (templates / "x.txt").symlink_to(tmp_path / "secret.txt")
    (templates / "out").symlink_to(tmp_path)
    for name in ("x.txt", "out/secret.txt"):
        (templates / "motions.html").write_text(f"{{% include '{name}' %}}")
        answer = clerk.run("render")
        assert answer.code == 2
        assert f"templates/{name}" in answer.err


def test_a_book_is_not_written_to_a_pipe(clerk: Clerk) -> None:
    os.mkfifo(clerk.folder.parent / "pipe")
    assert clerk.run("render", "-o", clerk.folder.parent / "pipe").code == 2
