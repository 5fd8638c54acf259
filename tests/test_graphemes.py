import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from antragstool.text.graphemes import graphemes


@given(st.text())
def test_graphemes_are_those_of_unicode_and_joined_give_the_text(text: str) -> None:
    assert graphemes(text) == regex.findall(r"\X", text)
    assert "".join(graphemes(text)) == text


@given(st.text(st.characters(max_codepoint=0x20CF)))
def test_the_quick_way_for_latin_text_is_no_other(text: str) -> None:
    assert graphemes(text) == regex.findall(r"\X", text)


@pytest.mark.parametrize(
    "one", ["e\u0301", "👩\u200d👩\u200d👧", "🇩🇪", "🏳️\u200d🌈", "👍🏽", "각", "1️⃣"]
)
def test_what_one_sees_as_one_is_one(one: str) -> None:
    assert graphemes(f"a{one}b") == ["a", one, "b"]
