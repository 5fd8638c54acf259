"""The reason for a place in the order of voting, in words."""

from __future__ import annotations

from collections.abc import Sequence

from antragstool.i18n import _, ngettext
from antragstool.workflow.labels import number_text
from antragstool.workflow.voting_order import Place, Reason

_NAMED = 6


def reason_text(place: Place) -> str:
    """Return why a vote has its place: "changes 14 words, A1-Ä2 only 3"."""
    if place.reason is Reason.SUBSTITUTE:
        return _("most far-reaching: replaces the whole text")
    if place.reason is Reason.CONTAINS:
        return _contains(place)
    if place.reason is Reason.WORDS:
        return _words(place)
    if place.reason is Reason.POSITION:
        words = _("stands before %(id)s") if place.before else _("stands behind %(id)s")
    elif place.reason is Reason.NUMBER:
        words = (
            _("has a lower number than %(id)s")
            if place.before
            else _("has a higher number than %(id)s")
        )
    elif place.reason is Reason.ALONE:
        words = _("stands alone")
    else:
        words = _("order set by the chair")
    return words % {"id": names(place.than)}


def _contains(place: Place) -> str:
    if place.inside:
        words = _("is contained in part in %(id)s") if place.partly else _("is contained in %(id)s")
    else:
        words = _("contains part of %(id)s") if place.partly else _("contains %(id)s")
    return words % {"id": names(place.than)}


def _words(place: Place) -> str:
    own = ngettext("%(count)s word", "%(count)s words", place.words)
    values = {
        "words": own % {"count": number_text(place.words)},
        "id": names(place.than),
        "count": number_text(place.than_words),
    }
    if place.before:
        return _("changes %(words)s, %(id)s only %(count)s") % values
    return _("changes only %(words)s, %(id)s %(count)s") % values


def names(ids: Sequence[str]) -> str:
    """Return "A1-Ä1, A1-Ä2 and A1-Ä4"; of many, the first and how many more."""
    if len(ids) > _NAMED + 1:
        more = len(ids) - _NAMED
        words = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
        return words % {"names": ", ".join(ids[:_NAMED]), "count": number_text(more)}
    if len(ids) < 2:
        return "".join(ids)
    return _("%(names)s and %(last)s") % {"names": ", ".join(ids[:-1]), "last": ids[-1]}
