"""Reading Markdown: blocks, their places in the source, emphasis, reasons."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from antragstool.text.blocks import Block, Kind, Text, to_markdown
from antragstool.text.markdown import MarkdownText, read_inline, read_markdown, split_lines

PIECES = st.sampled_from(
    [
        "Wir fordern das.", "Schüler*innen und Bürger*innen", "**fett** und *kursiv*", "1. Mai ist frei", "1\\. Mai",
        "2. foo", "2) foo", "\\# kein Titel", "# Titel", "## Titel", "####### sieben", "- Punkt", "* Stern", "+ plus",
        "  - tiefer", "    - noch tiefer", "   tief", "> Zitat", "> - im Zitat", "> > doppelt", ">eng", "- - doppelt",
        "- > zitiert", "1. eins", "10. zehn", "   - unter eins", "\tTab", "-\tTab", "", "", "", "-", "#", "1.", "+",
        "a_b_c", "<b>html</b>", "[Link](ziel)", "`code`", "---", "***", "===", "| a | b |", "e\u0301 zerlegt", "\\",
        "\\\\", "zwei  Leerzeichen", "Ende  ", "&amp; &#35;", "\u00a0fest", "***alles***", "**offen", "*a**b*c**", "~~~",
        "- [ ] Aufgabe", "Titel\n-----", "-----", "- # Titel im Punkt", "1986\\. Ein Jahr", "__u__", "_k_", "\\*kein*",
    ]
)  # fmt: skip
sources = st.lists(PIECES, max_size=9).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n"]).map(lambda end: end.join(lines))
)


def blocks(source: str) -> list[str]:
    return [block.flat for block in read_markdown(source).text.blocks]


@given(sources)
@settings(max_examples=150, deadline=None)
@example("- - a\n  - b")
@example("- > q\n  > r")
@example("1. a\n\n   b\n2. c")
def test_the_flat_form_says_the_same_as_the_blocks(source: str) -> None:
    text = read_markdown(source).text
    assert Text.from_flat(text.flat) == text
    for block in text.blocks:
        assert "\n" not in block.content
        assert block.content == block.content.strip(" \t")
        assert unicodedata.is_normalized("NFC", block.content)


@given(sources)
@settings(max_examples=150, deadline=None)
@example("- - a\n  - b")
@example("- > q\n  > r")
@example("> 1. a\n>    - b\n\nc")
@example("- a\n\n  - b\n\n    c\n- d")
def test_a_text_that_is_written_reads_the_same(source: str) -> None:
    text = read_markdown(source).text
    assert read_markdown(to_markdown(text.blocks)).text == text


@given(sources)
@settings(max_examples=150, deadline=None)
def test_every_character_has_its_place_in_the_source(source: str) -> None:
    read = read_markdown(source)
    assert list(read.lines) == split_lines(source)
    for block, place in zip(read.text.blocks, read.places, strict=True):
        assert 0 <= place.first < place.last <= len(read.lines)
        if not place.offsets:
            continue
        assert len(place.offsets) == len(block.content)
        assert list(place.offsets) == sorted(set(place.offsets))
        lines = "".join(read.lines[place.first : place.last])
        for character, offset in zip(block.content, place.offsets, strict=True):
            found = lines[offset]
            assert found == character or (character == " " and found in "\r\n \t")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_string_can_be_read(source: str) -> None:
    read = read_markdown(source)
    assert Text.from_flat(read.text.flat) == read.text


@given(sources)
@settings(max_examples=150, deadline=None)
def test_what_is_visible_is_part_of_the_content(source: str) -> None:
    for block in read_markdown(source).text.blocks:
        position = 0
        for span in read_inline(block.content):
            assert span.start >= position
            position = span.start + len(span.text)
            assert block.content[span.start : position] == span.text


@pytest.mark.parametrize(
    ("source", "flat"),
    [
        ("Ein Satz.\nNoch einer.", ["Ein Satz. Noch einer."]),
        ("Ein Satz.\r\nNoch einer.\r\n\r\nNeu.", ["Ein Satz. Noch einer.", "Neu."]),
        ("## Titel ##", ["## Titel"]),
        ("- a\n- b\n  - c\n    - d\n- e", ["- a", "- b", "  - c", "    - d", "- e"]),
        ("1. a\n2. b\n   1. c", ["1. a", "2. b", "  1. c"]),
        ("- a\n\n  noch a", ["- a", "  noch a"]),
        ("> a\n> b\n>\n> c", ["> a b", "> c"]),
        ("> - a\n>   - b", ["> - a", ">   - b"]),
        ("Am 1. Mai ist frei.", ["Am 1. Mai ist frei."]),
        ("Am\n2. Mai ist frei.", ["Am 2. Mai ist frei."]),
        ("1\\. Mai ist frei.", ["1\\. Mai ist frei."]),
        ("e\u0301", ["é"]),
        ("<b>x</b> [a](b) `c`", ["<b>x</b> [a](b) `c`"]),
        ("---", ["---"]),
        ("Titel\n=====", ["Titel ====="]),
        ("", []),
        ("-\n\n#", []),
    ],
)
def test_blocks_of_a_source(source: str, flat: list[str]) -> None:
    assert blocks(source) == flat


def test_kinds_of_blocks() -> None:
    text = read_markdown("## T\n\nAbsatz\n\n3. Punkt\n   - tief\n\n> Zitat").text
    found = [(b.kind, b.level, b.marker, b.depth) for b in text.blocks]
    assert found == [
        (Kind.HEADING, 2, "", 0),
        (Kind.PARAGRAPH, 0, "", 0),
        (Kind.ITEM, 0, "3.", 1),
        (Kind.ITEM, 0, "-", 2),
        (Kind.QUOTATION, 0, "", 1),
    ]


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("Schüler*innen und Bürger*innen", "Schüler*innen und Bürger*innen"),
        ("**Schüler*innen** und *Bürger*innen*", "Schüler*innen und Bürger*innen"),
        ("snake_case_name", "snake_case_name"),
        ("**fett** *kursiv* ***beides***", "fett kursiv beides"),
        ("\\*kein Stern\\* und \\\\", "*kein Stern* und \\"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**offen", "**offen"),
        ("", ""),
    ],
)
def test_visible_characters(content: str, plain: str) -> None:
    assert "".join(span.text for span in read_inline(content)) == plain


def test_the_setting_of_visible_characters() -> None:
    spans = read_inline("a **b *c*** d")
    assert [(span.text, span.strong, span.emphasis) for span in spans if span.text] == [
        ("a ", False, False), ("b ", True, False), ("c", True, True), (" d", False, False),
    ]  # fmt: skip


def with_reasons(heading: str) -> MarkdownText:
    return read_markdown(f"Text.\n\n{heading}\n\nWeil es so ist.\n")


@pytest.mark.parametrize(
    "heading",
    ["# Begründung", "# Begründung:", "# Begründung #", "# Reasons", "# reasons:", "# BEGRÜNDUNG", "# Begru\u0308ndung", "#  Begründung  ", "# Begründung\r"],
)  # fmt: skip
def test_headings_that_open_the_reasons(heading: str) -> None:
    read = with_reasons(heading)
    assert read.text.flat == "Text."
    assert read.reasons.flat == "Weil es so ist."
    assert read.reasons_line == 2


@pytest.mark.parametrize(
    "heading", ["## Begründung", "# Begründung der Wahl", "#Begründung", "Begründung", "\\# Begründung", "- # Begründung", "> # Begründung"]
)  # fmt: skip
def test_headings_that_open_no_reasons(heading: str) -> None:
    read = with_reasons(heading)
    assert read.reasons_line is None
    assert not read.reasons.blocks
    assert len(read.text.blocks) >= 2


def test_everything_behind_the_first_reasons_is_reasons() -> None:
    read = read_markdown("A.\n# Begründung\nB.\n# Begründung\nC.")
    assert read.text.flat == "A."
    assert [block.flat for block in read.reasons.blocks] == ["B.", "# Begründung", "C."]


def test_the_reasons_of_an_item_are_not_indented() -> None:
    assert read_markdown("- a\n\n  # Begründung\n\n  b").reasons_line is None


@pytest.mark.parametrize("source", ["a\u2028b", "a\x0bb", "a\x0cb", "a\x85b", "a\x1cb"])
def test_only_a_line_feed_ends_a_line(source: str) -> None:
    assert split_lines(f"{source}\n{source}") == [f"{source}\n", source]
    assert len(read_markdown(source).text.blocks) == 1


def test_deep_nesting_and_hostile_emphasis_are_no_work() -> None:
    assert read_markdown("> " * 3000 + "a").text.blocks
    assert read_markdown("*a " * 20_000).text.blocks
    assert read_inline("**a*" * 5_000)
    assert Block.from_flat("  " * 5_000 + "- a").content


def test_one_megabyte_is_read_in_one_go() -> None:
    source = "x" * 1_000_000
    assert read_markdown(source).places[0].offsets[-1] == 999_999
