"""Many people act on one draft at the same moment, against a real server over HTTP."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi.testclient import TestClient

from app.main import create_app
from app.review.checklists import CHECKLISTS
from app.review.stages import Status
from app.runtime import Runtime
from tests.desk import BASE, Desk, Json

THREADS = 32
Call = Callable[[httpx.Client], httpx.Response]
OUTCOMES = {"approve": "final_review", "return": "returned", "reject": "rejected"}


@contextmanager
def serving(runtime: Runtime) -> Iterator[str]:
    """A real server of this runtime in a thread; yields its base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            create_app(runtime=runtime), log_level="critical", access_log=False, ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Crowd:
    """As many connections as threads, kept open; `rush` sends all calls at once."""

    def __init__(self, url: str) -> None:
        self._clients = [httpx.Client(base_url=url + BASE, timeout=60) for _ in range(THREADS)]
        self._pool = ThreadPoolExecutor(THREADS)

    def rush(self, calls: Sequence[Call]) -> list[httpx.Response]:
        """The answers, in the order of the calls; there may be as many as threads."""
        gate = threading.Barrier(len(calls))

        def send(client: httpx.Client, call: Call) -> httpx.Response:
            gate.wait(30)
            return call(client)

        return list(self._pool.map(send, self._clients[: len(calls)], calls))

    def later(self, call: Call) -> Future[httpx.Response]:
        """One call in the background."""
        return self._pool.submit(call, self._clients[0])

    def close(self) -> None:
        """Close all connections."""
        self._pool.shutdown()
        for client in self._clients:
            client.close()


@contextmanager
def crowd_at(runtime: Runtime) -> Iterator[tuple[Crowd, Desk]]:
    """A crowd before a real server, and a desk in the same office to prepare and look."""
    with serving(runtime) as url, TestClient(create_app(runtime=runtime)) as client:
        crowd = Crowd(url)
        yield crowd, Desk(client, runtime)
        crowd.close()


def decisions(desk: Desk, draft: Json, etag: str) -> list[Call]:
    """32 decisions on a draft in second review: by two chiefs, mixed approve, return and reject."""
    return [
        decision(desk, draft, etag, ("chief", "chief2")[n % 2], ("approve", "return", "reject")[n % 3])
        for n in range(THREADS)
    ]


def decision(desk: Desk, draft: Json, etag: str, who: str, action: str) -> Call:
    """One decision in second review."""
    opinion = {
        "action": action,
        "content_sha256": draft["content_sha256"],
        "checklist": list(CHECKLISTS[Status.SECOND_REVIEW]),
        "dispositions": [],
        "comment": "同时决定",
    }
    headers = desk.auth(who) | {"If-Match": etag}
    path = f"/drafts/{draft['id']}/decisions"
    return lambda client: client.post(path, json=opinion, headers=headers)


def race(crowd: Crowd, desk: Desk) -> Counter[int]:
    """One round: everybody decides the same stage at once. One wins, and the draft is as the winner said."""
    draft = desk.create()
    assert desk.submit("editor", draft["id"]).status_code == 200
    draft, etag = desk.draft(draft["id"])
    answers = crowd.rush(decisions(desk, draft, etag))
    winners = [n for n, answer in enumerate(answers) if answer.status_code == 200]
    statuses = Counter(answer.status_code for answer in answers)
    assert len(winners) == 1, statuses
    assert set(statuses) <= {200, 409, 412}, statuses
    action = ("approve", "return", "reject")[winners[0] % 3]
    after = desk.draft(draft["id"])[0]
    assert after["status"] == OUTCOMES[action]
    history = desk.get("auditor", f"/drafts/{draft['id']}/history").json()["items"]
    assert [item["decision"] for item in history[2:]] == [action]
    return statuses
