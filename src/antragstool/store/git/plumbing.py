"""git's plumbing commands, run so that a hostile repository's configuration runs nothing.

Every process gets hooks, file system monitor, signature checks and transports switched
off and speaks English, so that its messages can be recognised. Nothing runs a shell.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from antragstool.errors import AntragstoolError, MachineError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error
from antragstool.store.git.values import one_line

if TYPE_CHECKING:
    from git.cmd import Git

_CONFIG = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "user.useConfigOnly=true",  # a name guessed from the machine is nobody's name
    "gc.auto=0",
    "apply.whitespace=nowarn",
    "apply.ignoreWhitespace=no",
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A partial clone would fetch what is missing, by whatever command its remote names.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
}
_FEW = 20
_BATCH_BYTES = 64_000_000
_NO_SPACE = ("No space left on device", "Disk quota exceeded")
_NO_RIGHT = ("Permission denied", "Read-only file system", "insufficient permission")


@dataclass(frozen=True, slots=True)
class Result:
    """What a git process left: its status, output and error output (English)."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The output as text without the final line end."""
        return self.out.decode("utf-8", "surrogateescape").rstrip("\n")


class Plumbing:
    """Runs git in *folder*; one child process stays open for reading objects until :meth:`close`."""

    algorithm = "sha1"
    objects = Path()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git = _start(folder)
        self._git.set_persistent_git_options(c=list(_CONFIG))
        self._git.update_environment(**_ENVIRONMENT)

    def close(self) -> None:
        """End the child process; the next read starts a new one."""
        self._git.clear_cache()

    @property
    def id_size(self) -> int:
        """The length of an object id in bytes."""
        return 32 if self.algorithm == "sha256" else 20

    def run(
        self,
        *arguments: str,
        data: bytes | Iterable[bytes] = b"",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run one git command to its end, with *data* as its input; any exit status returns."""
        options = [part for setting in _CONFIG for part in ("-c", setting)]
        command = [self._git.GIT_PYTHON_GIT_EXECUTABLE or "git", *options, *arguments]
        from git.exc import GitCommandNotFound

        try:
            with tempfile.TemporaryFile() as source:
                source.writelines([data] if isinstance(data, bytes) else data)
                source.seek(0)
                status, out, err = self._git.execute(
                    command,
                    istream=source,
                    env=dict(env or {}),
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                )
        except GitCommandNotFound:
            raise _no_git()
        except OSError as error:
            raise machine_error(error, tempfile.gettempdir())
        return Result(int(status), bytes(out), str(err))

    def demand(
        self,
        *arguments: str,
        data: bytes | Iterable[bytes] = b"",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run one git command that has to succeed; raises RepositoryError or MachineError."""
        result = self.run(*arguments, data=data, env=env)
        if result.status:
            raise self.failure(result)
        return result

    def failure(self, result: Result) -> AntragstoolError:
        """Say what a failed git command means for a person."""
        lines = [line for line in result.err.splitlines() if line.strip()]
        fatal = [line for line in lines if line.startswith("fatal: ")]
        last = (fatal or lines or [str(result.status)])[-1]
        last = one_line(last).removeprefix("fatal: ")
        hint = _("Nothing was changed. Look at the repository with: git status; git fsck")
        for words in (_NO_SPACE, _NO_RIGHT):
            if any(word in result.err for word in words):
                space = words is _NO_SPACE
                return MachineError(
                    Problem(
                        _("No space is left on the disk.")
                        if space
                        else _("This may not be read or written by you."),
                        str(self.folder / ".git"),
                        hint=_("Make some room and run the command again; nothing was changed.")
                        if space
                        else _("Correct the permissions of the folder; nothing was changed."),
                    )
                )
        return RepositoryError(
            Problem(_("git says: %(reason)s.") % {"reason": last.rstrip(".")}, hint=hint)
        )

    def find(self, name: str) -> tuple[str, str, int] | None:
        """Return id, kind and size of the object that *name* ("HEAD", an id) means, or None."""
        if self.algorithm != "sha1":
            return self.find_many([name])[0]
        try:
            object_id, kind, size = self._git.get_object_header(name)
        except (ValueError, OSError):
            return None
        return _text(object_id), _text(kind), int(size)

    def read(self, object_id: str) -> bytes:
        """Return the bytes of an object that exists; raises RepositoryError if it does not."""
        try:
            if self.algorithm == "sha1":
                return bytes(self._git.get_object_data(object_id)[3])
        except (ValueError, OSError):
            raise _missing(object_id)
        return self.read_many([(object_id, 0)])[object_id]

    def read_many(self, objects: Iterable[tuple[str, int]]) -> dict[str, bytes]:
        """Return the bytes of all *objects*, each an id and its size; raises RepositoryError."""
        found: dict[str, bytes] = {}
        batch: list[str] = []
        total = 0
        for object_id, size in objects:
            if batch and total + size > _BATCH_BYTES:
                self._read_batch(batch, found)
                batch, total = [], 0
            batch.append(object_id)
            total += size
        self._read_batch(batch, found)
        return found

    def _read_batch(self, batch: Sequence[str], found: dict[str, bytes]) -> None:
        out = self.demand("cat-file", "--batch", data=_lines(batch)).out if batch else b""
        position = 0
        for object_id in batch:
            end = out.find(b"\n", position)
            fields = out[position:end].split()
            if end < 0 or len(fields) != 3:
                raise _missing(object_id)
            position = end + 1 + int(fields[2]) + 1
            found[object_id] = out[end + 1 : position - 1]

    def find_many(self, names: Sequence[str]) -> list[tuple[str, str, int] | None]:
        """Do what :meth:`find` does for many *names*, in one process."""
        if not names or (len(names) <= _FEW and self.algorithm == "sha1"):
            return [self.find(name) for name in names]  # asks the process that is open anyway
        lines = self.demand("cat-file", "--batch-check", data=_lines(names)).text.split("\n")
        fields = [line.split(" ") for line in lines]
        return [(f[0], f[1], int(f[2])) if len(f) == 3 else None for f in fields]


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _missing(object_id: str) -> RepositoryError:
    return RepositoryError(
        Problem(
            _("The object %(id)s is missing from the repository.") % {"id": object_id},
            hint=_("In a shallow or partial clone, fetch the rest: git fetch --unshallow"),
        )
    )


def _text(word: str | bytes) -> str:
    """Return *word* as text: GitPython says str and means bytes, depending on its version."""
    return word.decode("ascii") if isinstance(word, bytes) else word


def _start(folder: Path) -> Git:
    """Import GitPython and return its way to run git in *folder*; MachineError without git."""
    try:
        from git.cmd import Git
    except ImportError:
        raise _no_git()
    return Git(str(folder))


def _no_git() -> MachineError:
    return MachineError(
        Problem(
            _("git is not installed, or not in the PATH."),
            hint=_("Install it, on Debian and Ubuntu with: sudo apt-get install git"),
        )
    )
