"""What WeasyPrint logs, as problems instead of lines on the terminal."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

from antragstool.errors import InputError, Problem
from antragstool.i18n import _

_SPOILING = "Failed to render SVG image"


@contextlib.contextmanager
def logged() -> Iterator[list[Problem]]:
    """Collect what WeasyPrint and fontTools log, for as long as the context lasts.

    Raises InputError inside the context for what leaves a page spoiled.
    """
    found: list[Problem] = []

    class _Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith(_SPOILING):
                raise InputError(_warning(record))  # half a picture spoils the rest of its page
            if record.levelno >= logging.WARNING:
                found.append(_warning(record))

    logger = logging.getLogger("weasyprint")
    handler, propagate = _Collector(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _warning(record: logging.LogRecord) -> Problem:
    arguments = record.args if isinstance(record.args, tuple) else ()
    if record.msg.startswith(".notdef") and len(arguments) == 2:
        character, code = arguments
        name = f"{character} (U+{int(str(code)):04X})"
        return Problem(
            _("The fonts of the book have no sign for %(name)s; a box is printed.")
            % {"name": name},
            hint=_("Write it in other characters, or add a font in templates/book.css."),
        )
    return Problem(
        _("Template or style: %(message)s") % {"message": record.getMessage()},
        hint=_("Correct the template or style of the conference."),
    )
