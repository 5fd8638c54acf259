import pytest

from antragstool.model.ids import (
    amendment_id,
    file_stem,
    is_resolution_id,
    root_id,
    split_amendment_id,
)


@pytest.mark.parametrize("text", ["A1", "Ini1", "S-01", "A.1", "Ü2", "a_b", "1", "Ä1"])
def test_what_can_name_a_resolution(text: str) -> None:
    assert is_resolution_id(text)
    assert split_amendment_id(amendment_id(text, 3)) == (text, 3)


@pytest.mark.parametrize(
    "text",
    ["", "A/1", "../A1", "A..1", "-A1", "A1-", ".A1", "A 1", "A\n1", "A1\n", "A\x1b1", "A\u202e1", "А1", "A1-Ä1", "A1-ae2", "x" * 41, "_a", "A--1", "A\\1", "²", "ﬁ1"],
)  # fmt: skip
def test_what_can_not(text: str) -> None:
    assert not is_resolution_id(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A1-Ä3", ("A1", 3)), ("A1-Ae3", ("A1", 3)), ("A1-A\u03083", ("A1", 3)), ("a1-ä3", ("a1", 3)), ("S-01-Ä12", ("S-01", 12)),
        ("A1", None), ("A1-Ä0", None), ("A1-Ä01", None), ("A1-Ä", None), ("A1-Ä1x", None), ("../A1-Ä1", None), ("A1-Ä1234567", None),
        ("A1-Ä1-Ä2", ("A1-Ä1", 2)), ("a1-ae1-AE2", ("a1-Ä1", 2)), ("A1-Ä1-Ä2-Ä3", None), ("-Ä1-Ä1", None),
    ],
)  # fmt: skip
def test_ids_of_amendments(text: str, parts: tuple[str, int] | None) -> None:
    assert split_amendment_id(text) == parts


@pytest.mark.parametrize("text", ["A1-Ä1", "Ü2-Ä10", "Öß"])
def test_file_names_are_ascii(text: str) -> None:
    assert file_stem(text).isascii()
    assert file_stem("A1-Ä1") == "A1-Ae1"


@pytest.mark.parametrize(
    ("text", "root"), [("A1", "A1"), ("A1-Ä3", "A1"), ("A1-Ä3-Ä1", "A1"), ("S-01-Ae2", "S-01")]
)
def test_every_item_belongs_to_a_resolution(text: str, root: str) -> None:
    assert root_id(text) == root


def test_an_amendment_to_an_amendment_has_a_file_name_of_its_own() -> None:
    assert file_stem(amendment_id("A1-Ä3", 1)) == "A1-Ae3-Ae1"
