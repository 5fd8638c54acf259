"""A changed copy of the whole text, or of some paragraphs: which it is, and what it changes.

Where both could be meant, where a paragraph could belong to several places, or where words may not
be meant as text at all, it is a problem that says how to make it clear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from antragstool.diff.align import Pair, align, similarity
from antragstool.diff.compare import compare
from antragstool.errors import Problem
from antragstool.i18n import _
from antragstool.instructions.messages import forms_that_work
from antragstool.instructions.speech import speaks_of_changes
from antragstool.model.documents import Form
from antragstool.model.edit import Edit
from antragstool.patch.record import shortened
from antragstool.text.blocks import Block, Text
from antragstool.text.lines import Line
from antragstool.text.tokens import words
from antragstool.workflow.handed import Change, Handed, result

_WHOLE_COPY = 0.8
_NEARLY_ALL = 0.9
_SOME_BLOCKS = 0.5
_CLEARLY = 0.1
_CLEARLY_A_COPY = 0.6


def read_copy(
    handed: Handed, form: Form | None, base: Text, copy: Text, lines: Sequence[Line]
) -> tuple[Change | None, tuple[Problem, ...]]:
    """Return what the text *copy*, in the *form* stated or None, changes in *base*; or the problems."""
    pairs = align([block.flat for block in base.blocks], [block.flat for block in copy.blocks])
    if form is None:
        form = _form_of_copy(pairs, base, copy)
    if form is None:
        return None, (_neither(handed) if not pairs else _either(handed, pairs, base, copy),)
    if form is Form.COPY:
        edits = compare(base, copy)
        return result(form, edits, _made_items(handed, edits), handed)
    problems = _ambiguous(handed, pairs, base, copy, lines)
    if handed.form is None and not problems:
        problems = _unsure_blocks(handed, pairs, base, copy)
    edits = compare(base, _with_blocks(pairs, base, copy))
    problems += _made_items(handed, edits)
    return result(Form.BLOCKS, edits, problems, handed)


def _form_of_copy(pairs: Sequence[Pair], base: Text, copy: Text) -> Form | None:
    """Tell a whole copy from some blocks, or None where both could be meant.

    Where only blocks at the start or end are missing, it could be either unless it is nearly all.
    """
    if not pairs:
        return None
    olds = [pair.old for pair in pairs]
    in_a_row = olds[-1] - olds[0] + 1 == len(olds)
    share = len(pairs) / len(base.blocks)
    if share >= (_NEARLY_ALL if in_a_row else _WHOLE_COPY):
        return Form.COPY
    known = len(pairs) >= _SOME_BLOCKS * len(copy.blocks)
    return Form.BLOCKS if in_a_row and known and share <= _SOME_BLOCKS else None


def _with_blocks(pairs: Sequence[Pair], base: Text, copy: Text) -> Text:
    """Return the base with the blocks of *copy* in place of those they belong to; the others stay."""
    new_of = {pair.old: pair.new for pair in pairs}
    out: list[Block] = []
    written = 0
    last = pairs[-1].old if pairs else -1
    for index, block in enumerate(base.blocks):
        if index not in new_of:
            out.append(block)
            continue
        out += copy.blocks[written : new_of[index] + 1]
        written = new_of[index] + 1
        if index == last:
            out += copy.blocks[written:]
    return Text(tuple(out))


def _ambiguous(
    handed: Handed, pairs: Sequence[Pair], base: Text, copy: Text, lines: Sequence[Line]
) -> list[Problem]:
    """Return a problem for every block that could belong to another place just as well."""
    if not pairs:
        return [_neither(handed)]
    bags = [Counter(words(block.content)) for block in base.blocks]
    paired = {pair.old for pair in pairs}
    problems: list[Problem] = []
    for pair in pairs:
        if (
            base.blocks.count(copy.blocks[pair.new])
            == 1
            == copy.blocks.count(copy.blocks[pair.new])
        ):
            continue
        bag = Counter(words(copy.blocks[pair.new].content))
        score = similarity(bags[pair.old], bag)
        rivals = [
            index
            for index in range(len(bags))
            if index not in paired and similarity(bags[index], bag) > score - _CLEARLY
        ]
        if rivals:
            places = ", ".join(
                str(next((line.number for line in lines if line.block == index), 0))
                for index in sorted([pair.old, *rivals])
            )
            message = _('The passage "%(words)s" could belong to several places: lines %(lines)s.')
            if not lines:
                message = _('The passage "%(words)s" could belong to several places.')
            problems.append(
                Problem(
                    message % {"words": shortened(copy.blocks[pair.new].content), "lines": places},
                    handed.file,
                    handed.line,
                    _("Say it as an instruction with the line, or hand in the whole text."),
                )
            )
    return problems + _without_place(handed, pairs, copy)


def _without_place(handed: Handed, pairs: Sequence[Pair], copy: Text) -> list[Problem]:
    """Return a problem for every new block between two that do not stand beside each other in the base."""
    return [
        Problem(
            _('It is not clear where the new passage "%(words)s" belongs.')
            % {"words": shortened(copy.blocks[one.new + 1].content)},
            handed.file,
            handed.line,
            _("Say it as an instruction with the line, or hand in the whole text."),
        )
        for one, other in pairwise(pairs)
        if other.old > one.old + 1 and other.new > one.new + 1
    ]


def _made_items(handed: Handed, edits: Sequence[Edit]) -> list[Problem]:
    """Return a problem where the same words became a list item, as wrapping a line anew can make them."""
    return [
        Problem(
            _('A line that begins with "%(words)s" made a list item of words that stay the same.')
            % {"words": edit.new.strip()},
            handed.file,
            handed.line,
            _(
                'Put it on the line before; or, if a list is meant, add the line "form: copy" to the header.'
            ),
        )
        for edit in edits
        if (handed.form is None or handed.implied)
        and "".join(edit.old.split()) == "".join(edit.new.split()) != ""
        and edit.new.count("\n") > edit.old.count("\n")
    ]


def _unsure_blocks(handed: Handed, pairs: Sequence[Pair], base: Text, copy: Text) -> list[Problem]:
    """Return a problem for every block that may not be meant as text: too unlike, or beside nothing known.

    A sentence to the office that quotes half a paragraph, or a greeting above a copied one, would
    else become text.
    """
    old_of = {pair.new: pair.old for pair in pairs}
    bags = [Counter(words(block.content)) for block in base.blocks]
    problems: list[Problem] = []
    for index, block in enumerate(copy.blocks):
        bag = Counter(words(block.content))
        if index in old_of:
            sure = similarity(bags[old_of[index]], bag) >= _CLEARLY_A_COPY
        else:
            beside = [other for other in (index - 1, index + 1) if other in old_of]
            anchored = any(copy.blocks[other] == base.blocks[old_of[other]] for other in beside)
            sure = anchored and all(similarity(each, bag) < _SOME_BLOCKS for each in bags)
        known = base.blocks[old_of[index]].content if index in old_of else ""
        if not sure or speaks_of_changes(block.content, known):
            problems.append(_not_surely_text(handed, block))
    return problems


def _not_surely_text(handed: Handed, block: Block) -> Problem:
    return Problem(
        _('It is not sure that "%(words)s" is meant as text of the resolution.')
        % {"words": shortened(block.content)},
        handed.file,
        handed.line,
        _(
            "Write it as an instruction with the line; or, if only changed and new paragraphs stand "
            'here, add the line "form: blocks" to the header.'
        ),
    )


def _neither(handed: Handed) -> Problem:
    first = handed.body.strip().split("\n")[0]
    return Problem(
        _(
            '"%(words)s" is neither an instruction that can be carried out nor a changed copy of the text.'
        )
        % {"words": shortened(first)},
        handed.file,
        handed.line,
        forms_that_work(),
    )


def _either(handed: Handed, pairs: Sequence[Pair], base: Text, copy: Text) -> Problem:
    missing = len(base.blocks) - len(pairs)
    return Problem(
        _(
            "It is not clear whether this is the whole text, with %(missing)d of %(all)d paragraphs "
            "deleted, or only the paragraphs concerned (%(here)d)."
        )
        % {"missing": missing, "all": len(base.blocks), "here": len(copy.blocks)},
        handed.file,
        handed.line,
        _(
            'Add a line to the header: "form: copy" for the whole text, "form: blocks" for the paragraphs.'
        ),
    )
