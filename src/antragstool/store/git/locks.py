"""Locks against other processes, and against a Ctrl-C in the wrong moment."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

from antragstool.errors import Problem, RepositoryError
from antragstool.i18n import _
from antragstool.store.files import machine_error

PATIENCE = 60.0  # seconds that another process of this program may take
INDEX_PATIENCE = 3.0  # seconds for git itself, which is quick unless an editor is open
_PAUSE = 0.01


class RepositoryLock:
    """One process at a time; taken again by the same process it only counts.

    The system frees it when a process dies, so it can never be left behind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._depth = 0
        self._descriptor = -1

    def __enter__(self) -> None:
        if self._depth == 0:
            self._descriptor = self._take()
        self._depth += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            os.close(self._descriptor)

    def _take(self) -> int:
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o666)
        except OSError as error:
            raise machine_error(error, str(self._path))
        try:
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise RepositoryError(
                            Problem(
                                _("Another antragstool is changing this repository."),
                                str(self._path),
                                hint=_("Wait until it has finished and run the command again."),
                            )
                        )
                    time.sleep(_PAUSE)
                else:
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise


@contextlib.contextmanager
def index_lock(index: Path) -> Iterator[None]:
    """Hold git's own lock on *index*, so that no git command changes it meanwhile.

    Only under the RepositoryLock. The lock is a second name of a file of ours: what a
    killed process left behind is told by that from a lock of git, and removed.
    """
    lock, ours = _lock_names(index)
    try:
        remove_killed_lock(index)
        ours.touch()
    except OSError as error:
        raise machine_error(error, str(ours))
    try:
        _link(ours, lock)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        ours.unlink(missing_ok=True)


def remove_killed_lock(index: Path) -> None:
    """Free git of an index lock that a killed process of ours left; raises OSError."""
    lock, ours = _lock_names(index)
    with contextlib.suppress(FileNotFoundError):
        if lock.samefile(ours):
            lock.unlink()
        ours.unlink()


def _lock_names(index: Path) -> tuple[Path, Path]:
    return index.with_name(f"{index.name}.lock"), index.with_name("antragstool.index-lock")


def _link(ours: Path, lock: Path) -> None:
    """Make *lock* a name of *ours*; wait a little if git holds it."""
    end = time.monotonic() + INDEX_PATIENCE
    while True:
        try:
            return os.link(ours, lock)
        except FileExistsError:
            if time.monotonic() > end:
                raise RepositoryError(
                    Problem(
                        _("Another git program is at work in this repository."),
                        str(lock),
                        hint=_("Let it finish. If none runs, a crash left this file: delete it."),
                    )
                )
            time.sleep(_PAUSE)
        except OSError as error:
            raise machine_error(error, str(lock))


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Put Ctrl-C (and a polite kill) off until the block has finished.

    Child processes started meanwhile ignore it too, as they inherit the blocked signals.
    Outside the main thread no signal arrives anyway.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    arrived: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    before = {number: signal.signal(number, remember) for number in signals}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        if arrived:
            signal.raise_signal(signal.Signals(arrived[0]))
