"""The conference that the benchmarks of the books make up is a sound one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.commands import Clerk

MAKER = Path(__file__).parent.parent / "benchmarks" / "book_conference.py"


def made(folder: Path) -> Clerk:
    """Make a conference of two resolutions with three amendments each."""
    sizes = ["--resolutions", "2", "--amendments", "3"]
    subprocess.run([sys.executable, str(MAKER), str(folder), *sizes], check=True)
    return Clerk(folder)


@pytest.mark.slow
def test_the_made_up_conference_passes_check_and_renders(tmp_path: Path) -> None:
    clerk = made(tmp_path / "conference")
    checked = clerk.run("check")
    assert (checked.code, checked.err) == (0, "")
    assert "6" in checked.out
    assert clerk.run("render").code == 0
    with pikepdf.open(tmp_path / "conference" / "build" / "antragsbuch.pdf") as pdf:
        assert len(pdf.pages) > 6


def test_the_same_sizes_make_the_same_commits(tmp_path: Path) -> None:
    def last_commit(name: str) -> str:
        made(tmp_path / name)
        command = ["git", "rev-parse", "HEAD"]
        return subprocess.run(
            command, cwd=tmp_path / name, check=True, capture_output=True, text=True
        ).stdout

    assert last_commit("one") == last_commit("two")
