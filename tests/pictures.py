"""Pages of books as pictures: made of the sample conference, and compared with those that were looked at.

``python -m tests.pictures`` writes ``tests/pictures/*.png`` anew (with names: only these). Look at each
of them before it is kept. The books are in English, so that another translation changes no picture.

What is compared is how it looks, not each point, for another version of poppler smooths letters in
another way. Both pictures are blurred, and then no square of six millimetres may have more than a
few points that differ clearly. That is less than a line number that moved by a millimetre and a half,
and more than the difference to a picture that cairo has drawn.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.i18n import activate
from antragstool.render.options import BookKind, BookOptions, Paper
from antragstool.render.pages.pdf import render_book
from tests.sample_conference import sample_conference

FOLDER = Path(__file__).parent / "pictures"
RESOLUTION = 100  # points an inch
COLORS = 128
_FINER = 3  # times as many points are drawn, so that it matters less how a letter falls on them
_EPOCH = {"SOURCE_DATE_EPOCH": "1809768600"}
_BLUR = 1.5  # points
_CLEAR = 30  # of 255: a difference that is seen
_SQUARE = 24  # points
_MOST = 4  # clearly different points in one square

_MOTIONS = BookOptions()
_LARGE = BookOptions(paper=Paper.A5, every=5, large=True)


@dataclass(frozen=True, slots=True)
class Shot:
    """A page of a book that is kept as a picture."""

    name: str
    options: BookOptions
    page: int


SHOTS = (
    Shot("motions-cover", _MOTIONS, 1),
    Shot("motions-contents", _MOTIONS, 2),
    Shot("motions-text", _MOTIONS, 3),
    Shot("motions-amendments", _MOTIONS, 5),
    Shot("motions-a5-large", _LARGE, 5),
    Shot("motions-two-columns", BookOptions(columns=2), 3),
    Shot("synopsis-rows", BookOptions(BookKind.SYNOPSIS), 3),
    Shot("synopsis-merged", BookOptions(BookKind.SYNOPSIS), 5),
    Shot("minutes", BookOptions(BookKind.MINUTES), 3),
    Shot("decisions", BookOptions(BookKind.DECISIONS), 3),
    Shot("ballots", BookOptions(BookKind.BALLOTS), 2),
    Shot("projector", BookOptions(BookKind.PROJECTOR), 3),
)


class Printer:
    """Prints the books of the sample conference in a *folder*, each once."""

    def __init__(self, folder: Path) -> None:
        self._clerk = sample_conference(folder / "conference")
        self._folder = folder
        self._books: dict[BookOptions, Path] = {}

    def book(self, options: BookOptions) -> Path:
        """Return the PDF of a book."""
        if options not in self._books:
            path = self._folder / f"{len(self._books)}.pdf"
            self._books[options] = self.render(options, path, self._clerk.folder)
        return self._books[options]

    def render(self, options: BookOptions, path: Path, root: Path) -> Path:
        """Print a book to *path* with the templates in the folder *root*, and return *path*."""
        activate("en")
        with open_conference(self._clerk.folder) as conference:
            render_book(gather_book(conference, (), options), path, root, _EPOCH)
        return path

    def picture(self, shot: Shot) -> Image.Image:
        """Return a page as it looks."""
        return picture_of(self.book(shot.options), shot.page)


def picture_of(path: Path, page: int, program: str = "pdftoppm") -> Image.Image:
    """Return a page of a PDF, drawn by a *program* of poppler."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        options = ["-png", "-singlefile", "-f", str(page), "-l", str(page)]
        options += ["-r", str(RESOLUTION * _FINER)]
        subprocess.run([program, *options, str(path), str(target)], check=True, capture_output=True)
        with Image.open(target.with_suffix(".png")) as opened:
            return opened.convert("RGB").reduce(_FINER)


def differing(one: Image.Image, other: Image.Image) -> list[tuple[int, int]]:
    """Return the upper left corners of the squares in which two pictures differ clearly."""
    if one.size != other.size:
        return [(0, 0)]
    blur = ImageFilter.GaussianBlur(_BLUR)
    difference = ImageChops.difference(
        one.convert("RGB").filter(blur), other.convert("RGB").filter(blur)
    )
    strongest = difference.getchannel(0)
    for channel in (1, 2):
        strongest = ImageChops.lighter(strongest, difference.getchannel(channel))
    clear = strongest.point([255 * (value > _CLEAR) for value in range(256)])
    found = []
    for top in range(0, clear.height, _SQUARE // 2):
        for left in range(0, clear.width, _SQUARE // 2):
            square = clear.crop((left, top, left + _SQUARE, top + _SQUARE))
            if square.histogram()[255] > _MOST:
                found.append((left, top))
    return found


def kept(shot: Shot) -> Image.Image:
    """Return the picture of a shot that was looked at."""
    with Image.open(FOLDER / f"{shot.name}.png") as opened:
        return opened.convert("RGB")


def write(names: Iterable[str]) -> None:
    """Write the pictures with these *names* anew, all of them without names."""
    wanted = set(names) or {shot.name for shot in SHOTS}
    unknown = wanted - {shot.name for shot in SHOTS}
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(sorted(unknown))}")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        printer = Printer(Path(folder))
        for shot in SHOTS:
            if shot.name in wanted:
                # Of all colours the nearest ones: what is marked is little, and must keep its red and green.
                picture = printer.picture(shot).quantize(
                    COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
                )
                path = FOLDER / f"{shot.name}.png"
                picture.save(path, optimize=True)
                sys.stdout.write(f"{path} ({path.stat().st_size} bytes)\n")


if __name__ == "__main__":
    os.environ.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    write(sys.argv[1:])
