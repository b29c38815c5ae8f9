"""Servers pinned to one core, and the load on them from another (Linux)."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, cast

import uvloop

CONNECTIONS = 8
TICK = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A running server."""

    process: int
    port: int

    def url(self, path: str) -> str:
        """An address of it."""
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu(self) -> float:
        """Seconds of processor time that it has used so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


class Pace(NamedTuple):
    """How fast a server answered: microseconds of wall and of its processor time for each request."""

    wall: float
    cpu: float


@contextmanager
def running(arguments: list[str], core: int | None = None, **settings: str) -> Iterator[Server]:
    """`python arguments --port …`, pinned to a core; ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pin = functools.partial(os.sched_setaffinity, 0, os.sched_getaffinity(0) if core is None else {core})
    process = subprocess.Popen(
        [sys.executable, *arguments, "--port", str(port)],
        env=os.environ | settings | {"PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=pin,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str) -> float:
    """Seconds until the address answers 200."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        try:
            with urllib.request.urlopen(url, timeout=1) as response:
                if response.status == 200:
                    return time.perf_counter() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)
    raise SystemExit(f"no answer from {url}")


def pace(server: Server, path: str, headers: Mapping[str, str], body: bytes, seconds: float) -> Pace:
    """Post the body over and over on a few connections."""
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    lines += ["Host: bench", f"Content-Length: {len(body)}", "", ""]
    request = "\r\n".join(lines).encode() + body
    cpu, began = server.cpu(), time.perf_counter()
    count = uvloop.run(_load(server.port, request, began + seconds))
    wall, cpu = time.perf_counter() - began, server.cpu() - cpu
    return Pace(wall / count * 1e6, cpu / count * 1e6)


async def _load(port: int, request: bytes, until: float) -> int:
    loop = asyncio.get_running_loop()
    connections = [_Connection(request, until) for _ in range(CONNECTIONS)]
    for connection in connections:
        await loop.create_connection(lambda made=connection: made, "127.0.0.1", port)
    return sum(await asyncio.gather(*(connection.answered for connection in connections)))


class _Connection(asyncio.Protocol):
    """Sends one request after the other until the time is over; much lighter than any client library."""

    def __init__(self, request: bytes, until: float) -> None:
        self.request, self.until = request, until
        self.count, self.received = 0, b""
        self.answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, _, content = self.received.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(self.received.decode())
        length = head.partition(b"content-length: ")[2].partition(b"\r")[0]
        if len(content) < int(length):
            return
        self.count, self.received = self.count + 1, b""
        if time.perf_counter() < self.until:
            self.transport.write(self.request)
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None:
            self.answered.set_result(self.count)
        else:
            self.answered.set_exception(exc)
