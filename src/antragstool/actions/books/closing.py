"""The list at the end of the book of decisions: every resolution of which it prints no text.

It goes with the last resolution of the book, so that a book is still a row of resolutions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from antragstool.model.documents import Resolution
from antragstool.render.book import BookItem, BookResolution
from antragstool.render.composing.decisions import is_printed


def with_closing_list(
    items: Sequence[BookItem], resolutions: Sequence[Resolution]
) -> tuple[BookItem, ...]:
    """Return *items* with the list of those *resolutions* that are not printed behind the last one."""
    listed = tuple(each for each in resolutions if not is_printed(each))
    if not items or not listed:
        return tuple(items)
    last = items[-1]

    def gather() -> BookResolution:
        found = last.gather()
        if found.decision is None:
            return found
        return replace(found, decision=replace(found.decision, listed=listed))

    key = last.key
    if key:
        digest = hashlib.sha256(key.encode())
        for each in listed:
            digest.update(f"\n{each.path} {each.blob}".encode())
        key = digest.hexdigest()
    return (*items[:-1], replace(last, gather=gather, key=key))
