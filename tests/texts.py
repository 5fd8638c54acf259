"""Texts for property tests: paragraphs, headings, lists, and lists of almost equal sentences."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from antragstool.patch.line_changes import LineChange, spliced
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown, split_lines

WORDS = [
    "Wir", "fordern", "die", "der", "und", "Menschen", "Schüler*innen", "26,2 %", "§ 25 a", "1.000",
    "Bund-Länder-Ausschuss", "nicht", "mehr", "Land", "–", "„Nein“", "Jede/r", "sofort", "Wahlrecht", "alle",
]  # fmt: skip

word = st.sampled_from(WORDS)
sentence = st.lists(word, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
paragraph = st.lists(sentence, min_size=1, max_size=4).map(" ".join)
near_duplicate = st.integers(1, 9).map(lambda number: f"Punkt {number} fordert das Land auf.")
block = st.one_of(
    paragraph,
    near_duplicate,
    near_duplicate.map("- {}".format),
    sentence.map("## {}".format),
    sentence.map("> {}".format),
)


def _text(blocks: list[str]) -> Text:
    return read_markdown("\n\n".join(blocks)).text


texts = st.lists(block, min_size=1, max_size=8).map(_text)


@st.composite
def changed_texts(draw: st.DrawFn) -> tuple[Text, Text]:
    """Return a text, and the text after some of its words and blocks were changed."""
    text = draw(texts)
    lines = text.flat.split("\n")
    for _count in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                lines.insert(index, draw(paragraph))
            case 1 if len(lines) > 1:
                del lines[index]
            case 2 if index + 1 < len(lines):
                lines[index : index + 2] = [f"{lines[index]} {lines[index + 1].lstrip('#-> ')}"]
            case 3:
                lines.append(lines.pop(index))
            case _:
                words = lines[index].split(" ")
                place = draw(st.integers(0, len(words) - 1))
                words[place : place + draw(st.integers(0, 2))] = draw(st.lists(word, max_size=2))
                lines[index] = " ".join(words)
    changed = Text.from_flat("\n".join(line.strip() for line in lines if line.strip("#-> ")))
    return text, changed


def changed_by(source: str, changes: Sequence[LineChange]) -> str:
    """Return *source* with *changes*, given in order."""
    return spliced(source, split_lines(source), changes)
