"""How well amendments are carried over to a text that somebody edited; nothing here is asserted.

    .venv/bin/python benchmarks/carry_quality.py [CASES]

Two kinds of cases: the resolution of this repository with typical free edits and amendments, and
texts full of near-duplicates. The editor remembers where every sign went; so it is known whether
an amendment landed on its own words. For comparison the same with diff-match-patch's
``patch_apply`` as it comes, and with a match distance as wide as the text. There "carried" means
that it applied the patch.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from antragstool.merge.canonical import canonical, closed
from antragstool.merge.carry import Fate, carry
from antragstool.merge.transition import Transition
from antragstool.model.edit import Edit, apply_edits
from antragstool.store.schema import read_resolution
from antragstool.text.blocks import Text
from antragstool.text.markdown import read_markdown

ROOT = Path(__file__).parent.parent
PATH = "resolutions/A1-fortschritt-durch-vielfalt.md"
Carrier = Callable[[Edit, Transition], tuple[str, str]]


def engine(edit: Edit, way: Transition) -> tuple[str, str]:
    """Carry over as the program does: the fate, and the closed text that it makes."""
    found = carry([edit], way)
    if found.fate is not Fate.CARRIED:
        return found.fate.value, ""
    return "carried", closed(apply_edits(way.new.flat, found.edits))


def patcher(distance: int | None) -> Carrier:
    """Return a carrier that applies diff-match-patch's patch."""
    from diff_match_patch import diff_match_patch

    library = diff_match_patch()
    library.Diff_Timeout = 0
    if distance is not None:
        library.Match_Distance = distance

    def apply(edit: Edit, way: Transition) -> tuple[str, str]:
        # The difference is handed over ready-made: the library's weakness is the place.
        flat = way.base.flat
        head, tail = flat[: edit.start], flat[edit.end :]
        parts = [(0, head), (-1, edit.old), (1, edit.new), (0, tail)]
        patches = library.patch_make(flat, [part for part in parts if part[1]])
        made, applied = library.patch_apply(patches, way.new.flat)
        return ("carried", closed(made)) if all(applied) else ("stuck", "")

    return apply


def is_elsewhere(edit: Edit, way: Transition) -> bool:
    """Tell whether the change and the edit are at least a line's length apart."""
    form = canonical(edit, way.base.flat)
    return not any(way.meeting(form.first - 80, form.last + 80))


def seed_text() -> Text:
    """Return the text of this repository's resolution."""
    path = ROOT / PATH
    resolution, problems = read_resolution(PATH, path.read_text(encoding="utf-8"))
    assert resolution is not None, problems
    return read_markdown(resolution.body).text


def editor_and_generators() -> ModuleType:
    """Return the module of the tests in which the editor and the amendments are made."""
    sys.path.insert(0, str(ROOT))
    import tests.free_edits

    return tests.free_edits


def cases(count: int, traps: bool, base: Text) -> list[tuple[Text, Text, Edit, list[int]]]:
    """Return texts before and after, an edit of the one before, and where each sign came from."""
    free = editor_and_generators()
    found: list[tuple[Text, Text, Edit, list[int]]] = []
    seed = 0
    while len(found) < count:
        rng = random.Random(seed)
        seed += 1
        text = free.trap_text(rng) if traps else base
        editor = free.FreeEditor.of(text, rng)
        if traps:
            editor.edit(rng.randint(1, 3))
        else:
            editor.edit(rng.randint(3, 12), free.TYPICAL)
        new, came_from = editor.result()
        if new != text:
            found += [(text, new, free.amendment(text, rng), came_from) for _ in range(5)]
    return found


def measure(name: str, carriers: Sequence[tuple[str, Carrier]], count: int, traps: bool) -> None:
    """Print how the cases of one kind end, for every carrier."""
    ends: dict[str, Counter[str]] = {each: Counter() for each, _carrier in carriers}
    times = {each: 0.0 for each, _carrier in carriers}
    for base, new, edit, came_from in cases(count, traps, seed_text()):
        start = time.perf_counter()
        way = Transition(base, new)
        times["engine"] += time.perf_counter() - start
        right = editor_and_generators().right_texts(edit, base, new, came_from)
        elsewhere = is_elsewhere(edit, way)
        for each, carrier in carriers:
            start = time.perf_counter()
            fate, made = carrier(edit, way)
            times[each] += time.perf_counter() - start
            counts = ends[each]
            counts[fate] += 1
            counts["wrong"] += fate == "carried" and made not in right
            counts["elsewhere"] += elsewhere
            counts["elsewhere carried"] += elsewhere and fate == "carried"
    print(f"\n{name}: {count} cases")
    print(
        "| | carried | contained | proposed | stuck | silently wrong | carried of changes elsewhere | ms |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for each, counts in ends.items():
        shares = [f"{counts[f] / count:.1%}" for f in ("carried", "contained", "proposed", "stuck")]
        apart = counts["elsewhere carried"] / max(1, counts["elsewhere"])
        cells = [
            each,
            *shares,
            str(counts["wrong"]),
            f"{apart:.1%}",
            f"{times[each] / count * 1000:.1f}",
        ]
        print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Measure the engine and, beside it, diff-match-patch."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    carriers = [
        ("engine", engine),
        ("patch_apply", patcher(None)),
        ("patch_apply, wide", patcher(1_000_000)),
    ]
    measure("The resolution, typical edits", carriers, count, traps=False)
    measure("Near-duplicates", carriers, count, traps=True)


if __name__ == "__main__":
    main()
