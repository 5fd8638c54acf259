"""A patch, run by git itself against one version of one file, and to the letter.

git works on an index and an object folder of its own, made for this once: work tree, index
and object store see nothing of a patch, least of all of a bad one. What git would forgive
(a hunk that fits a few lines away) is refused, as is whatever changes more than the words
of the one file.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.store.files import MAX_BYTES
from antragstool.store.git.plumbing import Plumbing, Result
from antragstool.store.git.trees import FILE
from antragstool.store.git.values import one_line

_STRICT = ("--cached", "--verbose", "--whitespace=nowarn", "--numstat", "--summary", "-z")
_COUNTS = re.compile(rb"(?P<added>\d+|-)\t(?:\d+|-)\t(?P<path>[^\0]*)\0")
_FAILED = re.compile(r"error: patch failed: .*:(?P<line>\d+)$", re.MULTILINE)
_OFFSET = re.compile(r"^Hunk #(?P<hunk>\d+) succeeded at .*\boffset\b", re.MULTILINE)
_CORRUPT = re.compile(r"(?:corrupt patch at line|at line|on line) (?P<line>\d+)")
_HUNK = re.compile(rb"^@@ -(?P<line>\d+)[^\n]*@@", re.MULTILINE)


def apply_patch(
    plumbing: Plumbing, path: str, base: str | bytes, patch: bytes, source: str
) -> bytes:
    """Return the version *base* of *path* after *patch*, as :meth:`Repository.apply_patch` says."""
    if len(patch) > MAX_BYTES:
        raise InputError(Problem(_("The patch is larger than any text it could change."), source))
    with tempfile.TemporaryDirectory(prefix="antragstool-") as folder:
        (Path(folder) / "objects").mkdir()
        environment = {
            "GIT_INDEX_FILE": str(Path(folder) / "index"),
            "GIT_OBJECT_DIRECTORY": str(Path(folder) / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(str(plumbing.objects)),
        }
        if isinstance(base, bytes):
            written = plumbing.demand(
                "hash-object", "-w", "--no-filters", "--stdin", data=base, env=environment
            )
            base = written.out.decode().strip()
        entry = f"{FILE} {base}\t{path}\0".encode()
        plumbing.demand("update-index", "-z", "--index-info", data=entry, env=environment)
        result = plumbing.run("apply", "--apply", *_STRICT, "-", data=patch, env=environment)
        if result.status:
            counts = plumbing.run(
                "apply", "--numstat", "--summary", "-z", "-", data=patch, env=environment
            )
            if counts.status == 0:
                _refuse_other_changes(counts, path, source)
            raise InputError(_refusal(result, path, patch, source))
        _refuse_other_changes(result, path, source)
        offset = _OFFSET.search(result.err)
        if offset:
            raise InputError(_shifted(int(offset["hunk"]), patch, source))
        return plumbing.demand("cat-file", "blob", f":0:{path}", env=environment).out


def _refuse_other_changes(result: Result, path: str, source: str) -> None:
    """Raise InputError unless the patch changes the words of *path* and nothing else."""
    out = result.out
    files = []
    while counts := _COUNTS.match(out):
        files.append((counts["path"].decode("utf-8", "replace"), counts["added"] == b"-"))
        out = out[counts.end() :]
    others = [name for name, _binary in files if name != path]
    hint = _("Hand in a patch that changes this one file only: git diff -- %(path)s") % {
        "path": path
    }
    if others:
        message = _("The patch changes another file too: %(path)s.") % {
            "path": one_line(others[0])[:200]
        }
    elif len(files) != 1:
        message = _("The patch holds more than one patch for the file.")
    elif files[0][1]:
        message = _("The patch is binary.")
    elif out.strip():
        message = _("The patch creates, deletes, renames the file or changes its mode.")
    else:
        return
    raise InputError(Problem(message, source, hint=hint))


def _refusal(result: Result, path: str, patch: bytes, source: str) -> Problem:
    """Say why git did not apply the patch."""
    failed = _FAILED.search(result.err)
    if failed:
        message = _(
            "The patch does not fit: the words it expects at line %(line)d of %(path)s "
            "do not stand there in the version it is for."
        ) % {"line": int(failed["line"]), "path": path}
        hint = _("Make the patch again, from the version of the text that is in the repository.")
        return Problem(message, source, _line_of_hunk(patch, int(failed["line"])), hint)
    corrupt = _CORRUPT.search(result.err)
    if corrupt or "No valid patches" in result.err or "patch fragment without header" in result.err:
        return Problem(
            _("This is no patch that git understands."),
            source,
            int(corrupt["line"]) if corrupt else None,
            _("Hand in what git diff or git format-patch wrote, without changing it."),
        )
    reason = next((x for x in result.err.splitlines() if x.startswith("error: ")), "error: ?")
    return Problem(
        _("git does not apply the patch: %(reason)s.")
        % {"reason": one_line(reason.removeprefix("error: "))[:200]},
        source,
        hint=_("Hand in a patch that changes this one file only: git diff -- %(path)s")
        % {"path": path},
    )


def _shifted(hunk: int, patch: bytes, source: str) -> Problem:
    starts = [found.start() for found in _HUNK.finditer(patch)]
    line = patch.count(b"\n", 0, starts[hunk - 1]) + 1 if hunk <= len(starts) else None
    return Problem(
        _("Part %(number)d of the patch fits only at other lines than it names.")
        % {"number": hunk},
        source,
        line,
        _("Make the patch again, from the version of the text that is in the repository."),
    )


def _line_of_hunk(patch: bytes, old_line: int) -> int | None:
    """Return the line of the patch on which the hunk for line *old_line* begins."""
    for found in _HUNK.finditer(patch):
        if int(found["line"]) == old_line:
            return patch.count(b"\n", 0, found.start()) + 1
    return None


def _quoted(folder: str) -> str:
    """Quote a path for git's colon-separated list of object folders."""
    if not any(character in folder for character in ':"\n'):
        return folder
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
