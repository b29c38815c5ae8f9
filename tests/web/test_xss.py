"""Hostile texts in every field: in real Chromium no script runs, nothing is fetched, nothing is even tried.

Every page that links lead a person to is fetched and parsed by the browser, and holds nothing that would run
or call; one page of each kind is opened for good. The policy of the pages would stop a script that got into
them; here it must not have had to: a refusal of it is an error on the console, and so a fault.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from app.demo.office import found_offices
from app.keys import KeyRing
from app.main import create_app
from app.people.demo_mark import mark_demo
from app.rulesets.base import Base
from app.scanner.document import Format
from app.web.pages import PARTS
from app.web.text.rich_text import pasted, shown
from tests.web.hostile_office import KEYWORD, PLATFORM, Entering, fill_hostile
from tests.web.hostile_window import EVERYTHING, PARTS_OF_ALL, Hostile, Window, local
from tests.web.payloads import BROKEN, LONGEST, PAYLOADS
from tests.web.rounds import sample
from tests.web.serving import empty_office, served

pytestmark = pytest.mark.long
READERS = ("x0", "x1", "x2", "contributor", "sysadmin", "secadmin", "auditor")
"""One person of each kind; the first three are the author and the reviewers of a hostile draft."""
PLACES = ("/nowhere/", "/drafts/", "/lexicons/", "/accounts/", "/dashboard/", "/login?next=")
LIMITS = {"platform": PLATFORM, "keywords": KEYWORD}
"""Characters of the fields that do not take the longest text."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a cell of a table a formula (OWASP, CSV injection)."""


FORMATS: tuple[Format, ...] = ("text", "html", "markdown")
ELSEWHERE = re.compile(r' (href|src|data-src)="(https?:)?[/\\\\]*leak[.]invalid[^"]*"')
"""An address that pasted HTML keeps for the checks; no page fetches it."""
PASTE = """html => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  document.querySelector("#body").dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
}"""
INSERT = """async (written) => {
  const place = document.querySelector("main");
  const found = [];
  for (const html of written) {
    place.innerHTML = html;
    found.push(...looking.alien(place));
    place.innerHTML = place.innerHTML;
    found.push(...looking.alien(place));
  }
  return found;
}"""
BITE = """(pages) => pages.map((written) => written.some((html) =>
  looking.alien(new DOMParser().parseFromString(html, "text/html")).length))"""


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, data_dir: Path, ring: KeyRing, base: Base
) -> Iterator[Hostile]:
    """The office, served."""
    with empty_office(tmp_path_factory.mktemp("hostile"), data_dir, ring, base) as runtime:
        with runtime.database.write() as db:
            found_offices(db, ring)
            mark_demo(db)
        with TestClient(create_app(runtime=runtime)) as client:
            desk = Entering(client, runtime)
            fill_hostile(desk)
            with served(runtime) as address:
                yield Hostile(address, desk)


@pytest.fixture(scope="module")
def window(chromium: Chromium, hostile: Hostile) -> Iterator[Callable[[str], Window]]:
    """One window for each person."""
    windows: dict[str, Window] = {}

    def opened(who: str) -> Window:
        window = windows.get(who) or Window(chromium, hostile, who)
        windows[who] = window
        window.open("/password")
        return window

    yield opened
    for each in windows.values():
        each.close()


@pytest.fixture
def unguarded(chromium: Chromium, hostile: Hostile) -> Iterator[Window]:
    """A window in which no policy stops anything."""
    window = Window(chromium, hostile, "x0", bypass_csp=True)
    window.open("/password")
    yield window
    window.close()


def test_every_text_stands_in_every_field(hostile: Hostile) -> None:
    assert len(set(PAYLOADS)) == 200
    assert max(map(len, PAYLOADS)) <= LONGEST
    everything = {place: plain("\0".join(texts)) for place, texts in fields_of(hostile).items()}
    held = {place: [each for each in PAYLOADS if plain(each) in text] for place, text in everything.items()}
    for place, payloads in held.items():
        limit = LIMITS.get(place.rpartition(" ")[2], LONGEST)
        assert set(payloads) >= {each for each in PAYLOADS if len(each) <= limit} or not payloads, place
    assert len([place for place, payloads in held.items() if payloads]) >= 40


def fields_of(hostile: Hostile) -> dict[str, list[str]]:
    """What was entered by field: what one entered in a new draft and in a change of it is one."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for place, texts in hostile.entered.items():
        fields[place.replace("/drafts/* ", "/drafts ")] += texts
    del fields["/lexicons/*/versions file_name"]  # holds few; the forms send all as names of files
    return fields


def plain(text: str) -> str:
    """Less what some fields do not take: blanks, and single braces."""
    return re.sub(r"\s|(?<=\{)\{|(?<=\})\}", "", text)


def test_the_texts_bite_where_nothing_is_escaped(unguarded: Window) -> None:
    careless = [
        *(
            lambda text: f"<p>{text}</p>",
            lambda text: f'<input value="{text}">',
            lambda text: f"<a x='{text}'>",
        ),
        *(lambda text: f"<img alt={text}>", lambda text: f"<a href='{text}'>x</a>", MarkdownIt().render),
        *(
            lambda text: f"<script>'{text}'</script>",
            html.unescape,
            lambda text: html.unescape(unquote(text)),
        ),
    ]
    pages = [[write(payload) for write in careless] for payload in PAYLOADS]
    bitten = unguarded.page.evaluate(BITE, pages)
    assert all(bitten)


@pytest.mark.parametrize("who", READERS)
def test_nothing_stored_runs_on_any_page(hostile: Hostile, window: Callable[[str], Window], who: str) -> None:
    visitor = window(who)
    for name in EVERYTHING.get(who, ()):
        seen = {number for look in visitor.pages[name] for number in look["shown"]}
        assert len(seen) == len(PAYLOADS), name
    for found in visitor.pages.values():
        visitor.open(local(found[0]))


def test_nothing_in_an_address_runs(hostile: Hostile, window: Callable[[str], Window]) -> None:
    texts = [quote("\n".join(part), safe="") for part in PARTS_OF_ALL] + ["".join(BROKEN)]
    pages = [(path, "&".join(f"{name}={{0}}" for name in names)) for path, names in parameters()]
    addresses = [f"{path}?{query.format(text)}" for path, query in pages for text in texts]
    for who in ("x0", "sysadmin", "secadmin", "auditor"):
        window(who).look(addresses)
    window("x0").look([place + quote(text, safe="") for place in PLACES for text in PAYLOADS[:: len(PLACES)]])


def parameters() -> list[tuple[str, list[str]]]:
    """Each page that reads something from its address, and what it reads."""
    routes = [route for part in PARTS for route in part.router.routes if isinstance(route, APIRoute)]
    pages = [(sample(route.path), named(route.dependant)) for route in routes if "GET" in route.methods]
    return [(path, names) for path, names in pages if names]


def named(dependant: Dependant) -> list[str]:
    deeper = [name for each in dependant.dependencies for name in named(each)]
    return [each.alias for each in dependant.query_params] + deeper


@pytest.mark.parametrize("who", READERS)
def test_nothing_sent_by_a_form_runs_when_it_comes_back(window: Callable[[str], Window], who: str) -> None:
    visitor, answers = window(who), 0
    for found in visitor.pages.values():
        answers += len(visitor.fill_forms(local(found[0])))
    assert answers


def test_nothing_typed_or_pasted_runs(window: Callable[[str], Window]) -> None:
    editor = window("x0")
    editor.open("/drafts/new")
    page, everything = editor.page, "\n".join(PAYLOADS)
    page.get_by_label("标题", exact=True).fill(" ".join(PARTS_OF_ALL[0]))
    with page.expect_response("**/check/typing"):
        page.locator("#body").fill(everything)
    page.locator("[data-found] [data-use]").first.click()
    editor.need_silence()
    page.get_by_label("正文格式").select_option("html")
    page.locator("summary", has_text="手机预览").click()
    for way in (PASTE, "html => document.querySelector('#body').value = html"):
        page.evaluate(way, everything)
        page.wait_for_function("document.querySelector('#body').value.includes('onerror')")
        page.get_by_role("button", name="显示现在的标题和正文").click()
        expect(page.frame_locator("iframe").locator("h1").first).to_be_visible()
        editor.need_silence()


def test_what_was_made_harmless_stays_so(unguarded: Window) -> None:
    texts = [*PAYLOADS, *(f"<div>{text}</div>" for text in PAYLOADS), "\n\n".join(PAYLOADS)]
    written = [shown(text, format) for text in texts for format in FORMATS]
    written += [ELSEWHERE.sub("", pasted(text)) for text in texts]
    assert unguarded.page.evaluate(INSERT, written) == []
    assert unguarded.faults == []
    unguarded.page.evaluate(INSERT, PAYLOADS)
    assert unguarded.faults, "the same as it was does harm"


def test_live_pages_show_names_as_they_are(window: Callable[[str], Window]) -> None:
    chief = window("x1")
    chief.open("/")
    with chief.page.expect_response("**/queue*"):
        chief.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    chief.need_silence()
    chief.page.locator("[data-queue] .title").first.click()
    comment = chief.page.locator("[data-mention]").first
    chief.page.locator(".comment-on summary").click()
    comment.press_sequentially("@")
    expect(chief.page.locator(".mentions [role=option]").first).to_be_visible()
    with chief.page.expect_response("**/claim"):
        chief.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    chief.need_silence()


def test_no_cell_of_a_table_is_a_formula(window: Callable[[str], Window]) -> None:
    auditor = window("auditor")
    auditor.open("/dashboard")
    links = auditor.page.locator("a[href*='.csv']").evaluate_all("links => links.map((link) => link.href)")
    tables = [auditor.page.evaluate("async (link) => (await fetch(link)).text()", link) for link in links]
    cells = [cell for table in tables for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any("leak.invalid" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
