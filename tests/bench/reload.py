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

TERMS, ROUNDS, RATE, CONNECTIONS, QUIET_SECONDS = 100_000, 8, 100, 8, 10.0
Answer = tuple[float, float, bool]
"""When a request was due, how long its answer took from then, whether it was a 200."""
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
            self.answers.append((due, time.perf_counter() - due, header.startswith(b"HTTP/1.1 200")))
            turn += CONNECTIONS
        writer.close()

    def during(self, spans: list[Span]) -> list[Answer]:
        """The answers to what was due in one of these times."""
        return [answer for answer in self.answers if any(start <= answer[0] < end for start, end in spans)]


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
            time.sleep(0.02)

    for load in loads:
        load.start()
    time.sleep(1.0)
    with timed("quiet"):
        time.sleep(QUIET_SECONDS)
    with timed("import"):
        first.load_list(terms)
    for turn in range(ROUNDS):
        with timed("reload"):
            approve(1 + 2 * turn)
        time.sleep(0.5)
        with timed("quiet"):
            time.sleep(1.0)
        first.ask("secadmin", "/lexicons/bench/retire", {"reason": "测量"})
        approve(2 + 2 * turn)
        first.ask("secadmin", "/lexicons/bench/revert", {"version": 1, "reason": "测量"})
        time.sleep(0.5)
    for load in loads:
        load.stop()
    report(loads, spans)


def report(loads: list[Load], spans: dict[str, list[Span]]) -> None:
    """One line for each process and time, then the ratios."""
    p99: dict[tuple[str, int], float] = {}
    for name, times in spans.items():
        seconds = sum(end - start for start, end in times) / len(times)
        for number, load in enumerate(loads, 1):
            answers = load.during(times)
            took = sorted(answer[1] * 1000 for answer in answers)
            at = functools.partial(lambda took, part: took[int(len(took) * part)], took)
            p99[name, number] = at(0.99)
            failed = sum(not fine for _, _, fine in answers)
            print(
                f"{name:7} {len(times)} × {seconds:4.1f} s   process {number}: {len(took):5} answers, "
                f"{failed} failed; p50 {at(0.5):6.2f} ms, p99 {at(0.99):7.2f} ms, longest {took[-1]:7.2f} ms"
            )
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
