"""Every page as a picture, light and dark, on desk and telephone: `python -m tests.bench.screenshots FOLDER`.

One page of each kind for each role that comes to it, of the demo after some days of work.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from app.keys import KeyRing
from app.rulesets.base import Base
from tests.web.busy_office import fill_busy
from tests.web.chromium import CHROMIUM, DESK, QUIET, TELEPHONE
from tests.web.measuring import signed_in
from tests.web.rounds import PEOPLE, kind_of, one_of_each_kind, pages_of, visitor
from tests.web.serving import empty_office, served

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OPENERS = ("/login", "/nowhere")
FACES = ("/", "/drafts/*")
"""Pages that look otherwise to each role."""


def take(browser: Browser, address: str, who: str, folder: Path, done: set[str]) -> None:
    """The pages of this person that nobody before had, and those that are otherwise for each."""
    context = signed_in(browser, address, who)
    with visitor(address, who) as http:
        found = one_of_each_kind(pages_of(http.get))
    page = context.new_page()
    for path in (*found, *OPENERS):
        kind = kind_of(path)
        if kind not in FACES and kind in done:
            continue
        done.add(kind)
        page.goto(address + path)
        for width, height in (DESK, TELEPHONE):
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                name = re.sub(r"\W+", "-", f"{who}{kind}".replace("*", "one")).strip("-")
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    context.close()


def main(folder: Path) -> None:
    """All of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        data = Path(name)
        with empty_office(data, data, KeyRing.open(data), Base.load()) as runtime:
            fill_busy(runtime)
            with served(runtime) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
                done: set[str] = set()
                for who in PEOPLE:
                    take(browser, address, who, folder, done)
                browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
