"""Bases that are no version of a file's text: the title, and a text that an amendment makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.line_changes import LineChange, trimmed
from antragstool.text.blocks import Block, Text
from antragstool.text.markdown import BlockSource, MarkdownText, split_lines
from antragstool.workflow.tracking import Base


@dataclass(frozen=True, slots=True)
class AmendedBase(Base):
    """A version that stands in no file: *blob* is the object id of the patch that makes it."""

    @property
    def file_blob(self) -> str:
        """The object id that the file would have."""
        return self.blob_of(self.source)


@dataclass(frozen=True, slots=True)
class TitleBase(Base):
    """The title of a version, as a text of one block.

    *written* returns the file with another title; only its lines differ.
    """

    written: Callable[[str], str]

    @classmethod
    def of_title(cls, version: Base, title: str, written: Callable[[str], str]) -> TitleBase:
        """Return the title of *version*."""
        text = Text((Block("", title),))
        read = MarkdownText(
            title, (title,), text, (BlockSource(0, 1, ()),), Text(()), None, nested=True
        )
        return cls(version.path, version.blob, version.source, 1, read, written)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(split_lines(self.source)))

    @property
    def file_blob(self) -> str:
        """The object id of the file itself."""
        return self.blob_of(self.source)

    def changed(self, edits: tuple[Edit, ...]) -> tuple[str, tuple[LineChange, ...]]:
        """Return the file with *edits* to its title carried out, and the lines that this changes."""
        title = apply_edits(self.text.text.flat, edits).strip()
        if not title or "\n" in title:
            raise InputError(
                Problem(
                    _("A title is one line of words."),
                    hint=_("Give the new title in one line, such as: Titel ändern in: „…“"),
                )
            )
        source = self.written(title)
        new = tuple(split_lines(source))
        return source, (trimmed(self.lines, LineChange(0, len(self.lines), new)),)

    def advanced(self, edits: tuple[Edit, ...]) -> tuple[Base, tuple[LineChange, ...]]:
        """Return the version of the file after *edits*, and the lines of this one that they change."""
        source, changes = self.changed(edits)
        title = apply_edits(self.text.text.flat, edits).strip()
        version = Base.of(self.path, self.blob_of(source), source, 1)
        return TitleBase.of_title(version, title, self.written), changes

    def becomes(self, applied: str, edits: tuple[Edit, ...]) -> bool:
        """Tell whether *applied* is this version with the title that *edits* make, and nothing else."""
        return applied == self.changed(edits)[0]
