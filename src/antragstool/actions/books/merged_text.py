"""All amendments to a resolution in one marked text, gathered for the synopsis.

Marked is what may still come into the text: what is open, and what was adopted but is not in it
yet, in the words that were adopted. Everything else that is printed is named with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from antragstool.actions.adopted_words import adopted_words, is_adopted
from antragstool.actions.competing import Competition, competitions
from antragstool.actions.opened import OpenConference
from antragstool.actions.standing import Standing, is_open
from antragstool.actions.ways import Ways
from antragstool.diff.passages import Citation
from antragstool.errors import AntragstoolError
from antragstool.merge.canonical import closed
from antragstool.merge.carry import Fate
from antragstool.merge.clashes import Placed
from antragstool.merge.forms import forms
from antragstool.merge.marked_lines import marked_lines
from antragstool.merge.marked_runs import visible_runs
from antragstool.merge.marking import Claim, Place, pieces, places, reading_pieces
from antragstool.model.decision import IN_OTHER_WORDS
from antragstool.model.documents import Amendment, Concern, Resolution
from antragstool.render.merged_text import (
    Absence,
    Absent,
    MergedClash,
    MergedPart,
    MergedReading,
    MergedText,
)
from antragstool.text.lines import Line, number_lines

_NO_LIMIT = 1_000_000_000  # characters: a title and each paragraph of the reasons are one line


def merged_text_of(
    conference: OpenConference, resolution: Resolution, amendments: Sequence[Amendment]
) -> MergedText:
    """Return the text of *resolution* with these *amendments* marked in it."""
    printed = {each.id: each for each in amendments}
    found = competitions(conference, resolution)
    decided = _decided(conference, found, printed)
    parts: list[MergedPart] = []
    marked: set[str] = set()
    for competition in found:
        edits = [each for each in _edits(competition, decided) if each.item in printed]
        shown = [each for each in edits if not each.form.substitute]
        first = 1 + sum(len(part.clashes) for part in parts)
        if shown:
            marked |= {each.item for each in shown}
            parts.append(_part(competition, shown, first))
    standings = {name: each for one in found for name, each in one.standings.items()}
    return MergedText(
        tuple(parts),
        tuple(_absent(amendments, standings, marked)),
        tuple(name for name, each in standings.items() if name in marked and _is_proposed(each)),
        tuple(name for name in decided if name in marked),
        dict(_citations(found, printed)),
    )


def _is_shown(amendment: Amendment) -> bool:
    return is_open(amendment) or is_adopted(amendment)


def _is_proposed(standing: Standing) -> bool:
    return standing.fate is Fate.PROPOSED


def _edits(competition: Competition, decided: Mapping[str, Sequence[Placed]]) -> Iterator[Placed]:
    for each in competition.written:
        if each.item not in decided and _is_shown(competition.standings[each.item].amendment):
            yield each
    for name, edits in decided.items():
        if name in competition.standings:
            yield from edits


def _decided(
    conference: OpenConference, found: Iterable[Competition], printed: Mapping[str, Amendment]
) -> dict[str, tuple[Placed, ...]]:
    """Return the edits of amendments that were adopted in other words, where these have a place."""
    ways = Ways(conference)
    edits: dict[str, tuple[Placed, ...]] = {}
    for competition in found:
        for name, standing in competition.standings.items():
            amendment = standing.amendment
            if name not in printed or amendment.outcome not in IN_OTHER_WORDS:
                continue
            try:
                words = adopted_words(conference, amendment)
                carried = ways.carry(amendment, words.plain, words.base) if words else None
            except AntragstoolError:  # check says what is wrong; the proposal stands for it
                continue
            if carried is not None and carried.edits:
                new = forms(competition.text, carried.edits)
                edits[name] = tuple(
                    Placed(name, number, form) for number, form in enumerate(new, 1)
                )
    return edits


def _part(competition: Competition, edits: Sequence[Placed], first_clash: int) -> MergedPart:
    text = competition.text
    flat = closed(text.flat)
    lines: Sequence[Line] = competition.lines
    numbered = bool(lines) and competition.concerns is Concern.TEXT
    if not numbered:
        lines = number_lines(text, _NO_LIMIT)
    found = places(edits)
    clashing = [place for place in found if place.clashes]
    return MergedPart(
        competition.concerns,
        marked_lines(text, lines, pieces(flat, found, first_clash)),
        tuple(
            _clash(competition, place, number) for number, place in enumerate(clashing, first_clash)
        ),
    )


def _clash(competition: Competition, place: Place, number: int) -> MergedClash:
    text = competition.text
    flat = closed(text.flat)
    changes = [
        competition.shared(change.edit) for reading in place.readings for change in reading.changes
    ]
    return MergedClash(
        number,
        competition.cite(changes),
        text.flat[place.start : place.end].strip(),
        tuple(
            MergedReading(reading.claims, visible_runs(text, reading_pieces(flat, place, reading)))
            for reading in place.readings
        ),
    )


def _absent(
    amendments: Iterable[Amendment], standings: Mapping[str, Standing], marked: set[str]
) -> Iterator[Absent]:
    for each in amendments:
        if each.id not in marked:
            yield Absent(each.id, _why(each, standings.get(each.id)))


def _why(amendment: Amendment, standing: Standing | None) -> Absence:
    if amendment.merged:
        return Absence.MERGED
    if not _is_shown(amendment):
        return Absence.SETTLED
    if standing is None:
        return Absence.NESTED
    if standing.fate is Fate.CONTAINED:
        return Absence.CONTAINED
    return Absence.SUBSTITUTE if standing.edits else Absence.STUCK


def _citations(
    found: Iterable[Competition], printed: Mapping[str, Amendment]
) -> Iterator[tuple[Claim, Citation]]:
    for competition in found:
        if competition.concerns is Concern.TEXT:
            for each, edit in competition.written.items():
                if each.item in printed:
                    yield Claim(each.item, each.number), competition.cite([edit])
