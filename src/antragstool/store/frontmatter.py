"""The header of a file: read strictly, and changed so that every other byte stays.

Rules, beyond those of YAML 1.2:

- Unknown and repeated keys are problems, with the nearest known key. No anchors,
  aliases, tags or merge keys. At most 64 kB and four levels.
- A *free-text* value on one line without quotes is what was typed, even where that is no
  YAML ("Arbeit: gute Löhne", "[Entwurf] Rad"). Only " #" is a problem: every other reader
  of the file would take what follows for a comment.
- Values are in NFC and on one line; characters that hide or reorder are refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.store.header_lines import BYTE_ORDER_MARK, Entry, Layout, has_header, lay_out
from antragstool.store.header_nodes import Fields, Kind, Node, Scalar, key_problems, scalars
from antragstool.store.header_simple import read_simple
from antragstool.store.header_text import check_not_cut, check_text, nfc, normal, unsafe_problem
from antragstool.store.header_write import build, set_fields
from antragstool.store.header_yaml import Value, YamlSyntaxError, read_field
from antragstool.text.safety import name_of, unsafe_characters

__all__ = ["Header", "Value", "build", "has_header", "parse", "set_fields"]

# A value that YAML, too, reads as just these words.
_SAFE = re.compile(r"(?:[^-?:,\[\]{}#&*!|>'\"%@`\s]|[-?:](?=[^\s,\[\]{}]))[^\n]*")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_UNSAFE_INSIDE = re.compile(r":(?:[ \t]|$)|[ \t]#")


@dataclass(frozen=True, slots=True)
class Header:
    """The fields that could be read, all keys that stand there, and the text after them.

    *body* is the rest of the file, byte for byte; *body_line* the line it begins on.
    """

    fields: Fields
    keys: frozenset[str]
    body: str
    body_line: int


def parse(
    source: str, file: str, keys: Mapping[str, Kind]
) -> tuple[Header | None, tuple[Problem, ...]]:
    """Read the header of *source*; no Header where it has none that is closed."""
    try:
        layout = lay_out(source, file)
    except InputError as error:
        return None, error.problems
    problems = [*layout.problems, *_unsafe_lines(layout, file)]
    unsafe = {problem.line for problem in problems}
    names = [Scalar(nfc(entry.key), entry.first + 1) for entry in layout.entries]
    problems += key_problems(names, keys, file)
    seen: set[str] = set()
    entries: list[tuple[Scalar, Node]] = []
    for name, entry in zip(names, layout.entries, strict=True):
        lines = range(entry.first + 1, entry.last + 1)
        if name.text in keys and name.text not in seen and unsafe.isdisjoint(lines):
            try:
                entries.append((name, _value(layout, entry, file, keys[name.text])))
            except InputError as error:
                problems += error.problems
        seen.add(name.text)
    body = "\n".join(layout.lines[layout.close + 1 :])
    header = Header(Fields(tuple(entries), 1), frozenset(seen), body, layout.close + 2)
    return header, tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _unsafe_lines(layout: Layout, file: str) -> Iterator[Problem]:
    """Yield a problem for each unsafe character that stands in the header itself."""
    header = "\n".join(line.removesuffix("\r") for line in layout.lines[: layout.close])
    without_mark = header.removeprefix(BYTE_ORDER_MARK)
    for found in unsafe_characters(without_mark):
        yield unsafe_problem(found.name, file, found.line)
    for number, line in enumerate(without_mark.split("\n"), start=1):
        if "\r" in line:
            yield unsafe_problem(name_of("\r"), file, number)


def _value(layout: Layout, entry: Entry, file: str, kind: Kind) -> Node:
    """Return the value of *entry*, normalised. Raises InputError."""
    node = normal(_node(layout, entry, file, kind))
    for scalar in scalars(node):
        check_text(scalar.text, file, scalar.line)
    if kind is not Kind.STRICT:
        check_not_cut(node, entry.key, file)
    return node


def _node(layout: Layout, entry: Entry, file: str, kind: Kind) -> Node:
    line = entry.first + 1
    rest = entry.rest
    plain = not rest or (_SAFE.fullmatch(rest) and not _UNSAFE_INSIDE.search(rest))
    if entry.single and plain:
        return Scalar(rest, line)
    if entry.single and kind is not Kind.STRICT and rest.startswith("#"):
        return Scalar("", line, rest)
    chunk = layout.chunk(entry)
    if not rest and (simple := read_simple(chunk.split("\n")[1:], line + 1)) is not None:
        return simple
    try:
        node = read_field(chunk, entry.key, file, line)
    except YamlSyntaxError:
        if kind is Kind.STRICT or not entry.single:
            raise
    else:
        if not (entry.single and kind is Kind.TEXT) or isinstance(node, Scalar):
            return node
    if comment := _COMMENT.search(rest):
        return Scalar(rest[: comment.start()].rstrip(), line, rest[comment.start() :])
    return Scalar(rest, line)
