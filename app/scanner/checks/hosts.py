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

from app.scanner.document import Field
from app.scanner.facts import Facts
from app.scanner.markup import Link

if TYPE_CHECKING:
    from tldextract import TLDExtract

SCRIPTS = frozenset({"javascript", "vbscript", "data"})
_INVISIBLE = re.compile(r"[\x00-\x20\u200b-\u200f\u2060\ufeff\u00ad]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = frozenset({"http", "https", "ftp", "ws", "wss"})
_PORTS = (None, 80, 443)
_LONGEST = 253
"""Characters of a host name (RFC 1035); a longer one is none, and would take long to take apart."""
_APPS = (
    *("alipays", "alipay", "weixin", "wxp", "upwallet", "taobao", "tbopen", "pinduoduo"),
    *("itms-services", "itms-apps"),
)
_APP = re.compile(rf"(?<![a-z])(?:{'|'.join(_APPS)})://[0-9a-z/_.%=&?#~+:@-]{{1,300}}")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?"
_TOPS = (
    "com|cn|net|org|gov|cc|top|xyz|vip|shop|club|info|site|online|store|live|me|tv|io|co|app|link|ltd|wang"
    "|xin|biz|hk|tw"
)
_BARE = re.compile(
    rf"(?<![0-9a-z@./_%=&?#-])(?:{_LABEL}\.){{1,4}}(?:{_TOPS})(?![a-z0-9@_-]|\.[a-z0-9])(?:/[0-9a-z/_.%=&?#~+:-]{{0,200}})?"
)
_TECHNIQUES = frozenset(("asp.net", "vb.net", "ado.net"))
APP_WORDS = ("alipay", "weixin", "wxp", "upwallet", "taobao", "tbopen", "pinduoduo", "itms")
"""Words that wake a check which asks for `app_links`."""


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


def app_links(field: Field) -> Iterator[Link]:
    """The links of a field, and the addresses in its text that open an app (alipays://…)."""
    yield from field.links
    known = {link.start for link in field.links}
    for match in _APP.finditer(field.folded):
        start, end = field.span(*match.span())
        if start not in known:
            yield Link(match[0], start, end)


def bare_addresses(field: Field) -> Iterator[Link]:
    """Addresses in the text without http:// and www. (item.taobao.com/1), with their span in the source."""
    for match in _BARE.finditer(field.folded):
        shown = match[0].rstrip(".:?")
        if shown not in _TECHNIQUES:
            yield Link(f"//{shown}", *field.span(match.start(), match.start() + len(shown)))


def commercial_name(host: str, facts: Facts) -> str:
    """The name of the shop or promotion platform in whose domain `host` lies, or ""."""
    return next((facts.domains_commercial[d] for d in suffixes(host) if d in facts.domains_commercial), "")


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
    return Address(host if len(host) <= _LONGEST else "", parts.username is not None, port not in _PORTS)


@functools.cache
def _extract() -> TLDExtract:
    """The list shipped inside the package: nothing is fetched, nothing is cached on disk.

    Loaded at the first unknown link: it takes as much memory as all lexicons.
    """
    from tldextract import TLDExtract

    return TLDExtract(cache_dir=None, suffix_list_urls=())
