"""Who put which words into a text, for reading: the text with its lines, and a legend.

A line of one source has it on the left; where a line has several, each stands in brackets before
its words: "[A1-Ä3: 300]". A split or joined paragraph shows as "¶" or "␣" in brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from antragstool.actions.blaming import Blamed, Gone, Passage
from antragstool.actions.tracing import Cause, Manner
from antragstool.diff.passages import Citation
from antragstool.i18n import _, ngettext
from antragstool.model.documents import Amendment
from antragstool.text.lines import Line, line_at
from antragstool.text.safety import visible
from antragstool.workflow.labels import citation_text, date_text, result_text

_LONGEST = 16
_NARROWEST = 30
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Look:
    """How to write: with colour or not, and in how many columns; 0 for as many as it takes."""

    colour: bool
    width: int

    def marked(self, text: str) -> str:
        """Return words that are somebody's, as they stand out."""
        return click.style(text, fg="green") if self.colour else text

    def head(self, text: str) -> str:
        """Return a heading."""
        return click.style(text, bold=True) if self.colour else text


_Piece = tuple[str, str]


def lines(found: Blamed, look: Look) -> str:
    """Return the text by its official lines."""
    pieces = list(_pieces(found))
    labels = [_one_label(each) for each in pieces]
    number_width = len(str(found.lines[-1].number)) if found.lines else 0
    label_width = max(map(len, labels), default=0)
    gutter = number_width + 2 + (label_width + 2 if label_width else 0)
    width = max(_NARROWEST, look.width - gutter) if look.width else 0
    out: list[str] = []
    for index, line in enumerate(found.lines):
        if index and line.block != found.lines[index - 1].block:
            out.append("")
        label = labels[index]
        marked = look.marked(label) if label else ""
        marked += " " * (label_width - len(label) + 2) if label_width else ""
        body = _body(pieces[index], bool(label), line)
        wrapped = _wrapped(body, width, look)
        out.append(f"{line.number:>{number_width}}  {marked}{wrapped[0]}".rstrip())
        out += (" " * gutter + rest for rest in wrapped[1:])
    return "\n".join(out)


def words(found: Blamed, look: Look) -> str:
    """Return the text word by word: line, source, word."""
    rows = [(word.line, _key(word.cause), visible(word.text)) for word in found.words()]
    wide = max((len(key) for _line, key, _word in rows), default=0)
    number = len(str(found.lines[-1].number)) if found.lines else 0
    return "\n".join(
        f"{line:>{number}}  {look.marked(f'{key:<{wide}}')}  {word}" for line, key, word in rows
    )


def legend(found: Blamed, look: Look, first: int) -> str:
    """Return what each source is, and the deleted words; *first* is the number of the text's first line."""
    parts = ["\n".join(_sources(found, look))]
    if found.removed:
        rows = [look.head(_("Deleted words"))]
        for each in found.removed:
            place = citation_text(_place(found, each), first)
            text = " ¶ ".join(visible(each.text).strip().split("\n"))
            words = _('"%(words)s"') % {"words": text}
            rows.append(f"  {place}: {words} ({_key(each.cause)})")
        parts.append("\n".join(rows))
    return "\n\n".join(part for part in parts if part)


def _place(found: Blamed, gone: Gone) -> Citation:
    """Return the line in which deleted words stood, or the line after which they stood."""
    line = line_at(found.lines, gone.position) if found.lines else None
    if line is not None and line.start < gone.position < line.end:
        return Citation(line.number, line.number)
    return Citation(gone.after_line, 0, after=True)


def _pieces(found: Blamed) -> Iterator[list[_Piece]]:
    """Yield for each line its pieces of text, each with its label ("" for the original's)."""
    index = 0
    passages = found.passages
    for line in found.lines:
        start = _start(found, line)
        while index < len(passages) and passages[index].end <= start:
            index += 1
        pieces: list[_Piece] = []
        at = index
        while at < len(passages) and passages[at].start < line.end:
            passage = passages[at]
            low = max(passage.start, start) - passage.start
            high = min(passage.end, line.end) - passage.start
            label = _label(passage)
            pieces += _signs(passage.text[low:high], label, alone=not passage.text.strip())
            at += 1
        yield pieces


def _start(found: Blamed, line: Line) -> int:
    """Return where a line begins; the first one of a block with its prefix and the line end before it."""
    if line.start != found.text.content_start(line.block):
        return line.start
    return max(0, found.text.starts[line.block] - 1)


def _signs(text: str, label: str, *, alone: bool) -> Iterator[_Piece]:
    """Yield a piece of a line; a line end or a blank that is *alone* somebody's shows as a sign."""
    bare = text.lstrip("\n")
    if label and alone:
        yield "¶" if "\n" in text else "␣", label
    elif bare:
        yield bare, label if bare.strip() else ""


def _one_label(pieces: Sequence[_Piece]) -> str:
    """Return the label that all words of a line have; "" where they have none, or several."""
    labels = {label for text, label in pieces if text.strip()}
    label = labels.pop() if len(labels) == 1 else ""
    return label if len(label) <= _LONGEST else ""


def _body(pieces: Sequence[_Piece], whole: bool, line: Line) -> list[tuple[str, bool]]:
    """Return the words of a line, and whether they stand out; in brackets if the line is not one *whole*."""
    out: list[tuple[str, bool]] = []
    for raw, label in pieces:
        text = visible(raw)
        if not label or whole:
            out.append((text, bool(label)))
            continue
        bare = text.strip(" ")
        before, _words, after = text.partition(bare)
        out += [(before, False), (f"[{label}: {bare}]", True), (after, False)]
    return [*out, ("-", False)] if line.cut else out


def _wrapped(body: Iterable[tuple[str, bool]], width: int, look: Look) -> list[str]:
    """Wrap words at *width* columns (0: never), between words."""
    rows, used = [""], 0
    for text, marked in body:
        for word in _split(text):
            if width and used and used + len(word.rstrip(" ")) > width:
                rows[-1] = rows[-1].rstrip(" ")
                rows.append("")
                used = 0
            rows[-1] += look.marked(word) if marked else word
            used += len(word)
    return [row.rstrip(" ") for row in rows]


def _split(text: str) -> Iterator[str]:
    """Yield words, each with the blanks behind it."""
    start = 0
    for index in range(1, len(text)):
        if text[index - 1] == " " and text[index] != " ":
            yield text[start:index]
            start = index
    if start < len(text):
        yield text[start:]


def _key(cause: Cause | None) -> str:
    if cause is None:
        return ""
    if cause.amendments:
        return ", ".join(map(visible, cause.amendments))
    return cause.commit.id[:_SHORT] if cause.commit else _("not committed")


def _label(passage: Passage) -> str:
    own = _key(passage.cause)
    if passage.mover is None:
        return own
    moved = _("moved: %(id)s") % {"id": _key(passage.mover)}
    return f"{own}, {moved}" if own else moved


def _sources(found: Blamed, look: Look) -> Iterator[str]:
    named: set[str] = set()
    for cause in found.causes():
        for name in cause.amendments:
            if name not in named:
                named.add(name)
                yield from _amendment(found.amendments.get(name), name, cause, look)
        if not cause.amendments:
            commit = cause.commit
            subject = f" · {visible(commit.subject)}" if commit else ""
            yield look.head(_key(cause) + subject)
            yield f"  {_changed_by(cause)}"


def _amendment(amendment: Amendment | None, name: str, cause: Cause, look: Look) -> Iterator[str]:
    subject = f" · {amendment.subject}" if amendment and amendment.subject else ""
    yield look.head(visible(name + subject))
    if amendment is not None:
        yield "  " + visible(_("from %(submitter)s") % {"submitter": amendment.submitter})
        if amendment.outcome is not None:
            yield "  " + visible(result_text(amendment.outcome, amendment.vote))
        for part in amendment.parts:
            numbers = ", ".join(map(str, part.numbers))
            result = visible(result_text(part.outcome, part.vote))
            words = ngettext(
                "part %(parts)s: %(result)s", "parts %(parts)s: %(result)s", len(part.numbers)
            )
            yield "  " + words % {"parts": numbers, "result": result}
    if cause.commit is not None:
        values = {"date": _day(cause), "commit": cause.commit.id[:_SHORT]}
        yield "  " + _("put into the text on %(date)s (%(commit)s)") % values


def _changed_by(cause: Cause) -> str:
    if cause.commit is None:
        return _("changed in the folder, not committed yet")
    values = {"author": visible(cause.commit.author), "date": _day(cause)}
    if cause.manner is Manner.EDIT:
        return _("editorial change by %(author)s on %(date)s") % values
    return _("edited freely by %(author)s on %(date)s") % values


def _day(cause: Cause) -> str:
    return date_text(cause.commit.date.date().isoformat()) if cause.commit else ""
