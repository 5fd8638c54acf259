"""Official lines as people type them: "80" or "80-95"."""

from __future__ import annotations

import re
from typing import Any

import click

from antragstool.i18n import N_, _

_RANGE = re.compile(r"\s*([0-9]{1,7})\s*(?:[-–]\s*([0-9]{1,7})\s*)?")


class LineRange(click.ParamType[tuple[int, int]]):
    """A line, or the first and the last of several."""

    name = N_("lines")

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return first and last line; fail with a sentence."""
        if isinstance(value, tuple):
            return value
        match = _RANGE.fullmatch(str(value))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            return self.fail(
                _('"%(value)s" names no lines; write "80" or "80-95".') % {"value": value},
                param,
                ctx,
            )
        return first, last
