"""The objects of one commit or of thousands, written by one ``git fast-import``.

Rules of this module:

- Only paths that were checked get into the stream: fast-import itself would take ``../x``.
- No reference is left behind. The commits are made on a name that exists in the stream
  alone; what no branch reaches does no harm.
- All versions of one file follow each other, so that git stores the differences: that is
  many times faster, and smaller, than a long text written anew for every commit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.git.identity import identity
from antragstool.store.git.layout import Layout
from antragstool.store.git.paths import check_path
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.targets import Target
from antragstool.store.git.trees import FILE
from antragstool.store.git.values import Commit

_NAME = b"refs/antragstool/series"
# "permissive", as a commit's author may have lived with any offset from UTC.
_IMPORT = ("fast-import", "--quiet", "--done", "--force", "--date-format=raw-permissive")


def write_commits(
    plumbing: Plumbing,
    layout: Layout,
    actions: Sequence[Commit],
    targets: Sequence[Target],
    parent: str | None,
) -> tuple[str, ...]:
    """Store *actions*, one upon the other and the first upon *parent*; return the commits' ids.

    Raises RepositoryError if one of them changes nothing, and MachineError.
    """
    modes = {t.path: t.committed.mode if t.committed else FILE for t in targets}
    nothing = b"0" * (2 * plumbing.id_size)
    stream = _stream(actions, _headers(plumbing, actions), modes, parent, nothing)
    result = plumbing.run(*_IMPORT, data=stream)
    made = tuple(result.text.split())
    if result.status or len(made) != len(actions):
        _remove_reports(layout)
        raise plumbing.failure(result)
    _refuse_empty(plumbing, actions, made, parent)
    return made


def _headers(plumbing: Plumbing, actions: Sequence[Commit]) -> list[bytes]:
    """Return for each commit the lines with author and committer, as git would write them."""
    committer, now = identity(plumbing, "COMMITTER")
    if all(action.author for action in actions):
        git_author, git_time = committer, now
    else:
        git_author, git_time = identity(plumbing, "AUTHOR")
    headers = []
    for action in actions:
        author, time = (action.author, now) if action.author else (git_author, git_time)
        if action.date:
            time = f"{int(action.date.timestamp())} " + f"{action.date:%z}"[:5]
        headers.append(f"author {author} {time}\ncommitter {committer} {now}\n".encode())
    return headers


def _stream(
    actions: Sequence[Commit],
    headers: Sequence[bytes],
    modes: Mapping[str, str],
    parent: str | None,
    nothing: bytes,
) -> Iterator[bytes]:
    """Yield what fast-import reads: the files' versions, then the commits, then their names."""
    yield b"feature done\nfeature get-mark\n"
    marks: dict[tuple[str, bytes], int] = {}
    versions = [(path, data) for action in actions for path, data in action.files.items()]
    for path, data in sorted(versions, key=lambda version: version[0]):
        if data is not None and (path, data) not in marks:
            mark = marks[path, data] = len(marks) + 1
            yield b"blob\nmark :%d\ndata %d\n" % (mark, len(data))
            yield data
            yield b"\n"
    # The name may not begin where an older git, or somebody else, left one like it.
    yield b"reset %s\n" % _NAME
    yield b"from %s\n\n" % parent.encode() if parent else b"\n"
    for number, (action, header) in enumerate(zip(actions, headers, strict=True), len(marks) + 1):
        message = action.message.encode()
        yield b"commit %s\nmark :%d\n%s" % (_NAME, number, header)
        yield b"data %d\n%s\n" % (len(message), message)
        for path, data in sorted(action.files.items()):
            quoted = '"{}"'.format(check_path(path).replace('"', '\\"')).encode()
            if data is None:
                yield b"D %s\n" % quoted
            else:
                yield b"M %s :%d %s\n" % (modes[path].encode(), marks[path, data], quoted)
        yield b"\nget-mark :%d\n" % number
    # Taken back before the stream ends, the name never becomes a reference.
    yield b"reset %s\nfrom %s\n\ndone\n" % (_NAME, nothing)


def _refuse_empty(
    plumbing: Plumbing, actions: Sequence[Commit], made: Sequence[str], parent: str | None
) -> None:
    """Raise RepositoryError if a commit has the same files as the one before it."""
    names = [f"{commit}^{{tree}}" for commit in (*((parent,) if parent else ()), *made)]
    trees = [found[0] if found else None for found in plumbing.find_many(names)]
    if not parent:
        trees.insert(0, None)
    for action, before, after in zip(actions, trees, trees[1:], strict=False):
        if before == after:
            path = min(action.files)
            raise RepositoryError(
                Problem(
                    _("There is nothing to record: the files already say this."),
                    path,
                    hint=_("See what was recorded with: git log -- %(path)s") % {"path": path},
                )
            )


def _remove_reports(layout: Layout) -> None:
    """Remove what a fast-import that failed wrote about itself; it tells a person nothing."""
    for report in layout.git_dir.glob("fast_import_crash_*"):
        with contextlib.suppress(OSError):
            report.unlink()
