"""git's trees: read as bytes, changed at a few paths, written back in git's order.

Pure but for the two functions handed in that read and store one object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _

FILE = "100644"
EXECUTABLE = "100755"
FOLDER = "40000"

Tree = dict[str, "Entry"]
Read = Callable[[str], bytes]
Store = Callable[[bytes], str]


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


def format_tree(tree: Mapping[str, Entry]) -> bytes:
    """Write a tree object; the opposite of :func:`parse_tree`."""
    named = [(name.encode("utf-8", "surrogateescape"), entry) for name, entry in tree.items()]
    # git sorts a folder as if its name ended with a slash.
    named.sort(key=lambda item: item[0] + (b"/" if item[1].mode == FOLDER else b""))
    return b"".join(
        b"%s %s\0%s" % (entry.mode.encode("ascii"), name, bytes.fromhex(entry.id))
        for name, entry in named
    )


@dataclass(frozen=True, slots=True)
class TreeEditor:
    """Changes paths in a tree; *read* gives a tree object's bytes, *store* takes them."""

    read: Read
    store: Store
    id_size: int

    def find(self, tree_id: str | None, path: str) -> Entry | None:
        """Return the entry at *path* below the tree, None if there is none."""
        entry = Entry(FOLDER, tree_id) if tree_id else None
        for name in path.split("/"):
            if entry is None or entry.mode != FOLDER:
                return None
            entry = parse_tree(self.read(entry.id), self.id_size).get(name)
        return entry

    def change(self, tree_id: str | None, files: Mapping[str, Entry | None]) -> str | None:
        """Store the tree with *files* (path to entry, None to remove); None if it is empty.

        Raises RepositoryError where a folder is needed and something else is committed.
        """
        tree = parse_tree(self.read(tree_id), self.id_size) if tree_id else {}
        folders: dict[str, dict[str, Entry | None]] = {}
        for path, entry in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(name, {})[rest] = entry
            elif entry is None:
                tree.pop(name, None)
            else:
                tree[name] = entry
        for name, inner in folders.items():
            old = tree.get(name)
            if old is not None and old.mode != FOLDER:
                raise RepositoryError(
                    Problem(
                        _("This is committed as a file, link or submodule, not as a folder."),
                        name,
                        hint=_("Remove it from the repository; the name is needed for a folder."),
                    )
                )
            changed = self.change(old.id if old else None, inner)
            if changed is None:
                tree.pop(name, None)
            else:
                tree[name] = Entry(FOLDER, changed)
        return self.store(format_tree(tree)) if tree else None
