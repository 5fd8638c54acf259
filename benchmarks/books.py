"""How long a book takes, and how much memory, against WeasyPrint alone; nothing here is asserted.

    .venv/bin/python benchmarks/books.py [--resolutions 200] [--amendments 5] [--large 3280]
                                         [--only plain,cold,same,vote] [--runs 1] [--keep FOLDER]

Quick look, about 20 s:   books.py --resolutions 12 --large 0

A conference of many short resolutions (book_conference.py) as the book of motions, and one
resolution of 137 pages with thousands of amendments (large_case.py) as the synopsis. Each variant
is a process of its own (book_variants.py). Wall and processor time are of it and all processes
that it starts; memory is that of the largest one. Ratios compare wall times within this run, so
run it on a quiet machine. Of several --runs the fastest counts.

- plain: WeasyPrint alone on the book's own HTML, all parts in one document; tagged: the same as PDF/UA-1
- cold: this program without any cache, with a process for each core (cold-1: with one process)
- same: nothing has changed; vote: the vote on one amendment was recorded, then printed again
- large: time for a page of the long synopsis against a page of the short one, both cold
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
ROWS = ("plain", "tagged", "cold", "cold-1", "same", "vote", "large")
AIMS = {"cold": "aim ≤ 0.55", "same": "aim < 2 s", "vote": "aim ≤ 0.15 of cold"}
ENVIRONMENT = {
    **os.environ,
    "GIT_AUTHOR_NAME": "Konferenz", "GIT_AUTHOR_EMAIL": "k@example.org",
    "GIT_COMMITTER_NAME": "Konferenz", "GIT_COMMITTER_EMAIL": "k@example.org",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What one process and those that it started took: seconds, megabytes of the largest; its pages."""

    seconds: float
    processor: float
    megabytes: float
    pages: int

    @property
    def page(self) -> float:
        """Milliseconds on the wall for a page."""
        return 1000 * self.seconds / max(1, self.pages)


def run(*command: str | Path) -> Run:
    """Run Python with *command*; its output ends with the number of pages."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        line = [sys.executable, *command]
        process = subprocess.Popen(line, stdout=out, stderr=err, env=ENVIRONMENT)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        words = out.read().decode(errors="replace").split()
        if process.returncode:
            sys.exit(f"{line} ended with {process.returncode}:\n{err.read().decode()}")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    pages = int(words[-1]) if words and words[-1].isdecimal() else 0
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, pages)


def variant(*arguments: str | Path) -> Run:
    """Run one variant of book_variants.py."""
    return run(HERE / "book_variants.py", *arguments)


def cores() -> int:
    """Return how many processes the program would start."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2


def forget(folder: Path) -> None:
    """Delete everything that the program remembers of the conference in *folder*."""
    shutil.rmtree(folder / "build", ignore_errors=True)
    shutil.rmtree(folder / ".git" / "antragstool", ignore_errors=True)


def cold(folder: Path, kind: str, processes: int) -> Run:
    """Print a book as on the first day."""
    forget(folder)
    return variant("render", folder, kind, str(processes))


def vote(folder: Path) -> None:
    """Record a vote on the first amendment that has none yet, with the command itself."""
    for path in sorted((folder / "amendments").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found = re.search(r"^id: (\S+)$", text, re.MULTILINE)
        if found and "\noutcome:" not in text:
            counts = ("--yes", "90", "--no", "50", "--abstain", "3")
            run("-m", "antragstool", "vote", found[1], *counts, "-C", folder)
            return
    sys.exit("every amendment was voted on")


def best(function: Callable[[], Run], runs: int) -> Run:
    """Return the fastest of several runs."""
    return min((function() for _run in range(runs)), key=lambda each: each.seconds)


def small_book(folder: Path, only: set[str], runs: int) -> Iterator[tuple[str, Run]]:
    """Measure the book of motions in every variant; *folder* is changed."""
    html, pdf = folder.with_suffix(".html"), folder.with_suffix(".pdf")
    if only & {"plain", "tagged"}:
        variant("html", folder, "motions", html)
    for how in ("plain", "tagged"):
        if how in only:
            yield how, best(partial(variant, how, html, pdf), runs)
    if "cold-1" in only:
        yield "cold-1", best(lambda: cold(folder, "motions", 1), runs)
    if only & {"cold", "same", "vote"}:
        yield "cold", best(lambda: cold(folder, "motions", cores()), runs)

    def again() -> Run:
        return variant("render", folder, "motions", str(cores()))

    def after_vote() -> Run:
        vote(folder)
        return again()

    if "same" in only:
        yield "same", best(again, runs)
    if "vote" in only:
        yield "vote", best(after_vote, runs)


def long_synopsis(small: Path, large: Path, runs: int) -> Iterator[tuple[str, Run]]:
    """Measure the synopsis of the many short resolutions, and of the very long one."""
    for what, folder in (("synopsis", small), ("large", large)):
        yield what, best(partial(cold, folder, "synopsis", cores()), runs)


def print_table(results: dict[str, Run]) -> None:
    """Print everything that was measured, with the ratios that it allows."""
    print(
        f"\n{'':<10}{'pages':>7}{'wall s':>9}{'CPU s':>8}{'MB':>7}{'ms/page':>9}  of plain  of cold"
    )
    for what, each in results.items():
        ratios = "".join(
            f"{each.seconds / results[other].seconds:>10.2f}" if other in results else f"{'':>10}"
            for other in ("plain", "cold")
            if what not in ("synopsis", "large")
        )
        cells = f"{each.pages:>7,}{each.seconds:>9.2f}{each.processor:>8.2f}{each.megabytes:>7.0f}"
        print(f"{what:<10}{cells}{each.page:>9.1f}{ratios}  {AIMS.get(what, '')}")
    if "large" in results:
        ratio = results["large"].page / results["synopsis"].page
        print(
            f"a page of the large synopsis takes {ratio:.2f} of the small one's (aim ≤ 1.5, < 1 GB)"
        )


def main() -> None:
    """Make the conferences, run the variants, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resolutions", type=int, default=200)
    parser.add_argument("--amendments", type=int, default=5)
    parser.add_argument("--large", type=int, default=3280, help="amendments; 0 for none")
    parser.add_argument("--only", default=",".join(ROWS), help=f"some of: {', '.join(ROWS)}")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="make the conferences there, or use those there")
    options = parser.parse_args()
    only = set(options.only.split(","))
    if unknown := only - set(ROWS):
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        kept, scratch = (options.keep or Path(temporary)).absolute(), Path(temporary)
        size = f"{options.resolutions}x{options.amendments}"
        small = made(kept / size, scratch / "small", "book_conference.make(folder, *sizes)",
                     options.resolutions, options.amendments)  # fmt: skip
        results: dict[str, Run] = {}
        measured = small_book(small, only, options.runs)
        show(measured, results)
        if "large" in only and options.large:
            large = made(kept / f"conference-{options.large}", scratch / "large",
                         "large_case.make(folder, *sizes)", options.large)  # fmt: skip
            show(long_synopsis(small, large, options.runs), results)
    print_table(results)


def show(measured: Iterator[tuple[str, Run]], results: dict[str, Run]) -> None:
    """Print each result as soon as it is there, and keep it."""
    for what, each in measured:
        results[what] = each
        print(f"{what:<10}{each.seconds:>8.2f} s {each.megabytes:>6.0f} MB", flush=True)


def made(kept: Path, work: Path, call: str, *sizes: int) -> Path:
    """Make a conference in *kept* if it is not there, in a process of its own; return a clone in *work*."""
    if not (kept / ".git").exists():
        module = call.partition(".")[0]
        code = (
            f"import sys, pathlib, {module}; folder = pathlib.Path(sys.argv[1]);"
            f" sizes = map(int, sys.argv[2:]); {call}"
        )
        command = [sys.executable, "-c", code, str(kept), *map(str, sizes)]
        subprocess.run(command, cwd=HERE, check=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", kept, work], check=True)
    return work


if __name__ == "__main__":
    main()
