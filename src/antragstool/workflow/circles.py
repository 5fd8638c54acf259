"""Who contains each other in a circle, so that neither can come first for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def circles(names: Sequence[str], over: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Number *names* so that those that contain each other, in whatever way, have one number.

    *over* has for each name those that it contains. Kosaraju's two passes, without recursion: a group may hold thousands.
    """
    under: dict[str, list[str]] = {}
    for name in names:
        for inner in over.get(name, ()):
            under.setdefault(inner, []).append(name)
    finished: list[str] = []
    seen: set[str] = set()
    for name in names:
        _walk(name, over, seen, finished)
    number: dict[str, int] = {}
    passed: set[str] = set()
    for name in reversed(finished):
        reached: list[str] = []
        _walk(name, under, passed, reached)
        number.update(dict.fromkeys(reached, len(number)))
    return number


def _walk(
    name: str, ways: Mapping[str, Iterable[str]], seen: set[str], finished: list[str]
) -> None:
    if name in seen:
        return
    seen.add(name)
    path = [(name, iter(ways.get(name, ())))]
    while path:
        at, further = path[-1]
        step = next((each for each in further if each not in seen), None)
        if step is None:
            finished.append(at)
            path.pop()
        else:
            seen.add(step)
            path.append((step, iter(ways.get(step, ()))))
