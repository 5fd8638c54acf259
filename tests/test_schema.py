from __future__ import annotations

from itertools import dropwhile

import pytest

from antragstool.errors import Problem
from antragstool.model.decision import (
    Ballot,
    Majority,
    Outcome,
    PartResult,
    Recommendation,
    Verdict,
    Vote,
)
from antragstool.model.documents import Amendment, Form, Resolution
from antragstool.store.schema import read_amendment, read_resolution
from antragstool.store.submission import SubmissionHeader, read_submission_header

BASE = "0123456789abcdef0123456789abcdef01234567"

RESOLUTION = """---
id: A1
title: Arbeit: gute Löhne
submitter: KV Musterstadt
supporters: KV A, KV B
addressee: Landesparteitag
status: submitted
event: LDK 2012
date: 2012-05-05
place: Heidenheim
recommendation:
  verdict: refer
  note: an die Bundestagsfraktion
vote: {yes: 88, no: 78, abstain: 6, majority: two-thirds, wording: "knapp"}
outcome: rejected
---
Text
"""

AMENDMENT = f"""---
id: A1-Ä3
resolution: A1
base: {BASE}
received: 2026-05-01T18:00:00+02:00
submitter: KV Musterstadt
subject: Wahlrecht: nach sechs Monaten
form: copy
example: true
recommendation: adopt
vote:
  cast: 172
  entitled: 200
  confirmed: true
---
Zeile 88: …
"""


def resolution(source: str) -> tuple[Resolution | None, tuple[Problem, ...]]:
    return read_resolution("resolutions/A1.md", source)


def with_line(source: str, key: str, line: str) -> str:
    """Replace the line of *key* in a header by *line*."""
    lines = source.split("\n")
    number = next(i for i, each in enumerate(lines) if each.startswith(f"{key}:"))
    rest = list(dropwhile(lambda each: each.startswith(" "), lines[number + 1 :]))
    return "\n".join([*lines[:number], *([line] if line else []), *rest])


def test_a_resolution_has_all_its_fields() -> None:
    item, problems = resolution(RESOLUTION)
    assert problems == ()
    assert item == Resolution(
        id="A1",
        title="Arbeit: gute Löhne",
        path="resolutions/A1.md",
        body="Text\n",
        body_line=17,
        source=RESOLUTION,
        blob="eebd9210693fca7935fc4572bc467252dc9de3e3",
        submitter="KV Musterstadt",
        supporters=("KV A", "KV B"),
        addressee="Landesparteitag",
        status="submitted",
        event="LDK 2012",
        date="2012-05-05",
        place="Heidenheim",
        recommendation=Recommendation(Verdict.REFER, "an die Bundestagsfraktion"),
        vote=Vote(yes=88, no=78, abstain=6, majority=Majority.TWO_THIRDS, wording="knapp"),
        outcome=Outcome.REJECTED,
    )


def test_the_blob_is_the_object_id_of_git_unless_it_is_given() -> None:
    source = "---\nid: A1\ntitle: x\n---\n"
    item, _problems = resolution(source)
    assert item is not None
    # printf '---\nid: A1\ntitle: x\n---\n' | git hash-object --stdin
    assert item.blob == "71bbb87038bfa6d0ebf808516ee069a9a5a87212"
    given, _problems = read_resolution("a.md", source, "f" * 64)
    assert given is not None
    assert given.blob == "f" * 64


def test_an_amendment_has_all_its_fields() -> None:
    item, problems = read_amendment("amendments/A1-Ae3.md", AMENDMENT)
    assert problems == ()
    assert item == Amendment(
        id="A1-Ä3",
        resolution="A1",
        base=BASE,
        path="amendments/A1-Ae3.md",
        body="Zeile 88: …\n",
        body_line=16,
        source=AMENDMENT,
        form=Form.COPY,
        submitter="KV Musterstadt",
        subject="Wahlrecht: nach sechs Monaten",
        received="2026-05-01T18:00:00+02:00",
        example=True,
        recommendation=Recommendation(Verdict.ADOPT),
        vote=Vote(cast=172, entitled=200, confirmed=True),
    )


def test_an_id_in_the_spelling_of_the_file_is_the_id() -> None:
    for typed in ("A1-Ae3", "A1-A\u0308" + "3"):
        item, problems = read_amendment("a.md", with_line(AMENDMENT, "id", f"id: {typed}"))
        assert item is not None
        assert (item.id, problems) == ("A1-Ä3", ())


@pytest.mark.parametrize("key", ["id", "title"])
@pytest.mark.parametrize("line", ["", "{key}:", "{key}: ''"])
def test_a_resolution_without_id_or_title_is_none(key: str, line: str) -> None:
    item, problems = resolution(with_line(RESOLUTION, key, line.format(key=key)))
    assert item is None
    assert len(problems) == 1
    assert f'"{key}"' in problems[0].message
    assert problems[0].hint


@pytest.mark.parametrize("key", ["id", "resolution", "base", "submitter"])
def test_an_amendment_without_what_it_needs_is_none(key: str) -> None:
    item, problems = read_amendment("a.md", with_line(AMENDMENT, key, ""))
    assert item is None
    assert [problem.message for problem in problems] == [f'The key "{key}" is missing.']


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("outcome: rejcted", '"rejcted" is no word for "outcome"', 'Did you mean "rejected"?'),
        ("outcome: angenommen", '"angenommen" is no word', "Known are: adopted"),
        ("status: Draft", '"Draft" is no word for "status"', 'Did you mean "draft"?'),
        ("recommendation: adpot", '"adpot" is no word', 'Did you mean "adopt"?'),
        ("recommendation: {note: x}", 'The key "verdict" is missing', "verdict"),
        ("recommendation: {verdict: x, nte: y}", '"x" is no word', ""),
        ("recommendation: [adopt]", '"recommendation" has fields', "verdict, note"),
        ("vote: einstimmig", '"vote" has fields', "wording"),
        ("vote: {yes: -1}", '"yes" is not a whole number from 0 on: "-1"', "digits"),
        ("vote: {no: 1.5}", '"no" is not a whole number', "digits"),
        ("vote: {cast: viele}", '"cast" is not a whole number', "digits"),
        ("vote: {majority: two-third}", '"two-third" is no word', '"two-thirds"'),
        ("vote: {confirmed: ja}", '"confirmed" is neither true nor false', '"true"'),
        ("vote: {ja: 1}", 'Unknown key "ja"', 'Did you mean "yes"?'),
        ("vote: {yes: 1, yes: 2}", 'The key "yes" stands in line 14 and again', "Keep one"),
        ("vote: {wording: [a]}", '"wording" takes one value', "quotes"),
        ("supporters: {a: b}", '"supporters" is a list of texts', "quotes"),
        ("title: {a: b}\ntitle: c", 'The key "title" stands in line', "Keep one"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_read(
    line: str, message: str, hint: str
) -> None:
    item, problems = resolution(with_line(RESOLUTION, line.partition(":")[0], line))
    assert item is not None
    assert item.submitter == "KV Musterstadt"
    assert any(message in each.message and hint in each.hint for each in problems), problems
    assert all(each.line and each.file == "resolutions/A1.md" for each in problems)


def test_words_behind_a_hash_in_a_note_are_not_lost_silently() -> None:
    note = "vote:\n  wording: mit Mehrheit #3\n  yes: 4"
    item, problems = resolution(with_line(RESOLUTION, "vote", note))
    assert [problem.line for problem in problems] == [15]
    assert item is not None
    assert item.vote == Vote(yes=4)


@pytest.mark.parametrize(
    "typed", ["../A1", "A/1", "A..1", "A1-Ä1", "-A1", "A 1", "A1.", "Α1", "x" * 41, "[A1]"]
)
def test_an_id_that_is_no_id_is_refused_with_what_is_allowed(typed: str) -> None:
    item, problems = resolution(with_line(RESOLUTION, "id", f"id: {typed}"))
    assert item is None
    assert len(problems) == 1
    assert problems[0].line == 2
    assert problems[0].hint


@pytest.mark.parametrize("typed", ['"A\\e[31m1"', '"A1\\u202e"', "A\x1b1"])
def test_an_id_with_a_control_character_is_refused_without_printing_it(typed: str) -> None:
    item, problems = resolution(with_line(RESOLUTION, "id", f"id: {typed}"))
    assert item is None
    assert len(problems) == 1
    assert "\x1b" not in str(problems[0])
    assert "\u202e" not in str(problems[0])
    assert "U+" in problems[0].message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("id: A1", '"A1" is no id of an amendment.'),
        ("id: A1-Ä0", '"A1-Ä0" is no id of an amendment.'),
        ("id: ../A1-Ä1", '"../A1-Ä1" is no id of an amendment.'),
        ("id: A2-Ä3", 'The amendment "A2-Ä3" names another resolution: "A1".'),
        ("resolution: ../A1", '"../A1" is no id of a resolution.'),
        ("base: HEAD", '"base" is no object id of git: "HEAD".'),
        ("base: --output=x", '"base" is no object id of git: "--output=x".'),
    ],
)
def test_an_amendment_with_a_bad_id_is_none(line: str, message: str) -> None:
    item, problems = read_amendment("a.md", with_line(AMENDMENT, line.partition(":")[0], line))
    assert item is None
    assert [problem.message for problem in problems] == [message]


@pytest.mark.parametrize("typed", ["gestern", "2026-05-01", "2026-05-01T18:00:00"])
def test_the_time_of_arrival_has_an_offset(typed: str) -> None:
    item, problems = read_amendment("a.md", with_line(AMENDMENT, "received", f"received: {typed}"))
    assert item is not None
    assert item.received == ""
    assert [problem.line for problem in problems] == [5]


def test_a_submission_says_what_it_says() -> None:
    source = "---\nresolution: A1\nsubmitter: KV: Nord\nsupporters:\n- X\nform: patch\n---\nText"
    header, problems = read_submission_header("mail.txt", source)
    assert problems == ()
    assert header == SubmissionHeader(
        body="Text",
        body_line=8,
        resolution="A1",
        submitter="KV: Nord",
        supporters=("X",),
        form=Form.PATCH,
    )


def test_a_submission_needs_no_header() -> None:
    assert read_submission_header("a.patch", "diff --git a/x b/x\n") == (
        SubmissionHeader(body="diff --git a/x b/x\n", body_line=1),
        (),
    )


@pytest.mark.parametrize("key", ["id", "base", "received", "recommendation", "vote", "outcome"])
def test_what_antragstool_writes_is_refused_in_a_submission(key: str) -> None:
    header, problems = read_submission_header("a.md", f"---\nresolution: A1\n{key}: x\n---\n")
    assert header is not None
    assert len(problems) == 1
    assert problems[0].line == 3
    assert "written by antragstool" in problems[0].message
    assert problems[0].hint == "Remove the line."


def test_the_mover_of_a_copied_resolution_is_not_the_submitter() -> None:
    header, problems = read_submission_header("copy.md", RESOLUTION)
    assert problems == ()
    assert header == SubmissionHeader(
        body="Text\n",
        body_line=17,
        resolution="A1",
        copied_resolution_header=True,
        title="Arbeit: gute Löhne",
    )


def test_a_title_alone_is_an_unknown_key() -> None:
    header, problems = read_submission_header("a.md", "---\ntitle: x\nresolution: A1\n---\n")
    assert header is not None
    assert not header.copied_resolution_header
    assert [problem.message for problem in problems] == ['Unknown key "title".']


def test_a_header_that_is_not_closed_gives_nothing() -> None:
    for read in (read_resolution, read_amendment, read_submission_header):
        item, problems = read("a.md", "---\nid: A1\n")
        assert item is None
        assert len(problems) == 1


PARTS = """parts:
  - numbers: "1, 3"
    outcome: adopted
    yes: 20
    no: 3
    body: Landesausschuss
  - numbers: 2
    outcome: rejected
    en-bloc: true
earlier-votes:
  - outcome: rejected
    wording: bei 3 Gegenstimmen
  - numbers: 2
    outcome: adopted
"""


def decided_amendment(lines: str) -> tuple[Amendment | None, tuple[Problem, ...]]:
    source = f"---\nid: A1-Ä1\nresolution: A1\nbase: {'a' * 40}\nsubmitter: KV\n{lines}---\n"
    return read_amendment("a.md", source)


def test_the_results_of_parts_and_the_earlier_votes_are_read() -> None:
    amendment, problems = decided_amendment(PARTS)
    assert problems == ()
    assert amendment is not None
    assert amendment.parts == (
        PartResult((1, 3), Outcome.ADOPTED, Vote(yes=20, no=3, body="Landesausschuss")),
        PartResult((2,), Outcome.REJECTED, Vote(en_bloc=True)),
    )
    assert amendment.ballots == (
        Ballot(Outcome.REJECTED, Vote(wording="bei 3 Gegenstimmen")),
        Ballot(Outcome.ADOPTED, None, (2,)),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("numbers: 2\n    outcome: r", "numbers: 0\n    outcome: r", 12, '"0"'),
        ("numbers: 2\n    outcome: r", "numbers: 1\n    outcome: r", 12, "twice"),
        ("numbers: 2\n    outcome: r", "numbers: 2, 2\n    outcome: r", 12, "twice"),
        ("numbers: 2\n    outcome: r", "numbers: two\n    outcome: r", 12, '"two"'),
        ("outcome: rejected\n    en", "outcome: adoptet\n    en", 13, '"adoptet"'),
        ("outcome: rejected\n    en", "outcome: adopted-in-part\n    en", 13, "single part"),
        ("en-bloc: true", "en-block: true", 14, '"en-block"'),
        ("en-bloc: true", "en-bloc: yes", 14, "neither true nor false"),
        ("    yes: 20\n", "    yes: many\n", 9, '"many"'),
        ("    outcome: rejected\n    en-bloc", "    en-bloc", 12, '"outcome" is missing'),
        ("  - outcome: rejected\n    wording: bei 3 Gegenstimmen\n", "  - rejected\n", 16, "list"),
    ],
)
def test_what_is_wrong_in_a_list_of_results_is_named_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    assert PARTS.count(old) == 1
    _amendment, problems = decided_amendment(PARTS.replace(old, new))
    assert len(problems) == 1, problems
    assert problems[0].line == line
    assert words in problems[0].message


def test_a_list_of_results_that_is_no_list_is_named() -> None:
    _amendment, problems = decided_amendment("parts:\n  numbers: 1\n  outcome: adopted\n")
    assert ["list" in problem.message for problem in problems] == [True]
