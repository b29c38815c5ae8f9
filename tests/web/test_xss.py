"""Hostile texts in every field: in real Chromium no script runs, nothing is fetched, nothing is even tried.

The policy of the pages would stop a script that got into them; here it must not have had to. A violation of
it is an error on the console, and so a fault.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog

from app.demo.office import found_offices
from app.keys import KeyRing
from app.main import create_app
from app.people.demo_mark import mark_demo
from app.rulesets.base import Base
from tests.desk import Desk
from tests.web.chromium import Watched
from tests.web.hostile_office import entered
from tests.web.payloads import PAYLOADS
from tests.web.rounds import PEOPLE, kind_of
from tests.web.serving import empty_office, served

SHARDS = 4
"""Parts that can be tested beside each other."""

ALIEN = """(html) => {
  const root = html ? new DOMParser().parseFromString(html, "text/html") : document;
  const ours = (address) => new URL(address, location).origin === location.origin;
  const found = [];
  for (const element of root.querySelectorAll("*")) {
    const name = element.localName;
    if (["style", "base", "object", "embed", "math", "foreignObject"].includes(name)) found.push(name);
    if (name === "script" && !element.src) found.push("script");
    if (name === "meta" && element.httpEquiv) found.push("meta");
    for (const { name: key, value } of element.attributes) {
      const layer = key === "style" && element.matches("[data-writing] .layer");
      if (!layer && /^on|^style$|^hx-|^srcdoc$|^ping$/i.test(key)) found.push(`${name} ${key}`);
      const leads = /^(href|src|action|formaction|xlink:href|srcset|poster|data)$/i.test(key);
      const drawn = value.startsWith("data:image/png;");
      if (leads && !drawn && !ours(value)) found.push(`${name} ${key}=${value}`);
    }
  }
  return found;
}"""
"""What no page of ours holds; the layer behind the text that is being written is placed by our script."""
LINKS = """() => [...document.querySelectorAll("a[href], iframe[src]")]
  .map((element) => new URL(element.getAttribute("href") ?? element.getAttribute("src"), location))
  .filter((url) => url.origin === location.origin && !/\\.(csv|json)$|^.docs$/.test(url.pathname))
  .map((url) => url.pathname + url.search)"""
FRAME = "/drafts/*/preview/frame"
MOST = 120
"""Pages of one kind that one person looks at: more than there are texts in one part."""
SEARCHES = (
    "/drafts?q={}",
    "/people?q={}",
    "/accounts?q={}",
    "/keys?q={}",
    "/login?next={}",
    "/lexicon-upload?name={}",
)
FORMS = "form[method=post]:not([action='/logout'], [action$='/export'])"
FILL = f"""([number, text]) => {{
  const form = document.querySelectorAll("{FORMS}")[number];
  for (const field of form.elements) {{
    if (field.matches("textarea, input:not([type]), input[type=search]")) field.value = text;
  }}
  HTMLFormElement.prototype.submit.call(form);
}}"""
"""Sends a form as it stands, with the text in every field that takes one."""


class Hostile(NamedTuple):
    """Where the office is served, addresses in it that only programs know, and the texts that are in it."""

    address: str
    hidden: list[str]
    payloads: tuple[str, ...]


class Reader:
    """A person who follows every link, and looks at each page once."""

    def __init__(self, chromium: Chromium, address: str) -> None:
        self._context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        self._watched = Watched(self._context, address)
        self._address = address
        self.page = self._watched.page
        self._aside = self._context.new_page()
        self._aside.goto(f"{address}/login")
        self.page.on("dialog", self._refuse)
        self.seen: set[str] = set()

    def _refuse(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # our own question, whether to leave what was typed
            dialog.accept()
            return
        self._watched.faults.append(f"dialog on {self.page.url}")
        dialog.dismiss()

    def sign_in(self, who: str) -> None:
        """As somebody else; pages that all see alike are not looked at again."""
        self._watched.sign_in(who)

    def follow(self, *start: str) -> None:
        """All links from here, of the pages and of what stands in frames on them."""
        waiting, looked = deque(start), Counter[str]()
        while waiting:
            address = waiting.popleft()
            looked[kind_of(address)] += 1
            if looked[kind_of(address)] <= MOST:
                waiting += self.look(address)

    def look(self, address: str) -> list[str]:
        """At one page, which must hold nothing of a script; gives the links on it that are new."""
        answer = self.page.goto(self._address + address, wait_until="load")
        assert answer
        assert answer.status < 500, address
        if kind_of(address) == FRAME:
            return self._look_aside(address, answer.text())
        if self.page.locator("[data-writing] [name=body]:not(:empty)").count():
            self.page.locator("[data-found] > *").first.wait_for(state="attached")
        found = self.page.evaluate(ALIEN)
        assert found == [], f"{address}: {found}"
        self.need_silence(address)
        return self._new()

    def _look_aside(self, address: str, html: str) -> list[str]:
        """At the frame of a draft, where no script runs, not even the question what is on the page."""
        found = self._aside.evaluate(ALIEN, html)
        assert found == [], f"{address}: {found}"
        self.need_silence(address)
        return []

    def fill_forms(self, address: str, payloads: Iterator[str]) -> int:
        """Send every form of a page with a text in every field; gives how many there were."""
        count = self.page.locator(FORMS).count()
        for number in range(count):
            self.page.goto(self._address + address)
            with self.page.expect_navigation():
                self.page.evaluate(FILL, [number, next(payloads)])
            found = self.page.evaluate(ALIEN)
            assert found == [], f"form {number} of {address}: {found}"
            self.need_silence(address)
        return count

    def need_silence(self, where: str) -> None:
        """Nothing ran, nothing was asked of others, nothing was complained of; a refusal is no fault."""
        faults = [
            fault for fault in self._watched.faults if "the server responded with a status" not in fault
        ]
        assert faults == [], where

    def _new(self) -> list[str]:
        links: list[str] = self.page.evaluate(LINKS)
        fresh = dict.fromkeys(link for link in links if link not in self.seen)
        self.seen.update(fresh)
        return list(fresh)

    def close(self) -> None:
        self._context.close()


@pytest.fixture(scope="module", params=range(SHARDS))
def hostile(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    data_dir: Path,
    ring: KeyRing,
    base: Base,
) -> Iterator[Hostile]:
    """The office, served."""
    payloads = PAYLOADS[request.param :: SHARDS]
    with empty_office(tmp_path_factory.mktemp("hostile"), data_dir, ring, base) as runtime:
        with runtime.database.write() as db:
            found_offices(db, ring)
            mark_demo(db)
        with TestClient(create_app(runtime=runtime)) as client:
            hidden = entered(Desk(client, runtime), payloads)
        with served(runtime) as address:
            yield Hostile(address, hidden, payloads)


@pytest.fixture
def reader(chromium: Chromium, hostile: Hostile) -> Iterator[Reader]:
    """Somebody at a real browser."""
    reader = Reader(chromium, hostile.address)
    yield reader
    reader.close()


def test_nothing_stored_runs_on_any_page(reader: Reader, hostile: Hostile) -> None:
    for who in ("editor", "chief", "auditor", "sysadmin", "secadmin", "x0"):
        reader.sign_in(who)
        reader.follow("/", *(hostile.hidden if who == "editor" else ()))
    kinds = Counter(map(kind_of, reader.seen))
    for kind in ("/drafts/*", "/drafts/*/preview/frame", "/drafts/*/edit", "/drafts/*/sheet", "/people/*"):
        assert kinds[kind] >= len(hostile.payloads), kind


def test_nothing_searched_for_runs(reader: Reader, hostile: Hostile) -> None:
    reader.sign_in("sysadmin")
    for payload, address in zip(hostile.payloads, cycle(SEARCHES)):
        reader.look(address.format(quote(payload)))
    reader.sign_in("editor")
    for payload in hostile.payloads:
        reader.look(SEARCHES[0].format(quote(payload)))


def test_nothing_typed_runs_when_it_is_shown_again(reader: Reader, hostile: Hostile) -> None:
    payloads, sent = cycle(hostile.payloads), 0
    for who in PEOPLE:
        reader.sign_in(who)
        reader.seen.clear()
        places, kinds = deque(["/"]), set[str]()
        while places:
            address = places.popleft()
            if kind_of(address) not in kinds:
                kinds.add(kind_of(address))
                places += reader.look(address)
                sent += reader.fill_forms(address, payloads)
    assert sent > len(hostile.payloads)
