"""An act and its ledger entry are stored together or not at all, whatever fails in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from fastapi import Response
from sqlalchemy import event, text

import app.db
from app.api.idempotency import Once
from app.db import Database, now
from app.errors import Conflict, Unavailable
from app.keys import KeyRing
from app.ledger.verify import verify_file
from app.runtime import Runtime
from app.tables import metadata
from tests.conftest import Template, run_on
from tests.desk import CLEAN, Desk, code, on_postgresql, on_sqlite
from tests.review.race import Crowd, decision, serving

ROOT = Path(__file__).parents[2]
DIES = """
import os, sys
from app.api.idempotency import Once
from app.db import Database
once = Once(Database(sys.argv[1]), "caller", "key", "POST", "/drafts", b"{}")
once.run(lambda: os._exit(9), lambda db, _: None)
"""
HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


class FailingKey:
    """A signing device that works so many times and then no more."""

    def __init__(self, key: Ed25519PrivateKey, works: int) -> None:
        self._key, self._left = key, works

    def public_key(self) -> Ed25519PublicKey:
        """Its public half."""
        return self._key.public_key()

    def sign(self, message: bytes) -> bytes:
        """Sign, or fail as a device does."""
        if self._left == 0:
            raise OSError("signing device gone")
        self._left -= 1
        return self._key.sign(message)


def contents(database: Database) -> dict[str, Any]:
    """Everything that is stored, but for who is signed in and which keys are in use."""
    passing = {"session_tokens", "idempotency_records"}
    tables = [table for table in metadata.sorted_tables if table.name not in passing]
    with database.read() as db:
        return {
            table.name: db.execute(table.select().order_by(*table.primary_key.columns)).all()
            for table in tables
        }


def ledger_is_whole(desk: Desk, folder: Path) -> bool:
    """Whether the export verifies."""
    path = folder / "ledger.jsonl"
    path.write_bytes(desk.get("auditor", "/ledger/export").content)
    return verify_file(path).ok


@pytest.mark.parametrize("works", [0, 1, 2])
def test_an_act_that_cannot_be_signed_is_not_stored(desk: Desk, runtime: Runtime, works: int) -> None:
    """A release signs three times: the decision, the release, the certificate. Each may be the last."""
    draft = desk.create()
    desk.submit("editor", draft["id"])
    desk.decide("chief", draft["id"])
    desk.auth("principal")
    before = contents(runtime.database)
    failing = KeyRing([FailingKey(Ed25519PrivateKey.generate(), works)])
    app = desk.client.app
    app.state.runtime = replace(runtime, ring=failing)
    with pytest.raises(OSError, match="device gone"):
        desk.decide("principal", draft["id"])
    assert contents(runtime.database) == before
    app.state.runtime = runtime
    assert desk.decide("principal", draft["id"]).json()["status"] == "released"


def test_no_act_is_stored_without_its_entry(desk: Desk, runtime: Runtime) -> None:
    editing, waiting = desk.create()["id"], desk.create()["id"]
    desk.submit("editor", waiting)
    released = desk.released()["id"]
    for who in ("editor", "chief", "principal", "auditor", "key"):
        desk.auth(who)
    desk.get("key", "/drafts")
    before = contents(runtime.database)
    desk.client.app.state.runtime = replace(
        runtime, ring=KeyRing([FailingKey(Ed25519PrivateKey.generate(), 0)])
    )
    etag = desk.draft(released)[1]
    acts = [
        lambda: desk.create(),
        lambda: desk.create("key", external_ref="cms-1"),
        lambda: desk.edit("editor", editing, body=CLEAN + "请带身份证。"),
        lambda: desk.submit("editor", editing),
        lambda: desk.decide("chief", waiting),
        lambda: desk.decide("chief", waiting, "return", comment="补充依据"),
        lambda: desk.post("principal", f"/drafts/{released}/revoke", {"reason": "有误"}, If_Match=etag),
        lambda: desk.post("editor", "/drafts", {"account": "wechat", "body": CLEAN}, Idempotency_Key="k1"),
    ]
    for act in acts:
        with pytest.raises(OSError, match="device gone"):
            act()
    assert contents(runtime.database) == before


def test_the_key_of_a_process_that_died_is_free_after_a_minute(runtime: Runtime) -> None:
    url = runtime.database.engine.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", DIES, url], cwd=ROOT, check=False)
    assert died.returncode == 9

    def run() -> Response:
        once = Once(runtime.database, "caller", "key", "POST", "/drafts", b"{}")
        return once.run(lambda: None, lambda db, _: Response("done", 201))

    with time_machine.travel(now() + timedelta(seconds=50)), pytest.raises(Conflict) as caught:
        run()
    assert caught.value.code == "idempotency_in_progress"
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert run().status_code == 201
        assert run().body == b"done"


@on_sqlite
def test_a_full_disk_loses_nothing_that_was_acknowledged(
    desk: Desk, runtime: Runtime, tmp_path: Path
) -> None:
    database = runtime.database
    for who in ("auditor", "key"):
        desk.get(who, "/drafts")
    pages = limit_pages(database, 60)
    made = []
    while (
        response := desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN * 20})
    ).status_code == 201:
        made.append(response.json()["id"])
        assert len(made) < 200
    assert code(response) == (503, "database_unavailable")
    assert response.headers["retry-after"]
    assert made
    assert {item["id"] for item in desk.get("key", "/drafts", limit=200).json()["items"]} == set(made)
    assert all(desk.draft(draft_id)[0]["status"] == "editing" for draft_id in made)
    assert ledger_is_whole(desk, tmp_path)
    limit_pages(database, pages)
    assert desk.create("key")["status"] == "editing"
    assert ledger_is_whole(desk, tmp_path)


def limit_pages(database: Database, more: int) -> int:
    """Let the database grow by so many pages and no more; returns a number that is as good as no limit."""
    with database.read() as db:
        pages = db.scalar(text("PRAGMA page_count"))
    database.close()
    event.listen(
        database.engine,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages + more}"),
    )
    return 1 << 30


@on_sqlite
def test_a_file_that_another_process_holds_is_503_and_can_be_read(
    desk: Desk, runtime: Runtime, tmp_path: Path
) -> None:
    draft = desk.create("key")
    before = contents(runtime.database)
    runtime.database.close()
    event.listen(runtime.database.engine, "connect", lambda c, _: c.execute("PRAGMA busy_timeout = 200"))
    with holding(str(runtime.database.engine.url.database)):
        refused = desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN})
        assert code(refused) == (503, "database_unavailable")
        keyed = desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN}, Idempotency_Key="k")
        assert code(keyed) == (503, "database_unavailable")
        assert desk.get("key", f"/drafts/{draft['id']}").status_code == 200
        assert contents(runtime.database) == before
    again = desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN}, Idempotency_Key="k")
    assert again.status_code == 201
    assert ledger_is_whole(desk, tmp_path)


@contextmanager
def holding(path: str) -> Iterator[None]:
    """Another process holds the database for writing."""
    command = [sys.executable, "-c", HOLDS, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate()


@on_sqlite
def test_who_waits_too_long_for_a_turn_is_told(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.db, "PATIENCE", 0.05)
    with runtime.database.write(), pytest.raises(Unavailable) as caught, runtime.database.write():
        pass
    assert caught.value.status == 503
    with runtime.database.write() as db:
        assert db.scalar(text("SELECT 1")) == 1


@on_postgresql
def test_postgresql_that_restarts_is_503_or_recovered(
    template: Template, desk: Desk, runtime: Runtime, tmp_path: Path
) -> None:
    """Idle connections are replaced unnoticed; while nobody can connect, the answer is 503."""
    assert template.postgres is not None
    name = runtime.database.engine.url.database
    before = desk.create("key")
    gone = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    for _ in range(3):
        run_on(template.postgres, gone)
        assert desk.create("key")["version"] == 1
    run_on(template.postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    run_on(template.postgres, gone)
    for path in ("/drafts", f"/drafts/{before['id']}", "/queue"):
        assert desk.client.get("/api/v1" + path, headers={"Authorization": "Bearer x"}).status_code == 503
    assert code(desk.post("key", "/drafts", {"account": "wechat", "body": CLEAN}))[0] == 503
    assert desk.client.get("/readyz").status_code == 503
    assert desk.client.get("/healthz").status_code == 200
    run_on(template.postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert desk.client.get("/readyz").status_code == 200
    assert len(desk.get("key", "/drafts").json()["items"]) == 4
    assert ledger_is_whole(desk, tmp_path)


@on_postgresql
def test_postgresql_that_goes_in_the_middle_of_an_act_leaves_no_half(
    template: Template, desk: Desk, runtime: Runtime, tmp_path: Path
) -> None:
    """The act waits for the ledger's row, which another session holds, when its connection is cut."""
    assert template.postgres is not None
    draft = desk.create()
    desk.submit("editor", draft["id"])
    desk.auth("chief")
    before, state = contents(runtime.database), desk.draft(draft["id"])
    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    cut = f"SELECT pg_terminate_backend(pid) FROM ({waiting}) AS waiting"
    with serving(runtime) as url:
        crowd = Crowd(url)
        with runtime.database.write() as db:
            db.execute(text("SELECT * FROM ledger_heads FOR UPDATE"))
            answer = crowd.later(decision(desk, state[0], state[1], "chief", "approve"))
            with runtime.database.read() as watching:
                while not watching.scalars(text(waiting)).all():
                    watching.rollback()
                watching.execute(text(cut))
            refused = answer.result(30)
        crowd.close()
    assert code(refused) == (503, "database_unavailable")
    assert contents(runtime.database) == before
    assert desk.decide("chief", draft["id"]).status_code == 200
    assert ledger_is_whole(desk, tmp_path)
