"""A patch that somebody handed in: what ``git diff`` or ``git format-patch`` made on a fork.

It is stored as it came, inside a fence in the amendment's body, so that it can be read
again; the message of a mail becomes the reasons.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass

from antragstool.store.submission import SubmissionHeader
from antragstool.text.markdown import read_markdown

_START = re.compile(r"(?:From [0-9a-f]{40}|diff --git |--- a/|Index: )")
_FENCE = re.compile(
    r"^(?P<fence>`{3,})diff\n(?P<patch>.*?)^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE
)
_PATH = re.compile(r"^\+\+\+ b/(?P<path>[^\t\n]+)", re.MULTILINE)
_INDEX = re.compile(r"^index (?P<base>[0-9a-f]{4,64})\.\.", re.MULTILINE)
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_SUBJECT_TAG = re.compile(r"^\[PATCH[^\]]*\]\s*")


@dataclass(frozen=True, slots=True)
class PatchInBody:
    """A patch, and the paths of the files that it names.

    *base* is the object id, perhaps shortened, of the version that it was made for ("" if it does
    not say it). *alone* says that nothing but the reasons stands beside it.
    """

    text: str
    paths: tuple[str, ...]
    base: str
    alone: bool


def looks_like_patch(source: str) -> bool:
    """Tell whether a file is a patch as git writes it."""
    return bool(_START.match(source.lstrip("\n")))


def patch_in(body: str) -> PatchInBody | None:
    """Return the patch in an amendment's body: the body itself, or what stands in its fence."""
    stripped = body.lstrip("\n")
    rest = ""
    if looks_like_patch(stripped):
        text = stripped
    else:
        match = _FENCE.search(body)
        if match is None:
            return None
        text = match["patch"]
        rest = body[: match.start()] + body[match.end() :]
    index = _INDEX.findall(text)
    alone = not read_markdown(rest).text.blocks and not _words_behind(text)
    return PatchInBody(text, tuple(_PATH.findall(text)), index[0] if index else "", alone)


def _words_behind(patch: str) -> bool:
    """Tell whether lines that are no part of a patch follow its last hunk; git would pass over them."""
    left_old = left_new = 0
    in_hunks = False
    for line in patch.split("\n"):
        hunk = _HUNK.match(line)
        if left_old > 0 or left_new > 0:
            left_old -= line[:1] in {" ", "-", ""}
            left_new -= line[:1] in {" ", "+", ""}
        elif hunk:
            in_hunks = True
            left_old, left_new = int(hunk[1] or 1), int(hunk[2] or 1)
        elif line == "-- ":
            return False  # the signature of a mail
        elif in_hunks and line.startswith("diff --git "):
            in_hunks = False
        elif in_hunks and line.strip() and not line.startswith("\\"):
            return True
    return False


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
