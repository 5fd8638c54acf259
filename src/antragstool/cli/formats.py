"""The JSON that other programs rely on; documented in docs/formats.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from antragstool.actions.results_json import result_as_json
from antragstool.diff.kinds import cite, kinds_of
from antragstool.errors import Problem
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.model.edit import Edit
from antragstool.text.blocks import Text, to_markdown
from antragstool.text.lines import Line

VERSION = 1


def as_json(data: Mapping[str, Any]) -> str:
    """Return *data* as one JSON object that carries the version of the format."""
    return json.dumps({"version": VERSION, **data}, ensure_ascii=False, indent=2)


def edits_as_json(
    text: Text, edits: Sequence[Edit], lines: Sequence[Line], concerns: Concern = Concern.TEXT
) -> list[dict[str, Any]]:
    """Return edits with the lines that they concern; old and new are Markdown.

    The title and the reasons have no lines.
    """
    out: list[dict[str, Any]] = []
    for number, (edit, kind) in enumerate(zip(edits, kinds_of(text, edits), strict=True), 1):
        citation = cite(text, edit, lines)
        entry: dict[str, Any] = {
            "number": number,
            "kind": kind.value,
            "lines": [citation.first, citation.first if citation.after else citation.last],
            "old": _markdown(edit.old),
            "new": _markdown(edit.new),
            "position": edit.start,
        }
        if concerns is not Concern.TEXT:
            entry |= {"lines": [], "concerns": concerns.value}
        elif citation.after:
            entry["after"] = True
        out.append(entry)
    return out


def _markdown(flat: str) -> str:
    """Return a piece of the flat text as Markdown; blocks are parted by a blank line."""
    if "\n" not in flat:
        return flat
    return to_markdown(Text.from_flat(flat).blocks) or "\n\n"


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem: file, line (or null), message, hint."""
    return {
        "file": problem.file,
        "line": problem.line,
        "message": problem.message,
        "hint": problem.hint,
    }


def parts_as_json(item: Resolution | Amendment, still_open: Sequence[int]) -> dict[str, Any]:
    """Return how the parts of an amendment stand."""
    parts = item.parts if isinstance(item, Amendment) else ()
    return {"parts": [result_as_json(part) for part in parts], "open_parts": list(still_open)}
