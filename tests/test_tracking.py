"""The tracked patch of an amendment to a whole file, and the proof of a stored one."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings

from antragstool.model.documents import Amendment, Form
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.blob import blob_id
from antragstool.patch.record import read_patch
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown
from antragstool.workflow.tracking import Base, Sender, prove, prove_result, track
from tests.test_source_change import changed, sources_with_edits

HEADER = "---\nid: A1\ntitle: Löhne\n---\n"
BODY = "Wir fordern\nden Lohn.\n\n## Titel\n\n- Punkt eins\n- Punkt zwei\n\n# Begründung\n\nWir fordern viel.\n"
SENDER = Sender("KV Musterstadt", "a@example.org", "Sun, 22 Nov 2026 19:04:29 +0000")
EDITS = (Edit(16, "Lohn", "Sold"), Edit(43, "\n- Punkt zwei", ""))


def base_of(body: str = BODY, header: str = HEADER) -> Base:
    source = header + body
    return Base.of("resolutions/A1.md", blob_id(source.encode()), source, header.count("\n") + 1)


def amendment(**changes: str) -> Amendment:
    fields = {
        "id": "A1-Ä1",
        "resolution": "A1",
        "base": base_of().blob,
        "path": "amendments/A1-Ae1.md",
        "submitter": "KV Musterstadt",
        "body": "",
    }
    return Amendment(**{**fields, **changes}, body_line=1, source="", form=Form.COPY)  # type: ignore[arg-type]


def patch(base: Base, edits: tuple[Edit, ...] = EDITS) -> str:
    return track(base, edits, "A1-Ä1", "A1", "", SENDER)


def test_the_object_id_is_the_one_that_git_gives() -> None:
    data = "Grüße\n".encode()
    done = subprocess.run(
        ["git", "hash-object", "--stdin"], input=data, capture_output=True, check=True
    )
    assert blob_id(data) == done.stdout.decode().strip()
    assert len(blob_id(data, "sha256")) == 64


def test_git_am_applies_the_patch_and_git_apply_gives_the_recorded_blob(tmp_path: Path) -> None:
    base = base_of()
    git = ["git", "-c", "user.name=K", "-c", "user.email=k@example.org"]
    (tmp_path / "resolutions").mkdir()
    (tmp_path / base.path).write_bytes(base.source.encode())
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "base"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    subprocess.run([*git, "am", "-q"], cwd=tmp_path, input=patch(base).encode(), check=True)
    wanted, _changes = base.changed(EDITS)
    assert (tmp_path / base.path).read_bytes() == wanted.encode()
    shown = subprocess.run(
        [*git, "log", "-1", "--format=%an|%ae|%s"], cwd=tmp_path, capture_output=True, check=True
    )
    assert shown.stdout.decode() == "KV Musterstadt|a@example.org|A1-Ä1\n"
    blob = subprocess.run(
        ["git", "rev-parse", f"HEAD:{base.path}"], cwd=tmp_path, capture_output=True, check=True
    )
    assert f"..{blob.stdout.decode().strip()} 100644" in patch(base)


def test_header_and_reasons_stay_as_they_are() -> None:
    base = base_of()
    wanted, changes = base.changed(EDITS)
    assert wanted.startswith(HEADER)
    assert wanted.endswith("\n# Begründung\n\nWir fordern viel.\n")
    assert [(change.first, change.last) for change in changes] == [(5, 6), (10, 11)]
    assert "den Sold." in wanted
    assert "zwei" not in wanted


@given(sources_with_edits())
@settings(max_examples=60, deadline=None)
def test_what_was_tracked_is_proven(case: tuple[str, tuple[Edit, ...]]) -> None:
    body, edits = case
    if not edits or changed(body, edits) is None:
        return
    base = base_of(body)
    stored = patch(base, edits)
    assert prove(amendment(base=base.blob), stored, "a.patch", base, edits) == ()
    assert read_patch(stored, "a.patch").edits == edits
    wanted, _changes = base.changed(edits)
    text = read_markdown(wanted.removeprefix(HEADER)).text
    assert text == Text.from_flat(apply_edits(base.text.text.flat, edits))


def test_every_changed_byte_of_a_patch_s_head_is_noticed() -> None:
    base = base_of()
    stored = patch(base)
    assert not prove(amendment(), stored, "a.patch", base, EDITS)
    date = range(stored.index("Date: ") + 6, stored.index("\nSubject: "))
    address = range(stored.index("<a@") + 1, stored.index(">\nDate"))
    for position in range(stored.index("\ndiff --git")):
        if position in date or position in address:  # when it came: nothing else says it
            continue
        other = "#" if stored[position] != "#" else "+"
        broken = stored[:position] + other + stored[position + 1 :]
        assert prove(amendment(), broken, "a.patch", base, EDITS), (
            position,
            stored[position:][:30],
        )


@pytest.mark.parametrize("edits", [EDITS[:1], (Edit(16, "Lohn", "Gehalt"), EDITS[1])])
def test_another_reading_of_what_was_handed_in_is_named(edits: tuple[Edit, ...]) -> None:
    base = base_of()
    (problem,) = prove(amendment(), patch(base), "a.patch", base, edits)
    assert "gives other edits" in problem.message
    assert problem.file == "amendments/A1-Ae1.md"


def test_what_git_makes_of_a_patch_is_compared_with_the_edits() -> None:
    base = base_of()
    wanted, _changes = base.changed(EDITS)
    assert not prove_result(amendment(), wanted, "a.patch", base, EDITS)
    for old, new in (("Sold", "Gold"), ("title: L", "title: X"), ("viel", "mehr"), ("## ", "### ")):
        assert prove_result(amendment(), wanted.replace(old, new), "a.patch", base, EDITS)
    blank = (Edit(12, "den Lohn.", ""),)  # a blank is left at the end, which no source can hold
    assert not prove_result(amendment(), base.changed(blank)[0], "a.patch", base, blank)


def test_a_patch_to_another_base_is_noticed() -> None:
    other = base_of(BODY.replace("Lohn", "Loon"))
    assert prove(amendment(), patch(base_of()), "a.patch", other, EDITS)
