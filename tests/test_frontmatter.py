from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.errors import InputError, Problem
from antragstool.store.frontmatter import Value, build, parse, set_fields
from antragstool.store.header_nodes import Fields, Items, Kind, Node, Scalar
from antragstool.store.header_yaml import FlatMapping, YamlRefusedError, YamlSyntaxError, read_field
from antragstool.text.safety import unsafe_characters

KEYS = {
    "id": Kind.STRICT,
    "title": Kind.TEXT,
    "submitter": Kind.TEXT,
    "supporters": Kind.TEXTS,
    "status": Kind.STRICT,
    "vote": Kind.STRICT,
    "outcome": Kind.STRICT,
}


def _is_line(text: str) -> bool:
    hostile = any(unsafe_characters(text)) or any(each in text for each in "\n\r\t")
    return not hostile and unicodedata.is_normalized("NFC", text)


_any_character = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_nasty = st.text("ab: #'\"[]{}-?*&!|>%@`,\\~=<yn0.1äß„“\u00a0😀", max_size=12)
_words = st.sampled_from(["no", "null", "~", "---", "...", "1.10", "2026-05-01", "0x1F", "<<", "="])
lines = st.one_of(_nasty, _words, st.text(_any_character, max_size=40)).filter(_is_line)


def value_of(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [value_of(item) for item in node.items]
    return {key.text: value_of(value) for key, value in node.entries}


def read(
    source: str, keys: Mapping[str, Kind] = KEYS
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    header, problems = parse(source, "a.md", keys)
    assert header is not None
    return {key.text: value_of(value) for key, value in header.fields.entries}, problems


def read_title(typed: str) -> object:
    values, problems = read(f"---\ntitle: {typed}\n---\n")
    assert problems == ()
    return values["title"]


def only_problem(source: str) -> Problem:
    _header, problems = parse(source, "a.md", KEYS)
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "1.10",
        "2026-05-01",
        "Arbeit: gute Löhne",
        "[Entwurf] Mehr Rad",
        "[Entwurf]",
        "@home",
        '"Rechts" ist keine Meinung',
        '"nicht geschlossen',
        "'n Abend",
        "*innen zuerst",
        "- ein Spiegelstrich",
        "> 50 % Frauen",
        "50 %: die Hälfte",
        "100% sozial",
        "null",
        "~",
        "Preis#1",
        "Schluss:",
        "a, b",
        "{x}: y",
        "---",
    ],
)
def test_free_text_comes_back_as_typed(typed: str) -> None:
    assert read_title(typed) == typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ('"Arbeit: gute Löhne"', "Arbeit: gute Löhne"),
        ("'it''s'", "it's"),
        ('"a # b" # really', "a # b"),
        ("Ein langer\n  Titel", "Ein langer Titel"),
        (">\n  Ein langer\n  Titel", "Ein langer Titel"),
        ("|\n  # kein Kommentar", "# kein Kommentar"),
        ("Titel\n  # ein Kommentar", "Titel"),
        ("u\u0308ber", "über"),
        ("", ""),
        ('"\\u00fcber"', "über"),
    ],
)
def test_yaml_is_read_as_yaml(typed: str, value: str) -> None:
    assert read_title(typed) == value


@given(lines)
@settings(max_examples=300, deadline=None)
def test_free_text_is_what_yaml_says_wherever_it_is_yaml(typed: str) -> None:
    """Reading is our own only where YAML has no text for it."""
    try:
        node = read_field(f"title: {typed}", "title", "a.md", 2)
    except YamlRefusedError:
        _values, problems = read(f"---\ntitle: {typed}\n---\n")
        assert problems
        return
    except YamlSyntaxError:
        return
    values, problems = read(f"---\ntitle: {typed}\n---\n")
    if not isinstance(node, Scalar):
        assert problems or values["title"] == typed.strip(" ")
    elif node.plain and (node.tail or typed.lstrip(" ").startswith("#")):
        assert "comment" in problems[0].message
    elif _is_line(node.text):
        assert (values["title"], problems) == (node.text, ())


def test_a_list_is_a_list_and_a_text_with_commas_is_a_text() -> None:
    nested = "---\nsupporters:\n- KV A: Stadt-Nord\n---\n"
    assert read(nested)[0]["supporters"] == [{"KV A": "Stadt-Nord"}]
    assert read("---\nsupporters:\n- A\n- B\n---\n")[0]["supporters"] == ["A", "B"]
    assert read("---\nsupporters:\n  - A\n  - B\n---\n")[0]["supporters"] == ["A", "B"]
    assert read("---\nsupporters: [A, B]\n---\n")[0]["supporters"] == ["A", "B"]
    assert read("---\nsupporters: A: x, B\n---\n")[0]["supporters"] == "A: x, B"


def test_the_body_is_the_rest_byte_for_byte() -> None:
    header, problems = parse("---\r\nid: A1\r\n---\r\nText\r\n---\r\nmore", "a.md", KEYS)
    assert header is not None
    assert (header.body, header.body_line, problems) == ("Text\r\n---\r\nmore", 4, ())
    assert read("---\r\nid: A1\r\n---\r\n")[0] == {"id": "A1"}
    assert read("\ufeff---\nid: A1\n---")[0] == {"id": "A1"}


@pytest.mark.parametrize("source", ["", "id: A1\n", "\n---\nid: A1\n---\n", "----\n"])
def test_a_missing_header_is_a_problem(source: str) -> None:
    header, problems = parse(source, "a.md", KEYS)
    assert header is None
    assert (problems[0].message, problems[0].line) == ("The file has no header.", 1)


def test_an_unclosed_header_is_a_problem() -> None:
    header, problems = parse("---\nid: A1\n\nText", "a.md", KEYS)
    assert header is None
    assert problems[0].message == "The header that begins here is not closed."


def test_an_unknown_key_names_the_nearest() -> None:
    problem = only_problem("---\nid: A1\nsubmiter: KV\n---\n")
    assert (problem.file, problem.line) == ("a.md", 3)
    assert problem.message == 'Unknown key "submiter".'
    assert problem.hint == 'Did you mean "submitter"?'


@pytest.mark.parametrize(
    ("key", "meant"), [("Title", "title"), ("Antragsteller", "submitter"), ("Ergebnis", "outcome")]
)
def test_a_key_in_capitals_or_in_german_names_the_english_one(key: str, meant: str) -> None:
    assert meant in only_problem(f"---\n{key}: x\n---\n").hint


def test_a_repeated_key_names_both_lines() -> None:
    problem = only_problem("---\ntitle: a\nid: A1\ntitle: b\n---\n")
    assert problem.line == 4
    assert problem.message == 'The key "title" stands in line 2 and again in line 4.'


@pytest.mark.parametrize(
    "typed",
    ["&a Text", "*alias", "!tag Text", "!!python/object:os.system x", "!!str", "[&a b, *a]"],
)
def test_anchors_aliases_and_tags_are_refused(typed: str) -> None:
    assert only_problem(f"---\nid: A1\ntitle: {typed}\n---\n").line == 3


def test_merge_keys_are_refused() -> None:
    assert "<<" in only_problem("---\n<<: {id: A1}\n---\n").message


def test_a_comment_that_cuts_a_free_text_is_a_problem() -> None:
    problem = only_problem("---\ntitle: Platz #1\n---\n")
    assert problem.line == 2
    assert "begins a comment in YAML" in problem.message
    assert "quotes" in problem.hint
    assert "comment" in only_problem("---\ntitle: #1\n---\n").message
    assert "comment" in only_problem("---\ntitle: a: b #1\n---\n").message


def test_a_comment_behind_a_word_is_none_of_the_value() -> None:
    assert read("---\nstatus: draft # until Friday\n---\n") == ({"status": "draft"}, ())


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\x1b", "U+001B CONTROL CHARACTER"),
        ("\x00", "U+0000 CONTROL CHARACTER"),
    ],
)
def test_hidden_characters_are_refused_by_name(character: str, name: str) -> None:
    for title in (f"a{character}b", f'"a\\u{ord(character):04x}b"'):
        problem = only_problem(f"---\nid: A1\ntitle: {title}\n---\n")
        assert problem.line == 3
        assert name in problem.message
        assert character not in str(problem)


@pytest.mark.parametrize("title", ["a\rb", "a\tb", '"a\\nb"', "|\n  a\n  b"])
def test_a_value_is_one_line(title: str) -> None:
    assert only_problem(f"---\ntitle: {title}\n---\n").line in (2, 3)


def test_all_problems_come_at_once_in_order() -> None:
    source = "---\nid: [A1\nfoo: x\njust words\ntitle: a #b\ntitle: c\nvote: {yes: 1}\n---\n"
    values, problems = read(source)
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6]
    assert {problem.file for problem in problems} == {"a.md"}
    assert values == {"vote": {"yes": "1"}}


def test_a_large_or_deep_header_is_refused_quickly() -> None:
    assert "64 kB" in only_problem("---\ntitle: " + "x" * 70_000 + "\n---\n").message
    assert "four levels" in only_problem("---\nvote: " + "[" * 60_000 + "\n---\n").message
    assert "four levels" in only_problem("---\nvote: " + "{a: " * 10_000 + "\n---\n").message


@given(st.text(st.sampled_from("ab:#-[]{}&*!|>'\"\\ \n\t%@x0u,?<~\r\u202e"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_header_makes_the_reader_fail(text: str) -> None:
    _header, problems = parse(f"---\ntitle: {text}\nvote: {text}\n---\n", "a.md", KEYS)
    assert all(problem.line is not None and problem.line > 0 for problem in problems)


SOURCE = """---
# Kopf
id: A1   # die Nummer
title: "Arbeit: gute Löhne"

supporters:
  - KV A
  - KV B
# vor dem Ergebnis
outcome: adopted  # einstimmig
---
Text
---
"""


def test_changing_a_field_changes_its_line_only() -> None:
    changed = set_fields(SOURCE, {"outcome": "rejected"})
    assert changed == SOURCE.replace("outcome: adopted", "outcome: rejected")
    changed = set_fields(SOURCE, {"title": "Neu"})
    assert changed == SOURCE.replace('"Arbeit: gute Löhne"', "Neu")
    changed = set_fields(SOURCE, {"supporters": ("KV C",)})
    assert changed == SOURCE.replace("  - KV A\n  - KV B\n", "  - KV C\n")


def test_a_new_field_comes_last_and_a_removed_one_goes() -> None:
    vote = {"yes": 88, "no": None, "wording": "mit Mehrheit: 3 dagegen", "confirmed": True}
    changed = set_fields(SOURCE, {"vote": vote, "outcome": None})
    expected = "vote:\n  yes: 88\n  wording: 'mit Mehrheit: 3 dagegen'\n  confirmed: true\n---"
    assert changed == SOURCE.replace("outcome: adopted  # einstimmig\n---", expected, 1)


def test_setting_what_is_there_changes_nothing() -> None:
    same: dict[str, Value] = {"title": "Arbeit: gute Löhne", "supporters": ("KV A", "KV B")}
    assert set_fields(SOURCE, same) == SOURCE
    assert set_fields(SOURCE, {"vote": None}) == SOURCE


def test_a_comment_stays_where_a_value_comes_in() -> None:
    source = "---\noutcome: # offen\n---\n"
    assert set_fields(source, {"outcome": "adopted"}) == "---\noutcome: adopted  # offen\n---\n"


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    source = "\ufeff" + SOURCE.replace("\n", "\r\n")
    changed = set_fields(source, {"outcome": "rejected", "vote": {"yes": 1}})
    expected = set_fields(SOURCE, {"outcome": "rejected", "vote": {"yes": 1}})
    assert changed == "\ufeff" + expected.replace("\n", "\r\n")


def test_fields_that_are_not_yaml_stay_as_they_are() -> None:
    source = "---\ntitle: [Entwurf] Rad: jetzt\nfoo bar\nid: A1\n---\n"
    assert set_fields(source, {"id": "A2"}) == source.replace("A1", "A2")


@pytest.mark.parametrize("value", ["a\nb", "a\n", "a\u202eb", "\x1b[31m", "a\tb"])
def test_hostile_values_are_not_written(value: str) -> None:
    values: tuple[Value, ...] = (value, (value,), {"wording": value})
    for each in values:
        with pytest.raises(InputError):
            set_fields(SOURCE, {"vote": each})


def test_a_repeated_key_or_a_missing_header_is_not_changed() -> None:
    with pytest.raises(InputError, match="line 2 and again in line 3"):
        set_fields("---\nid: A1\nid: A2\n---\n", {"id": "A3"})
    with pytest.raises(InputError, match="no header"):
        set_fields("Text", {"id": "A3"})


values = st.one_of(
    lines,
    st.booleans(),
    st.integers(0, 10**6),
    st.lists(lines, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(["yes", "note", "no"]), lines | st.booleans(), min_size=1),
)


def as_read(value: Value) -> object:
    if isinstance(value, Mapping):
        return {key: as_read(each) for key, each in value.items() if each is not None}
    if isinstance(value, tuple):
        return list(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(
    st.dictionaries(st.sampled_from(["title", "outcome", "vote", "supporters"]), values),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=200, deadline=None)
def test_what_is_set_is_read_and_the_rest_stays(changes: dict[str, Value], end: str) -> None:
    source = SOURCE.replace("\n", end)
    changed = set_fields(source, changes)
    found, problems = read(changed, dict.fromkeys(KEYS, Kind.STRICT))
    assert problems == ()
    before, _problems = read(source)
    assert found == {**before, **{key: as_read(value) for key, value in changes.items()}}
    if not changes:
        assert changed == source
    kept = [line for line in source.split("\n") if line.startswith(("#", "id", "Text", "-", "\r"))]
    remaining = iter(changed.split("\n"))
    assert all(line in remaining for line in kept)
    assert changed.count("\r") == (changed.count("\n") if end == "\r\n" else 0)


@given(lines)
@settings(max_examples=200, deadline=None)
def test_a_built_header_reads_as_free_text_too(text: str) -> None:
    assert read(build({"title": text, "submitter": text})) == (
        {"title": text, "submitter": text},
        (),
    )


def test_a_built_header_is_readable() -> None:
    built = build({"id": "A1-Ä1", "title": "Löhne " * 40 + "Ende", "example": True})
    assert built == f"---\nid: A1-Ä1\ntitle: {'Löhne ' * 40}Ende\nexample: true\n---\n"


def test_nested_fields_know_their_lines() -> None:
    header, _problems = parse("---\nid: A1\nvote:\n  yes: 1\n  no: 2\n---\n", "a.md", KEYS)
    assert header is not None
    node = header.fields.entries[1][1]
    assert isinstance(node, Fields)
    assert [key.line for key, _value in node.entries] == [4, 5]


RESULTS: tuple[FlatMapping, ...] = (
    {"numbers": "1, 3", "outcome": "adopted", "yes": 20, "no": None, "wording": "mit „Dank“: an #alle"},
    {"numbers": "2", "outcome": "rejected", "confirmed": True},
)  # fmt: skip


def test_a_list_of_fields_is_written_and_read_again() -> None:
    source = "---\nid: A1\n---\nText\n"
    once = set_fields(source, {"parts": RESULTS}, "a.md")
    assert once == set_fields(once, {"parts": RESULTS}, "a.md")
    assert set_fields(once, {"parts": None}, "a.md") == source
    header, problems = parse(once, "a.md", {"id": Kind.STRICT, "parts": Kind.STRICT})
    assert not problems
    assert header is not None
    parts = header.fields.entries[1][1]
    assert isinstance(parts, Items)
    read_back = [
        {key.text: value.text for key, value in entry.entries if isinstance(value, Scalar)}
        for entry in parts.items
        if isinstance(entry, Fields)
    ]
    assert read_back == [
        {"numbers": "1, 3", "outcome": "adopted", "yes": "20", "wording": "mit „Dank“: an #alle"},
        {"numbers": "2", "outcome": "rejected", "confirmed": "true"},
    ]


def test_a_list_of_fields_holds_no_unsafe_text() -> None:
    with pytest.raises(InputError):
        set_fields("---\nid: A1\n---\n", {"parts": ({"wording": "a\u202eb"},)}, "a.md")
