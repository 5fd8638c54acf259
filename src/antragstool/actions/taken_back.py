"""What is in the text although its adoption was taken back: the results no longer cover it.

An edit stays adopted as long as one of those whose edit it is adopts it. Words that were taken out
of the text again, by an amendment or otherwise, are not in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from antragstool.actions.adopted_words import adopted_parts, adopted_words, is_adopted, own_words
from antragstool.actions.merged import merged_records
from antragstool.actions.opened import OpenConference
from antragstool.merge.carry import Fate, carry_along
from antragstool.merge.transition import Transition
from antragstool.model.decision import AS_HANDED_IN, IN_OTHER_WORDS
from antragstool.model.documents import Amendment
from antragstool.model.edit import Edit, apply_edits
from antragstool.patch.record import PatchRecord
from antragstool.text.blocks import Text
from antragstool.text.tokens import words


def stands_unadopted(conference: OpenConference, amendment: Amendment) -> bool:
    """Tell whether something of *amendment* is in the text that is no longer adopted."""
    return any(
        no_longer_adopted(conference, amendment, record) is not None
        and not is_out(conference, amendment, record)
        for record in merged_records(conference, amendment)
    )


def no_longer_adopted(
    conference: OpenConference, amendment: Amendment, record: PatchRecord
) -> tuple[int, ...] | None:
    """Return the parts in *record*, a merged patch of *amendment*, that are adopted no longer.

    None if all of it is adopted still; () where it is not adopted as a whole, or in other words.
    """
    known = {each.id: each for each in conference.files.amendments}
    lost: list[int] = []
    for at, edit in enumerate(record.edits):
        names = record.owners[at] if record.owners else (amendment.id,)
        number = record.numbers[at] if record.numbers else 0
        owners = [known[name] for name in names if name in known and is_adopted(known[name])]
        if not owners:
            return ()
        if owners == [amendment] and number and not _adopts(amendment, number):
            lost.append(number)
        elif not _made_of(edit, [each for one in owners for each in _words_of(conference, one)]):
            return ()
    return tuple(lost) or None


def is_out(conference: OpenConference, amendment: Amendment, record: PatchRecord) -> bool:
    """Tell whether the text of now has none of the edits in *record* any more."""
    flat = conference.base_of(amendment, record.base).text.text.flat
    after = Text.from_flat(apply_edits(flat, record.edits))
    now = conference.base_now(amendment).text.text
    shift, opposite = 0, list[Edit]()
    for edit in record.edits:
        opposite.append(Edit(edit.start + shift, edit.new, edit.old))
        shift += len(edit.new) - len(edit.old)
    return carry_along(opposite, (Transition(after, now),)).fate is Fate.CONTAINED


def _adopts(amendment: Amendment, number: int) -> bool:
    whole = amendment.outcome in AS_HANDED_IN | IN_OTHER_WORDS
    return whole or number in adopted_parts(amendment)


def _words_of(conference: OpenConference, amendment: Amendment) -> Iterator[Edit]:
    """Yield the edits whose words the result of *amendment* brings into the text."""
    if amendment.outcome in IN_OTHER_WORDS:
        found = adopted_words(conference, amendment)
        yield from found.plain if found else ()
        return
    for _text, edits in own_words(conference, amendment):
        yield from edits


def _made_of(edit: Edit, own: Sequence[Edit]) -> bool:
    """Tell whether all words that *edit* brings in are those of *own* edits."""
    brought = Counter(word for each in own for word in words(each.new))
    return not (Counter(words(edit.new)) - Counter(words(edit.old))) - brought
