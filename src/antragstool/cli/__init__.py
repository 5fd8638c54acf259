"""The commands: options, one call, one formatter, an exit code."""
