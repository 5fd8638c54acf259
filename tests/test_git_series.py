"""A series of commits: all of them, in order, or none; and what is read in batches."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from antragstool.errors import InputError, RepositoryError
from antragstool.store.git import Commit, Person, Repository

Git = Callable[..., str]
TEXT = "resolutions/A1.md"
PATH = "amendments/A1-Ae1.md"
OTHER = "amendments/A1-Ae2.md"


def series() -> tuple[Commit, ...]:
    """Return three commits: two change the text, the last deletes a file of the first."""
    date = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    return (
        Commit({TEXT: b"eins\n", PATH: b"a\n", OTHER: b"b\n"}, "One", author=Person("Änne Ö")),
        Commit(
            {TEXT: b"zwei\n"},
            "Two",
            trailers=(("Amendment", "A1-Ä1"),),
            author=Person("Bo", "bo@example.org"),
            date=date,
        ),
        Commit({TEXT: b"drei\n", PATH: None}, "Three"),
    )


def test_a_series_is_one_commit_per_action_in_order(
    repository: Repository, git: Git, conference: Path
) -> None:
    made = repository.commit_series(series())
    assert git("rev-list", "--reverse", "HEAD").split() == list(made)
    assert git("log", "--reverse", "--format=%an|%ae|%cn|%s").splitlines() == [
        "Änne Ö||Kim Muster|One",
        "Bo|bo@example.org|Kim Muster|Two",
        "Kim Muster|kim@example.org|Kim Muster|Three",
    ]
    assert git("log", "-1", "--format=%aI", made[1]) == "2026-03-01T12:30:00+05:30\n"
    texts = [git("cat-file", "blob", f"{commit}:{TEXT}") for commit in made]
    assert texts == ["eins\n", "zwei\n", "drei\n"]
    assert git("show", "--format=", "--name-status", made[2]) == f"D\t{PATH}\nM\t{TEXT}\n"


def test_after_a_series_files_and_index_are_as_its_last_commit_says(
    repository: Repository, git: Git, conference: Path
) -> None:
    repository.commit_series(series())
    assert (conference / TEXT).read_bytes() == b"drei\n"
    assert not (conference / PATH).exists()
    assert git("status", "--porcelain") == ""
    assert git("for-each-ref", "--format=%(refname)") == "refs/heads/main\n"
    assert "error" not in git("fsck", "--strict", "--no-dangling")
    # The branch moved once.
    assert len(git("reflog", "show", "main").splitlines()) == 1


def test_a_series_makes_the_same_commits_as_one_action_after_the_other(tmp_path: Path) -> None:
    date = datetime(2026, 3, 1, tzinfo=UTC)
    kim = Person("Kim", "kim@example.org")
    actions = [
        Commit({TEXT: b"%d\n" % n, f"amendments/A1-Ae{n}.md": b"x"}, str(n), "", (), kim, date)
        for n in range(5)
    ]
    trees = []
    for name, whole in (("a", True), ("b", False)):
        with Repository.create(tmp_path / name) as repository:
            for key, value in (("user.name", "K"), ("user.email", "k@example.org")):
                command = ["git", "-C", str(tmp_path / name), "config", key, value]
                subprocess.run(command, check=True)
            if whole:
                repository.commit_series(actions)
            else:
                for action in actions:
                    repository.commit(action)
        command = ["git", "-C", str(tmp_path / name), "log", "--format=%T %an %ae %at %s"]
        trees.append(subprocess.run(command, check=True, capture_output=True).stdout)
    assert trees[0] == trees[1]
    assert trees[0].count(b"\n") == 5


def test_nothing_of_a_series_is_recorded_if_one_commit_changes_nothing(
    repository: Repository, git: Git, conference: Path
) -> None:
    first = repository.commit(Commit({TEXT: b"null\n"}, "Null"))
    actions = (*series()[:2], Commit({TEXT: b"zwei\n", PATH: b"a\n"}, "Again"), series()[2])
    with pytest.raises(RepositoryError, match="nothing to record") as caught:
        repository.commit_series(actions)
    assert caught.value.problems[0].file == PATH
    assert repository.head() == first
    assert (conference / TEXT).read_bytes() == b"null\n"
    assert git("status", "--porcelain") == ""


def test_a_series_may_end_where_it_began(repository: Repository, git: Git) -> None:
    repository.commit(Commit({TEXT: b"eins\n"}, "One"))
    repository.commit_series((Commit({TEXT: b"zwei\n"}, "Two"), Commit({TEXT: b"eins\n"}, "Back")))
    assert git("log", "--format=%s") == "Back\nTwo\nOne\n"
    assert git("status", "--porcelain") == ""


def test_a_series_without_actions_does_nothing(repository: Repository) -> None:
    assert repository.commit_series(()) == ()
    assert repository.head() is None


def test_a_series_is_refused_for_the_reasons_of_a_commit(
    repository: Repository, git: Git, conference: Path
) -> None:
    first = repository.commit(Commit({TEXT: b"null\n"}, "Null"))
    with pytest.raises(RepositoryError, match="somebody else"):
        repository.commit_series(series(), {TEXT: b"other\n"})
    (conference / TEXT).write_bytes(b"mine\n")
    with pytest.raises(RepositoryError, match="not committed"):
        repository.commit_series(series())
    git("checkout", "-q", "--detach", "-f")
    with pytest.raises(RepositoryError, match="detached HEAD"):
        repository.commit_series(series())
    assert repository.head() == first


@pytest.mark.parametrize("path", ["../x", "amendments/../../x", ".git/config", "amendments/a\nD x"])
def test_no_path_of_any_action_leaves_the_conferences_folders(
    repository: Repository, conference: Path, path: str
) -> None:
    with pytest.raises(InputError, match="own files"):
        repository.commit_series((series()[0], Commit({path: b"x"}, "Out")))
    assert repository.head() is None
    assert not (conference.parent / "x").exists()


def test_a_name_is_not_a_file_in_one_commit_and_a_folder_in_another(
    repository: Repository,
) -> None:
    actions = (
        Commit({"amendments/a": b"x"}, "File"),
        Commit({"amendments/a/b.md": b"x"}, "Folder"),
    )
    with pytest.raises(RepositoryError, match="not as a folder"):
        repository.commit_series(actions)
    assert repository.head() is None


def test_odd_names_and_messages_arrive_as_they_are(repository: Repository, git: Git) -> None:
    path = 'amendments/"A1" Ä 1 $(x).md'
    message = "Ends like a stream\ndone\n\nM 100644 inline ../x\ndata <<EOF\n"
    repository.commit_series(
        (Commit({path: b"\0\xff\ndone\n"}, "One\0\n", message), Commit({path: b""}, "Two"))
    )
    assert repository.read_blob(repository.version_history(path)[1][1]) == b"\0\xff\ndone\n"
    assert git("log", "--reverse", "--format=%B", "HEAD~1") == f"One\n\n{message}\n"
    assert git("-c", "core.quotePath=false", "ls-files", "-z") == path + "\0"


def test_a_series_in_a_sha256_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Kim")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "kim@example.org")
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(tmp_path)], check=True)
    with Repository.open(tmp_path) as repository:
        made = repository.commit_series(series())
        assert {len(commit) for commit in made} == {64}
        ids = repository.versions(TEXT)
        assert [repository.read_blob(each) for each in ids] == [b"drei\n", b"zwei\n", b"eins\n"]
    status = ["git", "-C", str(tmp_path), "status", "--porcelain"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""


def test_one_commit_changes_hundreds_of_files_and_leaves_nothing_else(
    repository: Repository, git: Git, conference: Path
) -> None:
    files: dict[str, bytes | None] = {f"amendments/A1-Ae{n}.md": b"%d\n" % n for n in range(300)}
    repository.commit(Commit(files, "Many"))
    repository.commit(Commit(dict.fromkeys(list(files)[:200]), "Fewer"))
    assert len(list((conference / "amendments").iterdir())) == 100
    assert len(repository.list_committed("amendments")) == 100
    assert git("status", "--porcelain") == ""


def test_a_staged_change_to_one_of_many_files_is_refused(
    repository: Repository, git: Git, conference: Path
) -> None:
    files: dict[str, bytes | None] = {f"amendments/A1-Ae{n}.md": b"%d\n" % n for n in range(100)}
    repository.commit(Commit(files, "Many"))
    (conference / "amendments" / "A1-Ae7.md").write_bytes(b"mine\n")
    git("add", "amendments")
    (conference / "amendments" / "A1-Ae7.md").write_bytes(b"7\n")
    with pytest.raises(RepositoryError, match="not committed") as caught:
        repository.commit(Commit(dict.fromkeys(files, b"new\n"), "All"))
    assert caught.value.problems[0].file == "amendments/A1-Ae7.md"


def test_an_executable_file_stays_one(repository: Repository, git: Git, conference: Path) -> None:
    repository.commit(Commit({PATH: b"eins\n"}, "One"))
    git("update-index", "--chmod=+x", PATH)
    git("commit", "-qm", "Mode")
    (conference / PATH).chmod(0o755)
    repository.commit_series((Commit({PATH: b"a\n"}, "A"), Commit({PATH: b"b\n"}, "B")))
    assert git("ls-tree", "HEAD", PATH).startswith("100755 ")
    assert git("status", "--porcelain") == ""


def test_objects_are_read_in_batches_and_what_is_no_version_is_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit_series(series())
    monkeypatch.setattr("antragstool.store.git.plumbing._BATCH_BYTES", 6)
    ids = [repository.blob_id(data) for data in (b"eins\n", b"a\n", b"drei\n", b"eins\n")]
    found = repository._plumbing.read_many((each, 5) for each in ids)
    assert found == dict(zip(ids, (b"eins\n", b"a\n", b"drei\n", b"eins\n"), strict=True))
    assert repository._plumbing.read_many([]) == {}
    for wrong in ("1" * 40, "HEAD", repository.head() or ""):
        with pytest.raises(RepositoryError, match="no version"):
            repository.read_blob(wrong)


def test_the_versions_of_a_file_come_with_their_commits(
    repository: Repository, git: Git, conference: Path
) -> None:
    made = repository.commit_series(series())
    git("checkout", "-q", "-b", "side", made[0])
    side = repository.commit(Commit({OTHER: b"side\n"}, "Side"))
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "side")
    repository.commit(Commit({OTHER: None}, "Gone"))
    history = repository.version_history(OTHER)
    assert [commit.id for commit, _blob in history] == [side, made[0]]
    assert [blob for _commit, blob in history] == [
        repository.blob_id(data) for data in (b"side\n", b"b\n")
    ]
    assert [commit.subject for commit, _blob in repository.version_history(TEXT)] == [
        "Three",
        "Two",
        "One",
    ]
    assert repository.version_history(TEXT)[1][0].trailers == (("Amendment", "A1-Ä1"),)
    assert repository.versions(TEXT)[-1] == repository.blob_id(b"eins\n")
    assert repository.version_history("amendments/none.md") == ()


def test_a_merge_that_made_a_version_of_its_own_counts_once(
    repository: Repository, git: Git, conference: Path
) -> None:
    made = repository.commit_series(series())
    git("checkout", "-q", "-b", "side", made[0])
    repository.commit(Commit({TEXT: b"side\n"}, "Side"))
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-commit", "-s", "ours", "side")
    (conference / TEXT).write_bytes(b"both\n")
    git("commit", "-q", "-am", "Merged")
    subjects = [commit.subject for commit, _blob in repository.version_history(TEXT)]
    assert subjects[0] == "Merged"
    assert sorted(subjects) == ["Merged", "One", "Side", "Three", "Two"]
    assert repository.versions(TEXT)[0] == repository.blob_id(b"both\n")
