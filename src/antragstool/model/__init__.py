"""The values that everything else speaks of: ids, edits, decisions, documents.

Frozen dataclasses without any I/O; an instance is valid once it exists.
"""
