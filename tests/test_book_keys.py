"""The name of what a book says of a resolution changes with everything that it says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from antragstool.actions.books.keys import BookKeys
from antragstool.actions.opened import open_conference
from antragstool.render.options import BookKind
from tests.commands import RESOLUTION, Clerk, found


@pytest.fixture
def clerk(conference: Path) -> Clerk:
    return found(conference)


def keys(folder: Path) -> dict[BookKind, str]:
    """Return the key of A1 in each kind of book."""
    with open_conference(folder) as conference:
        resolution = conference.resolution("A1")
        amendments = conference.files.amendments_under("A1")
        return {kind: BookKeys(conference, kind).key(resolution, amendments) for kind in BookKind}


def test_a_base_that_was_lost_counts_for_every_kind(clerk: Clerk) -> None:
    clerk.submit("Ersetze „365 Euro“ durch „300 Euro“.\n")
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text("utf-8").replace("# Begründung", "Zuletzt.\n\n# Begründung"))
    clerk.git("commit", "-q", "-a", "-m", "Another text")
    before = keys(clerk.folder)
    tree = clerk.git("write-tree").strip()
    clerk.git("reset", "-q", "--soft", clerk.git("commit-tree", tree, "-m", "All").strip())
    assert {kind for kind, key in keys(clerk.folder).items() if key != before[kind]} == {
        BookKind.MINUTES,
        BookKind.DECISIONS,
    }

    clerk.git("reflog", "expire", "--expire=now", "--all")
    clerk.git("gc", "-q", "--prune=now")

    assert not set(keys(clerk.folder).values()) & set(before.values())


def test_a_history_that_was_cut_off_and_fetched_again_counts_where_it_is_told(
    clerk: Clerk, tmp_path: Path
) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text("utf-8").replace("365 Euro", "300 Euro"))
    clerk.git("commit", "-q", "-a", "-m", "Another text")
    copy = tmp_path / "copy"
    command = ["git", "clone", "-q", "--depth", "1", clerk.folder.as_uri(), str(copy)]
    subprocess.run(command, check=True)
    cut = keys(copy)

    Clerk(copy).git("fetch", "-q", "--unshallow")

    whole = keys(copy)
    assert whole == keys(clerk.folder)
    assert {kind for kind in BookKind if whole[kind] != cut[kind]} == {
        BookKind.MINUTES,
        BookKind.DECISIONS,
    }
    shutil.rmtree(copy)
