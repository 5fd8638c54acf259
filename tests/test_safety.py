import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.text.safety import name_of, unsafe_characters, visible


@pytest.mark.parametrize(
    "code",
    [
        0x202E,
        0x2066,
        0x200B,
        0x200E,
        0xFEFF,
        0x00AD,
        0x0,
        0x1B,
        0x7F,
        0x9B,
        0x85,
        0x2028,
        0xE000,
        0xE0041,
        0x061C,
        0x180E,
        0x3164,
    ],
)
def test_refused_characters(code: int) -> None:
    text = f"Ein\nWort{chr(code)}hier"
    (found,) = unsafe_characters(text)
    assert (found.position, found.line) == (8, 2)
    assert found.name.startswith(f"U+{code:04X}")
    assert visible(text) == f"Ein\nWort⟨U+{code:04X}⟩hier"


@pytest.mark.parametrize(
    "text", ["Schüler*innen – „ja“ …", "fest\u00a0schmal\u202fda", "👩\u200d🚀", "🏳️\u200d🌈", "می\u200cخواهم", "Tab\tund\r\nEnde", "e\u0301", "日本", "ﬁ"]
)  # fmt: skip
def test_allowed_characters(text: str) -> None:
    assert not list(unsafe_characters(text))


@pytest.mark.parametrize("text", ["Lo\u200dhn", "\u200dLohn", "Lohn\u200c", "a\u200c b"])
def test_joiners_inside_latin_words_hide_something(text: str) -> None:
    assert len(list(unsafe_characters(text))) == 1


@given(st.text())
def test_what_is_made_visible_is_safe(text: str) -> None:
    shown = visible(text)
    assert not list(unsafe_characters(shown))
    assert "\r" not in shown


def test_names() -> None:
    assert name_of("\u202e") == "U+202E RIGHT-TO-LEFT OVERRIDE"
    assert name_of("\x1b") == "U+001B CONTROL CHARACTER"
