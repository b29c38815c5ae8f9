"""A round of the desk: every page that links lead one person to, and every route of the pages."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import httpx2
from fastapi.routing import APIRoute

from app.web.pages import PARTS

Open = Callable[[str], httpx2.Response]
PEOPLE = (
    "contributor",
    "editor",
    "chief",
    "deputy",
    "principal",
    "sysadmin",
    "secadmin",
    "auditor",
)
"""One person of the demo for each role."""
ENOUGH = 6
"""Pages of one kind that a round looks at."""

_NAMED = re.compile(r"[0-9a-f]{32}|(?<=/)\d+(?=$|/)")
_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_SAMPLES = {"uuid": "0" * 32, "int": "1", None: "x"}


class Visit(NamedTuple):
    """A page that was opened: its address, the answer, and where its links lead."""

    address: str
    response: httpx2.Response
    links: list[str]


def pages_of(open_page: Open, start: str = "/") -> Iterator[Visit]:
    """Every page that can be reached by links, each once, and no more than a few of each kind."""
    waiting, seen, looked = deque([start]), {start}, dict[str, int]()
    while waiting:
        address = waiting.popleft()
        looked[kind_of(address)] = looked.get(kind_of(address), 0) + 1
        if looked[kind_of(address)] > ENOUGH:
            continue
        response = open_page(address)
        links = [urljoin(address, link) for link in _links(response)]
        yield Visit(address, response, links)
        for link in links:
            local = link.partition("#")[0]
            if local not in seen and not urlsplit(local).netloc and local.startswith("/"):
                seen.add(local)
                waiting.append(local)


@contextmanager
def visitor(address: str, who: str) -> Iterator[httpx2.Client]:
    """A client with a session of this person of the demo.

    Each request has a connection of its own: the service ends those that rest for some seconds.
    """
    headers = {"Origin": address, "Connection": "close"}
    with httpx2.Client(base_url=address, headers=headers, timeout=60) as http:
        credentials = {"username": who, "password": f"demo-{who}", "next": "/password"}
        assert http.post("/login", data=credentials).status_code == 303
        yield http


def one_of_each_kind(visits: Iterable[Visit]) -> list[str]:
    """The address of one page of each kind."""
    kinds: dict[str, str] = {}
    for visit in visits:
        if is_page(visit.response):
            kinds.setdefault(kind_of(visit.address), visit.address)
    return list(kinds.values())


def kind_of(address: str) -> str:
    """What the addresses of pages of one kind have in common: `/drafts/*?from&to`."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return _NAMED.sub("*", unquote(parts.path)) + ("?" + "&".join(names) if names else "")


def changing_routes() -> list[tuple[str, str]]:
    """Method and address of every route of the pages that may change something."""
    routes = [route for part in PARTS for route in part.router.routes if isinstance(route, APIRoute)]
    found = [
        (method, sample(route.path))
        for route in routes
        for method in (route.methods or set()) - {"GET", "HEAD"}
    ]
    return sorted(set(found), key=lambda each: each[::-1])


def sample(path: str) -> str:
    """An address of this route."""
    return _PARAMETER.sub(lambda found: _SAMPLES[found[2]], path)


def is_page(response: httpx2.Response) -> bool:
    """Whether the answer is a page, and not a file."""
    return response.headers.get("content-type", "").startswith("text/html")


def _links(response: httpx2.Response) -> list[str]:
    if response.has_redirect_location:
        return [response.headers["location"]]
    if not is_page(response):
        return []
    parser = _Links()
    parser.feed(response.text)
    return parser.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        address = named.get("href") if tag == "a" else named.get("src") if tag == "iframe" else None
        if address:
            self.found.append(address)
