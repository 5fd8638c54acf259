"""Several commits of one action, collected first and recorded together: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antragstool.actions.opened import OpenConference
from antragstool.actions.recording import Trailer
from antragstool.model.documents import Amendment, Resolution
from antragstool.store.git.values import Commit, Person
from antragstool.store.header_write import set_fields
from antragstool.store.header_yaml import Value

ADDRESS = "amendments@antragstool.invalid"


class Series:
    """The commits of an action so far, and what the files say after them."""

    def __init__(self, conference: OpenConference) -> None:
        self._conference = conference
        self._sources: dict[str, str] = {}
        self._staged: dict[str, bytes | None] = {}
        self.commits: list[Commit] = []

    def put(self, path: str, data: str) -> None:
        """Let the next commit write *data* to *path*."""
        self._sources[path] = data
        self._staged[path] = data.encode()

    def set_fields(self, item: Resolution | Amendment, changes: Mapping[str, Value | None]) -> None:
        """Let the next commit change fields of an item's header."""
        before = self._sources.get(item.path, item.source)
        after = set_fields(before, changes, item.path)
        if after != before:
            self.put(item.path, after)

    def add(self, commit: Commit) -> None:
        """Add a commit that was prepared elsewhere."""
        for path, data in commit.files.items():
            if data is not None:
                self._sources[path] = data.decode()
        self.commits.append(commit)

    def commit(
        self, subject: str, trailers: Sequence[Trailer], author: str = "", body: str = ""
    ) -> None:
        """Make one commit of what was put since the last one; *author* is a submitter's name."""
        if not self._staged:
            return
        files, self._staged = self._staged, {}
        # A name of signs only ("@") cannot be an author; the committer is then.
        person = Person(author, ADDRESS) if any(map(str.isalnum, author)) else None
        self.commits.append(Commit(files, subject, body, tuple(trailers), person))

    def record(self) -> tuple[str, ...]:
        """Record all commits as one publication; return their ids."""
        return self._conference.repository.commit_series(self.commits)
