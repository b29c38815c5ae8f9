"""Every page as every role under axe-core: light and dark, on a desk and on a telephone (WCAG 2.1 AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.web.chromium import DESK, TELEPHONE, Watched
from tests.web.rounds import PEOPLE, one_of_each_kind, visitor

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CHANGING = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""What may be otherwise in another size or scheme of the same page."""
NOT_ASKED = re.compile(r"/docs|.*/preview/frame")
"""Swagger UI is not ours; where no script runs axe does not either, and looks in from the page around it."""


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_keeps_anybody_out(chromium: Chromium, busy_address: str, who: str) -> None:
    with visitor(busy_address, who) as http:
        addresses = one_of_each_kind(http.get)
    watched = Watched(chromium.new_context(locale="zh-CN"), busy_address)
    watched.sign_in(who)
    page = watched.page
    found = [
        fault
        for address in addresses
        if not NOT_ASKED.fullmatch(address)
        for fault in faults(page, busy_address + address)
    ]
    page.context.close()
    assert found == []


def test_nobody_is_kept_out_before_signing_in(chromium: Chromium, busy_address: str) -> None:
    page = chromium.new_page(locale="zh-CN")
    found = [fault for path in ("/login", "/nowhere") for fault in faults(page, busy_address + path)]
    page.close()
    assert found == []


def faults(page: Page, address: str) -> Iterator[str]:
    """What axe calls serious or critical on a page, in every size and scheme."""
    page.goto(address)
    rules = RULES
    for width, height in (DESK, TELEPHONE):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield from (f"{width} px, {scheme}, {fault}" for fault in violations(page, rules))
            rules = CHANGING


def violations(page: Page, rules: list[str]) -> Iterator[str]:
    """Rule, place and reason of each."""
    result = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": rules})
    for violation in result.response["violations"]:
        if violation["impact"] in GRAVE:
            for node in violation["nodes"][:3]:
                yield f"{page.url}: {violation['id']} at {node['target']}: {node['failureSummary']}"
