"""``python -m antragstool``."""

from antragstool.cli.main import main

main()
