"""Official lines, against the rule written out character by character."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.text.blocks import Block, Text
from antragstool.text.lines import line_at, line_length_of, number_lines
from antragstool.text.markdown import read_inline
from tests.texts import texts

LETTERS = st.sampled_from(
    ["a", "b", "ß", " ", " ", " ", "-", "–", "\u00a0", "wort", "langeswort", "e\u0301", "👩\u200d🚀", "🇩🇪", ".", "*", "**fett**", "\\*"]
)  # fmt: skip
contents = st.lists(LETTERS, min_size=1, max_size=60).map("".join).filter(lambda text: text.strip())


def reference(characters: list[str], limit: int) -> list[str]:
    """Return what is shown of each line, letter by letter."""
    lines: list[str] = []
    current: list[str] = []
    for character in characters:
        if len(current) < limit:
            current.append(character)
            continue
        breaks = [place for place, found in enumerate(current) if found in (" ", "-")]
        if character == " ":
            lines.append("".join(current).rstrip())
            current = []
        elif breaks:
            lines.append("".join(current[: breaks[-1] + 1]).rstrip())
            current = [*current[breaks[-1] + 1 :], character]
        else:
            lines.append("".join(current).rstrip() + "-")
            current = [character]
    return [*lines, "".join(current).rstrip()] if current else lines


def visible(content: str) -> list[str]:
    return [c for span in read_inline(content) for c in regex.findall(r"\X", span.text)]


@given(contents, st.integers(20, 60))
@settings(max_examples=200, deadline=None)
def test_lines_break_as_the_rule_says(content: str, length: int) -> None:
    text = Text((Block("", content),))
    expected = reference(visible(content), length)
    assert [line.shown for line in number_lines(text, length)] == expected


@given(st.lists(contents, min_size=1, max_size=4), st.integers(20, 60))
@settings(max_examples=100, deadline=None)
def test_the_lines_of_a_block_joined_are_the_block(found: list[str], length: int) -> None:
    text = Text(tuple(Block("", content) for content in found))
    lines = number_lines(text, length)
    for index, content in enumerate(found):
        mine = [line for line in lines if line.block == index]
        assert "".join(text.flat[line.start : line.end] for line in mine) == content
        assert mine[0].start == text.content_start(index)
        assert mine[-1].end == text.end_of(index)


@given(texts, st.integers(20, 120))
@settings(max_examples=100, deadline=None)
def test_no_line_is_longer_than_its_block_allows(text: Text, length: int) -> None:
    lines = number_lines(text, length)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for line in lines:
        limit = line_length_of(text.blocks[line.block], length)
        assert len(regex.findall(r"\X", line.text)) <= limit
    assert {line.block for line in lines} == set(range(len(text.blocks)))


def shown(content: str, length: int, prefix: str = "") -> list[str]:
    return [line.shown for line in number_lines(Text((Block(prefix, content),)), length)]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        # A space as character N + 1 is free.
        ("zwanzig Zeichen hier. Und weiter.", ["zwanzig Zeichen", "hier. Und weiter."]),
        ("neunzehn Zeichen zum Rest", ["neunzehn Zeichen zum", "Rest"]),
        ("genau zwanzig gehen.", ["genau zwanzig gehen."]),
        # A hyphen stays at its line's end.
        ("Der Bund-Länder-Ausschuss", ["Der Bund-Länder-", "Ausschuss"]),
        # An en dash is no break point.
        ("Die Jahre 2012–2016 und", ["Die Jahre 2012–2016", "und"]),
        ("Wir von 1912–1916–1920 da", ["Wir von", "1912–1916–1920 da"]),
        # A word longer than the line is cut, with a hyphen that is shown only.
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahr-", "tsgesellschaft"]),
        ("Die Donaudampfschifffahrtsgesellschaft",
         ["Die", "Donaudampfschifffahr-", "tsgesellschaft"]),
        # A no-break space does not break.
        ("Das sagt der § 25\u00a0Absatz", ["Das sagt der §", "25\u00a0Absatz"]),
        # The stars of emphasis and a backslash are not counted.
        ("**Zwanzig** Zeichen da.", ["Zwanzig Zeichen da."]),
        ("1\\. Mai ist ein Tag da", ["1. Mai ist ein Tag", "da"]),
        ("Schüler*innen sind *da*.", ["Schüler*innen sind", "da."]),
        # What one sees as one character is one.
        ("👩\u200d🚀🇩🇪e\u0301🏳️\u200d🌈" * 5, ["👩\u200d🚀🇩🇪e\u0301🏳️\u200d🌈" * 5]),
        # Spaces at the end are not shown.
        ("Mit zwei Leerzeichen  danach", ["Mit zwei Leerzeichen", " danach"]),
    ],
)  # fmt: skip
def test_golden_lines_of_twenty(content: str, lines: list[str]) -> None:
    assert shown(content, 20) == lines


@pytest.mark.parametrize(
    ("prefix", "length", "limit"),
    [
        ("", 80, 80), ("# ", 80, 48), ("## ", 80, 48), ("### ", 80, 60), ("###### ", 80, 60),
        ("## ", 81, 48), ("### ", 81, 60), ("### ", 83, 62), ("- ", 80, 74), ("  - ", 80, 68), ("    1. ", 80, 62),
        ("> ", 80, 74), ("> > ", 80, 68), ("> - ", 80, 68), ("  ", 80, 74), ("## ", 20, 12),
    ],
)  # fmt: skip
def test_headings_lists_and_quotations_have_shorter_lines(
    prefix: str, length: int, limit: int
) -> None:
    assert line_length_of(Block(prefix, "x"), length) == limit
    assert [len(line.rstrip("-")) for line in shown("x" * (limit + 1), length, prefix)] == [
        limit,
        1,
    ]


def test_every_block_begins_a_line_and_numbering_may_begin_anywhere() -> None:
    text = Text.from_flat("## Titel\nEins.\n- Zwei.\n> Drei.")
    assert [(line.number, line.block) for line in number_lines(text, 80, 101)] == [
        (101, 0), (102, 1), (103, 2), (104, 3),
    ]  # fmt: skip
    assert number_lines(Text(()), 80) == ()


@given(texts, st.integers(20, 120))
@settings(max_examples=50, deadline=None)
def test_every_position_lies_in_one_line(text: Text, length: int) -> None:
    lines = number_lines(text, length)
    for position in range(len(text.flat) + 1):
        line = line_at(lines, position)
        assert line.block == text.block_at(position)
        if line.start <= position < line.end:
            continue
        assert position < text.content_start(line.block) or position >= line.end


def test_a_combining_character_between_emphasis_marks_is_not_torn_off() -> None:
    content = "**e**\u0301xx"
    (line,) = number_lines(Text((Block("", content),)), 20)
    assert (line.start, line.end) == (0, len(content))


def test_one_megabyte_without_a_space_is_no_work() -> None:
    lines = number_lines(Text((Block("", "x" * 1_000_000),)), 80)
    assert len(lines) == 12_500
