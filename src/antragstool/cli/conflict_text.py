"""Conflicts on paper or in a terminal, passage by passage, for a committee at a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from antragstool.diff.kinds import is_new_block
from antragstool.i18n import _, ngettext
from antragstool.merge.carry import Fate
from antragstool.merge.relation import Relation
from antragstool.model.documents import Amendment, Concern
from antragstool.model.ids import natural_key
from antragstool.text.safety import visible
from antragstool.workflow.conflicts import Agreement, Conflict, Report, groups
from antragstool.workflow.labels import citation_text, outcome_label, recommendation_text
from antragstool.workflow.order_reasons import names

if TYPE_CHECKING:
    from antragstool.actions.competing import Competition
    from antragstool.actions.standing import Standing
    from antragstool.diff.passages import Citation
    from antragstool.merge.clashes import Placed
    from antragstool.model.edit import Edit

_CONTEXT = 32
_LONGEST = 240


def conflict_text(
    item_id: str, found: Sequence[tuple[Competition, Report]], *, colour: bool
) -> str:
    """Return all conflicts, then agreements and neighbours, what has no place, and how many there are."""
    sections: list[str] = []
    for competition, report in found:
        writer = _Writer(competition, colour=colour)
        clashing = [each for each in report.conflicts if not each.has_substitute]
        sections += [writer.passage(each) for each in _passages(clashing)]
        sections += writer.substitutes(each for each in report.conflicts if each.has_substitute)
        sections += writer.agreements(report.agreements)
        sections += [
            writer.section(
                _("%(names)s stand side by side (no conflict)") % {"names": names(each.items)},
                each.edits,
            )
            for each in report.touching
        ]
        sections += writer.without_place(item_id)
    return "\n".join([*sections, _closing(item_id, found)])


def place_text(competition: Competition, citation: Citation) -> str:
    """Return "Lines 87–88", or which part it is that has no lines."""
    if competition.concerns is Concern.TITLE:
        return _("Title")
    if competition.concerns is Concern.REASONS:
        return _("Reasons")
    first = competition.lines[0].number if competition.lines else 1
    return citation_text(citation, first)


def _passages(conflicts: Sequence[Conflict]) -> list[list[Conflict]]:
    """Put conflicts together that hang together by a common edit."""

    def key(edit: Placed) -> str:
        return f"{edit.item}.{edit.number}.{edit.form.edit.start}"

    heads = groups(((c.edits[0], c.edits[-1]) for c in conflicts), key)
    together: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        together.setdefault(heads[key(conflict.edits[0])], []).append(conflict)
    return list(together.values())


class _Writer:
    """Writes the sections about one text."""

    def __init__(self, competition: Competition, *, colour: bool) -> None:
        self.competition = competition
        self.colour = colour

    def passage(self, conflicts: Sequence[Conflict]) -> str:
        edits = dict.fromkeys(edit for conflict in conflicts for edit in conflict.edits)
        ordered = sorted(edits, key=lambda each: (natural_key(each.item), each.number))
        return self.section("; ".join(_kinds(conflicts)), ordered)

    def section(self, what: str, edits: Sequence[Placed], *, once: bool = False) -> str:
        """Return a heading with lines and what is to be said, and the words of each edit below it."""
        written = [self.competition.written[each] for each in edits]
        heading = f"{place_text(self.competition, self.competition.cite(written))}: {what}"
        lines = [click.style(heading, bold=True) if self.colour else heading]
        for each, edit in zip(edits, written, strict=True):
            lines.append(f"  {self._who(each)}")
            if not once or each is edits[-1]:
                lines.append(f"      {self._redline(edit)}")
        return "\n".join(lines) + "\n"

    def substitutes(self, conflicts: Iterable[Conflict]) -> list[str]:
        against: dict[str, list[str]] = {}
        for conflict in conflicts:
            for one, other in (conflict.items, conflict.items[::-1]):
                if any(each.item == one and each.form.substitute for each in conflict.edits):
                    against.setdefault(one, []).append(other)
        sections = []
        for name in sorted(against, key=natural_key):
            others = names(sorted(against[name], key=natural_key))
            values = {"id": name, "others": others}
            heading = _("Whole text: %(id)s replaces it, and so clashes with %(others)s") % values
            amendment = self.competition.standings[name].amendment
            bold = click.style(heading, bold=True) if self.colour else heading
            sections.append(f"{bold}\n  {name}{_remarks(amendment)}\n")
        return sections

    def agreements(self, found: Sequence[Agreement]) -> list[str]:
        sections, told = [], set[tuple[str, ...]]()
        for each in found:
            if each.whole:
                if each.items in told:
                    continue
                told.add(each.items)
                what = _("%(names)s are one and the same (no conflict)")
            else:
                what = _("%(names)s want the same here (no conflict)")
            if each.edits[0].form.substitute:
                sections.append(f"{_('Whole text')}: {what % {'names': names(each.items)}}\n")
            else:
                what %= {"names": names(each.items)}
                sections.append(self.section(what, each.edits, once=True))
        return sections

    def without_place(self, item_id: str) -> list[str]:
        lines = []
        for standing in self.competition.standings.values():
            if standing.edits:
                continue
            lines.append(stuck_text(standing, item_id))
        return ["\n".join(lines) + "\n"] if lines else []

    def _who(self, edit: Placed) -> str:
        standing = self.competition.standings[edit.item]
        many = len(standing.record.edits) > 1
        label = f"{edit.item}.{edit.number}" if many else edit.item
        return label + _remarks(standing.amendment)

    def _redline(self, edit: Edit) -> str:
        flat = self.competition.text.flat
        before = flat[flat.rfind("\n", 0, edit.start) + 1 : edit.start]
        close = flat.find("\n", edit.end)
        after = flat[edit.end : len(flat) if close < 0 else close]
        if edit.old.endswith("\n") or is_new_block(self.competition.text, edit):
            before = after = ""
        if len(before) > _CONTEXT:
            before = "…" + before[-_CONTEXT:].partition(" ")[2]
        if len(after) > _CONTEXT:
            after = after[:_CONTEXT].rpartition(" ")[0] + "…"
        old = self._marked(edit.old, "[-", "-]", fg="red", strikethrough=True)
        new = self._marked(edit.new, "{+", "+}", fg="green", underline=True)
        return (visible(before) + old + new + visible(after)).strip()

    def _marked(self, words: str, left: str, right: str, **style: str | bool) -> str:
        words = words.strip("\n") or words
        if len(words) > _LONGEST:
            words = words[: _LONGEST // 2].rstrip() + " … " + words[-_LONGEST // 2 :].lstrip()
        shown = visible(words.replace("\n", " ¶ "))
        if not shown:
            return ""
        return click.style(shown, **style) if self.colour else left + shown + right  # type: ignore[arg-type]  # names of click's own parameters


def stuck_text(standing: Standing, item_id: str) -> str:
    """Return why an amendment has no place in the text as it is now, and where to see it if it is open."""
    from antragstool.actions.standing import is_open

    amendment = standing.amendment
    names = {"id": f"{amendment.id}{_remarks(amendment)}", "item": item_id}
    if standing.fate is Fate.CONTAINED:
        return _("%(id)s: the text has this change already.") % names
    if not is_open(amendment):
        return _("%(id)s: the words that it changes are no longer there.") % names
    return (
        _("%(id)s: the words that it changes are no longer there; see antragstool rebase %(item)s.")
        % names
    )


def _remarks(amendment: Amendment) -> str:
    """Return the outcome, or the recommendation as long as there is none, in brackets."""
    if amendment.outcome is not None:
        return f" ({outcome_label(amendment.outcome)})"
    if amendment.recommendation is not None:
        advice = visible(recommendation_text(amendment.recommendation))
        return " (" + _("recommended: %(advice)s") % {"advice": advice} + ")"
    return ""


def _kinds(conflicts: Sequence[Conflict]) -> list[str]:
    """Say in words what the conflicts of one passage are."""
    said = []
    for kind, words in (
        (Relation.OVERLAP, _("%(names)s change the same words")),
        (Relation.SAME_PLACE, _("%(names)s insert at the same place")),
    ):
        those = [each for each in conflicts if each.kind is kind]
        pairs = {frozenset(edit.form.edit for edit in each.edits) for each in those}
        differing = {edit for pair in pairs for edit in pair}
        if 2 * len(pairs) == len(differing) * (len(differing) - 1):
            every = sorted({name for each in those for name in each.items}, key=natural_key)
            said += [words % {"names": names(every)}] if every else []
        else:
            said += [words % {"names": names(each.items)} for each in those]
    inner: dict[str, list[str]] = {}
    for each in conflicts:
        if each.outer:
            one, other = each.items
            inner.setdefault(each.outer, []).append(other if one == each.outer else one)
        elif each.kind is Relation.CONTAINMENT:
            said.append(_("%(names)s exclude each other") % {"names": names(each.items)})
    for name, others in inner.items():
        contained = names(sorted(set(others), key=natural_key))
        said.append(_("%(id)s contains %(others)s") % {"id": name, "others": contained})
    return list(dict.fromkeys(said))


def _closing(item_id: str, found: Sequence[tuple[Competition, Report]]) -> str:
    conflicts = sum(len(report.conflicts) for _competition, report in found)
    agreements = sum(len(report.agreements) for _competition, report in found)
    touching = sum(len(report.touching) for _competition, report in found)
    amendments = sum(len(competition.standings) for competition, _report in found)
    count = ngettext("%(count)d amendment to %(id)s", "%(count)d amendments to %(id)s", amendments)
    counts = [
        ngettext("%(count)d conflict", "%(count)d conflicts", conflicts) % {"count": conflicts}
        if conflicts
        else _("no conflict")
    ]
    if agreements:
        agree = ngettext("%(count)d agreement", "%(count)d agreements", agreements)
        counts.append(agree % {"count": agreements})
    if touching:
        beside = ngettext("%(count)d pair side by side", "%(count)d pairs side by side", touching)
        counts.append(beside % {"count": touching})
    return f"{count % {'count': amendments, 'id': item_id}}: {', '.join(counts)}.\n"
