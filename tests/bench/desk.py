"""The desk in Chromium: what the queue's first view weighs, and how soon a draft with 200 findings answers.

`python -m tests.bench.desk`; times are milliseconds from a click or key to the next paint (event timing).
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from app.demo.office import found_offices
from app.keys import KeyRing
from app.people.demo_mark import mark_demo
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.web.chromium import CHROMIUM, QUIET
from tests.web.measuring import FULL, MANY, answered, fill_queue, first_view, signed_in, waiting_draft
from tests.web.serving import empty_office, served


def measure(runtime: Runtime) -> None:
    """Fill the office, look, print."""
    with runtime.database.write() as db:
        found_offices(db, runtime.ring)
        mark_demo(db)
    drafts = {findings: waiting_draft(runtime, findings) for findings in (0, MANY)}
    fill_queue(runtime)
    with served(runtime) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = signed_in(browser, address, "chief")
        weights = first_view(context, address)
        print(f"queue of {FULL} drafts, first view: {sum(weights.values()):,} bytes, {len(weights)} requests")
        page = context.new_page()
        for findings, draft in drafts.items():
            began = time.perf_counter()
            page.goto(address + draft)
            opened = (time.perf_counter() - began) * 1000
            usual, worst = answered(page)
            times = f"{opened:.0f} ms to open, answers {usual:.0f} ms, at worst {worst:.0f} ms"
            print(f"draft with {findings} findings: {times}")
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        folder = Path(name)
        with empty_office(folder, folder, KeyRing.open(folder), Base.load()) as office:
            measure(office)
