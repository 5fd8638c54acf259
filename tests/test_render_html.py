"""Templates and what they may refer to, without laying anything out."""

from dataclasses import replace
from pathlib import Path

import pytest

from antragstool.errors import InputError
from antragstool.render.pages.fetching import Folders, RefusedReferenceError
from antragstool.render.templates import package_templates
from tests.book_samples import book, documents, front_html


def _own(root: Path, name: str, content: str) -> Path:
    file = root / "templates" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def test_what_people_typed_is_escaped(tmp_path: Path) -> None:
    sample = book()
    conference = replace(sample.conference, name='<script>"x"</script>')
    html = "".join(documents(replace(sample, conference=conference), tmp_path))
    assert "<script>" not in html
    assert "&lt;b&gt;Kein HTML&lt;/b&gt; &amp; kein Befehl" in html


def test_a_template_of_the_conference_comes_first_and_the_rest_from_the_package(
    tmp_path: Path,
) -> None:
    _own(tmp_path, "_cover.html", "<p>Unser Titel: {{ cover.name }}</p>")
    html = front_html(book(), tmp_path)
    assert "<p>Unser Titel: Landeskonferenz 2012</p>" in html
    assert 'class="contents"' in html


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<p>\n{{ book.title }</p>", 2),
        ("\n\n{% nonsense %}", 3),
        ("<p>\n{{ book.colour }}", 2),
        ("{{ nobody }}", 1),
        ("{{ book.title.__class__.__mro__ }}", 1),
        ("\n{{ 1 / 0 }}", 2),
        ('{% include "missing.html" %}', 1),
        ("{% for x in range(999999999) %}{% endfor %}", 1),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, source: str, line: int) -> None:
    _own(tmp_path, "_cover.html", source)
    with pytest.raises(InputError) as raised:
        front_html(book(), tmp_path)
    (problem,) = raised.value.problems
    assert problem.file == "templates/_cover.html"
    assert problem.line == line
    assert problem.hint


def test_a_template_cannot_reach_files_outside_its_folders(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("geheim")
    _own(tmp_path, "_cover.html", '{% include "../secret.html" %}')
    with pytest.raises(InputError):
        front_html(book(), tmp_path)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    root = tmp_path / "conference"
    (root / "templates").mkdir(parents=True)
    (root / "templates" / "logo.png").write_bytes(b"x")
    (root / "picture.svg").write_text("<svg/>")
    (root / ".git").mkdir()
    (root / ".git" / "logo.png").write_bytes(b"x")
    (root / "antragstool.toml").write_text("")
    (tmp_path / "outside.png").write_bytes(b"x")
    (root / "templates" / "link.png").symlink_to(tmp_path / "outside.png")
    return Folders(root.resolve(), package_templates())


def _url(folders: Folders, name: str) -> str:
    return (folders.root / "templates").as_uri() + "/" + name


@pytest.mark.parametrize("name", ["logo.png", "../picture.svg", "logo.png?x=1"])
def test_files_of_the_conference_are_found(folders: Folders, name: str) -> None:
    assert folders.find(_url(folders, name)).is_relative_to(folders.root)


def test_what_the_conference_lacks_comes_from_the_package(folders: Folders) -> None:
    found = folders.find(_url(folders, "fonts/SourceSerif4-Regular.ttf"))
    assert found == package_templates() / "fonts" / "SourceSerif4-Regular.ttf"


@pytest.mark.parametrize(
    "name",
    [
        "link.png",
        "../../outside.png",
        "..%2f..%2foutside.png",
        "../.git/logo.png",
        "../antragstool.toml",
        "missing.png",
        "logo.png%00.png",
        "fonts",
    ],
)
def test_no_other_file_is_found(folders: Folders, name: str) -> None:
    with pytest.raises(RefusedReferenceError):
        folders.find(_url(folders, name))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/x.png",
        "https://example.org/x.css",
        "ftp://example.org/x.png",
        "file://server/share/x.png",
        "file:///etc/passwd",
        "relative.png",
    ],
)
def test_no_other_address_is_followed(folders: Folders, url: str) -> None:
    with pytest.raises(RefusedReferenceError):
        folders.find(url)
