"""The language is chosen from configuration or locale, and everything follows it, click too."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest

from antragstool import i18n
from antragstool.cli.main import run_program

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _language_afterwards() -> object:
    yield
    i18n.activate("en")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de@euro"}, "de"),
        ({"LANG": "den_CA.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "tr:de_DE:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, "de"),
    ],
)
def test_the_locale_asks_for_a_language(environ: dict[str, str], language: str) -> None:
    assert i18n.language_of_locale(environ) == language


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.activate("fr")


def test_messages_follow_the_active_language() -> None:
    i18n.activate("de")
    assert i18n.active() == "de"
    assert i18n._("adopted as amended") == "in geänderter Fassung angenommen"
    assert i18n.ngettext("%(count)s abstention", "%(count)s abstentions", 1) == (
        "%(count)s Enthaltung"
    )
    assert i18n.ngettext("%(count)s abstention", "%(count)s abstentions", 0) == (
        "%(count)s Enthaltungen"
    )
    assert i18n.pgettext("page 3 of 24", "of") == "von"
    assert gettext.gettext("Missing command.") == "Es fehlt ein Befehl."
    i18n.activate("en")
    assert i18n.active() == "en"
    assert i18n._("adopted as amended") == "adopted as amended"
    assert i18n.ngettext("%(count)s abstention", "%(count)s abstentions", 2) == (
        "%(count)s abstentions"
    )
    assert i18n.pgettext("page 3 of 24", "of") == "of"
    assert gettext.gettext("Missing command.") == "Missing command."


def test_an_unknown_message_stays_english() -> None:
    i18n.activate("de")
    assert i18n._("Nobody ever translated this.") == "Nobody ever translated this."


def _conference(folder: Path, language: str) -> Path:
    """Write a conference with one amendment; *language* "" leaves the choice to the locale."""
    (folder / "resolutions").mkdir(parents=True)
    (folder / "antragstool.toml").write_text(
        f'language = "{language}"\n' if language else 'name = "LDK"\n', encoding="utf-8"
    )
    (folder / "resolutions" / "A1-radwege.md").write_text(
        "---\nid: A1\ntitle: Radwege\nsubmitter: Vorstand\n---\n"
        "Wir fordern mehr Radwege in der Stadt.\n\nSie sind breit.\n\nSie sind sicher.\n\n"
        "Sie sind hell.\n\nDas Land soll sie bezahlen.\n",
        encoding="utf-8",
    )
    (folder / "antrag.md").write_text(
        "---\nresolution: A1\nsubmitter: KV Musterstadt\n---\n"
        "Zeile 1: Ersetze „mehr“ durch „viel mehr“.\n"
        "Nach Zeile 5 einfügen: „Der Bund auch.“\n",
        encoding="utf-8",
    )
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["config", "user.name", "Kim Muster"],
        ["config", "user.email", "kim@example.org"],
        ["add", "antragstool.toml", "resolutions"],
        ["commit", "--quiet", "-m", "Begin"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


GERMAN = (
    (["--help"], 0, ("Aufruf: antragstool", "Optionen:", "Befehle:", "Änderungsanträge einreichen")),
    (["submit", "antrag.md"], 0, ("Zeile 1 · A1-Ä1.1\n", "Nach Zeile 5 · A1-Ä1.2\n", "Gespeichert und")),
    (["diff", "A1-Ä1"], 0, ("zu A1 „Radwege“, von KV Musterstadt", "Zeile 1 · A1-Ä1.1\n")),
    (["vote", "A1-Ä1", "--yes", "88", "--no", "78", "--abstain", "1"], 0,
     ("angenommen (88 Ja, 78 Nein, 1 Enthaltung)",)),
    (["status"], 0, ("Nummer", "Ergebnis", "angenommen", "Noch offen: 1.")),
    (["show", "A2"], 2, ("Fehler:", "„A2“ gibt es in dieser Konferenz nicht.")),
    (["submit"], 2, ("Fehler: Es fehlt das Argument", "Hilfe gibt 'antragstool submit --help'.")),
    (["diff", "A1", "--formt", "json"], 2, ("Die Option '--formt' gibt es nicht. Meinten Sie",)),
    (["diff", "A1", "--format", "x"], 2, ("Ungültiger Wert für '--format'", "ist keines von")),
)  # fmt: skip
ENGLISH = (
    (["--help"], 0, ("Usage: antragstool", "Options:", "Commands:", "Hand in amendments")),
    (["submit", "antrag.md"], 0, ("Line 1 · A1-Ä1.1\n", "After line 5 · A1-Ä1.2\n", "Stored and committed")),
    (["diff", "A1-Ä1"], 0, ('to A1 "Radwege", from KV Musterstadt', "Line 1 · A1-Ä1.1\n")),
    (["vote", "A1-Ä1", "--yes", "88", "--no", "78", "--abstain", "1"], 0,
     ("adopted (88 yes, 78 no, 1 abstention)",)),
    (["status"], 0, ("Number", "Outcome", "adopted", "1 item is still open.")),
    (["show", "A2"], 2, ("Error:", 'There is no "A2" in this conference.')),
    (["submit"], 2, ("Error: Missing argument", "Try 'antragstool submit --help' for help.")),
    (["diff", "A1", "--formt", "json"], 2, ("No such option '--formt'. Did you mean",)),
    (["diff", "A1", "--format", "x"], 2, ("Invalid value for '--format'", "is not one of")),
)  # fmt: skip


def test_one_process_speaks_the_language_of_each_conference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for language, commands in (("de", GERMAN), ("en", ENGLISH), ("de", GERMAN[:1])):
        folder = tmp_path / f"{language}-{len(commands)}"
        monkeypatch.chdir(_conference(folder, language).resolve())
        for arguments, code, expected in commands:
            assert run_program(arguments) == code, arguments
            shown = capfd.readouterr()
            for words in expected:
                assert words in shown.out + shown.err, (language, arguments)


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL", "LC_MESSAGES"])
@pytest.mark.parametrize(
    ("configured", "locale", "first_words"),
    [
        ("de", "C", "Aufruf:"),
        ("de", "C.UTF-8", "Aufruf:"),
        ("de", "en_US.UTF-8", "Aufruf:"),
        ("en", "de_DE.UTF-8", "Usage:"),
        ("", "de_DE.UTF-8", "Aufruf:"),
        ("", "C", "Usage:"),
    ],
)
def test_the_configuration_comes_before_any_locale(
    tmp_path: Path, variable: str, configured: str, locale: str, first_words: str
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "antragstool.toml").write_text(
        f'language = "{configured}"\n' if configured else "", encoding="utf-8"
    )
    environ = {key: value for key, value in os.environ.items() if key not in {"LANG", "LANGUAGE"}}
    shown = subprocess.run(
        [sys.executable, "-m", "antragstool", "show", "--help"],
        cwd=tmp_path,
        env={**environ, variable: locale, "PYTHONUTF8": "1"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    assert shown.startswith(first_words)
    ending = (
        "Diese Hilfe anzeigen und beenden." if first_words == "Aufruf:" else "message and exit."
    )
    assert shown.rstrip().endswith(ending)
