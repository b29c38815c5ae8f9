"""How fast is the `fast` pre-check over HTTP, beside an echo of the same body?

    python tests/bench/precheck.py

Each server on the same core, the client on the others. By turns, in several rounds: the pre-check of a
1,500-character article with 5 hits and 100,000 extra terms loaded; an echo of the same body with the same
middleware, authentication and request model, by the same short way; the same echo as an ordinary route; a
bare FastAPI echo; and an ASGI app of a few lines, which is what the server itself costs. Prints requests/s,
the wall and processor time of a request, the ratios (median and range of the rounds), the parts of a
pre-check, and the time from start to ready of an installed service, whose bytecode is on the disk.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import timeit
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Response
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.api import precheck
from app.api.answers import answer
from app.api.deps import CallerDep, RuntimeDep
from app.api.precheck import PREPARED, Offsets, PrecheckIn
from app.api.shortcut import Shortcut
from app.config import Settings
from app.content import content_sha256
from app.demo.running import prepare
from app.main import create_app
from app.precheck import precheck as check
from app.runtime import Runtime
from app.scanner.engine import scan
from app.scanner.report import OffsetUnit
from app.scanner.ruleset import LEXICONS, load
from tests.bench.serving import Pace, Server, pace, running, wait_for

ROUNDS, SECONDS, STARTS, EXTRA_TERMS = 9, 1.0, 5, 100_000
KEY = "sk_demo_precheck"
HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
PATH = "/api/v1/precheck"
SENTENCE = (
    "市政务服务中心坚持以人民为中心，持续优化办事流程，"
    "推动更多事项网上办、掌上办、就近办，群众满意度稳步提升。"
)
GOALS = {
    "echo": "",
    "routed echo": "   (same stack, an ordinary route: goal ≥ 0.35)",
    "bare FastAPI echo": "",
}
"""The echoes that the pre-check is compared with."""
HITS = ("登陆政务网站", "全面布署", "台湾政府", "秸杆禁烧", "手机13800138000")


def article() -> str:
    """A clean article of 1,500 characters with five hits put in."""
    text = (SENTENCE * 40)[: 1500 - sum(map(len, HITS)) - len(HITS)]
    step = len(text) // len(HITS)
    return "".join(text[i * step : (i + 1) * step] + hit + "。" for i, hit in enumerate(HITS))


BODY = json.dumps({"title": "工作动态", "body": article(), "depth": "fast"}).encode()


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


# The apps, each run by uvicorn in a process of its own


def service() -> FastAPI:
    """The service with an echo beside the pre-check, by the short way and as an ordinary route."""

    @precheck.router.post("/echo")
    @precheck.router.post("/routed-echo")
    async def echo(
        body: PrecheckIn, caller: CallerDep, runtime: RuntimeDep, offsets: Offsets = "codepoint"
    ) -> Response:
        return answer(body.model_dump())

    def echo_shortly(body: PrecheckIn, runtime: Runtime, org: str, offsets: OffsetUnit) -> dict[str, Any]:
        return body.model_dump()

    app = create_app(Settings())
    app.user_middleware.append(Middleware(Shortcut, path=f"{PATH}/echo", act=echo_shortly))
    return app


def bare() -> FastAPI:
    """A bare FastAPI echo."""
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: dict[str, object]) -> dict[str, object]:
        return body

    return app


async def server_alone(scope: Scope, receive: Receive, send: Send) -> None:
    """An echo without any framework."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message["body"]
        more = message["more_body"]
    content = orjson.dumps(orjson.loads(body))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def main() -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {
            "SANSHEN_DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
            "SANSHEN_DATA_DIR": str(folder / "data"),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        }
        prepare(Settings(database_url=settings["SANSHEN_DATABASE_URL"], data_dir=folder / "data"))
        print(f"start to ready: {start_to_ready(settings):.2f} s", end="; ", flush=True)
        write_lexicon(folder)
        settings["SANSHEN_LEXICON_DIR"] = name
        print(f"with {EXTRA_TERMS:,} extra terms {start_to_ready(settings):.2f} s\n", flush=True)
        print_paces(measure(settings))
        print_parts(folder)


def start_to_ready(settings: Mapping[str, str]) -> float:
    """Seconds from starting `sanshen serve` to a 200 of /readyz: the median of all starts but the first,
    which may have bytecode to write.
    """
    times = []
    for _ in range(1 + STARTS):
        with running(["-m", "app", "serve"], **settings) as server:
            times.append(wait_for(server.url("/readyz")))
    return statistics.median(times[1:])


def measure(settings: Mapping[str, str]) -> dict[str, list[Pace]]:
    """The pre-check and the echoes by turns, a pace for each round."""
    core, *others = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, others or {core})
    uvicorn = ["-m", "uvicorn", "--log-level=error", "--no-access-log", "--no-server-header"]
    with ExitStack() as stack:

        def start(app: str, *options: str) -> Server:
            command = [*uvicorn, f"tests.bench.precheck:{app}", *options]
            return stack.enter_context(running(command, core, **settings))

        own, plain = start("service", "--factory"), start("bare", "--factory")
        server = start("server_alone", "--lifespan=off")
        targets = {
            "precheck": (own, PATH),
            "echo": (own, f"{PATH}/echo"),
            "routed echo": (own, f"{PATH}/routed-echo"),
            "bare FastAPI echo": (plain, "/echo"),
            "server alone": (server, "/"),
        }
        wait_for(own.url("/readyz"))
        wait_for(plain.url("/openapi.json"))
        rounds = [
            {name: pace(*target, HEADERS, BODY, SECONDS) for name, target in targets.items()}
            for _ in range(ROUNDS)
        ]
    return {name: [each[name] for each in rounds] for name in targets}


def print_paces(paces: Mapping[str, list[Pace]]) -> None:
    """Requests a second, time of a request, and the ratios round by round."""
    print(f"{'':20}{'requests/s':>12}{'wall µs':>10}{'(range)':>16}{'cpu µs':>10}")
    for name, rounds in paces.items():
        walls = [each.wall for each in rounds]
        wall, cpu = statistics.median(walls), statistics.median(each.cpu for each in rounds)
        span = f"({min(walls):.0f}–{max(walls):.0f})"
        print(f"{name:20}{1e6 / wall:12,.0f}{wall:10.0f}{span:>16}{cpu:10.0f}")
    print()
    for name, goal in GOALS.items():
        pairs = list(zip(paces["precheck"], paces[name], strict=True))
        wall, cpu = (
            [other.wall / own.wall for own, other in pairs],
            [other.cpu / own.cpu for own, other in pairs],
        )
        print(f"precheck ÷ {name:18}{middle(wall):>18}   by processor time {middle(cpu)}{goal}")


def middle(ratios: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def print_parts(lexicons: Path) -> None:
    """What the parts of one pre-check take within the process."""
    ruleset = load((LEXICONS, lexicons))
    read = PREPARED.validate_python(orjson.loads(BODY))
    draft = read.as_draft()
    report = scan(draft, ruleset, depth="fast")
    response = check(draft, ruleset, depth="fast")
    parts: dict[str, Callable[[], object]] = {
        "request: JSON and model": lambda: PREPARED.validate_python(orjson.loads(BODY)),
        "scan": lambda: scan(draft, ruleset, depth="fast"),
        "report as an object": report.as_dict,
        "content_sha256": lambda: content_sha256(draft.title, draft.body, draft.format),
        "response: JSON": lambda: orjson.dumps(response),
    }
    print(f"\nwithin a pre-check with {len(report.findings)} findings, µs")
    for name, part in parts.items():
        times = timeit.repeat(part, number=200, repeat=15)
        print(f"  {name:26}{statistics.median(times) / 200 * 1e6:6.1f}")


if __name__ == "__main__":
    main()
