"""Several amendments to one base: canonical edits, and whether two of them clash."""
