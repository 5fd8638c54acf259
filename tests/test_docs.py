"""What the documents say is so: commands, options, keys, links, examples, JSON, named tests."""

from __future__ import annotations

import contextlib
import functools
import json
import re
import shlex
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import pytest

from antragstool.cli.base import FINDINGS, UNUSABLE
from antragstool.cli.main import program
from antragstool.diff.align import LEAST_SIMILARITY
from antragstool.diff.passages import PassageKind
from antragstool.diff.words import LARGEST
from antragstool.model.decision import Majority, Outcome, Verdict
from antragstool.model.documents import Form
from antragstool.model.edit import apply_edits
from antragstool.store.config import KEYS
from antragstool.store.header_decision import RECOMMENDATION_KEYS, VOTE_KEYS
from antragstool.store.schema import AMENDMENT_KEYS, RESOLUTION_KEYS, Status
from antragstool.text.blocks import Text
from antragstool.text.lines import Line, number_lines
from antragstool.text.markdown import read_markdown
from antragstool.workflow.change import read_change
from antragstool.workflow.handed import Handed
from tests.commands import Clerk

ROOT = Path(__file__).resolve().parents[1]
FORMATS = ROOT / "docs" / "formats.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def _commands() -> dict[str, click.Command]:
    """Return the commands as the program finds them."""
    context = click.Context(program)
    found = {name: program.get_command(context, name) for name in program.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


COMMANDS = _commands()
OPTIONS_OF_ALL = {"-h", "--help", "-C"}
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<one>[^)\s]+)\)|<img src=\"(?P<two>[^\"]+)\"")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_CALL = re.compile(r"(?:bin/)?antragstool(?:\s|$)")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _blocks(path: Path, *kinds: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [match["body"] for match in _FENCE.finditer(text) if match["kind"] in kinds]


def _row(path: Path, name: str) -> str:
    """Return the lines of tables whose first cell is *name*, as code."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if line.startswith(f"| `{name}` |"))


def _section(path: Path, heading: str) -> str:
    text = path.read_text(encoding="utf-8")
    _before, found, rest = text.partition(f"\n{heading}\n")
    assert found, heading
    level = len(heading) - len(heading.lstrip("#"))
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]


def test_there_are_commands() -> None:
    assert {"submit", "check", "render"} <= set(COMMANDS)


# Commands and options


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_and_the_formats_have_a_row_for_every_command(name: str) -> None:
    assert _row(ROOT / "README.md", name)
    assert _row(FORMATS, name)


@pytest.mark.parametrize("path", [ROOT / "README.md", FORMATS], ids=_name)
def test_no_command_is_documented_that_is_not_there(path: Path) -> None:
    section = _section(path, "## Commands")
    assert set(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_formats_name_the_options_of_every_command_and_no_others(name: str) -> None:
    row = _row(FORMATS, name).replace("\\|", "|")
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option)]
    known = {opt for option in options for opt in (*option.opts, *option.secondary_opts)}
    known -= OPTIONS_OF_ALL
    written = set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", row))
    assert written == known
    for option in options:
        if isinstance(option.type, click.Choice):
            assert "|".join(option.type.choices) in row, option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_in_the_help_what_it_does(name: str) -> None:
    context = click.Context(COMMANDS[name], info_name=name)
    for parameter in COMMANDS[name].get_params(context):
        if isinstance(parameter, click.Option):
            record = parameter.get_help_record(context)
            assert record is not None, parameter.name
            assert len(record[1].strip()) > 10, parameter.name


def test_the_options_of_all_commands_are_documented_once() -> None:
    section = _section(FORMATS, "## Commands")
    for option in (*OPTIONS_OF_ALL, "--version"):
        assert f"`{option}" in section or f" {option}`" in section, option


# Examples: parsed as click would, never run


def _calls(text: str) -> Iterator[str]:
    """Yield the calls of antragstool in a block: whole lines, with or without a prompt."""
    for line in text.split("\n"):
        call = line.strip().removeprefix("$ ")
        if _CALL.match(call):
            yield re.split(r"\s(?:#|\||&&)\s|\s{4,}", call)[0]


def _examples() -> Iterator[tuple[str, str]]:
    for path in DOCUMENTS:
        for block in _blocks(path, "sh", "console", ""):
            yield from ((_name(path), call) for call in _calls(block))
        prose = _FENCE.sub("", path.read_text(encoding="utf-8"))
        for code in re.findall(r"`([^`]+)`", prose):
            call = " ".join(code.split())
            if _CALL.match(call) and " " in call:
                yield _name(path), call
    for name, command in COMMANDS.items():
        yield from ((f"{name} --help", call) for call in _calls(command.help or ""))


EXAMPLES = sorted(set(_examples()))


def _parse(call: str) -> None:
    _program, *arguments = shlex.split(call)
    if arguments == ["--version"]:
        return
    name, *rest = arguments
    command = COMMANDS[name]
    with contextlib.suppress(click.exceptions.Exit):  # --help ends at once
        command.make_context(name, rest)


@pytest.mark.parametrize(("place", "call"), EXAMPLES, ids=[f"{p}: {c}" for p, c in EXAMPLES])
def test_every_example_is_a_call_that_the_program_takes(place: str, call: str) -> None:
    _parse(call)


def test_the_readme_goes_the_whole_way_from_the_mail_to_the_book() -> None:
    calls = [shlex.split(call)[1] for place, call in EXAMPLES if place == "README.md"]
    assert {"init", "submit", "diff", "recommend", "vote", "render"} <= set(calls)


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_program_in_bin_that_is_named_is_there(path: Path) -> None:
    for name in re.findall(r"(?<![\w/.])bin/[a-z-]+", path.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), name


# Links


def _anchors(path: Path) -> set[str]:
    """Return the anchors that a forge makes of the headings."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    headings = [re.sub(r"[^\w\- ]", "", each.lower()) for each in _HEADING.findall(text)]
    return {heading.strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(path: Path) -> None:
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    for match in _LINK.finditer(text):
        target = match["one"] or match["two"]
        if target.startswith("https://"):
            continue
        name, _hash, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.is_relative_to(ROOT), target
        assert file.exists(), target
        assert not anchor or anchor in _anchors(file), target


# Keys and words


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_configuration_has_a_row(key: str) -> None:
    assert f"`{key}`" in _section(FORMATS, "## antragstool.toml")


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("### Resolution", set(RESOLUTION_KEYS)),
        ("### Amendment", set(AMENDMENT_KEYS)),
        ("### What recommend and vote write", {*RECOMMENDATION_KEYS, *VOTE_KEYS}),
    ],
)
def test_every_key_of_a_header_is_documented(heading: str, keys: set[str]) -> None:
    section = _section(FORMATS, heading)
    written = set(re.findall(r"`([a-z-]+)`", section)) | set(re.findall(r"([\w-]+):", section))
    assert keys <= written


@pytest.mark.parametrize("words", [Majority, Form, Status, PassageKind])
def test_every_word_of_a_file_is_in_the_formats(words: type[StrEnum]) -> None:
    text = FORMATS.read_text(encoding="utf-8")
    assert [
        word.value for word in words if f"`{word.value}`" not in text and word != Form.PATCH
    ] == []


@pytest.mark.parametrize("words", [Verdict, Outcome, Majority])
def test_every_word_of_a_decision_is_in_the_glossary(words: type[StrEnum]) -> None:
    assert [word for word in words if not _row(ROOT / "docs" / "glossary.md", word.value)] == []


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = re.findall(r"^\| (\d) \|", _section(FORMATS, "## Exit codes"), re.MULTILINE)
    assert [int(code) for code in codes] == [0, FINDINGS, UNUSABLE]


# Sentences


@functools.cache
def _resolution() -> tuple[Text, tuple[Line, ...]]:
    source = next((ROOT / "resolutions").glob("A1-*.md")).read_text(encoding="utf-8")
    text = read_markdown(source.split("\n---\n", 1)[1]).text
    return text, number_lines(text)


def _sentences(kind: str) -> list[str]:
    return "".join(_blocks(FORMATS, kind)).strip().split("\n")


@pytest.mark.parametrize("sentence", _sentences("understood"))
def test_the_sentences_that_work_do(sentence: str) -> None:
    text, lines = _resolution()
    change, problems = read_change(Handed(sentence, None), text, lines)
    assert problems == ()
    assert change is not None
    assert change.form is Form.INSTRUCTIONS
    assert apply_edits(text.flat, change.edits) != text.flat


@pytest.mark.parametrize("sentence", _sentences("refused"))
def test_the_sentences_that_are_refused_are(sentence: str) -> None:
    change, problems = read_change(Handed(sentence, None), *_resolution())
    assert change is None
    assert all(problem.hint for problem in problems)


# JSON

INSERTION = "Zeile 1: Füge nach „mehr Busse“ ein: „und Bahnen“."


def _documented(command: str) -> Any:
    section = _section(FORMATS, f"### {command}")
    found = [match["body"] for match in _FENCE.finditer(section) if match["kind"] == "json"]
    assert len(found) == 1, command
    return json.loads(found[0])


def _keys(value: Any) -> Any:
    """Return the names of a value's fields; of a list those of its last item."""
    if isinstance(value, dict):
        return {key: _keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_keys(value[-1])] if value else []
    return None


def _break_the_configuration(clerk: Clerk) -> None:
    path = clerk.folder / "antragstool.toml"
    path.write_text(path.read_text(encoding="utf-8") + "quorom = 3\n", encoding="utf-8")


VOTE = ("vote", "A1-Ä1", "--yes", "9", "--no", "1", "--abstain", "2", "--entitled", "20")
CHEAPER = "Zeile 4: Ersetze „365“ durch „300“."
CHEAPEST = "Zeile 4: Ersetze „365“ durch „100“."
TWICE = f"{CHEAPER}\nZeile 8: Füge nach „Kosten“ ein: „allein“."


def _several(*bodies: str) -> Callable[[Clerk], None]:
    """Return what hands in *bodies* behind the insertion, as A1-Ä2 and so on."""

    def prepare(clerk: Clerk) -> None:
        for body in bodies:
            assert clerk.submit(body).code == 0

    return prepare


def _clashes(clerk: Clerk) -> None:
    """An agreement (1, 2), two that change one number (3, 4), and one beside them (5)."""
    _several(INSERTION, CHEAPER, CHEAPEST, "Zeile 4: Streiche „höchstens“.")(clerk)


def _agenda(clerk: Clerk) -> None:
    _clashes(clerk)
    assert clerk.run("vote", "A1-Ä4", "withdrawn").code == 0
    assert clerk.run("vote", "A1-Ä5", "rejected").code == 0


def _adoptable(clerk: Clerk) -> None:
    """One adopted (2); of the open ones each has another fate."""
    _several(CHEAPER, CHEAPER, "Zeile 4: Streiche „höchstens“.", CHEAPEST)(clerk)
    assert clerk.run("vote", "A1-Ä2", "--yes", "9", "--no", "1").code == 0


def _edited(clerk: Clerk) -> None:
    """Change the text above the amendment's words without the program."""
    path = clerk.folder / "resolutions" / "A1-busse.md"
    changed = path.read_text(encoding="utf-8").replace("einmal im Jahr.", "zweimal im Jahr.")
    path.write_text(changed, encoding="utf-8")
    clerk.git("commit", "-q", "-a", "-m", "Edit by hand")


def _blamed(clerk: Clerk) -> None:
    _adoptable(clerk)
    assert clerk.run("adopt", "A1").code == 0


def _with_version(clerk: Clerk) -> None:
    words = clerk.write("words.md", "Zeile 1: Füge nach „mehr Busse“ ein: „und Züge“.")
    verdict = "adopt-committee-version"
    assert clerk.run("recommend", "A1-Ä1", verdict, "--text", words).code == 0


def _editorial(clerk: Clerk) -> None:
    clerk.write("redaktion.md", "Zeile 8: Ersetze „einmal“ durch „ein Mal“.")


def _list(clerk: Clerk) -> None:
    clerk.write("konsens.txt", "A1-Ä1\n")
    assert clerk.run("vote", "A1-Ä1", "rejected").code == 0


# By the heading of their section, which begins with the command.
JSON_CALLS: dict[str, tuple[str, ...]] = {
    "diff": ("diff", "A1-Ä1"),
    "show": ("show", "A1", "--numbers"),
    "conflicts": ("conflicts", "A1"),
    "order": ("order", "A1"),
    "recommend": ("recommend", "A1-Ä1", "adopt", "--note", "gut"),
    "vote": VOTE,
    "vote on parts": ("vote", "A1-Ä2", "--parts", "1", "--yes", "9", "--no", "1"),
    "vote on a list": ("vote", "--list", "../konsens.txt", "adopted", "--confirm"),
    "adopt": ("adopt", "A1"),
    "rebase": ("rebase", "A1"),
    "edit": ("edit", "A1", "../redaktion.md", "--editorial"),
    "log": ("log", "A1-Ä1"),
    "blame": ("blame", "A1", "--lines", "4", "--words"),
    "status": ("status",),
    "check": ("check",),
}
PREPARATIONS: dict[str, Callable[[Clerk], object]] = {
    "diff": _with_version,
    "conflicts": _clashes,
    "order": _agenda,
    "vote": lambda clerk: clerk.run("vote", "A1-Ä1", "--yes", "1", "--no", "2"),
    "vote on parts": _several(TWICE),
    "vote on a list": _list,
    "adopt": _adoptable,
    "rebase": _edited,
    "edit": _editorial,
    "log": lambda clerk: clerk.run(*VOTE),
    "blame": _blamed,
    "status": lambda clerk: clerk.run(*VOTE),
    "check": _break_the_configuration,
}


def test_the_json_of_submit_is_as_documented(clerk: Clerk) -> None:
    file = clerk.write("mail.md", INSERTION)
    answer = clerk.run("submit", file, "--to", "A1", "--submitter", "KV X", "--format", "json")
    assert _keys(answer.json) == _keys(_documented("submit"))
    assert answer.json["version"] == _documented("submit")["version"]


@pytest.mark.parametrize("command", JSON_CALLS)
def test_the_json_of_the_other_commands_is_as_documented(clerk: Clerk, command: str) -> None:
    assert clerk.submit(INSERTION).code == 0
    if command in PREPARATIONS:
        PREPARATIONS[command](clerk)
    call = [word.replace("../", f"{clerk.folder.parent}/") for word in JSON_CALLS[command]]
    answer = clerk.run(*call, "--format", "json").json
    assert _keys(answer) == _keys(_documented(command))
    assert answer["version"] == _documented(command)["version"]


def test_every_command_that_has_json_documents_it() -> None:
    with_json = {
        name
        for name, command in COMMANDS.items()
        for option in command.params
        if isinstance(option.type, click.Choice) and "json" in option.type.choices
    }
    assert with_json == {heading.split()[0] for heading in JSON_CALLS} | {"submit"}


# Tests and modules that the documents rely on


def test_every_test_that_the_security_table_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert named
    assert sorted(name for name in named if f"def {name}(" not in sources) == []


def test_every_module_and_layer_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "antragstool"
    modules = set(re.findall(r"`([a-z_/]+\.py)`", text))
    assert modules
    for module in modules:
        assert list(package.rglob(module)), module
    layers = {
        path.name.removesuffix(".py") for path in package.iterdir() if path.name[0] not in "_."
    }
    layers -= {"locale", "py.typed"}
    assert layers <= set(
        re.findall(r"`(\w+)`", _section(ROOT / "docs" / "architecture.md", "## Layers"))
    )


def test_the_bounds_of_the_comparison_are_those_of_the_program() -> None:
    path = ROOT / "docs" / "architecture.md"
    assert f"{LARGEST:,} tokens (`LARGEST`)" in _section(
        path, "### What is shown when every word is new"
    )
    assert f"{LEAST_SIMILARITY:.0%}".replace("%", " %") in _section(
        path, "### Edits from a changed copy"
    )
