"""Every page as every role, on a desk and on a telephone: whole, silent, no wider than the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser as Chromium

from tests.web.browser import text_of
from tests.web.chromium import DESK, TELEPHONE, Watched
from tests.web.rounds import PEOPLE, is_page, one_of_each_kind, pages_of, visitor

PLAIN = ("/login", "/nowhere", "/docs")
"""What nobody need sign in for."""
UNMEASURED = re.compile(r"/docs|.*/preview/frame")
"""Swagger UI, which is not ours, and the frame, in which no script runs, not even the one that measures."""


@pytest.mark.parametrize("who", PEOPLE)
def test_every_link_leads_to_a_whole_page(busy_address: str, who: str) -> None:
    with visitor(busy_address, who) as http:
        visits = list(pages_of(http.get))
    for address, response, _ in visits:
        assert response.status_code in {200, 303}, address
        if is_page(response) and not address.endswith("/preview/frame"):
            need_whole(address, response.text)


def need_whole(address: str, html: str) -> None:
    """One heading of the first rank, a title, the language, no marker of the template that was not filled."""
    assert len(re.findall(r"<h1\b", html)) == 1, address
    title = re.search(r"<title>(.+?)</title>", html, re.DOTALL)
    assert title, address
    assert title[1].strip(" ·\n") != "三审", address
    assert '<html lang="zh-CN">' in html, address
    text = text_of(html)
    assert not re.findall(r".{,20}(?:\{\{|\{%|\bNone\b|Undefined|<bound).{,20}", text), address


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_silent_and_fits(chromium: Chromium, busy_address: str, who: str) -> None:
    with visitor(busy_address, who) as http:
        addresses = one_of_each_kind(http.get)
    context = chromium.new_context(locale="zh-CN")
    watched = Watched(context, busy_address)
    watched.sign_in(who)
    for address in (*addresses, *PLAIN):
        for width, height in (DESK, TELEPHONE):
            watched.page.set_viewport_size({"width": width, "height": height})
            watched.page.goto(busy_address + address)
            if not UNMEASURED.fullmatch(address):
                watched.need_width()
    context.close()
    # The page that says so is a 404, which Chromium notes on the console.
    assert [fault for fault in watched.faults if "404" not in fault] == []
