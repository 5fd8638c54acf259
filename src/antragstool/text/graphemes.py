"""User-perceived characters (extended grapheme clusters, UAX 29), by the ``regex`` library."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex


# Characters that never combine with a neighbour: Latin, general punctuation, currency signs.
_ALONE = re.compile("[ -\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")


@functools.cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")


def graphemes(text: str) -> list[str]:
    """Split *text* into user-perceived characters; their concatenation is *text*."""
    if _ALONE.fullmatch(text):
        return list(text)
    return _cluster().findall(text)
