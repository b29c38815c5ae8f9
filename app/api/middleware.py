"""Around every request: its id, its size and depth, its log line and figures, the security headers."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from functools import cache

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import render
from app.errors import AppError, Invalid, TooLarge

log = structlog.get_logger()

MAX_REQUEST = 32 << 20
"""Bytes a request may have; single fields have their own, smaller limits."""
LARGER = dict.fromkeys(("/api/v1/lexicons/import", "/lexicon-upload"), 65 << 20)
"""The same for the places that take a list of up to 64 MiB, with its form."""
MAX_DEPTH = 32
REQUESTS = Counter("sanshen_http_requests", "HTTP requests", ["method", "route", "status"])
SECONDS = Histogram("sanshen_http_request_seconds", "Time to answer, in seconds", ["method", "route"])
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Added to every answer that does not set them itself. Names and values are as ASGI writes them."""
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
"""What figures tell apart; anything else a client may invent counts as one."""
BODILESS = {"GET", "HEAD", "DELETE", "OPTIONS"}
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
        request_id, began, status = secrets.token_hex(16), time.perf_counter(), 500
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _completed(message["headers"], request_id)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            _report(scope, status, time.perf_counter() - began)
            structlog.contextvars.unbind_contextvars("request_id")


def _completed(headers: Iterable[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    given = dict(headers)
    added = [header for header in SECURITY_HEADERS if header[0] not in given]
    return [*headers, *added, (b"x-request-id", request_id.encode())]


def _report(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    template = getattr(route, "path", "unmatched")
    method = scope["method"] if scope["method"] in METHODS else "other"
    count, duration = _figures(method, template, status)
    count.inc()
    duration.observe(seconds)
    if scope["path"] not in QUIET:
        milliseconds = round(seconds * 1000, 1)
        log.info("request", method=method, route=template, status=status, ms=milliseconds)


@cache
def _figures(method: str, template: str, status: int) -> tuple[Counter, Histogram]:
    """The two figures of a route; looking them up takes longer than raising them."""
    return REQUESTS.labels(method, template, status), SECONDS.labels(method, template)


class Bound:
    """Reads the request's body within limits: bytes in all, and nesting where it is JSON.

    A form with files is not held in memory: it passes through to its parser, which puts files on disk.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await self.app(scope, receive, send)
            return
        try:
            limit = _limit(scope)
            if media_type(scope) == b"multipart/form-data":
                await _pass(self.app, limit, scope, receive, send)
                return
            body = await _read(limit, receive)
            if media_type(scope).endswith(b"json"):
                need_utf8(body)
                need_depth(body)
        except AppError as error:
            await render(error)(scope, receive, send)
            return
        await self.app(scope, replay(body, receive), send)


def header(scope: Scope, name: bytes) -> bytes:
    """The first header of this name, in lower case; empty where there is none."""
    return next((value for given, value in scope["headers"] if given == name), b"")


def media_type(scope: Scope) -> bytes:
    """What the request's body is said to be, in lower case and without parameters."""
    return header(scope, b"content-type").partition(b";")[0].strip().lower()


def _limit(scope: Scope) -> int:
    """Bytes the request may have; `TooLarge` where it says that it has more."""
    limit = LARGER.get(scope["path"], MAX_REQUEST)
    declared = header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    return limit


async def _pass(app: ASGIApp, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Let the body through piece by piece; beyond the limit it ends, and `TooLarge` is the answer."""
    size = 0

    async def receive_within() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= limit else {"type": "http.disconnect"}

    async def send_within(message: Message) -> None:
        if size <= limit:
            await send(message)

    await app(scope, receive_within, send_within)
    if size > limit:
        raise _too_large(limit)


async def _read(limit: int, receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Invalid("incomplete_request", "请求没有传完。")
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        more = message.get("more_body", False)
        if size > limit:
            raise _too_large(limit)
    return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read already, and then what else comes."""
    sent = False

    async def receive_again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def need_utf8(body: bytes) -> None:
    """`Invalid` for a NUL byte, which JSON in UTF-8 cannot have; UTF-16 would pass the reader otherwise."""
    if b"\0" in body:
        raise Invalid("bad_character", "请求内容须为 UTF-8 编码的 JSON，且不得含有空字符。")


def need_depth(body: bytes) -> None:
    """`Invalid` where JSON nests deeper than 32; linear, and nearly free for flat bodies."""
    if _count(body, b"{") + _count(body, b"[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise Invalid("too_deep", f"请求内容嵌套超过 {MAX_DEPTH} 层。")


def _count(body: bytes, bracket: bytes) -> int:
    """How often it opens, to just beyond the limit; on a flat body many times as fast as `bytes.count`."""
    found, at = 0, body.find(bracket)
    while at >= 0 and found <= MAX_DEPTH:
        found, at = found + 1, body.find(bracket, at + 1)
    return found


def _too_large(limit: int) -> TooLarge:
    return TooLarge("request_too_large", f"请求不能超过 {limit >> 20} MiB。")
