"""A progress bar on a terminal: how much is done, and about how long the rest takes.

It stands on standard error, on one line, and leaves nothing behind. Work of less than a second
shows none; a pipe, a file and a terminal that cannot move its cursor never see it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from antragstool.i18n import _

_PATIENCE = 1.0  # seconds
_PAUSE = 0.1  # between two drawings
_AT_ONCE = 0.005  # what comes as fast was ready before, and promises nothing for the rest
_BAR = 24
_NAME = 20
_CLEAR = "\r\x1b[K"

Clock = Callable[[], float]


class Progress:
    """Draws the bar; call it with how many parts are done, of how many, and the name of the last.

    The estimate goes by the parts that took their time.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._last = self._begun
        self._slow = 0
        self._drawn = 0.0
        self._shown = False

    def __call__(self, done: int, total: int, name: str) -> None:
        """Draw the bar, if it is time to."""
        now = self._clock()
        self._slow += now - self._last >= _AT_ONCE
        self._last = now
        if now - self._begun < _PATIENCE or (now - self._drawn < _PAUSE and done < total):
            return
        left = (now - self._begun) * (total - done) / self._slow if self._slow else None
        self._drawn, self._shown = now, True
        click.echo(_CLEAR + bar_text(done, total, left, name, _width()), err=True, nl=False)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            click.echo(_CLEAR, err=True, nl=False)
            self._shown = False


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Return what draws the bar, None where none is to be drawn; take it away at the end."""
    if not _wanted():
        yield None
        return
    progress = Progress()
    try:
        yield progress
    finally:
        progress.clear()


def bar_text(done: int, total: int, left: float | None, name: str, width: int) -> str:
    """Return the line: bar, parts, percent, the *left* seconds in words, the name of the last part.

    What does not fit into *width* characters is left out, the name first.
    """
    share = min(1.0, done / total) if total else 0.0
    full = int(share * _BAR)
    pieces = [
        f"[{'#' * full}{'-' * (_BAR - full)}]",
        f"{done}/{total}",
        f"{int(share * 100):>3} %",
    ]
    if left is not None and done < total:
        pieces.append(_("about %(time)s left") % {"time": _duration(left)})
    if name:
        pieces.append(name if len(name) <= _NAME else name[: _NAME - 1] + "…")
    text = "  ".join(pieces)
    while len(text) > width and pieces:
        pieces.pop()
        text = "  ".join(pieces)
    return text


def _duration(seconds: float) -> str:
    """Return a time to wait for: "8 s", "3:20 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _("%(seconds)d s") % {"seconds": whole}
    minutes, seconds = divmod(whole, 60)
    return _("%(minutes)d:%(seconds)02d min") % {"minutes": minutes, "seconds": seconds}


def _wanted() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _width() -> int:
    """Return how many characters fit on a line without reaching its end."""
    return shutil.get_terminal_size().columns - 1
