"""What can be asked for: every outcome there is, and what is open or decided."""

from __future__ import annotations

import pytest

from antragstool.model.decision import Outcome
from antragstool.model.selection import State


def test_every_outcome_can_be_asked_for() -> None:
    assert {each.value for each in State} == {each.value for each in Outcome} | {"open", "decided"}


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_an_item_is_open_or_decided_and_has_its_own_outcome_alone(outcome: Outcome | None) -> None:
    held = {state.value for state in State if state.holds(outcome)}
    assert len(held & {"open", "decided"}) == 1
    assert held - {"open", "decided"} == ({outcome.value} if outcome else set())


def test_what_was_adjourned_is_open() -> None:
    assert State.OPEN.holds(Outcome.ADJOURNED)
    assert State.DECIDED.holds(Outcome.REJECTED)
