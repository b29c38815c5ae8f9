"""What a running service holds: opened once at start, closed once at the end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import NamedTuple, TypeVar

import structlog

from app.config import Settings
from app.db import Database
from app.keys import KeyRing
from app.ledger.checking import Checks
from app.people.api_keys import KeyDoor
from app.people.sessions import LoginThrottle
from app.review.rescanning import outdated, rescan
from app.rulesets.active import ActiveRulesets
from app.rulesets.base import Base
from app.rulesets.compiling import compile_aside
from app.scanner.ruleset import Ruleset

log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How often a process looks whether the rules have changed: how late it may learn of it."""
BREATH = 3.0
"""How much longer than the work itself the watch rests after each draft, for the requests' sake."""

Done = TypeVar("Done")


class Waiting(NamedTuple):
    """A draft in review that was scanned under another ruleset than the one in force."""

    draft: str
    ruleset: Ruleset


class Watch:
    """The one thread of a process that keeps its rules current, and the drafts in review with them."""

    def __init__(self, database: Database, ring: KeyRing, rules: ActiveRulesets) -> None:
        self._database = database
        self._ring = ring
        self._rules = rules
        self._stopped = Event()
        self._failed: set[tuple[str, str]] = set()
        self._pool = ThreadPoolExecutor(1, "watch-work")
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Load the rules of all organisations, then watch them: from here on, requests are answered too."""
        self._rules.refresh()
        self._rules.compile = compile_aside
        self._thread.start()

    def stop(self) -> None:
        """End the watch after the piece of work in hand."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self._attempt(self._rules.refresh)
            for draft, ruleset in self._attempt(self._waiting) or ():
                began = time.monotonic()
                if self._attempt(partial(rescan, self._database, self._ring, ruleset, draft)) is None:
                    self._failed.add((draft, ruleset.digest))
                if self._stopped.wait(BREATH * (time.monotonic() - began)):
                    return

    def _waiting(self) -> list[Waiting]:
        """What there is to scan again, in no order: other processes are at it too."""
        waiting = []
        with self._database.read() as db:
            for org, ruleset in self._rules.everywhere():
                waiting += [Waiting(draft, ruleset) for draft in outdated(db, org, ruleset)]
        random.shuffle(waiting)
        return [each for each in waiting if (each.draft, each.ruleset.digest) not in self._failed]

    def _attempt(self, act: Callable[[], Done]) -> Done | None:
        """What `act` gives, or None where it failed: whatever the reason, the watch goes on."""
        done = self._pool.submit(act)
        if error := done.exception():
            log.error("watch_failed", exc_info=error)
            return None
        return done.result()


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, database, signing keys, the rulesets in force, and what of the process all requests share."""

    settings: Settings
    database: Database
    ring: KeyRing
    rules: ActiveRulesets
    keys: KeyDoor
    throttle: LoginThrottle = field(default_factory=LoginThrottle)
    checks: Checks = field(default_factory=Checks)

    @classmethod
    def open(cls, settings: Settings) -> Runtime:
        """Load everything; `StartupError` says in Chinese what is missing or broken."""
        base = Base.load(settings.lexicon_dir, settings.data_dir)
        ring = KeyRing.open(settings.data_dir)
        database = Database(settings.database_url)
        return cls(settings, database, ring, ActiveRulesets(database, base), KeyDoor(database))

    def watch(self) -> Watch:
        """The watch over this runtime's rules, to be started where it serves."""
        return Watch(self.database, self.ring, self.rules)

    def close(self) -> None:
        """Give back what is held."""
        self.database.close()
