"""A person at a real browser in the hostile office; whatever a text does or tries there is noted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Page

from tests.web.chromium import Watched
from tests.web.hostile_office import Entering
from tests.web.payloads import HIT, PAYLOADS
from tests.web.rounds import kind_of

FEW, MANY = 3, 100
"""Pages of one kind that one person looks at: those whom all see, and whoever sees every draft."""
DRAFT = (
    "",
    "/sheet",
    "/preview",
    "/preview/frame",
    "/comments",
    "/versions/*",
    "/diff?from&to",
    "/certificate",
)
EVERYTHING = {
    "auditor": (
        *(f"/drafts/*{page}" for page in (*DRAFT, "/beside/original", "/beside/standard")),
        *("/ledger?draft", "/lexicons/*", "/search"),
    ),
    "sysadmin": ("/accounts", "/keys"),
    "secadmin": ("/policy", "/suppressions"),
}
"""Where every text is seen, and by whom."""
PACKS = 3
PARTS_OF_ALL = [PAYLOADS[number::PACKS] for number in range(PACKS)]
"""All texts in parts, each of which fits an address."""

TOOLS = Path(__file__).with_name("looking.js")
LOOK = """async ([addresses, payloads]) => {
  const looks = [];
  for (const address of addresses) looks.push(await looking.look(await fetch(address), payloads));
  return looks;
}"""
FILL = "looking.fill"


class Hostile(NamedTuple):
    """Where the office is served, who is in it, and what was entered at which place."""

    address: str
    desk: Entering

    @property
    def entered(self) -> dict[str, list[str]]:
        return self.desk.entered


class Window:
    """A person at a real browser; whatever a text does or tries there is noted."""

    def __init__(self, chromium: Chromium, hostile: Hostile, who: str, **options: Any) -> None:
        self._context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        self._context.set_default_timeout(20_000)
        self._context.add_init_script(path=TOOLS)
        self._watched = Watched(self._context, hostile.address)
        self._context.expose_binding(
            HIT, lambda source, *_: self.faults.append(f"ran in {source['page'].url}")
        )
        token = hostile.desk.auth(who)["Authorization"].removeprefix("Bearer ")
        self._context.add_cookies([{"name": "sanshen", "value": token, "url": hostile.address}])
        self.page: Page = self._watched.page
        self.page.on("dialog", self._refuse)
        self._address = hostile.address
        self.who = who

    @property
    def faults(self) -> list[str]:
        return self._watched.faults

    def _refuse(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":  # our own question, whether to leave what was typed
            self.faults.append(f"dialog in {self.page.url}")
        dialog.accept()

    def open(self, address: str) -> None:
        """For good, with its scripts."""
        self.page.goto(self._address + address, wait_until="load")
        self.need_silence()

    def need_silence(self) -> None:
        """Nothing on the page is not ours, nothing ran, was asked of others, or was refused to a script."""
        # A refusal of the service itself stands on the console too.
        faults = [fault for fault in self.faults if "the server responded with a status" not in fault]
        assert faults + self.page.evaluate("looking.alien(document)") == [], self.page.url

    def look(self, addresses: Sequence[str]) -> list[dict[str, Any]]:
        """At the pages of these addresses, without opening them."""
        return need_clean(self.page.evaluate(LOOK, [list(addresses), PAYLOADS]))

    @cached_property
    def pages(self) -> dict[str, list[dict[str, Any]]]:
        """The pages that links lead to, by their kind: a few of each, or every one in `EVERYTHING`."""
        looks: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        wave, known = ["/"], {"/"}
        while wave:
            fresh: dict[str, None] = {}
            for address, look in zip(wave, self.look(wave), strict=True):
                looks[kind(address)].append(look)
                fresh |= dict.fromkeys(link for link in look["links"] if link not in known)
            known.update(fresh)
            taken = Counter({name: len(found) for name, found in looks.items()})
            wave = [link for link in fresh if is_wanted(link, taken, self.who)]
        return looks

    def fill_forms(self, address: str) -> list[dict[str, Any]]:
        """Send every form of a page, once with texts in all fields and once in those that people write in."""
        parts = ["\n".join(part) for part in PARTS_OF_ALL]
        return [
            look
            for all_fields in (True, False)
            for look in need_clean(self.page.evaluate(FILL, [address, parts, all_fields]))
        ]

    def close(self) -> None:
        self._context.close()


def is_wanted(address: str, taken: Counter[str], who: str) -> bool:
    """Whether this person looks at one more page of this kind; it is counted."""
    name = kind(address)
    taken[name] += 1
    return taken[name] <= (MANY if name in EVERYTHING.get(who, ()) else FEW)


def need_clean(looks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The looks, none of which may have met anything."""
    for look in looks:
        assert look["status"] < 500, look["address"]
        assert look["faults"] == [], look["address"]
    return looks


def kind(address: str) -> str:
    """What pages of one kind have in common; accounts and lists have names of their own."""
    return re.sub(r"/(a\d+|hostile-\d)(?=[/?]|$)", "/*", kind_of(address))


def local(look: dict[str, Any]) -> str:
    """The address of a page in the office."""
    parts = urlsplit(look["address"])
    return parts.path + (f"?{parts.query}" if parts.query else "")
