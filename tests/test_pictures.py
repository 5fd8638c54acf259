"""Pages look as they did when somebody looked at them; see pictures.py."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from antragstool.render.options import BookKind
from antragstool.render.templates import package_templates
from tests.pdf_reading import Painted, read_page
from tests.pictures import FOLDER, RESOLUTION, SHOTS, Printer, Shot, differing, kept, picture_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is not there"
    ),
]
TEXT = next(shot for shot in SHOTS if shot.name == "motions-text")
BALLOTS = next(shot for shot in SHOTS if shot.name == "ballots")


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """The books of the sample conference."""
    return Printer(tmp_path_factory.mktemp("pictures"))


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_page_looks_as_it_did(printer: Printer, shot: Shot, tmp_path: Path) -> None:
    picture = printer.picture(shot)
    found = differing(kept(shot), picture)
    if found:
        picture.save(tmp_path / f"{shot.name}.png")
    assert not found, (
        f"{shot.name} looks different at {found[:5]}: compare {FOLDER / shot.name}.png with "
        f"{tmp_path / shot.name}.png; if it is better so: python -m tests.pictures {shot.name}"
    )


def test_every_picture_is_one_of_the_shots_and_all_together_are_small() -> None:
    files = {path.stem: path.stat().st_size for path in FOLDER.iterdir()}
    assert set(files) == {shot.name for shot in SHOTS}
    assert sum(files.values()) < 1_500_000
    assert {shot.options.kind for shot in SHOTS} == set(BookKind)


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="pdftocairo is not there")
@pytest.mark.parametrize("shot", SHOTS[2::3], ids=lambda shot: shot.name)
def test_it_does_not_matter_how_letters_are_smoothed(printer: Printer, shot: Shot) -> None:
    assert (
        differing(kept(shot), picture_of(printer.book(shot.options), shot.page, "pdftocairo")) == []
    )


def _number(path: Path, page: int) -> tuple[Painted, float]:
    """Return a line number in the middle of a page, and the page's height."""
    with pikepdf.open(path) as pdf:
        words = read_page(pdf.pages[page - 1]).words
        numbers = [each for each in words if each.artifact and each.marks[-1].actual == ""]
        return numbers[len(numbers) // 2], float(pdf.pages[page - 1].mediabox[3])


def test_a_line_number_that_has_moved_is_noticed(printer: Printer, tmp_path: Path) -> None:
    path = printer.book(TEXT.options)
    number, height = _number(path, TEXT.page)
    moved = tmp_path / "moved.pdf"
    with pikepdf.open(path) as pdf:
        page = pdf.pages[TEXT.page - 1]
        contents = page.Contents[0] if isinstance(page.Contents, pikepdf.Array) else page.Contents
        contents.write(_shifted(contents.read_bytes(), number, height))
        pdf.save(moved)
    found = differing(kept(TEXT), picture_of(moved, TEXT.page))
    assert found
    scale = RESOLUTION / 72
    for left, top in found:
        assert abs(left - number.x * scale) < 40
        assert abs(top - (height - number.y) * scale) < 40


def _shifted(content: bytes, number: Painted, height: float) -> bytes:
    """Move one number down by a millimetre and a half; the content is scaled to CSS pixels."""

    def move(match: re.Match[bytes]) -> bytes:
        x, y = float(match[1]), float(match[2])
        if abs(x * 0.75 - number.x) > 0.01 or abs(height - y * 0.75 - number.y) > 0.01:
            return match[0]
        return b"1 0 0 -1 %f %f Tm" % (x, y + 1.5 / 25.4 * 96)

    changed = re.sub(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm", move, content)
    assert changed != content
    return changed


@pytest.mark.parametrize("missing", ["border-color", "border-left-color"])
def test_a_box_or_a_side_of_it_that_is_missing_is_noticed(
    printer: Printer, tmp_path: Path, missing: str
) -> None:
    style = (package_templates() / "ballots.css").read_text(encoding="utf-8")
    assert ".box {" in style
    (tmp_path / "templates").mkdir()
    own = f"{style}\n.box {{ {missing}: #fff }}\n"
    (tmp_path / "templates" / "ballots.css").write_text(own, encoding="utf-8")
    path = printer.render(BALLOTS.options, tmp_path / "ballots.pdf", tmp_path)
    assert differing(kept(BALLOTS), picture_of(path, BALLOTS.page))


def test_pictures_of_other_sizes_differ() -> None:
    page = Image.new("RGB", (100, 200), "white")
    assert differing(page, page) == []
    assert differing(page, page.rotate(90, expand=True))
