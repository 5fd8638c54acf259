"""The object id that git gives to a file."""

from __future__ import annotations

import hashlib


def blob_id(data: bytes, algorithm: str = "sha1") -> str:
    """Return the id that git gives a file with the bytes *data*; "sha1" or "sha256"."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()
