import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.text.tokens import flat_tokens, is_word, tokens, words
from tests.texts import texts


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert "".join(flat_tokens(text)) == text


@pytest.mark.parametrize(
    "one",
    ["Schüler*innen", "Bund-Länder-Ausschuss", "geht's", "geht’s", "Jede/r", "Lehrer:innen", "1.000", "1.000.000,50", "26,2 %", "26,2%",
     "5 €", "31.12.2026", "§ 25 a", "§ 25", "§§ 3", "A1", "CO2", "snake_case", "Wähler_innen", "e\u0301gal", "Lehrer·innen"],
)  # fmt: skip
def test_what_is_one_token(one: str) -> None:
    assert one in tokens(f"Das {one} da.")
    assert is_word(one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja, nein.", ["Ja", ",", " ", "nein", "."]),
        ("„Ja“ – nein", ["„", "Ja", "“", " ", "–", " ", "nein"]),
        ("Ende 2012. Dann", ["Ende", " ", "2012", ".", " ", "Dann"]),
        ("a  b", ["a", "  ", "b"]),
        ("**fett**", ["*", "*", "fett", "*", "*"]),
        ("2012–2016", ["2012", "–", "2016"]),
        ("§ 25 aber", ["§ 25", " ", "aber"]),
    ],
)
def test_runs_of_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_prefixes_and_line_ends_are_tokens() -> None:
    assert flat_tokens("## T\n- a\n> b") == ["## ", "T", "\n", "- ", "a", "\n", "> ", "b"]
    assert words("Ja, 26,2 % – „so“.") == ["Ja", "26,2 %", "so"]


@given(texts)
def test_tokens_of_blocks_are_those_of_the_flat_text(text: object) -> None:
    flat = text.flat  # type: ignore[attr-defined]
    assert flat_tokens(flat).count("\n") == flat.count("\n")
