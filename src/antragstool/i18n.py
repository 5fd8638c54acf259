"""The language of messages, help texts and documents.

The words in the code are English and are the keys of the gettext catalogue in
``locale/``. :func:`activate` is called once, before anything is printed: with the
``language`` of the configuration, else with the language of the locale. click's
own words ("Usage:", "Error:") stand in the same catalogue; ``bin/messages`` keeps it complete.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
from collections.abc import Mapping

DOMAIN = "antragstool"
LANGUAGES = ("de", "en")
# Not with pathlib, whose import takes a tenth of the time in which the help is shown.
_LOCALE_DIR = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120


class _State:
    """The active catalogue; one for the process, like the locale itself."""

    language = "en"
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def activate(language: str) -> None:
    """Switch every later message to *language* ("de" or "en").

    Raises ValueError for any other language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _State.language = language
    # In a checkout that was not set up nothing is compiled yet; English is better than nothing.
    _State.catalogue = _gettext.translation(
        DOMAIN, _LOCALE_DIR, languages=[language], fallback=True
    )
    # click asks gettext's process-wide domain. Python's gettext heeds LANGUAGE before all other
    # variables and, unlike the one of the C library, in the C locale too.
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, _LOCALE_DIR)
    _gettext.textdomain(DOMAIN)


def active() -> str:
    """Return the active language."""
    return _State.language


def language_of_locale(environ: Mapping[str, str]) -> str:
    """Return the language that the locale's variables ask for, "en" if it is none of ours.

    As everywhere, LANGUAGE comes first and may list several languages, the best first.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wishes = [
            re.split(r"[_.@]", wish)[0].lower() for wish in environ.get(variable, "").split(":")
        ]
        if any(wishes):
            return next((wish for wish in wishes if wish in LANGUAGES), "en")
    return "en"


def _(message: str) -> str:
    """Translate *message*."""
    return _State.catalogue.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a message that counts *number* things."""
    return _State.catalogue.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Translate *message* where the same English word has several meanings."""
    return _State.catalogue.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the name that every gettext extractor knows
    """Mark *message* for the catalogue without translating it yet."""
    return message
