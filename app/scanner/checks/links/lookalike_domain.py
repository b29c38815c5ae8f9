"""LNK-03: domains made to look like an official one (仿冒域名)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, is_known, registered_domain
from app.scanner.document import Page
from app.scanner.facts import Facts

_GOV = re.compile(
    r"(?:^|[.-])(?:g[0o]v[-_]?cn|cn[-_]?gov|g0v|goov|gvo|gov|govv|qov|gov[-_.]?(?:cm|con|cc|com|net|org|cnn?))(?:[.-]|$)"
)
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "3": "e", "-": None})
_LEAST = 4


@check(
    "LNK-03",
    "lookalike-domain",
    "《网络安全法》；国办函〔2018〕55号《关于加强政府网站域名管理的通知》",
    links=True,
    about=About(
        "仿冒域名",
        "域名与政府网站或者主要媒体的域名只差一两个形近的字符（g0v.cn、peop1e.com.cn），多为仿冒网站。"
        "真正的官方域名不提示。",
        "详见http://www.g0v.cn/tongzhi",
        "详见http://www.gov.cn/tongzhi",
    ),
)
def lookalike_domain(page: Page) -> Iterator[Hit]:
    """Domains that differ from a known one only in letters that look alike, or that play on gov.cn.

    Why: readers take it for the official site; only *.gov.cn belongs to government. Known domains, and
    unknown ones that resemble none (LNK-03 unknown-link), are no hits.

    Example: http://www.g0v.cn/.
    Basis: 国办函〔2018〕55号 (政府网站使用以.gov.cn为后缀的域名); 网络安全法.
    """
    for field in page.fields:
        for link in field.links:
            target = address(link.url)
            original = _original(target.host, page.facts) if target and not target.user else ""
            if target and original:
                message = f"域名“{target.host}”与官方域名“{original}”相似，疑似仿冒网站，请核实。"
                yield Hit(field, link.start, link.end, message, in_source=True)


def _original(host: str, facts: Facts) -> str:
    """The known domain that `host` looks like, or ""."""
    if is_known(host, facts) or ".gov.cn." in f".{host}":
        return ""
    if _GOV.search(host):
        return "gov.cn"
    domain = registered_domain(host)
    known = _skeletons(facts).get(_skeleton(domain), "")
    return known if known != domain else ""


@functools.lru_cache(maxsize=8)
def _skeletons(facts: Facts) -> Mapping[str, str]:
    return {
        _skeleton(domain): domain
        for domain in sorted(facts.domains_known)
        if len(domain.partition(".")[0]) >= _LEAST
    }


def _skeleton(domain: str) -> str:
    """What a domain looks like at a glance: 0 as o, 1 and i as l, rn as m, without hyphens."""
    return domain.replace("rn", "m").replace("vv", "w").translate(_ALIKE)
