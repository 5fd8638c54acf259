"""How long the main job takes, as a table; nothing here is asserted.

    .venv/bin/python benchmarks/main_job.py

Times are medians of several runs, one after the other in one process (or of whole processes
where it says so; of the two whose ratio counts, the fastest); compare them within one run, not
between machines.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from antragstool.diff.compare import compare
from antragstool.diff.reading import passages
from antragstool.store.schema import read_resolution
from antragstool.text.blocks import Text
from antragstool.text.lines import number_lines
from antragstool.text.markdown import read_markdown

ROOT = Path(__file__).parent.parent
PATH = "resolutions/A1-fortschritt-durch-vielfalt.md"


def median(function: Callable[[], object], runs: int = 9) -> float:
    """Return the median time of a call in milliseconds, after one call to warm up."""
    function()
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def fastest(*functions: Callable[[], object], runs: int = 20) -> list[float]:
    """Return the shortest time of each call in milliseconds, called in turn, so that load hits all alike."""
    best = [float("inf")] * len(functions)
    for _run in range(runs):
        for index, function in enumerate(functions):
            start = time.perf_counter()
            function()
            best[index] = min(best[index], (time.perf_counter() - start) * 1000)
    return best


def process(*arguments: str) -> Callable[[], object]:
    """Return a call of Python in a process of its own."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def row_of_changes(text: Text) -> Text:
    """Return *text* with 16 changed and 7 inserted paragraphs in a row."""
    chance = random.Random(1)
    pool = text.flat.split()
    lines = text.flat.split("\n")
    out = lines[:5]
    for number, line in enumerate(lines[5:21]):
        words = line.split(" ")
        words[len(words) // 2] = "GEÄNDERT"
        out.append(" ".join(words))
        if number % 2 == 0 and number < 14:
            out.append("Eingefügt " + " ".join(chance.sample(pool, 80)))
    return Text.from_flat("\n".join(out + lines[21:]))


def print_row(what: str, milliseconds: float, note: str) -> None:
    """Print one line of the table."""
    print(f"{what:<58} {milliseconds:>9.1f} ms  {note}")


def main() -> None:
    """Print the table."""
    resolution, _problems = read_resolution(PATH, (ROOT / PATH).read_text(encoding="utf-8"))
    assert resolution is not None
    text = read_markdown(resolution.body).text
    lines = number_lines(text)
    print(
        f"{len(text.flat):,} characters, {len(text.blocks)} blocks, {len(lines)} official lines\n"
    )
    print_row("read the Markdown", median(lambda: read_markdown(resolution.body)), "")
    print_row("number the lines", median(lambda: number_lines(text)), "aim < 5 ms")
    changed = Text.from_flat(text.flat.replace("über einem Jahr", "mehr als sechs Monaten"))
    print_row("edits of a changed copy", median(lambda: compare(text, changed)), "aim < 20 ms")
    row = row_of_changes(text)
    edits = compare(text, row)
    deleted = sum(len(edit.old) for edit in edits)
    print_row("16 changed and 7 inserted paragraphs in a row", median(lambda: compare(text, row)),
              f"aim < 200 ms; {deleted} characters shown as deleted")  # fmt: skip
    print_row("its passages", median(lambda: passages(text, edits, lines)), "")
    new = Text.from_flat("\n".join(" ".join(f"x{i}w{j}" for j, _word in enumerate(line.split()))
                                   for i, line in enumerate(text.flat.split("\n"))))  # fmt: skip
    print_row("a text of which every word is new", median(lambda: compare(text, new), 3), "")
    one = Text.from_flat(text.flat.replace("\n", " "))
    shuffled = one.flat.split()
    random.Random(2).shuffle(shuffled)
    mixed = Text.from_flat(" ".join(shuffled))
    print_row("one block of 22 kB, its words shuffled", median(lambda: compare(one, mixed), 3), "")
    start = "import sys; sys.argv[1:] = ['--help']; from antragstool.cli.main import main; main()"
    click, shown = fastest(process("-c", "import click"), process("-c", start))
    print_row("python -c 'import click' (process)", click, "")
    print_row("antragstool --help (process)", shown, f"{shown / click:.2f} times; aim <= 1.5")
    print_processes()


def print_processes() -> None:
    """Print the times of whole commands, in a copy of this repository."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", str(ROOT), folder], check=True)
        for what, aim, arguments in (
            ("diff of one amendment (process)", "aim < 500 ms", ["diff", "A1-Ä1"]),
            ("check of everything (process)", "", ["check"]),
            ("render (process)", "", ["render"]),
        ):
            call = process("-m", "antragstool", *arguments, "-C", folder)
            print_row(what, median(call, 3), aim)


if __name__ == "__main__":
    main()
