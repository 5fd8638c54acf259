"""Several processes that lay parts out at the same time.

A process of its own is not worth its start for one or two parts. Each worker reads the styles
and fonts once, takes one part after another, and gives back bytes; it knows nothing of the book. It
ends when its parent does, however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Self

from antragstool import i18n
from antragstool.errors import AntragstoolError, InputError, MachineError, Problem
from antragstool.i18n import _
from antragstool.render.pages.laid_out import LaidOut
from antragstool.render.pages.laying_out import Press
from antragstool.render.pages.packing import pack, unpack

# Fewer parts with less HTML are laid out before other processes would have begun.
_FEW = 5
_LITTLE = 150_000  # characters
_MOST = 4  # processes

Ready = Callable[[str, LaidOut, bytes], None]


class Presses:
    """Lays parts out and hands each to *ready* (its key, itself, its bytes) as soon as it can.

    *press* is the one of this process, *processes* how many there may be (None: one for each
    core, four at most). Use it in a ``with`` statement: workers end with it.
    """

    def __init__(
        self, root: Path, press: Press, ready: Ready, processes: int | None = None
    ) -> None:
        self._root, self._press, self._ready = root, press, ready
        self._processes = processes or min(_MOST, _cores())
        self._waiting: deque[tuple[str, str]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[int | None] = set()  # processes that are none of ours
        self._futures: dict[Future[_Answer], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if kind is not None:
            for child in multiprocessing.active_children():
                if child.pid not in self._others:
                    child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        _press.clear()

    def add(self, key: str, html: str, *, first: bool = False) -> None:
        """Lay a part out, now or soon; *first* puts it before all that wait."""
        if first:
            self._waiting.appendleft((key, html))
        else:
            self._waiting.append((key, html))
        if self._pool is None and self._processes > 1 and self._is_much():
            self._pool = self._start()
        if self._pool is not None:
            for future in [future for future in self._futures if future.done()]:
                self._take(future)
            self._fill(self._pool)

    def _is_much(self) -> bool:
        much = sum(len(html) for _key, html in self._waiting) >= _LITTLE
        return len(self._waiting) >= _FEW or (much and len(self._waiting) > 1)

    def finish(self) -> None:
        """Wait until everything that was added is laid out.

        Raises what laying out raises, MachineError if a process was killed.
        """
        while self._pool is None and self._waiting:
            key, html = self._waiting.popleft()
            part = self._press.lay_out(html)
            self._ready(key, part, pack(part))
        while self._pool is not None and self._futures:
            done, _others = wait(self._futures, return_when=FIRST_COMPLETED)
            for future in done:
                self._take(future)
            self._fill(self._pool)

    def _start(self) -> ProcessPoolExecutor:
        self._others = {child.pid for child in multiprocessing.active_children()}
        method = "fork" if sys.platform == "linux" else "spawn"
        if method == "fork":
            self._press.warm_up()
            _press[:] = [self._press]  # its styles and fonts are read already
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context(method),
            initializer=_begin,
            initargs=(self._root, i18n.active(), os.getpid(), str(self._press.temporary)),
        )

    def _fill(self, pool: ProcessPoolExecutor) -> None:
        """Give the workers enough to do, and no more: what comes first later shall not wait long."""
        try:
            while self._waiting and len(self._futures) < 2 * self._processes:
                key, html = self._waiting.popleft()
                self._futures[pool.submit(_lay_out, html)] = key
        except BrokenProcessPool as error:
            raise _killed() from error

    def _take(self, future: Future[_Answer]) -> None:
        try:
            packed, problems, unusable = future.result()
        except BrokenProcessPool as error:
            raise _killed() from error
        if problems:
            raise (InputError if unusable else MachineError)(problems)
        part = unpack(packed)
        if part is None:
            raise RuntimeError("a part cannot be unpacked")
        self._ready(self._futures.pop(future), part, packed)


# The part as bytes, or the problems why there is none, and whether it is the input's fault.
_Answer = tuple[bytes, tuple[Problem, ...], bool]
_press: list[Press] = []  # the one of a worker


def _begin(root: Path, language: str, parent: int, temporary: str) -> None:
    """Prepare a worker. An interrupt is the parent's business, and so is what lies in *temporary*."""
    tempfile.tempdir = temporary  # a worker ends without a chance to remove what it has made
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    i18n.activate(language)
    if not _press:
        _press.append(Press(root))
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _lay_out(html: str) -> _Answer:
    try:
        return pack(_press[0].lay_out(html)), (), False
    except AntragstoolError as error:
        return b"", tuple(error.problems), isinstance(error, InputError)


def _killed() -> MachineError:
    return MachineError(
        Problem(
            _("A process that laid out pages was stopped from outside."),
            hint=_("Perhaps the memory was not enough. Close other programs and try again."),
        )
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
