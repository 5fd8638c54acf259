"""How long the commands take on the largest real case, and how that grows; nothing here is asserted.

    .venv/bin/python benchmarks/large_case.py [--sizes 410,820] [--keep FOLDER] [--only-make]

137 pages and up to 3,280 amendments, made up (large_conference.py). Every command runs as a
process of its own, once after its cache was deleted and once more. Times are wall time, memory
is the most that the process or one that it started held. Compare within one run only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIZES = (410, 820, 1640, 3280)
ADOPTED = 500
SEED = 2026
READING = (("conflicts", "A1"), ("order", "A1"), ("status",))
AIMS = {"conflicts": "aim < 3 s", "order": "aim < 3 s", "adopt": "aim < 60 s, 1 GB"}
ENVIRONMENT = {
    **os.environ,
    "GIT_AUTHOR_NAME": "Konferenz", "GIT_AUTHOR_EMAIL": "k@example.org",
    "GIT_COMMITTER_NAME": "Konferenz", "GIT_COMMITTER_EMAIL": "k@example.org",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds on the wall and of the processor, megabytes; its exit code and last words."""

    seconds: float
    processor: float
    megabytes: float
    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.seconds:>8.2f} s  ({self.processor:.2f} s of a processor) {self.megabytes:>6.0f} MB  exit {self.code}"


def make(folder: Path, count: int) -> None:
    """Make a conference with *count* amendments in *folder*."""
    from large_conference import LENGTH, Drafts, amendment_files, proposals, resolution
    from large_text import Prose

    from antragstool.store.config import CONFIG_FILE, template
    from antragstool.text.lines import number_lines

    base = resolution(SEED)
    lines = number_lines(base.text.text, LENGTH)
    drafts = Drafts(base, lines, Prose(random.Random(SEED + 1)))
    drafted = proposals(drafts, count, ADOPTED * count // SIZES[-1])
    (folder / "resolutions").mkdir(parents=True)
    (folder / "amendments").mkdir()
    (folder / CONFIG_FILE).write_text(template("de"), encoding="utf-8")
    (folder / base.path).write_bytes(base.source.encode())
    for path, content in amendment_files(base, drafted):
        (folder / path).write_bytes(content.encode())
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Start"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=ENVIRONMENT)


def made(folder: Path, count: int) -> float:
    """Make it in a process of its own, whose memory is not counted as the program's; return the seconds."""
    start = time.perf_counter()
    code = (
        "import sys, pathlib, large_case as c; c.make(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(folder), str(count)]
    subprocess.run(command, cwd=Path(__file__).parent, check=True)
    return time.perf_counter() - start


def run(folder: Path, *arguments: str) -> Run:
    """Run the program in *folder*."""
    command = [sys.executable, "-m", "antragstool", *arguments, "-C", str(folder)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=ENVIRONMENT)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        words = err.read().decode(errors="replace").strip().split("\n")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss / unit, process.returncode, words[-1][:100])


def cold(folder: Path) -> None:
    """Delete what the program remembers of *folder*."""
    shutil.rmtree(folder / ".git" / "antragstool", ignore_errors=True)


def measured(folder: Path) -> Iterator[tuple[str, Run]]:
    """Run every command, cold and warm; ``adopt`` is run cold in a copy, because it changes the conference."""
    for arguments in READING:
        cold(folder)
        yield f"{arguments[0]}, cold", run(folder, *arguments)
        yield f"{arguments[0]}, warm", run(folder, *arguments)
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.copytree(folder, copy, symlinks=True)
    cold(copy)
    yield "adopt, cold", run(copy, "adopt", "A1")
    yield "adopt, again", run(copy, "adopt", "A1")
    shutil.rmtree(copy)
    yield "adopt, warm", run(folder, "adopt", "A1")
    yield "conflicts, after adopting", run(folder, "conflicts", "A1")


def commits(folder: Path) -> int:
    """Return how many commits there are."""
    command = ["git", "rev-list", "--count", "HEAD"]
    return int(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)


def print_table(results: dict[int, dict[str, Run]]) -> None:
    """Print wall time, processor time and memory for each size, and how the processor time grows."""
    sizes = list(results)
    print(f"\n{'':<28}" + "".join(f"{size:>25,}" for size in sizes) + "    growth")
    for what in results[sizes[0]]:
        runs = [results[size][what] for size in sizes]
        cells = "".join(
            f"{each.seconds:>7.2f} s ({each.processor:>5.2f}){each.megabytes:>5.0f} MB"
            if each.code < 2
            else f"{'—':>25}"
            for each in runs
        )
        ran = all(each.code < 2 for each in runs)
        growth = f"{runs[-1].processor / runs[0].processor:>9.1f}x" if ran else f"{'—':>10}"
        print(f"{what:<28}{cells}{growth}  {AIMS.get(what.split(',')[0], '')}")
    print(f"amendments grow {sizes[-1] / sizes[0]:.1f}x")


def main() -> None:
    """Make the conferences, run the commands, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument(
        "--keep", type=Path, help="make the conferences in this folder and keep them"
    )
    parser.add_argument("--only-make", action="store_true")
    options = parser.parse_args()
    results: dict[int, dict[str, Run]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, options.sizes.split(",")):
            folder = (options.keep or Path(temporary)).absolute() / f"conference-{size}"
            print(f"{size:,} amendments made in {made(folder, size):.1f} s", flush=True)
            if options.only_make:
                continue
            results[size] = {}
            for what, each in measured(folder):
                results[size][what] = each
                failed = f"  {each.words}" if each.code > 1 else ""
                print(f"  {what:<28}{each}{failed}", flush=True)
            print(f"  {commits(folder):,} commits")
    if results:
        print_table(results)


if __name__ == "__main__":
    main()
