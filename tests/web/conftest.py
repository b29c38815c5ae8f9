"""What the tests of the pages share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from app.config import Settings
from app.db import Database
from app.demo import fill
from app.keys import KeyRing
from app.main import create_app
from app.people.api_keys import KeyDoor
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from app.schema import migrate
from tests.web.browser import Browser
from tests.web.chromium import CHROMIUM, DESK, QUIET, TELEPHONE, Watched
from tests.web.office_day import SignIn


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
    url = f"sqlite:///{tmp_path_factory.mktemp('pages') / 'demo.sqlite3'}"
    settings = Settings(database_url=url, data_dir=data_dir, plain_cookie=True, log_level="CRITICAL")
    database = Database(url)
    migrate(database)
    runtime = Runtime(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))
    fill(runtime)
    server = uvicorn.Server(uvicorn.Config(create_app(runtime=runtime), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    database.close()


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
