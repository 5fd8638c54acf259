"""Where templates, styles and fonts are: the conference's own folder first, then the package's."""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path

from antragstool.errors import MachineError, Problem
from antragstool.i18n import _


@functools.cache
def package_templates() -> Path:
    """Return the folder of the templates that come with the program.

    In an installed package it lies beside the code, in a checkout at the top.
    Raises MachineError if it is in neither place.
    """
    installed = Path(str(resources.files("antragstool"))) / "templates"
    checkout = Path(__file__).parents[3] / "templates"
    for folder in (installed, checkout):
        if (folder / "document.html").is_file():
            return folder.resolve()
    raise MachineError(
        Problem(
            _("The templates that come with the program are missing."),
            str(installed),
            hint=_("Install antragstool again."),
        )
    )


def conference_templates(root: Path) -> Path:
    """Return the folder of a conference's own templates; it need not exist."""
    return root.resolve() / "templates"
