from tests.commands import RESOLUTION, Clerk

PRICE = "Zeile 4: Ersetze „365“ durch „300“.\n"
MORE = "Zeile 1: Ersetze „mehr“ durch „viel mehr“.\n"


def actions(clerk: Clerk, *arguments: str) -> list[str | None]:
    entries = clerk.run("log", *arguments, "--format", "json").json["entries"]
    return [entry["action"] for entry in entries]


def adopted(clerk: Clerk) -> None:
    """Put two amendments into the text, the second with a recount."""
    clerk.submit(PRICE, subject="Preis")
    clerk.submit(MORE, subject="Mehr")
    clerk.run("recommend", "A1-Ä1", "reject")
    clerk.run("vote", "A1-Ä1", "--yes", "88", "--no", "7")
    clerk.run("vote", "A1-Ä2", "--yes", "3", "--no", "5")
    clerk.run("vote", "A1-Ä2", "--yes", "6", "--no", "5")
    assert clerk.run("adopt", "A1").code == 0


def test_an_amendments_life_is_told_oldest_first(clerk: Clerk) -> None:
    adopted(clerk)
    assert actions(clerk, "A1-Ä1") == ["submit", "recommend", "vote", "adopt"]
    out = clerk.run("log", "A1-Ä1").out
    order = ["handed in", "recommended: Rejection", "voted: adopted (88 yes, 7 no)", "put into"]
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    assert "Adopt A1-Ä1: Preis, by KV Musterstadt" in out


def test_each_ballot_is_told(clerk: Clerk) -> None:
    adopted(clerk)
    assert actions(clerk, "A1-Ä2") == ["submit", "vote", "vote", "adopt"]
    out = clerk.run("log", "A1-Ä2").out
    assert out.index("voted: rejected (3 yes, 5 no)") < out.index("voted: adopted (6 yes, 5 no)")


def test_a_resolution_tells_what_was_put_into_it(clerk: Clerk) -> None:
    adopted(clerk)
    clerk.run("vote", "A1", "adopted-as-amended", "--wording", "einstimmig")
    data = clerk.run("log", "A1", "--format", "json").json
    assert (data["version"], data["id"]) == (1, "A1")
    assert [entry["action"] for entry in data["entries"]] == [None, "adopt", "adopt", "vote"]
    assert data["entries"][0]["subject"] == "Start"
    first = data["entries"][1]
    assert first["trailers"]["Amendment"] == ["A1-Ä1"]
    assert first["author"] == "KV Musterstadt"
    assert first["commit"] in clerk.git("log", "--format=%H")
    assert "A1-Ä1 put into the text" in clerk.run("log", "A1").out


def test_only_what_touched_the_lines_is_told(clerk: Clerk) -> None:
    adopted(clerk)
    subjects = [
        entry["subject"]
        for entry in clerk.run("log", "A1", "--lines", "4", "--format", "json").json["entries"]
    ]
    assert subjects == ["Adopt A1-Ä1: Preis"]
    assert clerk.run("log", "A1", "--lines", "7").out == ""


def test_lines_belong_to_a_resolution(clerk: Clerk) -> None:
    clerk.submit(PRICE)
    answer = clerk.run("log", "A1-Ä1", "--lines", "4")
    assert (answer.code, answer.out) == (2, "")
    assert "A1-Ä1" in answer.err
    assert clerk.run("log", "A1", "--lines", "99").code == 2


def test_those_that_are_settled_by_another_vote_say_by_which(clerk: Clerk) -> None:
    clerk.submit("Streiche Zeile 7.\n")
    clerk.submit("Zeile 7: Ersetze „mehr“ durch „viel mehr“.\n")
    clerk.run("vote", "A1-Ä1", "adopted")
    assert actions(clerk, "A1-Ä2") == ["submit", "dispose"]
    assert "disposed of by the vote on A1-Ä1" in clerk.run("log", "A1-Ä2").out
    clerk.run("vote", "A1-Ä1", "rejected")
    assert actions(clerk, "A1-Ä2") == ["submit", "dispose", "reopen"]
    assert "open again after the vote on A1-Ä1" in clerk.run("log", "A1-Ä2").out


def test_foreign_commits_are_told_by_their_subject_and_made_safe(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text(encoding="utf-8").replace("Landtag", "Parlament"), "utf-8")
    name = "user.name=Eve \u202eevil"
    clerk.git("-c", name, "commit", "-qam", "Clear \x1b[2J the screen")
    out = clerk.run("log", "A1").out
    assert "the screen" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_forged_trailer_reaches_no_terminal(clerk: Clerk) -> None:
    path = clerk.folder / RESOLUTION
    path.write_text(path.read_text(encoding="utf-8").replace("Landtag", "Parlament"), "utf-8")
    message = "Foreign\n\nAntragstool-Action: adopt\nAmendment: A1-\x1b[31mÄ1\nOutcome: nonsense\n"
    clerk.git("commit", "-qam", message)
    out = clerk.run("log", "A1").out
    assert "\x1b" not in out
    assert clerk.run("blame", "A1").code == 0
    assert "\x1b" not in clerk.run("blame", "A1").out


def test_a_renamed_file_keeps_its_history(clerk: Clerk) -> None:
    adopted(clerk)
    clerk.git("mv", RESOLUTION, "resolutions/A1-anders.md")
    clerk.git("commit", "-qm", "Rename")
    assert actions(clerk, "A1") == [None, "adopt", "adopt", None]
