import re

import pytest

from antragstool.patch.record import result_hash
from antragstool.workflow.tracking import Base
from tests.commands import RESOLUTION, Clerk

EDIT = "Zeile 4: Ersetze „365“ durch „300“.\n"


@pytest.fixture
def amended(clerk: Clerk) -> Clerk:
    assert clerk.submit(EDIT, subject="Preis").code == 0
    return clerk


def header(clerk: Clerk, path: str = "amendments/A1-Ae1.md") -> str:
    return (clerk.folder / path).read_text(encoding="utf-8").split("---\n")[1]


@pytest.mark.parametrize(
    ("arguments", "outcome"),
    [
        (["--yes", "88", "--no", "78", "--abstain", "6"], "adopted"),
        (["--yes", "78", "--no", "78"], "rejected"),
        (["--yes", "0", "--no", "0"], "rejected"),
        (["--yes", "100", "--no", "51", "--majority", "two-thirds"], "rejected"),
        (["--yes", "100", "--no", "50", "--majority", "two-thirds"], "adopted"),
        (["--yes", "0", "--no", "0", "--majority", "two-thirds"], "rejected"),
        (["--yes", "50", "--no", "40", "--abstain", "10", "--majority", "absolute"], "rejected"),
        (["--yes", "75", "--no", "25", "--majority", "three-quarters"], "adopted"),
        (["--yes", "95", "--no", "2", "--entitled", "190", "--majority", "members"], "rejected"),
        (["--yes", "96", "--no", "2", "--entitled", "190", "--majority", "members"], "adopted"),
        (["adopted", "--wording", "einstimmig"], "adopted"),
        (["angenommen"], "adopted"),
        (["withdrawn"], "withdrawn"),
        (["adopted-as-amended", "--no", "3", "--abstain", "4"], "adopted-as-amended"),
    ],
)
def test_the_outcome_is_recorded_in_the_header(
    amended: Clerk, arguments: list[str], outcome: str
) -> None:
    if arguments[0] == "angenommen":
        config = amended.folder / "antragstool.toml"
        config.write_text(config.read_text().replace('"en"', '"de"'))
    answer = amended.run("vote", "A1-Ä1", *arguments, "--format", "json")
    assert answer.code == 0, answer.err
    assert answer.json["outcome"] == outcome
    assert f"outcome: {outcome}\n" in header(amended)
    trailers = amended.git("log", "-1", "--format=%(trailers)")
    assert f"Antragstool-Action: vote\nAmendment: A1-Ä1\nOutcome: {outcome}\n" in trailers
    assert amended.run("check", "A1-Ä1").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["adopted", "--yes", "10", "--no", "20"], "contradicts"),
        (["rejected", "--yes", "20", "--no", "10"], "contradicts"),
        (["--yes", "88", "--no", "78", "--cast", "100"], "100 ballots"),
        (["--yes", "88", "--no", "78", "--entitled", "100"], "100 delegates"),
    ],
)
def test_a_contradiction_is_refused_until_it_is_confirmed(
    amended: Clerk, arguments: list[str], words: str
) -> None:
    before = amended.state()
    answer = amended.run("vote", "A1-Ä1", *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert "--confirm" in answer.err
    assert amended.state() == before
    assert amended.run("vote", "A1-Ä1", *arguments, "--confirm").code == 0
    assert "confirmed: true" in header(amended)
    assert amended.run("check").code == 0


def test_counts_that_do_not_add_up_are_a_warning(amended: Clerk) -> None:
    answer = amended.run(
        "vote", "A1-Ä1", "--yes", "88", "--no", "70", "--abstain", "2", "--cast", "172"
    )
    assert answer.code == 0
    assert "Warning" in answer.err
    assert "12" in answer.err


def test_a_vote_without_anything_and_counts_that_decide_nothing_are_refused(amended: Clerk) -> None:
    before = amended.state()
    for arguments in (
        [],
        ["--yes", "5"],
        ["--no", "5"],
        ["--yes", "5", "--no", "1", "--majority", "absolute"],
    ):
        answer = amended.run("vote", "A1-Ä1", *arguments)
        assert answer.code == 2
        assert "Error:" in answer.err
    assert amended.state() == before


def test_a_missed_quorum_is_a_result_of_its_own(amended: Clerk) -> None:
    with (amended.folder / "antragstool.toml").open("a") as file:
        file.write("quorum = 50\nentitled = 90\n")
    assert amended.run("vote", "A1-Ä1", "--yes", "30", "--no", "5", "--format", "json").json == {
        "version": 1,
        "id": "A1-Ä1",
        "outcome": "quorum-missed",
        "vote": {"yes": 30, "no": 5, "entitled": 90},
        "replaced": [],
        "disposed_of": [],
        "reopened": [],
    }


def test_a_vote_changes_nothing_but_its_fields(amended: Clerk) -> None:
    path = amended.folder / RESOLUTION
    before = path.read_text(encoding="utf-8")
    amended.run("recommend", "A1", "adopt", "--note", "mit „Dank“: an alle")
    amended.run("vote", "A1", "adopted", "--wording", "einstimmig")
    after = path.read_text(encoding="utf-8")
    head, _fence, body = after.partition("recommendation:")
    assert before.startswith(head)
    assert after.endswith(before.split("---\n", 2)[2])
    assert "note: 'mit „Dank“: an alle'" in body or 'note: "mit „Dank“: an alle"' in body


def test_a_second_recommendation_replaces_the_first_and_stays_apart_from_the_outcome(
    amended: Clerk,
) -> None:
    amended.run("recommend", "A1-Ä1", "adopt")
    amended.run("vote", "A1-Ä1", "adopted")
    amended.run("recommend", "A1-Ä1", "refer", "--note", "an die Fraktion")
    item = amended.run("status", "--format", "json").json["items"][1]
    assert (item["recommendation"], item["outcome"]) == ("refer", "adopted")
    assert header(amended).count("recommendation") == 1


def test_a_vote_on_the_resolution_does_not_make_its_amendments_old(amended: Clerk) -> None:
    amended.run("vote", "A1", "adopted", "--yes", "20", "--no", "3")
    assert amended.run("check").code == 0
    assert "[-365-]{+300+}" in amended.run("diff", "A1-Ä1").out
    assert amended.submit("Zeile 4: Ersetze „365“ durch „200“.\n").code == 0


def test_uncommitted_changes_by_hand_are_not_swallowed(amended: Clerk) -> None:
    path = amended.folder / "amendments/A1-Ae1.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Preis", "Der Preis"), encoding="utf-8"
    )
    before = amended.state()
    answer = amended.run("vote", "A1-Ä1", "adopted")
    assert answer.code == 2
    assert "amendments/A1-Ae1.md" in answer.err
    assert amended.state() == before


def test_the_final_text_has_what_was_adopted_once_and_nothing_else(clerk: Clerk) -> None:
    for body in (EDIT, EDIT, "Zeile 4: Ersetze „365“ durch „9“.\n", "Zeile 2: Streiche „auch “.\n"):
        clerk.submit(body)
    for number, outcome in enumerate(["adopted", "taken-over", "rejected", "adopted"], 1):
        clerk.run("vote", f"A1-Ä{number}", outcome)
    original = clerk.run("show", "A1", "--format", "json").json["text"]
    final = clerk.run("show", "A1", "--version", "final", "--format", "json").json["text"]
    assert final == original.replace("365", "300").replace("auch am", "am")


def test_the_final_text_stops_at_a_clash_and_at_unknown_words(clerk: Clerk) -> None:
    clerk.submit(EDIT)
    clerk.submit("Zeile 4: Ersetze „365“ durch „9“.\n")
    clerk.run("vote", "A1-Ä1", "adopted")
    clerk.run("vote", "A1-Ä2", "adopted")
    answer = clerk.run("show", "A1", "--version", "final")
    assert answer.code == 1
    assert "A1-Ä1" in answer.err
    assert "A1-Ä2" in answer.err
    clerk.run("vote", "A1-Ä2", "adopted-as-amended")
    answer = clerk.run("show", "A1", "--version", "final")
    assert answer.code == 1
    assert "other words" in answer.err


def test_nothing_is_recorded_on_top_of_a_broken_configuration(amended: Clerk) -> None:
    with (amended.folder / "antragstool.toml").open("a") as file:
        file.write("quorom = 50\n")
    before = amended.state()
    for command in (["vote", "A1-Ä1", "--yes", "20", "--no", "3"], ["recommend", "A1-Ä1", "adopt"]):
        answer = amended.run(*command)
        assert answer.code == 2
        assert "antragstool.toml:" in answer.err
        assert "quorum" in answer.err
    assert amended.submit(EDIT).code == 2
    assert amended.state() == before


def test_a_second_result_names_the_first(amended: Clerk) -> None:
    amended.run("vote", "A1-Ä1", "--yes", "5", "--no", "3")
    answer = amended.run("vote", "A1-Ä1", "withdrawn")
    assert answer.code == 0
    assert "adopted (5 yes, 3 no" in answer.err


def test_nobody_votes_on_a_patch_that_was_changed_by_hand(amended: Clerk) -> None:
    path = amended.folder / "amendments/A1-Ae1.patch"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"old": "365"', '"old": "366"'), encoding="utf-8"
    )
    before = amended.state()
    assert amended.run("vote", "A1-Ä1", "adopted").code == 2
    assert amended.state() == before


def test_the_final_text_says_where_two_amendments_stand_side_by_side(clerk: Clerk) -> None:
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „keine Autos“.\n")
    clerk.submit("Zeile 1: Füge nach „mehr Busse“ ein: „mit Strom“.\n")
    for number in (1, 2):
        clerk.run("vote", f"A1-Ä{number}", "adopted")
    answer = clerk.run("show", "A1", "--version", "final")
    assert answer.code == 0
    assert "keine Autos mit Strom" in answer.out
    assert "A1-Ä1 and A1-Ä2 stand side by side" in answer.err


def test_the_final_text_is_not_made_while_an_amendment_cannot_be_read(amended: Clerk) -> None:
    amended.run("vote", "A1-Ä1", "adopted")
    path = amended.folder / "amendments/A1-Ae1.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("outcome: adopted", "outcome: adoptet"),
        encoding="utf-8",
    )
    answer = amended.run("show", "A1", "--version", "final")
    assert answer.code == 2
    assert "adoptet" in answer.err


def test_a_forged_patch_is_neither_voted_on_nor_printed_nor_made_text(amended: Clerk) -> None:
    amended.run("vote", "A1-Ä1", "adopted")
    path = amended.folder / "amendments/A1-Ae1.patch"
    source = path.read_text(encoding="utf-8")
    text = Base.of(
        "x", "", (amended.folder / RESOLUTION).read_text(encoding="utf-8"), 7
    ).text.text.flat
    forged = source.replace('"new": "300"', '"new": "9"')
    wrong = re.search("sha256:([0-9a-f]{64})", source)
    assert wrong is not None
    right = result_hash(text.replace("365", "9"))
    path.write_text(forged.replace(wrong[1], right), encoding="utf-8")
    for command in (
        ["vote", "A1-Ä1", "rejected"],
        ["show", "A1", "--version", "final"],
        ["render"],
    ):
        answer = amended.run(*command)
        assert answer.code == 2, command
        assert "amendments/A1-Ae1.patch" in answer.err
