"""git's trees, read as bytes.

Pure but for the function handed in that reads one object. A folder of thousands of files is
read once for all of them: an object never changes, so what was read of it stays true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _

FILE = "100644"
EXECUTABLE = "100755"
FOLDER = "40000"

Tree = dict[str, "Entry"]
Read = Callable[[str], bytes]
_KEPT = 16  # folders


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree: its octal *mode* as git writes it, and the id of its object."""

    mode: str
    id: str


def parse_tree(data: bytes, id_size: int) -> Tree:
    """Read a tree object; *id_size* is 20 bytes in a SHA-1 repository, 32 in a SHA-256 one.

    Names that are not UTF-8 are kept by surrogates. Raises RepositoryError if it is damaged.
    """
    tree: Tree = {}
    position = 0
    try:
        while position < len(data):
            end = data.index(b"\0", position)
            mode, name = data[position:end].split(b" ", 1)
            position = end + 1 + id_size
            entry = Entry(mode.decode("ascii"), data[end + 1 : position].hex())
            tree[name.decode("utf-8", "surrogateescape")] = entry
    except ValueError:
        raise RepositoryError(
            Problem(
                _("A folder in the history of the repository is damaged."),
                hint=_("Look for damage with git fsck, and clone the repository again."),
            )
        )
    return tree


class TreeReader:
    """Finds paths in trees; *read* gives a tree object's bytes, *id_size* as in :func:`parse_tree`."""

    def __init__(self, read: Read, id_size: int) -> None:
        self._read = read
        self._id_size = id_size
        self._trees: dict[str, Tree] = {}

    def tree(self, tree_id: str) -> Tree:
        """Return the entries of a tree; the caller must not change them."""
        tree = self._trees.get(tree_id)
        if tree is None:
            tree = parse_tree(self._read(tree_id), self._id_size)
            if len(self._trees) >= _KEPT:
                self._trees.clear()
            self._trees[tree_id] = tree
        return tree

    def find(self, tree_id: str | None, path: str) -> Entry | None:
        """Return the entry at *path* below the tree, None if there is none."""
        entry = Entry(FOLDER, tree_id) if tree_id else None
        for name in path.split("/"):
            if entry is None or entry.mode != FOLDER:
                return None
            entry = self.tree(entry.id).get(name)
        return entry
