"""What axe-core finds that would keep somebody out (WCAG 2.1 AA)."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CHANGING = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""What may be otherwise in another size or scheme of the same page."""


def violations(page: Page, rules: list[str]) -> Iterator[str]:
    """Rule, place and reason of each that axe calls serious or critical."""
    result = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": rules})
    for violation in result.response["violations"]:
        if violation["impact"] in GRAVE:
            for node in violation["nodes"][:3]:
                yield f"{page.url}: {violation['id']} at {node['target']}: {node['failureSummary']}"
