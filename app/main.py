"""The application: `create_app()` puts the parts together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from app import __version__, logs
from app.api import (
    accounts,
    auth,
    certificates,
    comments,
    drafts,
    health,
    keys,
    ledger,
    lexicon_import,
    lexicons,
    middleware,
    notifications,
    people,
    policy,
    precheck,
    precheck_file,
    problems,
    queue,
    relevance,
    reviewers,
    suppressions,
)
from app.api.openapi import Service
from app.api.shortcut import Shortcut
from app.config import Settings, get_settings
from app.courier import Courier
from app.notifications.mail import Mailbox
from app.runtime import Runtime
from app.schema import need_current
from app.web import pages
from app.web.desk.live import Live

log = structlog.get_logger()

API = (
    precheck,
    precheck_file,
    auth,
    drafts,
    relevance,
    comments,
    notifications,
    certificates,
    queue,
    ledger,
    reviewers,
    suppressions,
    lexicons,
    lexicon_import,
    people,
    accounts,
    keys,
    policy,
)


def create_app(settings: Settings | None = None, runtime: Runtime | None = None) -> FastAPI:
    """The service under these settings (from the environment by default).

    A `runtime` that is handed in is used as it is and not closed.
    """
    settings = settings or (runtime.settings if runtime else get_settings())
    logs.configure(settings.log_level)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = await run_in_threadpool(Runtime.open, settings) if runtime is None else runtime
        await run_in_threadpool(need_current, opened.database)
        watch = opened.watch()
        courier = Courier(opened.database, Mailbox.of(settings))
        if runtime is None:
            await run_in_threadpool(watch.start)
            courier.start()
        app.state.runtime = opened
        app.state.live = Live(opened.database)
        if settings.plain_cookie:
            log.warning("plain_cookie", detail="会话 Cookie 可不经 HTTPS 传输，只应在内网或演示时使用。")
        yield
        await run_in_threadpool(watch.stop)
        await run_in_threadpool(courier.stop)
        if runtime is None:
            opened.close()

    app = Service(
        title="三审 Sanshen",
        version=__version__,
        description="政务新媒体稿件预检、三审三校与签发存证。",
        lifespan=lifespan,
        # The figures are in /metrics; FastAPI's own ask the environment at every request whether they are on.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(Shortcut)
    app.add_middleware(middleware.Bound)
    app.add_middleware(middleware.Observe)
    for part in API:
        app.include_router(part.router)
    app.include_router(certificates.public)
    app.include_router(health.router)
    pages.install(app)
    return app
