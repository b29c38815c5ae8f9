"""What do clients notice of a change of 100,000 terms?

    python -m tests.bench.reload

Two server processes on one database, each on a core of its own, answer pre-checks at a steady rate. A list
of 100,000 terms is imported, then approved in the first process, done without and brought back again and
again. The first process checks and compiles for the approval, the other one hears of it and compiles by
itself. Prints for each process how long answers took from the moment their requests were due (in quiet times,
from each approval until the other process has the list, during the import), and how many requests failed.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.config import Settings
from app.demo.running import prepare
from app.rulesets.canaries import canaries
from tests.bench.precheck import KEY, article, wait_for
from tests.bench.scanner_material import words

TERMS, ROUNDS, RATE, CONNECTIONS, QUIET_SECONDS = 100_000, 9, 100, 8, 3.0
Answer = tuple[float, float]
"""When a request was due, and how many seconds its answer took from then."""
Span = tuple[float, float]


class Load:
    """Requests at a steady rate to one process, in a thread, until told to stop."""

    def __init__(self, port: int) -> None:
        body = json.dumps({"title": "工作动态", "body": article(), "depth": "fast"}).encode()
        head = f"POST /api/v1/precheck HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {KEY}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._port, self._request = port, head.encode() + body
        self._stopped = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self.answers: list[Answer] = []
        self.failed = 0

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped = True
        self._thread.join()

    async def _run(self) -> None:
        began = time.perf_counter()
        await asyncio.gather(*(self._connection(began, turn) for turn in range(CONNECTIONS)))

    async def _connection(self, began: float, turn: int) -> None:
        """Every so-manieth request; the clock does not wait for answers that are late."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while not self._stopped:
            due = began + turn / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(self._request)
            header = await reader.readuntil(b"\r\n\r\n")
            length = int(header.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
            self.answers.append((due, time.perf_counter() - due))
            self.failed += not header.startswith(b"HTTP/1.1 200")
            turn += CONNECTIONS
        writer.close()

    def during(self, span: Span) -> list[float]:
        """How long, in milliseconds, the answers took to what was due in this time."""
        return [took * 1000 for due, took in self.answers if span[0] <= due < span[1]]


class Office:
    """The two administrators at one process."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}/api/v1"
        self._tokens = {who: self._token(who) for who in ("secadmin", "secadmin2")}

    def _token(self, who: str) -> str:
        form = urllib.parse.urlencode({"username": who, "password": f"demo-{who}"}).encode()
        with urllib.request.urlopen(f"{self._base}/auth/token", form) as response:
            return str(json.load(response)["access_token"])

    def ask(self, who: str, path: str, body: Any = None) -> Any:
        """GET, or POST of a body as JSON."""
        data = None if body is None else json.dumps(body).encode()
        return self._send(who, path, data, "application/json")

    def load_list(self, terms: list[str]) -> Any:
        """Import a list as a text file."""
        mark = uuid.uuid4().hex
        fields = {"name": "bench", "code": "POL-07", "severity": "hint", "reason": "测量"}
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
        ]
        parts.append(
            'Content-Disposition: form-data; name="file"; filename="bench.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n" + "\n".join(terms)
        )
        data = "".join(f"--{mark}\r\n{part}\r\n" for part in parts) + f"--{mark}--\r\n"
        return self._send(
            "secadmin", "/lexicons/import", data.encode(), f"multipart/form-data; boundary={mark}"
        )

    def digest(self) -> str:
        """The ruleset in force here."""
        return str(self.ask("secadmin", "/ruleset")["ruleset_sha256"])

    def _send(self, who: str, path: str, data: bytes | None, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {self._tokens[who]}", "Content-Type": kind}
        request = urllib.request.Request(self._base + path, data, headers)
        with urllib.request.urlopen(request, timeout=600) as response:
            return json.load(response)


def measure(ports: list[int], terms: list[str]) -> None:
    """The changes under load, and what came of them."""
    loads, first, other = [Load(port) for port in ports], Office(ports[0]), Office(ports[1])
    spans: dict[str, list[Span]] = {"quiet": [], "reload": [], "import": []}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        spans[name].append((began, time.perf_counter()))

    def approve(number: int) -> None:
        digest = first.ask("secadmin2", f"/lexicons/bench/versions/{number}/approve", {})["ruleset_sha256"]
        while other.digest() != digest:
            time.sleep(0.2)

    for load in loads:
        load.start()
    time.sleep(1.0)
    with timed("import"):
        first.load_list(terms)
    for turn in range(ROUNDS):
        time.sleep(0.5)
        with timed("quiet"):
            time.sleep(QUIET_SECONDS)
        with timed("reload"):
            approve(1 + 2 * turn)
        first.ask("secadmin", "/lexicons/bench/retire", {"reason": "测量"})
        approve(2 + 2 * turn)
        first.ask("secadmin", "/lexicons/bench/revert", {"version": 1, "reason": "测量"})
    for load in loads:
        load.stop()
    report(loads, spans)


def report(loads: list[Load], spans: dict[str, list[Span]]) -> None:
    """One line for each process and time, then the ratios.

    The p99 is that of each time by itself, of which the median is printed: the machine may be a shared one.
    """
    p99: dict[tuple[str, int], float] = {}
    for name, times in spans.items():
        seconds = statistics.median(end - start for start, end in times)
        for number, load in enumerate(loads, 1):
            rounds = [sorted(load.during(span)) for span in times]
            everything = sorted(took for round in rounds for took in round)
            p99[name, number] = statistics.median(round[int(len(round) * 0.99)] for round in rounds)
            print(
                f"{name:7} {len(times):2} × {seconds:4.1f} s, process {number}: {len(everything):5} answers, "
                f"p50 {statistics.median(everything):6.2f} ms, p99 {p99[name, number]:6.2f} ms, "
                f"longest {everything[-1]:6.2f} ms"
            )
    print(f"failed requests: {sum(load.failed for load in loads)}")
    for name in ("reload", "import"):
        ratios = (f"process {number} {p99[name, number] / p99['quiet', number]:.2f}" for number in (1, 2))
        print(f"p99 of {name} ÷ quiet: {', '.join(ratios)}")


def start(core: int, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A process of the service on a core of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    pin = functools.partial(os.sched_setaffinity, 0, {core})
    environment = os.environ | settings
    return subprocess.Popen(command, env=environment, preexec_fn=pin, stdout=subprocess.DEVNULL), port


def main() -> None:
    """Run and print."""
    cores = sorted(os.sched_getaffinity(0))
    terms = words(TERMS, article() + "\n".join(canary.text for canary in canaries()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        settings = {"SANSHEN_DATABASE_URL": url, "SANSHEN_DATA_DIR": str(folder / "data")}
        prepare(Settings(database_url=url, data_dir=folder / "data"))
        servers = [start(core, settings) for core in cores[:2]]
        os.sched_setaffinity(0, set(cores[2:]) or set(cores))
        try:
            for _, port in servers:
                wait_for(f"http://127.0.0.1:{port}/readyz")
            measure([port for _, port in servers], terms)
        finally:
            for server, _ in servers:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
