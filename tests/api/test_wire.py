"""Hostile and broken clients on the wire: slow, endless, cut off, or not HTTP at all."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn

from app.api.middleware import MAX_REQUEST
from app.content import content_sha256
from app.main import create_app
from tests.desk import BASE, CLEAN, Desk

MIB = 1 << 20
HANGING = 10.0
"""Seconds after which a request can only be waiting for the slow ones."""


@pytest.fixture(scope="module")
def port(office: Desk) -> Iterator[int]:
    """The shared office behind a real server."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = uvicorn.Server(
            uvicorn.Config(create_app(runtime=office.runtime), log_level="critical", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def head(office: Desk, path: str = "/precheck", *more: str) -> bytes:
    lines = [f"POST {BASE}{path} HTTP/1.1", "Host: x", "Content-Type: application/json", "Connection: close"]
    authorization = office.auth("key")["Authorization"]
    return "\r\n".join([*lines, f"Authorization: {authorization}", *more, "", ""]).encode()


def answered(connection: socket.socket) -> bytes:
    """The whole of what the server says before it closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_chunked_body_needs_no_length(office: Desk, port: int) -> None:
    body = json.dumps({"body": CLEAN}).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(office, "/precheck", "Transfer-Encoding: chunked"))
        for byte in range(0, len(body), 7):
            piece = body[byte : byte + 7]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")
        assert status_of(answered(connection)) == 200


def test_requests_one_after_the_other_are_answered_in_their_order(office: Desk, port: int) -> None:
    bodies = [json.dumps({"body": "文" * n, "depth": "fast"}).encode() for n in range(1, 6)]
    kept = [head(office, "/precheck", f"Content-Length: {len(body)}") + body for body in bodies]
    kept[:-1] = [request.replace(b"Connection: close\r\n", b"") for request in kept[:-1]]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"".join(kept))
        answers = answered(connection).split(b"HTTP/1.1 ")[1:]
    digests = [json.loads(answer.partition(b"\r\n\r\n")[2])["content_sha256"] for answer in answers]
    assert digests == [content_sha256("", "文" * n, "text") for n in range(1, 6)]


def test_an_endless_chunked_body_is_413(office: Desk, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head(office, "/precheck", "Transfer-Encoding: chunked"))
        piece, sent = b"100000\r\n" + b"a" * MIB + b"\r\n", 0
        try:
            while sent <= MAX_REQUEST + 8 * MIB:
                connection.sendall(piece)
                sent += MIB
        except OSError:
            pass
        try:
            answer = answered(connection)
        except ConnectionResetError:
            answer = b""
    assert answer == b"" or status_of(answer) == 413
    assert sent <= MAX_REQUEST + 9 * MIB


@pytest.mark.parametrize("length", [MAX_REQUEST + 1, 10**12, 10**30])
def test_a_length_beyond_the_limit_is_refused_unread(office: Desk, port: int, length: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(office, "/precheck", f"Content-Length: {length}"))
        assert status_of(answered(connection)) in {400, 413}


def test_slow_bodies_hold_nobody_up(office: Desk, port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(60)]
    for connection in slow:
        connection.sendall(head(office, "/precheck", "Content-Length: 1000") + b'{"body": "')
    body = json.dumps({"body": CLEAN}).encode()
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(office, "/precheck", f"Content-Length: {len(body)}") + body)
        assert status_of(answered(connection)) == 200
    assert time.perf_counter() - began < HANGING
    for connection in slow:
        connection.close()


def test_a_body_that_breaks_off_is_not_acted_on(office: Desk, port: int) -> None:
    before = len(office.get("key", "/drafts", limit=200).json()["items"])
    whole = json.dumps({"account": "wechat", "body": CLEAN}).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(office, "/drafts", f"Content-Length: {len(whole) + 1}") + whole)
    time.sleep(0.3)
    assert len(office.get("key", "/drafts", limit=200).json()["items"]) == before


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET " + b"/x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\nConnection: close\r\n\r\n",
    ],
    ids=range(8),
)
def test_no_bytes_break_the_server(office: Desk, port: int, request_: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = answered(connection)
        except ConnectionResetError:
            answer = b""
    assert answer == b"" or status_of(answer) < 500
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert status_of(answered(connection)) == 200
