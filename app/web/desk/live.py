"""Live pages (实时更新): tells open pages that something in their office has changed, and nothing else.

One task of the process looks at the database while anybody listens, however many do. What changed, each page
asks for itself, as the person it belongs to.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import suppress

import structlog
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.ledger.models import LedgerHead
from app.review.claims import pulse

log = structlog.get_logger()

LOOK_SECONDS = 2.0
"""How often the database is looked at: how late a page may learn of a change."""
BEAT_SECONDS = 20.0
"""How often a line goes over a connection on which nothing happens, so that proxies keep it."""
LIFE_SECONDS = 600.0
"""How long one connection lives; the browser opens it again, and its session is looked at again."""
MOST, MOST_EACH = 500, 4
"""Connections of the process, and of one person."""

State = dict[str, tuple[object, ...]]


class Live:
    """Who listens in this process, by organisation; `close` ends every connection at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[asyncio.Event, str] = {}
        self._people: Counter[str] = Counter()
        self._watching: asyncio.Task[None] | None = None
        self._closed = False

    def has_room(self, person: str) -> bool:
        """Whether one more connection of this person is taken."""
        return not self._closed and len(self._listeners) < MOST and self._people[person] < MOST_EACH

    async def listen(self, org: str, person: str) -> AsyncGenerator[str]:
        """Server-sent events (HTML, 9.2): `changed` where the office has changed, comments in between."""
        changed, loop = asyncio.Event(), asyncio.get_running_loop()
        self._listeners[changed] = org
        self._people[person] += 1
        if self._watching is None or self._watching.done():
            self._watching = loop.create_task(self._watch())
        until = loop.time() + LIFE_SECONDS
        try:
            yield "retry: 5000\n\n"
            while not self._closed and loop.time() < until:
                yield await _next(changed)
        finally:
            del self._listeners[changed]
            self._people[person] -= 1

    def close(self) -> None:
        """End all connections; the process is about to stop."""
        self._closed = True
        for changed in self._listeners:
            changed.set()

    async def _watch(self) -> None:
        """Look until nobody listens any more."""
        known = await run_in_threadpool(self._look)
        while self._listeners and not self._closed:
            await asyncio.sleep(LOOK_SECONDS)
            seen = await run_in_threadpool(self._look)
            for changed, org in self._listeners.items():
                if seen and seen.get(org) != known.get(org):
                    changed.set()
            known = seen or known

    def _look(self) -> State:
        """The state of each organisation: end of its ledger, claims. Empty where the database fails."""
        try:
            with self._database.read() as db:
                heads = db.execute(select(LedgerHead.org_id, LedgerHead.seq)).all()
                claims = {org: facts for org, *facts in pulse(db)}
        except SQLAlchemyError as error:
            log.error("live_failed", exc_info=error)
            return {}
        return {org: (seq, *claims.get(org, ())) for org, seq in heads}


async def _next(changed: asyncio.Event) -> str:
    with suppress(TimeoutError):
        await asyncio.wait_for(changed.wait(), BEAT_SECONDS)
    if not changed.is_set():
        return ": \n\n"
    changed.clear()
    return "event: changed\ndata:\n\n"
