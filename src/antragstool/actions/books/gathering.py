"""A resolution with its amendments, as every book shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from antragstool.actions.opened import OpenConference
from antragstool.actions.versions import ChangedVersion, versions_that_count
from antragstool.diff.passages import Passage, PassageKind, in_part
from antragstool.diff.reading import passages
from antragstool.model.documents import Amendment, Resolution
from antragstool.model.edit import Edit
from antragstool.model.versions import VersionKind
from antragstool.render.book import BookAmendment, BookResolution, BookVersion
from antragstool.text.blocks import Text
from antragstool.text.lines import Line
from antragstool.workflow.ballots import open_parts
from antragstool.workflow.change import own_reasons
from antragstool.workflow.tracking import Base

_MOVES = {PassageKind.MOVE_FROM, PassageKind.MOVE_TO}


def gather_resolution(
    conference: OpenConference, resolution: Resolution, amendments: Sequence[Amendment]
) -> BookResolution:
    """Return *resolution* with those of its *amendments* that are printed."""
    base = conference.base(resolution)
    return BookResolution(
        resolution,
        base.text.text,
        conference.lines(resolution, base),
        base.text.reasons,
        tuple(_amendment(conference, amendment) for amendment in amendments),
        conference.files.conference.numbering,
    )


def _amendment(conference: OpenConference, amendment: Amendment) -> BookAmendment:
    proposal = _proposal(conference, amendment)
    base = proposal.base
    reasons = own_reasons(amendment.body, amendment.concerns)
    if reasons == base.text.reasons:
        reasons = Text(())  # a copy of the resolution's reasons gives none for the amendment
    return BookAmendment(
        amendment,
        _passages(conference, amendment, base, proposal.edits, apart=bool(amendment.parts)),
        reasons,
        older_base=base.text.text != conference.base_now(amendment).text.text,
        versions=tuple(
            BookVersion(each.kind, _passages(conference, amendment, each.base, each.edits))
            for each in _versions(conference, amendment)
        ),
        numbers=proposal.numbers if proposal.count > 1 else (),
        still_open=open_parts(amendment.parts, proposal.count) if amendment.parts else (),
    )


@dataclass(frozen=True, slots=True)
class _Proposal:
    """The edits of an amendment that are printed, on *base*; *numbers* are its parts, of *count*."""

    base: Base
    edits: tuple[Edit, ...]
    numbers: tuple[int, ...]
    count: int


def _proposal(conference: OpenConference, amendment: Amendment) -> _Proposal:
    """Return *amendment* on its base now, or as it was handed in where parts of it are not there.

    A part that was put into the text changes nothing there any more, but it has a result.
    """
    record = conference.patch(amendment)
    written = record.written_for.edits
    if amendment.parts and len(set(record.parts)) < len(written):
        first = conference.base_of(amendment, amendment.base)
        return _Proposal(first, written, tuple(range(1, len(written) + 1)), len(written))
    base = conference.base_of(amendment)
    return _Proposal(base, record.edits, record.parts, len(written))


def _passages(
    conference: OpenConference,
    amendment: Amendment,
    base: Base,
    edits: tuple[Edit, ...],
    *,
    apart: bool = False,
) -> tuple[Passage, ...]:
    """Return what *edits* do to the lines of *base*; *apart* asks for a passage for each edit."""
    lines = conference.lines(conference.resolution_of(amendment), base)
    found = passages(base.text.text, edits, lines)
    if apart:
        found = tuple(_each_edit(base.text.text, edits, lines, found))
    return in_part(found, amendment.concerns)


def _each_edit(
    text: Text, edits: tuple[Edit, ...], lines: tuple[Line, ...], found: tuple[Passage, ...]
) -> Iterator[Passage]:
    """Take passages with several edits apart, but for moves, which no edit shows alone."""
    for passage in found:
        if len(passage.edits) == 1 or _MOVES & set(passage.kinds):
            yield passage
            continue
        for index in passage.edits:
            (alone,) = passages(text, (edits[index],), lines)
            yield replace(alone, edits=(index,))


def _versions(conference: OpenConference, amendment: Amendment) -> tuple[ChangedVersion, ...]:
    """Return the versions to print: the committee's is not repeated where it was adopted."""
    found = versions_that_count(conference, amendment)
    decided = [each.edits for each in found if each.kind is VersionKind.DECIDED]
    return tuple(
        each for each in found if each.kind is VersionKind.DECIDED or each.edits not in decided
    )
