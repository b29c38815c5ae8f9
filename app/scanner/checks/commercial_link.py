"""LNK-01: links to shops and promotion pages (商业页面链接)."""

from __future__ import annotations

from collections.abc import Iterator

from app.scanner.check import About, Hit, check
from app.scanner.checks.hosts import address, is_known, suffixes
from app.scanner.document import Page


@check(
    "LNK-01",
    "commercial-link",
    "国办发〔2018〕123号：不得刊登商业广告或链接商业广告页面",
    about=About(
        "商业页面链接",
        "链接指向购物或推广网站。已知的政府和公共机构域名不提示。",
        "详见 https://item.taobao.com/item.htm?id=1",
        "详见 https://www.gov.cn/",
    ),
)
def commercial_link(page: Page) -> Iterator[Hit]:
    """Links whose domain is a shop or promotion page of the ruleset's list (商业广告页面).

    Why: an official account must not link to commercial pages. Domains the ruleset knows as official
    are no hits, nor is an address that is no web address (mailto, tel, relative).

    Example: https://item.taobao.com/item.htm?id=1.
    Basis: 国办发〔2018〕123号.
    """
    facts = page.facts
    for field in page.fields:
        for link in field.links:
            target = address(link.url)
            if target is None or is_known(target.host, facts):
                continue
            name = next(
                (facts.domains_commercial[d] for d in suffixes(target.host) if d in facts.domains_commercial),
                "",
            )
            if name:
                message = f"链接指向商业页面（{name}），不得刊登商业广告或链接商业广告页面。"
                yield Hit(field, link.start, link.end, message, in_source=True)
