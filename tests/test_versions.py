from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from antragstool.actions.opened import OpenConference, open_conference
from antragstool.actions.rendering import gather_book
from antragstool.actions.versions import (
    version,
    version_files,
    version_text,
    version_warnings,
    versions_that_count,
)
from antragstool.errors import AntragstoolError, InputError, RepositoryError
from antragstool.model.documents import Amendment, Form
from antragstool.model.edit import apply_edits
from antragstool.model.versions import VersionKind
from antragstool.render.options import BookOptions
from antragstool.store.git.values import Commit
from antragstool.store.header_write import set_fields
from tests.adopted import adopted_edits
from tests.book_samples import documents, view_of
from tests.commands import Clerk

NOW = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)
PROPOSAL = "Zeile 4: Ersetze „365“ durch „300“.\n"
CHANGED = "Zeile 4: Ersetze „365“ durch „320“.\n"
COMMITTEE, DECIDED = VersionKind.COMMITTEE, VersionKind.DECIDED


@pytest.fixture
def proposal(clerk: Clerk) -> Clerk:
    """Return the clerk of a conference with one amendment, A1-Ä1."""
    assert clerk.submit(PROPOSAL, subject="Preis").code == 0
    return clerk


@pytest.fixture
def opened(proposal: Clerk) -> Iterator[OpenConference]:
    with open_conference(proposal.folder) as conference:
        yield conference


def amendment_of(conference: OpenConference) -> Amendment:
    found = conference.find("A1-Ä1")
    assert isinstance(found, Amendment)
    return found


def record(
    clerk: Clerk,
    kind: VersionKind,
    text: str = CHANGED,
    *,
    outcome: str = "",
    verdict: str = "",
    name: str = "fassung.md",
) -> None:
    """Commit a version of A1-Ä1 with a recommendation or an outcome, as the commands do."""
    path = clerk.write(name, text)
    with open_conference(clerk.folder) as conference:
        amendment = amendment_of(conference)
        files = version_files(conference, amendment, kind, path, NOW)
        changes = {"outcome": outcome} if outcome else {"recommendation": verdict}
        if outcome or verdict:
            files[amendment.path] = set_fields(amendment.source, changes).encode()
        conference.repository.commit(Commit(files=dict(files), subject="Record a version"))


def decide_without_words(clerk: Clerk, outcome: str) -> None:
    with open_conference(clerk.folder) as conference:
        amendment = amendment_of(conference)
        source = set_fields(amendment.source, {"outcome": outcome})
        conference.repository.commit(
            Commit(files={amendment.path: source.encode()}, subject="Record a vote")
        )


def refused(conference: OpenConference, path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        version_files(conference, amendment_of(conference), DECIDED, path, NOW)
    return caught.value


def test_a_version_is_stored_beside_the_proposal_and_says_whose_it_is(proposal: Clerk) -> None:
    before = (proposal.folder / "amendments/A1-Ae1.patch").read_bytes()
    record(proposal, DECIDED, outcome="adopted-as-amended")
    assert (proposal.folder / "amendments/A1-Ae1.patch").read_bytes() == before
    source = (proposal.folder / "amendments/A1-Ae1.decided.md").read_text()
    header, _fence, body = source.removeprefix("---\n").partition("---\n")
    assert body == CHANGED
    for line in ("version-of: A1-Ä1", "resolution: A1", "form: instructions"):
        assert line in header.split("\n")
    assert "submitter: KV Musterstadt" in header
    assert "received: '2026-11-28T14:30:00+00:00'" in header
    assert proposal.run("check").code == 0


def test_the_committee_speaks_under_its_own_name(proposal: Clerk) -> None:
    config = proposal.folder / "antragstool.toml"
    config.write_text(config.read_text() + '\ncommittee = "Antragskommission"\n')
    record(proposal, COMMITTEE, verdict="adopt-committee-version")
    with open_conference(proposal.folder) as conference:
        text = conference.files.versions["A1-Ä1", COMMITTEE]
        patch = version(conference, amendment_of(conference), COMMITTEE)
    assert text.submitter == "Antragskommission"
    assert patch is not None
    assert patch.sender == "Antragskommission"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (CHANGED, Form.INSTRUCTIONS),
        (f"---\nresolution: A1\nsubject: Anders\n---\n{CHANGED}", Form.INSTRUCTIONS),
        (
            (
                "Das Ticket kostet höchstens 320 Euro im Jahr. Schüler*innen und Auszubildende "
                "fahren kostenlos. Die Busse sollen barrierefrei sein.\n"
            ),
            Form.BLOCKS,
        ),
        ("---\nform: substitute\n---\nAlles fährt kostenlos.\n", Form.SUBSTITUTE),
    ],
)
def test_every_form_of_a_submission_can_say_the_words(
    proposal: Clerk, text: str, form: Form
) -> None:
    record(proposal, DECIDED, text, outcome="adopted-as-amended")
    with open_conference(proposal.folder) as conference:
        assert conference.files.versions["A1-Ä1", DECIDED].form is form
        edits = adopted_edits(conference, amendment_of(conference))
        flat = conference.base_of(amendment_of(conference)).text.text.flat
        changed = apply_edits(flat, edits)
    whole = "Alles fährt kostenlos."
    assert changed == (whole if form is Form.SUBSTITUTE else flat.replace("365", "320"))
    assert proposal.run("check").code == 0


def test_a_changed_copy_and_a_git_patch_say_the_words_too(proposal: Clerk) -> None:
    path = proposal.folder / "resolutions/A1-busse.md"
    original = path.read_text()
    copy = original.replace("365", "320")
    path.write_text(copy)
    patch = proposal.git("diff", "--", "resolutions")
    path.write_text(original)
    record(proposal, COMMITTEE, copy, verdict="adopt-committee-version")
    record(proposal, DECIDED, patch, outcome="adopted-committee-version", name="p.patch")
    with open_conference(proposal.folder) as conference:
        forms = {kind: text.form for (_id, kind), text in conference.files.versions.items()}
        first = version(conference, amendment_of(conference), COMMITTEE)
        second = version(conference, amendment_of(conference), DECIDED)
    assert forms == {COMMITTEE: Form.COPY, DECIDED: Form.PATCH}
    assert first is not None
    assert second is not None
    assert first.edits == second.edits
    assert proposal.run("check").code == 0


def test_a_later_version_replaces_the_earlier_one(proposal: Clerk) -> None:
    record(proposal, DECIDED, outcome="adopted-as-amended")
    record(proposal, DECIDED, CHANGED.replace("320", "330"))
    with open_conference(proposal.folder) as conference:
        (edit,) = adopted_edits(conference, amendment_of(conference))
    assert edit.new == "330"
    assert proposal.run("check").code == 0


def test_all_that_is_wrong_with_the_file_is_named(opened: OpenConference, proposal: Clerk) -> None:
    words = proposal.write("a.md", "Zeile 99: Streiche „Auto“.\nZeile 4: Streiche „Bahn“.\n")
    assert len(refused(opened, words).problems) == 2
    header = proposal.write("b.md", f"---\nresolution: A2\n---\n{CHANGED}")
    assert "A2" in refused(opened, header).problems[0].message
    written = proposal.write("c.md", f"---\noutcome: adopted\nbase: {'0' * 40}\n---\n{CHANGED}")
    assert len(refused(opened, written).problems) == 2
    hidden = proposal.write("d.md", "Zeile 4: Ersetze „365“ durch „3\u202e20“.\n")
    assert refused(opened, hidden).problems
    nothing = proposal.write("e.md", "Zeile 4: Ersetze „365“ durch „365“.\n")
    assert refused(opened, nothing).problems


def test_a_version_that_says_what_the_proposal_says_is_pointed_out(
    opened: OpenConference, proposal: Clerk
) -> None:
    amendment = amendment_of(opened)
    same = version_files(opened, amendment, DECIDED, proposal.write("a.md", PROPOSAL), NOW)
    other = version_files(opened, amendment, DECIDED, proposal.write("b.md", CHANGED), NOW)
    assert "A1-Ä1" in version_warnings(opened, amendment, same)[0]
    assert version_warnings(opened, amendment, other) == ()


def test_what_was_adopted_depends_on_the_outcome(proposal: Clerk) -> None:
    def adopted() -> list[str]:
        with open_conference(proposal.folder) as conference:
            return [edit.new for edit in adopted_edits(conference, amendment_of(conference))]

    assert adopted() == []
    decide_without_words(proposal, "adopted")
    assert adopted() == ["300"]
    record(proposal, COMMITTEE, outcome="adopted-committee-version")
    assert adopted() == ["320"]
    record(proposal, DECIDED, CHANGED.replace("320", "330"))
    assert adopted() == ["330"]
    decide_without_words(proposal, "taken-over")
    assert adopted() == ["300"]
    decide_without_words(proposal, "rejected")
    assert adopted() == []


@pytest.mark.parametrize("outcome", ["adopted-as-amended", "adopted-committee-version"])
def test_words_that_are_not_recorded_are_asked_for(proposal: Clerk, outcome: str) -> None:
    decide_without_words(proposal, outcome)
    with open_conference(proposal.folder) as conference:
        amendment = amendment_of(conference)
        with pytest.raises(InputError) as caught:
            adopted_edits(conference, amendment)
    (problem,) = caught.value.problems
    assert "A1-Ä1" in problem.message
    assert f"antragstool vote A1-Ä1 {outcome} --text FILE" in problem.hint


def test_the_committees_words_are_not_those_of_another_change(proposal: Clerk) -> None:
    record(proposal, COMMITTEE, outcome="adopted-as-amended")
    with open_conference(proposal.folder) as conference, pytest.raises(InputError):
        adopted_edits(conference, amendment_of(conference))


def test_a_version_that_somebody_wrote_over_is_not_adopted(proposal: Clerk) -> None:
    record(proposal, DECIDED, outcome="adopted-as-amended")
    patch = proposal.folder / "amendments/A1-Ae1.decided.patch"
    patch.write_text(patch.read_text().replace("320", "999"))
    with open_conference(proposal.folder) as conference, pytest.raises(AntragstoolError) as caught:
        adopted_edits(conference, amendment_of(conference))
    assert isinstance(caught.value, RepositoryError)


def test_a_version_that_no_longer_counts_is_kept_but_not_shown(proposal: Clerk) -> None:
    record(proposal, COMMITTEE, verdict="adopt-committee-version")
    with open_conference(proposal.folder) as conference:
        found = versions_that_count(conference, amendment_of(conference))
    assert [each.kind for each in found] == [COMMITTEE]
    with open_conference(proposal.folder) as conference:
        amendment = amendment_of(conference)
        source = set_fields(amendment.source, {"recommendation": "reject"})
        conference.repository.commit(
            Commit(files={amendment.path: source.encode()}, subject="Recommend")
        )
    with open_conference(proposal.folder) as conference:
        assert versions_that_count(conference, amendment_of(conference)) == ()
        text = version_text(conference, amendment_of(conference), COMMITTEE)
    assert "320 Euro" in text.flat


def test_show_gives_the_text_with_each_version(proposal: Clerk) -> None:
    record(proposal, COMMITTEE, verdict="adopt-committee-version")
    assert "300 Euro" in proposal.run("show", "A1-Ä1", "--version", "changed").out
    assert "320 Euro" in proposal.run("show", "A1-Ä1", "--version", "committee").out
    missing = proposal.run("show", "A1-Ä1", "--version", "decided")
    assert missing.code == 2
    assert "antragstool vote A1-Ä1 adopted-as-amended --text FILE" in missing.err
    assert proposal.run("show", "A1", "--version", "committee").code == 2


def test_diff_shows_the_versions_below_the_proposal(proposal: Clerk) -> None:
    assert proposal.run("diff", "A1-Ä1", "--format", "json").json["amendments"][0]["versions"] == []
    record(proposal, COMMITTEE, verdict="adopt-committee-version")
    record(proposal, DECIDED, CHANGED.replace("320", "330"), outcome="adopted-as-amended")
    out = proposal.run("diff", "A1-Ä1", "--format", "plain").out
    places = [
        out.index(words)
        for words in (
            "[-365-]{+300+}",
            "\n\nThe committee's version\n\nLine 4\n",
            "[-365-]{+320+}",
            "\n\nIn the version that was adopted\n\nLine 4\n",
            "[-365-]{+330+}",
        )
    ]
    assert places == sorted(places)
    (item,) = proposal.run("diff", "A1-Ä1", "--format", "json").json["amendments"]
    assert [(each["kind"], each["edits"][0]["new"]) for each in item["versions"]] == [
        ("committee", "320"),
        ("decided", "330"),
    ]
    assert [each["new"] for each in item["edits"]] == ["300"]
    patch = proposal.run("diff", "A1-Ä1", "--format", "patch").out
    assert "300" in patch
    assert "320" not in patch


def test_a_version_of_an_amendment_to_the_title_is_one_of_the_title(clerk: Clerk) -> None:
    assert clerk.submit("Titel: Ersetze „Gute“ durch „Mehr“.\n").code == 0
    record(clerk, DECIDED, "Titel: Ersetze „Gute“ durch „Viele“.\n", outcome="adopted-as-amended")
    assert "concerns: title" in (clerk.folder / "amendments/A1-Ae1.decided.md").read_text()
    assert clerk.run("check").out.count("Viele") == 0
    assert clerk.run("check").code == 0
    with open_conference(clerk.folder) as conference:
        (edit,) = adopted_edits(conference, amendment_of(conference))
        assert (edit.old, edit.new) == ("Gute", "Viele")
        text = refused(conference, clerk.write("text.md", CHANGED))
    assert text.problems


def test_the_words_of_a_result_that_was_replaced_are_not_adopted(proposal: Clerk) -> None:
    text = proposal.write("fassung.md", CHANGED)
    assert proposal.run("vote", "A1-Ä1", "adopted-as-amended", "--text", text).code == 0
    assert proposal.run("vote", "A1-Ä1", "adopted-as-amended", "--no", "3").code == 0
    with open_conference(proposal.folder) as conference:
        assert [edit.new for edit in adopted_edits(conference, amendment_of(conference))] == ["320"]
    assert proposal.run("vote", "A1-Ä1", "adopted-committee-version").code == 0
    with open_conference(proposal.folder) as conference:
        with pytest.raises(InputError):
            adopted_edits(conference, amendment_of(conference))
        assert versions_that_count(conference, amendment_of(conference)) == ()
    assert proposal.run("check").code == 0


def test_the_parts_that_were_adopted_are_their_edits(clerk: Clerk) -> None:
    assert clerk.submit(f"{PROPOSAL}\nZeile 1: Ersetze „mehr“ durch „viele“.\n").code == 0
    assert clerk.run("vote", "A1-Ä1", "adopted", "--parts", "1").code == 0
    assert clerk.run("vote", "A1-Ä1", "rejected", "--parts", "2").code == 0
    with open_conference(clerk.folder) as conference:
        amendment = amendment_of(conference)
        assert amendment.outcome == "adopted-in-part"
        assert adopted_edits(conference, amendment) == conference.edits(amendment)[:1]


def test_the_book_prints_the_versions_below_the_proposal(proposal: Clerk) -> None:
    record(proposal, COMMITTEE, verdict="adopt-committee-version")
    with open_conference(proposal.folder) as conference:
        book = gather_book(conference, (), BookOptions())
        html = "".join(documents(book, proposal.folder))
        (amendment,) = view_of(book).amendments
    (printed,) = amendment.versions
    assert printed.heading.replace("\u00a0", " ") == "The committee's version"
    assert [passage.citation for passage in printed.passages] == [
        passage.citation for passage in amendment.passages
    ]
    heading, proposed, changed = (
        html.index(words) for words in ('class="version-of"', "300</ins>", "320</ins>")
    )
    assert proposed < heading < changed


def test_what_was_adopted_in_the_committees_words_is_shown_as_decided(proposal: Clerk) -> None:
    record(proposal, COMMITTEE, outcome="adopted-committee-version")
    assert "320 Euro" in proposal.run("show", "A1-Ä1", "--version", "decided").out


def test_an_amendment_to_an_amendment_is_adopted_in_other_words_too(proposal: Clerk) -> None:
    nested = "---\nresolution: A1-Ä1\nsubmitter: KV Zwei\n---\nErsetze „300“ durch „250“.\n"
    assert proposal.run("submit", proposal.write("nested.md", nested)).code == 0
    words = proposal.write("words.md", "Ersetze „300“ durch „260“.\n")
    answer = proposal.run("recommend", "A1-Ä1-Ä1", "adopt-as-amended", "--text", words)
    assert answer.code == 0, answer.err
    answer = proposal.run("vote", "A1-Ä1-Ä1", "adopted-as-amended", "--text", words)
    assert answer.code == 0, answer.err
    assert proposal.run("vote", "A1-Ä1", "adopted").code == 0
    assert proposal.run("check").code == 0
    assert proposal.run("adopt", "A1").code == 0
    assert "höchstens 260 Euro" in (proposal.folder / "resolutions/A1-busse.md").read_text()
