"""The tracked patch: a change of the source, as a plain git patch with the exact edits beside it."""
