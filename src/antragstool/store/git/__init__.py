"""The one home of git: everything that reads or writes the repository's history.

Rules of this package:

- An action is one commit or nothing. Objects are written first (no index, no work tree,
  no hooks), the branch is moved only if it still stands where it stood, then the files
  are replaced by renaming. Other changes, staged or not, are never touched or committed.
- A repository may be hostile: its configuration runs no code, no link is followed out of
  it, and only the conference's own paths are ever written.
- git is run through GitPython, which is imported when the first command is.
"""

from antragstool.store.git.repository import Repository
from antragstool.store.git.values import Commit, CommitInfo, Person

__all__ = ["Commit", "CommitInfo", "Person", "Repository"]
