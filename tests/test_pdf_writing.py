"""What must not get into a PDF, and what happens when it cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from antragstool.errors import InputError, MachineError
from antragstool.i18n import activate
from antragstool.render.book import Book
from antragstool.render.output import written_whole
from antragstool.render.pages import pdf
from antragstool.render.pages.pdf import RenderedBook, render_book
from tests.book_samples import book
from tests.pdf_checks import problems_of
from tests.pdf_structure import Structure

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
EPOCH = {"SOURCE_DATE_EPOCH": "1336348800"}


def _render(sample: Book, folder: Path, name: str = "book.pdf") -> tuple[Path, RenderedBook]:
    output = folder / "build" / name
    return output, render_book(sample, output, folder, EPOCH)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RenderedBook]:
    """One book for all tests that only look."""
    activate("en")
    return _render(book(), tmp_path_factory.mktemp("book"))


def _cover(folder: Path, html: str) -> None:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "_cover.html").write_text(html, encoding="utf-8")


@pytest.mark.parametrize(
    "reference",
    ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "../../outside.png", "link.png", "no.png"],
)
def test_nothing_is_fetched_from_outside(tmp_path: Path, reference: str) -> None:
    folder = tmp_path / "conference"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(b"x")
    _cover(folder, f'<img src="{reference}">')
    (folder / "templates" / "link.png").symlink_to(tmp_path / "outside.png")
    with pytest.raises(InputError) as raised:
        _render(book(amended=False), folder)
    assert reference.rsplit("/", 1)[-1] in str(raised.value)
    assert not (folder / "build" / "book.pdf").exists()


def test_a_picture_of_the_conference_is_printed(tmp_path: Path) -> None:
    _cover(tmp_path, '<img src="logo.svg" alt="Logo"><img src="../logo.svg" alt="Logo">')
    (tmp_path / "templates" / "logo.svg").write_text(SVG)
    (tmp_path / "logo.svg").write_text(SVG)
    path, result = _render(book(amended=False), tmp_path)
    assert result.warnings == ()
    with pikepdf.open(path) as opened:
        structure = Structure(opened)
        figures = [node for node in structure.root.walk() if node.kind == "Figure"]
        assert [str(node.raw.Alt) for node in figures] == ["Logo", "Logo"]
        assert problems_of(opened) == []


def test_a_picture_without_words_is_a_warning(tmp_path: Path) -> None:
    _cover(tmp_path, '<img src="logo.svg">')
    (tmp_path / "templates" / "logo.svg").write_text(SVG)
    _path, result = _render(book(amended=False), tmp_path)
    assert len(result.warnings) == 1
    assert "logo.svg" in str(result.warnings[0])


def test_an_attachment_cannot_carry_a_file_away(tmp_path: Path) -> None:
    _cover(tmp_path, '<link rel="attachment" href="../antragstool.toml">')
    (tmp_path / "antragstool.toml").write_text("geheim")
    with pytest.raises(InputError):
        _render(book(amended=False), tmp_path)


def test_a_mistake_in_the_style_of_the_conference_is_a_warning(tmp_path: Path) -> None:
    _cover(tmp_path, "<style>p { colour: red }</style>")
    path, result = _render(book(amended=False), tmp_path)
    assert path.exists()
    assert len(result.warnings) == 1
    assert "colour" in str(result.warnings[0])


def test_signs_that_no_font_has_are_named_once_and_do_not_crash(tmp_path: Path) -> None:
    body = "Ein Zeichen 漢 und noch einmal 漢, ein 🎉, und Кириллица."
    _path, result = _render(book(body, amended=False), tmp_path)
    messages = [str(problem) for problem in result.warnings]
    assert sum("U+6F22" in message for message in messages) == 1
    assert any("U+1F389" in message for message in messages)


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(28, "No space left on device"), MachineError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_an_older_book_stays_whole_if_writing_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    raised: type[BaseException],
) -> None:
    output = tmp_path / "build" / "book.pdf"
    output.parent.mkdir()
    output.write_bytes(b"%PDF-old")

    def interrupted(_file: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(raised):
        render_book(book(amended=False), output, tmp_path, EPOCH)
    assert output.read_bytes() == b"%PDF-old"
    assert [path.name for path in output.parent.iterdir()] == ["book.pdf"]


def test_a_pdf_that_is_no_book_is_not_overwritten(tmp_path: Path) -> None:
    output = tmp_path / "haushalt.pdf"
    output.write_bytes(b"%PDF-1.7\nHaushalt")
    with pytest.raises(InputError):
        render_book(book(amended=False), output, tmp_path, EPOCH)
    assert output.read_bytes() == b"%PDF-1.7\nHaushalt"
    output.unlink()
    for _time in range(2):  # its own books it replaces
        render_book(book(amended=False), output, tmp_path, EPOCH)
    assert output.stat().st_size > 10_000


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError) as raised:
        render_book(book(amended=False), tmp_path / "file" / "book.pdf", tmp_path, EPOCH)
    assert raised.value.problems[0].hint


@pytest.mark.slow
def test_a_machine_without_fonts_and_without_a_home_prints_the_same(
    tmp_path: Path, rendered: tuple[Path, RenderedBook]
) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>")
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.book_samples import book; from antragstool.render.pages.pdf import render_book\n"
        "from antragstool.i18n import activate; activate('en')\n"
        "done = render_book(book(), Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "assert not done.warnings, done.warnings\n"
    )
    source = Path(pdf.__file__).parents[3]
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(source), str(Path(__file__).parents[1])]),
        "FONTCONFIG_FILE": str(empty),
        "HOME": "/nonexistent",
        "XDG_CACHE_HOME": "/nonexistent",
        **EPOCH,
    }
    output = tmp_path / "book.pdf"
    command = [sys.executable, "-c", script, str(output), str(tmp_path)]
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert output.read_bytes() == rendered[0].read_bytes()


@pytest.mark.parametrize("value", ["x", "-5", "1.5", "0", "9" * 5000])
def test_a_line_number_of_a_template_that_is_none_is_not_printed(
    tmp_path: Path, value: str
) -> None:
    _cover(tmp_path, f'<p data-first="{value}">Willkommen</p>')
    path, result = _render(book(amended=False), tmp_path)
    assert result.warnings == ()
    with pikepdf.open(path) as opened:
        assert problems_of(opened) == []


def test_a_marker_of_a_template_that_begins_no_paragraph_is_no_list(tmp_path: Path) -> None:
    _cover(tmp_path, "<p>a <x-marker-1>•</x-marker-1> b</p><x-marker-0>•</x-marker-0>")
    path, _result = _render(book(amended=False), tmp_path)
    with pikepdf.open(path) as opened:
        assert problems_of(opened) == []


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 600 + "x",
        '<a data-page-of="A1">0000 日本</a>',
        '<input name="a" style="appearance: auto">',
    ],
)
def test_what_a_template_makes_fail_is_said_to_be_its_fault(tmp_path: Path, html: str) -> None:
    _cover(tmp_path, html)
    with pytest.raises(InputError) as raised:
        _render(book(amended=False), tmp_path)
    assert str(raised.value).startswith("templates: The pages cannot be set")
    assert not (tmp_path / "build" / "book.pdf").exists()


def test_a_picture_that_would_spoil_its_page_is_refused(tmp_path: Path) -> None:
    _cover(tmp_path, '<img src="logo.svg" alt="Logo">')
    endless = SVG.replace("<rect", '<g id="a"><use href="#a"/></g><rect')
    (tmp_path / "templates" / "logo.svg").write_text(endless)
    with pytest.raises(InputError) as raised:
        _render(book(amended=False), tmp_path)
    assert "logo.svg" in str(raised.value)


def test_what_a_killed_print_left_behind_is_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container the next process has the same number."""
    output = tmp_path / "book.pdf"

    def killed(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        patch.setattr(Path, "unlink", lambda _self, **_options: None)
        with pytest.raises(KeyboardInterrupt), written_whole(output) as file:
            file.write(b"%PDF-half")
    with written_whole(output) as file:
        file.write(b"%PDF-whole")
    assert output.read_bytes() == b"%PDF-whole"


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    output = tmp_path / f"{'b' * 251}.pdf"
    with written_whole(output) as file:
        file.write(b"%PDF-")
    assert output.exists()
