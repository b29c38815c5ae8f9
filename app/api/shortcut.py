"""The short way (快速通道) of a pre-check that is made at every pause in typing.

Routing, dependencies and a thread take several times as long as a short `fast` check itself. A plain request
is therefore answered before them. Whatever is not plain goes the ordinary way to `precheck.check_one`: a
person's session, a key not seen a moment ago, an account to look up, a long text, and every error, so that
only one place says no.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.fields import API
from app.api.middleware import header, media_type, replay
from app.api.precheck import PREPARED, PrecheckIn, checked, need_scope
from app.errors import AppError
from app.people.callers import KeyCaller
from app.runtime import Runtime
from app.scanner.report import OffsetUnit

SHORT = 4000
"""Characters of title and body that nobody else is kept waiting by."""
MAX_BYTES = 8 * SHORT
"""Bytes of a request for so many: six where JSON writes a character as `\\uXXXX`, and room for the rest."""
UNITS: dict[bytes, OffsetUnit] = {
    b"": "codepoint",
    b"offsets=codepoint": "codepoint",
    b"offsets=utf16": "utf16",
}


class Shortcut:
    """Answers plain POSTs to `path` with what `act` makes of them. `Bound` around it has read the body."""

    def __init__(
        self,
        app: ASGIApp,
        path: str = f"{API}/precheck",
        act: Callable[[PrecheckIn, Runtime, str, OffsetUnit], Any] = checked,
    ) -> None:
        self.app = app
        self.path = path
        self.act = act

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope.get("path") != self.path or scope.get("method") != "POST":
            await self.app(scope, receive, send)
            return
        body = (await receive())["body"]
        content = self._answer(scope, body)
        if content is None:
            await self.app(scope, replay(body, receive), send)
            return
        scope["route"] = self  # whose path names the request in the log and the figures
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, scope: Scope, body: bytes) -> bytes | None:
        """The answer as JSON, or None where the request is not plain."""
        runtime, unit = scope["app"].state.runtime, UNITS.get(scope["query_string"])
        caller = _known_key(scope, runtime)
        if caller is None or unit is None or media_type(scope) != b"application/json":
            return None
        try:
            need_scope(caller)
            draft = _short_draft(body)
            return None if draft is None else orjson.dumps(self.act(draft, runtime, caller.org, unit))
        except (orjson.JSONDecodeError, ValidationError, AppError):
            return None


def _known_key(scope: Scope, runtime: Runtime) -> KeyCaller | None:
    """The program whose key was admitted a moment ago."""
    scheme, _, secret = header(scope, b"authorization").partition(b" ")
    return runtime.keys.recall(secret.decode("latin-1")) if scheme == b"Bearer" else None


def _short_draft(body: bytes) -> PrecheckIn | None:
    """A draft to be checked `fast`, here and now."""
    if len(body) > MAX_BYTES:
        return None
    draft = PREPARED.validate_python(orjson.loads(body))
    short = len(draft.title) + len(draft.body) <= SHORT
    return draft if short and draft.depth == "fast" and draft.account is None else None
