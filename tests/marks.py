"""Redlines as plain text, for tests that are read by people."""

from __future__ import annotations

from collections.abc import Iterable

from antragstool.diff.passages import Mark, Passage, Run


def marked(passages: Iterable[Passage]) -> str:
    """Return passages with their citation, kinds and marked lines."""
    out: list[str] = []
    for passage in passages:
        citation = passage.citation
        place = (
            f"after {citation.first}"
            if citation.after
            else f"lines {citation.first}-{citation.last}"
        )
        out.append(f"{place} {' '.join(kind.value for kind in passage.kinds)}")
        out += [f"{line.number or '+'}: " + "".join(map(_run, line.runs)) for line in passage.lines]
    return "\n".join(out)


def _run(run: Run) -> str:
    if run.mark is Mark.DELETED:
        return f"[-{run.text}-]"
    return f"{{+{run.text}+}}" if run.mark is Mark.INSERTED else run.text
