"""Instructions: the laws that hold for every text, quote style and amendment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.instructions import looks_like_instructions, read_instructions
from antragstool.instructions.quotes import PLACEHOLDER, find_quotes, mask
from antragstool.model.edit import apply_edits
from antragstool.text.blocks import Text
from antragstool.text.lines import Line, number_lines
from antragstool.text.markdown import read_markdown
from antragstool.text.tokens import tokens

TEXTS = Path(__file__).parent / "cases" / "instructions" / "texts"
STYLES = ["„{}“", '"{}"', "“{}”", "»{}«", "«{}»", "„{}”", '„{}"', "« {} »"]
PIECES = [
    *'„“"»«:.,-*()#\n ',
    "\n\n",
    "Zeile 3",
    "streiche ",
    " durch ",
    "nach ",
    "Bäume",
    "ersetze ",
]
BASES = {
    path.stem: read_markdown(path.read_text(encoding="utf-8")).text for path in TEXTS.glob("*.md")
}
LINES = {name: number_lines(text) for name, text in BASES.items()}


def squeezed(words: str) -> str:
    return " ".join(words.split())


@st.composite
def quoted_range(draw: st.DrawFn) -> tuple[str, Line, int, int]:
    """Draw a base, a line in it, and a range of whole tokens that begins in this line."""
    name = draw(st.sampled_from(sorted(BASES)))
    line = draw(st.sampled_from(LINES[name]))
    text = BASES[name]
    borders = [text.content_start(line.block)]
    for token in tokens(text.blocks[line.block].content):
        borders.append(borders[-1] + len(token))
    starts = [b for b in borders[:-1] if line.start <= b < line.end and text.flat[b] not in " \\*"]
    start = draw(st.sampled_from(starts)) if starts else borders[0]
    index = borders.index(start)
    end = borders[min(len(borders) - 1, index + draw(st.integers(1, 12)))]
    return name, line, start, end


@settings(max_examples=300, deadline=None)
@given(quoted_range(), st.sampled_from(STYLES), st.booleans())
def test_an_instruction_changes_the_quoted_words_in_the_line_named_or_says_why_not(
    drawn: tuple[str, Line, int, int], style: str, wrapped: bool
) -> None:
    name, line, start, end = drawn
    text, flat = BASES[name], BASES[name].flat
    words = flat[start:end].strip()
    quoted = re.sub(r"[*\\]", "", words)
    shown = quoted.replace(" ", "\n") if wrapped and "- " not in quoted else quoted
    body = f"Zeile {line.number}: Ersetze {style.format(shown)} durch {style.format('Neues')}."
    edits, problems = read_instructions(body, text, LINES[name], "a.md", 7)
    if not problems:
        (edit,) = edits
        assert squeezed(re.sub(r"[*\\]", "", edit.old)) == squeezed(quoted)
        assert line.start <= edit.start < line.end or flat[edit.start] in "*\\"
        occurrences = sum(
            flat.startswith(words, at) for at in range(line.start, min(line.end, len(flat)))
        )
        if occurrences == 1:
            assert edit.start <= start < edit.end
        return
    assert edits == ()
    if re.search(r"[„“”\"»«*\\]", words):
        return  # marks inside the quotation may not fit the style around it
    (problem,) = problems
    assert problem.line == 7
    assert "stands" in problem.message or "only part of" in problem.message


@settings(max_examples=200, deadline=None)
@given(quoted_range(), st.sampled_from(STYLES))
def test_a_deletion_leaves_no_double_space_and_takes_only_the_words(
    drawn: tuple[str, Line, int, int], style: str
) -> None:
    name, line, start, end = drawn
    text = BASES[name]
    words = re.sub(r"[*\\]", "", text.flat[start:end]).strip()
    body = f"In Zeile {line.number} wird {style.format(words)} gestrichen."
    edits, problems = read_instructions(body, text, LINES[name])
    if problems:
        assert edits == ()
        return
    (edit,) = edits
    taken = Text.from_flat(edit.old.strip("\n")).blocks
    assert squeezed(re.sub(r"[*\\]", "", taken[0].content)) == squeezed(words)
    after = Text.from_flat(apply_edits(text.flat, edits))
    assert not any(
        "  " in block.content or block.content != block.content.strip() for block in after.blocks
    )


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab „“”"»«‚‘’\n', max_size=40))
def test_masked_quotations_keep_every_position(source: str) -> None:
    quotes = find_quotes(source)
    masked = mask(source, quotes)
    assert len(masked) == len(source)
    assert masked.count(PLACEHOLDER) == len(quotes.found)
    for one, two in zip(quotes.found, quotes.found[1:], strict=False):
        assert one.end <= two.start


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_is_read_without_failing(body: str) -> None:
    text = BASES["kurz"]
    edits, problems = read_instructions(body, text, LINES["kurz"])
    assert edits or problems
    assert not (edits and problems)
    assert apply_edits(text.flat, edits) != text.flat or problems


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("„die „NSU“ und“ weiter", ["„die „NSU“ und“"]),
        ('"die "NSU" und" weiter', ['"die "NSU" und"']),
        ("„die »NSU« und“", ["„die »NSU« und“"]),
        ("»die „NSU“ und«", ["»die „NSU“ und«"]),
        ("“the “NSU” and” “b”", ["“the “NSU” and”", "“b”"]),
        ('„a" und „b"', ['„a"', '„b"']),
        ("„geht’s gut“", ["„geht’s gut“"]),
        ("‚geht’s gut‘", ["‚geht’s gut‘"]),
        ("„a“ durch „b“ und (»c«)", ["„a“", "„b“", "»c«"]),
        ("„Neu\n\n- Liste“", ["„Neu\n\n- Liste“"]),
        ('„"NSU"-Morde“', ['„"NSU"-Morde“']),
    ],
)
def test_quotations_are_found_with_what_is_nested_in_them(source: str, found: list[str]) -> None:
    quotes = find_quotes(source)
    assert [source[quote.start : quote.end] for quote in quotes.found] == found
    assert quotes.strays == ()


@pytest.mark.parametrize(
    "body",
    [
        "Wir streichen in Zeile 3 des Haushalts die Mittel.\n\nDie Zeile 5 bleibt.",
        "Wir wollen den Begriff „Rasse“ im Grundgesetz durch „rassistisch“ ersetzen.",
        "Im Park stehen alte Bäume. Im Garten stehen junge Büsche.",
        "## Streichen und ersetzen\n\nDie Zeile ist das Maß.\n\n- Ersetzen wir Beton durch Grün.",
        "- Streichung des Paragraphen\n- Einfügen eines neuen Satzes",
        "Begründung ist wichtig für alle, die „Busse“ ersetzen wollen.",
        "Titel wie „Dr.“ werden aus dem Pass gestrichen.",
        "Neue Titel gibt es nicht. Der Titel „Rat“ ist alt.",
        "",
        "   \n",
    ],
)
def test_a_text_that_only_contains_such_words_is_not_taken_for_instructions(body: str) -> None:
    assert not looks_like_instructions(body)


@pytest.mark.parametrize("name", sorted(BASES))
def test_a_resolution_is_not_taken_for_instructions(name: str) -> None:
    source = (TEXTS / f"{name}.md").read_text(encoding="utf-8")
    assert not looks_like_instructions(source)


@pytest.mark.parametrize(
    "body",
    [
        "Zeile 88 soll schöner werden.",
        "Wir beantragen:\n\nZeile 3: Streiche „junge“.",
        "An geeigneter Stelle einfügen: „Bäume“",
        "Ersetze im zweiten Absatz „alte“ durch „neue“",
        "1. In Zeile 3 irgendetwas ändern",
    ],
)
def test_what_is_meant_as_instructions_is_recognised_even_if_it_is_not_understood(
    body: str,
) -> None:
    assert looks_like_instructions(body)
    edits, problems = read_instructions(body, BASES["kurz"], LINES["kurz"])
    assert edits == ()
    assert "Zeile 88: Ersetze" in problems[0].hint


def test_problems_name_the_line_of_the_file() -> None:
    body = "Zeile 1: Ersetze „mehr“ durch „viele“.\n\nZeile 99: Streiche „junge“.\n"
    edits, problems = read_instructions(body, BASES["kurz"], LINES["kurz"], "a.md", 6)
    assert edits == ()
    assert [(p.file, p.line) for p in problems] == [("a.md", 8)]
    assert "The text has 4 lines." in problems[0].hint


def test_line_numbers_may_begin_elsewhere() -> None:
    text = BASES["kurz"]
    lines = number_lines(text, first=101)
    edits, problems = read_instructions("Vor Zeile 101 einfügen: „Neu.“", text, lines)
    assert not problems
    assert apply_edits(text.flat, edits).startswith("Neu.\nWir wollen")
    _edits, problems = read_instructions("Zeile 3: Streiche „junge“.", text, lines)
    assert "numbered 101 to 104" in problems[0].hint


def test_windows_line_ends_make_no_difference() -> None:
    text = BASES["kurz"]
    body = "Zeile 3:\nErsetze „alte\nBäume“ durch „Eichen“.\n\nZeile 3: Streiche „junge“."
    one = read_instructions(body, text, LINES["kurz"])
    assert one == read_instructions(body.replace("\n", "\r\n"), text, LINES["kurz"])
    assert len(one[0]) == 2


def test_a_text_without_lines_has_no_place_for_an_instruction() -> None:
    edits, problems = read_instructions("Zeile 1: Streiche „a“.", Text(()), ())
    assert edits == ()
    assert "no lines" in problems[0].hint


def test_a_long_hostile_body_is_read_in_bounded_time() -> None:
    for body in ("„" * 20000, "Zeile 3: " * 5000, ": . " * 20000, "- " * 20000, "„a“ " * 5000):
        edits, problems = read_instructions(body, BASES["kurz"], LINES["kurz"])
        assert edits == ()
        assert problems


def test_thousands_of_open_quotation_marks_end_quickly() -> None:
    assert find_quotes("„ " * 50_000).found == ()
