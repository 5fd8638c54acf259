"""Differences: from two texts to edits, and from edits to passages that people read."""
