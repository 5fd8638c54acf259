"""A repository from somebody else runs no code, and nothing is written outside of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from antragstool.errors import InputError, RepositoryError
from antragstool.store.git import Commit, Repository

Git = Callable[..., str]
PATH = "amendments/A1-Ae1.md"
PATCH = b"--- a/amendments/A1-Ae1.md\n+++ b/amendments/A1-Ae1.md\n@@ -1 +1 @@\n-eins\n+zwei\n"


def record(repository: Repository, path: str = PATH, text: bytes = b"eins\n") -> str:
    return repository.commit(Commit({path: text}, "Submit"))


def test_no_command_of_the_configuration_is_ever_run(
    repository: Repository, git: Git, conference: Path, tmp_path: Path
) -> None:
    trap = tmp_path / "trap.sh"
    trace = tmp_path / "it-ran"
    trap.write_text(f"#!/bin/sh\necho $0 $* >> {trace}\nexit 1\n")
    trap.chmod(0o755)
    hooks = conference / ".git" / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-index-change", "pre-commit", "post-commit"):
        (hooks / name).symlink_to(trap)
    (conference / ".git" / "info").mkdir(exist_ok=True)
    (conference / ".git" / "info" / "attributes").write_text("* diff=t filter=t\n")
    git("config", "core.hooksPath", str(hooks))
    git("config", "extensions.partialClone", "origin")
    git("config", "remote.origin.promisor", "true")
    git("config", "remote.origin.url", f"ext::{trap} %S")
    git("config", "protocol.ext.allow", "always")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.t.textconv",
        "diff.t.command",
        "filter.t.clean",
        "filter.t.smudge",
        "filter.t.process",
        "gpg.program",
        "credential.helper",
        "trailer.amendment.command",
    ):
        git("config", key, str(trap))
    for key in ("commit.gpgSign", "log.showSignature", "filter.t.required"):
        git("config", key, "true")

    record(repository)
    record(repository, text=b"zwei\n")
    actions = [Commit({PATH: b"%d\n" % number}, "Series") for number in range(200)]
    repository.commit_series(actions)
    with Repository.open(conference) as again:
        assert len({again.read_blob(each) for each in again.versions(PATH)}) == 202
        assert len(again.version_history(PATH)) == 202
        again.history(PATH)
        again.ever_used("amendments")
        again.last_commit_date()
        again.person()
        again.apply_patch(PATH, again.blob_id(b"eins\n"), PATCH)
        with pytest.raises(RepositoryError):
            again.read_blob("1" * 40)
    assert not trace.exists(), trace.read_text()
    git("config", "--unset", "core.hooksPath")  # the trap itself works:
    assert (hooks / "reference-transaction").exists()
    with pytest.raises(Exception, match="update-ref"):
        git("-c", f"core.hooksPath={hooks}", "update-ref", "refs/heads/x", "HEAD")
    assert trace.exists()


@pytest.mark.parametrize(
    "path",
    [
        "../x.md",
        "amendments/../../x.md",
        "/etc/passwd",
        "amendments/-x",
        "amendments/.git/config",
        "amendments/a\nb",
        "amendments/a\u202eb",
        "amendments//a",
        "amendments/a\\b",
        "amendments",
        "amendments/",
        ".git/config",
        "src/x.py",
        "",
        "amendments/" + "a" * 300,
    ],
)
def test_a_path_that_is_not_the_conferences_own_is_refused(
    repository: Repository, conference: Path, path: str
) -> None:
    with pytest.raises(InputError, match="own files"):
        record(repository, path)
    with pytest.raises(InputError, match="own files"):
        repository.history(path)
    assert repository.head() is None
    assert [entry.name for entry in conference.iterdir()] == [".git"]


@pytest.mark.parametrize("inside", [True, False])
def test_no_commit_writes_through_a_linked_file_or_folder(
    repository: Repository, conference: Path, tmp_path: Path, inside: bool
) -> None:
    target = (conference if inside else tmp_path) / "target"
    target.mkdir()
    (target / "A1-Ae1.md").write_bytes(b"keep\n")
    (conference / "amendments").mkdir()
    (conference / PATH).symlink_to(target / "A1-Ae1.md")
    (conference / "resolutions").symlink_to(target)
    for path in (PATH, "resolutions/A1-Ae1.md"):
        with pytest.raises(RepositoryError, match="symbolic link"):
            record(repository, path)
    assert (target / "A1-Ae1.md").read_bytes() == b"keep\n"
    assert repository.head() is None


def test_a_committed_link_or_folder_is_not_replaced_by_a_file(
    repository: Repository, git: Git, conference: Path
) -> None:
    (conference / "amendments").symlink_to("/etc")
    git("add", "amendments")
    git("commit", "-qm", "A link")
    (conference / "amendments").unlink()
    with pytest.raises(RepositoryError, match="not as a folder"):
        record(repository)
    assert not (conference / PATH).exists()
    assert repository.committed(PATH) is None


def test_a_pipe_in_the_place_of_a_file_is_refused(repository: Repository, conference: Path) -> None:
    (conference / "amendments").mkdir()
    os.mkfifo(conference / PATH)
    with pytest.raises(RepositoryError, match="regular"):
        record(repository)


def test_a_repository_of_another_user_is_named_with_the_way_out(
    conference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(RepositoryError) as caught:
        Repository.open(conference)
    assert "safe.directory" in caught.value.problems[0].hint


def test_words_of_pathspecs_are_only_names(repository: Repository, git: Git) -> None:
    record(repository)
    record(repository, "amendments/*.md", b"stern\n")
    assert len(repository.history("amendments/*.md")) == 1
    record(repository, "amendments/*.md", b"zwei\n")
    assert git("status", "--porcelain") == ""


def test_replaced_objects_do_not_forge_a_base(repository: Repository, git: Git) -> None:
    record(repository)
    record(repository, "amendments/A1-Ae2.md", b"other\n")
    real, other = repository.blob_id(b"eins\n"), repository.blob_id(b"other\n")
    git("replace", real, other)
    assert repository.read_blob(real) == b"eins\n"
