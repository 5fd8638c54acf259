"""The patch file: a mail header, the record of the exact edits, and the diff.

Written as ``git format-patch`` writes it, in UTF-8, so that people can read it, a forge
colours it, and ``git apply`` and ``git am`` take it. The trailers hold what a diff cannot:
the base, the hash of the resulting text, and each edit with its position in the flat text of
the base, the old and the new words, and the words around them. A later version of the program
marks exactly the same words.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit, EditMismatchError, apply_edits

CONTEXT = 24
_MAGIC_DATE = "Mon Sep 17 00:00:00 2001"
_SIGNATURE = "-- \nantragstool\n"
_TRAILER = re.compile(r"([A-Z][A-Za-z-]*): (.*)")
_SINGLE = ("Amendment", "Resolution", "Base", "Result")


@dataclass(frozen=True, slots=True)
class PatchRecord:
    """One tracked patch.

    *sender* and *address* make the From line, *date* is an RFC 5322 date, *subject* the
    amendment's subject. *base* is the object id of the resolution's file; *result* the SHA-256
    of the flat text that the edits make, in UTF-8. *diff* begins with "diff --git".
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
    edits = "".join(f"Edit: {_edit_json(edit, flat)}\n" for edit in record.edits)
    return f"{header}{edits}---\n\n{record.diff}{_SIGNATURE}"


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
    trailers: dict[str, str] = {}
    edits: list[Edit] = []
    first_line = mail.count("\n") + 3
    for number, line in enumerate(body.split("\n"), first_line):
        match = _TRAILER.fullmatch(line)
        if match and match[1] == "Edit":
            edits.append(_edit(match[2], file, number))
        elif match and match[1] in _SINGLE and match[1] not in trailers:
            trailers[match[1]] = match[2]
        else:
            raise InputError(
                Problem(_("This line does not belong in a tracked patch."), file, number)
            )
    missing = [name for name in _SINGLE if name not in trailers]
    if missing or not edits:
        names = ", ".join(missing or ["Edit"])
        raise InputError(
            Problem(_("The tracked patch lacks: %(names)s.") % {"names": names}, file, first_line)
        )
    sender, _angle, address = headers.get("From", "").rpartition(" <")
    subject = headers.get("Subject", "").removeprefix("[PATCH] ")
    return PatchRecord(
        amendment=trailers["Amendment"],
        resolution=trailers["Resolution"],
        base=trailers["Base"],
        result=trailers["Result"].removeprefix("sha256:"),
        edits=tuple(edits),
        diff=diff.removesuffix(_SIGNATURE),
        sender=sender,
        address=address.rstrip(">"),
        date=headers.get("Date", ""),
        subject=subject.removeprefix(trailers["Amendment"]).removeprefix(": "),
    )


def verify(record: PatchRecord, flat: str, file: str) -> str:
    """Return the text that the recorded edits make of *flat*, the flat text of the base.

    Raises InputError if the old words of an edit do not stand there, or if the result is not
    the recorded one.
    """
    try:
        result = apply_edits(flat, record.edits)
    except EditMismatchError as error:
        raise InputError(
            Problem(
                _('The recorded edit does not fit its base: "%(old)s" is not at place %(start)d.')
                % {"old": shortened(error.edit.old), "start": error.edit.start},
                file,
                hint=_("The patch or the base was changed; restore them from git."),
            )
        ) from error
    if result_hash(result) != record.result:
        raise InputError(
            Problem(
                _("The recorded edits do not make the recorded text."),
                file,
                hint=_("The patch was changed by hand; restore it from git."),
            )
        )
    return result


def shortened(words: str, length: int = 60) -> str:
    """Return *words* on one line, with "…" in the middle if they are longer than *length*."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    half = length // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _edit_json(edit: Edit, flat: str) -> str:
    record = {
        "at": edit.start,
        "old": edit.old,
        "new": edit.new,
        "before": flat[max(0, edit.start - CONTEXT) : edit.start],
        "after": flat[edit.end : edit.end + CONTEXT],
    }
    return json.dumps(record, ensure_ascii=False)


def _edit(source: str, file: str, line: int) -> Edit:
    try:
        data = json.loads(source)
        start, old, new = data["at"], data["old"], data["new"]
        if not (type(start) is int and isinstance(old, str) and isinstance(new, str)):
            raise TypeError
        return Edit(start, old, new)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            Problem(
                _("The record of this edit cannot be read."),
                file,
                line,
                _("Restore the file from git; it is written by antragstool submit."),
            )
        ) from error


def _one_line(text: str) -> str:
    # "=?" would begin an encoded word, which git decodes to something else.
    return " ".join(text.replace("<", "").replace(">", "").replace("=?", "= ?").split())


def _name(sender: str) -> str:
    """Return a sender as git can tell it from the address behind it: an "@" would begin another one."""
    return _one_line(sender.replace("@", " at "))
