"""Live pages: an office is told of its own changes, by one look for all, and everything ends at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator

import pytest

from app.ledger.append import SYSTEM, append
from app.runtime import Runtime
from app.web.desk import live
from app.web.desk.live import MOST_EACH, Live

CHANGED = "event: changed\ndata:\n\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks and beats without waiting for real time."""
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.05)


def act_in(runtime: Runtime, org: str) -> None:
    """Something happens in an office."""
    with runtime.database.write() as db:
        append(db, runtime.ring, org, "session.refused", SYSTEM, data={"username": "x"})


async def begun(heard: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """A connection that stands, and has seen a beat without any change."""
    assert (await anext(heard)).startswith("retry:")
    while await anext(heard) != ": \n\n":
        pass
    return heard


async def until_changed(heard: AsyncGenerator[str]) -> None:
    """Listen until a change is told."""
    while await anext(heard) != CHANGED:
        pass


def test_an_office_hears_of_its_own_changes_only(runtime: Runtime) -> None:
    async def listen() -> None:
        told = Live(runtime.database)
        here, there = [await begun(told.listen(org, org)) for org in ("demo", "demo-b")]
        await asyncio.to_thread(act_in, runtime, "demo")
        await until_changed(here)
        assert [await anext(there) for _ in range(3)] == [": \n\n"] * 3
        told.close()
        assert [event async for event in here] in ([], [CHANGED])

    asyncio.run(listen())


def test_many_listen_to_one_look_and_each_person_to_few(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, look = threading.Lock(), Live._look

    def alone(self: Live) -> live.State:
        assert looking.acquire(blocking=False), "two look at once"
        try:
            return look(self)
        finally:
            looking.release()

    monkeypatch.setattr(Live, "_look", alone)

    async def listen() -> None:
        told = Live(runtime.database)
        heard = [await begun(told.listen("demo", "one")) for _ in range(MOST_EACH)]
        assert not told.has_room("one")
        assert told.has_room("other")
        await asyncio.to_thread(act_in, runtime, "demo")
        await asyncio.gather(*(until_changed(each) for each in heard))
        for each in heard:
            await each.aclose()
        assert told.has_room("one")
        told.close()
        assert not told.has_room("other")

    asyncio.run(listen())
