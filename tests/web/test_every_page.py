"""Every page as every role, on a desk and a telephone: whole, silent, fitting the screen, open to all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser as Chromium

from tests.web.accessibility import CHANGING, RULES, violations
from tests.web.browser import text_of
from tests.web.chromium import DESK, TELEPHONE, Watched
from tests.web.rounds import PEOPLE, Visit, is_page, one_of_each_kind, pages_of, visitor

pytestmark = pytest.mark.long
Scheme = Literal["light", "dark"]
PLAIN = ("/login", "/nowhere", "/docs")
"""What nobody need sign in for."""
UNMEASURED = re.compile(r"(/docs|/preview/frame)$")
"""Swagger UI, which is not ours, and the frame, in which no script runs, not even the one that measures."""
SCHEMES: tuple[tuple[Scheme, Scheme], ...] = (("light", "dark"), ("dark", "light"))
"""On the desk and on the telephone, in turns: most pages are seen by several people."""


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_can_be_used(chromium: Chromium, busy_address: str, who: str) -> None:
    with visitor(busy_address, who) as http:
        visits = list(pages_of(http.get))
    for visit in visits:
        need_whole(visit)
    watched = Watched(chromium.new_context(locale="zh-CN"), busy_address)
    watched.sign_in(who)
    desk, telephone = SCHEMES[PEOPLE.index(who) % 2]
    found = [
        fault
        for address in (*one_of_each_kind(visits), *PLAIN)
        for fault in faults(watched, busy_address + address, desk, telephone)
    ]
    watched.page.context.close()
    assert found == []
    # The page that says so is a 404, which Chromium notes on the console.
    assert [fault for fault in watched.faults if "404" not in fault] == []


def test_nobody_is_kept_out_before_signing_in(chromium: Chromium, busy_address: str) -> None:
    watched = Watched(chromium.new_context(locale="zh-CN"), busy_address)
    found = [
        fault
        for path in ("/login", "/nowhere")
        for schemes in SCHEMES
        for fault in faults(watched, busy_address + path, *schemes)
    ]
    watched.page.context.close()
    assert found == []


def need_whole(visit: Visit) -> None:
    """It is there, and if it is a page of ours: one heading of the first rank, a title, the language, no
    marker of the template that was not filled."""
    address, response, _ = visit
    assert response.status_code in {200, 303}, address
    if not is_page(response) or UNMEASURED.search(address):
        return
    assert len(re.findall(r"<h1\b", response.text)) == 1, address
    title = re.search(r"<title>(.+?)</title>", response.text, re.DOTALL)
    assert title, address
    assert title[1].strip(" ·\n") != "三审", address
    assert '<html lang="zh-CN">' in response.text, address
    text = text_of(response.text)
    assert not re.findall(r".{,20}(?:\{\{|\{%|\bNone\b|Undefined|<bound).{,20}", text), address


def faults(watched: Watched, address: str, desk: Scheme, telephone: Scheme) -> Iterator[str]:
    """What axe says of a page in two sizes; neither may be wider than its screen."""
    page = watched.page
    page.goto(address)
    if UNMEASURED.search(address):
        return
    for (width, height), scheme, rules in ((DESK, desk, RULES), (TELEPHONE, telephone, CHANGING)):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        watched.need_width()
        yield from (f"{width} px, {scheme}, {fault}" for fault in violations(page, rules))
