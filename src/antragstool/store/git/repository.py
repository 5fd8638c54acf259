"""A conference's repository: what was committed, by whom, and one new commit at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.i18n import _
from antragstool.patch.blob import blob_id
from antragstool.store.files import MAX_BYTES, machine_error
from antragstool.store.git import history, revisions, values
from antragstool.store.git.apply import apply_patch
from antragstool.store.git.identity import identity
from antragstool.store.git.journal import finish_killed
from antragstool.store.git.layout import Layout, discover
from antragstool.store.git.locks import RepositoryLock
from antragstool.store.git.paths import check_folder, check_path
from antragstool.store.git.plumbing import Plumbing
from antragstool.store.git.transaction import make_commits
from antragstool.store.git.trees import FOLDER, Tree, TreeReader


class Repository:
    """A git repository with a work tree; a context manager that ends its child process.

    Paths are those of :mod:`antragstool.store.git.paths`; others raise InputError. Every
    method may raise RepositoryError (the repository is damaged or locked) or MachineError.
    """

    def __init__(self, layout: Layout, plumbing: Plumbing) -> None:
        self._layout = layout
        self._plumbing = plumbing
        self._lock = RepositoryLock(layout.common_dir / "antragstool.lock")
        self._trees = TreeReader(plumbing.read, plumbing.id_size)
        self.root = layout.root

    @classmethod
    def open(cls, start: Path) -> Repository:
        """Open the repository that the folder *start*, or one above it, belongs to."""
        if not start.is_dir():
            raise InputError(
                Problem(
                    _("There is no such folder."),
                    str(start),
                    hint=_("Name a folder inside the conference's repository."),
                )
            )
        layout, algorithm = discover(start)
        plumbing = Plumbing(layout.root)
        plumbing.algorithm = algorithm
        plumbing.objects = layout.common_dir / "objects"
        return cls(layout, plumbing)

    @classmethod
    def create(cls, folder: Path) -> Repository:
        """Make *folder*, which may exist, a repository with the branch "main"; open it.

        A folder that is the root of a repository already is only opened.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise machine_error(error, str(folder))
        if not (folder / ".git").exists():
            options = ("--quiet", "--template=", "--initial-branch=main", "--object-format=sha1")
            Plumbing(folder.absolute()).demand("init", *options)
        return cls.open(folder)

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child process of git; the repository can still be used afterwards."""
        self._plumbing.close()

    def head(self) -> str | None:
        """Return the id of the last commit, None before the first one."""
        found = self._plumbing.find("HEAD")
        return found[0] if found else None

    def shallow(self) -> str:
        """Return at which commits the history was cut off when it was cloned, "" if it is whole."""
        try:
            return (self._layout.common_dir / "shallow").read_text("ascii", "replace")
        except OSError:
            return ""

    def holds(self, object_id: str) -> bool:
        """Tell whether the repository holds the version of a file with this full object id."""
        found = self._plumbing.find(object_id) if values.is_object_id(object_id) else None
        return found is not None and found[1] == "blob"

    def read_blob(self, object_id: str) -> bytes:
        """Return the bytes of a file's version by its full object id, of at most 20 MB."""
        found = self._plumbing.find(object_id) if values.is_object_id(object_id) else None
        if found is None or found[1] != "blob" or found[2] > MAX_BYTES:
            raise _no_version(object_id)
        return self._plumbing.read(object_id)

    def blob_named(self, name: str) -> str | None:
        """Return the full id of the file version that a (perhaps shortened) id names, None if none does."""
        if not (4 <= len(name) <= 64 and all(letter in "0123456789abcdef" for letter in name)):
            return None
        found = self._plumbing.find(name)
        return found[0] if found is not None and found[1] == "blob" else None

    def blob_id(self, data: bytes) -> str:
        """Return the id that git would give a file with the bytes *data*, without writing."""
        return blob_id(data, self._plumbing.algorithm)

    def committed(self, path: str) -> str | None:
        """Return the id of the last committed version of the file *path*, None without one."""
        entry = self._trees.find(self._root_tree(), check_path(path))
        return entry.id if entry and entry.mode.startswith("100") else None

    def list_committed(
        self, folder: str, revision: revisions.Revision | None = None
    ) -> Mapping[str, str]:
        """Return the files directly in *folder* as last committed: name to object id, sorted.

        With a *revision*, those that it has.
        """
        root = self._root_tree(revision.id if revision else "HEAD")
        entry = self._trees.find(root, check_folder(folder))
        tree: Tree = {}
        if entry and entry.mode == FOLDER:
            tree = self._trees.tree(entry.id)
        return {name: e.id for name, e in sorted(tree.items()) if e.mode.startswith("100")}

    def revision(self, name: str) -> revisions.Revision:
        """Return the commit that *name* (a tag, a branch, an id) means; InputError if none does."""
        return revisions.revision(self._plumbing, name)

    def tags(self) -> tuple[str, ...]:
        """Return the names of all tags, the newest first."""
        return revisions.tags(self._plumbing)

    def ever_used(self, folder: str) -> frozenset[str]:
        """Return the names of all files that ever stood directly in *folder*, on any branch."""
        return history.names_ever_used(self._plumbing, check_folder(folder))

    def history(self, path: str) -> tuple[values.CommitInfo, ...]:
        """Return the commits that changed the file *path*, the newest first."""
        check_path(path)
        return history.commits_of(self._plumbing, path) if self.head() else ()

    def versions(self, path: str) -> tuple[str, ...]:
        """Return the object ids of a file's committed versions, the newest first, each once."""
        return tuple(dict.fromkeys(blob for _commit, blob in self.version_history(path)))

    def version_history(self, path: str) -> tuple[tuple[values.CommitInfo, str], ...]:
        """Return the commits that gave the file *path* its versions, the newest first, each with
        the version's object id. Commits that deleted the file are left out.
        """
        check_path(path)
        return history.version_commits(self._plumbing, path) if self.head() else ()

    def last_commit_date(self) -> datetime | None:
        """Return when the last commit was made, with its offset; None before the first one."""
        if self.head() is None:
            return None
        return history.date_of(self._plumbing)

    def person(self) -> values.Person:
        """Return who would be the author of a commit; MachineError if git does not know."""
        return identity(self._plumbing, "AUTHOR")[0]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes of this program from committing, while numbers are given.

        May be nested; :meth:`commit` takes the same lock. What a killed process had left
        half done is finished first, so read working files inside.
        """
        with self._lock:
            finish_killed(self._plumbing, self._layout)
            yield

    def commit(
        self, action: values.Commit, expected: Mapping[str, bytes | None] | None = None
    ) -> str:
        """Record *action* as one commit and in the working files; return its id.

        *expected* says what the caller read from a working file (None: that it is not there);
        a file not named there must be as last committed. Raises RepositoryError if it is
        otherwise, while a merge or rebase is going on, and if nothing would change. After
        any error branch, files and index are as before.
        """
        with self.locked():
            return make_commits(self._plumbing, self._layout, (action,), expected or {})[0]

    def commit_series(
        self,
        actions: Sequence[values.Commit],
        expected: Mapping[str, bytes | None] | None = None,
    ) -> tuple[str, ...]:
        """Record *actions*, in order, as one commit each, all or none; return their ids.

        The branch moves once, to the last of them, and the working files become what the
        last of them says. *expected* is what they were before the first; errors as in
        :meth:`commit`, also where one action alone would change nothing.
        """
        if not actions:
            return ()
        with self.locked():
            return make_commits(self._plumbing, self._layout, actions, expected or {})

    def apply_patch(self, path: str, base: str | bytes, patch: bytes, source: str = "") -> bytes:
        """Return the version *base* of *path* with *patch* applied by git, to the letter.

        *base* is an object id, or the bytes of a version that stands in no file. Nothing is
        stored. *source* is what messages call the patch. Raises InputError for a
        patch that does anything but change this file, or that does not fit exactly.
        """
        if isinstance(base, str):
            self.read_blob(base)
        return apply_patch(self._plumbing, check_path(path), base, patch, source)

    def _root_tree(self, commit: str = "HEAD") -> str | None:
        found = self._plumbing.find(f"{commit}^{{tree}}")
        return found[0] if found else None


def _no_version(object_id: str) -> RepositoryError:
    return RepositoryError(
        Problem(
            _("The repository holds no version of a file with the id %(id)s.")
            % {"id": values.one_line(object_id)[:64]},
            hint=_("Check the field base; in a shallow clone: git fetch --unshallow"),
        )
    )
