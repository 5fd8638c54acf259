"""What the arguments and options of commands take: words, numbers of votes, ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from antragstool.i18n import LANGUAGES, N_, _, activate, active

_COUNT = re.compile(r"[0-9]{1,9}")


def _folded(words: str) -> str:
    """Return *words* so that it does not matter how umlauts and the committee's name are written."""
    import unicodedata

    folded = unicodedata.normalize("NFC", words).casefold().replace("_", "-")
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, pair)
    return " ".join(folded.replace("antragskommission", "ak").split())


class Wordings(click.ParamType[Any]):
    """A word of an enumeration; its German wording is understood too."""

    name = "word"

    def __init__(self, words: type[Any], labels: Callable[[Any], str]) -> None:
        self.words = words
        self.labels = labels

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the member; fail with the nearest words."""
        import difflib

        if isinstance(value, self.words):
            return value
        typed = _folded(str(value))
        known = {member.value: member for member in self.words}
        known |= {_folded(self.labels(member)): member for member in self.words}
        if typed in known:
            return known[typed]
        if typed in (elsewhere := self._in_all_languages()):
            return elsewhere[typed]
        near = difflib.get_close_matches(typed, known, n=3, cutoff=0.5)
        spelled = {_folded(self.labels(member)): self.labels(member) for member in self.words}
        wanted = [str(spelled.get(word, word)) for word in near]
        names = ", ".join(dict.fromkeys(wanted or [member.value for member in self.words]))
        return self.fail(
            _('"%(word)s" is not known here. Possible: %(words)s.')
            % {"word": value, "words": names},
            param,
            ctx,
        )

    def _in_all_languages(self) -> dict[str, Any]:
        """Return the members by their wordings in every language."""
        here, found = active(), dict[str, Any]()
        try:
            for language in LANGUAGES:
                activate(language)
                found |= {_folded(self.labels(member)): member for member in self.words}
        finally:
            activate(here)
        return found

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete the English words."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(member.value, help=self.labels(member))
            for member in self.words
            if member.value.startswith(incomplete)
        ]


class Count(click.IntRange):
    """A number of votes or people."""

    name = N_("number")

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; fail with a sentence."""
        if isinstance(value, int) or _COUNT.fullmatch(str(value)):
            return int(value)
        message = _('"%(value)s" is no number of votes.') % {"value": value}
        digits = re.sub(r"[.,'\s]", "", str(value))
        if _COUNT.fullmatch(digits):
            message += " " + _("Write %(digits)s.") % {"digits": digits}
        return self.fail(message, param, ctx)


class ItemId(click.ParamType[str]):
    """The id of a resolution or amendment; completed from the folder."""

    name = "id"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete the ids of the conference in the folder."""
        from pathlib import Path

        from click.shell_completion import CompletionItem

        from antragstool.actions.opened import open_conference
        from antragstool.errors import AntragstoolError

        try:
            with open_conference(ctx.params.get("folder") or Path()) as conference:
                titles = {item.id: item.title for item in conference.files.resolutions}
                titles |= {item.id: item.subject for item in conference.files.amendments}
        except AntragstoolError:
            return []
        return [
            CompletionItem(item_id, help=title)
            for item_id, title in titles.items()
            if item_id.casefold().startswith(incomplete.casefold())
        ]


class RevisionName(click.ParamType[str]):
    """The name of a tag, branch or commit; the tags are completed."""

    name = "revision"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete the tags of the conference's repository, the newest first."""
        from pathlib import Path

        from click.shell_completion import CompletionItem

        from antragstool.actions.opened import open_conference
        from antragstool.errors import AntragstoolError

        try:
            with open_conference(ctx.params.get("folder") or Path()) as conference:
                tags = conference.repository.tags()
        except AntragstoolError:
            return []
        return [CompletionItem(tag) for tag in tags if tag.startswith(incomplete)]
