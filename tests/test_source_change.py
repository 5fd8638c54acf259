"""Edits carried into the Markdown source: the words, the bytes, and what git says to it."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from antragstool.diff.compare import compare
from antragstool.errors import InputError
from antragstool.model.edit import Edit, EditMismatchError, apply_edits
from antragstool.patch.blob import blob_id
from antragstool.patch.line_changes import LineChange
from antragstool.patch.source import change_source
from antragstool.patch.unified import unified_diff
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown, split_lines
from antragstool.workflow.tracking import Base
from tests.texts import changed_by, near_duplicate, sentence, word

wrapped = st.lists(sentence, min_size=1, max_size=4).map("\n".join)
points = st.lists(near_duplicate, min_size=1, max_size=4)
tight = points.map(lambda items: "\n".join(f"- {item}" for item in items))
loose = points.map(lambda items: "\n\n".join(f"- {item}" for item in items))
numbered = points.map(
    lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
)
nested = st.tuples(points, points).map(
    lambda two: "\n".join([*(f"- {item}" for item in two[0]), *(f"  - {item}" for item in two[1])])
)
quoted = wrapped.map(lambda lines: "\n".join(f"> {line}" for line in lines.split("\n")))
titled = sentence.map("## {}".format)
pieces = st.one_of(wrapped, tight, loose, numbered, nested, quoted, titled)


@st.composite
def sources(draw: st.DrawFn) -> str:
    source = "\n\n".join(draw(st.lists(pieces, min_size=1, max_size=5)))
    source += draw(
        st.sampled_from(
            ["", "\n", "\n\n\n# Begründung\n\nWeil es  so ist.\n- a\n", "\n# Reasons\nx"]
        )
    )
    return draw(st.sampled_from([source, source, source.replace("\n", "\r\n")]))


@st.composite
def sources_with_edits(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    source = draw(sources())
    text = read_markdown(source).text
    lines = text.flat.split("\n")
    for _count in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 6)):
            case 0:
                new = draw(
                    st.sampled_from(
                        ["Neuer Absatz.", "- Neuer Punkt.", "## Neuer Titel", "> Neu.", "1. Neu."]
                    )
                )
                lines.insert(draw(st.sampled_from([index, len(lines)])), new)
            case 1 if len(lines) > 1:
                del lines[index]
            case 2 if index + 1 < len(lines):
                lines[index : index + 2] = [
                    f"{lines[index]} {lines[index + 1].lstrip('#->123456789. ')}"
                ]
            case 3:
                words = lines[index].split(" ")
                place = draw(st.integers(0, len(words)))
                lines[index : index + 1] = [" ".join(words[:place]), " ".join(words[place:])]
            case 4:
                lines.append(lines.pop(index))
            case _:
                words = lines[index].split(" ")
                place = draw(st.integers(0, len(words) - 1))
                words[place : place + draw(st.integers(0, 2))] = draw(st.lists(word, max_size=2))
                lines[index] = " ".join(words)
    changed = Text.from_flat("\n".join(lines))
    # What a person hands in was Markdown; a text that Markdown cannot say never gets here.
    return source, compare(text, changed)


def changed(source: str, edits: tuple[Edit, ...]) -> tuple[str, tuple[LineChange, ...]] | None:
    """Return the changed source and its changes; None where Markdown cannot say the text."""
    base = read_markdown(source)
    try:
        changes = change_source(base, edits)
    except InputError:
        return None
    return changed_by(source, changes), changes


@given(sources_with_edits())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_the_changed_source_reads_as_the_edits_say(case: tuple[str, tuple[Edit, ...]]) -> None:
    source, edits = case
    base = read_markdown(source)
    done = changed(source, edits)
    if done is None:
        return
    again = read_markdown(done[0])
    assert again.text == Text.from_flat(apply_edits(base.text.flat, edits))
    assert again.reasons == base.reasons
    if base.reasons_line is not None:
        reasons = split_lines(source)[base.reasons_line :]
        assert done[0].endswith("".join(reasons))
    if "\r\n" in source:
        assert done[0].count("\n") == done[0].count("\r\n")


@given(sources_with_edits())
@settings(max_examples=150, deadline=None)
def test_lines_of_blocks_that_no_edit_touches_keep_their_bytes(
    case: tuple[str, tuple[Edit, ...]],
) -> None:
    source, edits = case
    base = read_markdown(source)
    done = changed(source, edits)
    if done is None:
        return
    near = set()
    for edit in edits:
        first, last = base.text.block_at(edit.start), base.text.block_at(edit.end)
        near |= set(range(first - 1, last + 2))
    touched = {index for change in done[1] for index in range(change.first, change.last)}
    if "\n  - " in source or "\n1. " in source:  # a list whose parent goes is written anew
        return
    for index, place in enumerate(base.places):
        if index not in near:
            assert not touched & set(range(place.first, place.last))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("apply")
    subprocess.run(["git", "init", "-q", "."], cwd=path, check=True)
    return path


@given(sources_with_edits(), st.sampled_from(["", "---\nid: A1\ntitle: Wir.\n---\n"]))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(("Ohne Zeilenende", (Edit(0, "", "Neu.\n"),)), "")
@example(("Ohne Zeilenende", (Edit(15, "", "\nNeu."),)), "")
def test_git_applies_the_diff_to_the_letter(
    folder: Path, case: tuple[str, tuple[Edit, ...]], header: str
) -> None:
    source, edits = case
    if not edits:
        return
    file = header + source
    base = Base.of("a b.md", "0" * 40, file, header.count("\n") + 1)
    try:
        wanted, changes = base.changed(edits)
    except InputError:
        return
    assert wanted.startswith(header)
    diff = unified_diff(
        base.path, split_lines(file), changes, (blob_id(file.encode()), blob_id(wanted.encode()))
    )  # fmt: skip
    (folder / base.path).write_bytes(file.encode())
    done = subprocess.run(
        ["git", "apply", "--verbose", "--whitespace=nowarn", "-"],
        cwd=folder, input=diff.encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"offset" not in done.stderr
    assert b"fuzz" not in done.stderr
    assert (folder / base.path).read_bytes() == wanted.encode()


def after(source: str, old: str, new: str) -> str:
    base = read_markdown(source)
    edit = Edit(base.text.flat.index(old), old, new)
    return changed_by(source, change_source(base, [edit]))


@pytest.mark.parametrize(
    ("source", "old", "new", "result"),
    [
        ("Ein Satz.\nNoch ein Satz.\n", "Noch ein", "Kein", "Ein Satz.\nKein Satz.\n"),
        ("Eins.\nZwei.\nDrei.\n", "Zwei. ", "", "Eins.\nDrei.\n"),
        ("Eins.\nZwei.\nDrei.\n", " Drei.", "", "Eins.\nZwei.\n"),
        ("Eins.\n\nZwei.\n\nDrei.\n", "Zwei.\n", "", "Eins.\n\nDrei.\n"),
        ("Eins.\n\nZwei.\n\nDrei.\n", "\nDrei.", "", "Eins.\n\nZwei.\n"),
        ("- a\n- b\n- c\n", "- b\n", "", "- a\n- c\n"),
        ("- a\n- b\n\nText.\n", "- b\n", "", "- a\n\nText.\n"),
        ("- a\n- c\n", "- c", "- b\n- c", "- a\n- b\n- c\n"),
        ("- a\n  - c\n", "  - c", "  - b\n  - c", "- a\n  - b\n  - c\n"),
        ("1. a\n   - c\n", "  - c", "  - b\n  - c", "1. a\n   - b\n   - c\n"),
        ("- a\n- c\n", "- c", "Text.\n- c", "- a\n\nText.\n\n- c\n"),
        ("Eins.\n\nZwei.\n", "\n", " ", "Eins. Zwei.\n"),
        ("Eins. Zwei.\n", ". Zwei", ".\nZwei", "Eins.\n\nZwei.\n"),
        ("## Titel ##\n", "## Titel", "### Titel", "### Titel\n"),
        ("## T #\n", "T", "U", "## U #\n"),
        ("> Eins.\n> Zwei.\n", "Zwei", "Drei", "> Eins.\n> Drei.\n"),
        ("Eins\r\nzwei.\r\n", "zwei", "drei", "Eins\r\ndrei.\r\n"),
        ("Eins.\r\n", "Eins.", "Eins.\nNeu.", "Eins.\r\n\r\nNeu.\r\n"),
        ("Eins zwei", "zwei", "drei", "Eins drei"),
        ("Am\nMai kommt er.\n", "Mai", "1. Mai", "Am 1. Mai kommt er.\n"),
        ("e\u0301ins zwei\n", "zwei", "drei", "éins drei\n"),
        ("Eins.\n# Begründung\nZwei.", "Eins.", "Drei.", "Drei.\n# Begründung\nZwei."),
    ],
)  # fmt: skip
def test_golden_changes_of_the_source(source: str, old: str, new: str, result: str) -> None:
    assert after(source, old, new) == result


def test_a_list_whose_parent_goes_is_written_anew_and_nothing_else() -> None:
    source = "Ein Satz,\numbrochen.\n\n- a\n  - b\n\nNoch ein Satz,\numbrochen.\n"
    assert after(source, "- a\n", "") == (
        "Ein Satz,\numbrochen.\n\n- - b\n\nNoch ein Satz,\numbrochen.\n"
    )


def test_a_text_grows_from_nothing_and_shrinks_to_nothing() -> None:
    empty = read_markdown("\n# Begründung\nWeil.\n")
    grown = changed_by(empty.source, change_source(empty, [Edit(0, "", "Neu.\n- a")]))
    assert read_markdown(grown).text.flat == "Neu.\n- a"
    assert read_markdown(grown).reasons == empty.reasons
    full = read_markdown("Eins.\n\n- a\n")
    gone = changed_by(full.source, change_source(full, [Edit(0, "Eins.\n- a", "")]))
    assert not read_markdown(gone).text.blocks


def test_words_that_are_not_there_are_refused() -> None:
    with pytest.raises(EditMismatchError):
        change_source(read_markdown("Eins."), [Edit(0, "Zwei", "Drei")])


@pytest.mark.parametrize("new", ["# Begründung", "Text.\n# Begründung\nWeil."])
def test_a_change_never_opens_reasons(new: str) -> None:
    with pytest.raises(InputError, match="would not read the same"):
        change_source(read_markdown("Eins."), [Edit(5, "", f"\n{new}")])
