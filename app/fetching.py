"""Opening the links of a draft (联网核验), for an office that turns it on.

Whoever writes a draft says what this service opens, so it must not become a way into the office's network
(SSRF). A name is looked up once for each hop, every address it has must be public, and the connection goes
to the very address that was checked, so that a name cannot answer differently the second time (DNS
rebinding). Nothing of the service goes along: no cookie, no credential, no proxy of the environment.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Literal
from urllib.parse import urljoin

import httpx

from app.scanner.visit import Visit

LINKS = 20
"""Links of one draft that are opened."""

HOPS = 5
"""Redirects that are followed."""

SIZE = 256 * 1024
"""Bytes of a page that are read, to find a redirect in its markup."""

SECONDS, TOTAL = 5.0, 15.0
"""Time for one link with its redirects, and for all of a draft."""

AGE, KEPT = 600.0, 4096
"""Seconds for which a visit counts, and how many are kept."""

Resolve = Callable[[str], Sequence[str]]
"""From a host name to its addresses; `OSError` where it has none."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": (None, 80), "https": (None, 443)}
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_REFRESH = re.compile(
    rb"""<meta\s[^<>]{0,200}?http-equiv\s*=\s*["']?refresh[^<>]{0,80}?url\s*=\s*['"]?([^"'<>\s]{1,1000})""",
    re.IGNORECASE,
)
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; sanshen link check)", "Accept": "text/html,*/*;q=0.5"}
# Look-ups cannot be cancelled: threads of their own, so that a slow one holds up nothing else.
_LOOKUPS = ThreadPoolExecutor(8, thread_name_prefix="lookup")


class Refused(Exception):
    """An address that is not opened: not public, an unusual port, no web address, too many redirects."""


def lookup(host: str) -> Sequence[str]:
    """The addresses of a host as the system gives them, IPv4 and IPv6, numbers in any notation too."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, and so is an IPv4 address inside it."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = _inner(address)
    if inner:
        return all(each.is_global and not each.is_multicast for each in inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


class PinnedTransport(httpx.AsyncBaseTransport):
    """Sends each request to an address of its host that was found to be public; `Refused` if any is not.

    `below` is what sends it: requests reach it with the address as their host, the name in the
    header Host and for TLS (server name and certificate).
    """

    def __init__(self, resolve: Resolve, below: httpx.AsyncBaseTransport) -> None:
        self._resolve, self._below = resolve, below

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx; `OSError` where the host has no address."""
        url = request.url
        host = url.raw_host.decode("ascii").strip("[]")
        if url.port not in _PORTS.get(url.scheme, ()) or not host:
            raise Refused
        pinned = url.copy_with(host=await self._address(host))
        extensions = {**request.extensions, "sni_hostname": host}
        return await self._below.handle_async_request(
            httpx.Request("GET", pinned, headers=request.headers, extensions=extensions)
        )

    async def _address(self, host: str) -> str:
        """The address to connect to: IPv4 where there is one, since few offices have IPv6 throughout."""
        loop = asyncio.get_running_loop()
        addresses = await loop.run_in_executor(_LOOKUPS, self._resolve, host)
        if not addresses or not all(map(is_public, addresses)):
            raise Refused
        return min(addresses, key=lambda address: ":" in address)

    async def aclose(self) -> None:
        """Close what is below."""
        await self._below.aclose()


class Visitor:
    """Opens links and remembers for a while what it saw; one for a process, safe between threads."""

    def __init__(
        self,
        resolve: Resolve = lookup,
        below: Callable[[], httpx.AsyncBaseTransport] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._resolve, self._below, self._clock = resolve, below or _direct, clock
        self._kept: OrderedDict[str, tuple[float, Visit]] = OrderedDict()
        self._lock = Lock()

    def visit(self, urls: Iterable[str]) -> dict[str, Visit]:
        """What became of each of `urls` (http:, https: or www.), as far as number and time allow.

        Slow: never called inside a write transaction, nor on an event loop.
        """
        wanted = list(dict.fromkeys(urls))[:LINKS]
        seen = {url: visit for url in wanted if (visit := self._remembered(url))}
        if missing := [url for url in wanted if url not in seen]:
            fresh = asyncio.run(self._visit_all(missing))
            self._remember(fresh)
            seen |= fresh
        return {url: seen[url] for url in wanted if url in seen}

    async def _visit_all(self, urls: Sequence[str]) -> dict[str, Visit]:
        transport = PinnedTransport(self._resolve, self._below())
        tasks = {asyncio.create_task(_follow(transport, url)): url for url in urls}
        done, late = await asyncio.wait(tasks, timeout=TOTAL)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await transport.aclose()
        return {tasks[task]: task.result() for task in done}

    def _remembered(self, url: str) -> Visit | None:
        with self._lock:
            until, visit = self._kept.get(url, (0.0, None))
        return visit if until > self._clock() else None

    def _remember(self, visits: dict[str, Visit]) -> None:
        until = self._clock() + AGE
        with self._lock:
            for url, visit in visits.items():
                self._kept[url] = (until, visit)
                self._kept.move_to_end(url)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


async def _follow(transport: PinnedTransport, url: str) -> Visit:
    """Open an address and what it redirects to, within `SECONDS` and `HOPS`."""
    at = [url if "://" in url else f"http://{url}"]
    try:
        async with asyncio.timeout(SECONDS):
            for _ in range(HOPS + 1):
                status, onward = await _open(transport, at[-1])
                if not onward:
                    return Visit(_state(status), status, at[-1])
                at.append(urljoin(at[-1], onward))
    except (Refused, ValueError, httpx.InvalidURL):
        return Visit("refused", 0, at[-1])
    except socket.gaierror as error:
        return Visit("gone" if error.errno == socket.EAI_NONAME else "silent", 0, at[-1])
    except (OSError, httpx.TransportError):
        return Visit("silent", 0, at[-1])
    return Visit("refused", 0, at[-1])


def _state(status: int) -> Literal["open", "gone", "silent"]:
    return "gone" if status in _GONE else "silent" if status >= 500 else "open"


async def _open(transport: PinnedTransport, url: str) -> tuple[int, str]:
    """The status of an address, and where its header or its markup passes on to; "" where neither does."""
    timeout = httpx.Timeout(SECONDS).as_dict()
    headers = {**_HEADERS, "Accept-Encoding": "identity", "Connection": "close"}
    request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
    response = await transport.handle_async_request(request)
    try:
        if response.status_code in _REDIRECTS:
            return response.status_code, response.headers.get("location", "")
        refresh = _REFRESH.search(await _beginning(response)) if response.status_code == 200 else None
        return response.status_code, refresh[1].decode("ascii", "ignore") if refresh else ""
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> bytes:
    """At most `SIZE` bytes of a page as they come; nothing is unpacked."""
    content = b""
    async for piece in response.aiter_raw():
        content += piece
        if len(content) >= SIZE:
            break
    return content[:SIZE]


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Sequence[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _direct() -> httpx.AsyncBaseTransport:
    # One connection serves one request: shared by address, it would be shared between names.
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
