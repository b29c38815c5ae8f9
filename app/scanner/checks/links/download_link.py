"""LNK-03: links that install a program or open a mini program (下载安装、小程序链接)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import APP_WORDS, address, app_links, is_known, scheme, suffixes
from app.scanner.document import Page
from app.scanner.facts import Facts
from app.scanner.finding import Severity

_PROGRAM = re.compile(r"\.(?:apk|exe|ipa|dmg|msi|hap|appx|bat|scr|jar)(?=$|[?#])")
_STORES = frozenset(
    (
        *("apps.apple.com", "itunes.apple.com", "play.google.com", "a.app.qq.com", "sj.qq.com"),
        *("appgallery.huawei.com", "app.mi.com", "pgyer.com", "fir.im", "testflight.apple.com"),
    )
)
_MINI = re.compile(r"#小程序://[^\s#。，；]{1,40}")


@check(
    "LNK-03",
    "download-link",
    "国办发〔2018〕123号：不得强制要求下载；《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
    links=True,
    words=(*APP_WORDS, "小程序"),
    about=About(
        "下载、小程序链接",
        "链接直接下载安装程序，或者打开应用商店、小程序，须核实开发单位。政府网站上的安装包只作提示，普通网页和文档"
        "附件不提示。",
        "下载地址：http://example.org/tool.apk",
        "附件下载：https://www.gov.cn/fujian.pdf",
    ),
)
def download_link(page: Page) -> Iterator[Hit]:
    """Links to an installer (apk, exe), to an app store, or to a mini program (小程序).

    Why: a program from an unknown hand on the reader's telephone does more harm than a page. Installers
    on known domains and mini programs are hints; documents (pdf, docx) are no hits.

    Example: http://example.org/tool.apk.
    Basis: 国办发〔2018〕123号; 政府网站与政务新媒体检查指标 (2019).
    """
    for field in page.fields:
        for link in app_links(field):
            what, severity = _judge(link.url, page.facts)
            if what:
                message = f"链接{what}，请核实开发和运营单位后再发布。"
                yield Hit(field, link.start, link.end, message, severity=severity, in_source=True)
        for mini in _MINI.finditer(field.text):
            message = "小程序链接：请核实小程序的运营单位后再发布。"
            yield Hit(field, *mini.span(), message, severity=Severity.HINT)


def _judge(url: str, facts: Facts) -> tuple[str, Severity | None]:
    """What the address does, in Chinese, and how it weighs; "" where it does neither."""
    if scheme(url).startswith("itms-"):
        return "直接安装应用", None
    if url.lower().startswith("weixin://dl/"):
        return "打开小程序", Severity.HINT
    target = address(url)
    if target is None:
        return "", None
    if _PROGRAM.search(url.lower()):
        return "直接下载安装程序", Severity.HINT if is_known(target.host, facts) else None
    store = any(domain in _STORES for domain in suffixes(target.host))
    return "打开应用商店" if store else "", None
