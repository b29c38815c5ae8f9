"""Checking a ledger where it lies: step by step, one at a time for an office, and left without harm."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from io import BytesIO

import pytest
from sqlalchemy import text
from starlette.types import Message

from app.ledger import checking, verify
from app.ledger.append import SYSTEM, append
from app.ledger.checking import Check, Checks
from app.ledger.export import about_size, export
from app.ledger.verify import Verification
from app.runtime import Runtime
from app.web.rendering import UnfoldingPage
from tests.desk import on_sqlite


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress at every tenth entry, and no patience with another check."""
    monkeypatch.setattr(verify, "STEP", 10)
    monkeypatch.setattr(checking, "PATIENCE", 0)


@pytest.fixture
def busy(runtime: Runtime) -> Runtime:
    """An office with a ledger of some length."""
    with runtime.database.write() as db:
        for number in range(100):
            append(db, runtime.ring, "demo", "session.refused", SYSTEM, data={"username": "某" * number})
    return runtime


def check_of(runtime: Runtime, org: str = "demo") -> Check:
    return Check(runtime.database, runtime.ring, org)


def test_a_check_tells_how_far_it_is(busy: Runtime) -> None:
    check = check_of(busy)
    steps = [step for step in check.steps() if step]
    assert steps == list(range(10, check.total + 1, 10))
    assert check.verdict
    assert (check.verdict.ok, check.verdict.entries) == (True, check.total)


def test_a_verification_that_is_left_found_nothing_good(busy: Runtime) -> None:
    with busy.database.read() as db:
        file = BytesIO(b"".join(export(db, busy.ring, "demo")))
    verification = Verification(file)
    assert not verification.verdict.ok
    assert next(verification.steps()) == verification.verdict.entries == 10
    assert not verification.verdict.ok


def test_the_size_of_an_export_is_told_beforehand(busy: Runtime) -> None:
    with busy.database.read() as db:
        exported = b"".join(export(db, busy.ring, "demo"))
        told = about_size(db, "demo", exported.count(b"\n") - 1)
        assert about_size(db, "nobody", 0) == 0
    assert 0.9 < told / len(exported) < 1.1


def test_an_office_has_one_check_at_a_time(runtime: Runtime) -> None:
    checks, first = Checks(), check_of(runtime)
    with checks.turn(first) as other:
        assert other is None
        with checks.turn(check_of(runtime)) as other:
            assert other is first
        with checks.turn(check_of(runtime, "demo-b")) as other:
            assert other is None
    with checks.turn(check_of(runtime)) as other:
        assert other is None


def test_whoever_leaves_the_page_ends_the_check(busy: Runtime) -> None:
    checks, check = Checks(), check_of(busy)

    def telling() -> Generator[str]:
        with checks.turn(check):
            for _ in range(1000):
                yield from map(str, check.steps())

    async def visit() -> None:
        left = asyncio.Event()

        async def receive() -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message.get("body") == b"20":
                left.set()

        await UnfoldingPage(telling())({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, send)

    asyncio.run(visit())
    with checks.turn(check_of(busy)) as other:
        assert other is None


@on_sqlite
def test_a_database_that_fails_leaves_no_verdict(busy: Runtime) -> None:
    check = check_of(busy)
    with busy.database.engine.connect() as connection:
        connection.execute(text("ALTER TABLE ledger_entries RENAME TO gone"))
        connection.commit()
    assert list(check.steps()) == []
    assert check.verdict is None
