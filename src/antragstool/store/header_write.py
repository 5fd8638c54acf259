"""Changing single fields of a header so that every other byte of the file stays.

The lines of a changed key are replaced, a new key is appended, a removed key's lines go;
a comment behind a value stays. What was written is read again: it must give the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from antragstool.errors import InputError
from antragstool.store.header_lines import FENCE, KEY, Entry, Layout, lay_out
from antragstool.store.header_nodes import Items, Node, Scalar, key_problems
from antragstool.store.header_text import check_text, nfc, normal
from antragstool.store.header_yaml import FlatMapping, Value, read_field, write_field

_Words = str | list["_Words"] | dict[str, "_Words"]


def set_fields(source: str, changes: Mapping[str, Value | None], file: str = "") -> str:
    """Return *source* with the fields of *changes* set, or removed where they are None.

    Only the lines of these keys differ; new keys come last. Raises InputError if there is
    no header, if a key to be changed stands there twice, or if a value holds a line end or
    an unsafe character.
    """
    for key, value in changes.items():
        _check(key, value, file)
    layout = lay_out(source, file)
    lines = list(layout.lines)
    appended: list[str] = []
    splices: list[tuple[int, int, list[str]]] = []
    for key, value in changes.items():
        entry = _only_entry(layout, key, file)
        if entry is None:
            appended += [] if value is None else write_field(key, _normal(value))
        elif value is None or not _says(layout, entry, value):
            splices.append((entry.first, entry.last, _replacement(layout, entry, value)))
    splices.append((layout.close, layout.close, appended))
    for first, last, new in sorted(splices, reverse=True):
        lines[first:last] = [line + layout.carriage_return for line in new]
    result = "\n".join(lines)
    _verify(result, changes, file)
    return result


def build(fields: Mapping[str, Value]) -> str:
    """Return a new header with *fields*, the line that closes it included."""
    return set_fields(f"{FENCE}\n{FENCE}\n", fields)


def _check(key: str, value: Value | None, file: str) -> None:
    """Raise InputError if *value* must not stand in a header."""
    if not KEY.fullmatch(f"{key}:"):
        raise ValueError(key)
    for text in _texts(value):
        check_text(text, file, None)


def _texts(value: Value | None) -> Iterator[str]:
    """Yield every text in *value*."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (each for each in value.values() if isinstance(each, str))
    elif isinstance(value, tuple):
        for entry in value:
            yield from _texts(entry)


def _only_entry(layout: Layout, key: str, file: str) -> Entry | None:
    entries = [entry for entry in layout.entries if nfc(entry.key) == key]
    if len(entries) > 1:
        names = [Scalar(key, entry.first + 1) for entry in entries]
        raise InputError(key_problems(names, (key,), file))
    return entries[0] if entries else None


def _says(layout: Layout, entry: Entry, value: Value) -> bool:
    """Tell whether *entry* holds *value* already."""
    try:
        node = read_field(layout.chunk(entry), entry.key, "", 1)
    except InputError:
        return False
    return _words(normal(node)) == _words_of(value)


def _replacement(layout: Layout, entry: Entry, value: Value | None) -> list[str]:
    if value is None:
        return []
    new = write_field(entry.key, _normal(value))
    if entry.single and len(new) == 1:
        try:
            node = read_field(layout.chunk(entry), entry.key, "", 1)
        except InputError:
            return new
        if isinstance(node, Scalar):
            new[0] += f"  {entry.rest}" if entry.rest.startswith("#") else node.tail
    return new


def _normal(value: Value) -> Value:
    """Return *value* with every text in NFC."""
    if isinstance(value, Mapping):
        return _normal_fields(value)
    if isinstance(value, tuple):
        mappings = tuple(_normal_fields(each) for each in value if isinstance(each, Mapping))
        return mappings or tuple(nfc(each) for each in value if isinstance(each, str))
    return nfc(value) if isinstance(value, str) else value


def _normal_fields(fields: FlatMapping) -> FlatMapping:
    return {
        key: nfc(each) if isinstance(each, str) else each
        for key, each in fields.items()
        if each is not None
    }


def _words(node: Node) -> _Words:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_words(item) for item in node.items]
    return {key.text: _words(value) for key, value in node.entries}


def _words_of(value: Value) -> _Words:
    value = _normal(value)
    if isinstance(value, Mapping):
        return {key: _words_of(each) for key, each in value.items() if each is not None}
    if isinstance(value, tuple):
        return [_words_of(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _verify(result: str, changes: Mapping[str, Value | None], file: str) -> None:
    """Read the changed fields again; a difference is a mistake of this program."""
    layout = lay_out(result, file)
    for key, value in changes.items():
        entry = _only_entry(layout, key, file)
        if (entry is None) != (value is None):
            raise RuntimeError(f"{key} was not written")
        if entry and value is not None and not _says(layout, entry, value):
            raise RuntimeError(f"{key} was not written as given")
