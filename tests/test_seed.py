"""The resolution of this repository: converted from a wiki page, and nothing lost or changed.

The page itself is not in the repository; a hash of each of its paragraphs stands for it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from antragstool.model.documents import Resolution
from antragstool.store.schema import read_resolution
from antragstool.text.blocks import Block, Kind, Text
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_markdown

FILE = "resolutions/A1-fortschritt-durch-vielfalt.md"
HEADINGS = (
    "Bildung, Bildung, Bildung!",
    "Integration durch Partizipation",
    "Menschenwürdige Asylpolitik",
    "Integration auf dem Arbeitsmarkt",
    "Innerhalb der SPD",
)
# The words that the page had split by a hard hyphen, each with enough of its neighbours
# to be found once: "öffentlichen" was split in one place and whole in others.
SPLIT = (
    "rechtsext-remistisches",
    "Gesell-schaftsvorstellung",
    "öko-nomisch",
    "Wahl-rechts für Menschen",
    "Leis-tungen nach dem",
    "wä-ren",
    "öffentli-chen Dienst (in",
    "Bevöl-kerung. Jede",
    "öf-fentlichen Dienst in Baden",
    "verdop-peln",
    "Forderun-gen zur",
    "Hei-mat für",
    "An-sprache junger",
    "kontinuierli-chen",
    "Vor-ständen",
    "Migrati-onshintergrund in der SPD. Sie",
)
# Hyphens that belong to their words.
KEPT = (
    "freiheitlich-demokratische",
    "kulturell-vielfältigen",
    "grün-rote",
    "grün-roten",
    "CDU-Herrschaft",
    "SGB-II",
    "(Hartz-IV)",
    "MigrantInnen-Quote",
    "Jobcenter-Willkür",
    "UN-Kinderrechtskonvention",
    "EU-Staaten",
    "Sprach- und Integrationskurse",
    "16- und 17- jährige",
    "15 - 21-jährigen",
    "und –vereinen",
    "Schulungs- und",
)
# SHA-256 (12 digits) of the page's paragraphs, in order, headings among them.
PARAGRAPHS = """
    9ff85d4dde87 68c0ee874890 32c5f75ca8bf ec77558dcb40 766c5f6d1602 29042c9f9a11
    a1559fb9e835 3f14eea57c90 bd895e037df5 c3724b16f9f0 14445e1260a9 dba8094a735a
    43de3f9d7b48 a58e26437320 45a2b05979e0 6ff72b7dcde1 b7c05c256645 e92ba3ce8384
    05393ce4cd5f 50e77d55d3cf 423fa7c31886 f1e914e405cb 7f141b4b2d64 fc2f0fa7c2ee
    c8bc538961bc 871beec24456 7340edcfc351 db5bb8b53df6 5495bf6ed6fb 97638a0116c9
    e474536aa0fa 68d3d878aeea 97ac9e239959 552f6f6352be d1afd922acc5 acb5099f7cff
    94f4c7ee74c4 a3d55fd7b3b7 1969ccf4ad0a 84c2498a67bb 8d97764ddc69
"""


@pytest.fixture(scope="module")
def resolution() -> Resolution:
    source = (Path(__file__).parent.parent / FILE).read_text(encoding="utf-8")
    found, problems = read_resolution(FILE, source)
    assert problems == ()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def text(resolution: Resolution) -> Text:
    return read_markdown(resolution.body).text


def as_on_the_page(text: Text) -> Text:
    """Split the 16 words again."""
    flat = text.flat
    for words in SPLIT:
        joined = words.replace("-", "", 1)
        assert flat.count(joined) == 1, joined
        flat = flat.replace(joined, words)
    return Text.from_flat(flat)


def test_the_header_says_where_the_resolution_comes_from(resolution: Resolution) -> None:
    assert (resolution.id, resolution.title) == ("A1", "Fortschritt durch Vielfalt!")
    assert resolution.submitter == "Juso-Landesvorstand"
    assert resolution.event == "Juso-Landesdelegiertenkonferenz 2012"
    assert (resolution.date, resolution.place) == ("5./6. Mai 2012", "Heidenheim")


def test_it_has_five_headings_of_level_2_and_36_paragraphs(text: Text) -> None:
    headings = [block for block in text.blocks if block.kind is Kind.HEADING]
    assert tuple(block.content for block in headings) == HEADINGS
    assert {block.level for block in headings} == {2}
    others = [block for block in text.blocks if block not in headings]
    assert [block.kind for block in others] == [Kind.PARAGRAPH] * 36


def test_no_navigation_of_the_wiki_is_left(text: Text) -> None:
    for words in ("Wechseln zu", "Navigation", "Aus SPD", "Beschluss der"):
        assert words not in text.flat


@pytest.mark.parametrize("words", SPLIT)
def test_a_split_word_is_joined(text: Text, words: str) -> None:
    assert words not in text.flat
    assert text.flat.count(words.replace("-", "", 1)) == 1


@pytest.mark.parametrize("words", KEPT)
def test_a_hyphen_that_belongs_to_its_word_stays(text: Text, words: str) -> None:
    assert words in text.flat


def test_nothing_but_the_16_words_differs_from_the_page(text: Text) -> None:
    blocks = as_on_the_page(text).blocks
    assert [digest(block) for block in blocks] == PARAGRAPHS.split()


def digest(block: Block) -> str:
    return hashlib.sha256(block.content.encode()).hexdigest()[:12]


@pytest.mark.parametrize(("length", "joined", "split"), [(80, 311, 312), (95, 259, 259)])
def test_official_lines_are_as_many_as_on_paper(
    text: Text, length: int, joined: int, split: int
) -> None:
    """Antragsgrün counts 312 and 259 lines on the page as it is, with the words split."""
    assert len(number_lines(text, length)) == joined
    assert len(number_lines(as_on_the_page(text), length)) == split


def test_a_source_line_holds_one_sentence(resolution: Resolution) -> None:
    lines = [line for line in resolution.body.split("\n") if line]
    assert max(map(len, lines)) < 400
    assert all(line == line.strip() for line in lines)
