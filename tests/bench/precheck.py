"""How fast is the `fast` pre-check over HTTP, beside an echo of the same body?

    python tests/bench/precheck.py

One server process on one core; the client on another. In one run, by turns: the pre-check of a
1,500-character article with 5 hits and 100,000 extra terms loaded; an echo of the same body with the same
middleware, authentication and request model; and a bare FastAPI echo. Prints requests/s, the ratios, and
the time from start to ready.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from fastapi import FastAPI, Response

from app.api import precheck
from app.api.answers import answer
from app.api.deps import CallerDep, RuntimeDep
from app.api.precheck import Offsets, PrecheckIn
from app.config import Settings
from app.demo.running import prepare
from app.main import create_app

ROUNDS, SECONDS, CONNECTIONS, EXTRA_TERMS = 5, 2.0, 8, 100_000
KEY = "sk_demo_precheck"
SENTENCE = (
    "市政务服务中心坚持以人民为中心，持续优化办事流程，"
    "推动更多事项网上办、掌上办、就近办，群众满意度稳步提升。"
)
HITS = ("登陆政务网站", "全面布署", "台湾政府", "秸杆禁烧", "手机13800138000")


def article() -> str:
    """A clean article of 1,500 characters with five hits put in."""
    text = (SENTENCE * 40)[: 1500 - sum(map(len, HITS)) - len(HITS)]
    step = len(text) // len(HITS)
    return "".join(text[i * step : (i + 1) * step] + hit + "。" for i, hit in enumerate(HITS))


def write_lexicon(folder: Path) -> None:
    """A lexicon of 100,000 random terms that the article does not hold."""
    chance = random.Random(1)
    terms: set[str] = set()
    while len(terms) < EXTRA_TERMS:
        terms.add("".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(chance.randint(3, 6))))
    head = 'kind = "terms"\nname = "bench"\ncode = "TXT-01"\nmessage = "{text}"\n'
    head += '[sources.bench]\ntitle = "bench"\ndate = "2026-11-21"\n[terms]\n'
    lines = [f'"{term}" = {{ source = "bench" }}' for term in sorted(terms)]
    (folder / "bench.toml").write_text(head + "\n".join(lines), encoding="utf-8")


def bench_app() -> FastAPI:
    """The service with an echo beside the pre-check (run by uvicorn in the server process)."""

    @precheck.router.post("/echo")
    async def echo(
        body: PrecheckIn, caller: CallerDep, runtime: RuntimeDep, offsets: Offsets = "codepoint"
    ) -> Response:
        return answer(body.model_dump())

    return create_app(Settings())


def bare_app() -> FastAPI:
    """A bare FastAPI echo."""
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: dict[str, object]) -> dict[str, object]:
        return body

    return app


def start(factory: str, core: int, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start uvicorn with an app of this file, pinned to a core."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", f"tests.bench.precheck:{factory}"]
    command += ["--port", str(port), "--log-level", "error", "--no-access-log"]
    environment = os.environ | settings
    pin = functools.partial(os.sched_setaffinity, 0, {core})
    process = subprocess.Popen(command, env=environment, preexec_fn=pin, stdout=subprocess.DEVNULL)
    return process, port


def wait_for(url: str) -> float:
    """Seconds until the address answers 200."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        try:
            with urllib.request.urlopen(url, timeout=1) as response:
                if response.status == 200:
                    return time.perf_counter() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise SystemExit(f"no answer from {url}")


async def load(port: int, path: str, body: bytes) -> float:
    """Requests per second over keep-alive connections."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {KEY}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    request, stop = head.encode() + body, time.perf_counter() + SECONDS

    async def connection() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        done = 0
        while time.perf_counter() < stop:
            writer.write(request)
            header = await reader.readuntil(b"\r\n\r\n")
            assert header.startswith(b"HTTP/1.1 200"), header
            length = int(header.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            await reader.readexactly(length)
            done += 1
        writer.close()
        return done

    began = time.perf_counter()
    counts = await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return sum(counts) / (time.perf_counter() - began)


def start_to_ready(settings: dict[str, str]) -> float:
    """Seconds from starting `sanshen serve` to a 200 of /readyz."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        return wait_for(f"http://127.0.0.1:{port}/readyz")
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "lexicons").mkdir()
        write_lexicon(folder / "lexicons")
        settings = {
            "SANSHEN_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
            "SANSHEN_DATA_DIR": str(folder / "data"),
            "SANSHEN_LOG_LEVEL": "INFO",
        }
        prepare(Settings(database_url=settings["SANSHEN_DATABASE_URL"], data_dir=folder / "data"))
        plain = statistics.median(start_to_ready(settings) for _ in range(3))
        settings["SANSHEN_LEXICON_DIR"] = str(folder / "lexicons")
        loaded = statistics.median(start_to_ready(settings) for _ in range(3))
        print(f"start to ready: {plain:.2f} s; with {EXTRA_TERMS} extra terms {loaded:.2f} s")
        compare(settings)


def compare(settings: dict[str, str]) -> None:
    """Pre-check and the two echoes by turns."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(cores[1:]) or set(cores))
    body = json.dumps({"title": "工作动态", "body": article(), "depth": "fast"}).encode()
    server, port = start("bench_app", cores[0], settings)
    bare, bare_port = start("bare_app", cores[0], settings)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        wait_for(f"http://127.0.0.1:{bare_port}/openapi.json")
        runs: dict[str, list[float]] = {"precheck": [], "echo": [], "bare echo": []}
        for _ in range(ROUNDS):
            runs["precheck"].append(asyncio.run(load(port, "/api/v1/precheck", body)))
            runs["echo"].append(asyncio.run(load(port, "/api/v1/precheck/echo", body)))
            runs["bare echo"].append(asyncio.run(load(bare_port, "/echo", body)))
    finally:
        server.terminate()
        bare.terminate()
    medians = {name: statistics.median(values) for name, values in runs.items()}
    for name, values in runs.items():
        print(f"{name:10} {medians[name]:7.0f} requests/s   ({min(values):.0f}–{max(values):.0f})")
    print(f"precheck ÷ echo      {medians['precheck'] / medians['echo']:.2f}")
    print(f"precheck ÷ bare echo {medians['precheck'] / medians['bare echo']:.2f}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
