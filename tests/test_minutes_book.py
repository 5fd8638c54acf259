"""The minutes: the order of voting, and everything that is known of each vote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antragstool.model.decision import Majority, Outcome, Recommendation, Verdict, Vote
from antragstool.model.documents import Amendment, Form
from antragstool.render.composing.against import against_text, difference_text
from antragstool.render.composing.minutes import minutes_parts
from antragstool.render.composing.minutes_view import MinutesEntry, MinutesView
from antragstool.render.composing.vote_views import vote_view
from antragstool.render.options import BookKind
from tests.book_parts import first_view, pages, words
from tests.commands import Clerk

THREE = (
    "Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n"
    "Zeile 4: Ersetze „365“ durch „300“.\n"
    "Zeile 8: Ersetze „Das Land“ durch „Der Bund“.\n"
)
PRICE = "Zeile 4: Ersetze „365“ durch „{}“.\n"


def view(clerk: Clerk) -> MinutesView:
    return first_view(clerk.folder, BookKind.MINUTES, MinutesView, "A1")


def entry(clerk: Clerk, item_id: str) -> MinutesEntry:
    found = view(clerk)
    return next(each for each in (*found.turns, *found.unvoted) if each.head.id == item_id)


def page(clerk: Clerk) -> str:
    return words(pages(clerk.folder, BookKind.MINUTES, "A1")[0])


def places(clerk: Clerk) -> list[tuple[str, str]]:
    return [(each.place, each.head.id) for each in view(clerk).turns]


def vote(clerk: Clerk, *arguments: str) -> None:
    answer = clerk.run("vote", *arguments)
    assert answer.code == 0, answer.err


# The order


def test_the_most_far_reaching_comes_first_also_when_all_is_decided_and_in_the_text(
    clerk: Clerk,
) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(
        "Zeile 4: Ersetze „kostet höchstens 365 Euro im Jahr“ durch „ist für alle frei“.\n"
    )
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    before = places(clerk)
    assert before == [("1", "A1-Ä3"), ("2", "A1-Ä2"), ("3", "A1-Ä1")]
    vote(clerk, "A1-Ä2", "rejected", "--yes", "2", "--no", "20")
    vote(clerk, "A1-Ä3", "adopted")
    vote(clerk, "A1-Ä1", "adopted")
    assert clerk.run("adopt", "A1").code == 0
    assert places(clerk) == before
    assert entry(clerk, "A1-Ä2").group.endswith("A1-Ä2 and A1-Ä1")
    assert ("Order", "contains A1-Ä1") in entry(clerk, "A1-Ä2").facts


def test_the_place_that_the_chair_gave_counts(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(
        "Zeile 4: Ersetze „kostet höchstens 365 Euro im Jahr“ durch „ist für alle frei“.\n"
    )
    assert clerk.run("order", "A1-Ä1", "--place", "1").code == 0
    assert places(clerk) == [("1", "A1-Ä1"), ("2", "A1-Ä2")]
    assert ("Order", "order set by the chair") in entry(clerk, "A1-Ä1").facts


def test_what_says_the_same_shares_a_place_and_what_changes_an_amendment_comes_before_it(
    clerk: Clerk,
) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(PRICE.format("200"), submitter="OV Neudorf")
    inner = clerk.write(
        "inner.md",
        f"---\nresolution: A1-Ä1\nsubmitter: KV Nord\n---\n{PRICE.format('250')}".replace(
            "„365“", "„200“"
        ),
    )
    assert clerk.run("submit", inner).code == 0
    assert places(clerk) == [("1", "A1-Ä1-Ä1"), ("2", "A1-Ä1"), ("2", "A1-Ä2")]
    assert entry(clerk, "A1-Ä1-Ä1").nested
    assert "Changes the amendment A1-Ä1." in entry(clerk, "A1-Ä1-Ä1").notes
    assert "Asks for the same as A1-Ä1." in entry(clerk, "A1-Ä2").notes
    vote(clerk, "A1-Ä1", "withdrawn")
    assert [item for _place, item in places(clerk)] == ["A1-Ä2", "A1-Ä1-Ä1"]


def test_what_was_taken_over_or_withdrawn_stands_apart(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(PRICE.format("300"))
    clerk.submit(PRICE.format("400"))
    vote(clerk, "A1-Ä1", "withdrawn")
    vote(clerk, "A1-Ä2", "taken-over")
    assert places(clerk) == [("1", "A1-Ä3")]
    assert [(each.head.id, each.vote.outcome) for each in view(clerk).unvoted] == [
        ("A1-Ä1", "withdrawn"),
        ("A1-Ä2", "taken over"),
    ]
    assert "Without a vote" in page(clerk)


def test_lines_are_those_that_were_called_up(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit("Nach Zeile 2 wird als neuer Absatz eingefügt: „Ein neuer Absatz über Züge.“\n")
    vote(clerk, "A1-Ä2", "adopted")
    assert ("Concerns", "Line\u00a04 · Replacement") in entry(clerk, "A1-Ä1").facts
    assert clerk.run("adopt", "A1").code == 0
    assert ("Concerns", "Line\u00a04 · Replacement") in entry(clerk, "A1-Ä1").facts
    assert view(clerk).lines


# The votes


def test_a_vote_says_counts_rule_body_and_what_is_odd(clerk: Clerk) -> None:
    settings = clerk.folder / "antragstool.toml"
    settings.write_text(
        settings.read_text()
        + 'quorum = 10\n[bodies."Landesausschuss"]\nmajority = "absolute"\nentitled = 30\n',
        encoding="utf-8",
    )
    clerk.git("commit", "-qam", "Rules")
    clerk.submit(PRICE.format("200"))
    vote(
        clerk,
        "A1-Ä1",
        "adopted",
        "--body",
        "Landesausschuss",
        "--yes",
        "15",
        "--no",
        "3",
        "--abstain",
        "1",
        "--cast",
        "20",
        "--wording",
        "nach Aussprache",
    )
    found = entry(clerk, "A1-Ä1").vote
    assert [(each.label, each.number) for each in found.counts] == [
        ("Yes", "15"),
        ("No", "3"),
        ("Abstentions", "1"),
        ("Cast", "20"),
    ]
    said = words(f"<body>{' | '.join(found.remarks)}")
    assert said == (
        "nach Aussprache | Voted: Landesausschuss. Required: absolute majority of the votes cast. "
        "30 entitled to vote. 19 votes were counted of 20 ballots cast; 1 are missing."
    )
    assert [segment.words for segment in found.bar] == ["Yes", "No", ""]


def test_a_quorum_that_was_missed_says_what_was_needed(clerk: Clerk) -> None:
    settings = clerk.folder / "antragstool.toml"
    settings.write_text(settings.read_text() + "quorum = 10\n", encoding="utf-8")
    clerk.git("commit", "-qam", "Rules")
    clerk.submit(PRICE.format("200"))
    vote(clerk, "A1-Ä1", "--yes", "5", "--no", "3")
    assert "10 ballots cast were needed." in page(clerk)
    assert view(clerk).still_open == "Still open: A1-Ä1."


def test_parts_stand_one_by_one_and_those_still_open_say_so(clerk: Clerk) -> None:
    clerk.submit(THREE)
    assert clerk.run("recommend", "A1-Ä1", "reject").code == 0
    vote(clerk, "A1-Ä1", "adopted", "--parts", "1", "--yes", "20", "--no", "3")
    vote(clerk, "A1-Ä1", "rejected", "--parts", "2")
    found = entry(clerk, "A1-Ä1")
    assert [
        (part.names, part.concerns.replace("\u00a0", " "), part.vote.outcome)
        for part in found.parts
    ] == [
        (("A1-Ä1.1",), "Line 1 · Replacement", "adopted"),
        (("A1-Ä1.2",), "Line 4 · Replacement", "rejected"),
        (("A1-Ä1.3",), "Line 8 · Replacement", "not voted on yet"),
    ]
    assert [part.vote.against for part in found.parts] == [
        "against the committee's recommendation",
        "",
        "",
    ]
    assert found.vote.outcome == "open"
    assert "Still open: A1-Ä1.3." in found.notes


def test_a_recount_keeps_the_ballot_that_it_replaces(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    vote(clerk, "A1-Ä1", "--yes", "10", "--no", "14")
    vote(clerk, "A1-Ä1", "--yes", "15", "--no", "14", "--abstain", "0")
    found = entry(clerk, "A1-Ä1")
    assert found.vote.outcome == "adopted"
    assert [words(f"<body>{each}") for each in found.earlier] == ["rejected (10 yes, 14 no)"]
    assert "Earlier ballots, which a later one has replaced rejected (10 yes, 14 no)" in page(clerk)


def test_a_result_against_the_counts_says_so(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    vote(clerk, "A1-Ä1", "adopted", "--yes", "10", "--no", "14", "--confirm")
    assert "Declared so although it contradicts the counts." in page(clerk)


def test_who_gives_way_and_who_prevails(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(PRICE.format("300"))
    vote(clerk, "A1-Ä1", "adopted")
    vote(clerk, "A1-Ä2", "adopted")
    assert clerk.run("adopt", "A1", "--prefer", "A1-Ä2").code == 0
    assert "Gives way to A1-Ä2 where they clash." in entry(clerk, "A1-Ä1").notes
    assert "Prevails over A1-Ä1 where they clash." in entry(clerk, "A1-Ä2").notes


def test_a_resolution_without_amendments_has_its_vote(clerk: Clerk) -> None:
    vote(clerk, "A1", "adopted", "--wording", "einstimmig")
    said = page(clerk)
    assert "Vote on the motion A1" in said
    assert "adopted einstimmig" in said
    assert "in the order of voting" not in said


# Against the committee

AMENDMENT = Amendment("A1-Ä1", "A1", "0" * 40, "a.md", "", 1, "", Form.COPY)


@pytest.mark.parametrize(
    ("verdict", "outcome", "text"),
    [
        (Verdict.ADOPT, Outcome.REJECTED, "against the committee's recommendation"),
        (Verdict.REJECT, Outcome.ADOPTED, "against the committee's recommendation"),
        (Verdict.REJECT, Outcome.ADOPTED_IN_PART, "against the committee's recommendation"),
        (Verdict.ADOPT, Outcome.ADOPTED_AS_AMENDED, "other than the committee recommended"),
        (Verdict.REFER, Outcome.ADOPTED, "other than the committee recommended"),
        (Verdict.ADOPT, Outcome.TAKEN_OVER, ""),
        (Verdict.REJECT, Outcome.REJECTED, ""),
        (Verdict.ADOPT, Outcome.ADJOURNED, ""),
        (Verdict.ADOPT, Outcome.WITHDRAWN, ""),
        (Verdict.NO_RECOMMENDATION, Outcome.REJECTED, ""),
    ],
)
def test_what_is_against_the_recommendation(verdict: Verdict, outcome: Outcome, text: str) -> None:
    item = replace(AMENDMENT, recommendation=Recommendation(verdict), outcome=outcome)
    assert against_text(item) == text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_is_open_is_against_nobody(verdict: Verdict) -> None:
    assert difference_text(Recommendation(verdict), None) == ""


def test_what_was_disposed_of_by_another_was_not_decided_against_anybody() -> None:
    advised = Recommendation(Verdict.ADOPT)
    item = replace(
        AMENDMENT, recommendation=advised, outcome=Outcome.DISPOSED_OF, disposed_by="A1-Ä2"
    )
    assert against_text(item) == ""
    assert against_text(replace(item, disposed_by=""))


def test_a_wording_that_says_it_already_is_not_said_twice(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    assert clerk.run("recommend", "A1-Ä1", "reject").code == 0
    vote(clerk, "A1-Ä1", "adopted", "--wording", "Against the committee's recommendation")
    assert page(clerk).casefold().count("against the committee") == 1


# The bar

COUNTS = st.integers(min_value=0, max_value=5_000)


@given(COUNTS, COUNTS, st.none() | COUNTS)
def test_the_bar_is_never_wider_than_the_whole_and_has_no_empty_part(
    yes: int, no: int, abstain: int | None
) -> None:
    bar = vote_view(Outcome.ADOPTED, Vote(yes, no, abstain)).bar
    assert round(sum(segment.percent for segment in bar), 6) <= 100
    counts = {"yes": yes, "no": no, "abstain": abstain or 0}
    assert [segment.kind for segment in bar] == [kind for kind, count in counts.items() if count]


def test_counts_stand_as_text_beside_the_bar_whatever_its_width() -> None:
    found = vote_view(Outcome.ADOPTED, Vote(1204, 1, 1, majority=Majority.TWO_THIRDS))
    assert [segment.words for segment in found.bar] == ["Yes", "", ""]
    assert [each.number for each in found.counts] == ["1,204", "1", "1"]


# Pages


def test_a_long_list_is_parted_and_only_the_last_part_has_the_vote_on_the_motion() -> None:
    from tests.book_samples import amendment, book, first_of

    sample = book()
    many = tuple(
        amendment(number, lambda flat: flat.replace("einem Jahr", "zwei Jahren"))
        for number in range(1, 131)
    )
    item = replace(first_of(sample), amendments=many)
    from antragstool.render.composing.frame import frame_of

    found = minutes_parts(item, frame_of(sample))
    views = [part.item for part in found if isinstance(part.item, MinutesView)]
    assert len(views) == 3
    assert [each.opens for each in views] == [True, False, False]
    assert [each.closes for each in views] == [False, False, True]
    assert [each.place for view in views for each in view.turns] == [
        str(number) for number in range(1, 131)
    ]
    assert [len(part.contents) for part in found] == [131, 0, 0]


def test_hostile_words_stay_words(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"), subject="<b>&x</b>")
    vote(clerk, "A1-Ä1", "adopted", "--wording", "<script>x</script>")
    html = pages(clerk.folder, BookKind.MINUTES, "A1")[0]
    assert "<script>" not in html
    assert "&lt;b&gt;&amp;x" in html
