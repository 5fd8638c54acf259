"""A patch is carried out by git, to the letter or not at all, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from antragstool.errors import InputError, RepositoryError
from antragstool.store.git import Commit, Repository

Git = Callable[..., str]
PATH = "resolutions/A1.md"
LINES = [f"Zeile {number}" for number in range(1, 31)]
BASE = ("\n".join(LINES) + "\n").encode()
HEAD = f"diff --git a/{PATH} b/{PATH}\n--- a/{PATH}\n+++ b/{PATH}\n"
HUNK = "@@ -9,3 +9,3 @@\n Zeile 9\n-Zeile 10\n+Zeile zehn – „neu“\n Zeile 11\n"


@pytest.fixture
def base(repository: Repository) -> str:
    repository.commit(Commit({PATH: BASE}, "Import A1"))
    return repository.blob_id(BASE)


def refusal(repository: Repository, base: str, patch: str) -> tuple[str, int | None]:
    with pytest.raises(InputError) as caught:
        repository.apply_patch(PATH, base, patch.encode(), "in.patch")
    (problem,) = caught.value.problems
    assert problem.file == "in.patch"
    assert problem.hint
    return problem.message, problem.line


def test_a_patch_that_fits_gives_the_changed_text(repository: Repository, base: str) -> None:
    changed = repository.apply_patch(PATH, base, (HEAD + HUNK).encode())
    assert changed == BASE.replace(b"Zeile 10", "Zeile zehn – „neu“".encode())


def test_mail_around_the_patch_does_not_matter(repository: Repository, base: str) -> None:
    mail = f"From 0 Mon Sep 17\nSubject: x\n\nAmendment: A1-Ä1\n---\n x | 2 +-\n\n{HEAD}{HUNK}-- \n2.39\n"
    assert b"zehn" in repository.apply_patch(PATH, base, mail.encode())


def test_work_tree_index_and_objects_see_nothing_of_it(
    repository: Repository, git: Git, conference: Path, base: str
) -> None:
    before = sorted((conference / ".git").rglob("*"))
    repository.apply_patch(PATH, base, (HEAD + HUNK).encode())
    refusal(repository, base, HEAD + HUNK.replace("Zeile 9\n", "Zeile x\n"))
    assert sorted((conference / ".git").rglob("*")) == before
    assert git("status", "--porcelain") == ""


def test_the_base_counts_and_not_what_is_committed_now(repository: Repository, base: str) -> None:
    repository.commit(Commit({PATH: b"something else\n"}, "Change A1"))
    assert b"zehn" in repository.apply_patch(PATH, base, (HEAD + HUNK).encode())


def test_a_patch_for_another_text_is_refused_with_both_lines(
    repository: Repository, base: str
) -> None:
    message, line = refusal(repository, base, HEAD + HUNK.replace("-Zeile 10", "-Zeile x"))
    assert "line 9 of resolutions/A1.md" in message
    assert line == 4


def test_a_hunk_that_fits_only_elsewhere_is_refused(repository: Repository, base: str) -> None:
    second = HUNK.replace("-9,3 +9,3", "-22,3 +22,3")
    for old, new in (("9", "20"), ("10", "21"), ("11", "22")):
        second = second.replace(f"Zeile {old}\n", f"Zeile {new}\n")
    message, line = refusal(repository, base, HEAD + HUNK + second)
    assert "Part 2" in message
    assert line == 9


def test_less_context_is_not_made_up_for(repository: Repository, base: str) -> None:
    patch = HEAD + "@@ -10 +10 @@\n-Zeile 10\n+Zeile x\n"
    assert "do not stand there" in refusal(repository, base, patch)[0]


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ((HEAD + HUNK).replace("A1.md", "A2.md"), "another file"),
        (HEAD + HUNK + (HEAD + HUNK).replace("A1.md", "A2.md"), "another file"),
        ((HEAD + HUNK).replace("resolutions/A1.md", "../A1.md"), "another file|invalid path"),
        ((HEAD + HUNK).replace("resolutions/A1.md", ".git/config"), "another file|invalid path"),
        (HEAD + HUNK + HEAD + "@@ -1,2 +1,2 @@\n-Zeile 1\n+x\n Zeile 2\n", "more than one"),
        (
            f"diff --git a/{PATH} b/{PATH}\nold mode 100644\nnew mode 100755\n"
            + HEAD.split("\n", 1)[1]
            + HUNK,
            "mode",
        ),
        (f"diff --git a/{PATH} b/{PATH}\nold mode 100644\nnew mode 100755\n", "mode"),
        (
            (
                f"diff --git a/{PATH} b/resolutions/B.md\nsimilarity index 100%\n"
                f"rename from {PATH}\nrename to resolutions/B.md\n"
            ),
            "another file",
        ),
        (
            "diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+x\n",
            "another file",
        ),
        (
            (
                f"diff --git a/{PATH} b/{PATH}\nindex {'0' * 40}..{'1' * 40}\n"
                f"Binary files a/{PATH} and b/{PATH} differ\n"
            ),
            "binary",
        ),
        ("", "no patch"),
        ("Zeile 10 soll weg.\n", "no patch"),
        (HEAD + "@@ -9,3 +9,3 @@\n Zeile 9\n", "no patch"),
        (HEAD + "@@ kaputt\n", "no patch"),
    ],
)
def test_what_does_more_or_less_than_change_the_words_is_refused(
    repository: Repository, git: Git, conference: Path, base: str, patch: str, words: str
) -> None:
    config = (conference / ".git" / "config").read_bytes()
    message, _line = refusal(repository, base, patch)
    assert any(word in message for word in words.split("|")), message
    assert git("status", "--porcelain") == ""
    assert (conference / ".git" / "config").read_bytes() == config


def test_a_deletion_of_the_file_is_refused(repository: Repository, base: str) -> None:
    lines = "".join(f"-{line}\n" for line in LINES)
    patch = (
        f"diff --git a/{PATH} b/{PATH}\ndeleted file mode 100644\n--- a/{PATH}\n+++ /dev/null\n"
        f"@@ -1,30 +0,0 @@\n{lines}"
    )
    assert "deletes" in refusal(repository, base, patch)[0]


def test_a_base_that_is_not_there_is_named(repository: Repository) -> None:
    with pytest.raises(RepositoryError, match="no version"):
        repository.apply_patch(PATH, "1" * 40, (HEAD + HUNK).encode())


def test_whitespace_settings_of_the_repository_change_nothing(
    repository: Repository, git: Git, base: str
) -> None:
    git("config", "apply.whitespace", "fix")
    git("config", "apply.ignoreWhitespace", "change")
    git("config", "core.autocrlf", "true")
    patch = HEAD + HUNK.replace("neu“", "neu“  ")
    assert "neu“  \n".encode() in repository.apply_patch(PATH, base, patch.encode())
    assert "do not stand" in refusal(repository, base, patch.replace(" Zeile 9", "  Zeile 9"))[0]
