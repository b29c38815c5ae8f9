"""Checking a ledger where it lies (核验台账): exported and verified as by an outsider, by steps."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.keys import KeyRing
from app.ledger.checkpoint import tip
from app.ledger.export import export
from app.ledger.verify import Verdict, Verification

log = structlog.get_logger()

PATIENCE = 2.0
"""Seconds that a check waits for another one to end: a browser that starts anew has just left the first."""


class Check:
    """One check of an organisation's ledger against the service's own keys.

    `pinned` is the JSON of a checkpoint from an earlier day, through which the chain must pass. `total` is
    how many entries there are as it begins, `done` how many were sound so far. `verdict` is there at the
    end; it stays None where the database or the disk failed.
    """

    def __init__(self, database: Database, ring: KeyRing, org: str, pinned: bytes | None = None) -> None:
        self.org = org
        self.done = 0
        self.verdict: Verdict | None = None
        self._database, self._ring, self._pinned = database, ring, pinned
        with database.read() as db:
            self.total = tip(db, org).seq

    def steps(self) -> Iterator[int]:
        """Do it; now and then how many entries were sound so far, which is none while they are fetched."""
        try:
            yield from self._steps()
        except (SQLAlchemyError, OSError) as error:
            log.error("ledger_check_failed", exc_info=error)

    def _steps(self) -> Iterator[int]:
        with tempfile.TemporaryFile() as file:
            with self._database.read() as db:
                for lines in export(db, self._ring, self.org):
                    file.write(lines)
                    yield 0
            verification = Verification(file, self._pinned, orjson.dumps(self._ring.jwks()))
            for self.done in verification.steps():
                yield self.done
            self.verdict = verification.verdict


class Checks:
    """The checks under way in this process: one for each organisation, since they take a processor whole."""

    def __init__(self) -> None:
        self._running: dict[str, Check] = {}
        self._ended = threading.Condition()

    @contextmanager
    def turn(self, check: Check) -> Iterator[Check | None]:
        """None where the block may go on with the check, else the one that its organisation has under way."""
        other = self._begin(check)
        try:
            yield other
        finally:
            if other is None:
                self._end(check)

    def _begin(self, check: Check) -> Check | None:
        with self._ended:
            self._ended.wait_for(lambda: check.org not in self._running, PATIENCE)
            other = self._running.get(check.org)
            if other is None:
                self._running[check.org] = check
            return other

    def _end(self, check: Check) -> None:
        with self._ended:
            del self._running[check.org]
            self._ended.notify_all()
