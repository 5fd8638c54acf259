"""The signs of a font that a page needs, and no others."""

from __future__ import annotations

import functools
import io
import logging

_FEATURES = ["kern", "liga", "clig", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]


@functools.lru_cache(maxsize=32)
def subset(data: bytes, characters: str) -> bytes:
    """Return the font in *data* as WOFF2, with the signs for *characters* alone.

    Raises ValueError if it is no font that can be read.
    """
    from fontTools import subset as subsetting
    from fontTools.ttLib import TTLibError

    # It reports in the log which tables it drops; nobody has to know.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = subsetting.Options(
        flavor="woff2", layout_features=_FEATURES, hinting=False, notdef_outline=True
    )
    try:
        font = subsetting.load_font(io.BytesIO(data), options)
        subsetter = subsetting.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        out = io.BytesIO()
        subsetting.save_font(font, out, options)
    except (TTLibError, OSError, ValueError, LookupError, AssertionError) as error:
        raise ValueError(str(error)) from error
    return out.getvalue()
