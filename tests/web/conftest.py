"""What the tests of the pages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from app.demo import fill
from app.keys import KeyRing
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.web.browser import Browser
from tests.web.busy_office import fill_busy
from tests.web.chromium import CHROMIUM, DESK, QUIET, TELEPHONE, Watched
from tests.web.office_day import SignIn
from tests.web.serving import empty_office, served


@pytest.fixture
def sign_in(client: TestClient, runtime: Runtime) -> SignIn:
    """A browser with that person signed in."""
    return lambda who: Browser(client, runtime, who)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Debian's browser."""
    assert CHROMIUM.exists(), "install: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, data_dir: Path, ring: KeyRing, base: Base
) -> Iterator[str]:
    """The demo, served on a free port."""
    with empty_office(tmp_path_factory.mktemp("pages"), data_dir, ring, base) as runtime:
        fill(runtime)
        with served(runtime) as address:
            yield address


@pytest.fixture(scope="module")
def busy_address(
    tmp_path_factory: pytest.TempPathFactory, data_dir: Path, ring: KeyRing, base: Base
) -> Iterator[str]:
    """The demo after some days of work, served on a free port."""
    with empty_office(tmp_path_factory.mktemp("busy"), data_dir, ring, base) as runtime:
        fill_busy(runtime)
        with served(runtime) as address:
            yield address


@pytest.fixture(
    params=[(DESK, True), (TELEPHONE, True), (TELEPHONE, False)], ids=["desk", "telephone", "no-script"]
)
def watched(chromium: Chromium, address: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A fresh browser window, watched."""
    (width, height), script = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, locale="zh-CN"
    )
    context.set_default_timeout(10_000)
    watched = Watched(context, address)
    yield watched
    context.close()
    assert watched.faults == []
