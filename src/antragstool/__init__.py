"""Resolutions as text, amendments as tracked patches, a conference book with outcomes."""

__version__ = "0.1.0"
