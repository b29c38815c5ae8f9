"""Addresses and their hosts, as a browser reads them; shared by the link checks (not a check itself)."""

from __future__ import annotations

import functools
import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.scanner.facts import Facts

if TYPE_CHECKING:
    from tldextract import TLDExtract

SCRIPTS = frozenset({"javascript", "vbscript", "data"})
_INVISIBLE = re.compile(r"[\x00-\x20\u200b-\u200f\u2060\ufeff\u00ad]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = frozenset({"http", "https", "ftp", "ws", "wss"})
_PORTS = (None, 80, 443)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address: its host as it is looked up, and whether it names a user or an unusual port."""

    host: str
    user: bool = False
    port: bool = False


def scheme(url: str) -> str:
    """The scheme of `url` in lower case, after what browsers ignore is gone; "" where there is none."""
    match = _SCHEME.match(_INVISIBLE.sub("", url))
    return match[1].lower() if match else ""


def address(url: str) -> Address | None:
    """The web address in `url` (WHATWG URL: backslash as slash, width folded).

    None for relative, mailto, tel and such. A host that cannot be read is "".
    """
    plain = _INVISIBLE.sub("", url).replace("\\", "/")
    name = scheme(plain)
    if name in _WEB:
        plain = "//" + plain[len(name) + 1 :].lstrip("/")
    elif plain[:4].lower() == "www.":
        plain = "//" + plain
    elif not plain.startswith("//"):
        return None
    return _split(plain)


def suffixes(host: str) -> Iterator[str]:
    """`host` and the domains above it, the longest first; the top level alone is left out."""
    labels = host.split(".")
    return (".".join(labels[i:]) for i in range(max(1, len(labels) - 1)))


def is_known(host: str, facts: Facts) -> bool:
    """Whether `host` lies in a domain that a government page may link to."""
    return any(domain in facts.domains_known for domain in suffixes(host))


def is_ip(host: str) -> bool:
    """Whether `host` is an IP address, also as one number (http://3232235777/)."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdecimal() or host.startswith("0x")
    return True


def registered_domain(host: str) -> str:
    """The registered domain of `host` by the Public Suffix List, or `host` itself where it has none."""
    return _extract()(host).top_domain_under_public_suffix or host


def _split(url: str) -> Address:
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return Address("")
    host = unicodedata.normalize("NFKC", host).replace("。", ".").strip(".").lower()
    return Address(host, parts.username is not None, port not in _PORTS)


@functools.cache
def _extract() -> TLDExtract:
    """The list shipped inside the package: nothing is fetched, nothing is cached on disk.

    Loaded at the first unknown link: it takes as much memory as all lexicons.
    """
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=())
