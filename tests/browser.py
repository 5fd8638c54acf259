"""A real browser for the tests of the HTML books: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

Scheme = Literal["light", "dark"]


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser without a window. Skips the test where there is none to be had."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is there, and on this system the set-up does not install one")
    # The PDF's own settings for fonts are no business of the browser's.
    environment: dict[str, str | float | bool] = {
        name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, env=environment)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Visit:
    """A page that was opened, and what it did meanwhile: *requests* and *complaints*."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def shown(self, selector: str) -> list[str]:
        """Return the ids of all elements for *selector* that can be seen."""
        script = "all => all.filter(each => each.checkVisibility()).map(each => each.id)"
        return list(self.page.eval_on_selector_all(selector, script))

    def count(self) -> str:
        """Return what the page says about how many items it shows."""
        return self.page.locator("#web--count").inner_text()

    def selected_text(self, selector: str) -> str:
        """Return what would be copied if everything in the first such element were selected."""
        script = """each => {
            getSelection().selectAllChildren(each);
            return getSelection().toString();
        }"""
        return str(self.page.locator(selector).first.evaluate(script))

    def accessibility_problems(self) -> list[str]:
        """Return what axe-core finds: rule and element."""
        self.page.evaluate(_AXE)
        found: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{each['id']}: {node['html'][:160]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]


@contextmanager
def opened(
    browser: Browser,
    path: Path,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    script: bool = True,
    fragment: str = "",
) -> Iterator[Visit]:
    """Open the file *path*, with its address ending in *fragment*."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    try:
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.goto(path.as_uri() + fragment)
        yield visit
    finally:
        context.close()
