"""The one place that speaks to ruamel.yaml: one field of a header to nodes, and back.

Read are the events of YAML 1.2, not its objects: no type is guessed, nothing is
constructed. Anchors, aliases and tags are refused, so is anything deeper than four
levels; both before the rest is read, so that a small file can never grow in memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.header_nodes import Fields, Items, Node, Scalar

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

MAX_DEPTH = 4
Simple = str | bool | int
FlatMapping = Mapping[str, Simple | None]
Value = Simple | tuple[str, ...] | FlatMapping | tuple[FlatMapping, ...]


class YamlSyntaxError(InputError):
    """A field is no YAML."""

    def __init__(self, key: str, file: str, line: int) -> None:
        message = _('The value of "%(key)s" cannot be read as YAML.') % {"key": key}
        hint = _('Put a text in quotes ("…"), and indent all lines below a key alike.')
        super().__init__(Problem(message, file, line, hint))


class YamlRefusedError(InputError):
    """A field is YAML, but of a kind that a header must not have."""


def read_field(chunk: str, key: str, file: str, line: int) -> Node:
    """Read the lines of one field, the first of which is line *line* of *file*.

    Raises YamlSyntaxError or YamlRefusedError.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        events = YAML(typ="safe", pure=True, plug_ins=[]).parse(chunk + "\n")
        return _Reader(events, chunk, key, file, line).read()
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        offset = min(mark.line, chunk.count("\n")) if mark is not None else 0
        raise YamlSyntaxError(key, file, line + offset) from error
    except (ValueError, OverflowError, AssertionError, IndexError, AttributeError) as error:
        # ruamel.yaml lets these escape on a few malformed escapes and directives.
        raise YamlSyntaxError(key, file, line) from error


class _Reader:
    """Builds the nodes of one field from its events."""

    def __init__(self, events: Iterator[Any], chunk: str, key: str, file: str, line: int) -> None:
        self.events = events
        self.chunk = chunk
        self.key = key
        self.file = file
        self.line = line

    def read(self) -> Node:
        from ruamel.yaml import events

        expected = (events.StreamStartEvent, events.DocumentStartEvent, events.MappingStartEvent)
        for kind in expected:
            if not isinstance(next(self.events), kind):
                raise YamlSyntaxError(self.key, self.file, self.line)
        name = self._node(next(self.events), 1)
        node = self._node(next(self.events), 1)
        self._end()
        if not isinstance(name, Scalar) or name.text != self.key:
            raise YamlSyntaxError(self.key, self.file, self.line)
        return node

    def _end(self) -> None:
        """Raise YamlSyntaxError if the field goes on after its value."""
        from ruamel.yaml import events

        ends = (events.MappingEndEvent, events.DocumentEndEvent, events.StreamEndEvent)
        if not all(isinstance(next(self.events), end) for end in ends):
            raise YamlSyntaxError(self.key, self.file, self.line)

    def _node(self, event: Event, depth: int) -> Node:
        from ruamel.yaml import events

        line = self.line + event.start_mark.line
        self._refuse(event, depth, line)
        if isinstance(event, events.ScalarEvent):
            return Scalar(event.value, line, self._tail(event), plain=event.style is None)
        if isinstance(event, events.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(following := next(self.events), events.SequenceEndEvent):
                items.append(self._node(following, depth + 1))
            return Items(tuple(items), line)
        entries: list[tuple[Scalar, Node]] = []
        while not isinstance(following := next(self.events), events.MappingEndEvent):
            key = self._node(following, depth + 1)
            if not isinstance(key, Scalar):
                raise YamlSyntaxError(self.key, self.file, line)
            entries.append((key, self._node(next(self.events), depth + 1)))
        return Fields(tuple(entries), line)

    def _refuse(self, event: Event, depth: int, line: int) -> None:
        from ruamel.yaml import events

        hint = _('Put the value in quotes: %(key)s: "…"') % {"key": self.key}
        named = isinstance(event, events.AliasEvent | events.ScalarEvent)
        if named and depth == 1 and _is_marked(event):
            # "*innen zuerst" is no alias but no YAML at all: look whether the field ends here.
            self._end()
        if isinstance(event, events.AliasEvent) or _has_anchor(event):
            message = _('Anchors ("&") and aliases ("*") of YAML are not read here.')
            raise YamlRefusedError(Problem(message, self.file, line, hint))
        if _is_marked(event):
            message = _('Tags of YAML ("!") are not read here.')
            raise YamlRefusedError(Problem(message, self.file, line, hint))
        if depth > MAX_DEPTH:
            message = _('The value of "%(key)s" is nested deeper than four levels.')
            hint = _("Write a value, a list or simple fields.")
            raise YamlRefusedError(Problem(message % {"key": self.key}, self.file, line, hint))

    def _tail(self, event: Event) -> str:
        """Return the comment on the line where a scalar ends, with the space before it."""
        if getattr(event, "style", None) in ("|", ">"):
            return ""
        tail: str = self.chunk[event.end_mark.index :].partition("\n")[0]
        return tail.rstrip(" \t") if tail.lstrip(" \t").startswith("#") else ""


def _has_anchor(event: Event) -> bool:
    return getattr(event, "anchor", None) is not None


def _is_marked(event: Event) -> bool:
    """Tell whether *event* has an anchor (or is an alias of one) or a tag."""
    return _has_anchor(event) or getattr(event, "tag", None) is not None


def write_field(key: str, value: Value) -> list[str]:
    """Return the lines, without ends, that hold *value* under *key*."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True, plug_ins=[])
    yaml.width = 1 << 30
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump({key: _plain(value)}, stream)
    return stream.getvalue().rstrip("\n").split("\n")


def _plain(value: Value) -> object:
    """Return *value* in the types that the dumper knows, without the fields that are None."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, tuple):
        return [_plain(each) if isinstance(each, Mapping) else str(each) for each in value]
    return value if isinstance(value, bool | int) else str(value)
