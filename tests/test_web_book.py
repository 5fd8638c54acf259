"""The books as HTML files, in a real browser."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from antragstool.actions.opened import open_conference
from antragstool.actions.rendering import gather_book
from antragstool.i18n import activate
from antragstool.render.book import Book
from antragstool.render.options import BookKind, BookOptions
from antragstool.render.web.page import render_web
from antragstool.text.lines import Line
from tests.book_samples import BODY, book, first_of, with_only
from tests.browser import Scheme, opened, started
from tests.sample_conference import sample_conference

pytestmark = pytest.mark.slow

KINDS = (BookKind.MOTIONS, BookKind.SYNOPSIS, BookKind.MINUTES, BookKind.DECISIONS)
ALL = "main .filterable"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[BookKind, Path]:
    """All four books of the sample conference, in German."""
    folder = tmp_path_factory.mktemp("sample")
    root = sample_conference(folder / "conference").folder
    activate("de")
    written = {}
    with open_conference(root) as conference:
        for kind in KINDS:
            written[kind] = folder / f"{kind}.html"
            render_web(gather_book(conference, (), BookOptions(kind)), written[kind], root)
    activate("en")
    return written


@pytest.fixture(scope="module")
def motions(books: dict[BookKind, Path]) -> Path:
    return books[BookKind.MOTIONS]


def _written(sample: Book, folder: Path) -> Path:
    output = folder / "book.html"
    render_web(sample, output, folder)
    return output


# ---- alone, and for everybody ---------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_book_fetches_nothing_and_has_all_its_fonts(
    browser: Browser, books: dict[BookKind, Path], kind: BookKind
) -> None:
    with opened(browser, books[kind]) as visit:
        visit.page.evaluate("document.fonts.ready")
        fetched = [url for url in visit.requests if not url.startswith("data:")]
        assert fetched == [books[kind].as_uri()]
        assert visit.complaints == []
        loaded = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        families = {name.strip('"') for name in visit.page.evaluate(loaded)}
        assert families == {"Source Serif 4", "Source Sans 3"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_that_keeps_anybody_out(
    browser: Browser, books: dict[BookKind, Path], kind: BookKind, width: int, scheme: Scheme
) -> None:
    with opened(browser, books[kind], scheme=scheme, width=width) as visit:
        assert visit.accessibility_problems() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_never_scrolls_sideways(
    browser: Browser, books: dict[BookKind, Path], kind: BookKind
) -> None:
    with opened(browser, books[kind], width=320) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_jumps_while_the_page_opens(browser: Browser, motions: Path) -> None:
    script = """() => new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().reduce((sum, each) => sum + each.value, 0))
    ).observe({type: "layout-shift", buffered: true}) ?? setTimeout(() => done(0), 500))"""
    for width in (1280, 390):
        with opened(browser, motions, width=width) as visit:
            assert visit.page.evaluate(script) < 0.1  # what the web vitals call good


def test_without_its_script_a_book_shows_everything(browser: Browser, motions: Path) -> None:
    with opened(browser, motions, script=False) as visit:
        page = visit.page
        assert not page.locator("#web--filter").is_visible()
        assert not page.locator("#web--theme").is_visible()
        assert page.locator("nav a").first.is_visible()
        every = page.locator(ALL)
        assert every.count() > 20
        assert all(each.is_visible() for each in every.all())


def test_what_is_inserted_and_deleted_is_said_in_words(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        heard = visit.page.locator("main").aria_snapshot()
        assert "Deletion:" in heard or "Streichung:" in heard
        assert "Insertion:" in heard or "Einfügung:" in heard


# ---- lines ------------------------------------------------------------------------------------


def _words(line: Line, flat: str) -> str:
    return flat[line.start : line.end].rstrip() + ("-" if line.cut else "")


def test_the_lines_are_the_official_ones_and_copied_without_numbers(
    browser: Browser, tmp_path: Path
) -> None:
    body = "Erster Absatz, der lang genug ist, um über eine Zeile hinaus zu gehen, und weiter.\n\nEnde."
    sample = book(body, length=40, first=7, amended=False)
    item = first_of(sample)
    with opened(browser, _written(sample, tmp_path)) as visit:
        numbered = visit.page.eval_on_selector_all(
            ".official .l", "all => all.map(each => [each.dataset.n, each.textContent])"
        )
        lines = [_words(line, item.text.flat) for line in item.lines]
        assert numbered == [[str(7 + index), words] for index, words in enumerate(lines)]
        painted = "each => getComputedStyle(each, '::before').content"
        assert visit.page.locator(".official .l").first.evaluate(painted).startswith('"7"')
        copied = visit.selected_text(".official").split("\n")
        assert [line for line in copied if line] == lines


def test_only_every_fifth_line_has_a_number_if_that_was_asked_for(
    browser: Browser, tmp_path: Path
) -> None:
    sample = book(length=40, amended=False, options=BookOptions(every=5))
    count = len(first_of(sample).lines)
    with opened(browser, _written(sample, tmp_path)) as visit:
        numbers = visit.page.eval_on_selector_all(
            ".official .l[data-n]", "all => all.map(each => Number(each.dataset.n))"
        )
        assert numbers == list(range(5, count + 1, 5))


def test_a_changed_line_is_copied_without_its_number_and_the_hidden_words(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, _written(book(), tmp_path)) as visit:
        assert visit.page.locator("#A1-Ae1 .passage .l .say").count() >= 4
        numbers = visit.page.locator("#A1-Ae1 .passage .l[data-n]").count()
        visit.page.locator("#A1-Ae1 .passage h3").evaluate("each => each.remove()")
        copied = visit.selected_text("#A1-Ae1 .passage")
        assert numbers > 1
        assert "sechs Monaten" in copied
        assert "einem Jahr" in copied
        assert not any(sign.isdigit() for sign in copied)
        assert not any(word in copied for word in ("eletion", "nsertion", "end."))


# ---- what is shown ----------------------------------------------------------------------------


def test_a_state_shows_the_items_in_it_and_their_motions(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        page, everything = visit.page, visit.shown("main .amendment")
        total = visit.count().split()[-2]
        rejected = page.eval_on_selector_all(
            "main .amendment[data-state='rejected']", "all => all.map(each => each.id)"
        )
        assert 0 < len(rejected) < len(everything)
        page.get_by_label("rejected").or_(page.get_by_label("abgelehnt")).check()
        assert visit.shown("main .amendment") == rejected
        assert visit.count().startswith(f"{len(rejected)} ")
        assert visit.count().split()[-2] == total
        rows = page.eval_on_selector_all(
            "main tr.filterable",
            "all => all.filter(each => each.checkVisibility()).map(each => each.dataset.state)",
        )
        assert set(rows) == {"rejected"}
        links = page.eval_on_selector_all(
            "nav li li > a",
            "all => all.filter(each => each.checkVisibility()).map(each => each.hash.slice(1))",
        )
        assert [link for link in links if "synopsis" not in link] == rejected


@pytest.mark.parametrize("kind", KINDS)
def test_every_book_can_be_filtered_by_state(
    browser: Browser, books: dict[BookKind, Path], kind: BookKind
) -> None:
    with opened(browser, books[kind]) as visit:
        states = set(
            visit.page.eval_on_selector_all(ALL, "all => all.map(each => each.dataset.state)")
        )
        assert states <= {"open", "adopted", "rejected", "other"}
        assert "adopted" in states
        for state in states:
            visit.page.locator("#web--filter").evaluate("form => form.reset()")
            visit.page.locator(f"input[value={state}]").check()
            fitting = visit.page.locator(f"main .filterable[data-state={state}]")
            assert all(each.is_visible() for each in fitting.all())
            visible = visit.page.locator("main .filterable:not(.frame-only)")
            seen = [each.get_attribute("data-state") for each in visible.all() if each.is_visible()]
            assert set(seen) == {state}


def test_state_and_submitter_and_words_narrow_each_other(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        page = visit.page
        names = page.locator("#web--filter select option").all_inner_texts()[1:]
        assert names == sorted(set(names), key=str.casefold)
        page.locator("#web--filter select").select_option("KV Mitte")
        mine = visit.shown("main .amendment")
        assert mine
        owners = {page.locator(f'[id="{each}"]').get_attribute("data-submitter") for each in mine}
        assert owners == {"KV Mitte"}
        page.locator("input[type=search]").fill("TITEL")
        page.wait_for_url("**text=*")
        assert set(visit.shown("main .amendment")) < set(mine)
        page.locator("input[value=open]").check()
        page.locator("input[type=search]").fill("kein einziger Treffer xyz")
        page.wait_for_url("**xyz*")
        assert visit.shown(ALL) == []
        assert visit.count().startswith("0 ")
        assert page.locator("#web--nothing").is_visible()
        page.locator("button[type=reset]").click()
        page.wait_for_url(lambda url: "=" not in url)
        assert visit.count().split()[0] == visit.count().split()[-2]


def test_a_choice_can_be_sent_to_somebody_as_an_address(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        visit.page.locator("input[value=adopted]").check()
        visit.page.locator("input[value=other]").check()
        visit.page.locator("#web--filter select").select_option("KV Mitte")
        fragment, shown = visit.page.evaluate("location.hash"), visit.shown(ALL)
    with opened(browser, motions, fragment=fragment) as visit:
        assert visit.shown(ALL) == shown
        assert visit.page.locator("input[value=adopted]").is_checked()
    with opened(browser, motions, fragment="#status=%3Cb%3E&submitter=nobody&=&text=") as visit:
        assert visit.complaints == []
        assert visit.shown("main .amendment")


def test_a_link_to_what_is_not_shown_shows_it(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        visit.page.locator("input[value=rejected]").check()
        hidden = visit.page.locator("main .amendment[hidden]").first.get_attribute("id")
        assert hidden
        visit.page.evaluate("id => { location.hash = id; }", hidden)
        visit.page.locator(f'[id="{hidden}"]').wait_for(state="visible")
        assert not visit.page.locator("input[value=rejected]").is_checked()


def test_how_many_are_shown_is_announced(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        assert visit.page.get_by_role("status").inner_text() == visit.count()


# ---- keyboard, colours, print -----------------------------------------------------------------


def test_the_keyboard_reaches_everything_in_order(browser: Browser, motions: Path) -> None:
    with opened(browser, motions) as visit:
        page, order = visit.page, []
        for _step in range(10):
            page.keyboard.press("Tab")
            order.append(
                page.evaluate(
                    "(e => e.id || e.value || e.name || e.type || e.className || e.localName)"
                    "(document.activeElement)"
                )
            )
            assert page.evaluate(
                "(e => getComputedStyle(e.matches('.web-choice input') ? e.parentElement : e)"
                ".outlineStyle)(document.activeElement)"
            ) in {"solid", "auto"}
        assert order[:6] == ["web-skip", "web--theme", "open", "adopted", "rejected", "other"]
        assert order[6:9] == ["submitter", "text", "reset"]
        assert order[9] == "summary"


def test_the_keyboard_works_the_filter_the_contents_and_the_way_to_the_text(
    browser: Browser, motions: Path
) -> None:
    with opened(browser, motions) as visit:
        page = visit.page
        page.keyboard.press("Tab")
        assert page.locator(".web-skip").is_visible()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "web--content"
        everything = len(visit.shown(ALL))
        page.locator("input[value=rejected]").focus()
        page.keyboard.press("Space")
        assert len(visit.shown(ALL)) < everything
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        assert not page.locator("nav a").first.is_visible()


def test_dark_is_the_systems_or_the_readers_own(browser: Browser, motions: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, motions, scheme="dark") as visit:
        page = visit.page
        assert page.evaluate(colour) == "rgb(20, 23, 26)"
        assert page.locator("#web--theme").get_attribute("aria-pressed") == "true"
        page.locator("#web--theme").click()
        assert page.evaluate(colour) == "rgb(255, 255, 255)"
        page.reload()
        assert page.evaluate(colour) == "rgb(255, 255, 255)"
    with opened(browser, motions, scheme="dark", script=False) as visit:
        assert visit.page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == (
            "rgb(20, 23, 26)"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_book_prints_as_on_paper(
    browser: Browser, books: dict[BookKind, Path], tmp_path: Path, kind: BookKind
) -> None:
    printed = tmp_path / "printed.pdf"
    with opened(browser, books[kind], scheme="dark") as visit:
        visit.page.pdf(path=printed, prefer_css_page_size=True, print_background=True)
        visit.page.emulate_media(media="print")
        assert not visit.page.locator("#web--filter").is_visible()
        assert visit.page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 25, 29)"
    with pikepdf.open(printed) as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
    landscape = [width > height for _x, _y, width, height in boxes]
    assert len(boxes) > 2
    assert all(round(max(box)) == 842 for box in boxes)
    with_lines = kind in {BookKind.MOTIONS, BookKind.SYNOPSIS}
    assert any(landscape) is with_lines
    words = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert bool(re.search(r"(?m)^ *1 +Wir fordern mehr Busse", words)) is with_lines


# ---- hostile ----------------------------------------------------------------------------------

HOSTILE = (
    "\"'><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
)


def test_what_people_typed_is_only_text(browser: Browser, tmp_path: Path) -> None:
    sample = book(f"{HOSTILE}\n\n</style></script>{HOSTILE}\n\n{BODY}")
    item = first_of(sample)
    record = replace(item.resolution, title=HOSTILE, submitter=HOSTILE)
    sample = with_only(sample, replace(item, resolution=record))
    sample = replace(sample, conference=replace(sample.conference, name=HOSTILE))
    with opened(browser, _written(sample, tmp_path)) as visit:
        page = visit.page
        assert visit.complaints == []
        assert page.title().endswith(HOSTILE)
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 2
        page.locator("#web--filter select").select_option(HOSTILE)
        assert "A1" in visit.shown(ALL)
        assert page.title().endswith(HOSTILE)


def test_a_template_of_the_conference_runs_and_fetches_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "_cover.html").write_text(
        "<h1>Unsere</h1><script>document.title = 'hacked'</script>"
        "<p onclick=\"document.title = 'hacked'\">drück mich</p>"
        '<video src="http://127.0.0.1:9/film"></video><iframe src="/etc/passwd"></iframe>'
        '<form action="http://127.0.0.1:9/"><button>weg</button></form>',
        encoding="utf-8",
    )
    with opened(browser, _written(book(), tmp_path)) as visit:
        page = visit.page
        page.get_by_text("drück mich").click()
        page.get_by_text("weg").evaluate("button => button.click()")
        assert page.title() != "hacked"
        assert page.url.startswith("file://")
        assert not any(url.startswith("http") for url in visit.requests)
        assert visit.complaints  # the policy says what it kept from happening
