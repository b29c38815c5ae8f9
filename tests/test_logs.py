"""The log: one JSON object a line on standard output."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import structlog
from app import logs

logs.configure("info")
log = structlog.get_logger()
structlog.contextvars.bind_contextvars(request_id="0123")
log.debug("unseen")
log.info("request", route="/api/v1/precheck", status=200, ms=0.3)
try:
    raise ValueError("坏了\\n第二行")
except ValueError as error:
    log.error("unforeseen_error", exc_info=error, path=object)
"""


def test_every_event_is_one_line_of_json() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, check=True)
    request, error = (json.loads(line) for line in run.stdout.decode().splitlines())
    assert request.pop("timestamp").endswith("Z")
    assert request == {
        "event": "request",
        "level": "info",
        "request_id": "0123",
        "route": "/api/v1/precheck",
        "status": 200,
        "ms": 0.3,
    }
    assert (error["level"], error["request_id"]) == ("error", "0123")
    assert "坏了\n第二行" in error["exception"]
    assert "坏了".encode() in run.stdout
    assert run.stderr == b""
