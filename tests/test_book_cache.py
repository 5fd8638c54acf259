"""A book that is rendered again: quickly, the same bytes, and never a page from before a change."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.i18n import activate
from antragstool.render.options import BookKind, BookOptions
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.pdf import render_book
from antragstool.store.secret import secret_of
from tests.commands import Clerk
from tests.sample_conference import sample_conference

pytestmark = pytest.mark.slow
EPOCH = {"SOURCE_DATE_EPOCH": "1809768600"}

Print = Callable[..., bytes]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample conference as it was made."""
    return sample_conference(tmp_path_factory.mktemp("made") / "conference").folder


@pytest.fixture(autouse=True)
def german() -> None:
    """Books in one language, whatever ran before."""
    activate("de")


@pytest.fixture
def clerk(made: Path, tmp_path: Path) -> Clerk:
    """A copy of the sample conference."""
    folder = tmp_path / "conference"
    shutil.copytree(made, folder)
    return Clerk(folder)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were laid out since the list was cleared."""
    found: list[str] = []
    usual = Press.lay_out

    def lay_out(press: Press, html: str) -> LaidOut:
        found.append(html)
        return usual(press, html)

    monkeypatch.setattr(Press, "lay_out", lay_out)
    return found


def printed(clerk: Clerk, kind: BookKind = BookKind.MOTIONS, processes: int = 1) -> bytes:
    """Return the PDF of the conference, printed with the cache."""
    output = clerk.folder / "build" / "book.pdf"
    with open_conference(clerk.folder) as conference:
        render_book(
            gather_book(conference, (), BookOptions(kind)),
            output,
            conference.root,
            EPOCH,
            secret=secret_of(conference.root),
            processes=processes,
        )
    return output.read_bytes()


def words_of(pdf: Path) -> str:
    """Return all words of a PDF."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("kind", BookKind)
def test_from_the_cache_come_the_same_bytes(
    clerk: Clerk, laid_out: list[str], kind: BookKind
) -> None:
    first = printed(clerk, kind)
    laid_out.clear()
    assert printed(clerk, kind) == first
    assert not laid_out
    for path in (clerk.folder / "build" / ".cache").glob("*.book"):
        path.unlink()
    assert printed(clerk, kind) == first
    assert not laid_out
    shutil.rmtree(clerk.folder / "build" / ".cache")
    assert printed(clerk, kind) == first


def test_after_a_vote_only_what_it_concerns_is_laid_out(clerk: Clerk, laid_out: list[str]) -> None:
    printed(clerk)
    laid_out.clear()
    clerk.run("vote", "S1-Ä1", "--yes", "100", "--no", "3")
    again = printed(clerk)
    front = ('class="cover"', 'class="contents"')
    (part,) = [html for html in laid_out if not any(each in html for each in front)]
    assert "S1-Ä1" in part
    shutil.rmtree(clerk.folder / "build" / ".cache")
    assert printed(clerk) == again
    assert "100 Ja" in words_of(clerk.folder / "build" / "book.pdf")


def test_a_template_of_the_conference_counts_at_once(clerk: Clerk) -> None:
    printed(clerk)
    folder = clerk.folder / "templates"
    folder.mkdir(exist_ok=True)
    for words in ("Zuerst so.", "Dann anders."):
        (folder / "_cover.html").write_text(f"<p>{words}</p>", encoding="utf-8")
        printed(clerk)
        assert words in words_of(clerk.folder / "build" / "book.pdf")
    (folder / "_cover.html").unlink()
    printed(clerk)
    assert "Dann anders." not in words_of(clerk.folder / "build" / "book.pdf")


def test_a_style_of_the_conference_counts_at_once(clerk: Clerk) -> None:
    before = printed(clerk)
    (clerk.folder / "templates").mkdir(exist_ok=True)
    style = clerk.folder / "templates" / "motions.css"
    style.write_text("p { color: #123456 }", encoding="utf-8")
    assert printed(clerk) != before
    style.unlink()
    assert printed(clerk) == before


def test_a_picture_outside_of_templates_counts_at_once(clerk: Clerk) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'
    (clerk.folder / "templates").mkdir(exist_ok=True)
    (clerk.folder / "templates" / "_cover.html").write_text('<img alt="Logo" src="../logo.svg">')
    pages = []
    for width in (3, 9):
        (clerk.folder / "logo.svg").write_text(svg.format(width))
        pages.append(printed(clerk))
    assert pages[0] != pages[1]


def test_a_style_outside_of_templates_counts_at_once_for_every_part(clerk: Clerk) -> None:
    (clerk.folder / "templates").mkdir(exist_ok=True)
    own = clerk.folder / "templates" / "motions.css"
    own.write_text('@import url("../corporate.css");', encoding="utf-8")
    for color in ("#123456", "#654321"):
        (clerk.folder / "corporate.css").write_text(f"p {{ color: {color} }}", encoding="utf-8")
        from_the_cache = printed(clerk)
    shutil.rmtree(clerk.folder / "build" / ".cache")
    assert printed(clerk) == from_the_cache


def test_templates_in_a_linked_folder_count_at_once(clerk: Clerk) -> None:
    folder = clerk.folder / "templates"
    folder.mkdir(exist_ok=True)
    (clerk.folder / "house").mkdir()
    (folder / "house").symlink_to("../house")
    (folder / "_cover.html").write_text('{% include "house/words.html" %}', encoding="utf-8")
    for words in ("Zuerst so.", "Dann anders."):
        (clerk.folder / "house" / "words.html").write_text(f"<p>{words}</p>", encoding="utf-8")
        printed(clerk)
        assert words in words_of(clerk.folder / "build" / "book.pdf")


def test_another_configuration_counts_at_once(clerk: Clerk) -> None:
    printed(clerk)
    config = clerk.folder / "antragstool.toml"
    config.write_text(config.read_text().replace("Landesparteitag 2027", "Kleiner Parteitag 2028"))
    printed(clerk)
    words = words_of(clerk.folder / "build" / "book.pdf")
    assert "Kleiner Parteitag 2028" in words
    assert "Landesparteitag 2027" not in words.replace("attach", "")


def test_a_cache_full_of_rubbish_is_no_harm(clerk: Clerk) -> None:
    first = printed(clerk)
    for path in (clerk.folder / "build" / ".cache").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert printed(clerk) == first


def test_several_processes_make_the_same_book_as_one(clerk: Clerk) -> None:
    alone = printed(clerk, processes=1)
    shutil.rmtree(clerk.folder / "build" / ".cache")
    assert printed(clerk, processes=2) == alone


def test_two_folders_give_the_same_bytes(clerk: Clerk, tmp_path: Path) -> None:
    shutil.copytree(clerk.folder, tmp_path / "elsewhere" / "deep" / "down")
    assert printed(clerk) == printed(Clerk(tmp_path / "elsewhere" / "deep" / "down"))
