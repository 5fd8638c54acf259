"""Amendments written as sentences: "Zeile 88: Ersetze „X“ durch „Y“."

The way from a sentence to an edit has four steps, one module each: quotations are found
(:mod:`quotes`), what is left becomes symbols (:mod:`symbols`), symbols become instructions
(:mod:`statements`, :mod:`forms`), and an instruction is tied to the words it names
(:mod:`resolve` and the modules it uses). Nothing is guessed: what is not understood, does
not stand in the lines named, or stands there twice, is a problem.
"""

from antragstool.instructions.concerning import concern_told
from antragstool.instructions.reading import looks_like_instructions, read_instructions

__all__ = ["concern_told", "looks_like_instructions", "read_instructions"]
