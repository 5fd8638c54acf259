"""Values of WeasyPrint's PDF writer (pydyf) as pieces that can be numbered anew, and back."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pydyf

from antragstool.render.pages.laid_out import Piece

_REFERENCE = re.compile(rb"(\d+) 0 R")

Number = Callable[[int], int]


def piece_of(value: Any, number: Number) -> Piece:
    """Return a pydyf object as a piece; *number* gives the local number of a reference."""
    references: list[int] = []
    if not isinstance(value, pydyf.Stream):
        return Piece(_pattern(value, references, number), tuple(references))
    content = b"\n".join(plain(item) for item in value.stream)
    extra = dict(value.extra)
    if "Filter" not in extra:
        content, extra["Filter"] = zlib.compress(content, 6), "/FlateDecode"
    extra.pop("Length", None)
    extra.pop("Interpolate", None)  # PDF/A does not allow it
    pattern = _pattern(pydyf.Dictionary(extra), references, number)
    return Piece(pattern, tuple(references), content)


def reference(value: Any) -> int | None:
    """Return the object number that *value* refers to, None if it is no reference."""
    found = _REFERENCE.fullmatch(value) if isinstance(value, bytes) else None
    return int(found[1]) if found else None


def plain(value: Any) -> bytes:
    """Return what pydyf writes for *value*."""
    return value if isinstance(value, bytes) else bytes(pydyf.Array((value,)).data[1:-1])


def _pattern(value: Any, references: list[int], number: Number) -> str:
    if isinstance(value, dict):
        inner = (
            f"{_name(key)} {_pattern(each, references, number)}" for key, each in value.items()
        )
        return "<<" + "".join(inner) + ">>"
    if isinstance(value, (list, tuple)) and not isinstance(value, pydyf.String):
        return "[" + " ".join(_pattern(each, references, number) for each in value) + "]"
    refers = reference(value)
    if refers is not None:
        references.append(number(refers))
        return "%d 0 R"
    return plain(value).decode("latin-1").replace("%", "%%")


def _name(key: Any) -> str:
    return "/" + plain(key).decode("latin-1").replace("%", "%%")


def deflate_once(pdf: Any) -> None:
    """Deflate the streams of *pdf*; its writer would do it twice, to count and to write."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.extra.get("Type") == "/Metadata":
            each.compress = False  # whoever looks for it shall find it without inflating anything
        if isinstance(each, pydyf.Stream) and each.compress:
            content = b"\n".join(plain(item) for item in each.stream)
            each.extra = pydyf.Dictionary({**each.extra, "Filter": "/FlateDecode"})
            each.stream, each.compress = [zlib.compress(content, 6)], False


class Raw(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF whose bytes are known, or will be before it is written."""

    def __init__(self, written: bytes = b"", *, has_stream: bool = False) -> None:
        super().__init__()
        self.written = written
        self.has_stream = has_stream

    @classmethod
    def stream(cls, content: bytes, head: str = "") -> Raw:
        """Return a stream of *content*; *head* says in its dictionary how that is packed."""
        begin = f"<<{head}/Length {len(content)}>>\nstream\n".encode("latin-1")
        return cls(begin + content + b"\nendstream", has_stream=True)

    def fill(self, piece: Piece, number: Number) -> None:
        """Become *piece*; *number* gives an object number for a local one."""
        head = piece.pattern % tuple([number(each) for each in piece.references])
        if piece.stream is None:
            self.written = head.encode("latin-1")
        else:
            self.written = Raw.stream(piece.stream, head[2:-2]).written
            self.has_stream = True

    @property
    def data(self) -> bytes:
        """What is written."""
        return self.written

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream."""
        return not self.has_stream
