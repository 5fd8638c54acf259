"""Writing what was decided into the headers of items, all of it in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from antragstool.actions.opened import OpenConference
from antragstool.model.decision import Vote
from antragstool.model.documents import Amendment, Resolution
from antragstool.store.git.values import Commit
from antragstool.store.header_decision import result_fields, vote_fields
from antragstool.store.header_write import set_fields
from antragstool.store.header_yaml import Value

Item = Resolution | Amendment
Trailer = tuple[str, str]


def store(
    conference: OpenConference,
    changes: Iterable[tuple[Item, Item]],
    subject: str,
    trailers: Sequence[Trailer],
    files: Mapping[str, bytes] | None = None,
) -> bool:
    """Write what differs between each item and what it becomes, and commit it with *files*.

    Every other byte of the items' files stays. Tell whether there was anything to commit.
    """
    changed: dict[str, bytes | None] = {**(files or {})}
    for before, after in changes:
        was = _decisions(before)
        fields = {key: value for key, value in _decisions(after).items() if was.get(key) != value}
        source = set_fields(before.source, fields, before.path)
        if source != before.source:
            changed[before.path] = source.encode()
    if not changed:
        return False
    conference.repository.commit(Commit(files=changed, subject=subject, trailers=tuple(trailers)))
    return True


def _decisions(item: Item) -> dict[str, Value | None]:
    fields: dict[str, Value | None] = {}
    if item.recommendation is not None:
        advice = {"verdict": item.recommendation.verdict.value}
        if item.recommendation.note:
            advice["note"] = item.recommendation.note
        fields["recommendation"] = advice
    fields["vote"] = vote_fields(item.vote) if item.vote else None
    fields["outcome"] = item.outcome.value if item.outcome else None
    if isinstance(item, Amendment):
        fields["parts"] = tuple(map(result_fields, item.parts)) or None
        fields["disposed-by"] = item.disposed_by or None
        fields["merged"] = item.merged or None
    fields["earlier-votes"] = tuple(map(result_fields, item.ballots)) or None
    return fields


def name_of(item: Item) -> Trailer:
    """Return the trailer that names *item*."""
    return ("Amendment" if isinstance(item, Amendment) else "Resolution", item.id)


def counts_of(vote: Vote | None) -> list[Trailer]:
    """Return the trailer that says what was counted, or the result in words; none where neither was said."""
    if vote is None or not (vote.counted or vote.wording):
        return []
    if not vote.counted:
        return [("Vote", vote.wording)]
    names = {"yes": vote.yes, "no": vote.no, "abstain": vote.abstain, "invalid": vote.invalid}
    counts = (f"{name} {count}" for name, count in names.items() if count is not None)
    found = [("Vote", ", ".join(counts))]
    return [*found, ("Wording", vote.wording)] if vote.wording else found
