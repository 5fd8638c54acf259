"""diff-match-patch as a witness: it must say the same, and it must be able to say something else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.diff.second_opinion import applied_by_patches
from antragstool.errors import InputError
from antragstool.model.edit import Edit, apply_edits
from antragstool.workflow import tracking
from antragstool.workflow.tracking import Base, demand_second_opinion

PIECES = ["ganz ", "Punkt 1\n", "Punkt 2\n", "Wir fordern „mehr“. ", "100 % + 5\n", "ä", " "]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.data())
@settings(max_examples=150, deadline=None)
def test_it_makes_the_same_text_also_among_repetitions(
    pieces: list[str], data: st.DataObject
) -> None:
    flat = "".join(pieces)
    start = data.draw(st.integers(0, len(flat)))
    end = data.draw(st.integers(start, min(len(flat), start + 60)))
    new = data.draw(st.text(alphabet="abä %\n„", max_size=60))
    if flat[start:end] != new:
        edits = (Edit(start, flat[start:end], new),)
        assert applied_by_patches(flat, edits) == apply_edits(flat, edits)


def test_where_the_two_disagree_nothing_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    base = Base.of("resolutions/A1.md", "0" * 40, "Wir fordern viel.\n", 1)
    edits = (Edit(12, "viel", "mehr"),)
    demand_second_opinion(base, edits, "A1-Ä1")
    monkeypatch.setattr(tracking, "applied_by_patches", lambda _flat, _edits: None)
    with pytest.raises(InputError, match="A1-Ä1"):
        demand_second_opinion(base, edits, "A1-Ä1")
