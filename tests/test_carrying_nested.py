"""Amendments to an amendment follow it where it goes, to the text as to the title and the reasons."""

import pytest

from tests.commands import Clerk
from tests.test_adopt import clean, hand_in, header
from tests.test_rebase import edit_freely

REASONS = "Ohne Bus geht auf dem Land wenig.\n"


def nest(clerk: Clerk, body: str) -> None:
    """Hand in an amendment to A1-Ä1."""
    name = clerk.write("nested.md", f"---\nresolution: A1-Ä1\nsubmitter: KV Zwei\n---\n{body}\n")
    answer = clerk.run("submit", name)
    assert answer.code == 0, answer.err


def test_while_the_other_waits_for_a_look_nothing_becomes_of_those_to_it(clerk: Clerk) -> None:
    hand_in(
        clerk,
        "Ersetze „365 Euro“ durch „300 Euro“. "
        "Ersetze „jede Stunde“ durch „alle zwanzig Minuten, und zwar pünktlich, fahren können“.",
    )
    nest(clerk, "Ersetze „zwanzig“ durch „dreißig“.")
    edit_freely(clerk, "höchstens 365 Euro im Jahr", "lediglich 365 Euro im Jahr")
    before = header(clerk, "A1-Ae1-Ae1")
    answer = clerk.run("rebase", "A1", "--format", "json")
    assert [each["id"] for each in answer.json["proposed"]] == ["A1-Ä1"]
    assert answer.json["carried"] == []
    assert header(clerk, "A1-Ae1-Ae1") == before
    assert clerk.run("diff", "A1-Ä1-Ä1").code == 0
    assert clerk.run("rebase", "A1", "--accept", "A1-Ä1").code == 0
    clean(clerk)


@pytest.mark.parametrize(
    ("body", "nested", "old", "new"),
    [
        (
            "In der Begründung: Ersetze „geht auf dem Land wenig“ durch „läuft nichts und niemand kommt an“.",
            "Ersetze „niemand“ durch „keiner“.",
            REASONS,
            REASONS + "\nNoch ein Absatz über andere Dinge.\n",
        ),
        (
            "Titel: Ersetze „Gute Busse“ durch „Sehr gute und schnelle Busse“.",
            "Ersetze „schnelle“ durch „flinke“.",
            "Busse für alle",
            "Busse für jede und jeden",
        ),
    ],
)
def test_those_to_the_title_and_to_the_reasons_follow_too(
    clerk: Clerk, body: str, nested: str, old: str, new: str
) -> None:
    hand_in(clerk, body)
    nest(clerk, nested)
    edit_freely(clerk, old, new)
    answer = clerk.run("rebase", "A1", "--accept", "A1-Ä1", "--format", "json").json
    proposed = [each["id"] for each in answer["proposed"]]
    assert answer["carried"] + proposed == ["A1-Ä1", "A1-Ä1-Ä1"]
    if proposed:
        assert clerk.run("rebase", "A1", "--accept", "A1-Ä1-Ä1").code == 0
    assert "carried" in header(clerk, "A1-Ae1-Ae1")
    clean(clerk)
