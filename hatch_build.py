"""Compile the message catalogues when the project is built.

The catalogues are kept as text (``.po``); what gettext reads (``.mo``) is not in git. This hook
runs for every build, a wheel as well as an editable install, so neither can lack a catalogue that
the other has. A language without a ``.po`` file is no error: its messages stay English.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/antragstool/locale/*/LC_MESSAGES/antragstool.po"


def compile_catalogue(source: Path) -> Path:
    """Write the ``.mo`` file beside the ``.po`` file *source* and return its path.

    Fuzzy entries are left out. Raises babel's ``PoFileError`` for a file that is no catalogue.
    """
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    target = source.with_suffix(".mo")
    partial = target.with_suffix(".mo.new")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    return partial.replace(target)


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]  # hatchling is untyped here
    """Compile every catalogue before hatchling collects the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile all catalogues below the project's root."""
        for source in sorted(Path(self.root).glob(CATALOGUES)):
            compile_catalogue(source)
