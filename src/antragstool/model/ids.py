"""Ids as people say them ("A1", "A1-Ä1") and the file names made of them ("A1-Ae1").

An amendment to an amendment is "A1-Ä3-Ä1"; there is none to that one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NaturalKey = tuple[tuple[int, str], ...]

MAX_LENGTH = 40
_RESOLUTION = re.compile(r"[^\W_](?:[^\W_]|[-._](?=[^\W_]))*")
_AMENDMENT = re.compile(r"(?P<resolution>.+)-(?:Ä|Ae)(?P<number>[1-9][0-9]{0,5})", re.IGNORECASE)
_ASCII = str.maketrans(
    {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
)


def is_resolution_id(text: str) -> bool:
    """Tell whether *text* can name a resolution: letters and digits, inner ``-``, ``.``, ``_``.

    At most 40 characters; only letters that have an ASCII spelling, so that no two ids
    look alike or share a file name by accident. "A1-Ä1" is an amendment's id, not a resolution's.
    """
    return (
        len(text) <= MAX_LENGTH
        and ".." not in text
        and bool(_RESOLUTION.fullmatch(text))
        and text.translate(_ASCII).isascii()
        and not _AMENDMENT.fullmatch(text)
    )


def amendment_id(resolution: str, number: int) -> str:
    """Return the id of the amendment with *number* (from 1) to *resolution*: "A1-Ä3"."""
    return f"{resolution}-Ä{number}"


def split_amendment_id(text: str) -> tuple[str, int] | None:
    """Split "A1-Ä3" (or "A1-Ae3", as the file is called) into what it changes and its number.

    What it changes may be an amendment ("A1-Ä3-Ä1" gives "A1-Ä3" and 1), but no amendment to one.
    None if it is no such id.
    """
    match = _AMENDMENT.fullmatch(unicodedata.normalize("NFC", text))
    if not match:
        return None
    changed, number = match["resolution"], int(match["number"])
    if is_resolution_id(changed):
        return changed, number
    inner = _AMENDMENT.fullmatch(changed)
    if inner and is_resolution_id(inner["resolution"]):
        return amendment_id(inner["resolution"], int(inner["number"])), number
    return None


def root_id(item_id: str) -> str:
    """Return the id of the resolution that an item belongs to: "A1" for "A1", "A1-Ä3" and "A1-Ä3-Ä1"."""
    while (parts := split_amendment_id(item_id)) is not None:
        item_id = parts[0]
    return item_id


def file_stem(item_id: str) -> str:
    """Return the ASCII file name, without ending, of an item's id: "A1-Ä1" gives "A1-Ae1"."""
    return item_id.translate(_ASCII)


@lru_cache(maxsize=65_536)
def natural_key(item_id: str) -> NaturalKey:
    """Return the key that sorts ids as people count: A1, A2, A10; A1-Ä2 before A1-Ä10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", file_stem(item_id).casefold())
    return tuple((int(part), "") if "0" <= part[0] <= "9" else (-1, part) for part in parts)
