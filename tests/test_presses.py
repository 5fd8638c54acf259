"""Several processes that lay parts out at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from pathlib import Path

import pytest

from antragstool.errors import InputError, MachineError
from antragstool.i18n import activate
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.packing import pack
from antragstool.render.pages.presses import Presses

pytestmark = pytest.mark.slow


def _document(words: str) -> str:
    return (
        f'<html lang="de"><link rel="stylesheet" href="book.css"><body><p>{words}</p></body></html>'
    )


def _laid_out(root: Path, documents: dict[str, str], processes: int) -> dict[str, bytes]:
    found: dict[str, bytes] = {}

    def ready(key: str, part: LaidOut, packed: bytes) -> None:
        assert pack(part) == packed
        found[key] = packed

    with Presses(root, Press(root), ready, processes) as presses:
        for key, html in documents.items():
            presses.add(key, html)
        presses.finish()
    return found


@pytest.fixture(autouse=True)
def english() -> None:
    """Messages in one language, whatever ran before."""
    activate("en")


def test_each_part_is_laid_out_once_and_alike_everywhere(tmp_path: Path) -> None:
    documents = {str(index): _document(f"Teil {index}") for index in range(9)}
    alone = _laid_out(tmp_path, documents, 1)
    assert alone.keys() == documents.keys()
    assert _laid_out(tmp_path, documents, 2) == alone
    assert not multiprocessing.active_children()


def test_what_comes_first_is_laid_out_before_what_waits(tmp_path: Path) -> None:
    order: list[str] = []
    with Presses(tmp_path, Press(tmp_path), lambda key, _part, _data: order.append(key), 2) as made:
        for index in range(12):
            made.add(str(index), _document(str(index)))
        made.add("contents", _document("x"), first=True)
        made.finish()
    assert order.index("contents") < 11
    assert len(order) == 13


@pytest.mark.parametrize("processes", [1, 2])
def test_a_reference_that_is_refused_is_said_from_every_process(
    tmp_path: Path, processes: int
) -> None:
    documents = {str(index): _document("x") for index in range(5)}
    documents["bad"] = _document('<img src="http://127.0.0.1:9/x.png" alt="x">')
    with pytest.raises(InputError, match=r"x\.png"):
        _laid_out(tmp_path, documents, processes)
    assert not multiprocessing.active_children()


def test_a_process_that_is_killed_is_no_end_without_a_word(tmp_path: Path) -> None:
    def ready(_key: str, _part: LaidOut, _packed: bytes) -> None:
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)

    def lay_out_many() -> None:
        with Presses(tmp_path, Press(tmp_path), ready, 2) as presses:
            for index in range(20):
                presses.add(str(index), _document("x"))
            presses.finish()

    with pytest.raises(MachineError, match="stopped from outside"):
        lay_out_many()
    assert not multiprocessing.active_children()


def test_a_process_leaves_no_temporary_files_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    _laid_out(tmp_path, {str(index): _document(f"Teil {index}") for index in range(9)}, 2)
    assert [each.name for each in temporary.iterdir() if each.name.startswith("weasyprint")] == []
