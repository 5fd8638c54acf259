"""The patch file: a mail header, the record of the exact edits, and the diff.

Written as ``git format-patch`` writes it, in UTF-8, so that people can read it, a forge
colours it, and ``git apply`` and ``git am`` take it. The trailers hold what a diff cannot:
the base, the hash of the resulting text, and each edit with its position in the flat text of
the base, the old and the new words, and the words around them. A later version of the program
marks exactly the same words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit, EditMismatchError, apply_edits, check_fit
from antragstool.patch.edit_lines import (
    Earlier,
    EditLine,
    earlier_json,
    edit_json,
    read_earlier,
    read_edit,
)

_MAGIC_DATE = "Mon Sep 17 00:00:00 2001"
_SIGNATURE = "-- \nantragstool\n"
_TRAILER = re.compile(r"([A-Z][A-Za-z-]*): (.*)")
_SINGLE = ("Amendment", "Resolution", "Base", "Result")
_OPTIONAL = ("Before",)


@dataclass(frozen=True, slots=True)
class PatchRecord:
    """One tracked patch.

    *sender* and *address* make the From line, *date* is an RFC 5322 date, *subject* the
    amendment's subject. *base* is the object id of the resolution's file; *result* the SHA-256
    of the flat text that the edits make, in UTF-8. *diff* begins with "diff --git".

    *earlier* are the bases it was carried over from, the one it was written for first. *numbers*
    are the edits' numbers as parts of the amendment where some are left out, else empty. In the
    patch of what was put into the text, *before* is the SHA-256 of the text before, and *owners*
    says for each edit whose it is, where several amendments say the same; else it is empty.
    """

    amendment: str
    resolution: str
    base: str
    result: str
    edits: tuple[Edit, ...]
    diff: str
    sender: str
    address: str
    date: str
    subject: str
    earlier: tuple[Earlier, ...] = ()
    numbers: tuple[int, ...] = ()
    before: str = ""
    owners: tuple[tuple[str, ...], ...] = ()

    @property
    def parts(self) -> tuple[int, ...]:
        """The number of each edit as a part of the amendment, from 1."""
        return self.numbers or tuple(range(1, len(self.edits) + 1))

    @property
    def written_for(self) -> Earlier:
        """The base that the amendment was written for, and its edits there."""
        return self.earlier[0] if self.earlier else Earlier(self.base, self.edits)


def result_hash(flat: str) -> str:
    """Return the hash by which a patch names the text that it makes."""
    return hashlib.sha256(flat.encode()).hexdigest()


def write_patch(record: PatchRecord, flat: str) -> str:
    """Return the patch file for *record*; *flat* is the flat text of its base."""
    base = record.base if len(record.base) == 40 else record.base[:40]
    title = f"{record.amendment}: {record.subject}" if record.subject else record.amendment
    header = (
        f"From {base} {_MAGIC_DATE}\n"
        f"From: {_name(record.sender)} <{record.address}>\n"
        f"Date: {record.date}\n"
        f"Subject: [PATCH] {_one_line(title)}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n\n"
        f"Amendment: {record.amendment}\n"
        f"Resolution: {record.resolution}\n"
        f"Base: {record.base}\n"
        f"Result: sha256:{record.result}\n"
    )
    if record.before:
        header += f"Before: sha256:{record.before}\n"
    earlier = "".join(f"Earlier: {earlier_json(each)}\n" for each in record.earlier)
    edits = "".join(f"Edit: {edit_json(line, flat)}\n" for line in _lines(record))
    return f"{header}{earlier}{edits}---\n\n{record.diff}{_SIGNATURE}"


def _lines(record: PatchRecord) -> Iterator[EditLine]:
    for index, edit in enumerate(record.edits):
        number = record.numbers[index] if record.numbers else 0
        yield EditLine(edit, number, record.owners[index] if record.owners else ())


def read_patch(source: str, file: str) -> PatchRecord:
    """Read a patch file that :func:`write_patch` wrote.

    Raises InputError with the line of what is missing or broken.
    """
    head, separator, rest = source.partition("\n---\n")
    diff = rest.lstrip("\n")
    if not separator or not diff.startswith("diff --git ") or not diff.endswith(_SIGNATURE):
        raise InputError(
            Problem(
                _("This is no tracked patch of antragstool."),
                file,
                hint=_("Restore the file from git; it is written by antragstool submit."),
            )
        )
    mail, _blank, body = head.partition("\n\n")
    headers = dict(_TRAILER.findall(mail))
    read = _trailers(body, mail.count("\n") + 3, file)
    values, edits = read.values, read.edits
    sender, _angle, address = headers.get("From", "").rpartition(" <")
    subject = headers.get("Subject", "").removeprefix("[PATCH] ")
    return PatchRecord(
        amendment=values["Amendment"],
        resolution=values["Resolution"],
        base=values["Base"],
        result=values["Result"].removeprefix("sha256:"),
        edits=tuple(line.edit for line in edits),
        diff=diff.removesuffix(_SIGNATURE),
        sender=sender,
        address=address.rstrip(">"),
        date=headers.get("Date", ""),
        subject=subject.removeprefix(values["Amendment"]).removeprefix(": "),
        earlier=tuple(read.earlier),
        numbers=tuple(line.number for line in edits if line.number),
        before=values.get("Before", "").removeprefix("sha256:"),
        owners=tuple(line.owners for line in edits) if any(line.owners for line in edits) else (),
    )


@dataclass(slots=True)
class _Trailers:
    """What the lines between a patch's mail header and its diff say."""

    values: dict[str, str] = field(default_factory=dict)
    edits: list[EditLine] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)


def _trailers(body: str, first_line: int, file: str) -> _Trailers:
    """Read the trailers of a patch; raises InputError for a line that is none, and for what is missing."""
    read = _Trailers()
    for number, line in enumerate(body.split("\n"), first_line):
        match = _TRAILER.fullmatch(line)
        key = match[1] if match else ""
        if match and key == "Edit":
            read.edits.append(read_edit(match[2], file, number))
        elif match and key == "Earlier":
            read.earlier.append(read_earlier(match[2], file, number))
        elif match and key in (*_SINGLE, *_OPTIONAL) and key not in read.values:
            read.values[key] = match[2]
        else:
            message = _("This line does not belong in a tracked patch.")
            raise InputError(Problem(message, file, number))
    missing = [name for name in _SINGLE if name not in read.values]
    if missing or not read.edits:
        names = ", ".join(missing or ["Edit"])
        message = _("The tracked patch lacks: %(names)s.") % {"names": names}
        raise InputError(Problem(message, file, first_line))
    return read


def verify(record: PatchRecord, flat: str, file: str) -> str:
    """Return the text that the recorded edits make of *flat*, the flat text of the base.

    Raises InputError if the old words of an edit do not stand there, or if the result is not
    the recorded one.
    """
    demand_fit(record, flat, file)
    result = apply_edits(flat, record.edits)
    if result_hash(result) != record.result:
        raise InputError(
            Problem(
                _("The recorded edits do not make the recorded text."),
                file,
                hint=_("The patch was changed by hand; restore it from git."),
            )
        )
    return result


def demand_fit(record: PatchRecord, flat: str, file: str) -> None:
    """Raise InputError unless the old words of each edit stand where it says, in order and apart."""
    try:
        check_fit(flat, record.edits)
    except EditMismatchError as error:
        raise InputError(
            Problem(
                _('The recorded edit does not fit its base: "%(old)s" is not at place %(start)d.')
                % {"old": shortened(error.edit.old), "start": error.edit.start},
                file,
                hint=_("The patch or the base was changed; restore them from git."),
            )
        ) from error


def shortened(words: str, length: int = 60) -> str:
    """Return *words* on one line, with "…" in the middle if they are longer than *length*."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    half = length // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _one_line(text: str) -> str:
    # "=?" would begin an encoded word, which git decodes to something else.
    return " ".join(text.replace("<", "").replace(">", "").replace("=?", "= ?").split())


def _name(sender: str) -> str:
    """Return a sender as git can tell it from the address behind it: an "@" would begin another one."""
    return _one_line(sender.replace("@", " at "))
