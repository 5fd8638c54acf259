"""A patch that somebody handed in: what ``git diff`` or ``git format-patch`` made on a fork.

It is stored as it came, inside a fence in the amendment's body, so that it can be read
again; the message of a mail becomes the reasons.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass

from antragstool.store.schema import SubmissionHeader

_START = re.compile(r"(?:From [0-9a-f]{40}|diff --git |--- a/|Index: )")
_FENCE = re.compile(
    r"^(?P<fence>`{3,})diff\n(?P<patch>.*?)^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE
)
_PATH = re.compile(r"^\+\+\+ b/(?P<path>[^\t\n]+)", re.MULTILINE)
_SUBJECT_TAG = re.compile(r"^\[PATCH[^\]]*\]\s*")


@dataclass(frozen=True, slots=True)
class PatchInBody:
    """A patch, and the path of the file that it names ("" if it names none)."""

    text: str
    path: str


def looks_like_patch(source: str) -> bool:
    """Tell whether a file is a patch as git writes it."""
    return bool(_START.match(source.lstrip("\n")))


def patch_in(body: str) -> PatchInBody | None:
    """Return the patch in an amendment's body: the body itself, or what stands in its fence."""
    stripped = body.lstrip("\n")
    if looks_like_patch(stripped):
        text = stripped
    else:
        match = _FENCE.search(body)
        if match is None:
            return None
        text = match["patch"]
    path = _PATH.search(text)
    return PatchInBody(text, path["path"] if path else "")


def handed_patch(source: str) -> tuple[SubmissionHeader, str]:
    """Return what the mail header of a patch says, with a body that keeps the patch; and the body."""
    sender = subject = message = ""
    if source.lstrip("\n").startswith("From "):
        _envelope, _newline, mail = source.lstrip("\n").partition("\n")
        parsed = email.message_from_string(mail, policy=email.policy.default)
        sender = _name(str(parsed.get("From", "")))
        subject = _SUBJECT_TAG.sub("", " ".join(str(parsed.get("Subject", "")).split()))
        message = mail.partition("\n\n")[2].partition("\n---\n")[0].strip()
    longest = max((len(run) for run in re.findall(r"`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if source.endswith("\n") else "\n"
    body = f"{fence}diff\n{source}{end}{fence}\n"
    if message:
        body += f"\n# Begründung\n\n{message}\n"
    return SubmissionHeader(body=body, submitter=sender, subject=subject), body


def _name(sender: str) -> str:
    return " ".join(sender.partition("<")[0].replace('"', "").split())
