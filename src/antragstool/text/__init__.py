"""Text: blocks read from CommonMark, official lines, tokens, sentences. Pure functions."""
