"""Whose fault it is when WeasyPrint fails: a template or style of the conference may do anything.

Without templates of its own a conference cannot make the layout fail; then it is a mistake of the
program, and its exception is left as it is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from antragstool.errors import AntragstoolError, InputError, Problem
from antragstool.i18n import _
from antragstool.render.templates import conference_templates


@contextlib.contextmanager
def templates_blamed(root: Path) -> Iterator[None]:
    """Make InputError of what fails while a page is set with the templates of the conference in *root*."""
    try:
        yield
    except (AntragstoolError, OSError):
        raise
    except Exception as error:
        folder = conference_templates(root)
        if not folder.is_dir():
            raise
        reason = f"{type(error).__name__}: {error}"
        problem = Problem(
            _("The pages cannot be set with the templates of the conference (%(reason)s).")
            % {"reason": reason if len(reason) <= 200 else reason[:199] + "…"},
            folder.name,
            hint=_("Take back what was changed there last, or remove the folder to print without."),
        )
        raise InputError(problem) from error
