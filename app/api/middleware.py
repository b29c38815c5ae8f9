"""Around every request: its id, its size and depth, its log line and figures, the security headers."""

from __future__ import annotations

import re
import time
import uuid

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import render
from app.errors import AppError, Invalid, TooLarge

log = structlog.get_logger()

MAX_REQUEST = 32 << 20
"""Bytes a request may have; single fields have their own, smaller limits."""
MAX_DEPTH = 32
REQUESTS = Counter("sanshen_http_requests", "HTTP requests", ["method", "route", "status"])
SECONDS = Histogram("sanshen_http_request_seconds", "Time to answer, in seconds", ["method", "route"])
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
"""What figures tell apart; anything else a client may invent counts as one."""
QUIET = {"/healthz", "/readyz", "/metrics"}
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class Observe:
    """Gives each request an id, logs one line when it is answered, counts it, and adds security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began, status = uuid.uuid4().hex, time.perf_counter(), 500
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            _report(scope, status, time.perf_counter() - began)
            structlog.contextvars.unbind_contextvars("request_id")


def _report(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    template = getattr(route, "path", "unmatched")
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(method, template, status).inc()
    SECONDS.labels(method, template).observe(seconds)
    if scope["path"] not in QUIET:
        milliseconds = round(seconds * 1000, 1)
        log.info("request", method=method, route=template, status=status, ms=milliseconds)


class Bound:
    """Reads the request's body within limits: bytes in all, and nesting where it is JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "DELETE", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            body = await _read(receive, headers)
            if headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json"):
                need_utf8(body)
                need_depth(body)
        except AppError as error:
            await render(error)(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


async def _read(receive: Receive, headers: Headers) -> bytes:
    declared = headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > MAX_REQUEST:
        raise _too_large()
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Invalid("incomplete_request", "请求没有传完。")
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        more = message.get("more_body", False)
        if size > MAX_REQUEST:
            raise _too_large()
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def need_utf8(body: bytes) -> None:
    """`Invalid` for a NUL byte, which JSON in UTF-8 cannot have; UTF-16 would pass the reader otherwise."""
    if b"\0" in body:
        raise Invalid("bad_character", "请求内容须为 UTF-8 编码的 JSON，且不得含有空字符。")


def need_depth(body: bytes) -> None:
    """`Invalid` where JSON nests deeper than 32; linear, and nearly free for flat bodies."""
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise Invalid("too_deep", f"请求内容嵌套超过 {MAX_DEPTH} 层。")


def _too_large() -> TooLarge:
    return TooLarge("request_too_large", f"请求不能超过 {MAX_REQUEST >> 20} MiB。")
