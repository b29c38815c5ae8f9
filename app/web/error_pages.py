"""Errors as pages: what the API answers as a problem, a reader at a browser gets as a page in Chinese."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response

from app.web.rendering import page, see_other

PROGRAMS = ("/api/", "/.well-known/", "/static/", "/healthz", "/readyz", "/metrics", "/openapi.json")
"""Addresses for programs; they keep application/problem+json."""

KEPT = ("allow", "retry-after")

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Let every handler of errors registered so far answer pages with a page."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _for_readers(handler))


def _for_readers(handler: Any) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        response: Response = await handler(request, error)
        if request.url.path.startswith(PROGRAMS):
            return response
        problem = json.loads(bytes(response.body))
        if problem["status"] == 401:
            return see_other(f"/login?next={quote(_page_of(request))}")
        shown = page("error.html", None, problem["status"], problem=problem)
        shown.headers.update({name: response.headers[name] for name in KEPT if name in response.headers})
        return shown

    return handle


def _page_of(request: Request) -> str:
    """The page that was asked for, or from which a form was sent."""
    if request.method == "GET":
        return request.url.path
    own, _, path = request.headers.get("referer", "").partition(f"://{request.headers.get('host')}/")
    return f"/{path.partition('?')[0]}" if own in {"http", "https"} else "/"
