"""Frozen dataclasses as JSON and back, derived from their fields.

What comes back is what the strict reader could have made, as far as types tell: words of
an enumeration, whole numbers from 0 on, texts that are one line in NFC without hidden
characters. Anything else gives None. Fields that have their default are not written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from antragstool.store.cache import Json
from antragstool.text.safety import unsafe_characters

_Item = TypeVar("_Item")
_Read = Callable[[Any], Any]
_Shape = tuple[dict[str, _Read], dict[str, Any]]
_SHAPES: dict[type[Any], _Shape] = {}
_MAX_NUMBER = 999_999_999


class Codec(Generic[_Item]):
    """Turns a dataclass into JSON and back; fields in *given* are not part of it.

    Raises TypeError for a dataclass with a field of a type that is not known here.
    """

    def __init__(self, kind: type[_Item], given: frozenset[str] = frozenset()) -> None:
        self._kind = kind
        readers, self._defaults = _shape(kind)
        self._readers = {name: read for name, read in readers.items() if name not in given}

    def write(self, item: _Item) -> Json:
        """Return *item* as JSON, without what is given and what is as by default."""
        return _written(item, self._readers, self._defaults)

    def read(self, stored: object, given: Mapping[str, object]) -> _Item | None:
        """Return the item that was written, with the values *given*; None if it is none."""
        try:
            values = _values(stored, self._readers)
            return self._kind(**values, **given)
        except (TypeError, ValueError):
            return None


def _values(stored: Any, readers: Mapping[str, _Read]) -> dict[str, Any]:
    if not isinstance(stored, dict):
        raise TypeError(stored)
    try:
        return {name: readers[name](value) for name, value in stored.items()}
    except KeyError as error:
        raise ValueError(stored) from error


def _written(item: object, names: Mapping[str, _Read], defaults: Mapping[str, Any]) -> Json:
    found = {name: getattr(item, name) for name in names}
    return {
        name: _json(value)
        for name, value in found.items()
        if name not in defaults or value != defaults[name]
    }


def _json(value: Any) -> Json:
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _written(value, *_shape(type(value)))
    return value.value if isinstance(value, StrEnum) else value


def _shape(kind: type[Any]) -> _Shape:
    """Return how to read each field of the dataclass *kind*, and the defaults."""
    if kind not in _SHAPES:
        hints = get_type_hints(kind)
        readers = {field.name: _reader(hints[field.name]) for field in fields(kind) if field.init}
        defaults = {f.name: f.default for f in fields(kind) if f.default is not MISSING}
        _SHAPES[kind] = readers, defaults
    return _SHAPES[kind]


def _reader(hint: Any) -> _Read:
    """Return the function that checks and makes a value of the type *hint*; or TypeError."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union) and len(arguments) == 2 and NoneType in arguments:
        inner = _reader(next(each for each in arguments if each is not NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _tuple_of(_reader(arguments[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        readers, _default = _shape(hint)
        return lambda value: hint(**_values(value, readers))
    raise TypeError(hint)


def _tuple_of(inner: _Read) -> _Read:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(value)
        return tuple(inner(each) for each in value)

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if not (value.isascii() and value.isprintable()):
        hidden = next(unsafe_characters(value), None)
        if hidden or any(c in value for c in "\n\r\t"):
            raise ValueError(value)
        if not unicodedata.is_normalized("NFC", value):
            raise ValueError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    if not 0 <= value <= _MAX_NUMBER:
        raise ValueError(value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_SIMPLE: dict[Any, _Read] = {str: _text, int: _number, bool: _flag}
