"""The head box of an item: what it is called, who hands it in, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from antragstool.i18n import _
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.ids import file_stem
from antragstool.render.book import BookResolution
from antragstool.render.composing import measure
from antragstool.render.composing.frame import HEAD_SIZE
from antragstool.render.composing.results import decision_of, part_results
from antragstool.render.composing.typography import no_break
from antragstool.render.composing.view import Head
from antragstool.workflow.labels import date_text

_HEAD_POINTS = 290.0  # the running head: how wide number and title may be
_LONG_TITLE = 70  # characters; longer ones are set smaller
_WHOLE_NAME = 28  # characters; shorter names are not parted by a line's end


def _names(names: Sequence[str]) -> str:
    return ", ".join(
        name.replace(" ", "\u00a0") if len(name) <= _WHOLE_NAME else name for name in names
    )


def resolution_facts(resolution: Resolution) -> tuple[tuple[str, str], ...]:
    """Return who hands a resolution in, to whom it goes, and where it comes from."""
    origin = ", ".join(
        part for part in (resolution.event, date_text(resolution.date), resolution.place) if part
    )
    return _filled(
        (_("Submitted by"), resolution.submitter),
        (_("Supported by"), _names(resolution.supporters)),
        (_("Addressed to"), resolution.addressee),
        (_("Conference"), origin),
    )


def amendment_facts(amendment: Amendment) -> tuple[tuple[str, str], ...]:
    """Return who hands an amendment in, and when."""
    return _filled(
        (_("Submitted by"), amendment.submitter),
        (_("Supported by"), _names(amendment.supporters)),
        (_("Received on"), date_text(amendment.received)),
    )


def _filled(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, no_break(text.strip())) for label, text in facts if text.strip())


def head_of(
    item: Resolution | Amendment,
    title: str,
    facts: Sequence[tuple[str, str]],
    still_open: Sequence[int] = (),
) -> Head:
    """Return the head box of *item* under its *title*; *still_open* are the undecided parts."""
    running = f"{item.id}\u2002{title}" if title else item.id
    return Head(
        id=item.id,
        title=title,
        long=len(title) > _LONG_TITLE,
        anchor=file_stem(item.id),
        running=measure.shorten(running, _HEAD_POINTS, HEAD_SIZE),
        facts=tuple(facts),
        decision=decision_of(item, still_open),
        parts=part_results(item, still_open) if isinstance(item, Amendment) else (),
    )


def foot_of(item: BookResolution) -> str:
    """Return what stands at the foot of a resolution's pages: its version, and how lines count."""
    base = item.resolution.blob[:8]
    if item.numbering == "book":
        words = _("Text version %(hash)s · lines numbered through the book")
    else:
        words = _("Text version %(hash)s · lines numbered for each motion")
    return no_break(words % {"hash": base}) if base else ""
