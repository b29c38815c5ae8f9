"""`/healthz`, `/readyz`, `/metrics`: for whoever runs the service."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.api.answers import answer
from app.api.deps import RuntimeDep
from app.errors import StartupError, Unavailable
from app.schema import need_current

router = APIRouter(tags=["运行"])


@router.get("/healthz", summary="是否存活")
def healthz() -> Response:
    """The process answers."""
    return answer({"status": "ok"})


@router.get("/readyz", summary="是否就绪")
def readyz(runtime: RuntimeDep) -> Response:
    """Database and ruleset are ready; otherwise a problem says which is not."""
    try:
        need_current(runtime.database)
    except StartupError as error:
        raise Unavailable("not_ready", str(error)) from error
    runtime.rules.need_ready()
    return answer({"status": "ready", "ruleset_sha256": runtime.rules.base.ruleset.digest})


@router.get("/metrics", summary="运行指标（Prometheus）", response_class=PlainTextResponse)
def metrics() -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
