"""Every message has its translation, and every translation can be printed."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted((ROOT / "src" / "antragstool" / "locale").glob("*/LC_MESSAGES/antragstool.po"))
REPAIR = "run bin/messages, and translate what it names"
Key = tuple[str | None, str | tuple[str, ...]]
# What a person types into a shell, a header or a configuration keeps its straight quotes.
TYPED = (
    '--submitter "KV Musterstadt"',
    '--note "an die Landtagsfraktion"',
    'git commit -m "%(id)s"',
    'user.name "Your Name"',
    'user.email "you@example.org"',
    '-t UTF-8 "old" > "new"',
    'key = "text"',
    '[bodies."%(name)s"]',
    "80-95",
    "1-3",
    '%(key)s: "…"',
    '- "…"',
    '("…")',
    '„…“ oder "…" oder »…«',
)
_PERCENT = re.compile(r"%\((\w+)\)\d*[sd]")
_BRACES = re.compile(r"\{(\w+)(?:![rs])?\}")


def _messages_module() -> Any:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "bin" / "lib" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messages = _messages_module()


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return messages.extracted()  # type: ignore[no-any-return]


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def catalogue(path: Path) -> Catalog:
    return messages.read(path)  # type: ignore[no-any-return]


def _forms(message: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a message and its translation, each with all its forms."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return ids, strings


def _entries(catalogue: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield from (_forms(message) for message in catalogue if message.id)


def _keys(catalogue: Catalog) -> set[Key]:
    return {
        (message.context, message.id if isinstance(message.id, str) else tuple(message.id))
        for message in catalogue
        if message.id
    }


def test_german_has_a_catalogue() -> None:
    assert [path.parent.parent.name for path in CATALOGUES] == ["de"]


def test_messages_of_code_templates_and_click_are_found(wanted: Catalog) -> None:
    keys = _keys(wanted)
    assert (None, "Reasons") in keys  # a template
    assert ("page 3 of 24", "of") in keys
    assert (None, "Work in this folder.") in keys  # a help text, marked
    assert (None, ("%(count)d problem.", "%(count)d problems.")) in keys
    assert (None, "Missing command.") in keys  # click
    assert (None, ("{value!r} is not {choice}.", "{value!r} is not one of {choices}.")) in keys


def test_no_message_is_missing(catalogue: Catalog, wanted: Catalog) -> None:
    assert sorted(_keys(wanted) - _keys(catalogue), key=str) == [], REPAIR


def test_no_message_is_left_over(catalogue: Catalog, wanted: Catalog) -> None:
    assert sorted(_keys(catalogue) - _keys(wanted), key=str) == [], REPAIR
    assert list(catalogue.obsolete) == [], REPAIR


def test_everything_is_translated_in_all_its_forms(catalogue: Catalog) -> None:
    plurals = catalogue.num_plurals
    bad = [
        ids
        for ids, strings in _entries(catalogue)
        if not all(strings) or len(strings) != (1 if len(ids) == 1 else plurals)
    ]
    assert bad == [], REPAIR
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_have_the_placeholders_of_the_message(catalogue: Catalog) -> None:
    for ids, strings in _entries(catalogue):
        for pattern in (_PERCENT, _BRACES):
            # A singular may leave the number out, as English does.
            allowed = {name for message in ids for name in pattern.findall(message)}
            needed = set.intersection(*(set(pattern.findall(message)) for message in ids))
            for string in strings:
                assert needed <= set(pattern.findall(string)) <= allowed, (ids, string)


def test_translations_can_be_filled_in(catalogue: Catalog) -> None:
    for ids, strings in _entries(catalogue):
        percent = {name: 1 for message in ids for name in _PERCENT.findall(message)}
        braces = {name: "1" for message in ids for name in _BRACES.findall(message)}
        for string in strings:
            if percent:
                assert "%(" not in string % percent, string
            elif braces:
                assert not _BRACES.search(string.format(**braces)), string


def test_translations_begin_and_end_like_the_message(catalogue: Catalog) -> None:
    # Line ends and paragraphs are structure: help texts are taken apart at them.
    for ids, strings in _entries(catalogue):
        for string in strings:
            assert string.count("\n\n") == ids[-1].count("\n\n"), string
            assert string.count("\b") == ids[-1].count("\b"), string
            assert string == string.strip(), string
            if ids[-1].endswith("."):
                assert string.endswith((".", "…")), string


def test_a_summary_is_the_first_sentence_of_its_help_text(catalogue: Catalog) -> None:
    by_message = dict(_entries(catalogue))
    helps = [ids for ids in by_message if "\n\n" in ids[0]]
    assert len(helps) > 5
    for ids in helps:
        summary = (ids[0].partition("\n\n")[0],)
        if summary in by_message:
            assert by_message[ids][0].startswith(by_message[summary][0] + "\n\n")


def test_german_has_german_signs(catalogue: Catalog) -> None:
    if str(catalogue.locale) != "de":
        return
    for _ids, strings in _entries(catalogue):
        for string in strings:
            rest = string
            for typed in TYPED:
                rest = rest.replace(typed, "")
            assert '"' not in rest, string
            assert string.count("„") == string.count("“"), string
            assert "..." not in string, string
            assert not re.search(r"\w - \w", string), string
            assert not re.search(r"\d-\d", re.sub(r"[A-Z]-?\d+|\d{4}-\d\d-\S+", "", rest)), string


def test_the_file_is_as_the_program_writes_it(path: Path, catalogue: Catalog) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == messages.written(catalogue), REPAIR
    assert "#:" not in text
    assert "POT-Creation-Date" not in text


def test_the_compiled_catalogue_is_that_of_the_text(path: Path, catalogue: Catalog) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert set(_entries(compiled)) == set(_entries(catalogue)), REPAIR


def test_an_update_keeps_translations_and_drops_what_nobody_uses(
    tmp_path: Path, path: Path
) -> None:
    copy = tmp_path / "de" / "LC_MESSAGES" / "antragstool.po"
    copy.parent.mkdir(parents=True)
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgstr "Ablehnung"', 'msgstr "Nein"').replace(
        'msgstr "Überweisung"', 'msgstr ""'
    )
    copy.write_text(text + '\nmsgid "Nobody says this."\nmsgstr "Niemand."\n', encoding="utf-8")
    assert messages.update(copy) == ["Referral"]
    renewed = copy.read_text(encoding="utf-8")
    assert renewed == text
    assert messages.update(copy) == ["Referral"]
    assert copy.read_text(encoding="utf-8") == renewed
