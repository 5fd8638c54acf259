"""The book of decisions: final texts that are right or not there, and how they came about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from antragstool.actions.opened import open_conference
from antragstool.render.composing.decisions_view import DecisionView, History
from antragstool.render.composing.text_tree import Leaf, ListNode, Node, tree_of
from antragstool.render.options import BookKind, BookOptions
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown
from tests.book_parts import first_view, pages, parts, words
from tests.commands import TEXT, Clerk

PRICE = "Zeile 4: Ersetze „365“ durch „{}“.\n"


def view(clerk: Clerk) -> DecisionView:
    return first_view(clerk.folder, BookKind.DECISIONS, DecisionView, "A1")


def history(clerk: Clerk) -> History:
    return view(clerk).history


def run(clerk: Clerk, *arguments: str) -> None:
    answer = clerk.run(*arguments)
    assert answer.code == 0, answer.err


def leaves(nodes: tuple[Node, ...]) -> list[str]:
    """Return the words of a tree, block by block."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Leaf):
            found.append("".join(run.text for run in node.runs))
        else:
            for item in node.items:
                found += leaves(item.nodes)
    return found


def shown(clerk: Clerk) -> list[str]:
    """Return the words of the final text as the command shows it, block by block."""
    answer = clerk.run("show", "A1", "--version", "final")
    assert answer.code == 0, answer.err
    return leaves(tree_of(read_markdown(answer.out).text))


# The text


def test_the_text_is_the_final_one_before_and_after_it_is_put_together(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("300"))
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n")
    clerk.submit(PRICE.format("200"))
    run(clerk, "vote", "A1-Ä1", "adopted")
    run(clerk, "vote", "A1-Ä2", "adopted")
    run(clerk, "vote", "A1-Ä3", "rejected")
    run(clerk, "vote", "A1", "adopted-as-amended")
    before = leaves(view(clerk).nodes)
    assert before == shown(clerk)
    assert any("300\u00a0Euro" in block for block in before)
    run(clerk, "adopt", "A1")
    assert leaves(view(clerk).nodes) == before


def test_an_adopted_title_and_changed_reasons_are_the_final_ones(clerk: Clerk) -> None:
    clerk.submit("Neuer Titel: „Busse und Bahnen“\n")
    run(clerk, "vote", "A1-Ä1", "adopted")
    run(clerk, "vote", "A1", "adopted")
    found = view(clerk)
    assert found.head.title == "Busse und Bahnen"
    assert leaves(found.reasons) == ["Ohne Bus geht auf dem Land wenig."]
    plain = parts(clerk.folder, BookOptions(BookKind.DECISIONS, reasons=False))[0].item
    assert isinstance(plain, DecisionView)
    assert plain.reasons == ()


def test_where_a_clash_is_not_decided_there_is_no_text_and_it_is_said(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    clerk.submit(PRICE.format("300"))
    for item in ("A1-Ä1", "A1-Ä2", "A1"):
        run(clerk, "vote", item, "adopted")
    found = view(clerk)
    assert found.nodes == found.reasons == ()
    assert found.problems == ("The adopted A1-Ä1 (365 → 200) and A1-Ä2 (365 → 300) clash.",)
    page = words(pages(clerk.folder, BookKind.DECISIONS)[0])
    assert "The final text is not certain yet; so none is printed here." in page
    assert "ländlichen Raum" not in page
    assert "Put into the text" not in page
    run(clerk, "adopt", "A1", "--prefer", "A1-Ä2")
    assert any("300\u00a0Euro" in block for block in leaves(view(clerk).nodes))


def test_words_that_were_not_recorded_leave_no_text(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    run(clerk, "vote", "A1-Ä1", "adopted-as-amended")
    run(clerk, "vote", "A1", "adopted")
    found = view(clerk)
    assert found.nodes == ()
    assert found.problems == (
        "A1-Ä1 was adopted in other words than it was handed in; they are not recorded.",
    )


def test_what_is_still_open_is_said(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("200"))
    run(clerk, "vote", "A1", "adopted")
    assert view(clerk).pending == "Not decided yet: A1-Ä1. The text can still change."


# The head


def test_the_head_says_where_whom_and_how_was_voted(clerk: Clerk) -> None:
    path = clerk.folder / "resolutions" / "A1-busse.md"
    path.write_text(TEXT.replace("status:", "addressee: Landtagsfraktion\nstatus:"), "utf-8")
    clerk.git("commit", "-qam", "Addressee")
    run(clerk, "vote", "A1", "adopted", "--yes", "20", "--no", "3", "--wording", "nach Debatte")
    found = view(clerk)
    assert found.kind == "Decision A1"
    assert {label: text.replace("\u00a0", " ") for label, text in found.facts} == {
        "Decided": "Landesparteitag, May 8, 2027, Musterstadt",
        "Addressed to": "Landtagsfraktion",
        "Submitted by": "OV Beispielhausen",
        "Outcome": "adopted",
        "Vote": "nach Debatte; 20 yes, 3 no",
    }


# The history


def test_the_history_says_what_came_in_in_which_order_what_did_not_and_what_was_edited(
    clerk: Clerk,
) -> None:
    clerk.submit(PRICE.format("300"), subject="Preis")
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n", submitter="OV Neudorf")
    clerk.submit(PRICE.format("200"))
    clerk.submit(PRICE.format("100"))
    run(clerk, "vote", "A1-Ä2", "adopted")
    run(clerk, "adopt", "A1")
    run(clerk, "vote", "A1-Ä1", "adopted", "--yes", "9", "--no", "2")
    run(clerk, "adopt", "A1")
    run(clerk, "vote", "A1-Ä3", "rejected")
    run(clerk, "vote", "A1-Ä4", "withdrawn")
    edit = clerk.write("edit.md", "Zeile 1: Ersetze „Bahnen“ durch „Züge“.\n")
    run(clerk, "edit", "A1", str(edit), "--editorial")
    path = clerk.folder / "resolutions" / "A1-busse.md"
    path.write_text(path.read_text("utf-8").replace("barrierefrei", "stufenlos"), "utf-8")
    clerk.git("commit", "-qam", "Typo")
    run(clerk, "vote", "A1", "adopted")
    found = history(clerk)
    assert [row.names for row in found.adopted] == [("A1-Ä2",), ("A1-Ä1",)]
    price = found.adopted[1]
    assert [(each.old, each.new) for each in price.changes] == [("365", "300")]
    assert (price.title, price.places) == ("Preis", "Line\u00a04")
    assert price.vote.replace("\u00a0", " ") == "9 yes, 2 no"
    assert found.not_adopted == (
        ("rejected", "A1-Ä3 (KV Musterstadt)"),
        ("withdrawn", "A1-Ä4 (KV Musterstadt)"),
    )
    assert [
        (each.label.partition(" of ")[0], [(one.old, one.new) for one in each.changes])
        for each in found.others
    ] == [
        ("Editorial change", [("Bahnen", "Züge")]),
        ("Change by hand", [("barrierefrei", "stufenlos")]),
    ]


def test_who_asks_for_the_same_is_named_together(clerk: Clerk) -> None:
    clerk.submit(PRICE.format("300"))
    clerk.submit(PRICE.format("300"), submitter="OV Neudorf")
    for item in ("A1-Ä1", "A1-Ä2", "A1"):
        run(clerk, "vote", item, "adopted")
    run(clerk, "adopt", "A1")
    (row,) = history(clerk).adopted
    assert row.names == ("A1-Ä1", "A1-Ä2")
    assert row.submitters == "KV Musterstadt, OV Neudorf"


def test_a_part_that_was_adopted_shows_its_change_alone(clerk: Clerk) -> None:
    clerk.submit("Zeile 1: Ersetze „mehr Busse“ durch „Bahnen“.\n" + PRICE.format("300"))
    run(clerk, "vote", "A1-Ä1", "adopted", "--parts", "2")
    run(clerk, "vote", "A1-Ä1", "rejected", "--parts", "1")
    run(clerk, "vote", "A1", "adopted")
    for _before_and_after in range(2):
        (row,) = history(clerk).adopted
        assert [(each.old, each.new) for each in row.changes] == [("365", "300")]
        run(clerk, "adopt", "A1")


def test_changes_in_the_history_are_words_without_marks_of_markdown(clerk: Clerk) -> None:
    clerk.submit(
        "Streiche „Punkt 1: mehr Haltestellen“.\n"
        "Ersetze „einmal im Jahr“ durch „**zweimal** im Jahr, Abgeordnete*r und Bürger*in“.\n"
        "Ersetze „365 Euro“ durch „300 - 365 Euro“.\n"
    )
    run(clerk, "vote", "A1-Ä1", "adopted")
    run(clerk, "vote", "A1", "adopted")
    for _before_and_after in range(2):
        (row,) = history(clerk).adopted
        changes = [word for each in row.changes for word in (each.old, each.new)]
        said = " | ".join(changes).replace("\u00a0", " ")
        assert "Punkt 1: mehr Haltestellen" in said
        assert "300 -" in said
        assert "Abgeordnete*r und Bürger*in" in said
        assert "**" not in said
        assert not any(word.startswith("- ") for word in changes)
        run(clerk, "adopt", "A1")


def test_without_amendments_the_history_says_so(clerk: Clerk) -> None:
    run(clerk, "vote", "A1", "adopted")
    assert history(clerk).origin == "Submitted by OV Beispielhausen. There were no amendments."


# Which resolutions


def test_what_was_not_adopted_stands_in_one_list_at_the_end(clerk: Clerk) -> None:
    for name in ("A2", "A3", "A4"):
        path = clerk.folder / "resolutions" / f"{name}-x.md"
        path.write_text(f"---\nid: {name}\ntitle: Titel {name}\nsubmitter: KV\n---\nText.\n")
    clerk.git("add", "-A")
    clerk.git("commit", "-qm", "More")
    run(clerk, "vote", "A1", "adopted")
    run(clerk, "vote", "A2", "rejected", "--yes", "1", "--no", "9")
    run(clerk, "vote", "A3", "referred", "--wording", "an die Fraktion")
    found = parts(clerk.folder, BookOptions(BookKind.DECISIONS))
    assert [part.template for part in found] == [
        "decisions.html",
        "decisions.html",
        "decisions_closing.html",
    ]
    assert [entry.title for part in found for entry in part.contents] == [
        "Gute Busse für alle",
        "Titel A3",
        "Motions without a decision",
    ]
    page = words(pages(clerk.folder, BookKind.DECISIONS)[2])
    assert "A2 Titel A2 KV rejected 1 yes, 9 no" in page
    assert "A4 Titel A4 KV not voted on yet" in page
    assert "A1" not in page


def test_the_key_of_the_last_resolution_changes_with_the_list(clerk: Clerk) -> None:
    from antragstool.actions.rendering import gather_book

    def last_key() -> str:
        with open_conference(clerk.folder) as conference:
            return gather_book(conference, (), BookOptions(BookKind.DECISIONS)).items[-1].key

    first = clerk.folder / "resolutions" / "A0-x.md"
    first.write_text("---\nid: A0\ntitle: Anfang\nsubmitter: KV\n---\nText.\n")
    clerk.git("add", "-A")
    clerk.git("commit", "-qm", "More")
    before = last_key()
    assert before
    assert last_key() == before
    first.write_text("---\nid: A0\ntitle: Anderer Anfang\nsubmitter: KV\n---\nText.\n")
    assert last_key() != before


# The clean text

LINES = st.lists(
    st.sampled_from(
        [
            "Absatz.",
            "## Über",
            "#### Tief",
            "- Punkt",
            "  - Unterpunkt",
            "1. Eins",
            "> Zitat",
            "  weiter",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_a_tree_has_every_block_once_and_in_order(lines: list[str]) -> None:
    text = Text.from_flat("\n".join(lines))
    assert leaves(tree_of(text)) == [block.content for block in text.blocks if block.content]


@given(LINES)
def test_no_heading_goes_down_by_more_than_one_step(lines: list[str]) -> None:
    last = 1
    for node in tree_of(Text.from_flat("\n".join(lines))):
        if isinstance(node, Leaf) and node.tag.startswith("h"):
            level = int(node.tag[1:])
            assert 2 <= level <= last + 1
            last = level


def test_lists_are_nested_as_they_stand() -> None:
    text = read_markdown("- eins\n  - zwei\n- drei\n\n1. vier\n\n> Zitat\n\nEnde").text
    nodes = tree_of(text)
    first, ordered, quotation, end = nodes
    assert isinstance(first, ListNode)
    assert [item.marker for item in first.items] == ["•", "•"]
    inner = first.items[0].nodes[1]
    assert isinstance(inner, ListNode)
    assert leaves((inner,)) == ["zwei"]
    assert isinstance(ordered, ListNode)
    assert ordered.ordered
    assert isinstance(quotation, Leaf)
    assert quotation.tag == "blockquote"
    assert isinstance(end, Leaf)
    assert end.tag == "p"
