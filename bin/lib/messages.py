"""Collect the messages of the program, its templates and click, and bring the catalogue up to date.

The code's English is the key; only the other languages have a catalogue. New messages are added
without a translation, those that are no longer used are dropped, nothing is guessed. The file has
no dates and no line numbers and is sorted, so that a difference shows what was translated. Run by
``bin/messages``; the tests use :func:`extracted` to see whether the catalogue is complete.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "src" / "antragstool" / "locale"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_PYTHON = [("**.py", "python")]
_TEMPLATES = [("**.html", "jinja2")]
# A template that cannot be parsed is an error, not a template without messages.
_OPTIONS = {"**.html": {"silent": "false"}}
_HEADER = """\
# The program's words in another language, and click's; see CONTRIBUTING.md.
# bin/messages adds and drops entries; only the translations are written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


def _sources() -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    yield ROOT / "src", _PYTHON
    yield ROOT / "templates", _TEMPLATES
    click = find_spec("click")
    assert click is not None  # noqa: S101 - a dependency of the program
    assert click.origin is not None  # noqa: S101
    yield Path(click.origin).parent, _PYTHON


def extracted() -> Catalog:
    """Return every message that can be shown, without translations."""
    catalogue = Catalog()
    for folder, methods in _sources():
        for _file, _line, message, _comments, context in extract_from_dir(
            folder, methods, _OPTIONS, keywords=KEYWORDS
        ):
            catalogue.add(message, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """Read the catalogue at *path*; its language is the name of its folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def written(catalogue: Catalog) -> str:
    """Return the text of *catalogue*'s file."""
    entries = io.BytesIO()
    write_po(
        entries,
        catalogue,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    header = _HEADER.format(language=catalogue.locale_identifier, plural=catalogue.plural_forms)
    return header + entries.getvalue().decode("utf-8").strip("\n") + "\n"


def update(path: Path) -> list[str]:
    """Bring the catalogue at *path* up to date; return the messages without a translation."""
    catalogue = read(path)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    path.write_text(written(catalogue), encoding="utf-8")
    return sorted(_key(message) for message in catalogue if message.id and not _complete(message))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _complete(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else message.string or ()
    return bool(forms) and all(forms) and not message.fuzzy


def main() -> int:
    """Update and compile all catalogues; exit code 1 if a translation is missing."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import compile_catalogue

    missing = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/antragstool.po")):
        untranslated = update(path)
        compile_catalogue(path)
        missing += len(untranslated)
        for message in untranslated:
            print(f"{path.relative_to(ROOT)}: not translated: {message!r}", file=sys.stderr)  # noqa: T201
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
