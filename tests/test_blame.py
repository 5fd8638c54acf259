import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.monkeypatch import MonkeyPatch

from antragstool.actions.opened import open_conference
from antragstool.actions.tracing import Manner, trace
from antragstool.cli import blame_text
from antragstool.model.edit import apply_edits
from antragstool.store.git import Commit, Repository
from antragstool.workflow.tracking import Base
from tests.commands import RESOLUTION, TEXT, Clerk

PRICE = "Zeile 4: Ersetze „365“ durch „300“.\n"
PARAGRAPH = "Ein ganz neuer Absatz über Fahrräder im Bus."
CLOSING = "Das Land trägt die Kosten und berichtet dem Landtag einmal im Jahr."


def adopt(clerk: Clerk, *bodies: str, submitter: str = "KV Musterstadt") -> None:
    """Hand in amendments, adopt each by a vote, and put them all into the text."""
    for body in bodies:
        done = clerk.submit(body, subject="Preis", submitter=submitter)
        assert done.code == 0, done
        number = len(list((clerk.folder / "amendments").glob("A1-Ae?.md")))
        assert clerk.run("vote", f"A1-Ä{number}", "--yes", "88", "--no", "7").code == 0
    done = clerk.run("adopt", "A1")
    assert done.code == 0, done


def change(clerk: Clerk, old: str, new: str, *, commit: bool = True) -> None:
    """Change the file by hand, as somebody with an editor does."""
    path = clerk.folder / RESOLUTION
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")
    if commit:
        clerk.git("-c", "user.name=Toni Tipp", "commit", "-qam", f"Write {new}")


def passages(clerk: Clerk, *options: str) -> list[tuple[str, str | None]]:
    """Return the passages that are not the original's: their text and action."""
    found = clerk.run("blame", "A1", "--format", "json", *options).json["passages"]
    return [(each["text"], each["action"]) for each in found if each["action"]]


def test_nothing_in_an_original_text_is_anybodys(clerk: Clerk) -> None:
    data = clerk.run("blame", "A1", "--format", "json").json
    (passage,) = data["passages"]
    assert (data["version"], data["id"], data["removed"]) == (1, "A1", [])
    assert passage["lines"] == [1, 8]
    assert {passage[key] for key in ("amendment", "commit", "action", "moved_by")} == {None}
    assert "words" not in data


def test_the_words_of_an_amendment_name_it_its_submitter_and_the_vote(clerk: Clerk) -> None:
    adopt(clerk, PRICE)
    data = clerk.run("blame", "A1", "--format", "json").json
    (passage,) = [each for each in data["passages"] if each["amendment"]]
    assert (passage["text"], passage["lines"]) == ("300", [4, 4])
    assert (passage["amendment"], passage["amendments"]) == ("A1-Ä1", ["A1-Ä1"])
    assert (passage["submitter"], passage["subject"]) == ("KV Musterstadt", "Preis")
    assert (passage["outcome"], passage["vote"]) == ("adopted", {"yes": 88, "no": 7})
    assert passage["action"] == "adopt"
    assert passage["commit"] == clerk.git("log", "-1", "--format=%H", "--", RESOLUTION).strip()
    (removed,) = data["removed"]
    assert (removed["after_line"], removed["text"], removed["amendment"]) == (4, "365", "A1-Ä1")
    text = clerk.run("blame", "A1").out
    assert "4  Das Ticket kostet höchstens [A1-Ä1: 300] Euro" in text
    assert "A1-Ä1 · Preis\n  from KV Musterstadt\n  adopted (88 yes, 7 no)\n" in text
    assert 'Line 4: "365" (A1-Ä1)' in text


def test_the_passages_are_the_whole_text(clerk: Clerk) -> None:
    adopt(clerk, PRICE, f"Nach Zeile 5 einfügen: „{PARAGRAPH}“\n")
    change(clerk, "barrierefrei", "barrierearm")
    found = clerk.run("blame", "A1", "--format", "json").json["passages"]
    with open_conference(clerk.folder) as conference:
        flat = conference.base(conference.files.resolutions[0]).text.text.flat
    assert "".join(each["text"] for each in found) == flat
    assert all(one["lines"][1] <= other["lines"][1] for one, other in pairwise(found))


def test_all_who_asked_for_the_same_words_are_named(clerk: Clerk) -> None:
    adopt(clerk, PRICE, PRICE)
    found = clerk.run("blame", "A1", "--format", "json").json["passages"]
    assert [each["amendments"] for each in found if each["amendment"]] == [["A1-Ä1", "A1-Ä2"]]
    assert "[A1-Ä1, A1-Ä2: 300]" in clerk.run("blame", "A1").out


def test_only_the_shared_edit_of_two_amendments_has_both_names(clerk: Clerk) -> None:
    adopt(clerk, PRICE + "\nZeile 6: Streiche „mehr “.\n", PRICE + "\nZeile 1: Streiche „mehr “.\n")
    data = clerk.run("blame", "A1", "--format", "json").json
    assert [each["amendments"] for each in data["passages"] if each["amendment"]] == [
        ["A1-Ä1", "A1-Ä2"]
    ]
    removed = [(each["after_line"], each["amendments"]) for each in data["removed"]]
    assert removed == [(1, ["A1-Ä2"]), (4, ["A1-Ä1", "A1-Ä2"]), (6, ["A1-Ä1"])]


def test_parts_that_were_adopted_say_how_the_vote_on_them_was(clerk: Clerk) -> None:
    clerk.submit(PRICE + "\nZeile 6: Streiche „mehr “.\n")
    clerk.run("vote", "A1-Ä1", "--parts", "1", "--yes", "9", "--no", "2")
    clerk.run("vote", "A1-Ä1", "--parts", "2", "--yes", "2", "--no", "9")
    assert clerk.run("adopt", "A1").code == 0
    assert passages(clerk) == [("300", "adopt")]
    out = clerk.run("blame", "A1").out
    assert "  part 1: adopted (9 yes, 2 no)\n" in out
    assert "  part 2: rejected (2 yes, 9 no)\n" in out
    log = clerk.run("log", "A1-Ä1").out
    assert "voted on part 1: adopted (9 yes, 2 no)" in log


def test_the_agreed_other_words_are_the_amendments(clerk: Clerk) -> None:
    clerk.submit(PRICE)
    words = clerk.write("decided.md", "Zeile 4: Ersetze „365“ durch „330“.\n")
    done = clerk.run("vote", "A1-Ä1", "adopted-as-amended", "--text", words)
    assert done.code == 0, done
    assert clerk.run("adopt", "A1").code == 0
    assert passages(clerk) == [("330", "adopt")]


def test_a_new_title_is_no_step_of_the_text(clerk: Clerk) -> None:
    clerk.submit(PRICE)
    assert clerk.submit("Titel ändern in: „Bessere Busse“\n").code == 0
    clerk.run("vote", "A1-Ä1", "adopted")
    clerk.run("vote", "A1-Ä2", "adopted")
    done = clerk.run("adopt", "A1")
    assert done.code == 0, done
    assert passages(clerk) == [("300", "adopt")]
    subjects = clerk.run("log", "A1").out
    assert "A1-Ä2 put into the text" in subjects


def test_a_whole_line_of_one_amendment_has_it_on_the_left(clerk: Clerk) -> None:
    adopt(clerk, f"Nach Zeile 5 einfügen: „{PARAGRAPH}“\n")
    lines = clerk.run("blame", "A1").out.split("\n")
    assert f"6  A1-Ä1  {PARAGRAPH}" in lines
    assert "7         - Punkt 1: mehr Haltestellen" in lines


def test_an_editorial_change_and_a_free_one_name_who_made_them(clerk: Clerk) -> None:
    adopt(clerk, PRICE)
    path = clerk.write("editorial.md", "Zeile 5: Ersetze „barrierefrei“ durch „schwellenlos“.\n")
    assert clerk.run("edit", "A1", "--editorial", path).code == 0
    change(clerk, "Landtag", "Parlament")
    found = clerk.run("blame", "A1", "--format", "json").json["passages"]
    by_text = {each["text"]: each for each in found}
    assert by_text["300"]["action"] == "adopt"
    assert (by_text["schwellenlos"]["action"], by_text["schwellenlos"]["amendment"]) == (
        "edit",
        None,
    )
    free = by_text["Parlament"]
    assert (free["action"], free["author"], free["subject"]) == (
        "free",
        "Toni Tipp",
        "Write Parlament",
    )
    out = clerk.run("blame", "A1").out
    assert "editorial change by Kim Muster on" in out
    assert "edited freely by Toni Tipp on" in out


def test_what_is_not_committed_says_so(clerk: Clerk) -> None:
    change(clerk, "Landtag", "Parlament", commit=False)
    assert passages(clerk) == [("Parlament", "free")]
    out = clerk.run("blame", "A1").out
    assert "[not committed: Parlament]" in out
    assert "changed in the folder, not committed yet" in out


def test_a_moved_paragraph_names_its_mover_and_stays_its_authors(clerk: Clerk) -> None:
    adopt(clerk, f"Nach Zeile 5 einfügen: „{PARAGRAPH}“\n")
    source = (clerk.folder / RESOLUTION).read_text(encoding="utf-8")
    moved = source.replace(f"{PARAGRAPH}\n\n", "").replace(CLOSING, f"{CLOSING}\n\n{PARAGRAPH}")
    moved = moved.replace(f"{CLOSING}\n\n{PARAGRAPH}", f"{PARAGRAPH}\n\n{CLOSING}")
    (clerk.folder / RESOLUTION).write_text(moved, encoding="utf-8")
    clerk.git("commit", "-qam", "Move")
    found = clerk.run("blame", "A1", "--format", "json").json["passages"]
    (passage,) = [each for each in found if PARAGRAPH in each["text"]]
    head = clerk.git("rev-parse", "HEAD").strip()
    assert (passage["amendment"], passage["moved_by"]) == ("A1-Ä1", head)
    assert f"A1-Ä1, moved: {head[:7]}" in clerk.run("blame", "A1").out


def test_lines_and_words_are_chosen(clerk: Clerk) -> None:
    adopt(clerk, PRICE, "Zeile 1: Ersetze „mehr“ durch „viel mehr“.\n")
    data = clerk.run("blame", "A1", "--lines", "4-5", "--words", "--format", "json").json
    assert {line for each in data["passages"] for line in each["lines"]} == {4, 5}
    assert "".join(each["text"] for each in data["passages"]).startswith("Das Ticket kostet")
    assert [each["amendment"] for each in data["passages"] if each["amendment"]] == ["A1-Ä1"]
    assert [each["text"] for each in data["removed"]] == ["365"]
    words = {each["text"]: (each["line"], each["amendment"]) for each in data["words"]}
    assert words["300"] == (4, "A1-Ä1")
    assert words["Schüler*innen"] == (4, None)
    assert words["barrierefrei"] == (5, None)
    assert re.search(r"^4  A1-Ä1  300$", clerk.run("blame", "A1", "--words").out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["A1", "--lines", "99"], "lines are 1 to 8"),
        (["A1", "--lines", "5-4"], "names no lines"),
        (["A1", "--lines", "x"], "names no lines"),
        (["A1-Ä1"], "antragstool log A1-Ä1"),
        (["A9"], "A9"),
    ],
)
def test_what_cannot_be_asked_is_refused(clerk: Clerk, arguments: list[str], words: str) -> None:
    clerk.submit(PRICE)
    answer = clerk.run("blame", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


def test_a_new_header_is_no_step(clerk: Clerk) -> None:
    clerk.run("vote", "A1", "adopted")
    change(clerk, "title: Gute Busse", "title: Bessere Busse")
    assert passages(clerk) == []


def test_a_renamed_file_keeps_its_past(clerk: Clerk) -> None:
    adopt(clerk, PRICE)
    clerk.git("mv", RESOLUTION, "resolutions/A1-anders.md")
    clerk.git("commit", "-qm", "Rename")
    assert passages(clerk) == [("300", "adopt")]


def test_a_version_that_cannot_be_read_is_left_to_the_next(clerk: Clerk) -> None:
    adopt(clerk, PRICE)
    change(clerk, "id: A1\n", "id: [\n")
    change(clerk, "Landtag", "Parlament")
    change(clerk, "id: [\n", "id: A1\n")
    assert passages(clerk) == [("300", "adopt"), ("Parlament", "free")]


def test_a_forged_record_is_not_believed(clerk: Clerk) -> None:
    adopt(clerk, PRICE)
    path = clerk.folder / "amendments/A1-Ae1.merged.patch"
    path.write_text(path.read_text(encoding="utf-8").replace('"300"', '"100"'), encoding="utf-8")
    assert passages(clerk) == [("300", "adopt")]
    path.write_text("nonsense", encoding="utf-8")
    assert passages(clerk) == [("300", "adopt")]


def test_foreign_names_reach_no_terminal_as_they_are(clerk: Clerk) -> None:
    change(clerk, "Landtag", "Parlament")
    clerk.git("commit", "-q", "--amend", "-m", "Write \x1b[2J\u202eevil")
    out = clerk.run("blame", "A1").out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_steps_carry_the_whole_way_and_recorded_versions_are_not_read(
    clerk: Clerk, monkeypatch: MonkeyPatch
) -> None:
    adopt(clerk, PRICE, f"Nach Zeile 5 einfügen: „{PARAGRAPH}“\n", "Zeile 6: Streiche „mehr “.\n")
    read: list[str] = []
    of = Base.of

    def noted(path: str, blob: str, source: str, line: int) -> Base:
        read.append(blob)
        return of(path, blob, source, line)

    with open_conference(clerk.folder) as conference:
        resolution = conference.files.resolutions[0]
        newest = conference.base(resolution).text.text.flat
        monkeypatch.setattr(Base, "of", noted)
        text, steps = trace(conference, resolution)
        assert len(read) == 1  # the first one
    for step in steps:
        text = apply_edits(text, [edit for edit, _cause in step])
        assert {cause.manner for _edit, cause in step} == {Manner.ADOPT}
    assert len(steps) == 3
    assert text == newest


def test_hundreds_of_free_versions_take_one_process_and_little_time(
    clerk: Clerk, repository: Repository
) -> None:
    actions = [
        Commit({RESOLUTION: TEXT.replace("365", str(number)).encode()}, f"Price {number}")
        for number in range(200)
    ]
    repository.commit_series(actions)
    begin = time.process_time()
    assert passages(clerk) == [("199", "free")]
    assert time.process_time() - begin < 10


def test_long_lines_wrap_behind_the_gutter_and_colour_marks_words(clerk: Clerk) -> None:
    from antragstool.actions.blaming import blame

    adopt(clerk, PRICE, f"Nach Zeile 5 einfügen: „{PARAGRAPH}“\n")
    with open_conference(clerk.folder) as conference:
        found = blame(conference, conference.files.resolutions[0])
    for width in (60, 80, 120):
        plain = blame_text.lines(found, blame_text.Look(colour=False, width=width))
        assert max(map(len, plain.split("\n"))) <= width
        coloured = blame_text.lines(found, blame_text.Look(colour=True, width=width))
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
        assert "\x1b[32m[A1-Ä1: \x1b[0m\x1b[32m300]\x1b[0m Euro im" in coloured


def test_the_german_answer_is_as_useful(clerk: Clerk, tmp_path: Path) -> None:
    adopt(clerk, PRICE)
    config = clerk.folder / "antragstool.toml"
    config.write_text(config.read_text().replace('"en"', '"de"'))
    out = clerk.run("blame", "A1").out
    assert "[A1-Ä1: 300]" in out
    assert "angenommen (88 Ja, 7 Nein)" in out
