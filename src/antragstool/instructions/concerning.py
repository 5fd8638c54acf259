"""Which part of a resolution an amendment concerns: its text, its title or its reasons.

One amendment concerns one part. Only sentences that are understood tell it.
"""

from __future__ import annotations

import unicodedata

from antragstool.i18n import _
from antragstool.instructions.quotes import find_quotes, mask
from antragstool.instructions.statements import Statement, read_statements
from antragstool.model.documents import Concern


def concern_told(body: str) -> Concern | None:
    """Return the title or the reasons if a sentence of *body* (without reasons) is about them, else None."""
    source = unicodedata.normalize("NFC", body).replace("\r\n", "\n").replace("\r", "\n")
    statements = read_statements(mask(source, find_quotes(source)))
    return next((part for each in statements if (part := named(each)) is not None), None)


def named(statement: Statement) -> Concern | None:
    """Return the title or the reasons if *statement* is understood and names them, else None."""
    part = statement.place.part if statement.place else Concern.TEXT
    return part if statement.form is not None and part is not Concern.TEXT else None


def misfit(statement: Statement, concerns: Concern, stated: bool) -> tuple[str, str] | None:
    """Return message and hint if an understood *statement* does not concern the part *concerns*.

    *stated* says that the header names the part, so that a sentence need not.
    """
    part = named(statement)
    if part is concerns or statement.form is None:
        return None
    if part is None and concerns is not Concern.TEXT and statement.place is not None:
        return _("The title and the reasons have no line numbers."), one_part_each()
    if part is None and (stated or concerns is Concern.TEXT):
        return None
    message = _("This concerns the %(part)s, but the amendment the %(other)s.")
    names = {"part": part_name(part or Concern.TEXT), "other": part_name(concerns)}
    return message % names, one_part_each()


def one_part_each() -> str:
    """Return the hint that text, title and reasons are handed in apart."""
    return _(
        "An amendment changes the text, the title or the reasons; hand them in as files of their own, "
        'the one with the line "concerns: title" or "concerns: reasons" in its header.'
    )


def part_name(concerns: Concern) -> str:
    """Return the name of a part, to stand after "the"."""
    return {Concern.TEXT: _("text"), Concern.TITLE: _("title"), Concern.REASONS: _("reasons")}[
        concerns
    ]
