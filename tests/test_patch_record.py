"""The tracked patch as a file: written, read, verified, and what git makes of the mail."""

import dataclasses
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.errors import InputError
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.record import (
    PatchRecord,
    read_patch,
    result_hash,
    shortened,
    verify,
    write_patch,
)

FLAT = "Wir fordern den Lohn.\nDas „ist“ so – und\tbleibt\\so.\nEnde."
EDITS = (Edit(4, "fordern", "fordern\n---\nund"), Edit(27, "ist", '\u2028"\\\n'))
DIFF = "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-- \n+x\n"


def record(**changes: object) -> PatchRecord:
    plain = PatchRecord(
        amendment="A1-Ä1", resolution="A1", base="1" * 40, result=result_hash(apply_edits(FLAT, EDITS)),
        edits=EDITS, diff=DIFF, sender="KV Musterstadt", address="a@example.org",
        date="Sun, 22 Nov 2026 19:04:29 +0000", subject="Löhne",
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


names = st.text(
    st.one_of(st.sampled_from("aÄß \"',.()[]@:;-<>\\=?*\n\r\t"), st.characters(codec="utf-8")), max_size=60
)  # fmt: skip


@given(names, names)
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again_whoever_sends_it(sender: str, subject: str) -> None:
    written = record(sender=sender, subject=subject)
    again = read_patch(write_patch(written, FLAT), "a.patch")
    for name in ("amendment", "resolution", "base", "result", "edits", "diff", "date", "address"):
        assert getattr(again, name) == getattr(written, name)
    # Names and subjects are one line; reading them changes them no further.
    assert read_patch(write_patch(again, FLAT), "a.patch") == again
    assert "\n" not in again.sender + again.subject


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_words_come_back_as_they_were(pairs: list[tuple[str, str]]) -> None:
    edits = []
    flat = ""
    for old, new in pairs:
        if old != new:
            edits.append(Edit(len(flat), old, new))
            flat += old + "·"
    if not edits:
        return
    written = record(edits=tuple(edits), result=result_hash(apply_edits(flat, edits)))
    again = read_patch(write_patch(written, flat), "a.patch")
    assert again.edits == tuple(edits)
    assert verify(again, flat, "a.patch") == apply_edits(flat, edits)


@pytest.mark.parametrize("base", ["1" * 40, "f" * 64])
def test_both_kinds_of_object_ids_are_recorded_whole(base: str) -> None:
    assert read_patch(write_patch(record(base=base), FLAT), "a.patch").base == base


def test_a_changed_word_of_the_base_is_noticed() -> None:
    with pytest.raises(InputError, match="does not fit its base"):
        verify(record(), FLAT.replace("fordern", "fodern!"), "a.patch")
    with pytest.raises(InputError, match="do not make the recorded text"):
        verify(record(), FLAT.replace("Ende", "Enge"), "a.patch")


def test_every_changed_sign_of_an_edit_is_noticed() -> None:
    source = write_patch(record(), FLAT)
    for position in range(source.index("Edit: "), source.index("\n---\n")):
        if source[position] == "\n":
            continue
        other = "x" if source[position] != "x" else "y"
        changed = source[:position] + other + source[position + 1 :]
        try:
            again = read_patch(changed, "a.patch")
            if again.edits == EDITS:  # a sign of the words around an edit, which prove() compares
                assert write_patch(again, FLAT) == source
                continue
            verify(again, FLAT, "a.patch")
        except InputError:
            continue
        pytest.fail(f"unnoticed at {position}: {changed[position - 20 : position + 20]}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\n---\n", "\n", "no tracked patch"),
        ("diff --git", "dif --git", "no tracked patch"),
        ("-- \nantragstool\n", "", "no tracked patch"),
        ("Base: ", "Basis: ", "does not belong"),
        ("Base: " + "1" * 40 + "\n", "", "lacks: Base"),
        ("Resolution: A1\n", "Resolution: A1\nResolution: A2\n", "does not belong"),
        ('"at": 4', '"at": "4"', "cannot be read"),
        ('"at": 4', '"at": -4', "cannot be read"),
        ('"at": 4', '"at": true', "cannot be read"),
        ('Edit: {"at"', 'Edit: ["at"', "cannot be read"),
        ('"old"', '"alt"', "cannot be read"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(old: str, new: str, message: str) -> None:
    source = write_patch(record(), FLAT)
    assert old in source
    with pytest.raises(InputError, match=message) as caught:
        read_patch(source.replace(old, new, 1), "a.patch")
    assert caught.value.problems[0].file == "a.patch"


@given(st.text(max_size=80))
def test_anything_else_is_refused(source: str) -> None:
    with pytest.raises(InputError):
        read_patch(source, "a.patch")


def mailinfo(source: str, folder: Path) -> tuple[dict[str, str], str, str]:
    done = subprocess.run(
        ["git", "mailinfo", "-u", "--encoding=UTF-8", "message", "patch"],
        cwd=folder, input=source.encode(), capture_output=True, check=True,
    )  # fmt: skip
    lines = done.stdout.decode().splitlines()
    found = dict(line.split(": ", 1) for line in lines if ": " in line)
    return found, (folder / "message").read_text(), (folder / "patch").read_text()


SENDERS = [
    "KV Musterstadt", "Jörg Müller-Lüdenscheidt", "Bezirk Süd, Arbeitskreis Umwelt", "Anna \"Änne\" Groß",
    "KV Nord (Vorstand)", "Ä" * 300, "a: b", "=?utf-8?q?x?=", "evil\nSubject: gefälscht", "x <y@z>", "Ortsverein St. Georg",
]  # fmt: skip


@pytest.mark.parametrize("sender", SENDERS)
def test_git_reads_sender_and_subject_as_they_are(sender: str, tmp_path: Path) -> None:
    source = write_patch(record(sender=sender), FLAT)
    found, message, patch = mailinfo(source, tmp_path)
    name = read_patch(source, "a.patch").sender
    # Git itself drops quotation marks, and puts the address for a name of more than 60 bytes.
    assert found["Author"] == (
        name.replace('"', "") if len(name.encode()) <= 60 else "a@example.org"
    )
    assert found["Email"] == "a@example.org"
    assert found["Subject"] == "A1-Ä1: Löhne"
    assert found["Date"] == record().date
    assert message.startswith("Amendment: A1-Ä1\n")
    assert patch.startswith("---\n\ndiff --git")


@pytest.mark.parametrize(
    "subject", ["", "Löhne\n---\nx", "[PATCH] doppelt", "Re: Antwort", "ü" * 2000, "diff --git a b", "From: x <y>"]
)  # fmt: skip
def test_git_reads_hostile_subjects(subject: str, tmp_path: Path) -> None:
    source = write_patch(record(subject=subject), FLAT)
    found, _message, patch = mailinfo(source, tmp_path)
    one_line = read_patch(source, "a.patch").subject
    assert found["Subject"] == (f"A1-Ä1: {one_line}" if one_line else "A1-Ä1")
    assert found["Author"] == "KV Musterstadt"
    assert patch.count("diff --git a/a.md") == 1


@given(st.text(max_size=200))
def test_shortened_words_are_one_short_line(words: str) -> None:
    short = shortened(words)
    assert len(short) <= 63
    assert "\n" not in short
