"""The desk stays light: bytes of its first view, and answers to the hand on a draft full of findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium

from app.demo.office import found_offices
from app.keys import KeyRing
from app.people.demo_mark import mark_demo
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.web.measuring import (
    FULL,
    MANY,
    SHORTEST,
    answered,
    fill_queue,
    first_view,
    signed_in,
    waiting_draft,
)
from tests.web.serving import empty_office, served

MOST = 150_000
"""Bytes of the queue's first view, compressed, with everything that it fetches."""
TIMES = 3
"""How much longer a hand may wait on a draft with 200 findings than on one with none."""


@pytest.fixture
def office(tmp_path: Path, data_dir: Path, ring: KeyRing, base: Base) -> Iterator[Runtime]:
    """The office's people, and no drafts yet."""
    with empty_office(tmp_path, data_dir, ring, base) as runtime:
        with runtime.database.write() as db:
            found_offices(db, ring)
            mark_demo(db)
        yield runtime


def test_the_first_view_of_the_queue_is_light(chromium: Chromium, office: Runtime) -> None:
    fill_queue(office)
    with served(office) as address:
        context = signed_in(chromium, address, "chief")
        weights = first_view(context, address)
        assert context.pages[0].get_by_text("便民服务提示").count() >= FULL
        context.close()
    print(f"{sum(weights.values())} bytes: {weights}")
    assert sum(weights.values()) <= MOST


def test_two_hundred_findings_do_not_hold_up_the_hand(chromium: Chromium, office: Runtime) -> None:
    full, empty = waiting_draft(office, MANY), waiting_draft(office, 0)
    with served(office) as address:
        context = signed_in(chromium, address, "chief")
        page = context.new_page()
        usual = []
        for draft in (empty, full):
            page.goto(address + draft)
            usual.append(answered(page).usual)
        assert page.locator(".findings li[id]").count() == MANY
        context.close()
    assert usual[1] <= TIMES * max(usual[0], SHORTEST), usual
