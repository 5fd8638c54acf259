"""From a book to HTML, with jinja2.

A conference's own ``templates/`` come before the package's. They are hostile until checked,
like everything else in a repository: so they run in jinja2's sandbox, undefined names are
errors, and every value is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antragstool import i18n
from antragstool.errors import InputError, Problem
from antragstool.i18n import _
from antragstool.render.composing.view import ContentsEntry, Cover, Frame, Part
from antragstool.render.templates import conference_templates, package_templates

if TYPE_CHECKING:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment


class Templates:
    """The templates of the conference in the folder *root*, read once for all parts of a book.

    All methods raise InputError with file and line if a template cannot be used.
    """

    def __init__(self, root: Path) -> None:
        self._own = conference_templates(root)
        self._environment = _environment(self._own)

    def cover(self, frame: Frame, cover: Cover) -> str:
        """Return the document of the cover."""
        return self._render("cover.html", {"book": frame, "cover": cover})

    def contents(
        self, frame: Frame, contents: Sequence[ContentsEntry], *, opens: bool = True
    ) -> str:
        """Return the document of the contents; only the one that *opens* them has a heading."""
        values = {"book": frame, "contents": contents, "opens": opens}
        return self._render("contents.html", values)

    def part(self, frame: Frame, part: Part) -> str:
        """Return the document of one part."""
        values = {"book": frame, "item": part.item, "template": part.template}
        return self._render("part.html", values)

    def web(self, frame: Frame, values: Mapping[str, object]) -> str:
        """Return the body of a book on one page; *values* are those that ``web.html`` names."""
        return self._render("web.html", {"book": frame, **values})

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        import jinja2

        own = self._own
        try:
            return self._environment.get_template(name).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise InputError(_broken(error, own, error.filename, error.lineno)) from error
        except (jinja2.TemplateError, UnicodeDecodeError, RecursionError, MemoryError) as error:
            raise InputError(_broken(error, own, *_place(error))) from error
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            file, line = _place(error)
            if file is None:
                raise
            raise InputError(_broken(error, own, file, line)) from error


def _loader(own: Path) -> jinja2.BaseLoader:
    """Return a loader that follows no link out of the conference: it would print what that points to."""
    import jinja2

    class Loader(jinja2.FileSystemLoader):
        def get_source(
            self, environment: jinja2.Environment, template: str
        ) -> tuple[str, str, Callable[[], bool]]:
            source, filename, up_to_date = super().get_source(environment, template)
            path = Path(filename)
            package = package_templates().resolve()
            inside = own.parent if path.is_relative_to(own) else package
            if not path.resolve().is_relative_to(inside):
                raise InputError(
                    Problem(
                        _("This is a link that leads out of the conference."),
                        str(path.relative_to(own.parent)) if inside == own.parent else filename,
                        hint=_("Put a copy of the file there instead."),
                    )
                )
            return source, filename, up_to_date

    return Loader([own, package_templates()], encoding="utf-8")


def _environment(own: Path) -> SandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        loader=_loader(own),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n._, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext
    )
    return environment


def _place(error: BaseException) -> tuple[str | None, int | None]:
    """Return template and line of the innermost template frame of an error."""
    found: tuple[str | None, int | None] = (None, None)
    trace: Any = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".html", ".css", ".txt")):
            found = (name, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _broken(error: BaseException, own: Path, file: str | None, line: int | None) -> Problem:
    shown = file or ""
    if file and Path(file).is_relative_to(own.parent):
        shown = str(Path(file).relative_to(own.parent))
    return Problem(
        _("The template cannot be used: %(reason)s.")
        % {"reason": str(error).rstrip(".") or type(error).__name__},
        shown,
        line,
        hint=_("Correct the template, or remove it to use the one that comes with the program."),
    )
