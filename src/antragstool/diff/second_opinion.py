"""A second opinion on a splice: diff-match-patch, made to look nowhere but at the very place.

Its patches are written to text, read again and applied with a threshold of zero, so that nothing
that is only alike counts. It decides nothing; where it makes another text than the splice, something
is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from antragstool.model.edit import Edit


def applied_by_patches(flat: str, edits: Sequence[Edit]) -> str | None:
    """Return what diff-match-patch makes of *flat* by *edits*, None where it finds a place wanting."""
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Match_Threshold = 0.0
    patches = engine.patch_make(flat, list(_diffs(flat, edits)))
    again = engine.patch_fromText(engine.patch_toText(patches))
    result, found = engine.patch_apply(again, flat)
    return str(result) if all(found) else None


def _diffs(flat: str, edits: Sequence[Edit]) -> Iterator[tuple[int, str]]:
    position = 0
    for edit in edits:
        pieces = ((0, flat[position : edit.start]), (-1, edit.old), (1, edit.new))
        yield from (piece for piece in pieces if piece[1])
        position = edit.end
    if flat[position:]:
        yield 0, flat[position:]
