"""Golden cases of instructions: one text file each, in tests/cases/instructions.

A file names its base (a file in texts/), then has the instruction as it stands in an amendment
from line 1 on, then either "# result" with one line for each edit, or "# problems" with one
line for each problem: the line of the amendment, a colon, and a piece of the message or hint.
A result line is "lines: words before [-old-]{+new+} words after"; "¶" is a line end of the
flat text. A second line "# concerns: title" (or "reasons") says that the base is that part, which
has no lines, and that the sentences have to name it. Of more than 160
characters the first and the last 50 are shown, and how many stand between. "# looks like prose" says that the text is not meant as instructions.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import pytest

from antragstool.diff.kinds import cite
from antragstool.instructions import concern_told, looks_like_instructions, read_instructions
from antragstool.model.documents import Concern
from antragstool.model.edit import Edit, apply_edits
from antragstool.text.blocks import Text
from antragstool.text.lines import Line, number_lines
from antragstool.text.markdown import read_markdown

FOLDER = Path(__file__).parent / "cases" / "instructions"
CASES = sorted(FOLDER.glob("*.txt"))
CONTEXT = 12


@dataclass(frozen=True)
class Case:
    base: str
    instruction: str
    kind: str
    expected: list[str]
    concerns: Concern = Concern.TEXT


def read_case(path: Path) -> Case:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("# base: "), path
    concerns = Concern.TEXT
    if lines[1].startswith("# concerns: "):
        concerns = Concern(lines.pop(1).removeprefix("# concerns: "))
    at = next(i for i, line in enumerate(lines) if line in {"# result", "# problems"})
    return Case(
        lines[0].removeprefix("# base: "),
        "\n".join(lines[1:at]).rstrip("\n"),
        lines[at].removeprefix("# "),
        [line for line in lines[at + 1 :] if line],
        concerns,
    )


@functools.cache
def base(name: str) -> tuple[Text, tuple[Line, ...]]:
    text = read_markdown((FOLDER / "texts" / f"{name}.md").read_text(encoding="utf-8")).text
    return text, number_lines(text)


def short(words: str) -> str:
    if len(words) <= 160:
        return words
    return f"{words[:50]} ({len(words) - 100} characters) {words[-50:]}"


def redline(text: Text, lines: tuple[Line, ...], edit: Edit) -> str:
    citation = cite(text, edit, lines)
    span = (
        f"{citation.first}"
        if citation.first == citation.last
        else f"{citation.first}-{citation.last}"
    )
    place = f"after {citation.first}" if citation.after else span
    old = f"[-{short(edit.old)}-]" if edit.old else ""
    new = f"{{+{short(edit.new)}+}}" if edit.new else ""
    before = text.flat[max(0, edit.start - CONTEXT) : edit.start]
    after = text.flat[edit.end : edit.end + CONTEXT]
    return f"{place}: {before}{old}{new}{after}".replace("\n", "¶").rstrip()


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_an_instruction_gives_exactly_its_result(path: Path) -> None:
    case = read_case(path)
    text, lines = base(case.base)
    numbered = lines if case.concerns is Concern.TEXT else ()
    edits, problems = read_instructions(
        case.instruction, text, numbered, "amendment.md", 1, case.concerns, stated=False
    )
    if case.concerns is not Concern.TEXT:
        assert concern_told(case.instruction) is case.concerns
    assert looks_like_instructions(case.instruction)
    if case.kind == "result":
        assert [redline(text, lines, edit) for edit in edits] == case.expected, problems
        assert not problems
        again = apply_edits(text.flat, edits)
        assert Text.from_flat(again).flat == again
        assert "  " not in again.replace("\n  ", "")
        return
    assert edits == ()
    assert len(problems) == len(case.expected), problems
    for problem, expected in zip(problems, case.expected, strict=True):
        line, _, piece = expected.partition(": ")
        assert problem.line == int(line), problem
        assert piece in f"{problem.message} {problem.hint}", problem
        assert problem.hint
        assert problem.file == "amendment.md"


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
