"""What stands around every request, by itself."""

from __future__ import annotations

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from app.api.middleware import MAX_DEPTH, SECURITY_HEADERS, Observe, need_depth
from app.errors import Invalid

LEAVES = st.text(st.sampled_from('[]{}"\\文')) | st.none()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=40) | st.dictionaries(st.text("[{a"), inner), max_leaves=60
)


def depth(value: object) -> int:
    """How deep a JSON value nests."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


@given(value=VALUES, around=st.integers(0, MAX_DEPTH + 3))
def test_json_may_nest_to_its_limit_and_no_deeper(value: object, around: int) -> None:
    for _ in range(around):
        value = [value] if around % 2 else {"[": value}
    body = json.dumps(value, ensure_ascii=False).encode()
    if depth(value) <= MAX_DEPTH:
        need_depth(body)
    else:
        with pytest.raises(Invalid, match=str(MAX_DEPTH)):
            need_depth(body)


def answered(*headers: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer that sets these."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/healthz", "headers": []}
    asyncio.run(Observe(app)(scope, receive, send))
    return list(sent[0]["headers"])


def test_every_answer_has_the_security_headers_and_an_id_of_its_own() -> None:
    first, second = answered(), answered()
    assert set(SECURITY_HEADERS) < set(first)
    ids = [dict(headers)[b"x-request-id"] for headers in (first, second)]
    assert ids[0] != ids[1]
    assert all(len(id) == 32 for id in ids)


def test_a_header_that_an_answer_sets_stays_alone() -> None:
    own = (b"content-security-policy", b"default-src 'self'")
    policies = [header for header in answered(own) if header[0] == own[0]]
    assert policies == [own]
