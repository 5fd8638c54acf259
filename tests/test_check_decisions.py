"""What ``check`` proves of the decisions that stand in the headers of amendments."""

import pytest

from antragstool.store.header_write import set_fields
from antragstool.store.header_yaml import Value
from tests.commands import RESOLUTION, Clerk
from tests.test_adopt import PRICE, adopt, clean, hand_in, vote


def write(clerk: Clerk, name: str, **fields: Value | None) -> None:
    """Change a header by hand and commit it."""
    path = clerk.folder / f"amendments/{name}.md"
    changes = {key.replace("_", "-"): value for key, value in fields.items()}
    path.write_text(set_fields(path.read_text(encoding="utf-8"), changes), encoding="utf-8")
    clerk.git("commit", "-qam", "By hand")


def problems(clerk: Clerk) -> list[tuple[str, str]]:
    answer = clerk.run("check", "--format", "json")
    assert answer.code == 1
    return [(each["file"], each["message"]) for each in answer.json["problems"]]


@pytest.mark.parametrize("version", ["a" * 40, "patch"])
def test_an_adopted_one_is_not_hidden_by_a_version_that_is_none(clerk: Clerk, version: str) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    if version == "patch":
        version = clerk.git("rev-parse", "HEAD:amendments/A1-Ae1.patch").strip()
    write(clerk, "A1-Ae1", merged=version)
    ((file, message),) = problems(clerk)
    assert file == "amendments/A1-Ae1.md"
    assert "merged" in message


@pytest.mark.parametrize("key", ["yields-to", "follows", "wording-for", "disposed-by"])
@pytest.mark.parametrize("other", ["A1-Ä77", "A1-Ä1", "A1-Ä2-Ä1", "A2-Ä1"])
def test_whom_a_header_names_is_there_and_changes_the_same(
    clerk: Clerk, key: str, other: str
) -> None:
    second = (clerk.folder / RESOLUTION).read_text(encoding="utf-8").replace("id: A1", "id: A2")
    (clerk.folder / "resolutions/A2.md").write_text(second, encoding="utf-8")
    clerk.git("add", "resolutions")
    clerk.git("commit", "-qm", "A2")
    hand_in(clerk, PRICE)
    hand_in(clerk, "Ersetze „Landtag“ durch „Kreistag“.")
    for to, body in (("A1-Ä2", "Ersetze „Kreistag“ durch „Bezirkstag“."), ("A2", PRICE)):
        name = clerk.write("more.md", f"---\nresolution: {to}\nsubmitter: KV Zwei\n---\n{body}\n")
        assert clerk.run("submit", name).code == 0
    clean(clerk)
    write(clerk, "A1-Ae1", **{key: other if key == "disposed-by" else (other,)})
    ((file, message),) = problems(clerk)
    assert file == "amendments/A1-Ae1.md"
    assert key in message
    assert other in message
    write(clerk, "A1-Ae1", **{key: "A1-Ä2" if key == "disposed-by" else ("A1-Ä2",)})
    clean(clerk)


def test_what_is_in_the_text_is_adopted(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    clean(clerk)
    write(clerk, "A1-Ae1", outcome="rejected")
    assert "amendments/A1-Ae1.merged.patch" in {file for file, _message in problems(clerk)}


def test_after_the_file_got_another_name_its_versions_are_still_known(clerk: Clerk) -> None:
    hand_in(clerk, PRICE)
    vote(clerk, "A1-Ä1", "adopted")
    adopt(clerk)
    clerk.git("mv", RESOLUTION, "resolutions/A1-gute-busse.md")
    clerk.git("commit", "-qm", "Another name")
    clean(clerk)
