"""A server that is killed in the middle of its work has kept everything that it acknowledged."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from app.api.idempotency import IdempotencyRecord
from app.db import Database
from app.keys import KeyRing
from app.ledger.export import export
from app.ledger.verify import verify_file
from app.review.models import Draft, Version
from tests.conftest import build
from tests.desk import CLEAN

ROOT = Path(__file__).parents[2]
WRITERS, ENOUGH, KILLS = 6, 60, 2
HEADERS = {"Authorization": "Bearer sk_demo_precheck"}


@pytest.fixture
def url(tmp_path: Path, ring: KeyRing) -> str:
    """A fresh office on SQLite, for a server of its own."""
    url = f"sqlite:///{tmp_path / 'office.sqlite3'}"
    build(url, ring)
    return url


@contextmanager
def served(url: str, data_dir: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`sanshen serve` as a process of its own, at a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = {"SANSHEN_DATABASE_URL": url, "SANSHEN_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings) as process:
        try:
            wait_until_ready(base, process)
            yield base, process
        finally:
            process.kill()


def wait_until_ready(base: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the server is ready to work."""
    for _ in range(600):
        assert process.poll() is None, "the server did not start"
        try:
            if httpx.get(f"{base}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server did not become ready")


def write_until_it_dies(base: str, name: str, acknowledged: list[str]) -> None:
    """Create draft after draft and note each that the server acknowledged."""
    with httpx.Client(base_url=base, headers=HEADERS, timeout=10) as client:
        for n in count():
            fields = {
                "account": "wechat",
                "title": f"{name}-{n}",
                "body": CLEAN,
                "external_ref": f"{name}-{n}",
            }
            try:
                answer = client.post(
                    "/api/v1/drafts", json=fields, headers={"Idempotency-Key": f"{name}-{n}"}
                )
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            acknowledged.append(answer.json()["id"])


def test_everything_acknowledged_outlives_a_kill(
    url: str, data_dir: Path, ring: KeyRing, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    for round_number in range(KILLS):
        with served(url, data_dir) as (base, process), ThreadPoolExecutor(WRITERS) as pool:
            target = len(acknowledged) + ENOUGH
            writers = [
                pool.submit(write_until_it_dies, base, f"w{round_number}-{n}", acknowledged)
                for n in range(WRITERS)
            ]
            deadline = time.monotonic() + 60
            while len(acknowledged) < target and time.monotonic() < deadline:
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            for writer in writers:
                writer.result(30)
    check(url, ring, acknowledged, tmp_path)
    with served(url, data_dir) as (base, _):
        listed = httpx.get(f"{base}/api/v1/drafts/{acknowledged[-1]}", headers=HEADERS)
        assert listed.json()["status"] == "editing"


def check(url: str, ring: KeyRing, acknowledged: list[str], folder: Path) -> None:
    """Nothing acknowledged is missing, nothing is there by half, and the ledger is whole."""
    assert len(acknowledged) >= KILLS * ENOUGH
    database = Database(url)
    with database.read() as db:
        stored = set(db.scalars(select(Draft.id)))
        assert set(acknowledged) <= stored
        assert len(stored - set(acknowledged)) <= KILLS * WRITERS
        assert set(db.scalars(select(Version.draft_id))) == stored
        whole = b"".join(export(db, ring, "demo"))
        done = select(func.count()).where(IdempotencyRecord.status == 201)
        assert db.scalar(done) == len(stored)
    database.close()
    assert len(set(re.findall(rb'"draft":"([0-9a-f]{32})"', whole))) == len(stored)
    (folder / "ledger.jsonl").write_bytes(whole)
    assert verify_file(folder / "ledger.jsonl").ok
