"""LNK-03: addresses written without http:// (未带协议的网址)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import (
    address,
    bare_addresses,
    commercial_name,
    is_known,
    registered_domain,
    suffixes,
)
from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity
from app.scanner.outline import has


@check(
    "LNK-03",
    "bare-domain",
    "国办发〔2018〕123号；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
    shape=has(b"./.", b"0/."),
    about=About(
        "未带协议的网址",
        "正文直接写出的网址（example.org/a）读者同样会去打开，须核实。政府网站、主要媒体网址和电子邮箱不提示。",
        "报名网址：example.org/baoming",
        "报名网址：dg.gov.cn/baoming",
    ),
)
def bare_domain(page: Page) -> Iterator[Hit]:
    """Domains in the text that stand without http:// and www. (example.org, t.cn/abc).

    Why: readers type them and telephones make links of them. Shops and short links warn, others are a hint;
    known domains, e-mail addresses and file names are no hits.

    Example: 报名网址：example.org/baoming.
    Basis: 国办发〔2018〕123号; 政府网站与政务新媒体检查指标 (2019).
    """
    for field in page.fields:
        for link in bare_addresses(field):
            target = address(link.url)
            if target and target.host and not is_known(target.host, page.facts):
                message, severity = _judge(target.host, page.facts)
                yield Hit(field, link.start, link.end, message, severity=severity, in_source=True)


def _judge(host: str, facts: Facts) -> tuple[str, Severity | None]:
    if name := commercial_name(host, facts):
        return f"文中写有商业网站（{name}）的网址，请核实或删除。", None
    if any(domain in facts.shorteners for domain in suffixes(host)):
        return f"短链接（{host}）看不出实际去向，请核实后再发布。", None
    return f"网址{registered_domain(host)}不在已知域名之列，请核实后再发布。", Severity.HINT
