"""Opening the links of a draft: what is found, and that no address inside the network is ever reached.

A local server stands for the internet: the transport below the pinned one sends every request there, and
notes to which address it would have gone.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from typing import Any, ClassVar
from unittest.mock import patch

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import precheck
from app.config import Settings
from app.fetching import AGE, HOPS, LINKS, Visitor, is_public, lookup
from app.scanner.document import Draft
from app.scanner.ruleset import load
from app.scanner.visit import State, Visit

NAMES = {"site.example": ["93.184.216.34"], "item.taobao.com": ["2606:4700::1111", "104.16.0.1"]}
RULESET = load()


class Pages(BaseHTTPRequestHandler):
    """Answers by path: a status; /to/…, a redirect; /meta, a refresh in the page; /endless, without end."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        Pages.asked.append((self.headers["Host"], self.path))
        kind, _, rest = self.path[1:].partition("/")
        status = 302 if kind == "to" else int(kind) if kind.isdecimal() else 200
        self.send_response(status)
        if kind == "to":
            self.send_header("Location", rest)
        self.send_header("Set-Cookie", "seen=1")
        self.end_headers()
        if kind == "meta":
            self.wfile.write(b'<meta http-equiv="refresh" content="0; url=http://item.taobao.com/200">')
        with suppress(OSError):
            while kind == "endless":
                self.wfile.write(b"x" * 4096)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


class Internet(httpx.AsyncHTTPTransport):
    """Sends to the local server what is meant for any address, and notes that address."""

    reached: ClassVar[list[str]] = []

    def __init__(self, port: int) -> None:
        super().__init__(trust_env=False)
        self.port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        Internet.reached.append(request.url.host)
        assert "cookie" not in request.headers
        assert "authorization" not in request.headers
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return await super().handle_async_request(httpx.Request("GET", url, headers=request.headers))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(port: int) -> Visitor:
    Internet.reached.clear()
    Pages.asked.clear()
    return Visitor(resolve, lambda: Internet(port))


def resolve(host: str) -> Sequence[str]:
    """The names above, and what the system makes of numbers; nothing is looked up in a network."""
    if host in NAMES:
        return NAMES[host]
    if host.lower().strip("0123456789abcdefx.:"):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return lookup(host)


def seen(visitor: Visitor, url: str) -> Visit:
    return visitor.visit([url])[url]


@pytest.mark.parametrize(
    ("path", "state"), [("200", "open"), ("403", "open"), ("404", "gone"), ("410", "gone"), ("503", "silent")]
)
def test_what_a_page_answers(visitor: Visitor, path: str, state: State) -> None:
    url = f"http://site.example/{path}"
    assert seen(visitor, url) == Visit(state, int(path), url)
    assert Internet.reached == ["93.184.216.34"]
    assert Pages.asked == [("site.example", f"/{path}")]


def test_redirects_of_header_and_page_are_followed(visitor: Visitor) -> None:
    assert seen(visitor, "http://site.example/to//200") == Visit("open", 200, "http://site.example/200")
    assert seen(visitor, "http://site.example/meta") == Visit("open", 200, "http://item.taobao.com/200")
    assert Internet.reached[-1] == "104.16.0.1"


def test_redirects_end(visitor: Visitor) -> None:
    turns = "/to/" * (HOPS + 1)
    assert seen(visitor, f"http://site.example{turns}/200").state == "refused"
    assert len(Internet.reached) == HOPS + 1


def test_a_name_without_address_is_gone(visitor: Visitor) -> None:
    assert seen(visitor, "www.none.example") == Visit("gone", 0, "http://www.none.example")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("0x7f000001", "2130706433", "127.1", "017700000001", "224.0.0.1", "255.255.255.255", "[ff02::1]"),
    ],
)
def test_nothing_inside_is_opened(visitor: Visitor, host: str) -> None:
    """Private, local and special addresses in every notation, directly and after a redirect."""
    assert seen(visitor, f"http://{host}/200").state == "refused"
    assert Internet.reached == []
    assert seen(visitor, f"http://site.example/to/http://{host}/200").state == "refused"
    assert Internet.reached == ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://site.example:8080/200",
            "https://site.example:80/",
            "http://site.example:22/",
            "ftp://site.example/",
        ),
        *("file:///etc/passwd", "http:///200", "http://[::1", "gopher://site.example/"),
    ],
)
def test_only_the_web_and_its_ports(visitor: Visitor, url: str) -> None:
    assert seen(visitor, url).state == "refused"
    assert Internet.reached == []


def test_a_name_with_one_private_address_is_refused(port: int) -> None:
    Internet.reached.clear()
    visitor = Visitor(lambda host: ["93.184.216.34", "10.0.0.1"], lambda: Internet(port))
    assert seen(visitor, "http://site.example/200").state == "refused"
    assert Internet.reached == []


def test_a_name_that_changes_its_answer_gains_nothing(port: int) -> None:
    """Rebinding: each hop looks up once, and connects to what was checked."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    Internet.reached.clear()
    visitor = Visitor(lambda host: next(answers), lambda: Internet(port))
    assert seen(visitor, "http://site.example/to//200").state == "refused"
    assert Internet.reached == ["93.184.216.34"]


def test_credentials_and_cookies_stay_here(visitor: Visitor) -> None:
    """Checked in `Internet`: neither the user of an address nor a cookie of the page before is sent."""
    assert seen(visitor, "http://user:secret@site.example/to//200").state == "open"


def test_a_page_without_end_is_read_no_further_than_needed(visitor: Visitor) -> None:
    assert seen(visitor, "http://site.example/endless").state == "open"


def test_number_and_age(port: int) -> None:
    now = [0.0]
    Pages.asked.clear()
    visitor = Visitor(resolve, lambda: Internet(port), lambda: now[0])
    urls = [f"http://site.example/200?{number}" for number in range(LINKS + 5)]
    assert list(visitor.visit(urls)) == urls[:LINKS]
    visitor.visit(urls)
    assert len(Pages.asked) == LINKS
    now[0] = AGE + 1
    visitor.visit(urls[:1])
    assert len(Pages.asked) == LINKS + 1


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address: IPv4Address) -> None:
    public = address.is_global and not address.is_multicast and not address.is_reserved
    assert is_public(str(address)) == public
    assert is_public(f"::ffff:{address}") == public
    assert is_public(f"64:ff9b::{address}") == public


def test_a_full_check_opens_links_where_the_office_says_so(visitor: Visitor) -> None:
    draft = Draft("详见http://site.example/404，又见http://10.0.0.1/a")
    with patch.object(precheck, "_visitor", lambda: visitor):
        assert "dead-link" not in rules(precheck.precheck(draft, RULESET))
        assert Internet.reached == []
        with patch.object(precheck, "get_settings", lambda: Settings(fetch_links=True)):
            full = precheck.precheck(draft, RULESET)
            assert "dead-link" in rules(full)
            assert {"check": "dead-link", "reason": "有 1 个链接未能联网核验"} in full["not_run"]
            assert "dead-link" not in rules(precheck.precheck(draft, RULESET, depth="fast"))


def rules(report: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in report["findings"]}
