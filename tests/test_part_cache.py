"""What is kept of a book: found again, never from before a change, never from somebody else."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.errors import Problem
from antragstool.render.pages.keys import key_of, pictures_are_as_they_were, surroundings
from antragstool.render.pages.laid_out import (
    Bookmark,
    FontUse,
    LaidOut,
    Link,
    Piece,
    Sheet,
    Stamp,
)
from antragstool.render.pages.packing import pack, unpack
from antragstool.render.pages.part_cache import PartCache

KEY = "ab" * 32
OTHER = "cd" * 32
SECRET = b"s" * 32

PART = LaidOut(
    sheets=(
        Sheet(
            595.2,
            841.9,
            b"content\0\xff",
            3,
            (-1, 2),
            (1,),
            (Stamp("A1", "0000", 1.5, 2.5, "right", 9.0, (0.1, 0.2, 0.3), 4),),
        ),
    ),
    links=(Link(0, (1.0, 2.0, 3.0, 4.0), "A1", "", "Ä1", 2),),
    pieces=(Piece("<</A %d 0 R/B(%%)>>", (-1,)), Piece("<</L 3>>", (), b"abc"), Piece("x")),
    roots=(2,),
    anchors=(("A1", 0, 1.0, 2.0),),
    bookmarks=(Bookmark("A1", 0, 1.0, 2.0, True, (Bookmark("Text", 0, 1.0, 3.0, False, ()),)),),
    fonts=(FontUse("ABCDEF", "Source Serif 4", 400, 2, ((3, "fi"),), ((3, 512),), ((900, 77),)),),
    warnings=(Problem("Oh.", "a.md", 3, "So."),),
    pictures=(("logo.png", "00"),),
)


@pytest.fixture
def cache(tmp_path: Path) -> PartCache:
    """A cache with a secret."""
    return PartCache.of(tmp_path, SECRET)


def test_a_part_comes_back_as_it_was() -> None:
    assert unpack(pack(PART)) == PART


@given(st.binary(max_size=200))
def test_bytes_that_are_no_part_are_none(data: bytes) -> None:
    assert unpack(data) is None


@given(st.data())
def test_a_part_with_other_bytes_is_another_part_or_none(data: st.DataObject) -> None:
    packed = bytearray(pack(PART))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    assert unpack(bytes(packed)) != PART


def test_what_was_put_is_found_under_its_kind_and_key_alone(cache: PartCache) -> None:
    cache.put("part", KEY, b"value")
    assert cache.get("part", KEY) == b"value"
    assert cache.get("list", KEY) is None
    assert cache.get("part", OTHER) is None


def test_a_file_that_came_with_the_repository_is_not_read(tmp_path: Path) -> None:
    PartCache.of(tmp_path, b"another clone's secret".ljust(32)).put("part", KEY, b"value")
    assert PartCache.of(tmp_path, SECRET).get("part", KEY) is None


def test_a_file_under_another_name_is_not_read(tmp_path: Path, cache: PartCache) -> None:
    cache.put("part", KEY, b"value")
    folder = tmp_path / "build" / ".cache"
    (folder / f"{KEY}.part").rename(folder / f"{OTHER}.part")
    assert cache.get("part", OTHER) is None


@pytest.mark.parametrize("cut", [0, 5, 36])
def test_a_file_that_was_cut_off_is_not_read(tmp_path: Path, cache: PartCache, cut: int) -> None:
    cache.put("part", KEY, b"value")
    path = tmp_path / "build" / ".cache" / f"{KEY}.part"
    path.write_bytes(path.read_bytes()[:cut])
    assert cache.get("part", KEY) is None


def test_without_a_secret_nothing_is_kept(tmp_path: Path) -> None:
    PartCache.of(tmp_path, b"").put("part", KEY, b"value")
    assert not (tmp_path / "build").exists()


def test_a_folder_that_leads_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "conference", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "build").mkdir(parents=True)
    (root / "build" / ".cache").symlink_to(elsewhere)
    PartCache.of(root, SECRET).put("part", KEY, b"value")
    PartCache.of(root, SECRET).tidy()
    assert not list(elsewhere.iterdir())


def test_nothing_is_made_or_deleted_where_build_leads_elsewhere(tmp_path: Path) -> None:
    root, home = tmp_path / "conference", tmp_path / "home"
    home.mkdir()
    root.mkdir()
    (root / "build").symlink_to(home)
    cache = PartCache.of(root, SECRET)
    cache.put("part", KEY, b"value")
    assert not list(home.iterdir())
    (home / ".cache").mkdir()
    for name, age in (("new.tmp", 9_000), ("old.tmp", 1)):
        (home / ".cache" / name).write_text("somebody's")
        os.utime(home / ".cache" / name, (age, age))
    cache.tidy()
    assert len(list((home / ".cache").iterdir())) == 2


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path) -> None:
    cache = PartCache(tmp_path / ".cache", SECRET, limit=2_500)
    for index in range(4):
        cache.put("part", f"{index:064x}", bytes(1_000))
        os.utime(tmp_path / ".cache" / f"{index:064x}.part", (index, index))
    cache.tidy()
    kept = [index for index in range(4) if cache.get("part", f"{index:064x}")]
    assert kept == [2, 3]


def test_what_is_used_is_not_the_oldest(tmp_path: Path) -> None:
    cache = PartCache(tmp_path / ".cache", SECRET, limit=2_500)
    for index in range(3):
        cache.put("part", f"{index:064x}", bytes(1_000))
        os.utime(tmp_path / ".cache" / f"{index:064x}.part", (index, index))
    cache.get("part", f"{0:064x}")
    cache.tidy()
    assert [index for index in range(3) if cache.get("part", f"{index:064x}")] == [0, 2]


def test_what_a_crash_left_behind_goes(tmp_path: Path, cache: PartCache) -> None:
    cache.put("part", KEY, b"value")
    left = tmp_path / "build" / ".cache" / ".x.tmp"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    foreign = tmp_path / "build" / ".cache" / "README"
    foreign.write_text("mine")
    cache.tidy()
    assert not left.exists()
    assert foreign.exists()
    assert cache.get("part", KEY) == b"value"


def test_another_style_makes_another_key(tmp_path: Path) -> None:
    before = surroundings(tmp_path)
    assert surroundings(tmp_path) == before
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "book.css").write_text("p { color: red }")
    styled = surroundings(tmp_path)
    (tmp_path / "templates" / "book.css").write_text("p { color: tan }")
    assert len({before, styled, surroundings(tmp_path)}) == 3


def test_another_font_makes_another_key(tmp_path: Path) -> None:
    (tmp_path / "templates" / "fonts").mkdir(parents=True)
    font = tmp_path / "templates" / "fonts" / "Own.ttf"
    font.write_bytes(b"one")
    before = surroundings(tmp_path)
    font.write_bytes(b"two")
    assert surroundings(tmp_path) != before


def test_what_leads_out_of_the_conference_is_not_even_read(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "conference", tmp_path / "elsewhere"
    (elsewhere / "deep").mkdir(parents=True)
    (root / "templates").mkdir(parents=True)
    before = surroundings(root)
    (elsewhere / "deep" / "file.html").write_text("somebody's")
    (root / "templates" / "all").symlink_to(elsewhere)
    (root / "templates" / "one.html").symlink_to(elsewhere / "deep" / "file.html")
    assert surroundings(root) == before


def test_a_name_that_is_not_utf_8_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    before = surroundings(tmp_path)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "templates") + b"/\xff.css")).write_text("")
    except OSError:
        pytest.skip("this file system knows no such names")
    assert surroundings(tmp_path) != before


@pytest.mark.parametrize("name", ["weasyprint", "pydyf", "fonttools"])
def test_another_version_of_a_library_makes_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from antragstool.render.pages import keys

    before = surroundings(tmp_path)
    monkeypatch.setattr(keys, "version", lambda each: "999" if each == name else version(each))
    assert surroundings(tmp_path) != before


def test_another_pango_makes_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from antragstool.render.pages import keys

    before = surroundings(tmp_path)
    monkeypatch.setattr(keys, "library_versions", lambda: ("pango 999",))
    assert surroundings(tmp_path) != before


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_other_values_make_another_key(one: list[str], other: list[str]) -> None:
    assert (key_of("x", *one) == key_of("x", *other)) == (one == other)


def test_a_picture_that_was_changed_or_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert pictures_are_as_they_were(tmp_path, [("logo.png", empty)])
    assert not pictures_are_as_they_were(tmp_path, [("gone.png", empty)])
    (tmp_path / "logo.png").write_bytes(b"x")
    assert not pictures_are_as_they_were(tmp_path, [("logo.png", empty)])


def test_a_part_of_another_size_is_no_part() -> None:
    assert unpack(pack(PART)[:-1]) is None
    assert unpack(pack(replace(PART, sheets=()))) is not None
