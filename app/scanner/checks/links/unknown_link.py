"""LNK-03: links whose target is not known (未知域名)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import (
    SCRIPTS,
    Address,
    address,
    is_ip,
    is_known,
    registered_domain,
    scheme,
    suffixes,
)
from app.scanner.document import Page
from app.scanner.facts import Facts


@check(
    "LNK-03",
    "unknown-link",
    "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》；国办发〔2018〕123号",
    links=True,
    about=About(
        "未知域名与伪装网址",
        "链接不在已知域名之列，或者是短链接、直接用IP地址、带用户名或端口、用形似字母或把gov.cn放在中间冒充的网址，以及会执行脚本的链接。",
        "请登录 http://www.gov.cn@evil.com/ 办理",
        "请登录 https://www.gov.cn/ 办理",
    ),
)
def unknown_link(page: Page) -> Iterator[Hit]:
    """Links outside the known domains, short links, and addresses that deceive (未知域名、短链接、伪装网址).

    Why: whoever publishes a link answers for its target. Short links hide it; user names before @, IP
    addresses, ports, look-alike letters and a gov.cn in the middle of a name disguise it; javascript: and
    data: run something. Known domains, shops (LNK-01), mailto, tel and relative links are no hits.

    Example: http://www.gov.cn@evil.com/.
    Basis: 国办发〔2018〕123号; 政府网站与政务新媒体检查指标 (链接反动、暴力、色情、迷信等内容).
    """
    for field in page.fields:
        for link in field.links:
            reason = _reason(link.url, page.facts)
            if reason:
                yield Hit(field, link.start, link.end, f"{reason}，请核实后再发布。", in_source=True)


def _reason(url: str, facts: Facts) -> str:
    """Why the address needs a look, in Chinese; "" if it needs none."""
    if scheme(url) in SCRIPTS:
        return "" if url.lstrip().lower().startswith("data:image/") else "链接会执行脚本或内嵌数据"
    target = address(url)
    if target is None:
        return ""
    if target.user:
        return f"网址用“@”伪装，实际指向{target.host}"
    if is_known(target.host, facts) or any(d in facts.domains_commercial for d in suffixes(target.host)):
        return ""
    return _disguise(target, facts) or f"链接域名{registered_domain(target.host)}不在已知域名之列"


def _disguise(target: Address, facts: Facts) -> str:
    host = target.host
    if not host:
        return "网址无法识别"
    if any(domain in facts.shorteners for domain in suffixes(host)):
        return f"短链接（{host}）看不出实际去向"
    if is_ip(host):
        return "网址直接使用IP地址"
    if any(label.startswith("xn--") for label in host.split(".")) or _mixes_scripts(host):
        return "域名含有编码或形似拉丁字母的字符"
    if ".gov.cn." in f".{host}" or "gov-cn." in host:
        return f"域名冒用gov.cn，实际指向{registered_domain(host)}"
    return "网址带有非常用端口" if target.port else ""


def _mixes_scripts(host: str) -> bool:
    """Whether letters that are neither ASCII nor Chinese stand in the host (Greek, Cyrillic and the like)."""
    return any(char.isalpha() and not char.isascii() and not "一" <= char <= "鿿" for char in host)
