"""The short way to read a field gives exactly what the YAML parser gives, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.errors import InputError
from antragstool.store.header_nodes import Fields, Items, Node, Scalar
from antragstool.store.header_simple import read_simple
from antragstool.store.header_yaml import read_field

_WORDS = st.sampled_from(
    [
        *("a", "Änne Ö", "KV Köln-Süd", "10", "0x1F", "1.5", "2026-05-01", "true", "null", "no"),
        *("a: b", "a:", "a #b", "a#b", "- a", "-", "?", "? a", "*a", "&a", "!a", "'a'", '"a"'),
        *("[a]", "{a: b}", "a, b", "| a", "> a", "%a", "@a", "`a", "...", "---", "a ", " a", ""),
        *("a\tb", "a\u00a0b", "a\u2028b", "a\u0085b", "\ufeffa", "a\u0308", "a,", "a-", "_a", "~"),
        *("1e3", "<<", "=", "a (b)", "a/b", "a & b", "x" * 1100, "·", "²", "日本", "a\x0cb", "𝒜"),
    ]
)
_LINES = st.builds(
    lambda indent, mark, word: " " * indent + mark + word,
    st.sampled_from([2, 2, 2, 2, 1, 4, 0]),
    st.sampled_from(["- ", "- ", "yes: ", "no-vote: ", "note: ", "-", "a:", "", "#"]),
    _WORDS | st.text(max_size=4),
)


def parsed(lines: list[str]) -> Node | None:
    try:
        return read_field("\n".join(["key:", *lines]), "key", "file", 7)
    except InputError:
        return None


@settings(max_examples=600)
@given(st.lists(_LINES, min_size=1, max_size=4))
def test_what_is_read_the_short_way_is_what_yaml_says(lines: list[str]) -> None:
    simple = read_simple(lines, 8)
    if simple is not None:
        assert simple == parsed(lines)


@given(st.text(max_size=12), st.sampled_from(["- ", "note: "]))
def test_no_single_value_is_read_otherwise_than_by_yaml(value: str, mark: str) -> None:
    simple = read_simple([f"  {mark}{value}"], 8)
    if simple is not None:
        assert simple == parsed([f"  {mark}{value}"])


def test_lists_and_fields_as_the_program_writes_them_are_read() -> None:
    assert read_simple(["  - Änne", "  - KV Köln-Süd"], 8) == Items(
        (Scalar("Änne", 8), Scalar("KV Köln-Süd", 9)), 8
    )
    assert read_simple(["  yes: 10", "  majority: two-thirds"], 8) == Fields(
        (
            (Scalar("yes", 8), Scalar("10", 8)),
            (Scalar("majority", 9), Scalar("two-thirds", 9)),
        ),
        8,
    )


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["  - a", "   - b"],
        ["  - a", "  b: c"],
        ["  - a: b"],
        ["  - a #b"],
        ["  - 'a'"],
        ["  - a", ""],
        ["  - a", "    b"],
        ["  a: b: c"],
        ["  a: |"],
        ["- a"],
    ],
)
def test_anything_else_is_left_to_yaml(lines: list[str]) -> None:
    assert read_simple(lines, 8) is None
